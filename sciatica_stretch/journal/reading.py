"""Reading the log: its files and checkpoints, line by line, and what couldn't be read named.

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
from sciatica_stretch.journal import entries
from sciatica_stretch.journal.corrections import Correction, corrected
from sciatica_stretch.journal.entries import Begun, Entry, Later
from sciatica_stretch.journal.fold import fold_interrupted, in_order
from sciatica_stretch.journal.joining import joined
from sciatica_stretch.journal.lines import text_of
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
    """Return all that the data folder holds; one that isn't there holds nothing.

    No command reads so, for it takes as much memory as the log is long: they go by `stream`. This is the plain way, and
    tests hold the other one to it. Of two sessions with one id the one that says more counts: see `joining`.
    """
    problems: list[LogProblem] = []
    found: dict[str, SessionRecord] = {}
    said: dict[str, dict[Correction, None]] = {}
    # Checkpoints first: a session that ends meanwhile is then read twice, and not missed.
    for each in chain(read_interrupted(folder, problems), read_log(folder, problems)):
        if isinstance(each, Correction):
            said.setdefault(each.session, {})[each] = None
        else:
            found[each.id] = joined(each, found[each.id]) if each.id in found else each
    folded = (corrected(each, said[each.id]) if each.id in said else each for each in found.values())
    sessions = sorted((each for each in folded if each), key=lambda each: (each.started_at, each.id))
    return Reading(tuple(sessions), tuple(problems), tuple(chain.from_iterable(said.values())))


def read_log(folder: Path, problems: list[LogProblem]) -> Iterator[SessionRecord | Correction]:
    """Yield what each line in the logs of all devices says, as often as it is in there."""
    from sciatica_stretch.journal.line_reader import read_line  # noqa: PLC0415 - most starts read no log

    for path in line_files(log_folder(folder), problems):
        yield from read_lines(path, read_line, problems)


def read_lines(path: Path, read_line: Callable[[bytes], T], problems: list[LogProblem]) -> Iterator[T]:
    """Yield what *read_line* makes of each line of the file at *path*."""
    try:
        with disk.opened(path) as fd:
            yield from _each(fd, path, read_line, problems)
    except OSError as error:
        problems.append(unreadable(path, error))


def read_checkpoint(fd: int, path: Path, problems: list[LogProblem]) -> tuple[Begun | None, list[Later]]:
    """Return how the session in *fd* began, or None, and what else is known of it."""
    begun, later = in_order(read_entries(fd, path, problems))
    if begun is None:
        problems.append(LogProblem(path, 0, "it doesn't say which session it is of"))
    return begun, later


def read_entries(fd: int, path: Path, problems: list[LogProblem]) -> Iterator[tuple[int, Entry | None]]:
    """Yield the entries of the checkpoint in *fd* with their numbers, as often as they are in there."""
    return _each(fd, path, lambda line: entries.from_line(text_of(line)), problems)


def line_files(folder: Path, problems: list[LogProblem]) -> list[Path]:
    """Return the files of *folder* that hold lines, by name; hidden ones are a sync engine's own."""
    try:
        paths = sorted(folder.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        problems.append(unreadable(folder, error))
        return []
    return [path for path in paths if path.name.endswith(SUFFIX) and not path.name.startswith(".")]


def read_interrupted(folder: Path, problems: list[LogProblem]) -> Iterator[SessionRecord]:
    """Yield the sessions of which there are checkpoints and that are not alive, whether the log has them or not."""
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
            problems.append(unreadable(path, error))
        else:
            if begun:
                yield fold_interrupted(begun, later)


def _each(fd: int, path: Path, parse: Callable[[bytes], T], problems: list[LogProblem]) -> Iterator[T]:
    """Yield what *parse* makes of each line that has something in it, and name the lines it refuses."""
    for number, line in enumerate(disk.lines(fd), start=1):
        if not line.strip():
            continue
        try:
            yield parse(line)
        except ValueError as error:
            problems.append(LogProblem(path, number, reason_for(line, error)))


def reason_for(line: bytes, error: ValueError) -> str:
    """Return why *line*, of which *error* tells, can't be read."""
    return TORN if _is_torn(line) else str(error)


def _is_torn(line: bytes) -> bool:
    """Return whether *line*, which can't be read, begins as ours do and never comes to its end.

    That it has no newline says nothing: the next session begins a line of its own, and gives it one.
    """
    line = line.strip().removeprefix(BOM_UTF8)
    pieces = _ESCAPE.sub(b"", line).split(b'"')  # what is outside and what is inside of quotes takes turns
    outside = b"".join(pieces[::2])
    unclosed = len(pieces) % 2 == 0 or outside.count(b"{") > outside.count(b"}")
    return unclosed and (line.startswith(_HEAD) or _HEAD.startswith(line))


def unreadable(path: Path, error: OSError) -> LogProblem:
    """Return that the file or folder at *path* can't be read."""
    return LogProblem(path, 0, f"it can't be read: {error.strerror or error}")
