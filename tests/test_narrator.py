"""A session as it is heard: the player's own loop, and a voice that takes a third of a second a word."""

from typing import Any

import pytest
from fakes import Theatre
from plans import LEFT, RIGHT, at_start, before_end, hold, repeats, step, timeline

from sciatica_stretch.core.cues import Tone
from sciatica_stretch.core.events import Outcome
from sciatica_stretch.core.speech import LEADS
from sciatica_stretch.core.states import CutOff
from sciatica_stretch.core.timeline import Timeline
from sciatica_stretch.player.keyboard import Signal
from sciatica_stretch.player.keymap import keymap

TWIST = step(
    "Twist",
    hold(20.0),
    transition=12.0,
    repeated=repeats(RIGHT, LEFT, switch=8.0),
    setup="Knees to the {side}. Arms wide. Let the head follow.",
    switch_setup="Knees to the {side}.",
    lines=(at_start(0, "Heavy shoulders."), before_end(5, "Five more seconds.")),
)
PLAN = timeline(TWIST)  # 12, 20, 8, 20
SETUP = ["Knees to the right.", "Arms wide.", "Let the head follow."]


def about(seconds: float, tolerance: float = 1e-6) -> Any:
    return pytest.approx(seconds, abs=tolerance)


def theatre(*script: tuple[float, str | Signal], plan: Timeline = PLAN) -> Theatre:
    return Theatre(plan, list(script), voice=True)


def lines(stage: Theatre) -> list[str]:
    return [text for _, text in stage.ears.said]


def test_a_session_is_told_from_its_first_second_to_its_end() -> None:
    stage = theatre()

    stage.play()

    assert lines(stage) == [
        "Get ready: Twist, right side.",
        *SETUP,
        "Heavy shoulders.",
        "Halfway.",
        "Five more seconds.",
        "Change sides: left side.",
        "Knees to the left.",
        "Heavy shoulders.",
        "Halfway.",
        "Five more seconds.",
        "Session complete.",
    ]


def test_each_line_begins_at_its_place() -> None:
    stage = theatre()

    stage.play()

    at = dict(reversed([(text, at) for at, text in stage.ears.said]))
    assert at["Get ready: Twist, right side."] == about(LEADS[Tone.GET_READY])
    assert at["Heavy shoulders."] == about(12 + LEADS[Tone.BEGIN])
    assert at["Five more seconds."] == about(27 + LEADS[Tone.PROMPT])
    assert at["Change sides: left side."] == about(32 + LEADS[Tone.CHANGE_SIDE])
    assert at["Session complete."] == about(60 + LEADS[Tone.DONE])


def test_nothing_overlaps_and_nothing_is_cut_off_while_nobody_touches_a_key() -> None:
    stage = theatre()

    stage.play()

    over = 0.0
    for at, text in stage.ears.said:
        assert at >= over
        over = at + stage.reader.lengths[text]
    assert stage.ears.hushed == []


def test_without_a_voice_nothing_is_said() -> None:
    stage = Theatre(PLAN)

    stage.play()

    assert stage.ears.said == []


# --- beginnings

SLIDE = step(
    "Slide",
    hold(20.0),
    transition=0.0,
    repeated=repeats(LEFT),
    setup="Sit tall. Left or right. {side} foot up.",
    wait=True,
)


def test_a_session_that_begins_with_waiting_says_for_what_and_how_it_goes_on() -> None:
    stage = theatre((60.0, " "), plan=timeline(SLIDE))

    stage.play()

    assert stage.ears.said[:4] == [
        (about(LEADS[Tone.WAIT]), "Get ready: Slide, left leg."),
        (about(0.9 + 1.75 + 0.2), "Sit tall."),
        (about(3.75), "Left or right."),
        (about(5.0), "Left foot up."),
    ]
    assert lines(stage)[4] == "Press any key when you are ready."
    assert stage.ears.hushed == []


def test_what_is_said_of_a_wait_is_recorded_first_and_said_as_it_comes() -> None:
    stage = theatre((60.0, " "), plan=timeline(SLIDE))
    stage.reader.ready_at = 9.0

    stage.play()

    assert stage.reader.asks[0][:2] == ["Get ready: Slide, left leg.", "Sit tall."]
    assert stage.reader.asks[0][4] == "Press any key when you are ready."
    assert stage.ears.said[0] == (about(9.0, 0.15), "Get ready: Slide, left leg.")
    assert "Press any key when you are ready." in lines(stage)


