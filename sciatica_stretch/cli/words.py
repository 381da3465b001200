"""What a session is, and what came of it, in a line."""

import re
from typing import TYPE_CHECKING

from sciatica_stretch.core.duration import clock, format_duration
from sciatica_stretch.core.events import Outcome, Reason
from sciatica_stretch.core.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sciatica_stretch.cli.world import World
    from sciatica_stretch.core.timeline import Timeline
    from sciatica_stretch.journal.rating import Rating
    from sciatica_stretch.journal.record import PauseRecord, SessionRecord
    from sciatica_stretch.journal.scale import When


_HOURS_FROM_MINUTES = 90
_WAITED = {Reason.KEY: "paused", Reason.WAIT: "waited", Reason.GAP: "slept", Reason.CUT_OFF: "cut off for"}
_EXCERPT = re.compile(r" *\d* \| ")
_CLAUSE_ENDS = re.compile(r"(?<=[,.:;]) ")


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


def going_on(timeline: "Timeline", index: int) -> str:
    """Return what is about to go on: "Going on with Three short holds: stretch 2 of 3."."""
    number = min(timeline.stretch_number(index), timeline.stretches)
    return f"Going on with {timeline.routine.title}: stretch {number} of {timeline.stretches}."


def ago(seconds: float) -> str:
    """Return how long ago that is, as roughly as people say it: "20 minutes ago"."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return "just now"
    hours = round(minutes / 60)
    count, unit = (minutes, "minute") if minutes < _HOURS_FROM_MINUTES else (hours, "hour")
    return f"{count} {unit}{'s' * (count > 1)} ago"


def summary(record: "SessionRecord") -> str:
    """Return what was done, as figures: "Done: 11 of 11 stretches, 10:40 held of 10:40 planned."."""
    return f"{'Done' if record.outcome is Outcome.COMPLETED else 'Stopped'}: {_figures(record)}"


def left_behind(record: "SessionRecord") -> str:
    """Return what became of an earlier session that wasn't in the log when it ended, or that nothing ended."""
    what = "was cut off" if record.interrupted else "could not be logged then"
    return f"The session of {record.started_at:%Y-%m-%d %H:%M} {what}: {_figures(record)} It is in the log now."


def _figures(record: "SessionRecord") -> str:
    return f"{visible(record.title)}, {done(record)}, {clock(record.held)} held of {clock(record.planned)} planned."


def done(record: "SessionRecord") -> str:
    """Return how many stretches something was held of: "11 of 11 stretches"."""
    return f"{record.reached} of {stretches(len(record.stretches))}"


def outcome(record: "SessionRecord") -> str:
    """Return how it ended, in a word or two."""
    return "cut off" if record.interrupted else str(record.outcome)


def pain(record: "SessionRecord") -> str:
    """Return the pain before and after, "5->3"; "?" for one that wasn't answered, nothing where neither was."""
    from sciatica_stretch.journal.scale import When

    both = record.pain(When.BEFORE), record.pain(When.AFTER)
    return "->".join("?" if each is None else str(each) for each in both) if both != (None, None) else ""


def moment_words(when: "When") -> str:
    """Return the moment as people say it: "before", "after", "next morning"."""
    return when.replace("-", " ")


def answers(rating: "Rating") -> str:
    """Return what was answered: "3 of 10, thigh, right"."""
    said = [
        "not answered" if rating.pain is None else f"{rating.pain} of 10",
        rating.reach and str(rating.reach),
        rating.side and str(rating.side),
    ]
    return ", ".join(each for each in said if each)


def pauses(found: "Iterable[PauseRecord]") -> list[str]:
    """Return how long it was paused for each reason, as in "paused 12s"; what comes to no second is left out."""
    seconds = dict.fromkeys(_WAITED, 0.0)
    for pause in found:
        seconds[pause.reason] += pause.seconds
    return [f"{_WAITED[reason]} {format_duration(round(long))}" for reason, long in seconds.items() if round(long)]


def in_width(text: str, columns: int, indent: str = "") -> str:
    """Return *text* in lines of at most *columns*, ended where a clause ends; a longer clause breaks between words.

    "11 of / 11 stretches" would have to be read twice, and a command that is broken can't be copied; nor can a path,
    which is as long as it is. Lines after a sentence's first begin with *indent*, or as the first does; an excerpt of
    a file stays as it is.
    """
    return "\n".join(each if _EXCERPT.match(each) else _broken(each, columns, indent) for each in text.split("\n"))


def _broken(line: str, columns: int, indent: str) -> str:
    from textwrap import wrap

    text = line.lstrip(" ")
    before = line[: len(line) - len(text)]
    behind = indent or before
    lines = [before]
    for clause in _CLAUSE_ENDS.split(text):
        joined = f"{lines[-1]} {clause}" if lines[-1].strip() else lines[-1] + clause
        if len(joined) <= columns:
            lines[-1] = joined
        else:
            first = behind if lines[-1].strip() else lines.pop()
            lines += wrap(
                *(clause, columns),
                initial_indent=first,
                subsequent_indent=behind,
                break_long_words=False,
                break_on_hyphens=False,
            )
    return "\n".join(lines)


def tell(world: "World", text: str, *, plain: bool) -> None:
    """Say *text* in the window's width; where lines are read aloud or by a program it stays one."""
    whole = plain or world.wants_plain_lines
    world.say_if_anyone_is_there(text if whole else in_width(text, max(20, world.size()[0] - 1)))


def report(world: "World", records: "Iterable[SessionRecord]", *, plain: bool) -> None:
    """Say what became of earlier sessions."""
    for record in records:
        tell(world, left_behind(record), plain=plain)
