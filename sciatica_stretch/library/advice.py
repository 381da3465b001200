"""What to think about in a routine that works: findings that the author may have meant, each with its place.

Each rule is a function from what is written to its findings. docs/checking.md tells the authors the same.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from math import ceil

from sciatica_stretch.core.cues import GIVE_WAY_SECONDS
from sciatica_stretch.core.duration import clock, format_duration
from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.core.pictures import PICTURES
from sciatica_stretch.core.routine import Anchor, Hold, Line, Routine, Side
from sciatica_stretch.core.text import closest
from sciatica_stretch.core.timeline import Interval, Kind, unroll
from sciatica_stretch.core.total import total_seconds
from sciatica_stretch.core.unsaid import unsaid
from sciatica_stretch.library.nodes import Mapping, Scalar
from sciatica_stretch.library.written import Written, WrittenStep, value_of, written
from sciatica_stretch.problems import Place, Problem, quote

WORDS_A_SECOND = 2.5  # as somebody speaks who is in no hurry
SHORTEST_HOLD, LONGEST_HOLD = 10.0, 180.0
DEEP_FROM_SECONDS = 60.0
DEEP = frozenset({"pigeon", "splits", "frog"})
TOTAL_TOLERANCE_SECONDS = 30.0  # a name is in whole minutes
_ROUNDING = 1e-6
_NAMED_AFTER_MINUTES = re.compile(r"([^0-9]*[^0-9-])-([1-9][0-9]{0,2})")

CODES = {
    "short-transition": "The words of a setup take longer to say than the transition lasts.",
    "short-switch": "The words for changing sides take longer to say than the switch lasts.",
    "unspoken-setup": "A voice has no time to say all of a setup, beside the tone and its own pauses.",
    "unequal-sides": "A stretch is done for longer on one side than on the other.",
    "close-cues": "Two cues are so close that there is no time to say the first one.",
    "unheard-cue": "On one of the sides a cue falls outside the work, and so isn't heard there.",
    "short-hold": "A hold is over before anyone has settled into it.",
    "long-hold": "A hold is longer than most people want to stay.",
    "no-figure": "A step's picture is none of the figures there are, so that none is drawn.",
    "no-setup": "Nothing says how to get into position for a step.",
    "deep-first": "The routine begins with a deep stretch.",
    "other-total": "The routine takes longer or shorter than its name says.",
}


@frozen
class Advice:
    """One finding: *code* is a key of CODES, the rest is as a problem has it."""

    place: Place
    code: str
    message: str
    hint: str

    def shown(self) -> Problem:
        """Return the finding in the form of a problem, which says that it is none."""
        message = f"advice: {self.message} [{self.code}]"
        return Problem(self.place.line, self.place.column, self.place.length, message, self.hint)


def advise(routine: Routine, root: Mapping) -> list[Advice]:
    """Return all advice on *routine* in the order of its file; *root* is the tree that it was read from."""
    blocks = written(routine, root)
    steps = [block for block in blocks if isinstance(block, WrittenStep)]
    found = [advice for block in blocks for advice in _short_switch(block)]
    for step in steps:
        found += [
            *_no_setup(step),
            *_no_figure(step),
            *_short_transition(step),
            *_holds(step),
            *_unheard_cues(step),
            *_close_cues(step),
        ]
    found += _unspoken_setups(routine, steps)
    found += [*_unequal_sides(steps), *_deep_first(steps[0]), *_other_total(routine, root)]
    return sorted(found, key=lambda advice: (advice.place.line, advice.place.column, advice.code))


def _no_setup(step: WrittenStep) -> Iterator[Advice]:
    if not step.step.setup:
        message = f"nothing says how to get into position for {quote(step.step.name)}"
        yield Advice(step.place(), "no-setup", message, "Write setup: and a sentence about it.")


def _no_figure(step: WrittenStep) -> Iterator[Advice]:
    name = step.step.picture
    if name and name not in PICTURES:
        hint = closest(name, sorted(PICTURES)) or 'Run "stretch poses" for those there are, or leave picture: out.'
        yield Advice(step.place("picture"), "no-figure", f"there is no figure called {quote(name)}", hint)


def _short_transition(step: WrittenStep) -> Iterator[Advice]:
    words, lasts = _words(step.step.setup), step.step.transition
    if _takes(words) > lasts:
        yield _short(step.place("transition"), "transition", words, lasts)


def _short_switch(block: Written) -> Iterator[Advice]:
    if len(block.block.repeats.sides) > 1:
        words, lasts = _words(block.first.switch_setup or block.first.setup), block.block.repeats.switch
        if _takes(words) > lasts:
            yield _short(block.place("switch", "sides"), "switch", words, lasts)


def _unspoken_setups(routine: Routine, steps: Sequence[WrittenStep]) -> Iterator[Advice]:
    """Yield the set-ups that no voice can say in their time, once each; too many words are another finding."""
    by_id = {step.step.id: step for step in steps}
    found: dict[tuple[str, Kind], Interval] = {}
    for interval in unsaid(unroll(routine)):
        if _takes(_words(interval.setup)) <= interval.seconds:
            found.setdefault((interval.step.id, interval.kind), interval)
    for (name, kind), interval in found.items():
        keys = ("switch_setup", "setup") if kind is Kind.SWITCH else ("setup",)
        message = (
            f"a voice has no time to say all of it in this {kind}, which lasts {format_duration(interval.seconds)}"
        )
        yield Advice(by_id[name].place(*keys), "unspoken-setup", message, f"Use fewer words, or a longer {kind}.")


def _words(text: str) -> int:
    """Return how many words are said; `{side}` becomes one, and so counts as one."""
    return len(text.split())


def _takes(words: int) -> float:
    return words / WORDS_A_SECOND - _ROUNDING


def _short(place: Place, kind: str, words: int, lasts: float) -> Advice:
    needed = format_duration(ceil(_takes(words)))
    given = format_duration(lasts) if lasts else "no time at all"
    message = f"its {words} words take {needed} to say, and this {kind} lasts {given}"
    return Advice(place, f"short-{kind}", message, f"Write {kind}: {needed}, or use fewer words.")


def _holds(step: WrittenStep) -> Iterator[Advice]:
    if not isinstance(step.step.dose, Hold):
        return
    seconds = step.step.dose.seconds
    if all(SHORTEST_HOLD <= each <= LONGEST_HOLD for each in (seconds.left, seconds.right)):
        return
    node = value_of(step.node, "hold")
    sides = step.sides if isinstance(node, Mapping) else step.sides[:1]
    for side in sides or (None,):
        value = value_of(node, str(side)) or node
        yield from _hold(seconds.on(side), value.place if value else step.place())


def _hold(seconds: float, place: Place) -> Iterator[Advice]:
    message = f"a hold of {format_duration(seconds)} is"
    if seconds < SHORTEST_HOLD:
        hint = f"Write {format_duration(SHORTEST_HOLD)} or more, or reps with a tempo for what moves."
        yield Advice(place, "short-hold", f"{message} over before anyone has settled into it", hint)
    elif seconds > LONGEST_HOLD:
        longest = format_duration(LONGEST_HOLD)
        yield Advice(place, "long-hold", f"{message} longer than {longest}", f"Write {longest} or less, and sets: 2")


def _unheard_cues(step: WrittenStep) -> Iterator[Advice]:
    for side in step.sides:
        length = step.seconds(side)
        for line, key in zip(step.step.lines, step.cue_keys(), strict=True):
            if not 0 <= line.at(length) < length:
                message = f"{quote(key.text)} is outside the work on the {side}, which lasts {format_duration(length)}"
                yield Advice(key.place, "unheard-cue", message, "Choose a moment that both sides have.")


def _close_cues(step: WrittenStep) -> Iterator[Advice]:
    """Yield each cue that follows too soon on another one, once; half gives way by itself."""
    close: dict[str, Advice] = {}
    for side in step.sides or (None,):
        for (earlier, said, before), (at, _, key) in pairwise(_heard(step, side)):
            gap = at - earlier
            if gap < GIVE_WAY_SECONDS - _ROUNDING and not (_begins_a_phase(step, at) and _takes(_words(said)) <= gap):
                message = f"{quote(key.text)} comes {format_duration(gap)} after {quote(before.text)}"
                hint = f"Leave {format_duration(GIVE_WAY_SECONDS)} between two cues, or join their texts."
                close[key.text] = Advice(key.place, "close-cues", message, hint)
    yield from close.values()


def _heard(step: WrittenStep, side: Side | None) -> list[tuple[float, str, Scalar]]:
    """Return the cues of the work on *side* in order, half left out: when, what, and the key as it was written."""
    length = step.seconds(side)
    timed: list[tuple[float, Line, Scalar]] = [
        (line.at(length), line, key) for line, key in zip(step.step.lines, step.cue_keys(), strict=True)
    ]
    heard = [(at, line.text, key) for at, line, key in timed if line.anchor is not Anchor.HALF and 0 <= at < length]
    return sorted(heard, key=lambda cue: cue[0])


def _begins_a_phase(step: WrittenStep, at: float) -> bool:
    if isinstance(step.step.dose, Hold):
        return False
    into_rep = at % step.step.dose.seconds_each
    starts = accumulate((phase.seconds for phase in step.step.dose.tempo), initial=0.0)
    return any(abs(into_rep - start) < _ROUNDING for start in starts)


def _unequal_sides(steps: Sequence[WrittenStep]) -> Iterator[Advice]:
    """Yield the stretches that both sides don't get alike; all steps of one name are one stretch."""
    by_name: dict[str, list[WrittenStep]] = {}
    for step in steps:
        if step.sides:
            by_name.setdefault(step.step.name.casefold(), []).append(step)
    for same in by_name.values():
        left, right = (
            sum(step.seconds(side) * step.times for step in same if side in step.sides)
            for side in (Side.LEFT, Side.RIGHT)
        )
        if abs(left - right) > _ROUNDING:
            yield _unequal(same, left, right)


