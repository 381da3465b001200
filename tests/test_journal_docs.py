"""docs/journal.md held to the program: each command is run, and prints what stands there. UPDATE_DOCS=1 puts it in."""

import os
import re
import shlex
from datetime import datetime, timedelta, timezone
from pathlib import Path

from exports import AS_WRITTEN
from msgspec.structs import replace
from test_cli import Desk, desk  # noqa: F401 - a fixture
from test_store import EXAMPLE

from sciatica_stretch.journal.rating import Rating
from sciatica_stretch.journal.record import SessionRecord, to_json
from sciatica_stretch.journal.scale import Legs, Reach, When

DOC = Path(__file__).parent.parent / "docs" / "journal.md"
_BLOCK = re.compile(r"```console\n\$ (?P<command>.*?)\n(?P<output>.*?)```", re.DOTALL)
_ZONE = timezone(timedelta(hours=1))


def session(name: str, at: datetime, pains: tuple[int, int], held: float) -> SessionRecord:
    moments = zip((When.BEFORE, When.AFTER), pains, strict=True)
    return replace(
        EXAMPLE,
        id=name,
        device="laptop-1a2b",
        routine="sciatica-13",
        title="Thirteen minutes, hips and hamstrings",
        started_at=at,
        ended_at=at + timedelta(minutes=13),
        options=AS_WRITTEN,
        stretches=(EXAMPLE.stretches[0], replace(EXAMPLE.stretches[1], held=held)),
        ratings=tuple(
            Rating(when=when, at=at, pain=pain, reach=Reach.THIGH, side=Legs.RIGHT) for when, pain in moments
        ),
    )


def a_few_sessions(home: Path) -> None:
    (home / "state").mkdir(parents=True)
    (home / "state" / "device-laptop").write_text("laptop-1a2b\n")
    (home / "log").mkdir()
    sessions = [
        replace(EXAMPLE, id="0b11aa52-9c41-4f6e-8d0b-0b1e6f3c2d90", device="laptop-1a2b"),
        session("0b6f0e4e-2f0a-4a57-9a5e-6a3c1b7f9d21", datetime(2026, 11, 21, 7, 15, tzinfo=_ZONE), (5, 4), 41.5),
        session("9a40c7d3-5e88-4b0e-a6f7-1d2c3b4a5968", datetime(2026, 11, 23, 7, 20, tzinfo=_ZONE), (4, 3), 60.0),
    ]
    (home / "log" / "laptop-1a2b.jsonl").write_text("".join(f"{to_json(each)}\n" for each in sessions))


def test_each_command_on_the_page_prints_what_stands_there(desk: Desk) -> None:  # noqa: F811 - the fixture
    a_few_sessions(desk.home)
    text = DOC.read_text("utf-8")

    def printed(match: re.Match[str]) -> str:
        run = desk.type(*shlex.split(match["command"])[1:])
        return f"```console\n$ {match['command']}\n{run.out}{run.err}```"

    made = _BLOCK.sub(printed, text)

    if "UPDATE_DOCS" in os.environ:
        DOC.write_text(made, encoding="utf-8")
    assert len(_BLOCK.findall(text)) == 8
    assert made == text
