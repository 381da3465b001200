"""What a session is, and what came of it, in a line."""

from typing import TYPE_CHECKING

from sciatica_stretch.core.duration import clock
from sciatica_stretch.core.events import Outcome
from sciatica_stretch.core.text import visible

if TYPE_CHECKING:
    from sciatica_stretch.core.timeline import Timeline
    from sciatica_stretch.journal.record import SessionRecord


def stretches(count: int) -> str:
    """Return "1 stretch" or "3 stretches"."""
    return f"{count} stretch" if count == 1 else f"{count} stretches"


def as_typed(word: str) -> str:
    """Return *word* as it is typed in a shell, safe to show."""
    from shlex import quote

    return visible(quote(word))


def opening(timeline: "Timeline", speed: float) -> str:
    """Return what is about to begin: "Three short holds: 0:09, 3 stretches."."""
    rehearsal = f" A rehearsal at {speed:g}x, not logged." if speed != 1 else ""
    return f"{timeline.routine.title}: {clock(timeline.seconds)}, {stretches(timeline.stretches)}.{rehearsal}"


def summary(record: "SessionRecord") -> str:
    """Return what was done, as figures: "Done: 11 of 11 stretches, 10:40 held of 10:40 planned."."""
    word = "Done" if record.outcome is Outcome.COMPLETED else "Stopped"
    return (
        f"{word}: {visible(record.title)}, {record.reached} of {stretches(len(record.stretches))}, "
        f"{clock(record.held)} held of {clock(record.planned)} planned."
    )


def left_behind(record: "SessionRecord") -> str:
    """Return what became of an earlier session that wasn't in the log when it ended, or that nothing ended."""
    what = "was cut off and is in the log as stopped" if record.interrupted else "could not be logged then and is now"
    return f"The session of {record.started_at:%Y-%m-%d %H:%M} {what}."
