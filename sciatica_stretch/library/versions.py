"""The earlier versions of one routine: whole files in a folder, numbered, the newest with the highest number.

A version is kept before anything takes its place, so at any instant there is one copy too many rather than one too few.
"""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from sciatica_stretch import disk

MOST_KEPT = 100  # of one routine: some hundred KiB
_ENDING = ".yaml"


class Versions:
    """What is kept in *folder*, which need not exist. Each method may raise OSError."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def newest_first(self) -> Iterator[bytes]:
        """Yield what is kept."""
        for path in reversed(self._paths()):
            yield path.read_bytes()

    def keep(self, content: bytes) -> Path:
        """Let *content* be the newest, and return where it is; an equal one that is older goes."""
        older = self._paths()
        if older and older[-1].read_bytes() == content:
            return older[-1]
        path = self._next(older)
        disk.put_new(path, content)
        for each in older:
            if each.stat().st_size == len(content) and each.read_bytes() == content:
                each.unlink()
        for each in older[: -MOST_KEPT + 1]:
            each.unlink(missing_ok=True)
        return path

    def take_in(self, path: Path) -> Path:
        """Move the file at *path* here in one step, as the newest, and return where it is."""
        kept = self._next(self._paths())
        disk.move(path, kept)
        return kept

    def move_to(self, other: "Versions") -> None:
        """Let *other* have all of these, as newer than its own."""
        for path in self._paths():
            disk.move(path, other._next(other._paths()))  # noqa: SLF001 - of its own kind
        with suppress(OSError):  # there is none, or something else is in it
            self.folder.rmdir()

    def _paths(self) -> list[Path]:
        try:
            paths = [path for path in self.folder.iterdir() if path.suffix == _ENDING and path.stem.isdecimal()]
        except FileNotFoundError:
            return []
        return sorted(paths, key=_number)

    def _next(self, paths: list[Path]) -> Path:
        return self.folder / f"{_number(paths[-1]) + 1 if paths else 1:04}{_ENDING}"


def _number(path: Path) -> int:
    return int(path.stem)
