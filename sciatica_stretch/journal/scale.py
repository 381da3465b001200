"""What can be said of how it hurts: how much, when, how far down and on which side.

Pain is the numeric pain rating scale (NPRS): a whole number from 0, no pain, to 10, worst imaginable.
"""

from enum import StrEnum

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
