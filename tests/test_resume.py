"""A session that was cut off, and the next start: it goes on, or it is kept as stopped, and nothing is lost."""

import json
import os
import random
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fakes import NOON
from terminals import Terminal, clean_env, stretch_command
from test_cli import Desk, Run, desk  # noqa: F401 - a fixture

from sciatica_stretch.cli.intent import intended
from sciatica_stretch.cli.words import ago
from sciatica_stretch.core.events import Effect, Ending, Held, Outcome, Reason
from sciatica_stretch.core.timeline import AS_WRITTEN, Options
from sciatica_stretch.journal.corrections import Correction, Forgotten
from sciatica_stretch.journal.device import device_name
from sciatica_stretch.journal.reading import read
from sciatica_stretch.journal.record import OptionsRecord, SessionRecord
from sciatica_stretch.journal.store import Journal
from sciatica_stretch.library.shelf import Found, fingerprint

LEAD_IN = Held(0, 1.0, 0.0, Ending.FINISHED)
REACH = Held(1, 2.0, 0.0, Ending.FINISHED)
needs_a_terminal = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")


def cut_off(
    home: Path,
    routine: Path,
    *effects: Effect,
    ago: float = 1200.0,
    options: Options = AS_WRITTEN,
    wait: bool | None = None,
) -> Journal:
    """Leave a session of the routine behind that was cut off *ago* seconds before noon, after *effects*."""
    intent = intended(Found(routine.stem, routine, "file"), options)
    at = NOON - timedelta(seconds=ago)
    journal = Journal(home, device_name(home / "state", "laptop"))
    log = journal.open_session(
        intent.timeline,
        options,
        session_id="one",
        routine_hash=fingerprint(intent.content),
        version="0.1.0",
        at=at,
        file=intent.file,
        wait=wait,
    )
    for effect in effects or (LEAD_IN, REACH):
        log.note(effect, at)
    log.leave()
    return journal


def answer(desk: Desk, *args: str, typed: str = "") -> Run:  # noqa: F811
    """Type a command at a terminal, and then lines of answers."""
    return desk.type(*args, "--plain", tty=True, typed=typed)


def sessions(desk: Desk) -> list[SessionRecord]:  # noqa: F811
    reading = read(desk.home)
    assert reading.problems == ()
    return list(reading.sessions)


@pytest.fixture(autouse=True)
def _the_notice_was_read(desk: Desk) -> None:  # noqa: F811
    (desk.home / "state").mkdir(parents=True)
    (desk.home / "state" / "safety.json").write_text('{"notice": 1}\n', encoding="utf-8")


def test_it_says_what_it_found_and_goes_on_from_there_as_one_session(desk: Desk, short_routine: Path) -> None:  # noqa: F811
    cut_off(desk.home, short_routine)

    run = answer(desk, "start", "sciatica-13", typed="g\n")

    assert "short was cut off 20 minutes ago, after 1 of 3 stretches.\ng: go on from there\n" in run.out
    (session,) = sessions(desk)
    assert (session.id, session.outcome, session.interrupted) == ("one", Outcome.COMPLETED, False)
    assert [each.held for each in session.stretches] == [2.0, 2.0, 2.0]
    assert [(each.stretch, each.seconds, each.reason) for each in session.pauses] == [(1, 1200.0, Reason.CUT_OFF)]
    assert session.started_at == NOON - timedelta(minutes=20)
    assert list((desk.home / "checkpoint").iterdir()) == []


def test_starting_anew_keeps_the_old_one_as_stopped(desk: Desk, short_routine: Path) -> None:  # noqa: F811
    cut_off(desk.home, short_routine)

    answer(desk, "start", str(short_routine), typed="a\n")

    old, new = sessions(desk)
    assert (old.id, old.outcome, old.interrupted, old.held) == ("one", Outcome.STOPPED, True, 2.0)
    assert (new.outcome, new.held) == (Outcome.COMPLETED, 6.0)


