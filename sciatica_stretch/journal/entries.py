"""What a session notes down as it goes: entries, and their lines in its checkpoint. No files and no clock.

Each line has the number of its entry, so that one written twice (the disk had failed in between) counts once.
"""

import dataclasses
from datetime import datetime

from sciatica_stretch.core.events import Ending, Outcome, Reason
from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.core.routine import Side
from sciatica_stretch.core.timeline import Kind, Options
from sciatica_stretch.journal import fields
from sciatica_stretch.journal.fields import FORMAT, Row
from sciatica_stretch.journal.rating import Rating, rating_from
from sciatica_stretch.journal.record import options_from


@frozen(kw_only=True)
class Planned:
    """One interval of the session's timeline, as it was planned."""

    step: str
    name: str
    side: Side | None
    set_number: int
    kind: Kind
    seconds: float


@frozen(kw_only=True)
class Begun:
    """The session began; all that is known of it before its first second."""

    at: datetime
    id: str
    device: str
    routine: str
    title: str
    routine_hash: str
    options: Options
    version: str
    plan: tuple[Planned, ...]
    ratings: tuple[Rating, ...] = ()  # what was said before it
    file: str = ""  # the routine's path, where it was given as a file
    wait: bool | None = None  # before every stretch, or before none; None: as the routine has it


@frozen(kw_only=True)
class Attempted:
    """One attempt at the interval at *index* ended; an interval may take several."""

    at: datetime
    index: int
    seconds: float
    extended: float
    ending: Ending


@frozen(kw_only=True)
class Waited:
    """A pause that began in the interval at *index* is over."""

    at: datetime
    index: int
    seconds: float
    reason: Reason


@frozen(kw_only=True)
class Closed:
    """The session ended, and all that is left to do is its line in the log."""

    at: datetime
    outcome: Outcome


Later = Attempted | Waited | Closed
Entry = Begun | Later
_TAGS: dict[type[Entry], str] = {Begun: "begun", Attempted: "attempted", Waited: "waited", Closed: "ended"}


def to_line(number: int, entry: Entry) -> str:
    """Return *entry*, the checkpoint's *number*th from 0, as one line without its newline."""
    row = {field.name: getattr(entry, field.name) for field in dataclasses.fields(entry)}
    return fields.dump({"format": FORMAT, "number": number, "entry": _TAGS[type(entry)], **row})


def from_line(line: str) -> tuple[int, Entry | None]:
    """Return the entry in *line* and its number; None for a kind of entry that is not known here.

    Raise ValueError with the reason where it can't be read.
    """
    found = fields.parse(line)
    fields.check_format(found)
    return fields.whole(found, "number"), _entry(found)


def _entry(found: Row) -> Entry | None:
    match fields.text(found, "entry"):
        case "begun":
            return _begun(found)
        case "attempted":
            return Attempted(
                at=fields.instant(found, "at"),
                index=fields.whole(found, "index"),
                seconds=fields.number(found, "seconds"),
                extended=fields.number(found, "extended"),
                ending=fields.choice(found, "ending", Ending),
            )
        case "waited":
            return Waited(
                at=fields.instant(found, "at"),
                index=fields.whole(found, "index"),
                seconds=fields.number(found, "seconds"),
                reason=fields.choice(found, "reason", Reason),
            )
        case "ended":
            return Closed(at=fields.instant(found, "at"), outcome=fields.choice(found, "outcome", Outcome))
        case _:
            return None


def _begun(found: Row) -> Begun:
    return Begun(
        at=fields.instant(found, "at"),
        id=fields.text(found, "id"),
        device=fields.text(found, "device"),
        routine=fields.text(found, "routine"),
        title=fields.text(found, "title"),
        routine_hash=fields.text(found, "routine_hash"),
        options=_options(found),
        version=fields.text(found, "version"),
        plan=tuple(_planned(each) for each in fields.rows(found, "plan")),
        ratings=tuple(rating_from(each) for each in fields.rows(found, "ratings", added_later=True)),
        file=fields.text(found, "file") if "file" in found else "",
        wait=None if found.get("wait") is None else fields.flag(found, "wait"),
    )


def _options(found: Row) -> Options:
    known = options_from(fields.row(found.get("options")))
    return Options(first=known.first, pace=known.pace, from_step=known.from_step, only=known.only)


def _planned(found: Row) -> Planned:
    return Planned(
        step=fields.text(found, "step"),
        name=fields.text(found, "name"),
        side=fields.choice_or_none(found, "side", Side),
        set_number=fields.whole(found, "set_number"),
        kind=fields.choice(found, "kind", Kind),
        seconds=fields.number(found, "seconds"),
    )
