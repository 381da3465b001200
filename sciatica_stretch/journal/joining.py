"""What several lines say of one session, joined: in whatever order they come, and however often, it comes to the same.

Of the lines of a session one counts, and what was said in any of them stays. So files can be merged, synced and
brought back from a backup without asking which of them was first.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from msgspec import structs

from sciatica_stretch.journal.rating import Note, Rating
from sciatica_stretch.journal.record import SessionRecord, to_json
from sciatica_stretch.journal.scale import When

if TYPE_CHECKING:
    from datetime import datetime

Said = Rating | Note
_MOMENTS = tuple(When)


def supersedes(record: SessionRecord, known: SessionRecord | None) -> bool:
    """Return whether *record* counts, of it and what is *known* of the same session; of equal ones either does."""
    return known is None or record == known or _rank(record) > _rank(known)


def bare(record: SessionRecord) -> SessionRecord:
    """Return *record* without what was said of it."""
    return structs.replace(record, ratings=(), notes=())


def said_in(record: SessionRecord) -> tuple[Said, ...]:
    """Return what *record* has of ratings and notes."""
    return (*record.ratings, *record.notes)


def joined(record: SessionRecord, other: SessionRecord) -> SessionRecord:
    """Return the one that counts, with what was said in both."""
    counts = record if supersedes(record, other) else other
    return told(counts, (*said_in(record), *said_in(other)))


def told(record: SessionRecord, said: Iterable[Said]) -> SessionRecord:
    """Return *record* with just what was *said*: of each moment the last rating, and each note once, by their time."""
    ratings: dict[When, Rating] = {}
    notes: dict[tuple[datetime, str], Note] = {}
    for each in said:
        if isinstance(each, Note):
            notes[each.at, each.text] = each
        elif (known := ratings.get(each.when)) is None or _is_later(each, known):
            ratings[each.when] = each
    in_order = tuple([ratings[moment] for moment in _MOMENTS if moment in ratings])
    by_time = tuple([notes[key] for key in sorted(notes)]) if notes else ()
    return structs.replace(record, ratings=in_order, notes=by_time)


def _rank(record: SessionRecord) -> tuple[Any, ...]:
    """Return what makes one line count more than another: an end of its own, then more held, then a later end."""
    return not record.interrupted, record.held, record.ended_at, to_json(bare(record))


def _is_later(rating: Rating, known: Rating) -> bool:
    """Return whether *rating* counts over *known*: of one instant the same one does, whichever was read first."""
    if rating.at != known.at:
        return rating.at > known.at
    return _answers(rating) > _answers(known)


def _answers(rating: Rating) -> tuple[int, str, str]:
    return -1 if rating.pain is None else rating.pain, rating.reach or "", rating.side or ""
