"""What files need of the operating system beyond open(); all that differs between platforms is in here.

A person's log is health data, and their routines are their own: folders made here are theirs alone (0700), and so
are files (0600). Windows has neither these modes nor a way to fsync a folder; what it keeps private is the profile
folder around them. Every function may raise OSError.
"""

import errno
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

MAX_LINE_BYTES = 1 << 24  # a thousand times a long session; what is longer was not written by stretch

_PRIVATE = 0o600
_MOST_NAME = 60  # characters of a file's name: of four bytes each they leave room for what is added
# O_NONBLOCK: to open a pipe must not wait for its other end.
_PLAIN = getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
TO_APPEND = os.O_RDWR | os.O_APPEND | _PLAIN


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


def append_to(path: Path, lines: bytes) -> None:
    """Put whole *lines* at the end of the file at *path* and on the disk; make it where it is missing."""
    make_folder(path.parent)
    with opened(path, TO_APPEND | os.O_CREAT) as fd:
        lock(fd)
        new = os.fstat(fd).st_size == 0
        append(fd, lines)
        if new:
            sync_folder(path.parent)


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


def lines(fd: int) -> Iterator[bytes]:
    """Yield the lines of *fd* from its start, newlines kept, without ever holding more than one.

    Of a line longer than `MAX_LINE_BYTES` only so many are yielded.
    """
    os.lseek(fd, 0, os.SEEK_SET)
    with os.fdopen(fd, "rb", closefd=False) as file:
        while line := file.readline(MAX_LINE_BYTES):
            yield line
            while len(line) == MAX_LINE_BYTES and not line.endswith(b"\n"):
                line = file.readline(MAX_LINE_BYTES)


def replace(path: Path, content: bytes) -> None:
    """Put *content* in the place of the file at *path*, whole or not at all."""
    put(path, [content], over=True)


def put(path: Path, chunks: Iterable[bytes], *, over: bool = False) -> None:
    """Put *chunks*, one after the other, in a file at *path*: whole or not at all.

    FileExistsError where there is one already, also one that came up meanwhile, unless it is to be written *over*.
    """
    make_folder(path.parent)
    beside = path.with_name(f".{path.name[:_MOST_NAME]}.{os.getpid()}")
    fd = os.open(beside, TO_APPEND | os.O_CREAT | os.O_TRUNC, _PRIVATE)
    try:
        with os.fdopen(fd, "wb") as file:
            file.writelines(chunks)
            file.flush()
            sync(file.fileno())
        _rename(beside, path, over=over)
    except BaseException:  # a full disk, or Ctrl-C in the midst of it: half a file helps nobody
        with suppress(OSError):
            beside.unlink()
        raise
    sync_folder(path.parent)


def _rename(beside: Path, path: Path, *, over: bool) -> None:
    if over:
        beside.replace(path)
    elif os.name == "nt":
        beside.rename(path)  # where it is there, this fails
    else:
        try:
            path.hardlink_to(beside)  # likewise, while a rename would not
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links
            if path.exists():
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
            beside.replace(path)
        else:
            beside.unlink()


def remove(path: Path) -> None:
    """Remove the file at *path*, for good; one that is gone already is fine."""
    path.unlink(missing_ok=True)
    sync_folder(path.parent)
