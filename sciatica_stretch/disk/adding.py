"""Files that lines are added to: locked while that is done, and whole lines on the disk when it is done."""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sciatica_stretch.disk import reading, system
from sciatica_stretch.disk.reading import opened, size
from sciatica_stretch.disk.system import PRIVATE, TO_APPEND, make_folder, sync_folder


def create(path: Path) -> int:
    """Make the file at *path*, which must not exist, and return it open and locked."""
    make_folder(path.parent)
    fd = os.open(path, TO_APPEND | os.O_CREAT | os.O_EXCL, PRIVATE)
    try:
        system.lock(fd)
        if is_gone(fd):  # swept up as empty before it was locked
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
        sync_folder(path.parent)
    except OSError:
        os.close(fd)
        with suppress(OSError):
            path.unlink()
        raise
    return fd


def is_gone(fd: int) -> bool:
    """Return whether the open file has no name any more, so that what is written to it is lost."""
    return os.fstat(fd).st_nlink == 0


def append(fd: int, lines: bytes) -> None:
    """Put whole *lines* at the end of *fd* and on the disk; after a torn line they start on a new one."""
    size = os.lseek(fd, 0, os.SEEK_END)
    if size:
        os.lseek(fd, -1, os.SEEK_END)
        if os.read(fd, 1) != b"\n":
            lines = b"\n" + lines
    left = memoryview(lines)
    while left:
        left = left[os.write(fd, left) :]
    system.sync(fd)


def append_to(path: Path, lines: bytes, *, or_none: bool = False) -> None:
    """Put whole *lines* at the end of the file at *path* and on the disk; make it where it is missing.

    Where the disk fails, what was written of them stays, torn or whole; *or_none* takes it back.
    """
    make_folder(path.parent)
    with _ours(path) as fd:
        end = size(fd)
        try:
            append(fd, lines)
            if end == 0:
                sync_folder(path.parent)
        except OSError:
            if or_none:
                _take_back(fd, end, lines)
            raise


def _take_back(fd: int, end: int, lines: bytes) -> None:
    """Cut what is behind *end* off *fd*, unless it is more than *lines*: without locks another one's may follow."""
    with suppress(OSError):  # then it is said twice, or torn, and takes nothing with it
        if size(fd) <= end + len(b"\n" + lines):
            os.ftruncate(fd, end)


def rewrite(path: Path, stays: Callable[[bytes], bool], lines: bytes) -> None:
    """Take each line of the file at *path* that doesn't stay out of it, and put *lines* at its end: all or nothing.

    The other lines stay as they are to the byte. Whoever appends meanwhile waits, and then appends to the new file.
    Of a line longer than `MAX_LINE_BYTES` so many decide for all of it.
    """
    make_folder(path.parent)
    with _ours(path) as fd:
        beside = path.with_name(f".{path.name}.new")  # always this one, so that one left by a kill is not left for ever
        try:
            new = os.open(beside, TO_APPEND | os.O_CREAT | os.O_TRUNC, PRIVATE)
            try:
                _copy(fd, new, stays)
                append(new, lines)
            finally:
                os.close(new)
            beside.replace(path)
        except OSError:
            with suppress(OSError):
                beside.unlink()
            raise
        sync_folder(path.parent)


def _copy(fd: int, to: int, stays: Callable[[bytes], bool]) -> None:
    with os.fdopen(fd, "rb", closefd=False) as file, os.fdopen(to, "wb", closefd=False) as copy:
        file.seek(0)
        kept, begins = True, True
        while line := file.readline(reading.MAX_LINE_BYTES):
            kept = stays(line) if begins else kept
            if kept:
                copy.write(line)
            begins = line.endswith(b"\n")


@contextmanager
def _ours(path: Path) -> Iterator[int]:
    """Open the file at *path*, made where it is missing, and lock it for as long as the block lasts.

    One that was put in its place while we waited for the lock is the one that is opened.
    """
    while True:
        with opened(path, TO_APPEND | os.O_CREAT) as fd:
            system.lock(fd)
            if _is_at(fd, path):
                yield fd
                return


def _is_at(fd: int, path: Path) -> bool:
    """Return whether *path* still names the open file; its number of names doesn't tell, for a backup may be one."""
    try:
        return os.path.samestat(os.fstat(fd), path.stat())
    except FileNotFoundError:
        return False
