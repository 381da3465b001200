"""Whole sessions through the real loop, in a world with a scripted clock, keys and ears."""

import pytest
from fakes import NOON, Theatre
from plans import PIGEON, SHORT, WAG, hold, step, timeline

from sciatica_stretch.core.cues import Tone, schedule
from sciatica_stretch.core.events import Effect, Ended, Ending, Halted, Held, Outcome, Reason
from sciatica_stretch.core.keys import DEFAULT_KEYS, Action
from sciatica_stretch.core.states import CutOff
from sciatica_stretch.core.stop_rule import STOP_RULE
from sciatica_stretch.player.key_words import keys_sentence, question
from sciatica_stretch.player.keyboard import Answer, Signal
from sciatica_stretch.player.keymap import DEFAULT_KEYMAP, keymap
from sciatica_stretch.player.remote.calls import Command
from sciatica_stretch.player.stage import Result
from sciatica_stretch.player.wording import IT_HURTS

TIMELINE = timeline(PIGEON, WAG)


def test_a_session_runs_to_its_end_by_itself_and_every_cue_is_heard_on_time() -> None:
    theatre = Theatre(TIMELINE)

    result = theatre.play()

    planned = [(each.start + cue.at, cue.tone) for each in TIMELINE.intervals for cue in schedule(each)]
    assert result == Result(Outcome.COMPLETED)
    assert theatre.ears.heard == [*planned, (210.0, Tone.DONE)]
    assert theatre.held == [14.0, 60.0, 10.0, 60.0, 18.0, 48.0]


def test_the_digits_change_on_the_second_and_nothing_else_wakes_the_loop() -> None:
    theatre = Theatre(TIMELINE)

    theatre.play()

    shown = [(at, moment.shown) for (at, _), moment in zip(theatre.eyes.pictures, theatre.eyes.moments, strict=True)]
    assert shown[:17] == [(0.0, 14), *((float(at), 14 - at) for at in range(14)), (14.0, 60), (15.0, 59)]
    assert len(theatre.keyboard.waits) == 210


def test_a_finished_interval_is_noted_before_the_next_one_is_heard() -> None:
    theatre = Theatre(TIMELINE)
    heard_when_noted = {}

    def note(effect: Effect) -> None:
        heard_when_noted[effect] = [tone for _, tone in theatre.ears.heard]

    theatre.play(on_note=note)

    assert Tone.BEGIN not in heard_when_noted[Held(0, 14.0, 0.0, Ending.FINISHED)]
    assert Tone.CHANGE_SIDE not in heard_when_noted[Held(1, 60.0, 0.0, Ending.FINISHED)]


def test_a_paused_session_waits_without_waking_and_goes_on_where_it_was() -> None:
    theatre = Theatre(SHORT, [(5.5, "space"), (1000.5, "space")])

    result = theatre.play()

    assert result.outcome is Outcome.COMPLETED
    assert theatre.keyboard.waits.count(None) == 1
    assert theatre.clock.time == pytest.approx(SHORT.seconds + 995.0)
    assert "PAUSED" in theatre.eyes.at(900.0)


def test_every_key_on_the_screen_does_what_it_says() -> None:
    theatre = Theatre(SHORT, [(1.5, "n"), (5.5, "+"), (9.5, "b"), (12.5, "q"), (13.5, "q")])

    result = theatre.play()

    assert result == Result(Outcome.STOPPED)
    assert [effect for effect, _ in theatre.noted if isinstance(effect, Held)] == [
        Held(0, 1.5, 0.0, Ending.SKIPPED),
        Held(1, 8.0, 15.0, Ending.RESTARTED),
        Held(1, 4.0, 0.0, Ending.STOPPED),
    ]
    assert "15s more" in theatre.eyes.at(6.0)
    assert "Stop here?" in theatre.eyes.at(13.0)