def _unequal(same: Sequence[WrittenStep], left: float, right: float) -> Advice:
    step = next(step for step in same if len(step.sides) == 1 or step.seconds(Side.LEFT) != step.seconds(Side.RIGHT))
    name = quote(step.step.name)
    if left and right:
        message = f"{name} takes {clock(right)} on the right and {clock(left)} on the left"
        return Advice(step.place("hold", "reps"), "unequal-sides", message, "Give both the same, unless you mean it.")
    message = f"{name} is done on the {Side.LEFT if left else Side.RIGHT} only"
    return Advice(step.place("sides"), "unequal-sides", message, "Write sides: [right, left], unless you mean it.")


def _deep_first(step: WrittenStep) -> Iterator[Advice]:
    longest = max(step.seconds(side) for side in step.sides or (None,))
    if not isinstance(step.step.dose, Hold) or longest < DEEP_FROM_SECONDS:
        return
    words = re.findall("[a-z]+", f"{step.step.name} {step.step.id} {step.step.picture}".casefold())
    if not DEEP.isdisjoint(words):
        message = f"the routine begins with {quote(step.step.name)}, held for {format_duration(longest)}"
        hint = f"Begin with something gentler, or hold this for less than {format_duration(DEEP_FROM_SECONDS)}."
        yield Advice(step.place(), "deep-first", message, hint)


def _other_total(routine: Routine, root: Mapping) -> Iterator[Advice]:
    named = _NAMED_AFTER_MINUTES.fullmatch(routine.name)
    if not named:
        return
    words, minutes, seconds = named[1], int(named[2]), total_seconds(routine)
    if abs(seconds - 60 * minutes) > TOTAL_TOLERANCE_SECONDS + _ROUNDING:
        place = next(key.place for key, _ in root.entries if key.text == "steps")
        message = f"this adds up to {clock(seconds)}, and the name {quote(routine.name)} says {minutes} min"
        hint = f"Change the times, or call the file {words}-{max(1, round(seconds / 60))}.yaml."
        yield Advice(place, "other-total", message, hint)
