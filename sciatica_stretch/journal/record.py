"""One session remembered, and its line in the log: no files and no clock.

Seconds are kept to the millisecond. A line says which format it is in; keys that are not known here are
passed over, so that a later version can add some.
"""

import dataclasses
from datetime import datetime
from json.encoder import encode_basestring as quoted
from operator import attrgetter
from typing import Annotated, Protocol

import msgspec
from msgspec import structs

from sciatica_stretch.core.events import Outcome, Reason
from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.core.routine import Side
from sciatica_stretch.core.timeline import Kind, Options
from sciatica_stretch.journal import fields
from sciatica_stretch.journal.fields import FORMAT, MOST, Row
from sciatica_stretch.journal.rating import Note, Rating, When, note_from, rating_from, rating_to_json

Seconds = Annotated[float, msgspec.Meta(ge=0, le=MOST)]
Whole = Annotated[int, msgspec.Meta(ge=0, le=int(MOST))]

_PLANNED, _HELD = attrgetter("planned"), attrgetter("held")
_FLAGS = ("false", "true")
_encoded = msgspec.json.Encoder().encode


class StretchRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """What came of one work interval of the timeline; one that was never reached has `held` 0.

    `held` is at most `planned + extended`; `extended` is what the person added. A log has a million of these:
    msgspec makes them straight from its lines, and its lines of them.
    """

    step: str
    name: str
    side: Side | None
    set_number: Whole
    kind: Kind  # hold or move
    planned: Seconds
    held: Seconds
    extended: Seconds
    skipped: bool
    hurt: bool = False  # the person ended it because it hurt


@frozen(kw_only=True)
class PauseRecord:
    """A pause during the stretch at index `stretch` of the record's stretches, or on the way into it."""

    stretch: int
    seconds: float
    reason: Reason


@frozen(kw_only=True)
class SessionRecord:
    """One sitting: what was planned and what was held, for every step, set and side."""

    id: str
    device: str
    routine: str  # its name
    title: str
    routine_hash: str  # of its text: two sessions with the same one had the same plan
    started_at: datetime
    ended_at: datetime
    outcome: Outcome
    interrupted: bool = False  # nothing ended it: it was put together from what it had noted down
    options: Options
    stretches: tuple[StretchRecord, ...]
    pauses: tuple[PauseRecord, ...] = ()
    ratings: tuple[Rating, ...] = ()  # one a moment at most
    notes: tuple[Note, ...] = ()
    version: str  # of stretch

    @property
    def planned(self) -> float:
        """The seconds of work that the routine asked for."""
        return float(sum(map(_PLANNED, self.stretches)))

    @property
    def held(self) -> float:
        """The seconds of work that were done."""
        return float(sum(map(_HELD, self.stretches)))

    @property
    def reached(self) -> int:
        """How many stretches something was held of."""
        return sum([stretch.held > 0 for stretch in self.stretches])

    @property
    def adherence(self) -> float:
        """`held / planned`: above 1 where the person added time, 0 where nothing was planned."""
        return self.held / self.planned if self.planned else 0.0

    def pain(self, when: When) -> int | None:
        """Return the pain at that moment, 0 to 10; None where it wasn't answered."""
        return next((rating.pain for rating in self.ratings if rating.when is when), None)


class Source(Protocol):
    """What a session was read from, of which most of its line need not be made again."""

    def line_with(self, ratings: tuple[Rating, ...], notes: tuple[Note, ...]) -> str | None:
        """Return the line of the session with these *ratings* and *notes*; None where it has to be made anew."""


class WrittenRecord(SessionRecord):
    """A session that keeps what it was read from; a copy with other values (`dataclasses.replace`) doesn't."""

    source: Source | None = None

    def __eq__(self, other: object) -> bool:
        """Be equal to the same session however that came to be."""
        if not isinstance(other, SessionRecord):
            return NotImplemented
        return all(
            getattr(self, field.name) == getattr(other, field.name) for field in dataclasses.fields(SessionRecord)
        )

    __hash__ = SessionRecord.__hash__


def with_said(record: SessionRecord, ratings: tuple[Rating, ...], notes: tuple[Note, ...]) -> SessionRecord:
    """Return *record* with these *ratings* and *notes*: `dataclasses.replace`, for less than half of its price."""
    told = type(record)(
        id=record.id,
        device=record.device,
        routine=record.routine,
        title=record.title,
        routine_hash=record.routine_hash,
        started_at=record.started_at,
        ended_at=record.ended_at,
        outcome=record.outcome,
        interrupted=record.interrupted,
        options=record.options,
        stretches=record.stretches,
        pauses=record.pauses,
        ratings=ratings,
        notes=notes,
        version=record.version,
    )
    if isinstance(record, WrittenRecord) and isinstance(told, WrittenRecord):
        told.source = record.source
    return told


