"""What a session can be told from elsewhere, and what the loop asks of the door through which that comes."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Protocol

from sciatica_stretch.core.frozen import frozen


class Command(StrEnum):
    """What a session can be told from afar."""

    PAUSE = "pause"
    RESUME = "resume"
    TOGGLE = "toggle"  # pause, or go on
    NEXT = "next"
    BACK = "back"
    EXTEND = "extend"
    HURTS = "hurts"
    STOP = "stop"
    STATUS = "status"


@frozen
class Call:
    """One command, and the way to answer it with one line."""

    command: Command
    answer: Callable[[str], None]


class Door(Protocol):
    """Where calls come in. Nothing of it ever waits, and nothing of it raises for trouble with a caller."""

    @property
    def trouble(self) -> str:
        """Why nobody can call, in one short sentence, or an empty text."""
        ...

    def open(self) -> None:
        """Let calls in. Called once the first picture stands, for it may take its time."""
        ...

    def filenos(self) -> Sequence[int]:
        """Return what becomes readable when `calls` has something to do; it changes with each `calls`."""
        ...

    def calls(self) -> Sequence[Call]:
        """Return the calls that have come. Each is to be answered."""
        ...

    def close(self) -> None:
        """Let nobody in any more."""
        ...
