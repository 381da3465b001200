"""Sessions as JSON, lossless: each in the words of docs/log-format.md, with what was said of it later folded in."""

from collections.abc import Iterable, Iterator

from sciatica_stretch.journal.record import SessionRecord, to_json


def each_line(sessions: Iterable[SessionRecord]) -> Iterator[str]:
    """Yield a line a session, which is read back as an equal one."""
    for session in sessions:
        yield to_json(session) + "\n"


def array(sessions: Iterable[SessionRecord]) -> Iterator[str]:
    """Yield one array of the same objects, each on a line of its own."""
    before = "[\n"
    for session in sessions:
        yield before + to_json(session)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"
