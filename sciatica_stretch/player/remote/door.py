"""Where commands from elsewhere reach a session: what the loop asks of it; server.py has what is behind it."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sciatica_stretch.core.frozen import frozen

if TYPE_CHECKING:
    from sciatica_stretch.player.remote.server import Server


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


class NoDoor:
    """The door of a session that nobody can call."""

    trouble = ""

    def open(self) -> None:
        """Do nothing."""

    def filenos(self) -> Sequence[int]:
        """Return nothing: there is nothing to watch."""
        return ()

    def calls(self) -> Sequence[Call]:
        """Return nothing: nobody calls."""
        return ()

    def close(self) -> None:
        """Do nothing."""


class SocketDoor:
    """A socket of this session's own in *folder*, named *name*; what it takes is imported when it opens."""

    def __init__(self, folder: Path, name: str) -> None:
        self.trouble = ""
        self._folder = folder
        self._name = name
        self._server: Server | None = None

    def open(self) -> None:
        """Make the socket; where that can't be had, `trouble` says why."""
        from sciatica_stretch.player.remote.server import OFFERED, Server  # noqa: PLC0415 - behind the first picture

        if not OFFERED:
            return
        try:
            self._server = Server(self._folder, self._name)
        except OSError as error:
            self.trouble = f"stretch remote can't reach this session: {error.strerror or error}"

    def filenos(self) -> Sequence[int]:
        """Return the socket's descriptor and those of its callers."""
        return self._server.filenos() if self._server else ()

    def calls(self) -> Sequence[Call]:
        """Return the calls that have come whole."""
        return self._server.calls() if self._server else ()

    def close(self) -> None:
        """Take the socket away."""
        if self._server:
            self._server.close()
        self._server = None
