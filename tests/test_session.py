from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plans import LEFT, PIGEON, RIGHT, SHORT, WAG, hold, repeats, step, timeline

from sciatica_stretch.core.cues import Tone, schedule
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
from sciatica_stretch.core.session import GAP_SECONDS, index_after, next_change_at, transition
from sciatica_stretch.core.states import CutOff, Over, Paused, Ready, Running, State, left
from sciatica_stretch.core.timeline import Timeline

BEGINNING = Ready()
TIMELINE = timeline(PIGEON, WAG)  # 14 transition, 60 hold, 10 switch, 60 hold, 18 transition, 48 move


def play(line: Timeline, *events: Event, state: State | None = None) -> tuple[State, list[Effect]]:
    state = state or Ready()
    effects: list[Effect] = []
    for event in events:
        state, more = transition(line, state, event)
        effects += more
    return state, effects


def run_to(line: Timeline, until: float, state: State | None = None, since: float = 0.0) -> tuple[State, list[Effect]]:
    """Drive the machine as the player does: at each change, and at least once a second."""
    effects: list[Effect] = []
    if state is None:
        state, effects = transition(line, Ready(), Begin(since))
    at = since
    while isinstance(state, Running) and at < until:
        at = min(next_change_at(line, state), at + 1.0, until)
        state, more = transition(line, state, Tick(at))
        effects += more
    return state, effects


def sounds(effects: Sequence[Effect]) -> list[Tone]:
    return [effect.tone for effect in effects if isinstance(effect, Sound)]


def held(effects: Sequence[Effect]) -> list[Held]:
    return [effect for effect in effects if isinstance(effect, Held)]


def test_a_session_begins_with_the_first_transition_and_says_how_to_set_up() -> None:
    state, effects = transition(TIMELINE, Ready(), Begin(100.0))

    assert state == Running(index=0, ends_at=114.0, seen_at=100.0)
    assert effects == [Entered(0), Sound(Tone.GET_READY), Say("Cross the right ankle.")]


def test_an_interval_that_ends_is_held_before_the_next_one_is_entered() -> None:
    state, effects = play(TIMELINE, Tick(114.5), state=Running(index=0, ends_at=114.0, seen_at=113.5))

    assert state == Running(index=1, ends_at=174.0, seen_at=114.5)
    assert effects == [
        Held(0, 14.0, 0.0, Ending.FINISHED),
        Entered(1),
        Sound(Tone.BEGIN),
        Say("Foot flexed."),
    ]


def test_a_whole_session_sounds_every_cue_of_its_timeline_in_order() -> None:
    state, effects = run_to(TIMELINE, 210.0)

    planned = [cue.tone for interval in TIMELINE.intervals for cue in schedule(interval)]
    assert state == Over(Outcome.COMPLETED)
    assert sounds(effects) == [*planned, Tone.DONE]
    assert [each.seconds for each in held(effects)] == [interval.seconds for interval in TIMELINE.intervals]
    assert effects[-1] == Ended(Outcome.COMPLETED)


def test_late_ticks_do_not_make_a_session_longer() -> None:
    state, _ = transition(TIMELINE, Ready(), Begin(0.0))
    for tick in range(1, 300):
        state, _ = transition(TIMELINE, state, Tick(tick * 0.7 + 0.3))
        if isinstance(state, Over):
            break

    assert tick * 0.7 + 0.3 == pytest.approx(210.0, abs=0.7)


def test_a_pause_keeps_what_is_left_of_the_hold() -> None:
    running = Running(index=1, ends_at=130.0, seen_at=110.0)

    paused, _ = transition(TIMELINE, running, TogglePause(at=110.0))
    resumed, _ = transition(TIMELINE, paused, TogglePause(at=500.0))

    assert paused == Paused(index=1, left=20.0)
    assert resumed == Running(index=1, ends_at=520.0, seen_at=500.0)


def test_a_pause_and_its_end_are_heard() -> None:
    running = Running(index=1, ends_at=130.0, seen_at=110.0)

    _, effects = play(TIMELINE, TogglePause(110.0), TogglePause(500.0), state=running)

    assert effects == [Sound(Tone.PAUSE), Halted(1, Reason.KEY), Resumed(1), Sound(Tone.RESUME)]


