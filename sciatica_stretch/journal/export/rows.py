"""Sessions as CSV (RFC 4180): a row a session, or a row a stretch. What a column means never changes.

A spreadsheet takes a cell that begins with one of `=+-@`, a tab or a line break for a formula or runs it together with
the one before; text that begins so gets a `'` in front. Numbers are left alone.
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any

from msgspec import to_builtins

from sciatica_stretch.core.side import Side
from sciatica_stretch.journal.record import SessionRecord, StretchRecord
from sciatica_stretch.journal.scale import When

Cell = str | int | float

_ACTS = frozenset("=+-@\t\r\n")
_END = "\r\n"  # of a row
_BOTH = "both"  # sides at once
_LEFT = Side.LEFT  # bound once: to look a member up takes longer than to compare it
_MOMENTS = tuple(When)


SESSION_COLUMNS = (
    *("id", "device", "routine", "title", "routine_hash", "started_at", "ended_at", "outcome", "interrupted"),
    *("first_side", "pace", "from_step", "only_steps"),
    *("stretches", "reached", "skipped", "hurt", "planned_seconds", "held_seconds", "extended_seconds", "adherence"),
    *("held_left_seconds", "held_right_seconds", "held_both_seconds", "pauses", "paused_seconds"),
    *("pain_before", "reach_before", "side_before", "pain_after", "reach_after", "side_after"),
    *("pain_next_morning", "reach_next_morning", "side_next_morning", "notes", "version"),
)
HOLD_COLUMNS = (
    *("session_id", "started_at", "routine", "number", "step", "name", "side", "set_number", "kind"),
    *("planned_seconds", "held_seconds", "extended_seconds", "skipped", "hurt"),
)


def each_session(sessions: Iterable[SessionRecord]) -> Iterator[str]:
    """Yield the heading and a row a session."""
    row = _writer()
    yield row(SESSION_COLUMNS)
    for session in sessions:
        options = session.options
        yield row(
            [
                *(_text(session.id), _text(session.device), _text(session.routine), _text(session.title)),
                *(_text(session.routine_hash), _time(session.started_at), _time(session.ended_at)),
                *(session.outcome, _flag(session.interrupted), options.first or "", options.pace),
                *(_text(options.from_step), _text(";".join(options.only))),
                *_done(session),
                *(len(session.pauses), _seconds(sum(pause.seconds for pause in session.pauses))),
                *_said(session),
                *(_text("\n".join([note.text for note in session.notes])), _text(session.version)),
            ]
        )


def each_hold(sessions: Iterable[SessionRecord]) -> Iterator[str]:
    """Yield the heading and a row a stretch of each session, in its order, also of those never reached."""
    row = _writer()
    yield row(HOLD_COLUMNS)
    for session in sessions:
        begins = row([_text(session.id), _time(session.started_at), _text(session.routine)]).removesuffix(_END)
        if session.stretches:
            rows = enumerate(map(_hold, session.stretches), start=1)
            yield "".join([f"{begins},{number},{hold}" for number, hold in rows])


@lru_cache(maxsize=2048)
def _hold(stretch: StretchRecord) -> str:
    """Return the cells from `step` to the line's end; most stretches stand in many sessions just so."""
    return _writer()(
        [
            *(_text(stretch.step), _text(stretch.name), stretch.side or _BOTH, stretch.set_number),
            *(stretch.kind, stretch.planned, stretch.held, stretch.extended),
            *(_flag(stretch.skipped), _flag(stretch.hurt)),
        ]
    )


def _done(session: SessionRecord) -> list[Cell]:
    """Return the cells from `stretches` to `held_both_seconds`, all of one walk over the stretches."""
    planned = extended = left = right = both = 0.0
    reached = skipped = hurt = 0
    for stretch in session.stretches:
        planned += stretch.planned
        extended += stretch.extended
        reached += stretch.held > 0
        skipped += stretch.skipped
        hurt += stretch.hurt
        if stretch.side is None:
            both += stretch.held
        elif stretch.side == _LEFT:
            left += stretch.held
        else:
            right += stretch.held
    held = left + right + both
    return [
        *(len(session.stretches), reached, skipped, hurt, _seconds(planned), _seconds(held), _seconds(extended)),
        round(held / planned, 4) if planned else "",
        *(_seconds(left), _seconds(right), _seconds(both)),
    ]


def _said(session: SessionRecord) -> list[Cell]:
    """Return pain, reach and side of each moment; an empty cell where there is no answer, and never 0 for that."""
    ratings = {rating.when: rating for rating in session.ratings}
    cells: list[Cell] = []
    for when in _MOMENTS:
        rating = ratings.get(when)
        if rating is None:
            cells += ("", "", "")
        else:
            cells += ("" if rating.pain is None else rating.pain, rating.reach or "", rating.side or "")
    return cells


def _text(text: str) -> str:
    return f"'{text}" if text[:1] in _ACTS else text


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _seconds(seconds: float) -> float:
    return round(seconds, 3)  # as they are kept; sums of floats are not


def _time(at: datetime) -> str:
    text: str = to_builtins(at.replace(microsecond=0) if at.microsecond else at)  # `isoformat`, for less
    return text


class _Returned:
    """A file that keeps nothing: what is written to it comes back."""

    @staticmethod
    def write(text: str) -> str:
        return text


def _writer() -> Callable[[Iterable[Any]], str]:
    """Return what makes one line of its cells; csv's writer returns what its file's `write` does."""
    return csv.writer(_Returned()).writerow
