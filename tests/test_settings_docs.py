"""docs/settings.md held to the program: its table, its commands and its mistakes. UPDATE_DOCS=1 puts them in."""

import os
import re
import shlex
from pathlib import Path

from test_cli import Desk, desk  # noqa: F401 - a fixture

from sciatica_stretch.core.keys import NAMES
from sciatica_stretch.core.text import visible
from sciatica_stretch.problems import shown as shown_problems
from sciatica_stretch.settings.kinds import shown
from sciatica_stretch.settings.reading import read
from sciatica_stretch.settings.table import TABLE, Setting

DOC = Path(__file__).parent.parent / "docs" / "settings.md"
_TABLE = re.compile(r"(<!-- the table -->\n).*?(<!-- the end of the table -->)", re.DOTALL)
_CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_MISTAKE = re.compile(r"^```toml mistake\n(.*?)^```\n\n```text\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def row(setting: Setting) -> str:
    can_be = setting.kind.metavar.replace("|", ", ")
    return f"| `{setting.name}` | {can_be} | `{shown(setting.default)}` | {visible(setting.does)} |"


def test_the_table_has_every_setting() -> None:
    text = DOC.read_text(encoding="utf-8")
    rows = ["| setting | it can be | default | what it does |", "|---|---|---|---|", *map(row, TABLE)]
    table = "\n" + "\n".join(rows) + "\n\n"
    if os.environ.get("UPDATE_DOCS"):
        text = _TABLE.sub(lambda found: f"{found[1]}{table}{found[2]}", text)
        DOC.write_text(text, encoding="utf-8")

    found = _TABLE.search(text)

    assert found
    assert found[0] == f"{found[1]}{table}{found[2]}"


def test_each_command_prints_what_stands_there(desk: Desk) -> None:  # noqa: F811
    blocks = _CONSOLE.findall(DOC.read_text(encoding="utf-8"))
    assert len(blocks) == 3

    for block in blocks:
        printed = ""
        for line in block.splitlines():
            if line.startswith("$ "):
                env = {"STRETCH_HOME": str(desk.home), "TERM": "xterm"}
                run = desk.type(*shlex.split(line)[2:], env=env)
                printed += f"{line}\n{run.out}{run.err}"
        assert printed == block


def test_each_mistake_is_answered_as_it_says() -> None:
    mistakes = _MISTAKE.findall(DOC.read_text(encoding="utf-8"))
    assert mistakes

    for text, answer in mistakes:
        contents = read(text.encode())
        assert shown_problems(contents.problems, "settings.toml", contents.lines) + "\n" == answer


def test_the_keys_that_have_names_are_listed() -> None:
    assert ", ".join(NAMES) in " ".join(DOC.read_text(encoding="utf-8").split())
