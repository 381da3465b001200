"""What each line of the log says of one session, before it is folded into one: for whoever asks how it came to be."""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from pathlib import Path

from sciatica_stretch.journal.corrections import Correction
from sciatica_stretch.journal.reading import LogProblem, read_interrupted, read_log
from sciatica_stretch.journal.record import SessionRecord

Said = SessionRecord | Correction


def history(folder: Path, beginning: str, problems: list[LogProblem]) -> dict[str, list[Said]]:
    """Return all that is said of the sessions whose ids start with *beginning*, by id, each in the order of time.

    Lines of sessions that are forgotten are among them, for as long as they stand somewhere.
    """
    found: dict[str, list[Said]] = {}
    for said in _everything(folder, problems):
        if (session := session_of(said)).startswith(beginning):
            found.setdefault(session, []).append(said)
    return {session: sorted(lines, key=said_at) for session, lines in found.items()}


def session_of(said: Said) -> str:
    """Return the id of the session that is spoken of."""
    return said.session if isinstance(said, Correction) else said.id


def said_at(said: Said) -> datetime:
    """Return when it was said: of a session's own line, when it ended."""
    return said.what.at if isinstance(said, Correction) else said.ended_at


def _everything(folder: Path, problems: list[LogProblem]) -> Iterator[Said]:
    return chain(read_interrupted(folder, problems), read_log(folder, problems))
