"""The session as a state machine: events in, effects out, no clock and no I/O.

Time arrives inside events as monotonic seconds (`at`). A running state holds the instant its
interval *ends*, never a counter that ticks lower, so a late tick cannot make a hold drift.
Time passes first, then the event counts; and a gap pauses: an event that comes more than *gap* seconds
after the last one shows that the process stood still, so the session is found paused where it was.
Nobody is put into a stretch unprepared: after pain, or after a session was cut off, a hold without a lead-in waits.
Work that is wanted to wait does so when the time before it is over, and not when the person cuts that short by a key:
who has just pressed one is in position.
"""

from bisect import bisect_right
from collections.abc import Iterator
from itertools import takewhile
from math import floor

from sciatica_stretch.core.cues import Cue, Tone, schedule
from sciatica_stretch.core.events import (
    Back,
    Begin,
    Effect,
    Ended,
    Ending,
    Entered,
    Event,
    Extend,
    Extended,
    Halted,
    Held,
    Hurts,
    Outcome,
    Reason,
    Resumed,
    Say,
    Skip,
    Slept,
    Sound,
    Stop,
    Tick,
    TogglePause,
)
from sciatica_stretch.core.states import CutOff, Over, Paused, Ready, Running, State, Waiting, left
from sciatica_stretch.core.timeline import Interval, Kind, Timeline

MAX_WAIT_SECONDS = 1.0  # whoever drives the machine comes back at least this often while it runs
GAP_SECONDS = MAX_WAIT_SECONDS + 2.0  # two seconds late is no busy machine, it is a closed lid or Ctrl-Z
BACK_SECONDS = 2.0  # a press this soon after an interval's start means the one before
EXTEND_SECONDS = 15.0


Transition = tuple[State, list[Effect]]


# --- the machine


def transition(timeline: Timeline, state: State, event: Event, *, gap: float = GAP_SECONDS) -> Transition:
    """Return the state that *event* leads to, and what is to be done about it, in order."""
    match state:
        case Ready() | CutOff():
            if isinstance(event, Begin):
                return _begin(timeline, state, event)
            return (Over(Outcome.STOPPED), [Ended(Outcome.STOPPED)]) if isinstance(event, Stop) else (state, [])
        case Running() if event.at - state.seen_at > gap:
            halted, effects = _halt(state, state.seen_at, Reason.GAP)
            if isinstance(event, Stop):
                return _after(effects, _paused(timeline, halted, event))
            return halted, effects  # a key typed before anyone could see the pause does not end it
        case Running():
            passed, effects = _pass_time(timeline, state, event.at)
            if not isinstance(passed, Running):
                return passed, effects
            return _after(effects, _running(timeline, passed, event))
        case Waiting():
            return _waiting(timeline, state, event)
        case Paused():
            return _paused(timeline, state, event)
        case Over():
            return state, []


def next_change_at(timeline: Timeline, state: Running) -> float:
    """Return the instant at which the machine next has something to do: a cue or the interval's end."""
    return next((at for at, _ in _cues_to_come(timeline, state)), state.ends_at)


def index_after(attempt: Held) -> int:
    """Return the index of the interval that follows *attempt*: of one that was stopped, the same again."""
    match attempt.ending:
        case Ending.FINISHED | Ending.SKIPPED | Ending.HURT:
            return attempt.index + 1
        case Ending.RESTARTED:
            return max(attempt.index - 1, 0) if attempt.seconds < BACK_SECONDS else attempt.index
        case Ending.STOPPED:
            return attempt.index


def extension(interval: Interval) -> float:
    """Return the seconds that one press adds: 15, or for a move the whole reps that come closest."""
    if interval.kind is not Kind.MOVE:
        return EXTEND_SECONDS
    return max(1, floor(EXTEND_SECONDS / interval.rep_seconds + 0.5)) * interval.rep_seconds


def _after(earlier: list[Effect], step: Transition) -> Transition:
    """Join the effects of two steps; of their tones only the newest is heard."""
    state, later = step
    return state, _newest_tone([*earlier, *later])


def _newest_tone(effects: list[Effect]) -> list[Effect]:
    tones = [i for i, effect in enumerate(effects) if isinstance(effect, Sound)]
    return [effect for i, effect in enumerate(effects) if i not in tones[:-1]]


def _length(timeline: Timeline, state: Running | Paused) -> float:
    return timeline.intervals[state.index].seconds + state.extended