def test_a_picture_that_the_terminal_did_not_take_is_sent_again_in_a_pause_too() -> None:
    theatre = Theatre(SHORT, [(12.5, "space"), (15.2, "space")])

    def owe_from_the_pause_on(effect: Effect) -> None:
        theatre.eyes.owes = isinstance(effect, Halted) or theatre.eyes.owes

    theatre.play(owe_from_the_pause_on)

    assert [at for at, _ in theatre.eyes.pictures if 12.5 <= at <= 15.2] == [12.5, 13.5, 14.5, 15.2]


def test_y_means_yes_only_where_it_has_nothing_else_to_do() -> None:
    yes = Theatre(SHORT, [(12.5, "q"), (13.5, "y")])
    skips = Theatre(SHORT, [(12.5, "q"), (13.5, "y")])

    yes.play()
    skips.play(keymap=keymap({**DEFAULT_KEYS, Action.SKIP: ("y",)}))

    assert (yes.noted[-1][0], skips.noted[-1][0]) == (Ended(Outcome.STOPPED), Ended(Outcome.COMPLETED))


def test_the_question_whether_to_stop_goes_away_by_itself_and_the_session_goes_on_meanwhile() -> None:
    theatre = Theatre(SHORT, [(2.5, "q")])

    result = theatre.play()

    assert result.outcome is Outcome.COMPLETED
    assert "Stop here?" in theatre.eyes.at(11.9)
    assert "Stop here?" not in theatre.eyes.at(12.9)


def test_any_other_key_means_go_on_and_does_nothing_else() -> None:
    theatre = Theatre(SHORT, [(2.5, "q"), (3.5, "n")])

    theatre.play()

    assert theatre.held == [each.seconds for each in SHORT.intervals]
    assert "Stop here?" not in theatre.eyes.at(3.5)


def test_help_stands_over_the_digits_until_it_is_closed() -> None:
    theatre = Theatre(SHORT, [(2.5, "?"), (5.5, "?")])

    theatre.play()

    assert "back to its start" in theatre.eyes.at(4.0)
    assert "back to its start" not in theatre.eyes.at(6.0)


def test_keys_without_a_meaning_are_no_error() -> None:
    theatre = Theatre(SHORT, [(2.5, "z"), (2.6, "ß"), (2.7, "f5"), (2.8, "esc")])

    assert theatre.play().outcome is Outcome.COMPLETED


@pytest.mark.parametrize("signal", [Signal.INTERRUPT, Signal.TERMINATE, Signal.HANGUP])
def test_a_signal_ends_the_session_with_what_was_held(signal: Signal) -> None:
    theatre = Theatre(SHORT, [(25.5, signal)])

    result = theatre.play()

    assert result == Result(Outcome.STOPPED, signal)
    assert theatre.held == [10.0, 15.5]
    assert not theatre.eyes.on_screen
    assert not theatre.keyboard.is_open


def test_a_bug_leaves_the_terminal_as_it_was_and_the_seconds_noted() -> None:
    theatre = Theatre(SHORT)
    theatre.eyes.fail_at = 15.0

    with pytest.raises(ZeroDivisionError):
        theatre.play()

    assert theatre.held == [10.0, 5.0]
    assert theatre.noted[-1][0] == Ended(Outcome.STOPPED)
    assert not theatre.eyes.on_screen
    assert not theatre.keyboard.is_open


def test_a_terminal_that_is_gone_ends_the_session() -> None:
    theatre = Theatre(SHORT, [(5.5, "z")])
    theatre.eyes.gone = True

    assert theatre.play() == Result(Outcome.STOPPED, Signal.HANGUP)


def test_ctrl_z_pauses_gives_the_terminal_back_and_is_found_paused_afterwards() -> None:
    theatre = Theatre(SHORT, [(12.5, Signal.SUSPEND), (700.0, "space")])
    theatre.keyboard.stopped_for = 600.0

    result = theatre.play()

    assert result.outcome is Outcome.COMPLETED
    assert theatre.eyes.entered == 2
    assert (Halted(1, Reason.GAP), NOON.replace(second=12, microsecond=500_000)) in theatre.noted
    assert "the session waited" in theatre.eyes.at(650.0)
    assert theatre.held == [each.seconds for each in SHORT.intervals]


