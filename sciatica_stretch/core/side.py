"""The side of the body that a stretch is for; alone here because a command's options name it and --help is fast."""

from enum import StrEnum


class Side(StrEnum):
    """The user's own left or right."""

    LEFT = "left"
    RIGHT = "right"
