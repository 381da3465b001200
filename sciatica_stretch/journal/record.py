"""One session remembered, and its line in the log: no files and no clock.

Seconds are kept to the millisecond. A line says which format it is in; keys that are not known here are
passed over, so that a later version can add some.

A log has a hundred thousand sessions and a million stretches: msgspec makes them straight from its lines, and its lines
of them. Their fields, in this order, are the keys of docs/log-format.md.
"""

from operator import attrgetter

import msgspec

from sciatica_stretch.core.events import Outcome, Reason
from sciatica_stretch.core.routine import Side
from sciatica_stretch.core.timeline import Kind
from sciatica_stretch.journal import fields
from sciatica_stretch.journal.fields import FORMAT, Instant, Row, Seconds, Whole
from sciatica_stretch.journal.rating import Note, Rating, note_from, rating_from
from sciatica_stretch.journal.scale import When

_PLANNED, _HELD = attrgetter("planned"), attrgetter("held")


class OptionsRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """The wishes that a session was begun with: see `core.timeline.Options`."""

    first: Side | None
    pace: Seconds
    from_step: str
    only: tuple[str, ...]


class StretchRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """What came of one work interval of the timeline; one that was never reached has `held` 0.

    `held` is at most `planned + extended`; `extended` is what the person added.
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


class PauseRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """A pause during the stretch at index `stretch` of the record's stretches, or on the way into it."""

    stretch: Whole
    seconds: Seconds
    reason: Reason


class SessionRecord(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    gc=False,
    tag_field="format",
    tag=FORMAT,
):
    """One sitting: what was planned and what was held, for every step, set and side."""

    id: str
    device: str
    routine: str  # its name
    title: str
    routine_hash: str  # of its text: two sessions with the same one had the same plan
    started_at: Instant
    ended_at: Instant
    outcome: Outcome
    interrupted: bool  # nothing ended it: it was put together from what it had noted down
    options: OptionsRecord
    stretches: tuple[StretchRecord, ...]
    pauses: tuple[PauseRecord, ...]
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
        held = list(map(_HELD, self.stretches))
        return len(held) - held.count(0)

    @property
    def adherence(self) -> float:
        """`held / planned`: above 1 where the person added time, 0 where nothing was planned."""
        return self.held / self.planned if self.planned else 0.0

    def pain(self, when: When) -> int | None:
        """Return the pain at that moment, 0 to 10; None where it wasn't answered."""
        return next((rating.pain for rating in self.ratings if rating.when is when), None)


def to_json(record: SessionRecord) -> str:
    """Return the line that `from_json` reads back as an equal record, without its newline."""
    return fields.dump(record)


def from_json(line: str) -> SessionRecord:
    """Return the session in *line*. Raise ValueError with the reason where there is none to be had.

    It stands here for the tests, as the inverse of `to_json`; the log is read by `line_reader`.
    """
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


def options_from(found: Row) -> OptionsRecord:
    """Return the options in *found*. Raise ValueError with the reason where they can't be read."""
    return OptionsRecord(
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
