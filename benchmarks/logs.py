"""A log as someone would have it after 137 years at two sessions a day: made up, and the same each time."""

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

_STRETCHES = [
    ("band-flex-extend", "Supine band hamstring, flex and extend", "right", "move", 48.0),
    ("band-hold", "Supine band hamstring hold", "right", "hold", 50.0),
    ("band-flex-extend", "Supine band hamstring, flex and extend", "left", "move", 48.0),
    ("band-hold", "Supine band hamstring hold", "left", "hold", 50.0),
    ("half-pigeon", "Half pigeon, reclined", "right", "hold", 60.0),
    ("half-pigeon", "Half pigeon, reclined", "left", "hold", 60.0),
    ("downdog-wag", "Downward dog, wag the tail", None, "move", 48.0),
    ("full-pigeon", "Full pigeon, folded on the mat", "right", "hold", 90.0),
    ("full-pigeon", "Full pigeon, folded on the mat", "left", "hold", 90.0),
    ("downdog-wag", "Downward dog, wag the tail", None, "move", 36.0),
    ("knee-rolls", "Knee rolls", None, "move", 24.0),
    ("twist", "Supine twist", "right", "hold", 60.0),
    ("twist", "Supine twist", "left", "hold", 60.0),
    ("childs-pose", "Child's pose", None, "hold", 60.0),
]
_FIRST = datetime(1890, 1, 1, 7, tzinfo=UTC)
_DEVICE = "desk-1a2b"


def write_log(folder: Path, sessions: int, *, skipped: float = 0.03) -> Path:
    """Write a log of so many *sessions* into the data folder, and return its file.

    Of all stretches that are reached *skipped* end at a time of their own, and as many are made 15 s longer. One
    session in seven is stopped half-way; seven in ten have a rating before them, seven in ten one after them.
    """
    chance = random.Random(4)
    path = folder / "log" / f"{_DEVICE}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        for number in range(sessions):
            at = _FIRST + timedelta(hours=12 * number, minutes=chance.randint(-30, 30))
            for row in _session(chance, at, skipped):
                file.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")
    return path


def _session(chance: random.Random, at: datetime, skipped: float) -> Iterator[dict[str, object]]:
    name, pain = _id(chance), chance.randint(2, 7)
    reached = len(_STRETCHES) if chance.random() > 1 / 7 else chance.randrange(1, len(_STRETCHES))
    yield {
        "format": 1,
        "id": name,
        "device": _DEVICE,
        "routine": "sciatica-14",
        "title": "Fourteen stretches, hips and hamstrings",
        "routine_hash": "sha256:9f2c41d07be0",
        "started_at": at.isoformat(),
        "ended_at": (at + timedelta(minutes=14)).isoformat(),
        "outcome": "completed" if reached == len(_STRETCHES) else "stopped",
        "interrupted": False,
        "options": {"first": None, "pace": 1.0, "from_step": "", "only": []},
        "stretches": [_stretch(chance, number, number < reached, skipped) for number in range(len(_STRETCHES))],
        "pauses": [{"stretch": 3, "seconds": 12.5, "reason": "key"}] if chance.random() < 1 / 5 else [],
        "ratings": [_rating("before", at, pain)] if chance.random() < 7 / 10 else [],
        "notes": [],
        "version": "0.1.0",
    }
    if chance.random() < 7 / 10:
        about = {"format": 1, "entry": "rating", "id": _id(chance), "session": name, "device": _DEVICE}
        yield about | _rating("after", at + timedelta(minutes=15), pain - 1)


def _stretch(chance: random.Random, number: int, reached: bool, skipped: float) -> dict[str, object]:
    step, name, side, kind, planned = _STRETCHES[number]
    skips, extends = reached and chance.random() < skipped, reached and chance.random() < skipped
    extended = 15.0 if extends and not skips else 0.0
    held = round(chance.uniform(0, planned), 3) if skips else planned + extended
    return {
        "step": step,
        "name": name,
        "side": side,
        "set_number": 1,
        "kind": kind,
        "planned": planned,
        "held": held if reached else 0.0,
        "extended": extended,
        "skipped": skips,
        "hurt": False,
    }


def _rating(when: str, at: datetime, pain: int) -> dict[str, object]:
    return {"when": when, "at": at.isoformat(), "pain": pain, "reach": "thigh", "side": "right"}


def _id(chance: random.Random) -> str:
    return str(UUID(int=chance.getrandbits(128), version=4))