def test_who_is_ready_before_that_hears_no_more_of_it() -> None:
    stage = theatre((2.0, " "), plan=timeline(SLIDE))

    stage.play()

    assert stage.ears.hushed == [2.0] * 5
    assert stage.ears.taken_back == [
        "Sit tall.",
        "Left or right.",
        "Left foot up.",
        "Press any key when you are ready.",
    ]
    assert stage.ears.said[1] == (about(2.0 + LEADS[Tone.BEGIN]), "Slide, left leg.")


def test_who_says_that_it_hurts_and_then_waits_hears_what_comes_next() -> None:
    plan = timeline(step("Twist", hold(20.0)), SLIDE)
    stage = theatre((15.0, "x"), (60.0, " "), plan=plan)

    stage.play()

    after = [text for at, text in stage.ears.said if at > 15]
    assert after[:5] == ["Ease out of it.", "Paused.", "Next: Slide, left leg.", "Sit tall.", "Left or right."]


def test_and_that_is_recorded_before_all_else() -> None:
    plan = timeline(step("Twist", hold(20.0)), SLIDE)
    stage = theatre((15.0, "x"), (60.0, " "), plan=plan)
    stage.reader.ready_at = 20.0

    stage.play()

    assert stage.reader.asks[-1][:2] == ["Next: Slide, left leg.", "Sit tall."]
    assert (about(20.0, 0.15), "Next: Slide, left leg.") in stage.ears.said


def test_a_session_that_goes_on_says_get_ready_and_how_to_get_into_it() -> None:
    stage = theatre()

    stage.play(begin=CutOff(3))

    assert lines(stage)[:3] == ["Get ready: Twist, left side.", "Knees to the left.", "Arms wide."]
    assert stage.ears.heard[0] == (0.0, Tone.GET_READY)


def test_a_session_that_goes_on_in_a_hold_without_a_lead_in_waits_aloud_and_any_key_begins_it() -> None:
    plan = timeline(step("Twist", hold(20.0)), step("Slide", hold(20.0), transition=0.0, setup="Sit tall."))
    stage = theatre((30.0, "z"), plan=plan)

    result = stage.play(begin=CutOff(2), keymap=keymap({}, any_key_wakes=False))

    assert result.outcome is Outcome.COMPLETED
    assert lines(stage)[:4] == ["Get ready: Slide.", "Sit tall.", "Press any key when you are ready.", "Slide."]
    assert [tone for _, tone in stage.ears.heard][:2] == [Tone.WAIT, Tone.BEGIN]


def test_a_session_that_goes_on_has_the_present_recorded_before_the_past() -> None:
    stage = theatre()

    stage.play(begin=CutOff(3))

    asked = stage.reader.asks[0]
    assert asked[:2] == ["Get ready: Twist, left side.", "Knees to the left."]
    assert asked.index("Next: Twist, right side.") > asked.index("Five more seconds.")


def test_after_a_jump_what_is_needed_there_is_recorded_first() -> None:
    stage = theatre((0.1, "n"), (0.2, "n"))
    stage.reader.ready_at = 50.0

    stage.play()

    begin, *after = stage.reader.asks
    assert begin[0] == "Get ready: Twist, right side."
    assert any(asked[:2] == ["Change sides: left side.", "Knees to the left."] for asked in after)


def test_where_all_is_recorded_a_jump_asks_for_nothing() -> None:
    stage = theatre((0.1, "n"), (0.2, "n"))

    stage.play()

    assert len(stage.reader.asks) == 1


# --- keys


def test_a_line_under_way_ends_in_a_pause_and_the_rest_follows_after_it() -> None:
    stage = theatre((1.5, "space"), (60.0, "space"))

    stage.play()

    assert stage.ears.said[:4] == [
        (about(1.0), "Get ready: Twist, right side."),
        (about(1.0 + 1.75 + 0.2), "Paused."),  # no sooner than the line is over
        (about(60.5), "Going on."),
        (about(60.5 + 0.7 + 0.2), "Knees to the right."),
    ]
    assert stage.ears.hushed == []


