"""Work that waits for the person: `wait: true`, in the machine and through the whole loop."""

import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from fakes import Theatre
from plans import LEFT, RIGHT, at_start, hold, repeats, step, timeline
from test_cli import Desk, desk  # noqa: F401 - a fixture

from sciatica_stretch.core.cues import Tone
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
    Say,
    Skip,
    Slept,
    Sound,
    Stop,
    Tick,
    TogglePause,
)
from sciatica_stretch.core.session import transition
from sciatica_stretch.core.speech import LEADS
from sciatica_stretch.core.states import CutOff, Over, Paused, Ready, Running, State, Waiting
from sciatica_stretch.core.timeline import Kind, Timeline
from sciatica_stretch.player.plain import PlainLines

BAND = step(
    "Band hold",
    hold(50.0),
    transition=14.0,
    repeated=repeats(RIGHT, LEFT, switch=8.0),
    setup="Band round the {side} foot.",
    wait=True,
)
BRIDGE = step("Bridge", hold(20.0), transition=6.0)
LINE = timeline(BAND, BRIDGE)  # 14 transition, 50 hold, 8 switch, 50 hold, 6 transition, 20 hold


def after(state: State, *events: Event, line: Timeline = LINE) -> tuple[State, list[Effect]]:
    effects: list[Effect] = []
    for event in events:
        state, more = transition(line, state, event)
        effects += more
    return state, effects


def waits(line: Timeline) -> list[bool]:
    return [interval.waits for interval in line.intervals]


def test_the_way_in_runs_and_at_its_end_the_session_stands_before_the_work() -> None:
    state, effects = after(Running(0, ends_at=14.0, seen_at=13.5), Tick(14.2))

    assert state == Waiting(1, left=50.0)
    assert effects == [Held(0, 14.0, 0.0, Ending.FINISHED), Sound(Tone.WAIT), Halted(1, Reason.WAIT)]


@pytest.mark.parametrize("key", [TogglePause, Skip])
def test_any_way_to_go_on_begins_the_work_whole_however_late(key: type[TogglePause | Skip]) -> None:
    state, effects = after(Waiting(1, left=50.0), Tick(20.0), Slept(500.0), key(900.0))

    assert state == Running(1, ends_at=950.0, seen_at=900.0)
    assert effects == [Entered(1), Sound(Tone.BEGIN)]


def test_the_other_side_waits_too() -> None:
    assert [(each.side, each.kind) for each in LINE.intervals if each.waits] == [(RIGHT, Kind.HOLD), (LEFT, Kind.HOLD)]


def test_between_sets_nothing_waits_for_the_rest_is_part_of_the_dose() -> None:
    sets = timeline(step("Fold", hold(20.0), repeated=repeats(RIGHT, LEFT, sets=2), wait=True))
    without_rest = timeline(step("Fold", hold(20.0), repeated=repeats(sets=2, rest=0.0), wait=True))

    assert [(each.side, each.set_number) for each in sets.intervals if each.waits] == [(RIGHT, 1), (LEFT, 1)]
    assert waits(without_rest) == [False, True, False]


def test_work_without_a_way_in_waits_as_well() -> None:
    line = timeline(BRIDGE, step("Fold", hold(30.0), transition=0.0, wait=True))

    state, _ = after(Running(1, ends_at=26.0, seen_at=25.5), Tick(26.0), line=line)

    assert state == Waiting(2, left=30.0)


def test_who_skips_the_way_in_is_in_position_and_does_not_wait() -> None:
    state, effects = after(Running(0, ends_at=14.0, seen_at=5.0), Skip(5.0))

    assert state == Running(1, ends_at=55.0, seen_at=5.0)
    assert Sound(Tone.BEGIN) in effects


def test_who_goes_back_to_the_start_of_a_hold_does_not_wait_again() -> None:
    state, _ = after(Running(1, ends_at=64.0, seen_at=30.0), Back(30.0))

    assert state == Running(1, ends_at=80.0, seen_at=30.0)


def test_back_from_a_wait_is_the_way_in_once_more() -> None:
    state, effects = after(Waiting(1, left=50.0), Back(20.0))

    assert state == Running(0, ends_at=34.0, seen_at=20.0)
    assert Say("Band round the right foot.") in effects


