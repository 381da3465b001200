"""The machine stays awake while the session runs, and may sleep while it is paused or over.

What keeps it awake is a child process that holds the system's own lock for it (awake.py). It lives on our pipe: should
this process be killed, the child reads the pipe's end, goes too, and takes the lock with it.
"""

import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from sciatica_stretch.player.children.process import Child

_CHILD = "sciatica_stretch.player.awake"
_PATIENCE_SECONDS = 10.0  # two calls of a desktop that answers neither, and a start
_LOOK_SECONDS = 0.05
_STARTS = 3  # of a child that ends by itself, and it would end again


class Wakefulness(Protocol):
    """Whether the machine may fall asleep. Never waits, and raises nothing: a screen that darkens is no drama."""

    def keep(self) -> None:
        """Keep machine and screen awake from now on. Called often, and first behind the first picture."""
        ...

    def let_go(self) -> None:
        """Let them sleep when they want to. Called often."""
        ...

    def close(self) -> None:
        """Let them sleep for good."""
        ...


class LetSleep:
    """The machine does what it always does."""

    def keep(self) -> None:
        """Do nothing."""

    def let_go(self) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""


def launch(environ: Mapping[str, str]) -> "Child":
    """Start the child. Raise OSError."""
    from sciatica_stretch.player.children.process import ours  # noqa: PLC0415 - behind the first picture

    return ours(_CHILD, environ=environ)


class Vigil:
    """Keeps the machine awake by a child process, which is started when it is needed, and anew when it ended."""

    def __init__(self, environ: Mapping[str, str], start: "Callable[[Mapping[str, str]], Child]" = launch) -> None:
        self._environ = environ
        self._start = start
        self._starts_left = _STARTS
        self._child: Child | None = None
        self._keeping = False

    def keep(self) -> None:
        """Keep machine and screen awake."""
        self._look()
        if not self._keeping:
            self._keeping = True
            if not self._child:
                self._launch()
            self._send("keep")

    def let_go(self) -> None:
        """Let them sleep when they want to."""
        if self._keeping:
            self._keeping = False
            self._send("let go")

    def close(self) -> None:
        """Let them sleep: the child ends when it has nobody to listen to."""
        self._starts_left = 0
        if self._child:
            self._child.let_go()
            self._child = None

    def _look(self) -> None:
        """Find out whether the child has ended, and with it what it held."""
        if not self._child:
            return
        self._child.lines()
        if self._child.ended:
            self._child.kill()
            self._child, self._keeping = None, False

    def _launch(self) -> None:
        if self._starts_left:
            self._starts_left -= 1
            with suppress(OSError):  # it can't be started: the machine does what it always does
                self._child = self._start(self._environ)

    def _send(self, line: str) -> None:
        if self._child:
            with suppress(OSError):  # it is gone, as the next look shows
                self._child.send(line)


def vigil(environ: Mapping[str, str]) -> Wakefulness:
    """Return what keeps this machine awake; where nothing could, no process is started in vain."""
    return LetSleep() if why_not(environ) else Vigil(environ)


def why_not(environ: Mapping[str, str], platform: str = sys.platform) -> str:
    """Return why this machine can't be kept awake, "" where it is worth trying."""
    if platform in {"darwin", "win32"} or environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return ""
    return "there is no D-Bus session bus (DBUS_SESSION_BUS_ADDRESS is not set)"


def try_out(environ: Mapping[str, str], sleep: Callable[[float], None]) -> str:
    """Keep the machine awake for a moment; return what did it, or why nothing does. It may take seconds."""
    if reason := why_not(environ):
        return f"nothing: {reason}"
    try:
        child = launch(environ)
        child.send("keep")
    except OSError as error:
        return f"nothing: {error.strerror or error}"
    answer = ""
    for _ in range(int(_PATIENCE_SECONDS / _LOOK_SECONDS)):
        if answer := next(iter(child.lines()), ""):
            break
        if child.ended:
            answer = "not its process ended"
            break
        sleep(_LOOK_SECONDS)
    child.let_go()
    verb, _, said = answer.partition(" ")
    return said if verb == "kept" else f"nothing: {said or 'no answer'}"