def test_in_a_pause_nothing_begins() -> None:
    stage = theatre((11.9, "space"), (100.0, "space"))

    stage.play()

    assert [text for at, text in stage.ears.said if 14 < at < 100] == []


def test_a_pause_that_ends_at_once_takes_back_what_has_not_begun() -> None:
    stage = theatre((14.0, "space"), (14.2, "space"))

    stage.play()

    assert "Going on." in lines(stage)
    assert stage.ears.hushed == [14.2]  # "Paused." would have begun at 14.5


def test_a_pause_and_its_end_in_quick_succession_leave_the_line_under_way_alone() -> None:
    stage = theatre((1.5, "space"), (1.8, "space"))

    stage.play()

    assert stage.ears.taken_back == ["Paused."]
    assert stage.ears.said[:3] == [
        (about(1.0), "Get ready: Twist, right side."),
        (about(1.0 + 1.75 + 0.2), "Going on."),  # no sooner than the line is over
        (about(1.0 + 1.75 + 0.2 + 0.7 + 0.2), "Knees to the right."),
    ]


def test_who_is_ready_hears_no_more_of_being_asked_to_be() -> None:
    plan = timeline(step("Bridge", hold(20.0), transition=6.0, wait=True))
    before, within = theatre((6.2, " "), plan=plan), theatre((8.0, " "), plan=plan)

    before.play()
    within.play()

    assert before.ears.taken_back == ["Press any key when you are ready."]
    assert (within.ears.hushed, lines(within)[1]) == ([8.0], "Press any key when you are ready.")


def test_the_end_of_a_pause_is_said_where_nothing_was_said_before_it() -> None:
    plan = timeline(step("Bridge", hold(20.0), transition=6.0))
    stage = theatre((9.0, "space"), (20.0, "space"), plan=plan)

    stage.play()

    assert (about(20.0 + LEADS[Tone.RESUME]), "Going on.") in stage.ears.said


def test_a_skip_cuts_off_the_words_of_what_was_left() -> None:
    stage = theatre((1.5, "n"))

    stage.play()

    assert stage.ears.hushed == [1.5]
    assert stage.ears.said[1] == (about(1.5 + LEADS[Tone.BEGIN]), "Heavy shoulders.")


def test_going_back_says_it_all_again() -> None:
    stage = theatre((5.0, "b"))

    stage.play()

    assert lines(stage)[:2] == ["Get ready: Twist, right side.", "Knees to the right."]
    assert lines(stage).count("Get ready: Twist, right side.") == 2
    assert lines(stage).count("Let the head follow.") == 1


def test_a_skip_in_a_pause_is_told_when_it_goes_on() -> None:
    stage = theatre((14.0, "space"), (16.0, "n"), (20.0, "space"))

    stage.play()

    assert (about(20.0 + LEADS[Tone.CHANGE_SIDE]), "Change sides: left side.") in stage.ears.said
    assert "Going on." not in lines(stage)


def test_more_time_is_said_and_the_end_moves() -> None:
    stage = theatre((14.5, "+"))

    stage.play()

    assert (14.9, "Fifteen seconds more.") in stage.ears.said
    assert (about(42 + LEADS[Tone.PROMPT]), "Five more seconds.") in stage.ears.said
    assert next(at for at, text in stage.ears.said if text == "Halfway.") == about(22 + LEADS[Tone.HALFWAY])


def test_more_time_in_the_last_seconds_says_them_twice() -> None:
    stage = theatre((29.0, "+"))

    stage.play()

    assert [at for at, text in stage.ears.said if text == "Five more seconds."][:2] == [
        about(27 + LEADS[Tone.PROMPT]),
        about(42 + LEADS[Tone.PROMPT]),
    ]


def test_it_hurts_is_answered_and_then_what_comes_next_is_said() -> None:
    stage = theatre((15.0, "x"))

    stage.play()

    after = [each for each in stage.ears.said if each[0] > 15]
    assert after[0] == (about(15 + LEADS[Tone.EASE]), "Ease out of it.")
    assert after[1][1] in {"Change sides: left side.", "Left side."}
    assert after[1][0] >= after[0][0] + 4 * 0.35