def test_back_from_a_wait_that_is_the_very_first_thing_waits_on() -> None:
    line = timeline(step("Fold", hold(30.0), transition=0.0, wait=True))

    begun, _ = after(Ready(), Begin(0.0), line=line)
    state, _ = after(begun, Back(5.0), line=line)

    assert begun == state == Waiting(0, left=30.0)


def test_more_time_is_added_to_the_work_that_waits() -> None:
    state, effects = after(Waiting(1, left=50.0), Extend(20.0), TogglePause(30.0))

    assert state == Running(1, ends_at=95.0, seen_at=30.0, extended=15.0)
    assert effects[:2] == [Sound(Tone.MORE), Extended(1, 15.0)]


def test_pain_while_it_waits_leaves_the_stretch_out_and_goes_on_with_the_next_way_in() -> None:
    state, effects = after(Waiting(1, left=50.0), Hurts(20.0))

    assert state == Running(2, ends_at=28.0, seen_at=20.0)
    assert effects[0] == Held(1, 0.0, 0.0, Ending.HURT)
    assert Sound(Tone.EASE) in effects


def test_a_session_can_be_stopped_while_it_waits() -> None:
    state, effects = after(Waiting(1, left=50.0), Stop(20.0))

    assert state == Over(Outcome.STOPPED)
    assert effects == [Held(1, 0.0, 0.0, Ending.STOPPED), Sound(Tone.STOPPED), Ended(Outcome.STOPPED)]


def test_a_session_that_was_cut_off_leads_in_and_waits_again() -> None:
    state, _ = after(CutOff(1), Begin(0.0))
    assert isinstance(state, Running)

    waiting, _ = after(Running(0, state.ends_at, seen_at=state.ends_at - 0.5), Tick(state.ends_at))

    assert waiting == Waiting(1, left=50.0)


def test_all_steps_can_be_told_to_wait_or_none() -> None:
    from sciatica_stretch.core.timeline import unroll  # noqa: PLC0415

    plan = LINE.routine

    assert waits(unroll(plan.waiting(True))) == [False, True, False, True, False, True]
    assert waits(unroll(plan.waiting(False))) == waits(LINE.without_waits()) == [False] * 6


# --- through the loop


def halts(theatre: Theatre) -> Sequence[Effect]:
    return [effect for effect, _ in theatre.noted if isinstance(effect, Halted)]


def test_a_session_waits_without_waking_and_its_screen_says_what_it_waits_for() -> None:
    theatre = Theatre(LINE, [(60.0, "space"), (500.0, "enter")])

    result = theatre.play()

    assert result.outcome is Outcome.COMPLETED
    assert theatre.held == [each.seconds for each in LINE.intervals]
    assert theatre.keyboard.waits.count(None) == 2
    assert "WAITING · RIGHT SIDE" in theatre.eyes.at(30.0)
    assert "any key begins" in theatre.eyes.at(30.0)
    assert "PAUSED" not in theatre.eyes.at(30.0)
    assert [tone for at, tone in theatre.ears.heard if 14.0 <= at < 61.0] == [Tone.WAIT, Tone.BEGIN]


@pytest.mark.parametrize(
    "key", ["space", "enter", "n", "z", "right", "down", "pagedown", "f5", "esc", ".", "mediaplay", "?unknown"]
)
def test_any_key_ends_the_wait(key: str) -> None:
    theatre = Theatre(timeline(step("Fold", hold(30.0), transition=5.0, wait=True)), [(60.0, key)])

    assert theatre.play().outcome is Outcome.COMPLETED
    assert theatre.clock.time == 90.0


@pytest.mark.parametrize(("key", "shows"), [("q", "Stop here?"), ("?", "back to its start"), ("x", "CHANGE SIDES")])
def test_keys_with_a_meaning_of_their_own_keep_it(key: str, shows: str) -> None:
    theatre = Theatre(LINE, [(60.0, key), (61.0, "q"), (61.5, "q"), (62.0, "q")])

    theatre.play()

    assert shows in theatre.eyes.at(60.5)


