"""The painter: frames go out as the few bytes that changed, in one write between synchronized-output marks.

Nothing here waits for a terminal that has stopped reading: a frame that can't be sent is dropped, and the next
one that can is sent whole. A terminal that doesn't know the marks (DEC private mode 2026) ignores them.
"""

import errno
import os
import select
import time
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Self, TextIO

from sciatica_stretch.player.frame import Frame, Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_BEGIN, _END = "\x1b[?2026h", "\x1b[?2026l"
_ENTER = "\x1b[?1049h\x1b[?25l\x1b[?7l"  # the other screen, no cursor, no wrapping at the last cell
_LEAVE = "\x1b[?7h\x1b[?25h\x1b[?1049l"
_ERASE_LINE = "\x1b[K"
_BELL = "\a"
_PATIENCE_SECONDS = 0.1  # for a terminal that reads slowly; longer, and tones would come late

# The sixteen colours that a person's terminal theme has set, as rich's Style.render writes them: a test holds these
# to it. rich itself isn't asked, for importing its styles takes longer than drawing the first picture.
STYLES = {
    "": ("", ""),
    "quiet": ("2", "2"),
    "name": ("1", "1"),
    "line": ("", ""),
    "next": ("1", "1"),
    "phase": ("1", "1"),
    "notice": ("1;33", "1"),
    "paused": ("1;33", "1"),
    "flash": ("1;7", "1;7"),
    "side.left": ("1;36", "1"),
    "side.right": ("1;35", "1"),
    "kind.transition": ("1", "1"),
    "kind.switch": ("1;33", "1"),
    "kind.rest": ("1;36", "1"),
    "kind.hold": ("1;32", "1"),
    "kind.move": ("1;32", "1"),
}  # with colour, and without
_GONE = frozenset({errno.EIO, errno.EPIPE, errno.EBADF, errno.ENXIO, errno.ENOTTY})


class Screen:
    """The terminal's other screen for as long as the `with` block lasts, left as it was found.

    *size* says how many columns and rows there are now. Without *colour* bold, dim and reverse remain.
    """

    def __init__(self, stream: TextIO, size: "Callable[[], tuple[int, int]]", *, colour: bool) -> None:
        self._stream = stream
        self._size = size
        self._codes = {name: codes[not colour] for name, codes in STYLES.items()}
        self._shown: Frame | None = None
        self._line: _Line | None = None
        self._mode: int | None = None  # the console's own, on Windows
        self.gone = False  # the terminal was closed: nothing can be shown any more

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows."""
        return self._size()

    def __enter__(self) -> Self:
        if os.name == "nt":
            from sciatica_stretch.player.console_windows import obey_escape_codes  # noqa: PLC0415 - only there

            self._mode = obey_escape_codes()
        else:
            self._open()
        self._send(_ENTER)
        self.forget()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._send(_LEAVE)
        if os.name == "nt":
            from sciatica_stretch.player.console_windows import restore_mode  # noqa: PLC0415 - only there

            restore_mode(self._mode)
        self._close()

    def forget(self) -> None:
        """Paint the next frame whole: what is on the screen is not what was painted."""
        self._shown = None

    def paint(self, frame: Frame) -> None:
        """Show *frame*."""
        before, self._shown = self._shown, frame
        if before is None or before.geometry != frame.geometry:
            changes = "".join(self._whole(frame))
        else:
            changes = "".join(self._changed(before, frame))
        if changes and not self._send(f"{_BEGIN}{changes}{_END}"):
            self.forget()

    def ring(self) -> None:
        """Ring the terminal's bell."""
        self._send(_BELL)

    def _whole(self, frame: Frame) -> "Iterator[str]":
        for number, row in enumerate(frame.whole_rows(), start=1):
            yield f"\x1b[{number};1H{self._row(row)}{_ERASE_LINE}"

    def _changed(self, before: Frame, frame: Frame) -> "Iterator[str]":
        for old, new in zip(before.regions, frame.regions, strict=True):
            for offset, (was, row) in enumerate(zip(old.rows, new.rows, strict=True)):
                if was != row:
                    yield f"\x1b[{new.top + offset + 1};{new.left + 1}H{self._row(row)}"

    def _row(self, row: Row) -> str:
        return "".join(f"\x1b[{code}m{text}\x1b[0m" if (code := self._codes[style]) else text for text, style in row)

    def _open(self) -> None:
        self._close()
        with self._noticing_the_end():
            self._line = _Line(self._stream)

    def _close(self) -> None:
        if self._line:
            self._line.close()
            self._line = None

    def _send(self, text: str) -> bool:
        """Send *text*; return False where the terminal doesn't take it now, or is gone."""
        if self.gone:
            return False
        with self._noticing_the_end():
            if self._line:
                return self._line.send(text.encode(self._stream.encoding, "replace"))
            self._stream.write(text)
            self._stream.flush()
        return not self.gone

    @contextmanager
    def _noticing_the_end(self) -> "Iterator[None]":
        try:
            yield
        except OSError as error:
            if error.errno not in _GONE:
                raise
            self.gone = True


class _Line:
    """The way to a POSIX terminal, opened anew, so that it can be set not to block without doing so to the shell's."""

    def __init__(self, stream: TextIO) -> None:
        self._fd = os.open(os.ttyname(stream.fileno()), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK | os.O_CLOEXEC)
        self._unsent = b""  # the rest of a write that was taken in part: it has to come first, or codes would be torn

    def send(self, text: bytes) -> bool:
        """Send *text* unless something older still waits to be taken; return whether all was taken."""
        stuck = bool(self._unsent) and not self._push(0.0)
        if stuck:
            return False
        self._unsent = text
        return self._push(_PATIENCE_SECONDS)

    def close(self) -> None:
        """Let go of the terminal; what it has not taken is lost."""
        os.close(self._fd)

    def _push(self, patience: float) -> bool:
        """Send what is unsent, for at most *patience* seconds; return whether all was taken."""
        until = time.monotonic() + patience
        while self._unsent:
            try:
                self._unsent = self._unsent[os.write(self._fd, self._unsent) :]
            except BlockingIOError:
                left = until - time.monotonic()
                if left <= 0 or not select.select([], [self._fd], [], left)[1]:
                    return False
        return True