def test_stopping_cuts_off_the_line_and_says_so() -> None:
    stage = theatre((1.5, "q"), (2.0, "q"))

    stage.play()

    assert stage.ears.hushed == [2.0]
    assert lines(stage) == ["Get ready: Twist, right side.", "Stopped."]


# --- lateness


def test_after_a_late_wake_up_only_what_is_still_true_is_said() -> None:
    stage = theatre()
    stage.keyboard.stalls = {26.0: 2.5}  # over the line about the last five seconds

    stage.play()

    assert [at for at, text in stage.ears.said if text == "Five more seconds."] == [about(55.3)]


def test_after_a_late_wake_up_the_side_is_said_in_fewer_words() -> None:
    sides = repeats(RIGHT, LEFT, switch=5.0)
    plan = timeline(step("Twist", hold(20.0), transition=12.0, repeated=sides, switch_setup="Roll over slowly."))
    stage = theatre(plan=plan)
    stage.keyboard.stalls = {32.0: 2.5}

    stage.play()

    assert [each for each in stage.ears.said if 32 < each[0] < 37] == [
        (about(34.5), "Left side."),
        (about(34.5 + 0.7 + 0.2), "Roll over slowly."),
    ]


def test_of_lines_that_will_never_be_recorded_the_others_are_said() -> None:
    stage = theatre()
    stage.reader.lengths = {"Right side.": 0.7, "Halfway.": 0.4, "Left side.": 0.7}
    stage.reader.gone_at = 0.0

    stage.play()

    assert lines(stage) == ["Right side.", "Halfway.", "Left side.", "Halfway."]


# --- recordings that somebody deletes


def test_a_line_whose_file_is_gone_is_recorded_anew_and_said_while_there_is_time() -> None:
    stage = theatre()
    stage.reader.removed |= {"Arms wide.", "Heavy shoulders."}

    stage.play()

    assert lines(stage)[:4] == ["Get ready: Twist, right side.", *SETUP]
    assert "Heavy shoulders." in lines(stage)
    assert stage.reader.asks[-1][0] == "Get ready: Twist, right side."


def test_what_is_said_of_a_wait_is_said_though_its_files_were_gone() -> None:
    stage = theatre((60.0, " "), plan=timeline(SLIDE))
    stage.reader.removed |= {"Sit tall.", "Press any key when you are ready."}

    stage.play()

    assert sorted(lines(stage)[:5]) == sorted(
        [
            "Get ready: Slide, left leg.",
            "Sit tall.",
            "Left or right.",
            "Left foot up.",
            "Press any key when you are ready.",
        ]
    )


def test_what_was_said_of_a_stretch_does_not_hold_up_the_rest_of_it() -> None:
    stage = theatre((5.0, "space"), (9.0, "space"))
    stage.reader.lengths = {text: 0.35 * len(text.split()) for text in ("Get ready: Twist, right side.", *SETUP)}
    stage.reader.ready_at = 1000.0

    stage.play()

    assert lines(stage) == ["Get ready: Twist, right side.", *SETUP]


def test_what_is_recorded_too_late_is_said_in_what_time_is_left_or_not_at_all() -> None:
    stage = theatre()
    stage.reader.ready_at = 4.5

    stage.play()

    assert stage.ears.said[0] == (about(4.6, 0.15), "Get ready: Twist, right side.")
    assert [at for at, _ in stage.ears.said if at < 12][-1] < 11


def test_what_is_never_recorded_is_never_said() -> None:
    stage = theatre()
    stage.reader.ready_at = 1000.0

    stage.play()

    assert stage.ears.said == []


def test_headphones_are_woken_up_before_a_line() -> None:
    stage = theatre()
    stage.ears.lead = 0.6

    stage.play()

    assert (about(12 + LEADS[Tone.BEGIN]), "Heavy shoulders.") in stage.ears.said


def test_a_voice_that_fails_is_told_on_the_screen() -> None:
    stage = theatre()
    stage.reader.pending_news = "voice: natural failed (no reason), using espeak-ng"

    stage.play()

    assert "voice: natural failed (no reason), using espeak-ng" in stage.eyes.told