def test_a_cue_that_sounded_before_a_pause_does_not_sound_again_after_it() -> None:
    state, before = run_to(TIMELINE, 44.5)
    state, _ = transition(TIMELINE, state, TogglePause(44.5))
    state, _ = transition(TIMELINE, state, TogglePause(90.0))
    state, after = run_to(TIMELINE, 91.0, state, since=90.0)

    assert sounds(before)[-1] is Tone.HALFWAY
    assert sounds(after) == []


def test_skipping_notes_what_was_held_and_enters_the_next_interval() -> None:
    state, effects = play(TIMELINE, Skip(124.0), state=Running(1, 174.0, seen_at=123.5))

    assert state == Running(index=2, ends_at=134.0, seen_at=124.0)
    assert held(effects) == [Held(1, 10.0, 0.0, Ending.SKIPPED)]
    assert sounds(effects) == [Tone.CHANGE_SIDE]


def test_a_key_that_comes_late_counts_after_the_interval_that_had_already_ended() -> None:
    state, effects = play(TIMELINE, Skip(176.0), state=Running(1, 174.0, seen_at=173.5))

    assert held(effects) == [Held(1, 60.0, 0.0, Ending.FINISHED), Held(2, 2.0, 0.0, Ending.SKIPPED)]
    assert state == Running(index=3, ends_at=236.0, seen_at=176.0)


def test_skipping_the_last_interval_completes_the_session() -> None:
    state, effects = play(TIMELINE, Skip(10.0), state=Running(5, 20.0, seen_at=9.5))

    assert state == Over(Outcome.COMPLETED)
    assert sounds(effects) == [Tone.DONE]


def test_going_back_restarts_the_interval() -> None:
    state, effects = play(TIMELINE, Back(130.0), state=Running(1, 174.0, seen_at=129.5))

    assert state == Running(index=1, ends_at=190.0, seen_at=130.0)
    assert held(effects) == [Held(1, 16.0, 0.0, Ending.RESTARTED)]
    assert sounds(effects) == [Tone.BEGIN]


def test_going_back_within_two_seconds_of_the_start_means_the_interval_before() -> None:
    state, _ = play(TIMELINE, Back(115.9), state=Running(1, 174.0, seen_at=115.5))

    assert state == Running(index=0, ends_at=129.9, seen_at=115.9)


def test_going_back_at_the_very_start_restarts_the_first_interval() -> None:
    state, _ = play(TIMELINE, Begin(0.0), Back(1.0))

    assert state == Running(index=0, ends_at=15.0, seen_at=1.0)


def test_extending_gives_fifteen_seconds_and_forgets_them_when_the_interval_is_restarted() -> None:
    state, effects = play(TIMELINE, Extend(130.0), state=Running(1, 174.0, seen_at=129.5))
    again, _ = transition(TIMELINE, state, Back(131.0))

    assert state == Running(index=1, ends_at=189.0, seen_at=130.0, extended=15.0)
    assert effects == [Sound(Tone.MORE), Extended(1, 15.0)]
    assert again == Running(index=1, ends_at=191.0, seen_at=131.0)


def test_extending_a_move_adds_whole_reps() -> None:
    state, effects = play(TIMELINE, Extend(10.0), state=Running(5, 48.0, seen_at=9.5))

    assert effects == [
        Sound(Tone.MORE),
        Extended(5, 18.0),
    ]  # three reps of six seconds: as close to fifteen as two, and more
    assert isinstance(state, Running)
    assert state.extended == 18.0


def test_what_was_added_counts_as_held() -> None:
    _, effects = play(TIMELINE, Extend(173.0), Tick(175.0), Tick(177.5), Tick(180.0), Tick(182.5), Tick(185.0),
                      Tick(187.5), Tick(190.0), state=Running(1, 174.0, seen_at=172.5))  # fmt: skip

    assert held(effects) == [Held(1, 75.0, 15.0, Ending.FINISHED)]


def test_stopping_notes_the_seconds_held_until_then() -> None:
    state, effects = play(TIMELINE, Stop(130.0), state=Running(1, 174.0, seen_at=129.5))

    assert state == Over(Outcome.STOPPED)
    assert effects == [Held(1, 16.0, 0.0, Ending.STOPPED), Sound(Tone.STOPPED), Ended(Outcome.STOPPED)]