def test_a_session_that_nobody_could_tell_to_go_on_does_not_wait_and_says_so_once() -> None:
    theatre = Theatre(LINE)

    result = theatre.play(keys=False)

    assert result.outcome is Outcome.COMPLETED
    assert not halts(theatre)
    assert theatre.eyes.told == ["There is no keyboard, so the session won't wait before a stretch."]
    assert "There is no keyboard, so the session won't wait" in theatre.eyes.at(1.0)


def test_plain_lines_say_what_it_waits_for_and_when_it_begins() -> None:
    theatre = Theatre(timeline(step("Fold", hold(30.0), transition=5.0, wait=True)), [(60.0, "space")])
    lines = io.StringIO()

    theatre.play(face=PlainLines(lines, bell=False))

    assert lines.getvalue().splitlines(keepends=True)[1:] == [
        "Get ready: Fold, in 5s.\n",
        "Waiting, any key begins: Fold.\n",
        "Hold, 30s.\n",
        "Halfway.\n",
        "Done.\n",
    ]


def test_a_wait_is_not_in_the_log_as_a_pause() -> None:
    from datetime import timedelta  # noqa: PLC0415

    from fakes import NOON  # noqa: PLC0415

    from sciatica_stretch.journal.fold import remember  # noqa: PLC0415

    open_pause, entry = remember(None, Halted(1, Reason.WAIT), NOON)
    assert (open_pause, entry) == (None, None)
    assert remember(open_pause, Ended(Outcome.STOPPED), NOON + timedelta(minutes=5)) == (None, None)


def test_a_wait_is_a_pause_to_whoever_asks_whether_time_stands_still() -> None:
    assert isinstance(Waiting(1, left=5.0), Paused)
    assert Waiting(1, left=5.0) != Paused(1, left=5.0)


def test_a_voice_says_what_it_waits_for_and_nothing_of_the_work_before_it_begins() -> None:
    line = timeline(step("Fold", hold(30.0), transition=12.0, lines=(at_start(0, "Breathe out."),), wait=True))
    theatre = Theatre(line, [(60.0, "space")], voice=True)

    theatre.play()

    said = [(at, text) for at, text in theatre.ears.said if at >= 12.0]
    assert [text for _, text in said[:2]] == ["Press any key when you are ready.", "Breathe out."]
    assert [at for at, _ in said[:2]] == pytest.approx([12.0 + LEADS[Tone.WAIT], 60.0 + LEADS[Tone.BEGIN]])
    assert "Paused." not in [text for _, text in said]


# --- as it is typed


WAITS = "There is no keyboard, so the session won't wait before a stretch."


@pytest.mark.parametrize(
    ("written", "options", "setting", "waits"),
    [
        (False, [], "false", False),
        (True, [], "false", True),
        (False, ["--wait"], "false", True),
        (True, ["--no-wait"], "false", False),
        (False, [], "true", True),
        (True, ["--no-wait"], "true", False),
    ],
)
def test_the_option_counts_more_than_the_setting_and_that_more_than_the_routine(
    desk: Desk,  # noqa: F811 - the fixture
    written: bool,
    options: list[str],
    setting: str,
    waits: bool,
) -> None:
    routine = desk.home.with_name("one.yaml")
    routine.write_text(f"title: T\nsteps: [{{name: Fold, hold: 5s, wait: {str(written).lower()}}}]\n", encoding="utf-8")
    env = {"STRETCH_HOME": str(desk.home), "STRETCH_WAIT": setting}

    run = desk.type("start", str(routine), "--speed", "50", *options, env=env)

    assert run.code == 0
    assert (WAITS in run.out) is waits


def test_show_says_where_a_routine_waits(desk: Desk, tmp_path: Path) -> None:  # noqa: F811 - the fixture
    routine = tmp_path / "one.yaml"
    routine.write_text("title: T\nsteps: [{name: Fold, hold: 5s, wait: true}]\n", encoding="utf-8")

    assert "10s transition, then waits" in desk.type("show", str(routine)).out
    assert [each["waits"] for each in desk.type("show", str(routine), "--json").json["intervals"]] == [False, True]
