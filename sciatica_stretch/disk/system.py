"""What differs between operating systems: locks, and what it takes to have something on the disk."""

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path

PRIVATE = 0o600
# O_NONBLOCK: to open a pipe must not wait for its other end.
PLAIN = getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
TO_APPEND = os.O_RDWR | os.O_APPEND | PLAIN


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
