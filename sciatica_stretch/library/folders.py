"""The folders in which routines are looked for, and the word by which each is known."""

import os
from collections import Counter
from pathlib import Path

from sciatica_stretch.core.text import visible
from sciatica_stretch.library import hidden
from sciatica_stretch.library.shelf import BUNDLED, GIVEN, YOURS, Folder, bundled_folder


def routine_folders(own: Path, shared: str) -> list[Folder]:
    """Return the folders, earlier ones winning: a person's *own*, those *shared*, those that come with the program.

    *shared* lists folders as PATH does, each named by its own name, or by its whole path where another one has that
    name, too. Raise StorageError if the list of hidden routines can't be read.
    """
    bundled = bundled_folder()
    paths = dict.fromkeys(_absolute(part) for part in shared.split(os.pathsep) if part.strip())
    between = [path for path in paths if path not in {_absolute(str(own)), _absolute(str(bundled))}]
    uses = Counter([YOURS, BUNDLED, GIVEN, *(path.name for path in between)])
    return [
        Folder(own, YOURS),
        *(Folder(path, visible(path.name if uses[path.name] == 1 and path.name else str(path))) for path in between),
        Folder(bundled, BUNDLED, hidden.read(own)),
    ]


def _absolute(path: str) -> Path:
    """Return *path* as it may be compared with others; that of a link stays the link's."""
    return Path(os.path.abspath(os.path.expanduser(path)))  # noqa: PTH100, PTH111 - resolve() would follow the link
