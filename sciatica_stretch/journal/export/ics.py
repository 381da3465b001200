"""Sessions as iCalendar (RFC 5545): an event each. The same log gives the same bytes.

An event's UID is its session's id, so that a calendar that imports it again brings it up to date; DTSTAMP is when the
session was last said something of. Times are in UTC, so that no time zone has to be described.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime

from sciatica_stretch.core.duration import clock
from sciatica_stretch.core.text import visible
from sciatica_stretch.journal.rating import When
from sciatica_stretch.journal.record import SessionRecord

_MOST_BYTES = 75  # of a line, without its end
_MOMENTS = {When.BEFORE: "before", When.AFTER: "after", When.NEXT_MORNING: "next morning"}


def calendar(sessions: Iterable[SessionRecord]) -> Iterator[str]:
    """Yield a calendar with an event a session; nothing at all for no session, for an empty calendar is none."""
    head = _lines("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//stretch//stretch//EN")
    for session in sessions:
        yield head + _event(session)
        head = ""
    if not head:
        yield _lines("END:VCALENDAR")


def _event(session: SessionRecord) -> str:
    ended = [f"DTEND:{_utc(session.ended_at)}"] if session.ended_at > session.started_at else []  # a clock can be set
    said = _utc(_last_said(session))
    return _lines(
        "BEGIN:VEVENT",
        f"UID:{_escaped(session.id)}@stretch",
        f"DTSTAMP:{said}",
        f"LAST-MODIFIED:{said}",
        f"DTSTART:{_utc(session.started_at)}",
        *ended,
        f"SUMMARY:{_escaped(session.title)}",
        f"DESCRIPTION:{_escaped(_description(session))}",
        "CLASS:PRIVATE",  # how it hurts is nobody's business in a calendar that is shared
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    )


def _last_said(session: SessionRecord) -> datetime:
    said = [*(rating.at for rating in session.ratings), *(note.at for note in session.notes)]
    return max([session.ended_at, *said])


def _description(session: SessionRecord) -> str:
    done = f"{session.outcome.capitalize()}: {session.reached} of {len(session.stretches)} stretches"
    held = f"{clock(session.held)} held of {clock(session.planned)} planned"
    pain = [f"{_MOMENTS[each.when]} {each.pain}" for each in session.ratings if each.pain is not None]
    rated = [f"Pain (0-10): {', '.join(pain)}"] if pain else []
    return "\n".join([f"{done}, {held}", *rated, *(note.text for note in session.notes)])


def _utc(at: datetime) -> str:
    with suppress(OverflowError):  # in the first and the last hours there are
        at = at.astimezone(UTC)
    return at.isoformat()[:19].replace("-", "").replace(":", "") + "Z"


def _escaped(text: str) -> str:
    """Return *text* as a TEXT value, in which a line break is written out and no other control stands."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(map(visible, text.splitlines()))


def _lines(*lines: str) -> str:
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _folded(line: str) -> str:
    """Return *line* broken so that no part has more than 75 bytes of UTF-8; what goes on begins with a blank."""
    if not line.isascii():
        return "\r\n ".join(_parts(line))
    if len(line) <= _MOST_BYTES:
        return line
    rest = range(_MOST_BYTES, len(line), _MOST_BYTES - 1)
    return "\r\n ".join([line[:_MOST_BYTES], *(line[at : at + _MOST_BYTES - 1] for at in rest)])


def _parts(line: str) -> list[str]:
    """Return *line* in parts that break no character in two."""
    parts = [""]
    room = _MOST_BYTES
    for character in line:
        size = len(character.encode("utf-8", "backslashreplace"))
        if size > room:
            parts.append("")
            room = _MOST_BYTES - 1
        parts[-1] += character
        room -= size
    return parts
