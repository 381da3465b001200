"""A session under way needs no module that it hasn't got: an upgrade may replace the program meanwhile."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from terminals import clean_env

ROUTINE = """\
title: One without a picture, two with one
defaults: {transition: 10s, switch: 5s}
steps:
  - name: Reach
    hold: 20s
  - name: Fold
    picture: half-pigeon
    hold: 20s
    sides: [right, left]
  - name: Wag
    picture: downdog-wag
    reps: 4
    tempo: {left: 2s, right: 2s}
"""
RATING = [(1, "4"), (2, "3"), (3, "r")]
LED = [
    *((6, "space"), (8, "space"), (12, "SUSPEND"), (14, "space"), (15, "?"), (16, "?"), (17, "RESIZED")),
    *((19, "x"), (25, "+"), (40, "b"), (45, "CONTINUED")),
]
CUT_OFF = [(6, "space"), (8, "space"), (30, "TERMINATE")]
STOPPED = [(6, "space"), (80, "q"), (81, "q")]
CALLED = [] if sys.platform == "win32" else [(50, "@status"), (51, "@next")]
OURS = ("sciatica_stretch", "rich", "msgspec", "typer")


def imported_late(home: Path, scripts: list[Any], *args: str) -> list[str]:
    command = [sys.executable, str(Path(__file__).with_name("late_imports.py")), str(home), json.dumps(scripts)]
    run = subprocess.run([*command, *args], env=clean_env(home), capture_output=True, text=True, check=True)
    return [name for name in json.loads(run.stdout) if name.startswith(OURS)]


@pytest.fixture
def routine(home: Path) -> str:
    path = home / "late.yaml"
    path.write_text(ROUTINE, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("scripts", "options"),
    [
        ([RATING, [*LED, *CALLED], RATING], []),
        ([[*LED, *CALLED, (60, "q"), (61, "q")]], ["--no-rating", "--plain"]),
        ([LED], ["--speed", "2", "--voice", "off"]),
        ([RATING, CUT_OFF], []),
    ],
    ids=["rated", "plain", "rehearsed", "terminated"],
)
def test_nothing_is_imported_between_the_first_pictures_and_the_end(
    home: Path, routine: str, scripts: list[Any], options: list[str]
) -> None:
    assert imported_late(home / "stretch", scripts, "start", routine, *options) == []


def test_nor_by_a_session_that_goes_on_and_asks_only_afterwards(home: Path, routine: str) -> None:
    imported_late(home / "stretch", [CUT_OFF], "start", routine, "--no-rating")

    assert imported_late(home / "stretch", [STOPPED, RATING], "start", "--resume") == []