@pytest.mark.parametrize("together", [(Signal.SUSPEND, "space"), (Signal.SUSPEND, "z", "n"), ("space", Signal.SUSPEND)])
def test_a_key_that_is_read_together_with_ctrl_z_does_not_end_the_pause(together: tuple[str | Signal, ...]) -> None:
    theatre = Theatre(SHORT, [(12.5, together), (700.0, "space")])
    theatre.keyboard.stopped_for = 600.0

    theatre.play()

    assert "PAUSED" in theatre.eyes.at(699.0)
    assert theatre.held == [each.seconds for each in SHORT.intervals]


def test_work_that_waits_still_waits_after_ctrl_z_with_a_key_read_together_with_it() -> None:
    theatre = Theatre(
        timeline(step("Fold", hold(30.0), transition=10.0, wait=True)),
        [(12.5, (Signal.SUSPEND, "space")), (700.0, "space")],
    )
    theatre.keyboard.stopped_for = 600.0

    theatre.play()

    assert theatre.clock.time == 730.0


def test_a_signal_that_comes_together_with_ctrl_z_still_ends_the_session() -> None:
    theatre = Theatre(SHORT, [(12.5, (Signal.SUSPEND, Signal.TERMINATE))])

    assert theatre.play() == Result(Outcome.STOPPED, Signal.TERMINATE)


def test_a_suspended_machine_is_found_paused_with_no_burst_of_cues() -> None:
    theatre = Theatre(SHORT, [(12.5, "z"), (40.0, "space")])
    theatre.keyboard.suspends = {12.5: 3600.0}

    result = theatre.play()

    assert result.outcome is Outcome.COMPLETED
    assert [tone for at, tone in theatre.ears.heard if 12.0 < at < 40.0] == [Tone.PAUSE]
    assert theatre.held == [each.seconds for each in SHORT.intervals]


def test_a_stopped_process_is_found_paused_and_a_key_typed_meanwhile_does_not_go_on() -> None:
    theatre = Theatre(SHORT, [(12.5, "z"), (500.0, "space"), (510.0, "space")])
    theatre.keyboard.stalls = {12.5: 600.0}

    theatre.play()

    assert "PAUSED" in theatre.eyes.at(505.0)
    assert theatre.held == [each.seconds for each in SHORT.intervals]


def test_news_of_the_speaker_stands_on_the_screen_for_a_while() -> None:
    theatre = Theatre(SHORT)
    theatre.ears.pending_news = "sound: paplay failed (Connection refused), using aplay"

    theatre.play()

    assert "paplay failed" in theatre.eyes.at(3.0)
    assert "paplay failed" not in theatre.eyes.at(8.0)
    assert "sound: paplay failed (Connection refused), using aplay" in theatre.eyes.told


def test_the_log_is_opened_behind_the_first_picture() -> None:
    theatre = Theatre(SHORT)

    theatre.play()

    assert theatre.opened_at == 1


def test_trouble_with_the_log_is_said_once_and_the_session_goes_on() -> None:
    theatre = Theatre(SHORT)

    def note_on_a_full_disk(_: Effect) -> None:
        theatre.trouble = "the log can't be written: No space left on device"

    result = theatre.play(on_note=note_on_a_full_disk)

    assert result.outcome is Outcome.COMPLETED
    assert theatre.eyes.told[1:] == ["the log can't be written: No space left on device"]


def test_where_only_the_bell_is_left_each_cue_but_the_phase_ticks_rings_and_flashes() -> None:
    theatre = Theatre(timeline(WAG))
    theatre.ears.rings = True

    theatre.play()

    assert theatre.eyes.rung == [at for at, tone in theatre.ears.heard if tone is not Tone.PHASE]
    flashing = [moment.at for moment in theatre.eyes.moments if moment.desk.flash]
    assert flashing[0] == 0.0
    assert 18.4 not in flashing


def test_when_the_last_player_fails_it_rings_at_once_and_says_so() -> None:
    theatre = Theatre(SHORT)
    theatre.ears.deaf_from = 12.5

    theatre.play()

    assert theatre.eyes.rung[0] == 13.0
    assert "no sound: paplay failed" in theatre.eyes.at(14.0)