def _enter(timeline: Timeline, index: int, at: float, *, in_position: bool = False) -> Transition:
    """Begin the interval at *index*, or wait before it; past the last one the session is complete."""
    if index == len(timeline.intervals):
        return Over(Outcome.COMPLETED), [Sound(Tone.DONE), Ended(Outcome.COMPLETED)]
    interval = timeline.intervals[index]
    if interval.waits and not in_position:
        return Waiting(index, left=interval.seconds), [Sound(Tone.WAIT), Halted(index, Reason.WAIT)]
    return Running(index, ends_at=at + interval.seconds, seen_at=at), [Entered(index), *_opening(interval)]


def _opening(interval: Interval) -> Iterator[Effect]:
    yield from _effects_of(schedule(interval)[0])


def _effects_of(cue: Cue) -> Iterator[Effect]:
    yield Sound(cue.tone)
    if cue.text:
        yield Say(cue.text)


def _cues_to_come(timeline: Timeline, state: Running) -> Iterator[tuple[float, Cue]]:
    """Yield the cues after `seen_at`, each with its instant, counted from the end so that both ends agree."""
    length = _length(timeline, state)

    def instant(cue: Cue) -> float:
        return state.ends_at - (length - cue.at)

    cues = schedule(timeline.intervals[state.index], state.extended)
    for number in range(bisect_right(cues, state.seen_at, key=instant), len(cues)):
        if cues[number].at > 0:
            yield instant(cues[number]), cues[number]


def _pass_time(timeline: Timeline, running: Running, at: float) -> Transition:
    """Let the time up to *at* pass, through as many intervals as it takes."""
    effects: list[Effect] = []
    state: State = running
    while isinstance(state, Running):
        for _, cue in takewhile(lambda coming: coming[0] <= at, _cues_to_come(timeline, state)):
            effects += _effects_of(cue)
        if at < state.ends_at:
            state = Running(state.index, state.ends_at, seen_at=max(at, state.seen_at), extended=state.extended)
            break
        effects.append(Held(state.index, _length(timeline, state), state.extended, Ending.FINISHED))
        state, entered = _enter(timeline, state.index + 1, state.ends_at)
        effects += entered
    return state, _newest_tone(effects)


def _halt(state: Running, at: float, reason: Reason) -> tuple[Paused, list[Effect]]:
    return (
        Paused(state.index, left=state.ends_at - at, extended=state.extended),
        [Sound(Tone.PAUSE), Halted(state.index, reason)],
    )


def _running(timeline: Timeline, state: Running, event: Event) -> Transition:
    match event:
        case TogglePause():
            return _halt(state, state.seen_at, Reason.KEY)
        case Slept():
            return _halt(state, state.seen_at, Reason.GAP)
        case Skip():
            held = _held(timeline, state, state.seen_at, Ending.SKIPPED)
            of_lead_in = not timeline.intervals[state.index].is_work
            return _after([held], _enter(timeline, index_after(held), state.seen_at, in_position=of_lead_in))
        case Back():
            held = _held(timeline, state, state.seen_at, Ending.RESTARTED)
            index = index_after(held)
            return _after([held], _enter(timeline, index, state.seen_at, in_position=index == state.index))
        case Hurts():
            return _ease(timeline, state, state.seen_at)
        case Extend():
            more = extension(timeline.intervals[state.index])
            longer = Running(state.index, state.ends_at + more, state.seen_at, state.extended + more)
            return longer, _more(state.index, more)
        case Stop():
            return _stop(timeline, state, state.seen_at)
        case Tick() | Begin():
            return state, []


def _paused(timeline: Timeline, state: Paused, event: Event) -> Transition:
    match event:
        case TogglePause(at):
            running = Running(state.index, ends_at=at + state.left, seen_at=at, extended=state.extended)
            untouched = state.left == _length(timeline, state)
            again = [*_opening(timeline.intervals[state.index])] if untouched else [Sound(Tone.RESUME)]
            return running, [Resumed(state.index), *again]
        case Skip(at):
            held = _held(timeline, state, at, Ending.SKIPPED)
            return _after([held], _enter_paused(timeline, index_after(held)))
        case Back(at):
            held = _held(timeline, state, at, Ending.RESTARTED)
            return _after([held], _enter_paused(timeline, index_after(held)))
        case Hurts(at):
            return _ease(timeline, state, at)
        case Extend():
            more = extension(timeline.intervals[state.index])
            return Paused(state.index, state.left + more, state.extended + more), _more(state.index, more)
        case Stop(at):
            return _stop(timeline, state, at)
        case Tick() | Begin() | Slept():
            return state, []


