"""docs/routines.md held to the program: its commands are run, and its figures are looked up."""

import os
import re
import shlex
from pathlib import Path

import pytest
from test_cli import Desk, desk  # noqa: F401 - a fixture
from test_edit import editor

from sciatica_stretch.library import names, versions
from sciatica_stretch.library.amend import amend, read_change
from sciatica_stretch.library.parser import parse
from sciatica_stretch.library.shelf import bundled_folder

# ruff: noqa: F811 - the fixture is imported and then an argument
DOCS = (Path(__file__).parent.parent / "docs" / "routines.md").read_text("utf-8")
HOME = "~/.local/share/stretch"
SCIATICA = (bundled_folder() / "sciatica-13.yaml").read_bytes()
GIFT = """\
title: After the run
summary: Six minutes for tired calves.
steps: [{name: Calf stretch, sides: [right, left], hold: 45s}]
"""


def shown() -> list[tuple[list[str], str]]:
    """Return each command of the page that is shown with its output, and the output."""
    return [(shlex.split(line), output) for line, output in re.findall(r"\$ stretch (.*)\n((?:[^`$]+\n)*)", DOCS)]


@pytest.mark.skipif(os.name != "posix", reason="the editor is a shell script")
def test_the_commands_with_their_output_are_what_happens(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk.home.parent)
    Path("gift.yaml").write_text(GIFT, encoding="utf-8")
    visual = editor(desk.home, "sed -i 's/hold: 60s  /hold: 75s  /' \"$1\"")
    env = {"STRETCH_HOME": str(desk.home), "PATH": os.environ["PATH"], "VISUAL": visual}

    for words, output in shown():
        if words[0] == "set":
            desk.type("remove", "sciatica-13", "--yes")
        asks = words[0] == "import"
        run = desk.type(*words, *["--yes"] * asks, env=env)
        expected = re.sub(r"Take it as .*\n", "", output) if asks else output
        assert run.out.replace(str(desk.home), HOME) == expected

    assert len(shown()) == 4


def test_every_change_in_the_table_can_be_made() -> None:
    table = DOCS.split("| to set | write |")[1].split("\n\n")[0]
    changes = [read_change(shlex.split(change)[0]) for change in re.findall(r"`([^`]*=[^`]*)`", table)]
    ids = [step.id for step in parse(SCIATICA, "", "").each_step()]

    text, done = amend(SCIATICA.decode(), changes, ids)

    assert parse(text.encode(), "", "").title == "Slow thirteen"
    assert len(done) == len(changes) == 17


def test_the_commands_of_the_other_table_are_run_in_its_order(desk: Desk) -> None:
    table = DOCS.split("## Copies")[1].split("\n\n")[1]
    commands = re.findall(r"^\| `stretch ([^`]+)` \|", table, re.MULTILINE)

    runs = [desk.type(*command.split(), *["--yes"] * ("remove" in command)) for command in commands]

    assert [run.code for run in runs] == [0] * 6, [run.err for run in runs]
    assert (desk.home / "routines" / "evening.yaml").read_bytes() == SCIATICA


def test_an_older_version_is_imported_as_the_page_says(desk: Desk) -> None:
    desk.type("copy", "sciatica-13", "evening")
    for seconds in range(71, 75):
        desk.type("set", "evening", f"half-pigeon.hold={seconds}s")
    (command,) = re.findall(r"`stretch (import ~[^`]*)`", DOCS)

    run = desk.type(*command.replace(HOME, str(desk.home)).split(), "--yes")

    assert run.code == 0
    assert b"hold: 72s" in (desk.home / "routines" / "evening.yaml").read_bytes()


def test_the_figures_of_the_page_are_those_of_the_program() -> None:
    assert f"up to {names.MOST_CHARACTERS} letters" in DOCS
    assert f"up to {versions.MOST_KEPT} |" in DOCS
