"""What a person says of a session: how it hurts, in their own figures, and words. Scores, never verdicts.

What was not answered is None, never 0.
"""

from typing import Annotated

import msgspec

from sciatica_stretch.journal import fields
from sciatica_stretch.journal.fields import Instant, Row
from sciatica_stretch.journal.scale import WORST, Legs, Reach, When

Pain = Annotated[int, msgspec.Meta(ge=0, le=WORST)]


class Rating(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """The answers of one moment, given at the wall clock's `at`."""

    when: When
    at: Instant
    pain: Pain | None
    reach: Reach | None
    side: Legs | None


class Note(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """Words of the person's own."""

    at: Instant
    text: str


def rating_from(found: Row) -> Rating:
    """Return the rating in *found*. Raise ValueError with the reason where it can't be read."""
    return Rating(
        when=fields.choice(found, "when", When),
        at=fields.instant(found, "at"),
        pain=fields.whole_or_none(found, "pain", WORST),
        reach=fields.choice_or_none(found, "reach", Reach),
        side=fields.choice_or_none(found, "side", Legs),
    )


def note_from(found: Row) -> Note:
    """Return the note in *found*. Raise ValueError with the reason where it can't be read."""
    return Note(at=fields.instant(found, "at"), text=fields.text(found, "text"))