def test_a_rehearsal_runs_faster_and_says_so() -> None:
    theatre = Theatre(TIMELINE, speed=60.0)

    theatre.play()

    assert theatre.held == [14.0, 60.0, 10.0, 60.0, 18.0, 48.0]
    assert "Rehearsal at 60x, not logged" in theatre.eyes.at(0.0)
    assert sum(wait for wait in theatre.keyboard.waits if wait) == pytest.approx(210 / 60)


def test_no_second_is_left_out_though_showing_takes_time() -> None:
    theatre = Theatre(SHORT)
    theatre.eyes.slow = 0.003

    theatre.play()

    shown = [moment.shown for moment in theatre.eyes.moments if moment.state.index == 1]
    assert sorted(set(shown), reverse=True) == list(range(20, 0, -1))


def test_a_second_is_not_left_out_by_a_key_just_before_it() -> None:
    theatre = Theatre(SHORT, [(12.9995, "z"), (15.9985, "z")])
    theatre.eyes.slow = 0.002

    theatre.play()

    assert {moment.shown for moment in theatre.eyes.moments if moment.state.index == 1} == set(range(1, 21))


def test_a_process_that_was_stopped_while_it_wrote_is_found_paused() -> None:
    first = SHORT.intervals[0].seconds
    theatre = Theatre(SHORT, [(first + 0.5, Signal.CONTINUED), (first + 60.0, "space")])

    def note(effect: Effect) -> None:
        if effect == Held(0, first, 0.0, Ending.FINISHED):
            theatre.clock.time += 4.0

    result = theatre.play(on_note=note)

    assert result.outcome is Outcome.COMPLETED
    assert (first + 4.0, Tone.PAUSE) in theatre.ears.heard
    assert theatre.held == [interval.seconds for interval in SHORT.intervals]


def test_a_slow_disk_is_no_gap() -> None:
    theatre = Theatre(SHORT)

    def note(effect: Effect) -> None:
        theatre.clock.time += 4.0 if isinstance(effect, Held) else 0.0

    result = theatre.play(on_note=note)

    assert result.outcome is Outcome.COMPLETED
    assert Tone.PAUSE not in [tone for _, tone in theatre.ears.heard]


def test_a_session_without_a_keyboard_goes_on_by_itself_after_a_gap() -> None:
    theatre = Theatre(SHORT, [(12.5, Signal.RESIZED)])
    theatre.keyboard.stalls = {12.5: 600.0}

    result = theatre.play(keys=False)

    assert result.outcome is Outcome.COMPLETED
    assert [tone for at, tone in theatre.ears.heard if 12.0 < at <= 613.0] == [Tone.PAUSE, Tone.RESUME]
    assert theatre.held == [each.seconds for each in SHORT.intervals]
    assert "There is no keyboard" in theatre.eyes.at(1.0)


def test_a_session_without_a_keyboard_goes_on_by_itself_after_ctrl_z() -> None:
    theatre = Theatre(SHORT, [(5.5, Signal.SUSPEND)])
    theatre.keyboard.stopped_for = 60.0

    result = theatre.play(keys=False)

    assert result.outcome is Outcome.COMPLETED
    assert [tone for at, tone in theatre.ears.heard if 5.0 < at <= 65.5] == [Tone.PAUSE, Tone.RESUME]
    assert theatre.held == [each.seconds for each in SHORT.intervals]


def test_without_a_keyboard_what_was_paused_from_afar_stays_so_after_ctrl_z() -> None:
    theatre = Theatre(SHORT, [(5.5, Command.PAUSE), (6.5, Signal.SUSPEND), (100.0, Command.RESUME)])
    theatre.keyboard.stopped_for = 60.0

    theatre.play(keys=False)

    assert theatre.clock.time == pytest.approx(SHORT.seconds + 94.5)


def test_a_window_that_changed_its_size_is_painted_whole_even_if_it_has_the_old_size_again() -> None:
    theatre = Theatre(SHORT, [(2.5, "space"), (3.5, Signal.RESIZED), (4.5, "space")])

    theatre.play()

    assert theatre.eyes.renewed == [3.5]