def test_keeping_it_as_stopped_starts_nothing(desk: Desk, short_routine: Path) -> None:  # noqa: F811
    cut_off(desk.home, short_routine)

    run = answer(desk, "start", str(short_routine), typed="k\n")

    (session,) = sessions(desk)
    assert (session.outcome, session.held) == (Outcome.STOPPED, 2.0)
    assert (
        "was cut off: Three short holds, 1 of 3 stretches, 0:02 held of 0:06 planned. It is in the log now." in run.out
    )
    assert list((desk.home / "checkpoint").iterdir()) == []


def test_whoever_leaves_the_question_is_asked_it_again(desk: Desk, short_routine: Path) -> None:  # noqa: F811
    cut_off(desk.home, short_routine)

    left = answer(desk, "start", str(short_routine), typed="q\n")
    again = answer(desk, "start", str(short_routine), typed="g\n")

    assert "Nothing was started." in left.out
    assert "short was cut off 20 minutes ago" in again.out
    assert [session.held for session in sessions(desk)] == [6.0]


def test_where_nobody_can_be_asked_it_is_kept_as_stopped_and_said(desk: Desk, short_routine: Path) -> None:  # noqa: F811
    cut_off(desk.home, short_routine)

    run = desk.type("start", str(short_routine))

    assert (
        "was cut off: Three short holds, 1 of 3 stretches, 0:02 held of 0:06 planned. It is in the log now." in run.out
    )
    assert [session.outcome for session in sessions(desk)] == [Outcome.STOPPED, Outcome.COMPLETED]


def test_resume_goes_on_without_asking_also_in_a_pipe(desk: Desk, short_routine: Path) -> None:  # noqa: F811
    cut_off(desk.home, short_routine)

    run = desk.type("start", "--resume")

    assert run.out.startswith("Going on with Three short holds: stretch 2 of 3.\n")
    assert [session.held for session in sessions(desk)] == [6.0]


def test_the_options_of_the_session_go_on_too(desk: Desk, short_routine: Path) -> None:  # noqa: F811
    cut_off(desk.home, short_routine, LEAD_IN, Held(1, 4.0, 0.0, Ending.FINISHED), options=Options(pace=2.0))

    desk.type("start", "--resume")

    (session,) = sessions(desk)
    assert session.options == OptionsRecord(first=None, pace=2.0, from_step="", only=())
    assert [each.held for each in session.stretches] == [4.0, 4.0, 4.0]


@pytest.mark.parametrize(
    ("begun", "typed", "waits"), [(True, (), True), (None, (), False), (True, ("--no-wait",), False)]
)
def test_it_waits_before_each_stretch_if_it_was_begun_so(
    desk: Desk,  # noqa: F811
    short_routine: Path,
    begun: bool | None,
    typed: tuple[str, ...],
    waits: bool,
) -> None:
    cut_off(desk.home, short_routine, wait=begun)

    run = desk.type("start", "--resume", *typed)

    assert ("the session won't wait before a stretch" in run.out) is waits


def test_what_was_held_of_the_interval_in_hand_never_counts_more_than_the_interval(
    desk: Desk,  # noqa: F811
    short_routine: Path,
) -> None:
    cut_off(desk.home, short_routine, LEAD_IN, Held(1, 1.5, 0.0, Ending.STOPPED))

    desk.type("start", "--resume")

    assert [each.held for each in sessions(desk)[0].stretches] == [2.0, 2.0, 2.0]


def test_all_done_and_only_not_ended_is_complete_at_once(desk: Desk, short_routine: Path) -> None:  # noqa: F811
    held = [Held(index, 1.0 + index % 2, 0.0, Ending.FINISHED) for index in range(6)]
    cut_off(desk.home, short_routine, *held)

    run = desk.type("start", "--resume")

    assert "Done: Three short holds, 3 of 3 stretches" in run.out
    assert sessions(desk)[0].outcome is Outcome.COMPLETED


def test_with_nothing_to_go_on_with_it_says_what_to_do(desk: Desk) -> None:  # noqa: F811
    run = desk.type("start", "--resume")

    assert run.code == 66
    assert run.err.splitlines()[0].startswith("Error: No session was cut off in the last 12 hours")
    assert "stretch start NAME" in run.err


@pytest.mark.parametrize(
    "args", [("sciatica-13",), ("--pace", "2"), ("--first", "left"), ("--only", "reach"), ("--speed", "9")]
)
def test_resume_takes_no_routine_and_no_options_of_another_session(desk: Desk, args: tuple[str, ...]) -> None:  # noqa: F811
    run = desk.type("start", "--resume", *args)

    assert run.code == 2
    assert "--resume goes on with a session as it was begun" in run.err


