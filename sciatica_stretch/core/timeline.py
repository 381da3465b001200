"""A routine unrolled into one flat row of intervals; everything else is a reading of it.

Order: for each side, for each set, each step. The lead-in to a step is its transition; on the other
side the switch takes its place, between sets the rest does (for a group: in place of the lead-in to
its first step). Lead-ins of zero seconds leave no interval. A step that waits for the person does so before each
side, and not between sets.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from itertools import dropwhile, product

from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.core.routine import Group, Hold, Phase, Reps, Routine, Step
from sciatica_stretch.core.side import Side
from sciatica_stretch.core.text import closest
from sciatica_stretch.errors import UsageError

_AT_A_SENTENCE_START = re.compile(r"(?:^|(?<=[.!?] ))\{side\}")


class Kind(StrEnum):
    """What the time is for."""

    __hash__ = str.__hash__  # enum's own is written in Python, and reading a log looks up a million

    TRANSITION = "transition"  # getting into position
    SWITCH = "switch"  # changing sides
    REST = "rest"  # pausing between sets
    HOLD = "hold"
    MOVE = "move"  # all reps of one side and set


@frozen(kw_only=True)
class Interval:
    """One timed segment. `seconds` is its length, `start` its distance from where the session begins, or goes on."""

    kind: Kind
    start: float
    seconds: float
    step: Step
    side: Side | None = None
    set_number: int = 1
    sets: int = 1
    tempo: tuple[Phase, ...] = ()  # of a move
    reps: int = 0  # of a move
    waits: bool = False  # of work: it begins when the person says that they are in position

    @property
    def is_work(self) -> bool:
        """True for the timed part of a stretch, False for the lead-in to one."""
        return self.kind in {Kind.HOLD, Kind.MOVE}

    @property
    def is_first(self) -> bool:
        """True for what the session begins with, or goes on with: whoever it leads in is not on the mat yet."""
        return not self.start

    @property
    def rep_seconds(self) -> float:
        """The length of one rep of a move."""
        return sum(phase.seconds for phase in self.tempo)

    def fill(self, text: str) -> str:
        """Return *text* with `{side}` filled in, with a capital where it begins a sentence."""
        side = self.side or ""
        return _AT_A_SENTENCE_START.sub(side.capitalize(), text).replace("{side}", side)

    @property
    def setup(self) -> str:
        """What to say while the person gets into position; empty for work and rest."""
        return self.fill(self.setup_as_written)

    @property
    def setup_as_written(self) -> str:
        """The set-up with `{side}` where the side is named."""
        match self.kind:
            case Kind.TRANSITION:
                return self.step.setup
            case Kind.SWITCH:
                return self.step.switch_setup or self.step.setup
            case Kind.REST | Kind.HOLD | Kind.MOVE:
                return ""


@frozen
class Timeline:
    """The intervals of one session, in order."""

    routine: Routine
    intervals: tuple[Interval, ...]

    @property
    def seconds(self) -> float:
        """The session's length: the sum of its intervals, exactly."""
        return sum(interval.seconds for interval in self.intervals)

    @property
    def stretches(self) -> int:
        """How many work intervals there are."""
        return sum(interval.is_work for interval in self.intervals)

    def stretch_number(self, index: int) -> int:
        """Return which stretch, counted from 1, the interval at *index* is or leads in to."""
        return sum(interval.is_work for interval in self.intervals[:index]) + 1

    @property
    def waits(self) -> bool:
        """True where the session stops somewhere to wait for the person."""
        return any(interval.waits for interval in self.intervals)

    def without_waits(self) -> "Timeline":
        """Return this timeline for a session that nobody could tell to go on."""
        return replace(self, intervals=tuple(replace(interval, waits=False) for interval in self.intervals))

    def way_into(self, index: int) -> int:
        """Return the index of what leads in to the interval at *index*: its own where nothing does."""
        led_in = index and self.intervals[index].is_work and not self.intervals[index - 1].is_work
        return index - 1 if led_in else index

    def untold(self, index: int) -> Interval | None:
        """Return what would lead in to the work at *index*, for who waits there; None where something did."""
        interval = self.intervals[index]
        return replace(interval, kind=Kind.TRANSITION) if interval.is_work and self.way_into(index) == index else None

    def going_on_at(self, index: int) -> "Timeline":
        """Return this timeline for a session that was cut off in the interval at *index*: from its way in it goes on.

        Whatever that was, it is the time to get ready now: whoever comes back is in no position to change sides.
        """
        if index == len(self.intervals):
            return self
        first = self.way_into(index)
        gone = self.intervals[first].start
        intervals = [replace(interval, start=interval.start - gone) for interval in self.intervals]
        if not intervals[first].is_work:
            intervals[first] = replace(intervals[first], kind=Kind.TRANSITION)
        return replace(self, intervals=tuple(intervals))

    @property
    def ready_seconds(self) -> float:
        """How long it takes to lie down for a session: its first lead-in, and no less than the routine's own."""
        first = self.intervals[0]
        return max(self.routine.transition, 0.0 if first.is_work else first.seconds)

    def after_all_sets(self, index: int) -> int:
        """Return the index of the first interval after the work at *index* and the sets of it that follow on it."""
        last = self.intervals[index]
        for later in range(index + 1, len(self.intervals)):
            interval = self.intervals[later]
            if interval.is_work:
                if (interval.step, interval.side) != (last.step, last.side) or interval.set_number <= last.set_number:
                    break
                index = later
        return index + 1

    def next_work(self, index: int) -> Interval | None:
        """Return the first work interval after *index*, or None."""
        return next((interval for interval in self.intervals[index + 1 :] if interval.is_work), None)