def test_the_terminal_is_asked_behind_the_first_picture_and_when_its_window_or_who_had_it_changed() -> None:
    theatre = Theatre(SHORT, [(2.5, Signal.RESIZED), (4.5, Signal.SUSPEND), (6.5, "space")])

    theatre.play()

    assert theatre.eyes.asked == theatre.keyboard.expecting == [0.0, 2.5, 4.5]
    assert theatre.eyes.pictures_before_asking == 1


def test_without_a_keyboard_the_terminal_could_not_answer_and_is_not_asked() -> None:
    theatre = Theatre(SHORT)

    theatre.play(keys=False)

    assert theatre.eyes.asked == []


def test_an_answer_wakes_no_pause_on_any_key() -> None:
    theatre = Theatre(SHORT, [(2.5, "space"), (3.5, Answer("\x1b[?62;4c")), (60.0, "space")])

    theatre.play()

    assert theatre.eyes.answers == ["\x1b[?62;4c"]
    assert "PAUSED" in theatre.eyes.at(59.0)


def test_capital_letters_are_keys_too() -> None:
    theatre = Theatre(SHORT, [(2.5, "N"), (4.5, "Q"), (5.5, "Q")])

    assert theatre.play() == Result(Outcome.STOPPED)
    assert theatre.held == [2.5, 3.0]


def test_who_skips_while_paused_is_told_that_it_is_still_paused() -> None:
    theatre = Theatre(SHORT, [(2.5, "space"), (3.5, "n"), (4.5, "space")])

    theatre.play()

    assert theatre.eyes.told == [keys_sentence(DEFAULT_KEYMAP), "Still paused."]


def test_x_ends_the_hold_and_the_rule_stands_on_the_screen_for_a_while() -> None:
    theatre = Theatre(TIMELINE, [(20.5, "x")])

    theatre.play()

    assert [each for each, _ in theatre.noted if isinstance(each, Held)][1] == Held(1, 6.5, 0.0, Ending.HURT)
    assert (20.5, Tone.EASE) in theatre.ears.heard
    assert all("Stop a stretch if pain is sharp" in theatre.eyes.at(at) for at in (20.5, 30.0, 40.4))
    assert "CHANGE SIDES" in theatre.eyes.at(20.5)
    assert "Stop a stretch if pain is sharp" not in theatre.eyes.at(41.0)
    assert theatre.eyes.told.count(IT_HURTS) == 1


def test_the_rule_stands_whole_in_the_smallest_picture() -> None:
    theatre = Theatre(TIMELINE, [(20.5, "x")])
    theatre.eyes.size = (40, 12)

    theatre.play()

    assert STOP_RULE in " ".join(theatre.eyes.at(21.0).split())


def test_who_is_asked_whether_to_stop_can_still_say_that_it_hurts() -> None:
    theatre = Theatre(TIMELINE, [(20.5, "q"), (21.5, "x")])

    theatre.play()

    assert Held(1, 7.5, 0.0, Ending.HURT) in [each for each, _ in theatre.noted]
    assert "Stop here?" not in theatre.eyes.at(21.5)


def test_a_session_that_was_cut_off_goes_on_with_time_to_get_into_position() -> None:
    theatre = Theatre(TIMELINE)

    result = theatre.play(begin=CutOff(3))

    assert result.outcome is Outcome.COMPLETED
    assert theatre.ears.heard[0] == (0.0, Tone.GET_READY)
    assert "GET READY · LEFT SIDE" in theatre.eyes.at(0.0)
    assert "2 of 3" in theatre.eyes.at(0.0)
    assert theatre.held == [14.0, 60.0, 18.0, 48.0]


def test_without_a_keyboard_a_session_that_was_cut_off_in_a_hold_without_a_lead_in_goes_on_by_itself() -> None:
    theatre = Theatre(timeline(step("Reach", hold(20.0), transition=0.0), step("Fold", hold(30.0), transition=0.0)))

    result = theatre.play(begin=CutOff(1), keys=False)

    assert result.outcome is Outcome.COMPLETED
    assert theatre.held == [30.0]


