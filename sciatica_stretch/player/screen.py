"""The painter: frames go out as the few bytes that changed, in one write between synchronized-output marks.

Nothing here waits for a terminal that has stopped reading: a frame that can't be sent is dropped, and the next
one that can is sent whole. Only what gives the terminal back is waited for, when the session is over or was paused by
Ctrl-Z, and not for long: a shell without its cursor is worse. A terminal that doesn't know the marks (DEC private mode
2026) ignores them.

Blocks that fill the lower half of a cell are sent as their opposites in reverse, a full one as a space: that is fewer
bytes, and leaves no seams where a font's blocks are lower than its cells.
"""

import errno
import os
import re
from contextlib import contextmanager
from functools import lru_cache
from types import TracebackType
from typing import TYPE_CHECKING, Self, TextIO

from sciatica_stretch.player.frame import Frame, Row, difference
from sciatica_stretch.player.outlet import LEAVE_SECONDS, Outlet, encoded, outlet
from sciatica_stretch.player.themes import Paint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sciatica_stretch.player.graphics.projectors import Projector

_BEGIN, _END = "\x1b[?2026h", "\x1b[?2026l"
_KEEP_WHEEL = "\x1b[?1007s"  # as it was found: a terminal remembers one mode, so it is told once
_WHEEL_OFF = "\x1b[?1007l"  # or many terminals make arrow keys of the mouse's wheel, and those skip
_WHEEL_AS_IT_WAS = "\x1b[?1007h\x1b[?1007r"  # on, as it mostly comes, where the terminal has kept no mode
_ENTER = f"{_WHEEL_OFF}\x1b[?1049h\x1b[?25l\x1b[?7l"  # the other screen, no cursor, no wrapping at the last cell
_LEAVE = f"{_WHEEL_AS_IT_WAS}\x1b[?7h\x1b[?25h\x1b[?1049l"
_BELL = "\a"
_PATIENCE_SECONDS = 0.1  # for a terminal that reads slowly; longer, and tones would come late

_RESET = "\x1b[0m"
OPPOSITES = {"█": " ", "▄": "▀", "▙": "▝", "▟": "▘"}
_BLOCKS, _REVERSED = re.compile(f"[{''.join(OPPOSITES)}]+"), str.maketrans(OPPOSITES)
_GONE = frozenset({errno.EIO, errno.EPIPE, errno.EBADF, errno.ENXIO, errno.ENOTTY})


