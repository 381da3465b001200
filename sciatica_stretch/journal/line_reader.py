"""Lines of the log, read in a fraction of the time that the long way (`lines`) takes, to the same result.

msgspec takes a line apart by the shapes below in one go, and refuses whatever doesn't fit: a key that is missing or not
known here, a value of another kind or beyond its bounds. What it refuses goes the long way, which has the last word: it
may be of a later version, or JSON that msgspec doesn't take for it.
"""

import re
from datetime import datetime
from functools import lru_cache
from typing import Annotated, Literal

import msgspec

from sciatica_stretch.core.events import Outcome, Reason
from sciatica_stretch.core.side import Side
from sciatica_stretch.core.timeline import Options
from sciatica_stretch.journal.corrections import Correction
from sciatica_stretch.journal.lines import from_line
from sciatica_stretch.journal.rating import WORST, Legs, Note, Rating, Reach, When
from sciatica_stretch.journal.record import PauseRecord, Seconds, SessionRecord, StretchRecord, Whole, WrittenRecord

_CORRECTION = b'{"format":1,"entry":'
# As datetime.isoformat has it.
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?!\.000000)(?:\.\d{6})?(?!-00:00)[-+]\d\d:\d\d", re.ASCII)
_LEAST = 0.001  # seconds: json and msgspec write what is far below it in different ways

_Pain = Annotated[int, msgspec.Meta(ge=0, le=WORST)]


class _Shape(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """What an object of the log has to look like to be read here."""


class _Options(_Shape, frozen=True):
    first: Side | None
    pace: Seconds
    from_step: str
    only: tuple[str, ...]


class _Pause(_Shape, frozen=True):
    stretch: Whole
    seconds: Seconds
    reason: Reason


class _Rating(_Shape, frozen=True):
    when: When
    at: str
    pain: _Pain | None
    reach: Reach | None
    side: Legs | None


class _Note(_Shape, frozen=True):
    at: str
    text: str


class _Session(_Shape, frozen=True):
    format: Literal[1]
    id: str
    device: str
    routine: str
    title: str
    routine_hash: str
    started_at: str
    ended_at: str
    outcome: Outcome
    interrupted: bool
    options: _Options
    stretches: tuple[StretchRecord, ...]
    pauses: tuple[_Pause, ...]
    ratings: tuple[_Rating, ...]
    notes: tuple[_Note, ...]
    version: str

    def line_with(self, ratings: tuple[Rating, ...], notes: tuple[Note, ...]) -> str | None:
        """Return the line that is written of it with these *ratings* and *notes*, or None."""
        if not (_TIME.fullmatch(self.started_at) and _TIME.fullmatch(self.ended_at)):
            return None
        changed = msgspec.structs.replace(
            self,
            ratings=tuple(
                [_Rating(each.when, each.at.isoformat(), each.pain, each.reach, each.side) for each in ratings]
            ),
            notes=tuple([_Note(each.at.isoformat(), each.text) for each in notes]),
        )
        try:
            return _written(changed).decode()
        except UnicodeEncodeError:  # half a character in a later note, which msgspec doesn't write
            return None


class _Rated(_Shape, frozen=True):
    """A line that rates a session later."""

    format: Literal[1]
    entry: Literal["rating"]
    id: str
    session: str
    device: str
    when: When
    at: str
    pain: _Pain | None
    reach: Reach | None
    side: Legs | None


_read_session = msgspec.json.Decoder(_Session).decode
_read_rated = msgspec.json.Decoder(_Rated).decode
_written = msgspec.json.Encoder().encode


def read_line(line: bytes) -> SessionRecord | Correction:
    """Return what *line* says. Raise ValueError with the reason where it can't be read."""
    try:
        return _correction(line) if line.startswith(_CORRECTION) else _session(line)
    except (ValueError, RecursionError):
        return from_line(line)  # which knows whether it can be read all the same, or else why not


def _session(line: bytes) -> WrittenRecord:
    """Return the session in *line*. Raise an error of any kind where only the long way can tell."""
    found = _read_session(line)
    session = WrittenRecord(
        id=found.id,
        device=found.device,
        routine=found.routine,
        title=found.title,
        routine_hash=found.routine_hash,
        started_at=_instant(found.started_at),
        ended_at=_instant(found.ended_at),
        outcome=found.outcome,
        interrupted=found.interrupted,
        options=_options(found.options),
        stretches=found.stretches,
        pauses=tuple(map(_pause, found.pauses)),
        ratings=tuple(map(_rating, found.ratings)),
        notes=tuple(map(_note, found.notes)),
        version=found.version,
    )
    session.source = found
    return session


def _correction(line: bytes) -> Correction:
    """Return the rating in *line*. Raise an error of any kind where only the long way can tell."""
    found = _read_rated(line)
    return Correction(id=found.id, session=found.session, device=found.device, what=_rating(found))


@lru_cache(maxsize=64)
def _options(found: _Options) -> Options:
    _check(found.pace)
    return Options(first=found.first, pace=found.pace, from_step=found.from_step, only=found.only)


def _pause(found: _Pause) -> PauseRecord:
    _check(found.seconds)
    return PauseRecord(stretch=found.stretch, seconds=found.seconds, reason=found.reason)


def _rating(found: _Rating | _Rated) -> Rating:
    return Rating(when=found.when, at=_instant(found.at), pain=found.pain, reach=found.reach, side=found.side)


def _note(found: _Note) -> Note:
    return Note(at=_instant(found.at), text=found.text)


def _check(number: float) -> None:
    """Raise ValueError where *number* would be written in another way than json does it."""
    if 0 < number < _LEAST:
        raise ValueError


def _instant(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError
    return at
