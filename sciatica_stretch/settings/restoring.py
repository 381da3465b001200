"""The settings of a backup, and where they go: yours stay, and those that differ come beside them."""

from collections.abc import Iterator
from pathlib import Path

_BESIDE = "-restored"
_MOST = 100


def goes_to(path: Path, content: bytes) -> Path | None:
    """Return where *content* is to be written, the settings' own *path* if that is free; None where it is already.

    May raise OSError.
    """
    for each in _paths(path):
        there = _content(each)
        if there is None:
            return each
        if there == content:
            return None
    return None  # a hundred that differ: nobody looks at one more


def _paths(path: Path) -> Iterator[Path]:
    yield path
    for number in range(1, _MOST):
        ending = _BESIDE if number == 1 else f"{_BESIDE}-{number}"
        yield path.with_stem(f"{path.stem}{ending}")


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
