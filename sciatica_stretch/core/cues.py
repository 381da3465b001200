"""The moments of an interval that are worth hearing."""

from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from itertools import accumulate, cycle, takewhile

from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.core.routine import Anchor
from sciatica_stretch.core.timeline import Interval, Kind

HALFWAY_FROM_SECONDS = 20.0  # a shorter work is over before its middle is news
COUNT_IN_FROM_SECONDS = 6.0  # a shorter interval would be all ticks
GIVE_WAY_SECONDS = 6.0  # "half" is not said this close to another line: each takes about so long to say


class Tone(StrEnum):
    """Each sound there is. Where two fall on one moment, the one that stands higher here is heard."""

    GET_READY = "get-ready"  # the session begins: get into position for the first stretch
    NEXT_STRETCH = "next-stretch"
    CHANGE_SIDE = "change-side"
    REST = "rest"
    BEGIN = "begin"
    DONE = "done"
    PAUSE = "pause"
    RESUME = "resume"
    STOPPED = "stopped"  # by the person or by a signal
    QUESTION = "question"  # stop? A second press says yes, and otherwise the session goes on
    EASE = "ease"  # it hurts, the person said: ease out of it, and get into position for what comes next
    EASE_AND_WAIT = "ease-and-wait"  # likewise, and what comes next waits for them
    MOVED = "moved"  # in a pause: to another interval, and still paused
    MORE = "more"  # of this interval
    WAIT = "wait"  # in position? The work begins when the person says so
    HALFWAY = "halfway"
    LAST_THREE = "last-three"  # once a second, three times: this interval is about to end
    PROMPT = "prompt"  # a line of the routine that comes with no other tone
    PHASE = "phase"


_RANK = {tone: rank for rank, tone in enumerate(Tone)}


@frozen
class Cue:
    """A tone, a line to say, or both, `at` seconds from the start of its interval."""

    at: float
    tone: Tone
    text: str = ""


@lru_cache(maxsize=64)
def schedule(interval: Interval, extended: float = 0.0) -> tuple[Cue, ...]:
    """Return the cues of *interval* in order; *extended* is how many seconds the person added to it."""
    cues: dict[float, Cue] = {}
    for cue in _all_cues(interval, interval.seconds + extended):
        at = round(cue.at, 6)
        other = cues.get(at)
        tone = cue.tone if other is None else min(cue.tone, other.tone, key=_RANK.__getitem__)
        cues[at] = Cue(at, tone, cue.text or (other.text if other else ""))
    return tuple(cues[at] for at in sorted(cues))


@lru_cache(maxsize=64)
def lines(interval: Interval, extended: float = 0.0) -> tuple[Cue, ...]:
    """Return those of the cues that come with a line to say."""
    return tuple(cue for cue in schedule(interval, extended) if cue.text)


def opening_tone(interval: Interval) -> Tone:
    """Return the tone that says what begins with *interval*."""
    match interval.kind:
        case Kind.TRANSITION:
            return Tone.GET_READY if interval.is_first else Tone.NEXT_STRETCH
        case Kind.SWITCH:
            return Tone.CHANGE_SIDE
        case Kind.REST:
            return Tone.REST
        case Kind.HOLD | Kind.MOVE:
            return Tone.BEGIN


def _all_cues(interval: Interval, length: float) -> Iterator[Cue]:
    yield Cue(0.0, opening_tone(interval), interval.setup)
    count_in = length - 3 if length >= COUNT_IN_FROM_SECONDS else length
    yield from (Cue(second, Tone.LAST_THREE) for second in (length - 3, length - 2, length - 1) if second >= count_in)
    if interval.is_work:
        if interval.seconds >= HALFWAY_FROM_SECONDS:
            yield Cue(interval.seconds / 2, Tone.HALFWAY)  # stays put when the end moves, lest it come twice
        yield from (Cue(at, Tone.PHASE) for at in _phase_changes(interval, count_in))
        yield from _lines(interval, length)


def _phase_changes(interval: Interval, until: float) -> Iterator[float]:
    if interval.tempo:
        lengths = (phase.seconds for phase in cycle(interval.tempo))
        yield from takewhile(lambda at: at < until - 1e-6, accumulate(lengths))


def _lines(interval: Interval, length: float) -> Iterator[Cue]:
    """Yield the author's lines that fit; a shorter hold, of one side or at a quicker pace, leaves some out."""
    said: list[float] = []
    for line in sorted(interval.step.lines, key=lambda line: line.anchor is Anchor.HALF):
        at = line.at(interval.seconds if line.anchor is Anchor.HALF else length)
        if line.anchor is Anchor.HALF and any(abs(at - other) <= GIVE_WAY_SECONDS for other in said):
            continue
        if 0 <= at < length:
            said.append(at)
            yield Cue(at, Tone.PROMPT, interval.fill(line.text))