@pytest.mark.parametrize("key", ["z", "other", "7", "tab", "f9", "enter", "mediaplaypause", "esc", "."])
def test_any_key_wakes_a_paused_session(key: str) -> None:
    theatre = Theatre(SHORT, [(5.5, "space"), (100.5, key)])

    assert theatre.play().outcome is Outcome.COMPLETED
    assert theatre.held == [each.seconds for each in SHORT.intervals]
    assert "any key goes on" in theatre.eyes.at(50.0)


def test_who_does_not_want_any_key_to_wake_it_has_only_the_keys_that_pause() -> None:
    theatre = Theatre(SHORT, [(5.5, "space"), (10.0, "z"), (20.0, "other"), (100.5, "p")])

    theatre.play(keymap=keymap(DEFAULT_KEYS, any_key_wakes=False))

    assert "PAUSED" in theatre.eyes.at(99.0)
    assert "space go on" in theatre.eyes.at(99.0)
    assert theatre.held == [each.seconds for each in SHORT.intervals]


@pytest.mark.parametrize("key", ["n", "b", "+", "q", "?"])
def test_a_key_with_a_meaning_does_not_wake_a_paused_session(key: str) -> None:
    theatre = Theatre(SHORT, [(5.5, "space"), (10.0, key), (60.0, "q"), (61.0, "q"), (62.0, "q")])

    theatre.play()

    assert "PAUSED" in theatre.eyes.at(20.0)


@pytest.mark.parametrize("key", ["z", "other", "tab", "f9"])
def test_a_key_without_a_meaning_does_nothing_while_the_session_runs(key: str) -> None:
    theatre = Theatre(SHORT, [(at, key) for at in (2.5, 12.5, 40.5)])

    theatre.play()

    assert [each for each, _ in theatre.noted if isinstance(each, Halted)] == []
    assert theatre.clock.time == SHORT.seconds


@pytest.mark.parametrize("key", ["q", "?", "x", "z", "space"])
def test_a_key_that_is_read_together_with_the_stop_comes_too_late_to_do_anything(key: str) -> None:
    theatre = Theatre(SHORT, [(12.5, ("q", "q", key))])

    theatre.play()

    assert [tone for _, tone in theatre.ears.heard][-2:] == [Tone.QUESTION, Tone.STOPPED]
    assert theatre.eyes.told[1:] == [question(DEFAULT_KEYMAP)]


def test_who_asks_to_stop_as_the_last_second_ends_is_not_asked_whether_to() -> None:
    theatre = Theatre(SHORT, [(SHORT.seconds, "q")])

    theatre.play()

    assert theatre.ears.heard[-1] == (SHORT.seconds, Tone.DONE)
    assert theatre.eyes.told[1:] == []


def test_keys_are_those_of_the_keymap_and_so_are_the_words_on_the_screen() -> None:
    mine = keymap({"pause": ("f5",), "skip": ("j",), "hurts": ("!",), "stop": ("s",), "help": ("f1",)})
    theatre = Theatre(SHORT, [(1.5, "n"), (2.5, "j"), (4.5, "f1"), (6.5, "f1"), (8.5, "q"), (9.5, "s"), (10.5, "s")])

    result = theatre.play(keymap=mine)

    assert result.outcome is Outcome.STOPPED
    assert theatre.held == [2.5, 8.0]
    assert "F5 pause · j skip · ! it hurts · s stop · F1 help" in theatre.eyes.at(3.0)
    assert "Stop here? s: yes." in theatre.eyes.at(10.0)
    assert "F5  pause, or go on" in theatre.eyes.at(5.0)
    assert theatre.eyes.told[0] == "Keys: F5 pause, j skip, ! it hurts, s stop, F1 help."


def test_a_key_that_comes_with_the_end_of_the_way_in_is_heard() -> None:
    theatre = Theatre(timeline(step("Fold", hold(30.0), transition=10.0, wait=True)), [(10.0, "x"), (10.0, "q")])

    theatre.play()

    assert Held(1, 0.0, 0.0, Ending.HURT) in [each for each, _ in theatre.noted]
