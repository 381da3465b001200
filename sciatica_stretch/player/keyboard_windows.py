"""Keys on a Windows console, by polling: its handles can't be waited for together with a pipe.

Written from the documentation and unit-tested with stand-ins for the console; never run on Windows.
"""

import shutil
import signal
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Self

from sciatica_stretch.core.keys import OTHER
from sciatica_stretch.player.keyboard import Input, Key, Signal
from sciatica_stretch.player.keys import decode

if TYPE_CHECKING:
    from types import FrameType

POLL_SECONDS = 0.03  # a key is seen, and a change is shown, at most this late
_PREFIXES = "\x00\xe0"
_SPECIAL = {
    "H": "up",
    "P": "down",
    "K": "left",
    "M": "right",
    "I": "pageup",
    "Q": "pagedown",
    "G": "home",
    "O": "end",
    "R": "insert",
    "S": "delete",
    "\x85": "f11",
    "\x86": "f12",
    **{chr(0x3A + number): f"f{number}" for number in range(1, 11)},
}
_CTRL_C = "\x03"


class WindowsKeyboard:
    """Keys from `msvcrt`; Ctrl-C and Ctrl-Break arrive as signals."""

    def __init__(
        self,
        *,
        keys: bool,
        console: Any = None,  # noqa: ANN401 - msvcrt, which only exists on Windows
        sleep: Callable[[float], None] = time.sleep,
        size: Callable[[], object] = shutil.get_terminal_size,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        if console is None:
            import msvcrt  # noqa: PLC0415 - only exists on Windows

            console = msvcrt
        self._console = console
        self._keys = keys
        self._sleep = sleep
        self._size = size
        self._last_size = size()
        self._monotonic = monotonic
        self._interrupted = False
        self._handlers: dict[int, Any] = {}

    def __enter__(self) -> Self:
        for name in ("SIGINT", "SIGBREAK"):
            if number := getattr(signal, name, None):
                self._handlers[number] = signal.signal(number, self._interrupt)
        return self

    def __exit__(self, *exc: object) -> None:
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        self._handlers.clear()

    def wait(self, seconds: float | None, watch: Sequence[int] = ()) -> list[Input]:
        """Return what came within *seconds* (None: however long it takes), or nothing."""
        del watch  # pipes can't be waited for here; the speaker is looked at when a change is due
        until = None if seconds is None else self._monotonic() + seconds
        while True:
            if came := self._came():
                return came
            left = POLL_SECONDS if until is None else until - self._monotonic()
            if left <= 0:
                return []
            self._sleep(min(left, POLL_SECONDS))

    def expect_answers(self) -> None:
        """Do nothing: a Windows console is asked nothing."""

    def stop_process(self) -> None:
        """Do nothing: Windows has no Ctrl-Z that stops a process."""

    def _came(self) -> list[Input]:
        came: list[Input] = []
        while self._keys and self._console.kbhit():
            came += self._one()
        if (size := self._size()) != self._last_size:
            self._last_size = size
            came.append(Signal.RESIZED)
        if self._interrupted:
            self._interrupted = False
            came.append(Signal.INTERRUPT)
        return came

    def _one(self) -> list[Input]:
        character = self._console.getwch()
        if character in _PREFIXES and self._console.kbhit():  # alone, U+00E0 is the letter a with a grave accent
            return [Key(_SPECIAL.get(self._console.getwch(), OTHER))]
        if character == _CTRL_C:
            return [Signal.INTERRUPT]
        return [Key(name) for name in decode(character.encode("utf-8", "ignore"))]

    def _interrupt(self, _number: int, _frame: "FrameType | None") -> None:
        self._interrupted = True