def test_start_alone_says_that_it_needs_a_routine(desk: Desk) -> None:  # noqa: F811
    run = desk.type("start")

    assert (run.code, run.err) == (
        2,
        "Error: stretch start needs the name of a routine.\nSee them with: stretch list\n",
    )


def test_a_routine_that_changed_is_said_and_what_was_done_is_kept(desk: Desk, short_routine: Path) -> None:  # noqa: F811
    cut_off(desk.home, short_routine)
    short_routine.write_text(short_routine.read_text().replace("hold: 2s", "hold: 3s"), encoding="utf-8")

    resumed = desk.type("start", "--resume")
    started = answer(desk, "start", str(short_routine))

    assert resumed.code == 66
    assert "It can't go on from there, for its routine has changed since." in resumed.err
    assert "its routine has changed since. What was done is kept as stopped." in " ".join(started.out.split())
    assert [session.held for session in sessions(desk)] == [2.0, 9.0]


def test_a_routine_that_is_gone_is_said_likewise(desk: Desk, short_routine: Path) -> None:  # noqa: F811
    cut_off(desk.home, short_routine)
    short_routine.unlink()

    run = desk.type("start", "--resume")

    assert "It can't go on from there: There is no file" in run.err
    assert [session.held for session in sessions(desk)] == [2.0]


@pytest.mark.parametrize("hours", [12.1, -12.1], ids=["long ago", "by a clock that was wrong"])
def test_one_of_another_day_is_not_offered_but_kept_as_stopped(desk: Desk, short_routine: Path, hours: float) -> None:  # noqa: F811
    cut_off(desk.home, short_routine, ago=hours * 3600)

    run = answer(desk, "start", str(short_routine))

    assert "go on from there" not in run.out
    assert {session.outcome for session in sessions(desk)} == {Outcome.STOPPED, Outcome.COMPLETED}


def test_one_in_which_nothing_was_done_is_not_offered(desk: Desk, short_routine: Path) -> None:  # noqa: F811
    cut_off(desk.home, short_routine, Held(0, 0.5, 0.0, Ending.STOPPED))

    assert "go on from there" not in answer(desk, "start", str(short_routine)).out


def test_one_that_was_stopped_on_purpose_or_forgotten_is_not_offered(desk: Desk, short_routine: Path) -> None:  # noqa: F811
    journal = cut_off(desk.home, short_routine)
    journal.correct(Correction(id="c", session="one", device=journal.device, what=Forgotten(at=NOON)))

    assert "go on from there" not in answer(desk, "start", str(short_routine)).out


def test_of_two_starts_only_one_goes_on(desk: Desk, short_routine: Path) -> None:  # noqa: F811
    journal = cut_off(desk.home, short_routine)
    remains = journal.cut_off()
    assert remains

    first, second = journal.go_on(remains, NOON), journal.go_on(remains, NOON)

    assert first
    assert second is None
    assert journal.close_interrupted() == ()
    first.close(Outcome.STOPPED, NOON)
    assert journal.go_on(remains, NOON) is None


def test_entries_go_on_with_numbers_that_no_line_has_even_one_that_cant_be_read(
    desk: Desk,  # noqa: F811
    short_routine: Path,
) -> None:
    journal = cut_off(desk.home, short_routine)
    checkpoint = desk.home / "checkpoint" / "one.jsonl"
    begun, first, second = checkpoint.read_text().splitlines()
    checkpoint.write_text(f"{begun}\n{first[:-9]}\n{second}\n" + '{"format":1,"num', encoding="utf-8")
    remains = journal.cut_off()
    assert remains

    log = journal.go_on(remains, NOON)

    assert log
    log.note(Held(2, 1.0, 0.0, Ending.FINISHED), NOON)
    log.leave()
    numbers = [json.loads(line)["number"] for line in checkpoint.read_text().splitlines()[-2:]]
    assert numbers == [3, 4]
    assert [each.held for each in read(desk.home).sessions[0].stretches] == [2.0, 0.0, 0.0]


