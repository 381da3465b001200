"""docs/tutorial.md, done from the top by a newcomer. UPDATE_TUTORIAL=1 puts what is printed into it."""

import os
import re
import shlex
from pathlib import Path

import pytest
from test_cli import Desk

TUTORIAL = Path(__file__).parent.parent / "docs" / "tutorial.md"
TEXT = TUTORIAL.read_text(encoding="utf-8")
STEPS = re.findall(r"<!-- (file|run|change)(?:: (\S+))? -->\n```\w+\n(.*?)```", TEXT, re.DOTALL)
_FIRST, _LAST = 12, 4  # lines of a session that are shown


def shortened(command: str, output: str) -> str:
    """Return what is worth reading of *output*: no table twice, and of a session the beginning and the end."""
    lines = re.sub(r"^Start  .*?\n\n(?=Total)", "…\n\n", output, flags=re.MULTILINE | re.DOTALL).splitlines()
    if command.startswith("$ stretch show"):
        lines = output.splitlines()
    elif command.startswith("$ stretch start"):
        lines = [*lines[:_FIRST], "…", *lines[-_LAST:]]
    return "\n".join(lines).rstrip() + "\n"


def changed(text: str, diff: str) -> str:
    pairs = re.findall(r"^-(.*)\n\+(.*)$", diff, re.MULTILINE)
    assert len(pairs) == len(diff.splitlines()) // 2
    for old, new in pairs:
        assert f"\n{old}\n" in text
        # Of the doses that look alike the one of the half pigeon is meant, which comes first.
        text = text.replace(f"\n{old}\n", f"\n{new}\n", 1)
    return text


def test_every_command_prints_what_the_tutorial_shows(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(home / "stretch")
    monkeypatch.chdir(tmp_path)
    made = TEXT
    for kind, name, block in STEPS:
        if kind == "file":
            Path(name).write_text(block, encoding="utf-8")
        elif kind == "change":
            path = desk.home / "routines" / f"{name}.yaml"
            path.write_text(changed(path.read_text(encoding="utf-8"), block), encoding="utf-8")
        else:
            command = block.split("\n", 1)[0]
            run = desk.type(*shlex.split(command.removeprefix("$ stretch ")))
            shown = (run.out + run.err).replace(str(desk.home), "~/.local/share/stretch")
            made = made.replace(f"```console\n{block}```", f"```console\n{command}\n{shortened(command, shown)}```", 1)
    if "UPDATE_TUTORIAL" in os.environ:
        TUTORIAL.write_text(made, encoding="utf-8")
    assert made == TUTORIAL.read_text(encoding="utf-8")


def test_the_sheet_has_eight_stretches_of_which_seven_are_known() -> None:
    sheet = next(block for kind, name, block in STEPS if (kind, name) == ("file", "sheet.txt"))

    assert len(sheet.strip().splitlines()) - 2 == 8
    assert TEXT.count("is not among the known stretches") == 1