def test_a_paused_session_can_be_stopped_skipped_gone_back_in_and_extended() -> None:
    paused = Paused(index=1, left=20.0)

    assert play(TIMELINE, Stop(500.0), state=paused) == (
        Over(Outcome.STOPPED),
        [Held(1, 40.0, 0.0, Ending.STOPPED), Sound(Tone.STOPPED), Ended(Outcome.STOPPED)],
    )
    assert play(TIMELINE, Skip(500.0), state=paused)[0] == Paused(index=2, left=10.0)
    assert play(TIMELINE, Back(500.0), state=paused)[0] == Paused(index=1, left=60.0)
    assert play(TIMELINE, Back(500.0), Back(501.0), state=paused)[0] == Paused(index=0, left=14.0)
    assert play(TIMELINE, Extend(500.0), state=paused)[0] == Paused(index=1, left=35.0, extended=15.0)


def test_going_on_at_the_start_of_an_interval_says_what_opens_it() -> None:
    _, effects = play(TIMELINE, Skip(500.0), TogglePause(510.0), state=Paused(index=0, left=5.0))

    assert effects[-3:] == [Resumed(1), Sound(Tone.BEGIN), Say("Foot flexed.")]


def test_a_long_gap_is_found_paused_where_it_was_with_nothing_skipped_and_one_tone() -> None:
    state, effects = play(TIMELINE, Tick(3600.0), state=Running(1, 174.0, seen_at=120.0))

    assert state == Paused(index=1, left=54.0)
    assert effects == [Sound(Tone.PAUSE), Halted(1, Reason.GAP)]


def test_the_key_that_reveals_a_gap_does_not_end_the_pause() -> None:
    state, _ = play(TIMELINE, TogglePause(3600.0), state=Running(1, 174.0, seen_at=120.0))

    assert state == Paused(index=1, left=54.0)


def test_stopping_after_a_gap_counts_none_of_the_gap() -> None:
    state, effects = play(TIMELINE, Stop(3600.0), state=Running(1, 174.0, seen_at=120.0))

    assert state == Over(Outcome.STOPPED)
    assert held(effects) == [Held(1, 6.0, 0.0, Ending.STOPPED)]


def test_a_suspend_that_the_clock_did_not_see_pauses_too() -> None:
    state, effects = play(TIMELINE, Slept(121.0), state=Running(1, 174.0, seen_at=120.5))

    assert state == Paused(index=1, left=53.0)
    assert Halted(1, Reason.GAP) in effects


def test_a_late_wake_up_sounds_only_the_newest_of_the_cues_it_missed() -> None:
    _, effects = play(TIMELINE, Tick(173.5), state=Running(1, 174.0, seen_at=170.6))

    assert sounds(effects) == [Tone.LAST_THREE]


def test_nothing_happens_after_the_end() -> None:
    for event in (
        Begin(1.0),
        Tick(1.0),
        TogglePause(1.0),
        Skip(1.0),
        Back(1.0),
        Extend(1.0),
        Hurts(1.0),
        Slept(1.0),
        Stop(1.0),
    ):
        assert transition(TIMELINE, Over(Outcome.COMPLETED), event) == (Over(Outcome.COMPLETED), [])


def test_a_session_that_has_not_begun_only_begins_or_stops() -> None:
    assert transition(TIMELINE, Ready(), Skip(1.0)) == (Ready(), [])
    assert transition(TIMELINE, Ready(), Stop(1.0)) == (Over(Outcome.STOPPED), [Ended(Outcome.STOPPED)])


# --- it hurts


SETS = timeline(step("Fold", hold(30.0), repeated=repeats(RIGHT, LEFT, sets=3)), WAG)  # lead, hold, rest, hold, ...


def test_what_hurts_ends_and_the_next_lead_in_comes_whole() -> None:
    state, effects = play(TIMELINE, Hurts(124.0), state=Running(1, 174.0, seen_at=123.5))

    assert state == Running(index=2, ends_at=134.0, seen_at=124.0)
    assert effects == [Held(1, 10.0, 0.0, Ending.HURT), Entered(2), Sound(Tone.EASE), Say("Left ankle over.")]


def test_further_sets_on_the_side_that_hurts_are_left_out_and_the_other_side_is_not() -> None:
    state, effects = play(SETS, Hurts(20.0), state=Running(1, 40.0, seen_at=19.5))

    assert held(effects) == [Held(1, 10.0, 0.0, Ending.HURT), *(Held(i, 0.0, 0.0, Ending.SKIPPED) for i in range(2, 6))]
    assert state == Running(index=6, ends_at=28.0, seen_at=20.0)


