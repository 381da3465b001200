"""docs/export.md held to the program."""

import re
import shlex
from datetime import timedelta
from pathlib import Path

import pytest
from exports import SESSION
from fakes import NOON
from msgspec.structs import replace
from test_export_cli import Pipe, desk_with

from sciatica_stretch.cli.export import Format, Sport
from sciatica_stretch.journal.export import fit, report
from sciatica_stretch.journal.export.fit_messages import OWN_FIELDS
from sciatica_stretch.journal.export.rows import HOLD_COLUMNS, SESSION_COLUMNS

DOCS = (Path(__file__).parent.parent / "docs" / "export.md").read_text("utf-8")
COMMANDS = re.findall(r"^\$ stretch (.*)$", DOCS, re.MULTILINE)


def first_cells(heading: str) -> list[str]:
    """Return what is in code marks in the first column of the table that follows *heading*."""
    table = DOCS.partition(heading)[2].lstrip("\n").partition("\n\n")[0].splitlines()[2:]
    return [name for row in table for name in re.findall(r"`([^`]+)`", row.split("|")[1])]


def test_the_columns_on_the_page_are_those_of_a_session_and_stand_in_groups() -> None:
    assert sorted(first_cells("A session (`--rows sessions`):\n")) == sorted(SESSION_COLUMNS)


def test_the_columns_on_the_page_are_those_of_a_hold_in_their_order() -> None:
    assert tuple(first_cells("A stretch (`--rows holds`), also one that was never reached:\n")) == HOLD_COLUMNS


def test_the_formats_on_the_page_are_all_there_are() -> None:
    assert set(first_cells("readable by you alone (mode 0600).\n")) == set(Format)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_on_the_page_works(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    recent = NOON - timedelta(days=3)
    session = replace(SESSION, started_at=recent, ended_at=recent + timedelta(seconds=200), routine="sciatica-13")

    run = desk_with(tmp_path / "home", session).type(*shlex.split(command), stdout=Pipe())

    assert (run.code, run.err) == (0, "")
    assert run.out


@pytest.mark.parametrize(
    "sentence",
    [
        f"the last {report.MOST_ROWS} rated sessions",
        f"the last {report.MOST_RATED} rated sessions at most",
        f"the last {report.MOST_NOTES} notes (of\na longer one the first {report.MOST_CHARACTERS} characters)",
        f"a time every {fit.RECORD_SECONDS} seconds",
        f"FIT's time is from {fit.FIRST.year} to {fit.LAST.year}",
        f"more than {fit.LONGEST.total_seconds() / 3600:g} hours",
        " or ".join(f"`{sport}`" for sport in Sport),
        *(f"`{name}`" for name in OWN_FIELDS),
    ],
)
def test_the_figures_on_the_page_are_those_of_the_program(sentence: str) -> None:
    assert sentence in DOCS