def to_json(record: SessionRecord) -> str:
    """Return the line that `from_json` reads back as an equal record, without its newline."""
    if isinstance(record, WrittenRecord) and record.source:
        line = record.source.line_with(record.ratings, record.notes)
        if line is not None:
            return line
    ratings = ",".join([rating_to_json(rating) for rating in record.ratings])
    notes = fields.dump(record.notes) if record.notes else "[]"
    return (
        f'{{"format":{FORMAT},"id":{quoted(record.id)},"device":{quoted(record.device)},'
        f'"routine":{quoted(record.routine)},"title":{quoted(record.title)},'
        f'"routine_hash":{quoted(record.routine_hash)},'
        f'"started_at":"{record.started_at.isoformat()}","ended_at":"{record.ended_at.isoformat()}",'
        f'"outcome":"{record.outcome}","interrupted":{_FLAGS[record.interrupted]},'
        f'"options":{fields.dump(record.options)},"stretches":{_stretches_to_json(record.stretches)},'
        f'"pauses":{_pauses_to_json(record.pauses)},"ratings":[{ratings}],'
        f'"notes":{notes},"version":{quoted(record.version)}}}'
    )


def _stretches_to_json(stretches: tuple[StretchRecord, ...]) -> str:
    """Return the list that `stretch_from` reads back, each of its objects, as equal stretches."""
    try:
        return _encoded(stretches).decode()
    except UnicodeEncodeError:  # half a character, which msgspec doesn't write
        return fields.dump(list(map(structs.asdict, stretches)))


def _pauses_to_json(pauses: tuple[PauseRecord, ...]) -> str:
    """Return the list that `pause_from` reads back, each of its objects, as equal pauses."""
    objects = [f'{{"stretch":{each.stretch},"seconds":{each.seconds},"reason":"{each.reason}"}}' for each in pauses]
    return f"[{','.join(objects)}]"


def from_json(line: str) -> SessionRecord:
    """Return the session in *line*. Raise ValueError with the reason where there is none to be had."""
    found = fields.parse(line)
    fields.check_format(found)
    return from_row(found)


def from_row(found: Row) -> SessionRecord:
    """Return the session in a line's object. Raise ValueError with the reason where there is none to be had."""
    return SessionRecord(
        id=fields.text(found, "id"),
        device=fields.text(found, "device"),
        routine=fields.text(found, "routine"),
        title=fields.text(found, "title"),
        routine_hash=fields.text(found, "routine_hash"),
        started_at=fields.instant(found, "started_at"),
        ended_at=fields.instant(found, "ended_at"),
        outcome=fields.choice(found, "outcome", Outcome),
        interrupted=fields.flag(found, "interrupted"),
        options=options_from(fields.row(found.get("options"))),
        stretches=tuple(stretch_from(each) for each in fields.rows(found, "stretches")),
        pauses=tuple(pause_from(each) for each in fields.rows(found, "pauses")),
        ratings=tuple(rating_from(each) for each in fields.rows(found, "ratings", added_later=True)),
        notes=tuple(note_from(each) for each in fields.rows(found, "notes", added_later=True)),
        version=fields.text(found, "version"),
    )


def options_from(found: Row) -> Options:
    """Return the options in *found*. Raise ValueError with the reason where they can't be read."""
    return Options(
        first=fields.choice_or_none(found, "first", Side),
        pace=fields.number(found, "pace"),
        from_step=fields.text(found, "from_step"),
        only=fields.texts(found, "only"),
    )


def stretch_from(found: Row) -> StretchRecord:
    """Return the stretch in *found*. Raise ValueError with the reason where it can't be read."""
    return StretchRecord(
        step=fields.text(found, "step"),
        name=fields.text(found, "name"),
        side=fields.choice_or_none(found, "side", Side),
        set_number=fields.whole(found, "set_number"),
        kind=fields.choice(found, "kind", Kind),
        planned=fields.number(found, "planned"),
        held=fields.number(found, "held"),
        extended=fields.number(found, "extended"),
        skipped=fields.flag(found, "skipped"),
        hurt=fields.flag(found, "hurt", added_later=True),
    )


def pause_from(found: Row) -> PauseRecord:
    """Return the pause in *found*. Raise ValueError with the reason where it can't be read."""
    return PauseRecord(
        stretch=fields.whole(found, "stretch"),
        seconds=fields.number(found, "seconds"),
        reason=fields.choice(found, "reason", Reason),
    )