# --- for real


def start(home: Path, *args: str, columns: int = 80, rows: int = 24, **env: str) -> Terminal:
    command = stretch_command("start", *args, "--sound", "off")
    return Terminal(command, env=clean_env(home, **env), columns=columns, rows=rows)


def log(home: Path) -> list[dict[str, Any]]:
    shown = subprocess.run(stretch_command("log", "--json"), env=clean_env(home), capture_output=True, check=True)
    found: list[dict[str, Any]] = json.loads(shown.stdout)
    return found


@needs_a_terminal
@pytest.mark.real
@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (40, 12)])
def test_a_session_that_was_killed_goes_on_at_the_next_start(
    home: Path, short_routine: Path, columns: int, rows: int
) -> None:
    with start(home, str(short_routine)) as terminal:
        terminal.until("HOLD · RIGHT SIDE")
        terminal.send(signal.SIGKILL)
        terminal.finish()

    with start(home, "flare-8", columns=columns, rows=rows) as terminal:
        shown = " ".join(terminal.until("decide another time").split())
        assert "short was cut off just now, after 1 of 3 stretches." in shown
        terminal.type("g")
        terminal.until("GET READY · RIGHT SIDE")
        assert terminal.finish() == 0

    (session,) = log(home)
    assert (session["outcome"], session["held"], session["interrupted"]) == ("completed", 6.0, False)
    assert [pause["reason"] for pause in session["pauses"]] == ["cut-off"]


@needs_a_terminal
@pytest.mark.real
@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_session_whose_terminal_or_machine_goes_down_can_go_on(
    home: Path, short_routine: Path, number: signal.Signals
) -> None:
    with start(home, str(short_routine)) as terminal:
        terminal.until("HOLD · RIGHT SIDE")
        terminal.send(number)
        assert terminal.finish() == 128 + number
    (cut,) = log(home)

    with start(home, "--resume") as terminal:
        assert terminal.finish() == 0

    (session,) = log(home)
    assert (cut["outcome"], cut["interrupted"], cut["id"]) == ("stopped", True, session["id"])
    assert (session["outcome"], session["held"]) == ("completed", 6.0)


@needs_a_terminal
@pytest.mark.real
def test_a_session_stopped_with_ctrl_c_is_not_offered(home: Path, short_routine: Path) -> None:
    with start(home, str(short_routine)) as terminal:
        terminal.until("HOLD · RIGHT SIDE")
        terminal.type("\x03")
        assert terminal.finish() == 130

    with start(home, "--resume") as terminal:
        assert terminal.finish() == 66


QUICK = "title: Quick\ndefaults: {transition: 0.1s}\nsteps:\n" + "".join(
    f"  - {{name: Hold {number}, hold: 0.2s}}\n" for number in range(8)
)


@pytest.mark.real
@pytest.mark.skipif(sys.platform == "win32", reason="needs kill -9")
def test_killed_at_any_moment_again_and_again_it_still_comes_to_its_end_with_each_hold_once(home: Path) -> None:
    routine = home / "quick.yaml"
    routine.write_text(QUICK, encoding="utf-8")
    dice = random.Random(4)
    kills = 0
    arguments = [str(routine)]
    while True:
        with subprocess.Popen(
            stretch_command("start", *arguments, "--sound", "off"),
            env=clean_env(home),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as process:
            assert process.stdout
            process.stdout.readline()
            for _ in range(3 if kills == 0 else dice.randint(1, 4)):
                process.stdout.readline()
            if kills < 6:
                process.kill()
                kills += 1
            process.stdout.read()
        arguments = ["--resume"]
        if process.returncode == 0:
            break

    (session,) = read(home / "stretch").sessions
    assert kills > 2
    assert session.outcome is Outcome.COMPLETED
    assert [each.held for each in session.stretches] == [0.2] * 8
    assert {each.reason for each in session.pauses} == {Reason.CUT_OFF}


# --- how it hurts, for real


@needs_a_terminal
@pytest.mark.real
@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (40, 12)])
def test_how_it_hurts_is_asked_before_and_after_and_is_in_the_log(
    home: Path, short_routine: Path, columns: int, rows: int
) -> None:
    only = ("--only", "reach")
    with start(home, str(short_routine), *only, columns=columns, rows=rows, STRETCH_RATING="") as terminal:
        terminal.until("Before the session: pain right now?")
        terminal.type("43r")
        terminal.until("HOLD")
        terminal.until("After the session: pain right now?")
        assert [each["outcome"] for each in log(home)] == ["completed"]  # before anything is answered
        terminal.type("t")
        terminal.until("How far down")
        terminal.type("\r")
        assert terminal.finish() == 0

    (session,) = log(home)
    assert [(each["when"], each["pain"], each["reach"], each["side"]) for each in session["ratings"]] == [
        ("before", 4, "thigh", "right"),
        ("after", 10, None, None),
    ]


