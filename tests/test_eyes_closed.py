"""The contract with closed eyes: every change of a session is heard, and no two different changes sound the same.

What changed is told here by the states alone, in a person's words; what was heard, by the machine. All states
there are, at their beginning, in their middle and at each of their moments, meet all events there are. That the tones
themselves can be told apart, in a recording of a real sound server, is for test_sound_real.py to show.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

import pytest
from fakes import Ears, FakeClock, Reader
from plans import LEFT, RIGHT, at_half, at_start, hold, repeats, reps, step, timeline

from sciatica_stretch.core.cues import Tone
from sciatica_stretch.core.events import (
    Back,
    Begin,
    Effect,
    Event,
    Extend,
    Hurts,
    Outcome,
    Skip,
    Slept,
    Sound,
    Stop,
    Tick,
    TogglePause,
)
from sciatica_stretch.core.session import transition
from sciatica_stretch.core.speech import texts
from sciatica_stretch.core.states import CutOff, Over, Paused, Ready, Running, State, Waiting
from sciatica_stretch.core.timeline import Interval, Kind, Timeline
from sciatica_stretch.player.narrator import Narrator

DOCS = Path(__file__).parents[1] / "docs" / "eyes-closed.md"
PLAN = timeline(
    step(
        "Fold",
        hold(40.0),
        repeated=repeats(RIGHT, LEFT, sets=2),
        setup="Fold over the {side} leg.",
        switch_setup="Over the {side} one.",
        lines=(at_start(12, "Soften."), at_half("Half.")),
    ),
    step("Wag", reps(3, sway=3.0, back=3.0), wait=True, setup="Come up."),
    step("Reach", hold(8.0), transition=0.0, setup="Arms up."),
    step("Rest", hold(30.0)),
)
ALL_TEXTS = texts(PLAN)
BEGINNINGS = {
    Kind.TRANSITION: "the next stretch: get into position",
    Kind.SWITCH: "change sides",
    Kind.REST: "rest between two sets",
    Kind.HOLD: "the hold or the movement begins",
    Kind.MOVE: "the hold or the movement begins",
}


def beginning(index: int) -> str:
    return BEGINNINGS[PLAN.intervals[index].kind] if index else "get ready: the session begins or goes on"


def moments(interval: Interval, length: float) -> dict[float, str]:
    """Return what there is to notice within *interval*, by its instant; what says more stands over what says less."""
    found: dict[float, str] = {}
    if interval.tempo:
        ends = accumulate(phase.seconds for _ in range(99) for phase in interval.tempo)
        found |= {at: "the movement's next phase" for at in ends if at < length}
    if interval.is_work:
        found |= {line.at(interval.seconds): "there is a line to read" for line in interval.step.lines}
    found |= {length - left: "this is about to end: three, two, one" for left in (3.0, 2.0, 1.0)}
    if interval.is_work and interval.seconds >= 20:
        found[interval.seconds / 2] = "half of it is over"
    return found


def change(before: State, event: Event, after: State) -> str:
    """Return what changed for the person, or an empty text where nothing did."""
    if isinstance(event, Extend) and before != after:
        return "there is more of it now"
    match after:
        case Over(outcome):
            begun = not isinstance(before, Ready | CutOff)
            return f"the session is {'complete' if outcome is Outcome.COMPLETED else 'stopped'}" if begun else ""
        case Running(index):
            return _now_running(before, event, after, index)
        case Paused():
            return _now_standing(before, event, after)
        case Ready() | CutOff():
            return ""


def _now_standing(before: State, event: Event, after: Paused) -> str:
    if isinstance(event, Hurts):
        return "out of what hurts, and what comes next waits"
    if isinstance(before, Paused):
        return "another interval, and still paused" if isinstance(event, Skip | Back) else ""
    return "paused" if isinstance(before, Running) and before.index == after.index else "in position? it waits for you"


def _now_running(before: State, event: Event, after: Running, index: int) -> str:
    interval = PLAN.intervals[index]
    if isinstance(event, Hurts):
        return "out of what hurts, and into the next lead-in"
    if isinstance(before, CutOff):
        return beginning(0)
    touched = isinstance(before, Paused) and before.left < interval.seconds + before.extended
    if touched and not isinstance(before, Waiting):
        return "going on"
    if isinstance(event, Skip | Back) or not (isinstance(before, Running) and before.index == index):
        return beginning(index)
    if before == after:
        return ""
    at = interval.seconds + after.extended - (after.ends_at - after.seen_at)
    return moments(interval, interval.seconds + after.extended).get(round(at, 6), "")


def states() -> Iterator[State]:
    """Yield each interval running, paused and waiting; at its start, at its moments, and extended."""
    yield Ready()
    for index, interval in enumerate(PLAN.intervals):
        yield CutOff(index)
        for extended in (0.0, 15.0):
            length = interval.seconds + extended
            for spent in (0.0, 1.0, length / 2 + 0.5, length - 0.5):
                yield Running(index, ends_at=length, seen_at=spent, extended=extended)
                yield Paused(index, left=length - spent, extended=extended)
            if interval.waits:
                yield Waiting(index, left=length, extended=extended)


def plan_for(before: State) -> Timeline:
    """Return the timeline of a session in that state."""
    return PLAN.going_on_at(before.index) if isinstance(before, CutOff) else PLAN


def walk() -> Iterator[tuple[State, Event, State, list[Effect]]]:
    """Yield every state with every event: before, event, after and effects; time passes to each moment in turn."""
    for before in states():
        at = before.seen_at if isinstance(before, Running) else 100.0
        keys = (Begin, TogglePause, Skip, Back, Extend, Hurts, Slept, Stop)
        for event in (*(key(at) for key in keys), Tick(at + 60.0)):
            yield before, event, *transition(plan_for(before), before, event)
        if isinstance(before, Running):
            interval, length = PLAN.intervals[before.index], before.ends_at
            for moment in sorted({*moments(interval, length), length}):
                if moment > before.seen_at:
                    just = Running(before.index, length, moment - 0.001, before.extended)
                    yield just, Tick(moment), *transition(PLAN, just, Tick(moment))


def tones_of(effects: list[Effect]) -> list[Tone]:
    return [each.tone for each in effects if isinstance(each, Sound)]


def steps() -> Iterator[tuple[State, Event, State, list[Tone]]]:
    """Yield the walk with what is heard at each of its steps."""
    for before, event, after, effects in walk():
        yield before, event, after, tones_of(effects)


def said(before: State, after: State, effects: list[Effect], now: float) -> list[str]:
    """Return what is said first after a step, and what is said with it while the session stands."""
    clock = FakeClock(time=now)
    reader, ears = Reader(clock), Ears(clock)
    narrator = Narrator(plan_for(before), reader, ears)
    if isinstance(before, Ready | CutOff):
        narrator.open(effects, after, now)
    else:
        reader.ask(ALL_TEXTS)
        narrator.heed(effects, after, now)
    if not ears.said and (at := narrator.next_at(after, now)) is not None:
        clock.time = max(at, now)
        moved = Running(after.index, after.ends_at, clock.time, after.extended) if isinstance(after, Running) else after
        narrator.speak(moved, clock.time)
    return [text for _, text in sorted(ears.said)]


@pytest.fixture(scope="module")
def heard() -> dict[str, set[Tone]]:
    """What is heard for each change."""
    found: dict[str, set[Tone]] = defaultdict(set)
    for before, event, after, tones in steps():
        if what := change(before, event, after):
            assert len(tones) == 1, (what, before, event, after, tones)
            found[what].update(tones)
    return found


def test_no_change_is_silent_and_nothing_is_heard_without_one() -> None:
    for before, event, after, tones in steps():
        assert len(tones) == bool(change(before, event, after)), (before, event, after, tones)


def test_every_change_has_one_tone_and_no_two_changes_share_one(heard: dict[str, set[Tone]]) -> None:
    each = [tone for tones in heard.values() for tone in tones]

    assert [what for what, tones in heard.items() if len(tones) != 1] == []
    assert len(each) == len(set(each))


def test_there_is_no_tone_beyond_these_but_the_question_whether_to_stop(heard: dict[str, set[Tone]]) -> None:
    assert set().union(*heard.values()) == set(Tone) - {Tone.QUESTION}


def test_however_it_begins_or_changes_the_words_fit_the_tone() -> None:
    opening = {tone: words for _, tone, words in page() if words and tone not in BY_THE_CLOCK}

    for before, event, after, effects in walk():
        lines = said(before, after, effects, event.at)
        for tone in tones_of(effects):
            step = before, event, after, tone, lines
            if tone in opening and not is_as_good_as_over(after):
                assert any(line.startswith(opening[tone]) for line in lines), step
            if tone in LEAD_INS:
                others = tuple(opening[other] for other in LEAD_INS - {tone})
                assert not any(line.startswith(others) for line in lines), step


BY_THE_CLOCK = {Tone.HALFWAY, Tone.LAST_THREE}  # their words have a moment of their own, or are the routine's
LEAD_INS = {Tone.GET_READY, Tone.NEXT_STRETCH, Tone.CHANGE_SIDE, Tone.REST}


def is_as_good_as_over(state: State) -> bool:
    """Return whether the time that is left is too short for words."""
    return isinstance(state, Running) and state.ends_at - state.seen_at < 3.0


def test_who_comes_back_is_told_all_that_they_need_to_begin() -> None:
    told = {}
    for index in range(len(PLAN.intervals)):
        after, effects = transition(PLAN.going_on_at(index), CutOff(index), Begin(0.0))
        assert isinstance(after, Running | Paused)
        told[index] = tones_of(effects), said(CutOff(index), after, effects, 0.0)[0]

    assert told == {
        **dict.fromkeys((0, 1), ([Tone.GET_READY], "Get ready: Fold, right leg.")),
        **dict.fromkeys((2, 3), ([Tone.GET_READY], "Get ready: Fold, right leg, set two of two.")),
        **dict.fromkeys((4, 5), ([Tone.GET_READY], "Get ready: Fold, left leg.")),
        **dict.fromkeys((6, 7), ([Tone.GET_READY], "Get ready: Fold, left leg, set two of two.")),
        **dict.fromkeys((8, 9), ([Tone.GET_READY], "Get ready: Wag.")),
        10: ([Tone.WAIT], "Get ready: Reach."),
        **dict.fromkeys((11, 12), ([Tone.GET_READY], "Get ready: Rest.")),
    }


def page() -> list[tuple[str, str, str]]:
    """Return the rows of the page: what changes, its tone, and the words it quotes first, if any."""
    text = DOCS.read_text(encoding="utf-8")
    return re.findall(r"^\| ([^|]+?) \| `([\w-]+)` \| (?:\"([^\"]+)\")?", text, re.MULTILINE)


def test_the_page_says_what_is_heard_for_each_change(heard: dict[str, set[Tone]]) -> None:
    rows = {what: tone for what, tone, _ in page()}

    assert rows.pop("stop? asked after `q`") == Tone.QUESTION
    assert rows == {what: tone for what, [tone] in heard.items()}