def test_getting_into_position_can_hurt_and_then_the_stretch_it_leads_to_is_left_out() -> None:
    state, effects = play(TIMELINE, Hurts(3.0), state=Running(0, 14.0, seen_at=2.5))

    assert held(effects) == [Held(0, 3.0, 0.0, Ending.HURT), Held(1, 0.0, 0.0, Ending.HURT)]
    assert state == Running(index=2, ends_at=13.0, seen_at=3.0)


def test_where_no_lead_in_follows_what_hurts_the_next_hold_waits_for_the_person() -> None:
    line = timeline(step("Reach", hold(20.0)), step("Fold", hold(30.0), transition=0.0))

    state, effects = play(line, Hurts(15.0), state=Running(1, 30.0, seen_at=14.5))

    assert state == Paused(index=2, left=30.0)
    assert effects[1:] == [Entered(2), Sound(Tone.EASE_AND_WAIT), Halted(2, Reason.KEY)]


def test_what_hurts_while_paused_is_left_too_and_the_session_stays_paused() -> None:
    state, effects = play(TIMELINE, Hurts(500.0), state=Paused(index=1, left=20.0))

    assert state == Paused(index=2, left=10.0)
    assert effects == [Held(1, 40.0, 0.0, Ending.HURT), Entered(2), Sound(Tone.EASE_AND_WAIT)]


def test_when_the_last_stretch_hurts_the_session_is_done() -> None:
    state, effects = play(TIMELINE, Hurts(10.0), state=Running(5, 20.0, seen_at=9.5))

    assert state == Over(Outcome.COMPLETED)
    assert sounds(effects) == [Tone.DONE]


# --- a session that was cut off


def test_a_session_that_was_cut_off_goes_on_from_the_lead_in_with_time_to_lie_down() -> None:
    state, effects = transition(TIMELINE, CutOff(3), Begin(100.0))

    assert state == Running(index=2, ends_at=114.0, seen_at=100.0, extended=4.0)  # as long as the first lead-in
    assert effects == [Entered(2, 4.0), Sound(Tone.GET_READY), Say("Left ankle over.")]


def test_a_lead_in_that_is_long_enough_is_not_made_longer() -> None:
    state, _ = transition(TIMELINE, CutOff(5), Begin(100.0))

    assert state == Running(index=4, ends_at=118.0, seen_at=100.0)


def test_a_hold_without_a_lead_in_waits_for_the_person_when_the_session_goes_on() -> None:
    line = timeline(step("Reach", hold(20.0)), step("Fold", hold(30.0), transition=0.0))

    state, effects = transition(line, CutOff(2), Begin(100.0))

    assert state == Paused(index=2, left=30.0)
    assert effects == [Entered(2), Sound(Tone.WAIT), Halted(2, Reason.CUT_OFF)]


def test_a_session_that_was_cut_off_after_its_last_second_is_complete() -> None:
    assert transition(TIMELINE, CutOff(6), Begin(100.0))[0] == Over(Outcome.COMPLETED)


# --- properties

KEYS = st.sampled_from([Tick, TogglePause, Skip, Back, Extend, Hurts, Slept])
PASSED = st.one_of(st.floats(0.0, GAP_SECONDS), st.sampled_from([0.0, 0.5, 1.0, 2.0]), st.floats(3.1, 10_000.0))
SCRIPT = st.lists(st.tuples(PASSED, KEYS), max_size=120)
NO_BACK = st.lists(st.tuples(PASSED, st.sampled_from([Tick, TogglePause, Skip, Hurts, Slept])), max_size=120)


def perform(
    script: list[tuple[float, type[Tick]]], line: Timeline = SHORT, *, begin: State = BEGINNING, since: float = 0.0
) -> list[tuple[State, list[Effect], float]]:
    at = since
    state, effects = transition(line, begin, Begin(at))
    steps = [(state, effects, at)]
    for passed, event in script:
        at += passed
        state, effects = transition(line, state, event(at))
        steps.append((state, effects, at))
    return steps


