"""Sessions as iCalendar (RFC 5545): an event each. The same log gives the same bytes.

An event's UID is its session's id, so that a calendar that imports it again brings it up to date; DTSTAMP is when the
session was last said something of. Times are in UTC, so that no time zone has to be described.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import lru_cache

from msgspec import to_builtins

from sciatica_stretch.core import duration
from sciatica_stretch.core.text import visible
from sciatica_stretch.journal.record import SessionRecord
from sciatica_stretch.journal.scale import When

_TO_SECONDS = slice(len("2026-11-23T07:02:04"))
_MOST_BYTES = 75  # of a line, without its end
_clock = lru_cache(maxsize=1024)(duration.clock)  # of whole seconds, which come again and again
_MOMENTS = {When.BEFORE: "before", When.AFTER: "after", When.NEXT_MORNING: "next morning"}


def calendar(sessions: Iterable[SessionRecord]) -> Iterator[str]:
    """Yield a calendar with an event a session; nothing at all for no session, for an empty calendar is none."""
    head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//stretch//stretch//EN\r\n"
    for session in sessions:
        yield head + _event(session)
        head = ""
    if not head:
        yield "END:VCALENDAR\r\n"


def _event(session: SessionRecord) -> str:
    started, ended, said = session.started_at, session.ended_at, _utc(_last_said(session))
    end = f"DTEND:{_utc(ended)}\r\n" if ended > started else ""  # a clock can be set
    return (
        "BEGIN:VEVENT\r\n"
        f"{_folded(f'UID:{_escaped(session.id)}@stretch')}\r\n"
        f"DTSTAMP:{said}\r\n"
        f"LAST-MODIFIED:{said}\r\n"
        f"DTSTART:{_utc(started)}\r\n"
        f"{end}"
        f"{_summary(session.title)}\r\n"
        f"{_folded(f'DESCRIPTION:{_description(session)}')}\r\n"
        "CLASS:PRIVATE\r\n"  # how it hurts is nobody's business in a calendar that is shared
        "TRANSP:TRANSPARENT\r\n"
        "END:VEVENT\r\n"
    )


def _last_said(session: SessionRecord) -> datetime:
    last = session.ended_at
    for said in (session.ratings, session.notes):
        for each in said:
            last = max(last, each.at)
    return last


@lru_cache(maxsize=64)
def _summary(title: str) -> str:
    return _folded(f"SUMMARY:{_escaped(title)}")


def _description(session: SessionRecord) -> str:
    """Return what was done, how it hurt and what was noted, as a TEXT value."""
    reached = f"{session.reached} of {len(session.stretches)} stretches"
    held = f"{_clock(round(session.held))} held of {_clock(round(session.planned))} planned"
    pain = "\\, ".join([f"{_MOMENTS[each.when]} {each.pain}" for each in session.ratings if each.pain is not None])
    rated = f"\\nPain (0-10): {pain}" if pain else ""
    notes = "".join([f"\\n{_escaped(note.text)}" for note in session.notes])
    return f"{session.outcome.capitalize()}: {reached}\\, {held}{rated}{notes}"


def _utc(at: datetime) -> str:
    if at.tzinfo is not UTC:
        with suppress(OverflowError):  # in the first and the last hours there are
            at = at.astimezone(UTC)
    text: str = to_builtins(at)  # as `isoformat` has it, for a fifth of its price
    return f"{text[_TO_SECONDS].replace('-', '').replace(':', '')}Z"


def _escaped(text: str) -> str:
    """Return *text* as a TEXT value, in which a line break is written out and no other control stands."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text if text.isprintable() else "\\n".join(map(visible, text.splitlines()))


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