@frozen(kw_only=True)
class Options:
    """A person's wishes for one session.

    `first` is the side to begin each sided step with. `pace` multiplies holds, rounded to whole seconds,
    and leaves reps and lead-ins as they are. `from_step` leaves out all that comes before that step, `only` all
    steps but these (both by id).
    """

    first: Side | None = None
    pace: float = 1.0
    from_step: str = ""
    only: tuple[str, ...] = ()


AS_WRITTEN = Options()


@frozen
class _Place:
    """Where in the nest of groups a step stands."""

    lead: tuple[Kind, float] | None = None  # what an outer block puts in the place of the next transition
    side: Side | None = None
    set_number: int = 1
    sets: int = 1


def unroll(routine: Routine, options: Options = AS_WRITTEN) -> Timeline:
    """Return the timeline of *routine*. Raise UsageError for a step id that it doesn't have."""
    known = [step.id for step in routine.each_step()]
    for wanted in (*options.only, *filter(None, [options.from_step])):
        if wanted not in known:
            raise UsageError(
                f"{routine.name} has no step {wanted!r}.",
                closest(wanted, known) or f"Its steps are: {', '.join(known)}.",
            )
    blocks = _pick(routine.steps, options.only) if options.only else routine.steps
    intervals = [interval for block in blocks for interval in _block(block, options, _Place())]
    if options.from_step:
        intervals = list(dropwhile(lambda interval: interval.step.id != options.from_step, intervals))
        if not intervals:
            raise UsageError(f"{options.from_step!r} is to be the first step, but it is not among those to be done.")
    if (options.from_step or options.only) and routine.transition:
        intervals = _with_time_to_get_ready(intervals, routine.transition)
    return Timeline(routine, tuple(_started(intervals)))


def _pick(blocks: tuple[Step | Group, ...], only: tuple[str, ...]) -> tuple[Step | Group, ...]:
    picked: list[Step | Group] = []
    for block in blocks:
        if isinstance(block, Step):
            picked += [block] if block.id in only else []
        elif steps := _pick(block.steps, only):
            picked.append(replace(block, steps=steps))
    return tuple(picked)


def _block(block: Step | Group, options: Options, place: _Place) -> Iterator[Interval]:
    """Yield the intervals of *block*; their `start` is filled in later."""
    repeats = block.repeats
    sides: tuple[Side | None, ...] = repeats.sides or (place.side,)
    if options.first in sides:
        sides = tuple(sorted(sides, key=lambda side: side is not options.first))
    for turn, (side, set_number) in enumerate(product(sides, range(1, repeats.sets + 1))):
        lead = place.lead
        if turn:
            lead = (Kind.REST, repeats.rest) if set_number > 1 else (Kind.SWITCH, repeats.switch)
        here = replace(place, lead=lead, side=side)
        if repeats.sets > 1:
            here = replace(here, set_number=set_number, sets=repeats.sets)
        if isinstance(block, Step):
            yield from _turn(block, options, here)
        else:
            for step in block.steps:
                yield from _block(step, options, here)
                here = replace(here, lead=None)


def _turn(step: Step, options: Options, place: _Place) -> Iterator[Interval]:
    """Yield one lead-in and one work interval."""
    kind, seconds = place.lead or (Kind.TRANSITION, step.transition)
    lead = Interval(
        kind=kind,
        start=0.0,
        seconds=seconds,
        step=step,
        side=place.side,
        set_number=place.set_number,
        sets=place.sets,
    )
    if seconds:
        yield lead
    waits = step.wait and kind is not Kind.REST  # a rest is part of the dose; who has rested is in position
    match step.dose:
        case Hold(length):
            held = length.on(place.side)
            if options.pace != 1:
                held = max(1.0, float(round(held * options.pace)))
            yield replace(lead, kind=Kind.HOLD, seconds=held, waits=waits)
        case Reps(count, tempo) as dose:
            reps = count.on(place.side)
            seconds = reps * dose.seconds_each
            yield replace(lead, kind=Kind.MOVE, seconds=seconds, tempo=tempo, reps=reps, waits=waits)


def _with_time_to_get_ready(intervals: list[Interval], seconds: float) -> list[Interval]:
    """Begin with a transition of at least *seconds*: whoever starts in the middle still has to lie down first."""
    first = intervals[0]
    if first.is_work:
        return [replace(first, kind=Kind.TRANSITION, seconds=seconds, tempo=(), reps=0), *intervals]
    return [replace(first, kind=Kind.TRANSITION, seconds=max(first.seconds, seconds)), *intervals[1:]]


def _started(intervals: list[Interval]) -> Iterator[Interval]:
    start = 0.0
    for interval in intervals:
        yield replace(interval, start=start)
        start += interval.seconds
