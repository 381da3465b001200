"""Sessions as CSV (RFC 4180): a row a session, or a row a stretch. What a column means never changes.

A spreadsheet takes a cell that begins with one of `=+-@`, a tab or a line break for a formula or runs it together with
the one before; text that begins so gets a `'` in front. Numbers are left alone.
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sciatica_stretch.core.side import Side
from sciatica_stretch.journal.rating import When
from sciatica_stretch.journal.record import SessionRecord, StretchRecord

Cell = str | int | float

_ACTS = frozenset("=+-@\t\r\n")
_BOTH = "both"  # sides at once


def _text(text: str) -> str:
    return f"'{text}" if text[:1] in _ACTS else text


def _texts(texts: Iterable[str], between: str) -> str:
    return _text(between.join(texts))


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _seconds(seconds: Iterable[float]) -> float:
    return round(sum(seconds), 3)  # as they are kept; sums of floats are not


def _held_on(session: SessionRecord, side: Side | None) -> float:
    return _seconds(stretch.held for stretch in session.stretches if stretch.side is side)


def _said(session: SessionRecord, when: When, what: str) -> Cell:
    """Return one answer of one moment; an empty cell where there is none, and never 0 for that."""
    for rating in session.ratings:
        if rating.when is when:
            answer: Cell | None = getattr(rating, what)
            return "" if answer is None else answer
    return ""


SESSION_COLUMNS: dict[str, Callable[[SessionRecord], Cell]] = {
    "id": lambda session: _text(session.id),
    "device": lambda session: _text(session.device),
    "routine": lambda session: _text(session.routine),
    "title": lambda session: _text(session.title),
    "routine_hash": lambda session: _text(session.routine_hash),
    "started_at": lambda session: session.started_at.isoformat(timespec="seconds"),
    "ended_at": lambda session: session.ended_at.isoformat(timespec="seconds"),
    "outcome": lambda session: session.outcome,
    "interrupted": lambda session: _flag(session.interrupted),
    "first_side": lambda session: session.options.first or "",
    "pace": lambda session: session.options.pace,
    "from_step": lambda session: _text(session.options.from_step),
    "only_steps": lambda session: _texts(session.options.only, ";"),
    "stretches": lambda session: len(session.stretches),
    "reached": lambda session: session.reached,
    "skipped": lambda session: sum(stretch.skipped for stretch in session.stretches),
    "hurt": lambda session: sum(stretch.hurt for stretch in session.stretches),
    "planned_seconds": lambda session: round(session.planned, 3),
    "held_seconds": lambda session: round(session.held, 3),
    "extended_seconds": lambda session: _seconds(stretch.extended for stretch in session.stretches),
    "adherence": lambda session: round(session.adherence, 4) if session.planned else "",
    "held_left_seconds": lambda session: _held_on(session, Side.LEFT),
    "held_right_seconds": lambda session: _held_on(session, Side.RIGHT),
    "held_both_seconds": lambda session: _held_on(session, None),
    "pauses": lambda session: len(session.pauses),
    "paused_seconds": lambda session: _seconds(pause.seconds for pause in session.pauses),
    "pain_before": lambda session: _said(session, When.BEFORE, "pain"),
    "reach_before": lambda session: _said(session, When.BEFORE, "reach"),
    "side_before": lambda session: _said(session, When.BEFORE, "side"),
    "pain_after": lambda session: _said(session, When.AFTER, "pain"),
    "reach_after": lambda session: _said(session, When.AFTER, "reach"),
    "side_after": lambda session: _said(session, When.AFTER, "side"),
    "pain_next_morning": lambda session: _said(session, When.NEXT_MORNING, "pain"),
    "reach_next_morning": lambda session: _said(session, When.NEXT_MORNING, "reach"),
    "side_next_morning": lambda session: _said(session, When.NEXT_MORNING, "side"),
    "notes": lambda session: _texts((note.text for note in session.notes), "\n"),
    "version": lambda session: _text(session.version),
}

HOLD_COLUMNS: dict[str, Callable[[SessionRecord, int, StretchRecord], Cell]] = {
    "session_id": lambda session, _number, _stretch: _text(session.id),
    "started_at": lambda session, _number, _stretch: session.started_at.isoformat(timespec="seconds"),
    "routine": lambda session, _number, _stretch: _text(session.routine),
    "number": lambda _session, number, _stretch: number,
    "step": lambda _session, _number, stretch: _text(stretch.step),
    "name": lambda _session, _number, stretch: _text(stretch.name),
    "side": lambda _session, _number, stretch: stretch.side or _BOTH,
    "set_number": lambda _session, _number, stretch: stretch.set_number,
    "kind": lambda _session, _number, stretch: stretch.kind,
    "planned_seconds": lambda _session, _number, stretch: stretch.planned,
    "held_seconds": lambda _session, _number, stretch: stretch.held,
    "extended_seconds": lambda _session, _number, stretch: stretch.extended,
    "skipped": lambda _session, _number, stretch: _flag(stretch.skipped),
    "hurt": lambda _session, _number, stretch: _flag(stretch.hurt),
}


def each_session(sessions: Iterable[SessionRecord]) -> Iterator[str]:
    """Yield the heading and a row a session."""
    row = _writer()
    yield row(SESSION_COLUMNS)
    cells = SESSION_COLUMNS.values()
    for session in sessions:
        yield row([cell(session) for cell in cells])


def each_hold(sessions: Iterable[SessionRecord]) -> Iterator[str]:
    """Yield the heading and a row a stretch of each session, in its order, also of those never reached."""
    row = _writer()
    yield row(HOLD_COLUMNS)
    cells = HOLD_COLUMNS.values()
    for session in sessions:
        for number, stretch in enumerate(session.stretches, start=1):
            yield row([cell(session, number, stretch) for cell in cells])


class _Returned:
    """A file that keeps nothing: what is written to it comes back."""

    @staticmethod
    def write(text: str) -> str:
        return text


def _writer() -> Callable[[Iterable[Any]], str]:
    """Return what makes one line of its cells; csv's writer returns what its file's `write` does."""
    return csv.writer(_Returned()).writerow