class Screen:
    """The terminal's other screen for as long as the `with` block lasts, left as it was found.

    *size* says how many columns and rows there are now, *paint* in which colours the picture is shown; *stand_ins* are
    for characters that the terminal doesn't have.
    """

    def __init__(
        self,
        stream: TextIO,
        size: "Callable[[], tuple[int, int]]",
        paint: Paint,
        stand_ins: "Mapping[int, str] | None" = None,
    ) -> None:
        self._stream = stream
        self._size = size
        self._stand_ins = stand_ins
        self._begin = f"{_BEGIN}\x1b[{paint.base}m" if paint.base else _BEGIN
        self._codes = {name: f"\x1b[{code}m" for name, code in paint.codes.items()}
        self._change = lru_cache(maxsize=512)(self._written)  # a figure goes through the same postures over and over
        self._shown: Frame | None = None
        self._entered = False
        self._outlet: Outlet | None = None
        self._unsent = b""  # the rest of a write that was taken in part: it has to come first, or codes would be torn
        self._mode: int | None = None  # the console's own, on Windows
        self.projector: Projector | None = None  # what gets smooth pictures there, once that is known
        self.stalled = False  # the last picture wasn't taken
        self.gone = False  # the terminal was closed: nothing can be shown any more

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows."""
        return self._size()

    @property
    def owes(self) -> bool:
        """True while the last picture was not taken, and there still is somebody to see it."""
        return self._shown is None and not self.gone

    def __enter__(self) -> Self:
        """Take the terminal, or take it again where somebody else may have had it without its having been left."""
        if not self._entered:
            self._open()
        self._send(_ENTER if self._entered else _KEEP_WHEEL + _ENTER)
        self._entered = True
        self.forget()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._give_back((self.projector.leave() if self.projector else "") + _LEAVE)
        self._entered = False
        self._close()

    def forget(self) -> None:
        """Paint the next frame whole: what is on the screen is not what was painted."""
        self._shown = None
        if self.projector:
            self.projector.lost()

    def paint(self, frame: Frame) -> None:
        """Show *frame*."""
        before, self._shown = self._shown, frame
        anew = before is None or before.geometry != frame.geometry
        changes = "".join(self._whole(frame) if before is None or anew else self._changed(before, frame))
        if self.projector:
            changes += self.projector.change(before.hung if before else None, frame.hung, anew=anew)
        self.stalled = bool(changes) and not self._send(f"{self._begin}{changes}{_RESET}{_END}")
        if self.stalled:
            self.forget()

    def ring(self) -> None:
        """Ring the terminal's bell."""
        self._send(_BELL)

    def ask(self, question: str) -> bool:
        """Ask the terminal, which answers by the keyboard; return whether it took the question."""
        return self._send(question)

    def _whole(self, frame: Frame) -> "Iterator[str]":
        for number, row in enumerate(frame.whole_rows(), start=1):
            yield f"\x1b[{number};1H{self._row(row)}"

    def _changed(self, before: Frame, frame: Frame) -> "Iterator[str]":
        for old, new in zip(before.regions, frame.regions, strict=True):
            if old.rows is not new.rows:
                for offset, (was, row) in enumerate(zip(old.rows, new.rows, strict=True)):
                    if was is not row and was != row:
                        skipped, text = self._change(was, row)
                        if text:
                            yield f"\x1b[{new.top + offset + 1};{new.left + skipped + 1}H{text}"

    def _written(self, was: Row, row: Row) -> tuple[int, str]:
        """Return how many cells of *row* stay as they were, and what is written after them."""
        skipped, changed = difference(was, row)
        return skipped, self._row(changed)

    def _row(self, row: Row) -> str:
        return "".join(f"{self._codes[style]}{self._text(text, style)}" for text, style in row if text)

    def _text(self, text: str, style: str) -> str:
        if self._stand_ins:
            text = text.translate(self._stand_ins)
        if style == "flash":
            return f"\x1b[7m{text}\x1b[27m"
        return _BLOCKS.sub(lambda run: f"\x1b[7m{run[0].translate(_REVERSED)}\x1b[27m", text)

    def _open(self) -> None:
        """Open the way to the terminal; what has no descriptor is written to as any stream is."""
        if os.name == "nt":
            from sciatica_stretch.player.console_windows import obey_escape_codes  # noqa: PLC0415 - only there

            self._mode = obey_escape_codes()
            return
        self._outlet = outlet(self._stream)

    def _close(self) -> None:
        if os.name == "nt":
            from sciatica_stretch.player.console_windows import restore_mode  # noqa: PLC0415 - only there

            restore_mode(self._mode)
        if self._outlet:
            self._outlet.close()
        self._outlet, self._unsent = None, b""

    def _send(self, text: str) -> bool:
        """Send *text*; return False where the terminal doesn't take it now, or is gone."""
        if self.gone:
            return False
        with self._noticing_the_end():
            if self._outlet:
                self._unsent = self._outlet.take(self._unsent)
                if self._unsent:
                    return False
                self._unsent = self._outlet.take(encoded(self._stream, text), _PATIENCE_SECONDS)
                return not self._unsent
            self._stream.write(text)
            self._stream.flush()
        return not self.gone

    def _give_back(self, text: str) -> None:
        """Send *text*, behind what the terminal has not yet taken; wait a while where it is stuck."""
        if self._outlet and not self.gone:
            with self._noticing_the_end():
                self._unsent = self._outlet.take(self._unsent + encoded(self._stream, text), LEAVE_SECONDS)
        else:
            self._send(text)

    @contextmanager
    def _noticing_the_end(self) -> "Iterator[None]":
        try:
            yield
        except OSError as error:
            if error.errno not in _GONE:
                raise
            self.gone = True
