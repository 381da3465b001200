"""Lines of the log, read in a fraction of the time that the long way (`lines`) takes, to the same result.

msgspec reads JSON in less than half the time that json takes, but what it takes for JSON is not to the letter the same.
So a line is believed only where it is, to the byte, what is written of what was found in it. Then nothing in it was
passed over, stands there twice or could be read in two ways. Any other line goes the long way.

Nearly all of a session's line is its stretches, and most of these stand in many lines to the letter; so do its options.
Each such piece is read once, and from then on it is looked up by its bytes.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Generic, Literal, TypeVar

import msgspec

from sciatica_stretch.core.events import Outcome, Reason
from sciatica_stretch.core.timeline import Options
from sciatica_stretch.journal import fields
from sciatica_stretch.journal.corrections import Correction
from sciatica_stretch.journal.fields import MOST
from sciatica_stretch.journal.lines import from_line
from sciatica_stretch.journal.rating import WORST, Legs, Note, Rating, Reach, When
from sciatica_stretch.journal.record import (
    PauseRecord,
    SessionRecord,
    StretchRecord,
    WrittenRecord,
    options_from,
    stretch_to_json,
)

T = TypeVar("T")
_MOST_ROWS = 256  # of stretches, of five kilobytes each
_MOST_PIECES = 2048  # of any other kind, of half a kilobyte each
_CORRECTION = b'{"format":1,"entry":'
_BETWEEN = b"},{"  # two objects of a list


_Seconds = Annotated[float, msgspec.Meta(ge=0, le=MOST)]
_Whole = Annotated[int, msgspec.Meta(ge=0, le=int(MOST))]
_Pain = Annotated[int, msgspec.Meta(ge=0, le=WORST)]


class _Pause(msgspec.Struct, gc=False):
    stretch: _Whole
    seconds: _Seconds
    reason: Reason


class _Rating(msgspec.Struct, gc=False):
    when: When
    at: str
    pain: _Pain | None
    reach: Reach | None
    side: Legs | None


class _Note(msgspec.Struct, gc=False):
    at: str
    text: str


class _Session(msgspec.Struct, gc=False):
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
    options: msgspec.Raw
    stretches: msgspec.Raw
    pauses: list[_Pause]
    ratings: list[_Rating]
    notes: list[_Note]
    version: str


class _Rated(msgspec.Struct, gc=False):
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
_read_stretch = msgspec.json.Decoder(StretchRecord).decode
_written = msgspec.json.Encoder().encode


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
        self._options = _Known(_options)
        self._stretches = _Known(_stretch)
        self._rows = _Known(self._row, _MOST_ROWS)

    def __call__(self, line: bytes) -> SessionRecord | Correction:
        """Return what *line* says. Raise ValueError with the reason where it can't be read."""
        text = line.rstrip(b"\r\n")
        try:
            return _correction(text) if text.startswith(_CORRECTION) else self._session(text)
        except (msgspec.MsgspecError, ValueError, RecursionError):
            return from_line(line)  # which knows whether it can be read all the same, or else why not

    def _session(self, line: bytes) -> WrittenRecord:
        """Return the session in *line*. Raise an error of any kind where only the long way can tell."""
        found = _read_session(line)
        if _written(found) != line:
            raise ValueError
        row = bytes(found.stretches)
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
            options=self._options[bytes(found.options)],
            stretches=self._rows[row],
            pauses=tuple([_pause(each) for each in found.pauses]),
            ratings=tuple([_rating(each) for each in found.ratings]),
            notes=tuple([Note(at=_instant(each.at), text=each.text) for each in found.notes]),
            version=found.version,
        )
        session.row = row
        return session

    def _row(self, row: bytes) -> tuple[StretchRecord, ...]:
        if not (row.startswith(b"[{") and row.endswith(b"}]")):
            raise ValueError
        return tuple(map(self._stretches.__getitem__, row[2:-2].split(_BETWEEN)))


def _correction(line: bytes) -> Correction:
    """Return the rating in *line*. Raise an error of any kind where only the long way can tell."""
    found = _read_rated(line)
    if _written(found) != line:
        raise ValueError
    return Correction(id=found.id, session=found.session, device=found.device, what=_rating(found))


def _pause(found: _Pause) -> PauseRecord:
    return PauseRecord(stretch=found.stretch, seconds=found.seconds, reason=found.reason)


def _rating(found: _Rating | _Rated) -> Rating:
    return Rating(when=found.when, at=_instant(found.at), pain=found.pain, reach=found.reach, side=found.side)


def _options(piece: bytes) -> Options:
    return options_from(fields.parse(piece.decode()))


def _stretch(piece: bytes) -> StretchRecord:
    whole = b"{%b}" % piece
    stretch = _read_stretch(whole)
    numbers = (stretch.set_number, stretch.planned, stretch.held, stretch.extended)
    if min(numbers) < 0 or max(numbers) > MOST or stretch_to_json(stretch).encode() != whole:
        raise ValueError
    return stretch


def _instant(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError
    return at
