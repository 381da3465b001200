from dataclasses import replace

import pytest
from plans import LEFT, PIGEON, RIGHT, WAG, hold, repeats, reps, routine, step, timeline

from sciatica_stretch.core.routine import Group
from sciatica_stretch.core.timeline import Interval, Kind, Options, Timeline, unroll
from sciatica_stretch.errors import UsageError


def row(line: Timeline) -> list[tuple[str, str | None, str, float]]:
    return [(each.kind.value, each.side, each.step.name, each.seconds) for each in line.intervals]


def work(line: Timeline) -> list[Interval]:
    return [each for each in line.intervals if each.is_work]


def test_a_step_is_a_transition_and_its_work() -> None:
    assert row(timeline(WAG)) == [
        ("transition", None, "Wag the tail", 18.0),
        ("move", None, "Wag the tail", 48.0),
    ]


def test_on_the_other_side_the_switch_takes_the_place_of_the_transition() -> None:
    assert row(timeline(PIGEON)) == [
        ("transition", "right", "Half pigeon", 14.0),
        ("hold", "right", "Half pigeon", 60.0),
        ("switch", "left", "Half pigeon", 10.0),
        ("hold", "left", "Half pigeon", 60.0),
    ]


def test_a_group_is_done_whole_on_one_side_and_then_on_the_other() -> None:
    group = Group(
        steps=(step("Flex", reps(8), transition=20.0), step("Still", hold(50.0), transition=6.0)),
        repeats=repeats(RIGHT, LEFT, switch=12.0),
    )

    assert row(timeline(group)) == [
        ("transition", "right", "Flex", 20.0),
        ("move", "right", "Flex", 48.0),
        ("transition", "right", "Still", 6.0),
        ("hold", "right", "Still", 50.0),
        ("switch", "left", "Flex", 12.0),
        ("move", "left", "Flex", 48.0),
        ("transition", "left", "Still", 6.0),
        ("hold", "left", "Still", 50.0),
    ]


def test_between_sets_there_is_a_rest_and_each_side_does_all_its_sets() -> None:
    line = timeline(step("Hold", hold(30.0), repeated=repeats(RIGHT, LEFT, sets=2, rest=15.0)))

    assert [(kind, side) for kind, side, _, _ in row(line)] == [
        ("transition", "right"),
        ("hold", "right"),
        ("rest", "right"),
        ("hold", "right"),
        ("switch", "left"),
        ("hold", "left"),
        ("rest", "left"),
        ("hold", "left"),
    ]
    assert [(each.set_number, each.sets) for each in work(line)] == [(1, 2), (2, 2), (1, 2), (2, 2)]


def test_a_group_with_sets_rests_before_its_first_step_only() -> None:
    group = Group(steps=(step("One", hold(30.0)), step("Two", hold(30.0))), repeats=repeats(sets=2, rest=15.0))

    assert [kind for kind, _, _, _ in row(timeline(group))] == [
        *("transition", "hold", "transition", "hold"),
        *("rest", "hold", "transition", "hold"),
    ]


def test_a_dose_can_differ_by_side() -> None:
    line = timeline(step("Hold", hold(60.0, left=90.0), repeated=repeats(RIGHT, LEFT)))

    assert [(each.side, each.seconds) for each in work(line)] == [(RIGHT, 60.0), (LEFT, 90.0)]


def test_intervals_start_where_the_one_before_ends_and_add_up_to_the_total() -> None:
    line = timeline(PIGEON, WAG)

    for one, next_one in zip(line.intervals, line.intervals[1:], strict=False):
        assert next_one.start == one.start + one.seconds
    assert line.seconds == 144.0 + 66.0


def test_a_transition_of_zero_seconds_leaves_no_interval() -> None:
    assert [kind for kind, _, _, _ in row(timeline(step("Hold", hold(30.0), transition=0.0)))] == ["hold"]


