"""What files need of the operating system beyond open(); all that differs between platforms is in here.

A person's log is health data, and their routines are their own: folders made here are theirs alone (0700), and so
are files (0600). Windows has neither these modes nor a way to fsync a folder; what it keeps private is the profile
folder around them. Every function may raise OSError.
"""

import errno
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import time

_STALE_SECONDS = 3600.0  # for a file of some KiB that is written in one go
MAX_LINE_BYTES = 1 << 24  # a thousand times a long session; what is longer was not written by stretch

_PRIVATE = 0o600
_MOST_NAME = 60  # characters of a file's name: of four bytes each they leave room for what is added
_READ_AT_ONCE = 1 << 16
_READ_FOR_ONE = 1 << 13  # where a single line is wanted
# O_NONBLOCK: to open a pipe must not wait for its other end.
_PLAIN = getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
TO_APPEND = os.O_RDWR | os.O_APPEND | _PLAIN
# What a file system says that has no second names for a file (FAT), or a sandbox that doesn't allow them.
_NO_LINKS = frozenset({errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})


if sys.platform == "win32":
    import msvcrt

    _LOCKED_AT = 0x7FFF_FFFE  # locks are mandatory here: lock a byte that no one reads

    def _lock(fd: int, mode: int) -> None:
        os.lseek(fd, _LOCKED_AT, os.SEEK_SET)  # whoever reads or appends goes to a place of its own first
        msvcrt.locking(fd, mode, 1)

    def lock(fd: int) -> None:
        """Wait until *fd* is ours alone, or for ten seconds at most; it is until it is closed."""
        with suppress(OSError):
            _lock(fd, msvcrt.LK_LOCK)

    def try_lock(fd: int, *, shared: bool = False) -> bool:  # noqa: ARG001 - Windows knows one kind here
        """Lock *fd* until it is closed and return True, or return False where another one has the lock."""
        try:
            _lock(fd, msvcrt.LK_NBLCK)
        except OSError:
            return False
        return True

    def unlock(fd: int) -> None:
        """Let others have the lock on *fd*."""
        with suppress(OSError):
            _lock(fd, msvcrt.LK_UNLCK)

    def sync(fd: int) -> None:
        """Return when what was written to *fd* is on the disk."""
        os.fsync(fd)

    def sync_folder(folder: Path) -> None:
        """Do nothing: NTFS journals names, and a folder can't be opened to be synced."""

