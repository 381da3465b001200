"""Where routines stand: found by name in folders of which the earlier ones win, or by the path of a file.

Nothing here reads YAML until a routine is loaded: the shell's completion only wants names.
"""

import os
import stat
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.core.text import closest, visible
from sciatica_stretch.errors import StorageError, UnknownRoutineError

if TYPE_CHECKING:
    from sciatica_stretch.core.routine import Routine

YOURS, BUNDLED, GIVEN = "yours", "bundled", "file"  # origins; those of further folders are the folders' names
ENDINGS = (".yaml", ".yml")  # in a folder that has both for one name, the first is used
_SHOWN = 100  # characters of a name that nothing has
_SEE_LIST = '"stretch list" shows them all.'


@frozen
class Folder:
    """A place for routines; *origin* is a word for it, *hidden* are the names of those in it to leave out."""

    path: Path
    origin: str
    hidden: frozenset[str] = frozenset()


@frozen
class Found:
    """A routine file that may be loaded; *origin* is its folder's, or "file" where a path was given."""

    name: str
    path: Path
    origin: str
    shadows: tuple[str, ...] = ()  # the origins of others of this name that stand behind it
    hidden: bool = False


def bundled_folder() -> Path:
    """Return the folder of the routines that come with the program, installed or in its source tree."""
    package = Path(__file__).parent.parent
    installed = package / "routines"
    return installed if installed.is_dir() else package.parent / "routines"


def find(name: str, folders: Sequence[Folder]) -> Found:
    """Return the routine called *name*, or the file at that path if it looks like one and exists.

    Names are compared with what the folders hold and never joined to a path. Raise UnknownRoutineError for a
    name that nothing has or that is hidden, StorageError for a folder that can't be read.
    """
    looks_like_path = any(mark and mark in name for mark in (os.sep, os.altsep)) or name.endswith(ENDINGS)
    if looks_like_path and os.path.exists(name):  # noqa: PTH110 - unlike Path.exists, it takes any text
        path = Path(name)
        return Found(path.stem, path, GIVEN)
    known = each(folders, hidden=True)
    for found in known:
        if found.name == name:
            return _seen(found)
    names = [found.name for found in known if not found.hidden]
    raise _no_file(name, names) if looks_like_path else _no_routine(name, names)


def each(folders: Iterable[Folder], *, hidden: bool = False) -> list[Found]:
    """Return what the folders hold, by name, leaving out what an earlier folder has, too, and what is *hidden*.

    A folder that doesn't exist is empty. Raise StorageError for one that can't be read.
    """
    by_name: dict[str, Found] = {}
    for folder in folders:
        for found in _inside(folder):
            if found.hidden and not hidden:
                continue
            front = by_name.get(found.name)
            by_name[found.name] = replace(front, shadows=(*front.shadows, found.origin)) if front else found
    return [by_name[name] for name in sorted(by_name)]


def load(found: Found) -> "tuple[Routine, bytes]":
    """Return the routine and the bytes it was read from.

    Raise RoutineError for what is wrong in it, UnknownRoutineError if it is gone, StorageError if it can't be read.
    """
    from sciatica_stretch.library.parser import parse  # noqa: PLC0415 - completion has no use for YAML

    content = read(found.path)
    return parse(content, str(found.path), found.name), content


def fingerprint(content: bytes) -> str:
    """Return "sha256:…" of a routine's bytes: two sessions with the same one had the same plan."""
    from hashlib import sha256  # noqa: PLC0415 - takes longer to import than the first picture to draw

    return f"sha256:{sha256(content).hexdigest()}"


def _seen(found: Found) -> Found:
    if found.hidden:
        message = f"The bundled routine {found.name!r} is hidden."
        raise UnknownRoutineError(message, f"Bring it back with: stretch remove --undo {found.name}")
    return found


def _inside(folder: Folder) -> list[Found]:
    try:
        paths = _files_in(folder.path)
    except FileNotFoundError:
        return []
    except OSError as error:
        message = f"The routines in {visible(str(folder.path))} can't be read: {_reason(error)}."
        raise StorageError(message, "Check that it is a folder and that you may read it.") from error
    paths.sort(key=lambda path: ENDINGS.index(path.suffix), reverse=True)
    by_name = {path.stem: path for path in paths if not path.name.startswith(".")}
    return [Found(name, path, folder.origin, hidden=name in folder.hidden) for name, path in by_name.items()]


def _files_in(folder: Path) -> list[Path]:
    with os.scandir(folder) as entries:
        return [Path(entry.path) for entry in entries if entry.name.endswith(ENDINGS) and _is_file(entry)]


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:  # a link that leads to itself, say
        return False


def read(path: Path) -> bytes:
    """Return the content of a regular file, a byte more than is allowed at most."""
    from sciatica_stretch.library.encoding import MOST_BYTES  # noqa: PLC0415 - see load

    shown = visible(str(path))
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise UnknownRoutineError(f"{shown} is a folder, not a routine.", "Give the path of a file inside it.")
        if not stat.S_ISREG(mode):  # opening a pipe would wait for ever
            raise StorageError(f"{shown} is not an ordinary file.", "Give the path of a routine's YAML file.")
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise UnknownRoutineError(f"There is no file {shown}.", "Check the path.") from error
    except OSError as error:
        message = f"{shown} can't be read: {_reason(error)}."
        raise StorageError(message, "Check that you may read it.") from error


def _no_routine(name: str, names: Sequence[str]) -> UnknownRoutineError:
    guess = closest(name, names)
    if not guess:
        guess = f"There are {', '.join(map(visible, names))}; {_SEE_LIST}" if names else "There are none at all."
    return UnknownRoutineError(f"There is no routine {visible(name)[:_SHOWN]!r}.", guess)


def _no_file(path: str, names: Sequence[str]) -> UnknownRoutineError:
    folder, file = os.path.split(path)
    stem = file.removesuffix(".yaml").removesuffix(".yml")
    beside: list[Path] = []
    with suppress(OSError, ValueError):  # the latter for a path that no file can have
        beside = [other for other in _files_in(Path(folder)) if closest(stem, [other.stem])]
    guess = closest(path, map(str, beside)) or closest(stem, names)
    hint = guess or f"Check the path, or give the name of a routine: {_SEE_LIST}"
    return UnknownRoutineError(f"There is no file {visible(path)[:_SHOWN]!r}.", hint)


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