@given(SCRIPT)
def test_no_attempt_counts_more_than_its_interval_and_what_was_added(script: list[tuple[float, type[Tick]]]) -> None:
    for _, effects, _ in perform(script):
        for each in held(effects):
            assert -1e-6 <= each.seconds <= SHORT.intervals[each.index].seconds + each.extended + 1e-6


@given(NO_BACK)
def test_without_going_back_indices_only_rise_and_each_interval_is_held_once(
    script: list[tuple[float, type[Tick]]],
) -> None:
    steps = perform(script)

    indices = [state.index for state, _, _ in steps if isinstance(state, Running | Paused)]
    attempts = [each.index for _, effects, _ in steps for each in held(effects)]

    assert all(one <= other for one, other in pairwise(indices))
    assert attempts == list(range(len(attempts)))


@given(NO_BACK)
def test_planned_is_held_plus_skipped(script: list[tuple[float, type[Tick]]]) -> None:
    for _, effects, _ in perform(script):
        for each in held(effects):
            planned = SHORT.intervals[each.index].seconds
            if each.ending is Ending.FINISHED:
                assert each.seconds == planned
            else:
                assert 0 <= planned - each.seconds <= planned + 1e-6


@given(SCRIPT)
def test_time_held_is_never_more_than_time_that_passed(script: list[tuple[float, type[Tick]]]) -> None:
    steps = perform(script)

    total = sum(each.seconds for _, effects, _ in steps for each in held(effects))

    assert total <= steps[-1][2] + 1e-6


@given(SCRIPT)
def test_what_is_left_is_never_negative_nor_more_than_there_is(script: list[tuple[float, type[Tick]]]) -> None:
    for state, _, at in perform(script):
        if isinstance(state, Running | Paused):
            assert 0 <= left(state, at) <= SHORT.intervals[state.index].seconds + state.extended + 1e-6


@given(SCRIPT)
def test_one_event_makes_at_most_one_sound(script: list[tuple[float, type[Tick]]]) -> None:
    for _, effects, _ in perform(script):
        assert len(sounds(effects)) <= 1


@given(SCRIPT)
def test_the_next_change_always_lies_ahead(script: list[tuple[float, type[Tick]]]) -> None:
    for state, _, _ in perform(script):
        if isinstance(state, Running):
            assert next_change_at(SHORT, state) > state.seen_at


@given(st.lists(st.floats(0.001, GAP_SECONDS - 1e-6), min_size=200, max_size=200))  # instants add up with rounding
def test_however_time_is_cut_into_ticks_every_second_is_held(cuts: list[float]) -> None:
    steps = perform([(cut, Tick) for cut in cuts] + [(1.0, Tick)] * 120)

    attempts = [each for _, effects, _ in steps for each in held(effects)]

    assert [each.seconds for each in attempts] == [interval.seconds for interval in SHORT.intervals]
    assert steps[-1][0] == Over(Outcome.COMPLETED)


@given(st.lists(SCRIPT, min_size=1, max_size=3), st.data())
def test_wherever_a_session_is_cut_off_it_goes_on_to_the_end_and_no_interval_is_missed(
    scripts: list[list[tuple[float, type[Tick]]]], data: st.DataObject
) -> None:
    """A cut costs what was not noted; then each interval's last attempt comes after those of all before it."""
    noted: list[Held] = []
    at = 0.0
    begin: State = Ready()
    for script in scripts:
        steps = perform(script, begin=begin, since=at)
        seen = steps[: data.draw(st.integers(0, len(steps)), label="cut off after so many steps")]
        noted += [each for _, effects, _ in seen for each in held(effects)]
        at = steps[-1][2]
        begin = CutOff(index_after(noted[-1]) if noted else 0)
    state, effects = transition(SHORT, begin, Begin(at))
    if isinstance(state, Paused):
        state, _ = transition(SHORT, state, TogglePause(at))
    state, more = run_to(SHORT, at + 1000.0, state, since=at)
    noted += held([*effects, *more])

    assert state == Over(Outcome.COMPLETED)
    last = {each.index: place for place, each in enumerate(noted)}
    assert sorted(last) == list(range(len(SHORT.intervals)))
    for each in noted:
        assert -1e-6 <= each.seconds <= SHORT.intervals[each.index].seconds + each.extended + 1e-6
    work = [index for index, interval in enumerate(SHORT.intervals) if interval.is_work]
    assert [last[index] for index in work] == sorted(last[index] for index in work)
