"""The one wait: for a key, a signal, the speaker, somebody from afar, or the next change, whichever comes first.

Waiting is done on absolute deadlines by the caller; here only a number of seconds is known. Signals arrive
through a wake-up pipe, so that nothing happens inside a signal handler.
"""

import os
from collections.abc import Sequence
from enum import Enum
from typing import Protocol, Self

from sciatica_stretch.core.frozen import frozen


class Signal(Enum):
    """What can reach a session besides keys and time."""

    RESIZED = "resized"
    SUSPEND = "suspend"  # Ctrl-Z
    CONTINUED = "continued"  # the process had been stopped, by Ctrl-Z or from outside
    INTERRUPT = "interrupt"  # Ctrl-C
    TERMINATE = "terminate"
    HANGUP = "hangup"  # the terminal was closed


@frozen
class Key:
    """A key by its name, such as "n" or "space"."""

    name: str


@frozen
class Answer:
    """What the terminal says of itself, as it came."""

    text: str


Input = Key | Signal | Answer


class Keyboard(Protocol):
    """Keys and signals for as long as the `with` block lasts; the terminal's modes are restored after it."""

    def __enter__(self) -> Self: ...
    def __exit__(self, *exc: object) -> None: ...

    def wait(self, seconds: float | None, watch: Sequence[int] = ()) -> Sequence[Input]:
        """Return what came within *seconds* (None: however long it takes), or nothing.

        Also return when one of the file descriptors *watch* has something to read.
        """
        ...

    def expect_answers(self) -> None:
        """Take note that the terminal was asked something: what comes next may be its answer, and come in pieces."""
        ...

    def stop_process(self) -> None:
        """Stop this process as Ctrl-Z does; return when it is continued."""
        ...


def open_keyboard(*, keys: bool) -> Keyboard:
    """Return this system's keyboard; without *keys* only signals are heard (standard input is not a terminal)."""
    if os.name == "nt":
        from sciatica_stretch.player.keyboard_windows import WindowsKeyboard  # noqa: PLC0415 - exists only there

        return WindowsKeyboard(keys=keys)
    from sciatica_stretch.player.keyboard_posix import PosixKeyboard  # noqa: PLC0415 - exists only there

    return PosixKeyboard(keys=keys)
