"""A session's effects made into entries, and its entries folded into a record: no files and no clock.

The log's line for a session *is* the fold of its checkpoint, whether the routine's end, the person or a kill
signal ended it: there is one way to make a record.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sciatica_stretch.core.events import Effect, Ended, Ending, Halted, Held, Outcome, Reason, Resumed
from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.core.timeline import Kind, Options, Timeline
from sciatica_stretch.journal.entries import Attempted, Begun, Closed, Entry, Later, Planned, Waited
from sciatica_stretch.journal.record import OptionsRecord, PauseRecord, SessionRecord, StretchRecord

_WORK = (Kind.HOLD, Kind.MOVE)


@frozen
class OpenPause:
    """A pause that is not over yet."""

    index: int
    reason: Reason
    since: datetime


def plan_of(timeline: Timeline) -> tuple[Planned, ...]:
    """Return what is kept of *timeline*: all of its intervals, lead-ins too."""
    return tuple(
        Planned(
            step=interval.step.id,
            name=interval.step.name,
            side=interval.side,
            set_number=interval.set_number,
            kind=interval.kind,
            seconds=_to_ms(interval.seconds),
        )
        for interval in timeline.intervals
    )


def remember(
    pause: OpenPause | None, effect: Effect, at: datetime
) -> tuple[OpenPause | None, Attempted | Waited | None]:
    """Return the pause that is open after *effect*, and what is worth an entry, if anything is."""
    match effect:
        case Held(index, seconds, extended, ending):
            held, added = _to_ms(seconds), _to_ms(extended)
            return pause, Attempted(at=at, index=index, seconds=held, extended=added, ending=ending)
        case Halted(_, Reason.WAIT):
            return pause, None  # getting into position, for as long as that takes: no pause
        case Halted(index, reason):
            return OpenPause(index, reason, since=at), None
        case Resumed() | Ended() if pause:
            seconds = max(0.0, (at - pause.since).total_seconds())  # someone may have set the clock back
            return None, Waited(at=at, index=pause.index, seconds=_to_ms(seconds), reason=pause.reason)
        case _:
            return pause, None


def fold(
    begun: Begun,
    entries: Sequence[Later],
    outcome: Outcome,
    ended_at: datetime,
    *,
    interrupted: bool = False,
) -> SessionRecord:
    """Return the record of the session that *begun* began and *entries* tell of.

    Attempts at one interval add up, but never count more than its seconds and what was added to them.
    """
    attempts: dict[int, list[Attempted]] = {}
    for entry in entries:
        if isinstance(entry, Attempted):
            attempts.setdefault(entry.index, []).append(entry)
    work = [index for index, interval in enumerate(begun.plan) if interval.kind in _WORK]
    return SessionRecord(
        id=begun.id,
        device=begun.device,
        routine=begun.routine,
        title=begun.title,
        routine_hash=begun.routine_hash,
        started_at=begun.at,
        ended_at=ended_at,
        outcome=outcome,
        interrupted=interrupted,
        options=_wishes(begun.options),
        stretches=tuple(_stretch(begun.plan[index], attempts.get(index, ())) for index in work),
        pauses=tuple(_pause(entry, work) for entry in entries if isinstance(entry, Waited)),
        ratings=begun.ratings,
        version=begun.version,
    )


def fold_interrupted(begun: Begun, entries: Sequence[Later]) -> SessionRecord:
    """Return the record of a session that left no line in the log.

    It ended as it noted itself, if only that line could not be written; else it stopped at its last entry.
    """
    closed = next((entry for entry in reversed(entries) if isinstance(entry, Closed)), None)
    if closed:
        return fold(begun, entries, closed.outcome, closed.at)
    ended_at = entries[-1].at if entries else begun.at
    return fold(begun, entries, Outcome.STOPPED, ended_at, interrupted=True)


def in_order(numbered: Iterable[tuple[int, Entry | None]]) -> tuple[Begun | None, list[Later]]:
    """Return how the session began, if that is known, and its other entries by their number, each once."""
    by_number = {number: entry for number, entry in numbered if entry}
    entries = [by_number[number] for number in sorted(by_number)]
    begun = next((entry for entry in entries if isinstance(entry, Begun)), None)
    return begun, [entry for entry in entries if not isinstance(entry, Begun)]


def _wishes(options: Options) -> OptionsRecord:
    return OptionsRecord(first=options.first, pace=options.pace, from_step=options.from_step, only=options.only)


def _stretch(interval: Planned, attempts: Sequence[Attempted]) -> StretchRecord:
    extended = max((attempt.extended for attempt in attempts), default=0.0)
    held = sum((attempt.seconds for attempt in attempts), start=0.0)
    return StretchRecord(
        step=interval.step,
        name=interval.name,
        side=interval.side,
        set_number=interval.set_number,
        kind=interval.kind,
        planned=interval.seconds,
        held=_to_ms(min(held, interval.seconds + extended)),
        extended=extended,
        skipped=bool(attempts) and attempts[-1].ending is Ending.SKIPPED,
        hurt=any(attempt.ending is Ending.HURT for attempt in attempts),
    )


def _pause(entry: Waited, work: Sequence[int]) -> PauseRecord:
    """Return the pause with its interval's index turned into that of the stretch it is, or leads in to."""
    stretch = sum(index < entry.index for index in work)
    return PauseRecord(stretch=min(stretch, max(len(work) - 1, 0)), seconds=entry.seconds, reason=entry.reason)


def _to_ms(seconds: float) -> float:
    return round(seconds, 3)
