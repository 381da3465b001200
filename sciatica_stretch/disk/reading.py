"""Reading files line by line, in memory that doesn't grow with them."""

import errno
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sciatica_stretch.disk.system import PLAIN, PRIVATE

MAX_LINE_BYTES = 1 << 24  # a thousand times a long session; what is longer was not written by stretch

_READ_AT_ONCE = 1 << 16
_READ_FOR_ONE = 1 << 13  # where a single line is wanted


@contextmanager
def opened(path: Path, flags: int = os.O_RDONLY | PLAIN) -> Iterator[int]:
    """Open the file at *path* for as long as the block lasts; OSError where it is a folder, a pipe or a device."""
    fd = os.open(path, flags, PRIVATE)
    try:
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            raise OSError(errno.EINVAL, "it is not a regular file", str(path))
        yield fd
    finally:
        os.close(fd)


def size(fd: int) -> int:
    """Return how many bytes the open file has."""
    return os.fstat(fd).st_size


class Lines:
    """The lines of *fd* up to its byte *until*, newlines kept: one after another, and any one by where it begins.

    No more of the file is held than a block, and a line longer than `MAX_LINE_BYTES` may be cut off there.
    """

    def __init__(self, fd: int, until: int = sys.maxsize) -> None:
        self._file = os.fdopen(fd, "rb", 0, closefd=False)
        self._until = until
        self._block = b""  # what the walk read last
        self._begins = 0  # and where that is in the file

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        """Yield each line from the first one on, and before it the byte at which it begins."""
        at, block = 0, b""
        while more := self._read(at + len(block), max(len(block), _READ_AT_ONCE)):
            self._block, self._begins, start = block + more, at, 0
            block = self._block
            while end := block.find(b"\n", start) + 1:
                yield at, block[start:end]
                at += end - start
                start = end
            block = block[start:]
            if len(block) >= MAX_LINE_BYTES:
                yield at, block[:MAX_LINE_BYTES]
                at, block = self._after_line(at + len(block)), b""
        if block:
            yield at, block

    def at(self, place: int) -> bytes:
        """Return the line that begins at the byte *place*; whoever is going through the lines is not disturbed."""
        start = place - self._begins
        if start >= 0 and (end := self._block.find(b"\n", start) + 1):
            return self._block[start:end]
        line = b""
        while len(line) < MAX_LINE_BYTES and (more := self._read(place + len(line), max(len(line), _READ_FOR_ONE))):
            if end := more.find(b"\n") + 1:
                return line + more[:end]
            line += more
        return line[:MAX_LINE_BYTES]

    def _read(self, at: int, most: int) -> bytes:
        self._file.seek(at)
        return self._file.read(min(most, self._until - at))

    def _after_line(self, at: int) -> int:
        """Return where the line ends of which *at* is a part."""
        while more := self._read(at, _READ_AT_ONCE):
            if end := more.find(b"\n") + 1:
                return at + end
            at += len(more)
        return at


def lines(fd: int) -> Iterator[bytes]:
    """Yield the lines of *fd*, as `Lines` does."""
    return (line for _, line in Lines(fd))