else:
    import fcntl

    def lock(fd: int) -> None:
        """Wait until *fd* is ours alone; it is until it is closed.

        Where a file system has no locks, go on without: each device has files of its own, so a lock only
        ever keeps two sessions of one person at one machine apart.
        """
        with suppress(OSError):
            fcntl.flock(fd, fcntl.LOCK_EX)

    def try_lock(fd: int, *, shared: bool = False) -> bool:
        """Lock *fd* until it is closed and return True, or return False where another one has the lock.

        Return True where a file system has no locks: a session taken for dead puts itself right when it ends.
        """
        try:
            fcntl.flock(fd, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True
        return True

    def unlock(fd: int) -> None:
        """Let others have the lock on *fd*, even where a child process still has the same file open."""
        with suppress(OSError):
            fcntl.flock(fd, fcntl.LOCK_UN)

    def sync(fd: int) -> None:
        """Return when what was written to *fd* is on the disk."""
        if sys.platform == "darwin":  # where fsync stops at the drive's own cache
            with suppress(OSError):  # a network folder may not know it
                fcntl.fcntl(fd, fcntl.F_FULLFSYNC)
                return
        os.fsync(fd)

    def sync_folder(folder: Path) -> None:
        """Return when the names in *folder* are on the disk, where its file system can say so."""
        fd = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(fd)
        except OSError as error:
            if error.errno not in {errno.EINVAL, errno.ENOTSUP}:
                raise
        finally:
            os.close(fd)


def make_folder(folder: Path) -> None:
    """Make *folder* and those above it that are missing; those that are there stay as they are."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    with suppress(FileExistsError):  # another session was faster
        folder.mkdir(mode=0o700)
    sync_folder(folder.parent)


def create(path: Path) -> int:
    """Make the file at *path*, which must not exist, and return it open and locked."""
    make_folder(path.parent)
    fd = os.open(path, TO_APPEND | os.O_CREAT | os.O_EXCL, _PRIVATE)
    try:
        lock(fd)
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
    sync(fd)


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
            new = os.open(beside, TO_APPEND | os.O_CREAT | os.O_TRUNC, _PRIVATE)
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
        while line := file.readline(MAX_LINE_BYTES):
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
            lock(fd)
            if _is_at(fd, path):
                yield fd
                return


def _is_at(fd: int, path: Path) -> bool:
    """Return whether *path* still names the open file; its number of names doesn't tell, for a backup may be one."""
    try:
        return os.path.samestat(os.fstat(fd), path.stat())
    except FileNotFoundError:
        return False


@contextmanager
def opened(path: Path, flags: int = os.O_RDONLY | _PLAIN) -> Iterator[int]:
    """Open the file at *path* for as long as the block lasts; OSError where it is a folder, a pipe or a device."""
    fd = os.open(path, flags, _PRIVATE)
    try:
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            raise OSError(errno.EINVAL, "it is not a regular file", str(path))
        yield fd
    finally:
        os.close(fd)


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


def size(fd: int) -> int:
    """Return how many bytes the open file has."""
    return os.fstat(fd).st_size


def replace(path: Path, content: bytes, mode: int = _PRIVATE) -> None:
    """Put *content* in the place of the file at *path*, whole or not at all; *mode* is what others may do with it."""
    put(path, [content], over=True, mode=mode)


def put_new(path: Path, content: bytes) -> None:
    """Put *content* at *path*, whole or not at all. Raise FileExistsError where there is something already."""
    put(path, [content])


def put(
    path: Path,
    chunks: Iterable[bytes],
    *,
    over: bool = False,
    mode: int = _PRIVATE,
    check: Callable[[Path], None] | None = None,
) -> None:
    """Put *chunks*, one after the other, in a file at *path*: whole or not at all.

    Raise FileExistsError where there is one already, also one that came up meanwhile, unless it is written *over*.
    *check* is given the file before it gets its name, and may raise; then there is none.
    """
    with _written_beside(path, chunks, mode) as beside:
        if check:
            check(beside)
        if over:
            beside.replace(path)
        else:
            _name_anew(beside, path)
        sync_folder(path.parent)


def move(path: Path, target: Path) -> None:
    """Move the file at *path* to *target* in one step. Raise FileExistsError where there is something already.

    Both are on one file system. Whoever else writes there holds the same lock: between the look and the step is a gap.
    """
    make_folder(target.parent)
    if os.path.lexists(target):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
    path.rename(target)
    sync_folder(target.parent)
    if path.parent != target.parent:
        sync_folder(path.parent)


@contextmanager
def _written_beside(path: Path, chunks: Iterable[bytes], mode: int) -> Iterator[Path]:
    """Write *chunks* to a file of its own beside *path*, on the disk, which is gone after the block."""
    make_folder(path.parent)
    beside = path.with_name(f"{_prefix(path)}{os.getpid()}")
    beside.unlink(missing_ok=True)  # left by a process of this number; it may be a second name of the file itself
    _sweep(path)
    try:
        fd = os.open(beside, TO_APPEND | os.O_CREAT | os.O_EXCL, _PRIVATE)
        with os.fdopen(fd, "wb") as file:
            if mode != _PRIVATE and hasattr(os, "fchmod"):
                os.fchmod(fd, mode)
            file.writelines(chunks)
            file.flush()
            sync(fd)
        yield beside
    finally:
        with suppress(OSError):
            beside.unlink()


def _prefix(path: Path) -> str:
    """Return how the files begin that are written beside *path*."""
    return f".{path.name[:_MOST_NAME]}."


def _sweep(path: Path) -> None:
    """Remove what processes that were killed have left beside *path*; what is young another one may be writing."""
    prefix = _prefix(path)
    with suppress(OSError), os.scandir(path.parent) as entries:
        for entry in entries:
            if entry.name.startswith(prefix) and entry.name.removeprefix(prefix).isdecimal():
                age = time() - entry.stat(follow_symlinks=False).st_mtime
                if age > _STALE_SECONDS:
                    Path(entry).unlink()


def _name_anew(path: Path, target: Path) -> None:
    """Give the file at *path* the name *target*, which must be free, in one step."""
    try:
        os.link(path, target)  # unlike a rename it fails where something has the name
    except FileExistsError:
        raise
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        move(path, target)


def remove(path: Path) -> None:
    """Remove the file at *path*, for good; one that is gone already is fine."""
    path.unlink(missing_ok=True)
    sync_folder(path.parent)
