"""A routine that is to be changed, and what there is to know about its file."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from sciatica_stretch import disk
from sciatica_stretch.core.text import visible
from sciatica_stretch.errors import UnknownRoutineError
from sciatica_stretch.library import shelf
from sciatica_stretch.library.encoding import MOST_BYTES
from sciatica_stretch.library.parser import parse
from sciatica_stretch.library.problems import RoutineError


@dataclass(frozen=True, slots=True)
class Piece:
    """A routine to be changed: where it was read from, what stood there, and where it goes (elsewhere: as a copy)."""

    name: str
    source: Path
    target: Path
    content: bytes

    @property
    def shown(self) -> str:
        """The name, safe to show."""
        return visible(self.name)

    @property
    def is_copied(self) -> bool:
        """Whether what becomes of it goes elsewhere, and the source stays as it is."""
        return self.source != self.target


def read_whole(path: Path) -> bytes:
    """Return all that is in the file at *path*. Raise RoutineError if that is too much for a routine."""
    content = shelf.read(path)
    if len(content) > MOST_BYTES:
        parse(content, str(path), path.stem)  # says so
    return content


def read_if_there(path: Path) -> bytes | None:
    """Return what is in the file at *path*, or None where there is none."""
    try:
        return shelf.read(path)
    except UnknownRoutineError:
        return None


def replace_behind(path: Path, content: bytes) -> None:
    """Replace the file at *path*, or the one that a link there leads to; its mode stays."""
    real = Path(os.path.realpath(path))
    disk.replace(real, content, stat.S_IMODE(real.stat().st_mode))


def is_good(content: bytes) -> bool:
    """Return whether *content* is a routine without problems."""
    try:
        parse(content, "", "")
    except RoutineError:
        return False
    return True
