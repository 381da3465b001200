"""Lines from elsewhere brought into the log: which of them have to be added so that all they say is in it, once.

No files and no clock. Lines are only ever added. What comes of it doesn't depend on the order in which several logs
are merged, nor on how often: see `joining`.
"""

import json
from collections.abc import Iterable
from uuid import UUID, uuid5

from msgspec import structs

from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.journal import corrections
from sciatica_stretch.journal.corrections import Correction, Forgotten
from sciatica_stretch.journal.joining import Said, bare, joined, said_in, supersedes, told
from sciatica_stretch.journal.record import SessionRecord, to_json

Line = SessionRecord | Correction
_NAMESPACE = UUID("6a1d3f52-7f4e-5c0b-9d1a-2f6c8e0b4a37")  # of ids made here; another one would make them all anew


@frozen(kw_only=True)
class Merge:
    """The *lines* to add, and how many sessions were new, had something new, had nothing new, or are forgotten."""

    lines: tuple[str, ...]
    new: int = 0
    more: int = 0
    known: int = 0
    forgotten: int = 0


def merge(here: Iterable[Line], coming: Iterable[Line], device: str) -> Merge:
    """Return what is to be added to the log *here*, by *device*, so that it has all of what is *coming*, too.

    A session that is forgotten in either of them is left out, and stays forgotten.
    """
    log, others = _Log(here), _Log(coming)
    lines: list[str] = []
    counts = {"new": 0, "more": 0, "known": 0, "forgotten": 0}
    for session in others.sessions:
        if session in log.forgotten or session in others.forgotten:
            missing = _tombstone(log, others, session)
            counts["forgotten"] += 1
        else:
            missing = _missing(log, others, session, device)
            if session in others.records:
                counts["new" if session not in log.records else "more" if missing else "known"] += 1
        lines += missing
    return Merge(lines=tuple(lines), **counts)


class _Log:
    """What a log's lines say of each session: the line that counts, and all that was said, by whom."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self.sessions: dict[str, None] = {}  # in the order of their lines
        self.records: dict[str, SessionRecord] = {}
        self.said: dict[str, dict[Said, Correction | None]] = {}
        self.forgotten: dict[str, Correction] = {}
        for line in lines:
            if isinstance(line, SessionRecord):
                self._take_session(line)
            else:
                self._take_correction(line)

    def _take_session(self, record: SessionRecord) -> None:
        self.sessions[record.id] = None
        known = self.records.get(record.id)
        self.records[record.id] = joined(record, known) if known else record
        said = self.said.setdefault(record.id, {})
        for each in said_in(record):
            said.setdefault(each, None)

    def _take_correction(self, correction: Correction) -> None:
        self.sessions[correction.session] = None
        if isinstance(correction.what, Forgotten):
            self.forgotten.setdefault(correction.session, correction)
            return
        said = self.said.setdefault(correction.session, {})
        if said.get(correction.what) is None:
            said[correction.what] = correction


def _tombstone(log: _Log, others: _Log, session: str) -> list[str]:
    """Return the line that says that *session* is forgotten, if the log hasn't one."""
    return [] if session in log.forgotten else [corrections.to_line(others.forgotten[session])]


def _missing(log: _Log, others: _Log, session: str, device: str) -> list[str]:
    """Return the lines of *session* that the log lacks."""
    lines = []
    known = set(log.said.get(session, ()))
    record, there = others.records.get(session), log.records.get(session)
    if record and not (there and (bare(record) == bare(there) or supersedes(bare(there), bare(record)))):
        new = told(record, (each for each in said_in(record) if each not in known))
        lines.append(to_json(new))
        known.update(said_in(new))
    for what, correction in others.said.get(session, {}).items():
        if what not in known:
            lines.append(corrections.to_line(correction or _made(session, what, device)))
    return lines


def _made(session: str, what: Said, device: str) -> Correction:
    """Return *what* stood in a session's line as a correction; its id is the same wherever and whenever it is made.

    So what the id is made of is spelt here once and for all, however the log comes to spell it.
    """
    fields = structs.asdict(what) | {"at": what.at.isoformat()}
    said = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    name = f"{session} {said}".encode("utf-8", "surrogatepass").hex()
    return Correction(id=str(uuid5(_NAMESPACE, name)), session=session, device=device, what=what)