def test_the_side_to_begin_with_can_be_chosen() -> None:
    line = unroll(routine(PIGEON), Options(first=LEFT))

    assert [(kind, side) for kind, side, _, _ in row(line)] == [
        ("transition", "left"),
        ("hold", "left"),
        ("switch", "right"),
        ("hold", "right"),
    ]


def test_a_step_for_one_side_only_stays_on_that_side() -> None:
    only_right = replace(PIGEON, repeats=repeats(RIGHT))

    assert [each.side for each in work(unroll(routine(only_right), Options(first=LEFT)))] == [RIGHT]


def test_the_pace_scales_holds_to_whole_seconds_and_nothing_else() -> None:
    line = unroll(routine(PIGEON, WAG), Options(pace=0.33))

    assert [seconds for _, _, _, seconds in row(line)] == [14.0, 20.0, 10.0, 20.0, 18.0, 48.0]


def test_starting_from_a_step_leaves_out_what_comes_before_and_gives_time_to_lie_down() -> None:
    still = step("Still", hold(50.0), transition=6.0)

    line = unroll(routine(WAG, still, PIGEON), Options(from_step="still"))

    assert row(line)[:2] == [("transition", None, "Still", 10.0), ("hold", None, "Still", 50.0)]
    assert line.intervals[0].start == 0.0
    assert len(line.intervals) == 6


def test_only_some_steps_of_a_group_still_switch_sides() -> None:
    group = Group(
        steps=(step("Flex", reps(8), transition=20.0), step("Still", hold(50.0), transition=12.0)),
        repeats=repeats(RIGHT, LEFT, switch=12.0),
    )

    line = unroll(routine(group, WAG), Options(only=("still",)))

    assert row(line) == [
        ("transition", "right", "Still", 12.0),
        ("hold", "right", "Still", 50.0),
        ("switch", "left", "Still", 12.0),
        ("hold", "left", "Still", 50.0),
    ]


@pytest.mark.parametrize("options", [Options(from_step="half-pigeno"), Options(only=("half-pigeno",))])
def test_a_step_that_is_not_there_is_named_with_the_one_that_was_meant(options: Options) -> None:
    with pytest.raises(UsageError) as caught:
        unroll(routine(PIGEON, WAG), options)

    assert caught.value.hint == "Did you mean 'half-pigeon'?"


def test_a_first_step_that_is_not_to_be_done_at_all_is_a_contradiction() -> None:
    with pytest.raises(UsageError, match="'wag-the-tail' is to be the first step"):
        unroll(routine(PIGEON, WAG), Options(only=("half-pigeon",), from_step="wag-the-tail"))


def test_a_routine_without_transitions_gets_none_by_starting_in_its_middle() -> None:
    bare = replace(
        routine(step("One", hold(30.0), transition=0.0), step("Two", hold(30.0), transition=0.0)), transition=0.0
    )

    assert [kind for kind, _, _, _ in row(unroll(bare, Options(from_step="two")))] == ["hold"]


def test_the_setup_names_the_side_and_the_switch_has_its_own() -> None:
    line = timeline(PIGEON)

    assert [each.setup for each in line.intervals if not each.is_work] == ["Cross the right ankle.", "Left ankle over."]


def test_the_next_stretch_and_the_number_of_this_one_are_known_at_each_interval() -> None:
    line = timeline(PIGEON, WAG)

    following = [line.next_work(index) for index in range(6)]

    assert [(each.kind, each.side) if each else None for each in following] == [
        (Kind.HOLD, RIGHT),
        (Kind.HOLD, LEFT),
        (Kind.HOLD, LEFT),
        (Kind.MOVE, None),
        (Kind.MOVE, None),
        None,
    ]
    assert [line.stretch_number(index) for index in range(6)] == [1, 1, 2, 2, 3, 3]
    assert line.stretches == 3


def test_a_side_that_begins_a_sentence_has_a_capital_and_one_inside_has_none() -> None:
    both = step("Cross", hold(30.0), repeated=repeats(RIGHT), setup="{side} first. {side} over; now the {side} knee.")

    assert timeline(both).intervals[0].setup == "Right first. Right over; now the right knee."
