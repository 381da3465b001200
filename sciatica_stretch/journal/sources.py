"""Logs from elsewhere, read: another data folder, another device's file, or what `stretch export` wrote.

Nothing in a file is fatal and nothing in it is taken on trust: what can't be read is named with its line.
"""

import json
from codecs import BOM_UTF8
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from sciatica_stretch import disk
from sciatica_stretch.journal import corrections, fields, record
from sciatica_stretch.journal.corrections import Correction
from sciatica_stretch.journal.line_reader import read_line
from sciatica_stretch.journal.lines import text_of
from sciatica_stretch.journal.places import SUFFIX, checkpoint_folder, log_folder
from sciatica_stretch.journal.reading import (
    LogProblem,
    line_files,
    read_interrupted,
    read_lines,
    read_log,
    reason_for,
    unreadable,
)
from sciatica_stretch.journal.record import SessionRecord

Line = SessionRecord | Correction


def is_log(path: Path) -> bool:
    """Return whether *path* could hold one: a file, a data folder, or a folder of logs."""
    if not path.is_dir():
        return path.exists()
    return log_folder(path).is_dir() or checkpoint_folder(path).is_dir() or bool(line_files(path, []))


def read_source(path: Path, problems: list[LogProblem]) -> Iterator[Line]:
    """Yield what each line of the file or in the folder at *path* says."""
    if not path.is_dir():
        return _read_file(path, problems)
    if log_folder(path).is_dir() or checkpoint_folder(path).is_dir():
        return chain(read_interrupted(path, problems), read_log(path, problems))
    return chain.from_iterable(read_lines(each, read_line, problems) for each in line_files(path, problems))


def _read_file(path: Path, problems: list[LogProblem]) -> Iterator[Line]:
    if path.suffix != SUFFIX and _is_array(path, problems):
        return _read_array(path, problems)
    return read_lines(path, read_line, problems)


def _is_array(path: Path, problems: list[LogProblem]) -> bool:
    """Return whether the first line of the file at *path* that has something in it begins a list."""
    try:
        with disk.opened(path) as fd:
            return next(filter(None, map(_bare, disk.lines(fd))), b"").startswith(b"[")
    except OSError as error:
        problems.append(unreadable(path, error))
        return False


def _read_array(path: Path, problems: list[LogProblem]) -> Iterator[Line]:
    """Yield what the objects of a list say; where it is cut off, of those that have a line of their own."""
    content = path.read_bytes()
    try:
        rows = json.loads(text_of(content))
    except (ValueError, RecursionError):
        yield from _read_pieces(path, content, problems)
        return
    for number, row in enumerate(rows, start=1):
        try:
            yield _said(row)
        except ValueError as error:
            problems.append(LogProblem(path, 0, f"its entry {number}: {error}"))


def _read_pieces(path: Path, content: bytes, problems: list[LogProblem]) -> Iterator[Line]:
    for number, line in enumerate(content.split(b"\n"), start=1):
        piece = _bare(line).removeprefix(b"[").removesuffix(b"]").strip().removesuffix(b",")
        if not piece:
            continue
        try:
            yield _said(fields.parse(text_of(piece)))
        except ValueError as error:
            problems.append(LogProblem(path, number, reason_for(piece, error)))


def _bare(line: bytes) -> bytes:
    """Return *line* without blanks around it, or an editor's byte order mark before it."""
    return line.strip(BOM_UTF8 + b" \t\r\n")


def _said(value: object) -> Line:
    row = fields.row(value)
    fields.check_format(row)
    return corrections.from_row(row) if "entry" in row else record.from_row(row)
