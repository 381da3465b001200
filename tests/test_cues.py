from plans import PIGEON, WAG, at_half, at_start, hold, repeats, reps, step, timeline

from sciatica_stretch.core.cues import Tone, schedule
from sciatica_stretch.core.timeline import Interval


def heard(interval: Interval, extended: float = 0.0) -> list[tuple[float, str, str]]:
    return [(cue.at, cue.tone.value, cue.text) for cue in schedule(interval, extended)]


def test_a_hold_begins_has_a_middle_and_counts_its_end() -> None:
    pigeon = timeline(PIGEON).intervals[1]

    assert heard(pigeon) == [
        (0, "begin", "Foot flexed."),
        (12, "prompt", "Draw the thigh in."),
        (30, "halfway", "Halfway. Wait for the hip."),
        (55, "prompt", "Five more seconds."),
        (57, "last-three", ""),
        (58, "last-three", ""),
        (59, "last-three", ""),
    ]


def test_the_first_transition_says_get_ready_and_a_later_one_next_stretch() -> None:
    line = timeline(PIGEON, WAG)

    assert [heard(each)[0] for each in line.intervals if not each.is_work] == [
        (0, "get-ready", "Cross the right ankle."),
        (0, "change-side", "Left ankle over."),
        (0, "next-stretch", "Come up."),
    ]


def test_a_rest_has_its_own_tone() -> None:
    rest = timeline(step("Hold", hold(30.0), repeated=repeats(sets=2))).intervals[2]

    assert heard(rest)[0] == (0, "rest", "")


def test_a_move_ticks_at_each_phase_until_its_end_is_counted() -> None:
    wag = timeline(WAG).intervals[1]

    ticks = [at for at, tone, _ in heard(wag) if tone == "phase"]

    assert ticks == [3, 6, 9, 12, 15, 18, 21, 27, 30, 33, 36, 39, 42]
    assert [(at, tone) for at, tone, _ in heard(wag) if tone not in {"phase", "begin"}] == [
        (24, "halfway"),
        (45, "last-three"),
        (46, "last-three"),
        (47, "last-three"),
    ]


def test_what_is_said_at_half_gives_way_to_a_line_within_six_seconds_but_the_tone_stays() -> None:
    crowded = step("Hold", hold(30.0), lines=(at_half("Halfway."), at_start(20, "Breathe.")))

    assert (15, "halfway", "") in heard(timeline(crowded).intervals[1])


def test_a_short_hold_has_no_middle_and_a_very_short_one_no_count() -> None:
    short, very_short = (timeline(step("Hold", hold(seconds))).intervals[1] for seconds in (10.0, 5.0))

    assert [tone for _, tone, _ in heard(short)] == ["begin", "last-three", "last-three", "last-three"]
    assert [tone for _, tone, _ in heard(very_short)] == ["begin"]


def test_more_time_moves_what_is_counted_from_the_end_and_leaves_the_rest() -> None:
    pigeon = timeline(PIGEON).intervals[1]

    assert [(at, tone) for at, tone, _ in heard(pigeon, extended=15.0)] == [
        (0, "begin"),
        (12, "prompt"),
        (30, "halfway"),
        (70, "prompt"),
        (72, "last-three"),
        (73, "last-three"),
        (74, "last-three"),
    ]


def test_a_longer_move_goes_on_ticking() -> None:
    wag = timeline(WAG).intervals[1]

    assert [at for at, tone, _ in heard(wag, extended=12.0) if tone == "phase"][-2:] == [51, 54]


def test_a_line_that_a_shorter_side_has_no_room_for_is_left_out_there() -> None:
    lines = (at_start(70, "Still there."),)
    line = timeline(step("Hold", hold(60.0, left=90.0), repeated=repeats(*PIGEON.repeats.sides), lines=lines))

    said = [[text for _, _, text in heard(each) if text] for each in line.intervals if each.is_work]

    assert said == [[], ["Still there."]]


def test_phases_of_different_lengths_tick_where_they_change() -> None:
    contract = step("Press", reps(2, press=6.0, relax=4.0, stretch=20.0))

    ticks = [at for at, tone, _ in heard(timeline(contract).intervals[1]) if tone in {"phase", "halfway"}]

    assert ticks == [6, 10, 30, 36, 40]


def test_every_cue_lies_within_its_interval() -> None:
    for interval in timeline(PIGEON, WAG).intervals:
        for extended in (0.0, 15.0):
            assert all(0 <= cue.at < interval.seconds + extended for cue in schedule(interval, extended))


def test_each_moment_has_one_tone() -> None:
    assert len(set(Tone)) == len(Tone)
    for interval in timeline(PIGEON, WAG).intervals:
        moments = [cue.at for cue in schedule(interval)]
        assert len(moments) == len(set(moments))
