"""A way out to whatever stands behind a stream, on which nothing waits for whoever reads there."""

import os
import select
import time
from typing import TextIO

LEAVE_SECONDS = 3.0  # for a reader that has stopped, once no tone can come late any more


class Outlet:
    """The way to the POSIX descriptor *fd*, on which no write ever blocks for longer than is wanted.

    A terminal is opened anew, so that the shell's own way stays as it is. What can't be opened by its name is written
    to through *fd*, which doesn't block just while that is done: a pipe, a file, or a terminal that is somebody else's,
    as after `su`, or has no name here, as in a container.
    """

    def __init__(self, fd: int) -> None:
        self._borrowed = False
        try:
            self._fd = os.open(os.ttyname(fd), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError:
            self._fd, self._borrowed = fd, True

    def take(self, text: bytes, patience: float = 0.0) -> bytes:
        """Send *text* for at most *patience* seconds; return what was not taken. Raise OSError."""
        until = time.monotonic() + patience
        while text:
            try:
                text = text[self._write(text) :]
            except BlockingIOError:
                left = until - time.monotonic()
                if left <= 0 or not select.select([], [self._fd], [], left)[1]:
                    return text
        return text

    def close(self) -> None:
        """Let go of it."""
        if not self._borrowed:
            os.close(self._fd)

    def _write(self, text: bytes) -> int:
        """Write what is taken at once of *text*; return how much that is. Raise OSError."""
        if not self._borrowed or not os.get_blocking(self._fd):
            return os.write(self._fd, text)
        os.set_blocking(self._fd, False)
        try:
            return os.write(self._fd, text)
        finally:
            os.set_blocking(self._fd, True)


def outlet(stream: TextIO) -> Outlet | None:
    """Return the way out to what *stream* writes to; None where only the stream can write: a test's text, Windows."""
    if os.name == "nt":
        return None
    try:
        return Outlet(stream.fileno())
    except OSError:
        return None


def encoded(stream: TextIO, text: str) -> bytes:
    """Return *text* as *stream* would write it."""
    return text.encode(stream.encoding or "utf-8", "replace")


def deliver(stream: TextIO, text: str, patience: float) -> bool:
    """Write *text* to *stream*, for at most *patience* seconds; return whether all was taken. Raise OSError."""
    stream.flush()
    way = outlet(stream)
    if not way:
        stream.write(text)
        stream.flush()
        return True
    try:
        return not way.take(encoded(stream, text), patience)
    finally:
        way.close()
