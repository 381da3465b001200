"""Lines through pipes, and reading from one only what is already there."""

import os
import sys
from collections.abc import Callable
from typing import TextIO

_MOST_BYTES = 65_536
_REASON_CHARACTERS = 100


def as_bytes(line: str) -> bytes:
    """Return *line* as it goes through a pipe, whatever the locale; a path that is no UTF-8 keeps its bytes."""
    return f"{line}\n".encode(errors="surrogateescape")


def as_text(line: bytes) -> str:
    """Return *line* as it was before `as_bytes`."""
    return line.decode(errors="surrogateescape")


def standard_input() -> TextIO:
    """Return standard input, as `as_bytes` writes lines into it."""
    return open(0, encoding="utf-8", errors="surrogateescape", newline="\n", closefd=False)


def report(line: str) -> None:
    """Tell *line* to whoever started this process. Raise OSError if nobody listens any more."""
    os.write(1, as_bytes(line))


def one_line(error: Exception) -> str:
    """Return what *error* says, as a report has room for it."""
    return " ".join(str(error).split())[:_REASON_CHARACTERS] or type(error).__name__


def never_wait(fd: int) -> None:
    """Make reads and writes on *fd* fail rather than wait.

    On Windows that can't be had for a pipe; there `read_waiting` looks before it reads, and so few requests
    are ever under way that they fit into the pipe.
    """
    if sys.platform != "win32":
        os.set_blocking(fd, False)


def read_waiting(fd: int) -> bytes | None:
    """Return what waits to be read from *fd*, b"" if nothing does, None after its end."""
    return read_peeked(fd, peek) if sys.platform == "win32" else read_nonblocking(fd)


def read_nonblocking(fd: int) -> bytes | None:
    """As `read_waiting`, for a descriptor that never waits."""
    try:
        return os.read(fd, _MOST_BYTES) or None
    except BlockingIOError:
        return b""
    except OSError:
        return None


def read_peeked(fd: int, peek: Callable[[int], int]) -> bytes | None:
    """As `read_waiting`, for one that would wait: *peek* tells how many bytes there are, or raises OSError."""
    try:
        count = peek(fd)
        return os.read(fd, min(count, _MOST_BYTES)) if count else b""
    except OSError:
        return None


def peek(fd: int) -> int:
    """Return how many bytes wait in a Windows pipe. Raise OSError after its end. Never run, only read."""
    import ctypes  # noqa: PLC0415 - a Windows matter
    import msvcrt  # noqa: PLC0415 - exists only there

    count = ctypes.c_ulong()
    handle = msvcrt.get_osfhandle(fd)  # type: ignore[attr-defined, unused-ignore]
    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined, unused-ignore]
    if not kernel.PeekNamedPipe(ctypes.c_void_p(handle), None, 0, None, ctypes.byref(count), None):
        raise BrokenPipeError
    return count.value
