"""Lines of the log, from bytes to what they say; what many lines have in common is read once.

Nearly all of a session's line is its stretches, and most of these stand in many lines to the letter; so do its routine
and its options. Each such piece is looked up by its bytes, and a log is read in less time than it takes to parse its
JSON. No line is taken on trust for that: one is taken apart only where its parts together say what the line says, and
any other is read the long way.
"""

import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from sys import intern
from typing import Generic, TypeVar

from sciatica_stretch.core.events import Outcome, Reason
from sciatica_stretch.core.routine import Side
from sciatica_stretch.core.timeline import Kind, Options
from sciatica_stretch.journal import corrections, fields, record, written
from sciatica_stretch.journal.corrections import Correction
from sciatica_stretch.journal.fields import Row
from sciatica_stretch.journal.rating import WORST, Legs, Rating, Reach, When, note_from
from sciatica_stretch.journal.record import PauseRecord, SessionRecord, StretchRecord, WrittenRecord, options_from

T = TypeVar("T")
_MOST_ROWS = 256  # of stretches, of five kilobytes each
_MOST_PIECES = 2048  # of any other kind, of half a kilobyte each

_NONE = b"[]"
_FLAGS = {b"true": True, b"false": False}
_MOMENTS = {b'"%b"' % each.value.encode(): each for each in When}
_REASONS = {b'"%b"' % each.value.encode(): each for each in Reason}
_KINDS = {b'"%b"' % each.value.encode(): each for each in Kind}
_SIDES: dict[bytes, Side | None] = {b"null": None} | {b'"%b"' % each.value.encode(): each for each in Side}


class _Known(dict[bytes, T], Generic[T]):
    """What each piece of a line says; it is read where it is come upon for the first time."""

    def __init__(self, read: Callable[[bytes], T], most: int = _MOST_PIECES) -> None:
        self._read = read
        self._most = most

    def __missing__(self, piece: bytes) -> T:
        said = self._read(piece)
        if len(self) >= self._most:
            self.clear()
        self[piece] = said
        return said


class LineReader:
    """Reads one line after another, and remembers the pieces of them that come again."""

    def __init__(self) -> None:
        self._plans = _Known(_plan)
        self._ends = _Known(_end)
        self._answers = _Known(_answers)
        self._stretches = _Known(_stretch)
        self._rows = _Known(self._row, _MOST_ROWS)

    def __call__(self, line: bytes) -> SessionRecord | Correction:
        """Return what *line* says. Raise ValueError with the reason where it can't be read."""
        try:
            return self._short_way(line)
        except (ValueError, LookupError, RecursionError):
            return from_text(text_of(line))  # which knows whether it can be read all the same, or else why not

    def _short_way(self, line: bytes) -> SessionRecord | Correction:
        """Return what *line* says, or raise an error of any kind where only the long way can tell.

        A line that matches is JSON where all of its pieces are, each for itself: `{x}`, `{y}` and `{z}` for the
        stretches in `[{x},{y},{z}]`. It then says what these say.
        """
        if head := written.SESSION.match(line):
            begins, ends = head.end(), line.rfind(written.BEHIND)
            if tail := written.TAIL.fullmatch(line, max(begins, ends)):
                session = self._session(head, line[begins:ends], tail)
                session.begins = line[: tail.end(1) + 1]
                return session
        elif found := written.RATED.fullmatch(line):
            name, about, device, *rating = found.groups()
            return Correction(
                id=name.decode(), session=about.decode(), device=device.decode(), what=self._rating(*rating)
            )
        raise ValueError

    def _session(self, head: re.Match[bytes], stretches: bytes, tail: re.Match[bytes]) -> WrittenRecord:
        name, plan, started_at, ended_at, end = head.groups()
        pauses, ratings, notes, version = tail.groups()
        device, routine, title, routine_hash = self._plans[plan]
        outcome, interrupted, options = self._ends[end]
        return WrittenRecord(
            id=name.decode(),
            device=device,
            routine=routine,
            title=title,
            routine_hash=routine_hash,
            started_at=_instant(started_at),
            ended_at=_instant(ended_at),
            outcome=outcome,
            interrupted=interrupted,
            options=options,
            stretches=self._rows[stretches],
            pauses=() if pauses == _NONE else tuple([_pause(*each) for each in _matched(written.PAUSE, pauses)]),
            ratings=()
            if ratings == _NONE
            else tuple([self._rating(*each) for each in _matched(written.RATING, ratings)]),
            notes=() if notes == _NONE else tuple([note_from(each) for each in _objects(notes)]),
            version=version.decode(),
        )

    def _row(self, row: bytes) -> tuple[StretchRecord, ...]:
        return tuple(map(self._stretches.__getitem__, row.split(written.BETWEEN)))

    def _rating(self, when: bytes, at: bytes, answers: bytes) -> Rating:
        pain, reach, side = self._answers[answers]
        return Rating(when=_MOMENTS[when], at=_instant(at), pain=pain, reach=reach, side=side)


def _plan(piece: bytes) -> tuple[str, str, str, str]:
    found = _object(piece)
    return found["device"], found["routine"], found["title"], found["routine_hash"]


def _end(piece: bytes) -> tuple[Outcome, bool, Options]:
    found = _object(piece)
    return fields.choice(found, "outcome", Outcome), found["interrupted"], options_from(found["options"])


def _answers(piece: bytes) -> tuple[int | None, Reach | None, Legs | None]:
    found = _object(piece)
    pain = fields.whole_or_none(found, "pain", WORST)
    return pain, fields.choice_or_none(found, "reach", Reach), fields.choice_or_none(found, "side", Legs)


def _stretch(piece: bytes) -> StretchRecord:
    if not (match := written.STRETCH.fullmatch(piece)):
        raise ValueError
    step, name, side, set_number, kind, planned, held, extended, skipped, hurt = match.groups()
    return StretchRecord(
        step=intern(step.decode()),
        name=intern(json.loads(name)),
        side=_SIDES[side],
        set_number=int(set_number),
        kind=_KINDS[kind],
        planned=float(planned),
        held=float(held),
        extended=float(extended),
        skipped=_FLAGS[skipped],
        hurt=_FLAGS[hurt],
    )


def _pause(stretch: bytes, seconds: bytes, reason: bytes) -> PauseRecord:
    return PauseRecord(stretch=int(stretch), seconds=float(seconds), reason=_REASONS[reason])


def _instant(text: bytes) -> datetime:
    return datetime.fromisoformat(text.decode())


def _object(members: bytes) -> Row:
    return fields.parse((b"{%b}" % members).decode())


def _objects(array: bytes) -> list[Row]:
    return [fields.row(each) for each in json.loads(array.decode())]


def _matched(pattern: re.Pattern[bytes], array: bytes) -> Iterator[tuple[bytes, ...]]:
    """Yield what is in the groups of *pattern*, for the inside of each object of *array*."""
    for each in array[2:-2].split(written.BETWEEN):
        if not (match := pattern.fullmatch(each)):
            raise ValueError
        yield match.groups()


def from_text(line: str) -> SessionRecord | Correction:
    """Return what a line of the log says. Raise ValueError with the reason where it can't be read."""
    found = fields.parse(line)
    fields.check_format(found)
    return corrections.from_row(found) if "entry" in found else record.from_row(found)


def text_of(line: bytes) -> str:
    """Return the text in *line*; an editor's byte order mark is no part of it."""
    if b"\0" in line:
        raise ValueError("it holds NUL bytes, as a power cut leaves them")
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("it is not UTF-8 text") from None