def _waiting(timeline: Timeline, state: Waiting, event: Event) -> Transition:
    """Begin the work, go back into what leads in to it, or leave it; to skip a wait is to be in position."""
    match event:
        case TogglePause(at) | Skip(at):
            running = Running(state.index, ends_at=at + state.left, seen_at=at, extended=state.extended)
            return running, [Entered(state.index, state.extended), *_opening(timeline.intervals[state.index])]
        case Back(at):
            held = _held(timeline, state, at, Ending.RESTARTED)
            return _after([held], _enter(timeline, index_after(held), at))
        case Extend():
            more = extension(timeline.intervals[state.index])
            return Waiting(state.index, state.left + more, state.extended + more), _more(state.index, more)
        case Hurts(at):
            return _ease(timeline, state, at)
        case Stop(at):
            return _stop(timeline, state, at)
        case Tick() | Begin() | Slept():
            return state, []


def _enter_paused(timeline: Timeline, index: int) -> Transition:
    """Stand at the start of an interval, still paused; what opens it is heard only when the session goes on."""
    if index == len(timeline.intervals):
        return _enter(timeline, index, 0.0)
    interval = timeline.intervals[index]
    return Paused(index, left=interval.seconds), [Entered(index), Sound(Tone.MOVED)]


def _begin(timeline: Timeline, state: Ready | CutOff, begin: Begin) -> Transition:
    """Begin, or go on where it was cut off: from its lead-in, which lasts as long as getting ready does.

    A *timeline* that is `going_on_at` that place says so in its own words, too.
    """
    index = state.index if isinstance(state, CutOff) else 0
    if isinstance(state, Ready) or index == len(timeline.intervals):
        return _enter(timeline, index, begin.at)
    index = timeline.way_into(index)
    lead = timeline.intervals[index]
    if lead.is_work and begin.alone:
        return _enter(timeline, index, begin.at)
    if lead.is_work:
        return _wait_before(timeline, index, Tone.WAIT, Reason.CUT_OFF)
    more = max(0.0, timeline.ready_seconds - lead.seconds)
    said = [each for each in _opening(lead) if isinstance(each, Say)]
    running = Running(index, ends_at=begin.at + lead.seconds + more, seen_at=begin.at, extended=more)
    return running, [Entered(index, more), Sound(Tone.GET_READY), *said]


def _ease(timeline: Timeline, state: Running | Paused, at: float) -> Transition:
    """End the stretch under way, or the one that this leads in to, and go to the next that is not more of it.

    What is left out, the further sets on this side, is noted as skipped. It is heard whether that begins by itself.
    """
    held: list[Effect] = [_held(timeline, state, at, Ending.HURT)]
    work = state.index
    if not timeline.intervals[work].is_work:
        work += 1
        held.append(Held(work, 0.0, 0.0, Ending.HURT))
    following = timeline.after_all_sets(work)
    held += [Held(index, 0.0, 0.0, Ending.SKIPPED) for index in range(work + 1, following)]
    if following == len(timeline.intervals):
        return _after(held, _enter(timeline, following, at))
    if isinstance(state, Paused) and not isinstance(state, Waiting):
        then, entered = _enter_paused(timeline, following)
    elif timeline.intervals[following].is_work:
        then, entered = _wait_before(timeline, following, Tone.WAIT, Reason.KEY)
    else:
        then, entered = _enter(timeline, following, at)
    tone = Tone.EASE if isinstance(then, Running) else Tone.EASE_AND_WAIT
    return then, [*held, *(Sound(tone) if isinstance(each, Sound) else each for each in entered)]


def _wait_before(timeline: Timeline, index: int, tone: Tone, reason: Reason) -> Transition:
    """Stand paused at the start of work that has no lead-in, until the person is in position."""
    waiting = Paused(index, left=timeline.intervals[index].seconds)
    return waiting, [Entered(index), Sound(tone), Halted(index, reason)]


def _held(timeline: Timeline, state: Running | Paused, at: float, ending: Ending) -> Held:
    return Held(state.index, _length(timeline, state) - left(state, at), state.extended, ending)


def _stop(timeline: Timeline, state: Running | Paused, at: float) -> Transition:
    stopped = _held(timeline, state, at, Ending.STOPPED)
    return Over(Outcome.STOPPED), [stopped, Sound(Tone.STOPPED), Ended(Outcome.STOPPED)]


def _more(index: int, seconds: float) -> list[Effect]:
    return [Sound(Tone.MORE), Extended(index, seconds)]
