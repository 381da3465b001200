"""Files that are put in their place whole or not at all, and moved and removed for good."""

import errno
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import time

from sciatica_stretch.disk import system
from sciatica_stretch.disk.system import PRIVATE, TO_APPEND, make_folder, sync_folder

_STALE_SECONDS = 3600.0  # for a file of some KiB that is written in one go
_MOST_NAME = 60  # characters of a file's name: of four bytes each they leave room for what is added
# What a file system says that has no second names for a file (FAT), or a sandbox that doesn't allow them.
_NO_LINKS = frozenset({errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})


def replace(path: Path, content: bytes, mode: int = PRIVATE) -> None:
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
    mode: int = PRIVATE,
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
        fd = os.open(beside, TO_APPEND | os.O_CREAT | os.O_EXCL, PRIVATE)
        with os.fdopen(fd, "wb") as file:
            if mode != PRIVATE and hasattr(os, "fchmod"):
                os.fchmod(fd, mode)
            file.writelines(chunks)
            file.flush()
            system.sync(fd)
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
