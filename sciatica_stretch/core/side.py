"""The side of the body that a stretch is for; alone here because a command's options name it and --help is fast."""

from enum import StrEnum


class Side(StrEnum):
    """The user's own left or right."""

    __hash__ = str.__hash__  # enum's own is written in Python, and reading a log looks up a million

    LEFT = "left"
    RIGHT = "right"
