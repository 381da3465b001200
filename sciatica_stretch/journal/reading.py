"""Reading the log: all files folded into one row of sessions, and what couldn't be read named.

Nothing is changed or deleted here, and nothing in a file is fatal: a torn line, the NUL bytes of a power
cut, a folder with a file's name. Sessions that the log lacks are read from their checkpoints.
"""

import os
import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import TypeVar

from sciatica_stretch import disk
from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.journal import corrections, entries, fields, record
from sciatica_stretch.journal.corrections import Correction, corrected
from sciatica_stretch.journal.entries import Begun, Entry, Later
from sciatica_stretch.journal.fold import fold_interrupted, in_order
from sciatica_stretch.journal.places import SUFFIX, checkpoint_folder, log_folder
from sciatica_stretch.journal.record import SessionRecord

TORN = "a torn line: its writing was cut off; the lines around it are whole"
_HEAD = b'{"format"'  # how all lines that are written here begin
_ESCAPE = re.compile(rb"\\.")

T = TypeVar("T")


@frozen
class LogProblem:
    """What could not be read, and why; `line` counts from 1 and is 0 where the whole file or folder is meant."""

    path: Path
    line: int
    reason: str


@frozen
class Reading:
    """What a data folder holds: the sessions, oldest first, and what could not be read."""

    sessions: tuple[SessionRecord, ...]
    problems: tuple[LogProblem, ...] = ()
    corrections: tuple[Correction, ...] = ()  # which are folded into the sessions already


def read(folder: Path) -> Reading:
    """Read the data folder; one that isn't there holds nothing.

    Of two sessions with one id the later line counts, files taken by name; but one put together from a
    checkpoint gives way to one that ended in its own time, wherever that stands.
    """
    problems: list[LogProblem] = []
    found: dict[str, SessionRecord] = {}
    by_id: dict[str, Correction] = {}
    # Checkpoints first: a session that ends meanwhile is then read twice, and not missed.
    for each in chain(_read_interrupted(folder, problems), read_log(folder, problems)):
        if isinstance(each, Correction):
            by_id[each.id] = each
            continue
        known = found.get(each.id)
        if known is None or known.interrupted or not each.interrupted:
            found[each.id] = each
    said: dict[str, list[Correction]] = {}
    for correction in by_id.values():
        said.setdefault(correction.session, []).append(correction)
    folded = (corrected(each, said[each.id]) if each.id in said else each for each in found.values())
    sessions = sorted((each for each in folded if each), key=lambda each: (each.started_at, each.id))
    return Reading(tuple(sessions), tuple(problems), tuple(by_id.values()))


def read_log(folder: Path, problems: list[LogProblem]) -> Iterator[SessionRecord | Correction]:
    """Yield what each line in the logs of all devices says, as often as it is in there."""
    for path in line_files(log_folder(folder), problems):
        try:
            with disk.opened(path) as fd:
                yield from _each(fd, path, from_line, problems)
        except OSError as error:
            problems.append(_unreadable(path, error))


def from_line(line: str) -> SessionRecord | Correction:
    """Return what a line of the log says. Raise ValueError with the reason where it can't be read."""
    found = fields.parse(line)
    fields.check_format(found)
    return corrections.from_row(found) if "entry" in found else record.from_row(found)


def read_checkpoint(fd: int, path: Path, problems: list[LogProblem]) -> tuple[Begun | None, list[Later]]:
    """Return how the session in *fd* began, or None, and what else is known of it."""
    begun, later = in_order(read_entries(fd, path, problems))
    if begun is None:
        problems.append(LogProblem(path, 0, "it doesn't say which session it is of"))
    return begun, later


def read_entries(fd: int, path: Path, problems: list[LogProblem]) -> Iterator[tuple[int, Entry | None]]:
    """Yield the entries of the checkpoint in *fd* with their numbers, as often as they are in there."""
    return _each(fd, path, entries.from_line, problems)


def line_files(folder: Path, problems: list[LogProblem]) -> list[Path]:
    """Return the files of *folder* that hold lines, by name; hidden ones are a sync engine's own."""
    try:
        paths = sorted(folder.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        problems.append(_unreadable(folder, error))
        return []
    return [path for path in paths if path.name.endswith(SUFFIX) and not path.name.startswith(".")]


def _read_interrupted(folder: Path, problems: list[LogProblem]) -> Iterator[SessionRecord]:
    for path in line_files(checkpoint_folder(folder), problems):
        try:
            with disk.opened(path) as fd:
                if not disk.try_lock(fd, shared=True):
                    continue  # alive
                if not os.fstat(fd).st_size:
                    continue  # killed while it was made: nothing had begun
                begun, later = read_checkpoint(fd, path, problems)
        except FileNotFoundError:
            continue  # it ended just now, and is in the log
        except OSError as error:
            problems.append(_unreadable(path, error))
        else:
            if begun:
                yield fold_interrupted(begun, later)


def _each(fd: int, path: Path, parse: Callable[[str], T], problems: list[LogProblem]) -> Iterator[T]:
    """Yield what *parse* makes of each line that has something in it, and name the lines it refuses."""
    for number, line in enumerate(disk.lines(fd), start=1):
        if not line.strip():
            continue
        try:
            yield parse(_text(line))
        except ValueError as error:
            problems.append(LogProblem(path, number, TORN if _is_torn(line) else str(error)))


def _is_torn(line: bytes) -> bool:
    """Return whether *line*, which can't be read, begins as ours do and never comes to its end.

    That it has no newline says nothing: the next session begins a line of its own, and gives it one.
    """
    line = line.strip().removeprefix(BOM_UTF8)
    pieces = _ESCAPE.sub(b"", line).split(b'"')  # what is outside and what is inside of quotes takes turns
    outside = b"".join(pieces[::2])
    unclosed = len(pieces) % 2 == 0 or outside.count(b"{") > outside.count(b"}")
    return unclosed and (line.startswith(_HEAD) or _HEAD.startswith(line))


def _text(line: bytes) -> str:
    """Return the text in *line*; an editor's byte order mark is no part of it."""
    if b"\0" in line:
        raise ValueError("it holds NUL bytes, as a power cut leaves them")
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("it is not UTF-8 text") from None


def _unreadable(path: Path, error: OSError) -> LogProblem:
    return LogProblem(path, 0, f"it can't be read: {error.strerror or error}")
