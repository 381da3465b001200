"""The bundled routines that a person doesn't want to see: their names in a file, one a line.

A bundled routine belongs to the program and can't be removed; it is hidden instead, and can be brought back.
"""

from collections.abc import Iterable
from pathlib import Path

from sciatica_stretch.core.text import visible
from sciatica_stretch.errors import StorageError

FILE = ".hidden"  # in the folder of the person's own routines; the dot keeps it from being one


def read(folder: Path) -> frozenset[str]:
    """Return the names that the list in *folder* has; none where there is no list.

    Raise StorageError if there is one that can't be read.
    """
    path = folder / FILE
    try:
        text = path.read_text("utf-8", "replace")  # a name that is no UTF-8 is nobody's
    except (FileNotFoundError, NotADirectoryError):  # the latter is told of by whoever lists the folder
        return frozenset()
    except OSError as error:
        message = f"{visible(str(path))} can't be read: {(error.strerror or type(error).__name__).lower()}."
        raise StorageError(message, "It lists the routines that you hid; delete it to see them all.") from error
    return frozenset(filter(None, map(str.strip, text.splitlines())))


def write(folder: Path, names: Iterable[str]) -> None:
    """Put *names* in the place of the list in *folder*, whole or not at all. May raise OSError."""
    from sciatica_stretch import disk  # noqa: PLC0415 - every list reads, hardly any writes

    disk.replace(folder / FILE, "".join(f"{name}\n" for name in sorted(set(names))).encode())
