"""Reading the log as it goes by: one session at a time, in memory that does not grow with the log.

Two walks. The first one keeps which lines speak of which session (`index`). The second one reads each session's line,
and there and then the few others that speak of it: ratings, notes, a second line.
"""

from bisect import bisect
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from heapq import merge
from operator import itemgetter
from pathlib import Path

from sciatica_stretch import disk
from sciatica_stretch.journal.corrections import Correction, corrected
from sciatica_stretch.journal.index import Index, encoded
from sciatica_stretch.journal.joining import joined, supersedes
from sciatica_stretch.journal.line_reader import read_line
from sciatica_stretch.journal.places import log_folder
from sciatica_stretch.journal.reading import (
    LogProblem,
    line_files,
    read_interrupted,
    reason_for,
    unreadable,
)
from sciatica_stretch.journal.record import SessionRecord

_Said = list[Correction]
_Rivals = list[tuple[int, SessionRecord]]  # lines for one session, with their places

_FROM_CHECKPOINT = -1  # the place of a session that is in no log


def stream(folder: Path, problems: list[LogProblem]) -> Iterator[SessionRecord]:
    """Yield the sessions that `read` would find, with what was said of them folded in.

    They come in the order of their lines, those of several devices merged by time: oldest first as long as each file
    is. To have them so for certain, sort them. What can't be read is put into *problems* as it is come upon. What is
    written meanwhile is not read.
    """
    with ExitStack() as opened:
        # Checkpoints first: a session that ends meanwhile is then read twice, and not missed.
        yield from _Walk(folder, problems, opened).sessions()


class _File:
    """One device's log, open and as long as it was when it was opened; it has its lines' places in the whole log."""

    def __init__(self, path: Path, fd: int, begins: int) -> None:
        size = disk.size(fd)
        self.path = path
        self.begins = begins
        self.ends = begins + size
        self.lines = disk.Lines(fd, size)


class _Walk:
    """The two walks over one log, and what the first one found for the second."""

    def __init__(self, folder: Path, problems: list[LogProblem], opened: ExitStack) -> None:
        self._problems = problems
        self._index = Index()
        self._interrupted: dict[str, SessionRecord] = {}
        for each in read_interrupted(folder, problems):
            known = self._interrupted.get(each.id)
            self._interrupted[each.id] = joined(each, known) if known else each
        self._files = self._open(folder, opened)
        self._ends = [file.ends for file in self._files]
        self._winners: dict[str, int] = {}  # of the sessions with several lines, which place counts
        self._done: set[int] = set()  # the places of corrections that were read ahead of their turn

    def sessions(self) -> Iterator[SessionRecord]:
        """Yield each session that counts, whole."""
        if len(self._files) == 1 and not self._interrupted:
            yield from self._from_log(self._files[0])
        else:
            yield from merge(self._from_checkpoints(), *map(self._from_log, self._files), key=_in_time)

    def _open(self, folder: Path, opened: ExitStack) -> list[_File]:
        """Open all logs and walk over them once."""
        files: list[_File] = []
        for path in line_files(log_folder(folder), self._problems):
            try:
                file = _File(path, opened.enter_context(disk.opened(path)), files[-1].ends if files else 0)
                for at, line in file.lines:
                    self._index.add(line, file.begins + at)
                files.append(file)
            except OSError as error:
                self._problems.append(unreadable(path, error))
        self._index.sort()
        return files

    def _from_checkpoints(self) -> Iterator[SessionRecord]:
        for record in sorted(self._interrupted.values(), key=_in_time):
            if session := self._whole(record, _FROM_CHECKPOINT):
                yield session

    def _from_log(self, file: _File) -> Iterator[SessionRecord]:
        try:
            for number, (at, line) in enumerate(file.lines, start=1):
                place = file.begins + at
                if place in self._done:
                    self._done.remove(place)
                    continue
                try:
                    said = read_line(line)
                except ValueError as error:
                    if line.strip():
                        self._problems.append(LogProblem(file.path, number, reason_for(line, error)))
                    continue
                if isinstance(said, SessionRecord) and (session := self._whole(said, place)):
                    yield session
        except OSError as error:
            self._problems.append(unreadable(file.path, error))

    def _whole(self, record: SessionRecord, place: int) -> SessionRecord | None:
        """Return *record* with its corrections; None where another line counts for it or it is forgotten."""
        places = self._index.places(encoded(record.id))
        if places == [place] and record.id not in self._interrupted:
            return record
        if self._winners.get(record.id, place) != place:
            return None
        said, rivals = self._family(record, place, places)
        if rivals:
            self._winners[record.id] = _winner(sorted([*rivals, (place, record)], key=itemgetter(0)))
            if self._winners[record.id] != place:
                return None
            for _, rival in rivals:
                record = joined(record, rival)
        return corrected(record, said) if said else record

    def _family(self, record: SessionRecord, place: int, places: list[int]) -> tuple[_Said, _Rivals]:
        """Return what the lines at *places* but that of *record* say of its session."""
        said: _Said = []
        rivals: _Rivals = []
        if record.id in self._interrupted and place != _FROM_CHECKPOINT:
            rivals.append((_FROM_CHECKPOINT, self._interrupted[record.id]))
        for each in places:
            if each == place:
                continue
            file = self._files[bisect(self._ends, each)]
            try:
                what = read_line(file.lines.at(each - file.begins))
            except (ValueError, OSError):
                continue  # when its turn comes, it is named
            if isinstance(what, Correction):
                if what.session == record.id:
                    said.append(what)
                    if file.begins <= place < each:
                        self._done.add(each)  # its turn is still to come
            elif what.id == record.id:
                rivals.append((each, what))
        return said, rivals


def _winner(rivals: _Rivals) -> int:
    """Return the place of the line that counts, of those of one session in the order of places."""
    place, counts = rivals[0]
    for each, record in rivals[1:]:
        if supersedes(record, counts):
            place, counts = each, record
    return place


def _in_time(record: SessionRecord) -> tuple[datetime, str]:
    return record.started_at, record.id
