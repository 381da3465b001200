"""What a person says of a session: how it hurts, in their own figures, and words. Scores, never verdicts.

Pain is the numeric pain rating scale (NPRS): a whole number from 0, no pain, to 10, worst imaginable. What was
not answered is None, never 0.
"""

from datetime import datetime
from enum import StrEnum

from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.journal import fields
from sciatica_stretch.journal.fields import Row

WORST = 10


class When(StrEnum):
    """Which moment a rating is of."""

    __hash__ = str.__hash__  # enum's own is written in Python, and reading a log looks up a million

    BEFORE = "before"
    AFTER = "after"
    NEXT_MORNING = "next-morning"


class Reach(StrEnum):
    """How far down the leg it goes, nearest first."""

    NONE = "none"
    BACK = "back"
    BUTTOCK = "buttock"
    THIGH = "thigh"
    CALF = "calf"
    FOOT = "foot"


class Legs(StrEnum):
    """On which side it is; the person's own left."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


@frozen(kw_only=True)
class Rating:
    """The answers of one moment, given at the wall clock's `at`."""

    when: When
    at: datetime
    pain: int | None = None
    reach: Reach | None = None
    side: Legs | None = None


@frozen(kw_only=True)
class Note:
    """Words of the person's own."""

    at: datetime
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


def rating_to_json(rating: Rating) -> str:
    """Return the object that `rating_from` reads back as an equal rating."""
    pain = "null" if rating.pain is None else rating.pain
    reach, side = (f'"{each}"' if each else "null" for each in (rating.reach, rating.side))
    return f'{{"when":"{rating.when}","at":"{rating.at.isoformat()}","pain":{pain},"reach":{reach},"side":{side}}}'


def note_from(found: Row) -> Note:
    """Return the note in *found*. Raise ValueError with the reason where it can't be read."""
    return Note(at=fields.instant(found, "at"), text=fields.text(found, "text"))
