"""The painter: frames go out as the few bytes that changed, in one write between synchronized-output marks.

rich renders each row once, to a cached text with its escape codes. A terminal that doesn't know the
marks (DEC private mode 2026) ignores them.
"""

import errno
import os
from functools import lru_cache
from types import TracebackType
from typing import TYPE_CHECKING, Self, TextIO

from rich.color import ColorSystem
from rich.style import Style

from sciatica_stretch.player.frame import Frame, Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_BEGIN, _END = "\x1b[?2026h", "\x1b[?2026l"
_ENTER = "\x1b[?1049h\x1b[?25l\x1b[?7l"  # the other screen, no cursor, no wrapping at the last cell
_LEAVE = "\x1b[?7h\x1b[?25h\x1b[?1049l"
_ERASE_LINE = "\x1b[K"
_BELL = "\a"

_THEME = {
    "": "",
    "quiet": "dim",
    "name": "bold",
    "line": "",
    "next": "bold",
    "phase": "bold",
    "notice": "bold yellow",
    "paused": "bold yellow",
    "flash": "bold reverse",
    "side.left": "bold cyan",
    "side.right": "bold magenta",
    "kind.transition": "bold",
    "kind.switch": "bold yellow",
    "kind.rest": "bold cyan",
    "kind.hold": "bold green",
    "kind.move": "bold green",
}
TERMINAL_GONE = frozenset({errno.EIO, errno.EPIPE, errno.EBADF, errno.ENXIO})


class Screen:
    """The terminal's other screen for as long as the `with` block lasts, left as it was found.

    *size* says how many columns and rows there are now. Without *colour* bold, dim and reverse remain.
    """

    def __init__(self, stream: TextIO, size: "Callable[[], tuple[int, int]]", *, colour: bool) -> None:
        self._stream = stream
        self._size = size
        self._colour = colour
        self._shown: Frame | None = None
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
        self._write(_ENTER)
        self.forget()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._write(_LEAVE)
        if os.name == "nt":
            from sciatica_stretch.player.console_windows import restore_mode  # noqa: PLC0415 - only there

            restore_mode(self._mode)

    def forget(self) -> None:
        """Paint the next frame whole: something else may have written on the screen."""
        self._shown = None

    def paint(self, frame: Frame, *, ring: bool = False) -> None:
        """Show *frame*, and ring the terminal's bell."""
        before, self._shown = self._shown, frame
        if before is None or before.geometry != frame.geometry:
            changes = "".join(self._whole(frame))
        else:
            changes = "".join(self._changed(before, frame))
        if changes:
            changes = f"{_BEGIN}{changes}{_END}"
        if changes or ring:
            self._write(changes + _BELL * ring)

    def _whole(self, frame: Frame) -> "Iterator[str]":
        for number, row in enumerate(frame.whole_rows(), start=1):
            yield f"\x1b[{number};1H{self._row(row)}{_ERASE_LINE}"

    def _changed(self, before: Frame, frame: Frame) -> "Iterator[str]":
        for old, new in zip(before.regions, frame.regions, strict=True):
            for offset, (was, row) in enumerate(zip(old.rows, new.rows, strict=True)):
                if was != row:
                    yield f"\x1b[{new.top + offset + 1};{new.left + 1}H{self._row(row)}"

    def _row(self, row: Row) -> str:
        return "".join(_styled(text, _THEME[style], colour=self._colour) for text, style in row)

    def _write(self, text: str) -> None:
        if self.gone or not text:
            return
        try:
            write_all(self._stream, text)
        except OSError as error:
            if error.errno not in TERMINAL_GONE:
                raise
            self.gone = True


def write_all(stream: TextIO, text: str) -> None:
    """Write *text* in one piece; on POSIX past the stream's buffer, so that a frame is one system call."""
    if os.name == "nt":
        stream.write(text)
        stream.flush()
        return
    left = text.encode("utf-8", "replace")
    while left:
        left = left[os.write(stream.fileno(), left) :]


@lru_cache(maxsize=1024)
def _styled(text: str, style: str, *, colour: bool) -> str:
    """Return *text* with the codes of *style*; the sixteen colours that a person's terminal theme may have set."""
    parsed = Style.parse(style)
    return (parsed if colour else parsed.without_color).render(text, color_system=ColorSystem.STANDARD)
