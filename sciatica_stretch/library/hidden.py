"""The bundled routines that a person doesn't want to see: a file of names, one a line, in the folder of their own."""

from collections.abc import Iterable
from pathlib import Path

from sciatica_stretch import disk

FILE = ".hidden"


def read(folder: Path) -> frozenset[str]:
    """Return the names in *folder*'s file; where there is no file, none. May raise OSError."""
    try:
        text = (folder / FILE).read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return frozenset()
    return frozenset(filter(None, map(str.strip, text.splitlines())))


def write(folder: Path, names: Iterable[str]) -> None:
    """Let *names* be the hidden ones. May raise OSError."""
    disk.replace(folder / FILE, "".join(f"{name}\n" for name in sorted(set(names))).encode())
