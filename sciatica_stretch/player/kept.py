"""Files that a child process makes ahead and keeps for the next time: whole or not there, and not without end."""

import os
import time
from itertools import count
from pathlib import Path

_COUNT = count()
_TORN_SECONDS = 3600.0  # after so long nobody is still writing a file


def put(path: Path, content: bytes, *, synced: bool) -> None:
    """Have *content* at *path* whole or not at all; a power cut may leave less unless *synced*. Raise OSError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.{next(_COUNT)}")
    try:
        part.touch(mode=0o600)
        part.write_bytes(content)
        if synced:
            with part.open("rb+") as file:
                os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def use(path: Path) -> None:
    """Say that the file at *path* is still in use. Raise OSError."""
    os.utime(path)


def tidy(folder: Path, pattern: str, most: int) -> None:
    """Remove what was least recently used, until no more than *most* bytes are left, and what was left half written.

    *pattern* says which files are kept there, as for `Path.glob`. Raise OSError, as where another one tidies, too.
    """
    for part in folder.glob(".*"):
        if part.stat().st_mtime < time.time() - _TORN_SECONDS:
            part.unlink(missing_ok=True)
    kept = sorted(((each.stat(), each) for each in folder.glob(pattern)), key=lambda pair: -pair[0].st_mtime)
    total = 0
    for stat, path in kept:
        total += stat.st_size
        if total > most:
            path.unlink(missing_ok=True)
