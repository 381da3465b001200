"""Keys and signals on Linux and macOS: one selector over standard input, a wake-up pipe and the speaker."""

import contextlib
import os
import selectors
import signal
import sys
import termios
from typing import TYPE_CHECKING, Any, Self

from sciatica_stretch.player.keyboard import Input, Key, Signal
from sciatica_stretch.player.keys import decode

if TYPE_CHECKING:
    from types import FrameType

_SIGNALS = {
    signal.SIGWINCH: Signal.RESIZED,
    signal.SIGTSTP: Signal.SUSPEND,
    signal.SIGCONT: Signal.CONTINUED,
    signal.SIGINT: Signal.INTERRUPT,
    signal.SIGTERM: Signal.TERMINATE,
    signal.SIGQUIT: Signal.TERMINATE,  # Ctrl-\, which would leave the terminal raw
    signal.SIGHUP: Signal.HANGUP,
}
_READ_AT_ONCE = 1024


class PosixKeyboard:
    """Raw keys from standard input. Ctrl-C and Ctrl-Z still make signals; Ctrl-S no longer stops the output."""

    def __init__(self, *, keys: bool) -> None:
        self._stdin = sys.stdin.fileno() if keys else None
        self._modes: list[Any] = []
        self._handlers: dict[int, Any] = {}

    def __enter__(self) -> Self:
        self._selector = selectors.DefaultSelector()
        self._woken, self._waker = os.pipe()
        for end in (self._woken, self._waker):
            os.set_blocking(end, False)
        self._waker_before = signal.set_wakeup_fd(self._waker, warn_on_full_buffer=False)
        for number in _SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN:  # nohup's wish is respected
                self._handlers[number] = signal.signal(number, _leave_it_to_the_pipe)
        self._selector.register(self._woken, selectors.EVENT_READ)
        if self._stdin is not None:
            self._modes = termios.tcgetattr(self._stdin)
            self._raw()
            self._selector.register(self._stdin, selectors.EVENT_READ)
        return self

    def __exit__(self, *exc: object) -> None:
        self._cooked()
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        self._handlers.clear()
        signal.set_wakeup_fd(self._waker_before)
        self._selector.close()
        os.close(self._woken)
        os.close(self._waker)

    def wait(self, seconds: float | None, watch: int | None = None) -> list[Input]:
        """Return what came within *seconds* (None: however long it takes), or nothing."""
        if watch is not None:
            self._selector.register(watch, selectors.EVENT_READ)
        try:
            ready = {key.fd for key, _ in self._selector.select(seconds)}
        finally:
            if watch is not None:
                self._selector.unregister(watch)
        came: list[Input] = []
        if self._woken in ready:
            came += [_SIGNALS[signal.Signals(n)] for n in os.read(self._woken, _READ_AT_ONCE) if n in _SIGNALS]
        if Signal.CONTINUED in came:
            self._raw()  # the shell had its own modes meanwhile
        if self._stdin is not None and self._stdin in ready:
            came += self._typed(self._stdin)
        return came

    def stop_process(self) -> None:
        """Stop this process as Ctrl-Z does; return when it is continued."""
        self._cooked()
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGTSTP)
        signal.signal(signal.SIGTSTP, _leave_it_to_the_pipe)
        self._raw()

    def _typed(self, stdin: int) -> list[Input]:
        try:
            typed = os.read(stdin, _READ_AT_ONCE)
        except OSError:  # EIO: the terminal went away
            typed = b""
        if not typed:
            self._selector.unregister(stdin)
            return [Signal.HANGUP]
        return [Key(name) for name in decode(typed)]

    def _raw(self) -> None:
        """Give each key at once and unseen, and let Ctrl-S and Ctrl-Q be keys like others."""
        if self._stdin is None:
            return
        modes = termios.tcgetattr(self._stdin)
        modes[0] &= ~termios.IXON
        modes[3] &= ~(termios.ICANON | termios.ECHO)
        modes[6][termios.VMIN], modes[6][termios.VTIME] = 1, 0
        termios.tcsetattr(self._stdin, termios.TCSANOW, modes)

    def _cooked(self) -> None:
        """Give the terminal back as it was; keys typed too late don't end up in the shell."""
        if self._stdin is not None:
            with contextlib.suppress(termios.error):  # a terminal that is gone has no modes
                termios.tcsetattr(self._stdin, termios.TCSAFLUSH, self._modes)


def _leave_it_to_the_pipe(number: int, frame: "FrameType | None") -> None:
    """Do nothing: the wake-up pipe has it."""
