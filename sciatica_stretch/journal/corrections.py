"""What is said of a session once its line stands: lines of their own, so that none of them rewrites history.

Reading folds them into the sessions by the wall clock's time, so that the order of lines and of files means nothing.
"""

from collections.abc import Iterable

import msgspec
from msgspec import structs

from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.journal import fields
from sciatica_stretch.journal.fields import FORMAT, Instant, Row
from sciatica_stretch.journal.joining import Said, said_in, told
from sciatica_stretch.journal.rating import Note, Rating, note_from, rating_from
from sciatica_stretch.journal.record import SessionRecord


class Forgotten(msgspec.Struct, frozen=True, kw_only=True):
    """The session is to be gone, in whatever file it still stands."""

    at: Instant


What = Rating | Note | Forgotten
_TAGS: dict[type[What], str] = {Rating: "rating", Note: "note", Forgotten: "forgotten"}


@frozen(kw_only=True)
class Correction:
    """One thing said of the session with the id *session*; lines that say the same count once."""

    id: str  # a UUID
    session: str
    device: str
    what: What


def to_line(correction: Correction) -> str:
    """Return the line that `from_row` reads back as an equal correction, without its newline."""
    row = {
        "format": FORMAT,
        "entry": _TAGS[type(correction.what)],
        "id": correction.id,
        "session": correction.session,
        "device": correction.device,
    }
    return fields.dump(row | structs.asdict(correction.what))


def from_row(found: Row) -> Correction:
    """Return the correction in a line's object. Raise ValueError with the reason where it can't be read."""
    return Correction(
        id=fields.text(found, "id"),
        session=fields.text(found, "session"),
        device=fields.text(found, "device"),
        what=_what(found),
    )


def corrected(record: SessionRecord, corrections: Iterable[Correction]) -> SessionRecord | None:
    """Return *record* with its *corrections*, in any order, folded in; None where it is forgotten.

    Of two ratings of one moment the later one counts, also where it takes an answer back.
    """
    said: list[Said] = []
    for correction in corrections:
        if isinstance(correction.what, Forgotten):
            return None
        said.append(correction.what)
    return told(record, (*said_in(record), *said))


def _what(found: Row) -> What:
    match fields.text(found, "entry"):
        case "rating":
            return rating_from(found)
        case "note":
            return note_from(found)
        case "forgotten":
            return Forgotten(at=fields.instant(found, "at"))
        case tag:
            raise ValueError(f"entry: {tag[:40]!r} is not known here")