@needs_a_terminal
@pytest.mark.real
def test_a_screen_reader_is_asked_line_by_line(home: Path, short_routine: Path) -> None:
    with start(home, str(short_routine), "--only", "reach", STRETCH_RATING="", ACCESSIBLE="1") as terminal:
        terminal.until("skips, q leaves.")
        terminal.type("\n")
        terminal.until("After the session")
        terminal.type("2\n1\nb\n")
        assert terminal.finish() == 0

    (session,) = log(home)
    assert b"\x1b" not in terminal.written
    assert [(each["when"], each["pain"], each["side"]) for each in session["ratings"]] == [("after", 2, "both")]


@needs_a_terminal
@pytest.mark.real
@pytest.mark.parametrize(("keys", "code"), [("q", 0), ("\x03", 130)])
def test_leaving_the_question_before_a_session_starts_nothing(
    home: Path, short_routine: Path, keys: str, code: int
) -> None:
    with start(home, str(short_routine), STRETCH_RATING="") as terminal:
        modes = terminal.modes()
        terminal.until("q: leave.")
        terminal.type(keys)
        assert terminal.finish() == code
        assert "Nothing was started." in terminal.text
        assert terminal.modes() == modes

    assert log(home) == []


@needs_a_terminal
@pytest.mark.real
@pytest.mark.parametrize("when", ["Before the session", "After the session"])
def test_a_terminal_that_is_closed_while_it_asks_loses_nothing(home: Path, short_routine: Path, when: str) -> None:
    terminal = start(home, str(short_routine), "--only", "reach", STRETCH_RATING="")
    terminal.until("Before the session")
    if when == "After the session":
        terminal.type("4\r")
        terminal.until(when)
    os.close(terminal.master)

    os.waitpid(terminal.pid, 0)

    assert [each["outcome"] for each in log(home)] == (["completed"] if when == "After the session" else [])


@needs_a_terminal
@pytest.mark.real
@pytest.mark.parametrize(("wish", "env"), [((), "off"), (("--no-rating",), ""), (("--speed", "50"), "")])
def test_whoever_does_not_want_to_be_asked_is_not(
    home: Path, short_routine: Path, wish: tuple[str, ...], env: str
) -> None:
    with start(home, str(short_routine), *wish, STRETCH_RATING=env) as terminal:
        assert terminal.finish() == 0

    assert b"pain right now" not in terminal.written


@needs_a_terminal
@pytest.mark.real
def test_x_in_a_hold_is_in_the_log_and_the_rule_is_seen(home: Path, short_routine: Path) -> None:
    with start(home, str(short_routine)) as terminal:
        terminal.until("HOLD · RIGHT SIDE")
        terminal.type("x")
        terminal.until(lambda text: "CHANGE SIDES" in text and "Stop a stretch if pain is sharp" in text)
        assert terminal.finish() == 0

    (session,) = log(home)
    assert [(each["side"], each["hurt"], each["skipped"]) for each in session["stretches"]] == [
        (None, False, False),
        ("right", True, False),
        ("left", False, False),
    ]
    assert session["stretches"][1]["held"] < 2.0


def test_the_time_since_is_said_as_people_say_it() -> None:
    said = [ago(seconds) for seconds in (-500.0, 0.0, 29.0, 61.0, 1200.0, 5300.0, 5460.0, 40_000.0)]

    assert said == [
        *("just now", "just now", "just now", "1 minute ago", "20 minutes ago", "88 minutes ago"),
        *("2 hours ago", "11 hours ago"),
    ]
