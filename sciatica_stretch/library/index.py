"""What a list says of each routine, kept between runs so that no file is parsed twice.

What is kept of a file counts only while the file has the very stamp it had before it was read: size, times and inode.
It is kept only where the file had been left alone for a while by then, for an edit right after the reading could
leave the same times behind, whose grain may be as coarse as two seconds. (git calls such an entry racily clean.)
An index that is torn, of another version or not ours is as good as none: it is made again.
"""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from zlib import crc32

from sciatica_stretch import __version__
from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.errors import StretchError
from sciatica_stretch.library import shelf
from sciatica_stretch.library.hands import with_many_hands

_GRAIN_NS = 2_000_000_000  # of the times on a FAT disk; elsewhere it is a few milliseconds

Stamp = list[int]
Row = list[Any]  # a stamp and a summary, as JSON has them
Rows = Mapping[str, Row]  # by path


@frozen
class Summary:
    """What a list says of a routine; of one that can't be used, only how many *problems* it has or what stops it."""

    title: str = ""
    seconds: float = 0.0
    equipment: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    problems: int = 0
    unreadable: str = ""  # a sentence; nothing in the file, so it isn't kept


def summaries(routines: Sequence[shelf.Found], file: Path, at: int) -> list[Summary]:
    """Return what there is to say of each of *routines*, and keep it in the index at *file* for the next time.

    *at* is the time now, in nanoseconds since 1970.
    """
    known = _read(file)
    stamps = {str(routine.path): _stamp(routine.path) for routine in routines}
    kept = {path: row for path, row in known.items() if row[0] == stamps.get(path)}
    unknown = [routine for routine in routines if str(routine.path) not in kept]
    read = {
        str(routine.path): said for routine, said in zip(unknown, with_many_hands(_read_routine, unknown), strict=True)
    }
    for path, said in read.items():
        stamp = stamps[path]
        if stamp and max(stamp[1:3]) + _GRAIN_NS < at and not said.unreadable:
            kept[path] = _to_row(stamp, said)
    if kept != known:
        _write(file, kept)
    return [read.get(path) or _from_row(kept[path]) for path in stamps]


def _stamp(path: Path) -> Stamp | None:
    """Return what changes about a file with its content; the second of the times can't be set back by anyone."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return [stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino]


def _read_routine(routine: shelf.Found) -> Summary:
    from sciatica_stretch.core.timeline import unroll  # noqa: PLC0415 - with an index, nothing is unrolled
    from sciatica_stretch.library.problems import RoutineError  # noqa: PLC0415 - likewise

    try:
        plan, _ = shelf.load(routine)
    except RoutineError as error:
        return Summary(problems=len(error.problems))
    except StretchError as error:
        return Summary(unreadable=error.message)
    return Summary(plan.title, unroll(plan).seconds, plan.equipment, plan.optional, plan.tags)


def _to_row(stamp: Stamp, said: Summary) -> Row:
    lists = (list(said.equipment), list(said.optional), list(said.tags))
    return [stamp, said.title, said.seconds, *lists, said.problems]


def _from_row(row: Row) -> Summary:
    _, title, seconds, equipment, optional, tags, problems = row
    return Summary(title, seconds, tuple(equipment), tuple(optional), tuple(tags), problems)


def _read(file: Path) -> Rows:
    """Return the rows of the index, or none where there is no index, or none that this version wrote whole."""
    try:
        head, _, body = file.read_bytes().partition(b"\n")
    except OSError:
        return {}
    rows: Rows = json.loads(body) if head == _head(body) else {}
    return rows


def _write(file: Path, rows: Rows) -> None:
    from sciatica_stretch import disk  # noqa: PLC0415 - mostly there is nothing to write

    body = json.dumps(rows, separators=(",", ":")).encode()
    with suppress(OSError):  # without an index the next list is slower, and as right
        disk.replace(file, b"%s\n%s" % (_head(body), body))


def _head(body: bytes) -> bytes:
    """Return the first line of an index: who wrote it, and the sum of the rest."""
    return f"stretch {__version__} routines {crc32(body):08x}".encode()
