"""Keys and signals on Linux and macOS: one selector over standard input, a wake-up pipe and the speaker."""

import errno
import os
import select
import selectors
import signal
import sys
import termios
import time
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, Any, Self

from sciatica_stretch.player.keyboard import Answer, Input, Key, Signal
from sciatica_stretch.player.keys import Decoder

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
_LAST_ANSWER = "c"  # how it ends: that of the device, which is asked for last
_WHOLE_SECONDS = 0.05  # within which the rest of a key's bytes follows on its first ones, over ssh, too
_ANSWER_SECONDS = 0.5  # likewise of what may be an answer of the terminal, or a key
_REPORT_SECONDS = 2.0  # likewise of what can't be a key
_EXPECTING_SECONDS = 5.0  # after a question, in which what begins like a key may be the answer
_LEAVING_SECONDS = 0.2  # for an answer that is under way when the terminal is given back


class PosixKeyboard:
    """Raw keys from standard input. Ctrl-C and Ctrl-Z still make signals; Ctrl-S no longer stops the output."""

    def __init__(self, *, keys: bool) -> None:
        self._stdin = sys.stdin.fileno() if keys else None
        self._modes: list[Any] = []  # as they were found
        self._came: list[Input] = []  # while nobody waited
        self._decoder = Decoder()
        self._whole_by = 0.0  # when what the decoder holds is all that comes of it
        self._expecting_until = 0.0  # answers of the terminal

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            if self._stdin is not None:
                self._modes = termios.tcgetattr(self._stdin)
                stack.callback(self._cooked)
                self._raw()
            self._selector = stack.enter_context(selectors.DefaultSelector())
            self._woken, self._waker = os.pipe()
            for end in (self._woken, self._waker):
                stack.callback(os.close, end)
                os.set_blocking(end, False)
            stack.callback(signal.set_wakeup_fd, signal.set_wakeup_fd(self._waker, warn_on_full_buffer=False))
            for number in _SIGNALS:
                if signal.getsignal(number) not in {signal.SIG_IGN, None}:  # nohup's wish is respected
                    stack.callback(signal.signal, number, signal.signal(number, _leave_it_to_the_pipe))
            self._selector.register(self._woken, selectors.EVENT_READ)
            if self._stdin is not None:
                self._selector.register(self._stdin, selectors.EVENT_READ)
            self._undo = stack.pop_all()
        return self

    def __exit__(self, *exc: object) -> None:
        self._undo.close()

    def wait(self, seconds: float | None, watch: Sequence[int] = ()) -> list[Input]:
        """Return what came within *seconds* (None: however long it takes), or nothing."""
        if not self._came and self._decoder.pending:
            rest = max(0.0, self._whole_by - time.monotonic())
            seconds = rest if seconds is None else min(seconds, rest)
        if not self._came:
            self._await(seconds, watch)
        if self._decoder.pending and time.monotonic() >= self._whole_by:
            self._came += [Key(name) for name in self._decoder.flush()]
        came, self._came = self._came, []
        return came

    def expect_answers(self) -> None:
        """Take note that the terminal was asked something: what comes next may be its answer, and come in pieces."""
        self._expecting_until = time.monotonic() + _EXPECTING_SECONDS

    def stop_process(self) -> None:
        """Stop this process as Ctrl-Z does; return when it is continued."""
        self._cooked()
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGTSTP)
        signal.signal(signal.SIGTSTP, _leave_it_to_the_pipe)
        self._raw()
        self._came += [each for each in self._signals() if each is not Signal.CONTINUED]  # that was this one

    def _await(self, seconds: float | None, watch: Sequence[int]) -> None:
        for each in watch:
            self._selector.register(each, selectors.EVENT_READ)
        try:
            ready = {key.fd for key, _ in self._selector.select(seconds)}
        finally:
            for each in watch:
                self._selector.unregister(each)
        if self._woken in ready:
            self._came += self._signals()
            if Signal.CONTINUED in self._came:
                self._raw()  # the shell had its own modes meanwhile
        if self._stdin is not None and self._stdin in ready:
            self._came += self._typed(self._stdin)

    def _signals(self) -> list[Signal]:
        try:
            numbers = os.read(self._woken, _READ_AT_ONCE)
        except BlockingIOError:
            return []
        return [_SIGNALS[signal.Signals(number)] for number in numbers if number in _SIGNALS]

    def _typed(self, stdin: int) -> list[Input]:
        try:
            typed = os.read(stdin, _READ_AT_ONCE)
        except BlockingIOError:  # some other program left it so, and took the key
            return []
        except OSError:  # EIO: the terminal went away
            typed = b""
        if not typed:
            self._selector.unregister(stdin)
            return [Signal.HANGUP]
        keys = [Key(name) for name in self._decoder.feed(typed)]
        answers, self._decoder.answers = self._decoder.answers, []
        now = time.monotonic()
        if any(answer.endswith(_LAST_ANSWER) for answer in answers):
            self._expecting_until = 0.0
        may_be_answer = now < self._expecting_until
        patience = _REPORT_SECONDS if self._decoder.reports else _ANSWER_SECONDS if may_be_answer else _WHOLE_SECONDS
        self._whole_by = now + patience
        return [*keys, *map(Answer, answers)]

    def _raw(self) -> None:
        """Give each key at once and unseen, and let Ctrl-S and Ctrl-Q be keys like others."""
        if not self._modes:
            return
        modes = [*self._modes[:6], [*self._modes[6]]]
        modes[0] &= ~termios.IXON
        modes[3] &= ~(termios.ICANON | termios.ECHO)
        modes[6][termios.VMIN], modes[6][termios.VTIME] = 1, 0
        self._set(modes)

    def _cooked(self) -> None:
        """Give the terminal back as it was; keys typed too late, and answers, don't end up in the shell."""
        if self._stdin is not None:
            if time.monotonic() < self._expecting_until:
                select.select([self._stdin], [], [], _LEAVING_SECONDS)
                self._expecting_until = 0.0
            with suppress(termios.error):  # a terminal that is gone has no keys to forget
                termios.tcflush(self._stdin, termios.TCIFLUSH)
            self._set(self._modes)

    def _set(self, modes: list[Any]) -> None:
        """Set the terminal's modes without waiting for what it has not shown yet."""
        while self._stdin is not None:
            try:
                termios.tcsetattr(self._stdin, termios.TCSANOW, modes)
            except termios.error as error:
                if error.args[0] == errno.EINTR:  # stopped in the background, and continued
                    continue
                self._came.append(Signal.HANGUP)
            return


def _leave_it_to_the_pipe(number: int, frame: "FrameType | None") -> None:
    """Do nothing: the wake-up pipe has it."""
