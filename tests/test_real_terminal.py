"""The real program in a real pseudo-terminal, held to a real clock: what it shows, and how it leaves."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from terminals import PATIENCE, Terminal, clean_env, stretch_command

import sciatica_stretch

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal"),
]

PLAIN_LINES = [
    "Three short holds: 0:09, 3 stretches.",
    "Keys: space pause, n skip, b back, + more time, x it hurts, q stop, ? help.",
    "Get ready: Reach, in 1s. Sit tall.",
    "Hold, 2s. Lift the chest.",
    "Next: Fold, right side, in 1s. Right leg long.",
    "Hold, 2s.",
    "Change sides: Fold, left side, in 1s. Left leg long.",
    "Hold, 2s.",
    "Done.",
    "Done: Three short holds, 3 of 3 stretches, 0:06 held of 0:06 planned.",
    "",
]


def start(home: Path, routine: Path, *options: str, rows: int = 24) -> Terminal:
    return Terminal(stretch_command("start", str(routine), "--sound", "off", *options), env=clean_env(home), rows=rows)


def log(home: Path) -> list[dict[str, Any]]:
    shown = subprocess.run(
        stretch_command("log", "--json"), env=clean_env(home), capture_output=True, text=True, check=True
    )
    assert shown.stderr == ""
    sessions: list[dict[str, Any]] = json.loads(shown.stdout)
    return sessions


def assert_left_as_found(terminal: Terminal, modes: list[object]) -> None:
    assert terminal.modes() == modes
    for mode in (b"1049", b"25", b"7"):
        last = re.findall(rb"\x1b\[\?" + mode + rb"([hl])", terminal.written)[-1]
        assert last == (b"l" if mode == b"1049" else b"h")
    wheel = [terminal.written.rindex(b"\x1b[?1007" + each) for each in (b"s", b"l", b"r")]
    assert wheel == sorted(wheel)


def ended_unread(terminal: Terminal) -> int:
    """Wait for the end of a program of which nobody reads a word; return its exit code."""
    deadline = time.monotonic() + PATIENCE
    while (ended := os.waitpid(terminal.pid, os.WNOHANG))[0] == 0:
        assert time.monotonic() < deadline, "it does not end"
        time.sleep(0.02)
    terminal.status = ended[1]
    return os.waitstatus_to_exitcode(ended[1])


def test_a_session_is_led_to_its_end_and_is_in_the_log(home: Path, short_routine: Path) -> None:
    with start(home, short_routine) as terminal:
        modes = terminal.modes()
        terminal.until("GET READY")
        terminal.until("HOLD · RIGHT SIDE")
        terminal.until("CHANGE SIDES · LEFT SIDE")
        assert terminal.finish() == 0
        assert b"Done: Three short holds, 3 of 3 stretches, 0:06 held of 0:06 planned." in terminal.written
        assert_left_as_found(terminal, modes)

    (session,) = log(home)
    assert session["outcome"] == "completed"
    assert [(each["step"], each["side"], each["planned"], each["held"]) for each in session["stretches"]] == [
        ("reach", None, 2.0, 2.0),
        ("fold", "right", 2.0, 2.0),
        ("fold", "left", 2.0, 2.0),
    ]


def test_keys_pause_skip_and_stop(home: Path, short_routine: Path) -> None:
    with start(home, short_routine) as terminal:
        terminal.until("GET READY")
        terminal.type(" ")
        terminal.until("PAUSED")
        terminal.type(" ")
        terminal.until("GET READY")
        terminal.type("n")
        terminal.until("HOLD")
        terminal.type("q")
        terminal.until("Stop here?")
        terminal.type("q")
        assert terminal.finish() == 0

    (session,) = log(home)
    assert session["outcome"] == "stopped"
    assert len(session["pauses"]) == 1


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["SIGINT", "SIGTERM"])
def test_a_signal_leaves_the_terminal_as_it_was_and_the_log_written(
    home: Path, short_routine: Path, number: signal.Signals, code: int
) -> None:
    with start(home, short_routine) as terminal:
        modes = terminal.modes()
        terminal.until("HOLD")
        terminal.send(number)
        assert terminal.finish() == code
        assert_left_as_found(terminal, modes)

    (session,) = log(home)
    assert session["outcome"] == "stopped"


def test_ctrl_c_typed_on_the_keyboard_is_such_a_signal(home: Path, short_routine: Path) -> None:
    with start(home, short_routine) as terminal:
        terminal.until("GET READY")
        terminal.type("\x03")
        assert terminal.finish() == 130


def test_a_terminal_that_is_closed_leaves_the_log_written(home: Path, short_routine: Path) -> None:
    terminal = start(home, short_routine)
    terminal.until("HOLD")
    os.close(terminal.master)

    _, status = os.waitpid(terminal.pid, 0)

    assert os.waitstatus_to_exitcode(status) == 129
    (session,) = log(home)
    assert session["outcome"] == "stopped"
    assert session["stretches"][0]["held"] < 2.0


@pytest.mark.parametrize(
    ("options", "more", "paper"),
    [
        ([], {}, b"48;5;233"),
        ([], {"COLORFGBG": "0;15"}, b"48;5;231"),
        ([], {"STRETCH_THEME": "contrast"}, b"48;5;16"),
        (["--theme", "light"], {"STRETCH_THEME": "contrast"}, b"48;5;231"),
        (["--theme", "light"], {"TERM": "linux"}, b"47"),
        (["--theme", "light"], {"NO_COLOR": "1"}, b""),
    ],
)
def test_the_screen_is_painted_in_the_theme_that_was_chosen(
    home: Path, short_routine: Path, options: list[str], more: dict[str, str], paper: bytes
) -> None:
    with Terminal(
        stretch_command("start", str(short_routine), *options), env=clean_env(home, **more), columns=80, rows=24
    ) as terminal:
        terminal.until("GET READY")
        terminal.type("qq")
        assert terminal.finish() == 0

    papers = set(re.findall(rb"\x1b\[\?2026h\x1b\[([0-9;]+)m", terminal.written))
    assert papers == ({paper} if paper else set())
    assert (b"38;5;" in terminal.written) is (b"48;5;" in paper)


def test_a_theme_that_there_is_not_is_refused_with_those_there_are(home: Path, short_routine: Path) -> None:
    command = stretch_command("start", str(short_routine), "--theme", "pink")

    said = subprocess.run(command, env=clean_env(home), capture_output=True, text=True, check=False)

    assert said.returncode == 2
    assert "Write one of auto, dark, light, contrast." in said.stderr


def test_a_window_that_changes_its_size_is_filled_again(home: Path, short_routine: Path) -> None:
    with start(home, short_routine) as terminal:
        terminal.until("GET READY")
        terminal.type(" ")
        terminal.until("PAUSED")
        for columns, rows in ((40, 12), (120, 40), (20, 5), (80, 24)):
            terminal.screen.reset()
            terminal.resize(columns, rows)
            terminal.until("any key goes on" if rows > 5 else "left")
            last_row = terminal.screen.display[rows - 1].strip()
            assert last_row.startswith("any key goes on") if rows > 5 else last_row.endswith("left")
        terminal.type("qq")
        assert terminal.finish() == 0


def test_a_window_that_is_zoomed_there_and_back_at_once_is_filled_again(home: Path, short_routine: Path) -> None:
    with start(home, short_routine) as terminal:
        terminal.until("GET READY")
        terminal.type(" ")
        whole = terminal.until("PAUSED")
        terminal.resize(40, 10)
        terminal.resize(80, 24)
        terminal.screen.reset()
        terminal.until(lambda text: text == whole)  # a picture for the small window may come before it
        terminal.type("qq")
        assert terminal.finish() == 0


def test_a_terminal_that_has_stopped_reading_does_not_keep_the_session_from_ending(
    home: Path, short_routine: Path
) -> None:
    with start(home, short_routine) as terminal:
        terminal.until("GET READY")
        for _ in range(30):
            terminal.resize(81, 24)  # each makes a whole picture, which nobody reads
            terminal.resize(80, 24)
            time.sleep(0.02)
        terminal.send(signal.SIGTERM)

        assert ended_unread(terminal) == 143

    assert log(home)[0]["outcome"] == "stopped"


def test_plain_lines_on_a_terminal_that_nobody_reads_hold_no_session_up(home: Path, short_routine: Path) -> None:
    with start(home, short_routine, "--plain") as terminal:
        terminal.until("Get ready")
        terminal.stall()

        assert ended_unread(terminal) == 0

    (session,) = log(home)
    assert session["outcome"] == "completed"
    assert session["pauses"] == []


def test_a_signal_ends_a_session_of_plain_lines_that_nobody_reads(home: Path, short_routine: Path) -> None:
    with start(home, short_routine, "--plain") as terminal:
        terminal.until("Get ready")
        terminal.stall()
        time.sleep(2.0)
        terminal.send(signal.SIGTERM)

        assert ended_unread(terminal) == 143

    assert log(home)[0]["outcome"] == "stopped"


def test_plain_lines_that_were_not_read_for_a_while_come_all_once_they_are(home: Path, short_routine: Path) -> None:
    with start(home, short_routine, "--plain") as terminal:
        terminal.until("Get ready")
        terminal.stall()
        time.sleep(4.0)
        terminal.flow()

        assert terminal.finish() == 0
        assert terminal.written.decode().split("\r\n") == PLAIN_LINES


def test_a_pipe_that_nobody_reads_holds_no_session_up(home: Path, short_routine: Path) -> None:
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    with suppress(BlockingIOError):
        while True:
            os.write(writing, b"x" * 1024)
    os.set_blocking(writing, True)
    command = stretch_command("start", str(short_routine), "--sound", "off")
    subprocess.run(
        command, env=clean_env(home), stdin=subprocess.DEVNULL, stdout=writing, check=True, timeout=PATIENCE * 2
    )
    assert os.get_blocking(writing)
    os.close(reading)
    os.close(writing)

    assert log(home)[0]["outcome"] == "completed"


def test_a_file_gets_every_plain_line(home: Path, short_routine: Path) -> None:
    path = home / "lines"
    command = stretch_command("start", str(short_routine), "--sound", "off")
    with path.open("wb") as file:
        subprocess.run(command, env=clean_env(home), stdin=subprocess.DEVNULL, stdout=file, check=True)

    without_keys = [line for line in PLAIN_LINES if not line.startswith("Keys:")]
    assert path.read_text(encoding="utf-8").split("\n") == without_keys


def test_a_terminal_that_is_stuck_when_the_session_ends_is_given_back_once_it_reads(
    home: Path, short_routine: Path
) -> None:
    with start(home, short_routine) as terminal:
        modes = terminal.modes()
        terminal.until("CHANGE SIDES · LEFT SIDE")
        terminal.stall()
        time.sleep(4.0)  # its last second is a second ago

        terminal.flow()

        assert terminal.finish() == 0
        assert_left_as_found(terminal, modes)
        assert b"Done: Three short holds" in terminal.written


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs a shell with job control")
def test_ctrl_z_gives_the_terminal_back_and_fg_finds_the_session_paused(home: Path, short_routine: Path) -> None:
    command = " ".join(stretch_command("start", str(short_routine), "--sound", "off"))
    script = f"stty -a > before; {command}; stty -a > stopped; echo IN THE SHELL; read; fg; stty -a > after"
    with Terminal(["bash", "-m", "-c", script], env=clean_env(home), cwd=home) as terminal:
        terminal.until("HOLD")
        terminal.type("\x1a")
        terminal.until("IN THE SHELL")
        terminal.type("\n")
        terminal.until("the session waited")
        assert "PAUSED" in terminal.text
        terminal.type(" ")
        terminal.finish()

    modes = [(home / name).read_text() for name in ("before", "stopped", "after")]
    assert modes[0] == modes[1] == modes[2]
    (session,) = log(home)
    assert session["outcome"] == "completed"
    assert [pause["reason"] for pause in session["pauses"]] == ["gap"]
    assert sum(each["held"] for each in session["stretches"]) == 6.0


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs a shell with job control")
def test_ctrl_z_then_bg_then_fg_finds_the_session_paused_too(home: Path, short_routine: Path) -> None:
    command = " ".join(stretch_command("start", str(short_routine), "--sound", "off"))
    script = f"{command}; echo IN THE SHELL; read; bg; sleep 0.5; echo BACK; fg"
    with Terminal(["bash", "-m", "-c", script], env=clean_env(home), cwd=home) as terminal:
        terminal.until("HOLD")
        terminal.type("\x1a")
        terminal.until("IN THE SHELL")
        terminal.type("\n")
        terminal.until("the session waited")
        terminal.type("qq")
        terminal.finish()

    assert b"Traceback" not in terminal.written
    assert log(home)[0]["outcome"] == "stopped"


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs a shell with job control")
def test_a_terminal_that_is_closed_while_the_session_is_stopped_leaves_the_log_written(
    home: Path, short_routine: Path
) -> None:
    command = " ".join(stretch_command("start", str(short_routine), "--sound", "off"))
    script = f"{command} 2>error; echo $! IN THE SHELL; sleep 60"
    terminal = Terminal(["bash", "-m", "-c", script], env=clean_env(home), cwd=home)
    terminal.until("HOLD")
    terminal.type("\x1a")
    terminal.until("IN THE SHELL")
    os.close(terminal.master)  # the kernel continues the stopped job, and hangs up on it
    os.waitpid(terminal.pid, 0)

    deadline = time.monotonic() + PATIENCE
    while not (sessions := log(home)):
        assert time.monotonic() < deadline
    assert sessions[0]["outcome"] == "stopped"
    assert "Traceback" not in (home / "error").read_text()


def test_a_process_that_was_stopped_from_outside_is_found_paused(home: Path, short_routine: Path) -> None:
    with start(home, short_routine) as terminal:
        terminal.until("HOLD")
        terminal.send(signal.SIGSTOP)
        continued_at = time.monotonic() + 3.5
        while (left := continued_at - time.monotonic()) > 0:
            terminal.read(left)  # what it had written before it was stopped may still come
        terminal.send(signal.SIGCONT)
        terminal.until("the session waited")
        terminal.type(" ")
        assert terminal.finish() == 0
        assert terminal.written.count(b"\x1b[?1007s") == 1  # or what is restored were our own mode

    assert log(home)[0]["outcome"] == "completed"


def test_a_program_that_is_taken_away_while_it_runs_leads_its_session_to_the_end(
    home: Path, short_routine: Path
) -> None:
    short_routine.write_text(short_routine.read_text().replace("name: Fold", "name: Fold\n    picture: half-pigeon"))
    program = home / "program"
    shutil.copytree(Path(sciatica_stretch.__file__).parent, program / "sciatica_stretch")
    command = stretch_command("start", str(short_routine), "--sound", "off")
    with Terminal(command, env=clean_env(home, PYTHONPATH=str(program)), cwd=home) as terminal:
        terminal.until(lambda _: any(home.rglob("*.sock")))  # the last of what is opened behind the first picture

        shutil.rmtree(program)
        terminal.until("HOLD")
        terminal.type(" ")
        terminal.until("PAUSED")
        terminal.resize(120, 40)
        terminal.send(signal.SIGCONT)
        terminal.type(" ")

        assert terminal.finish() == 0
        assert b"Traceback" not in terminal.written
        assert b"Done: Three short holds" in terminal.written

    assert log(home)[0]["outcome"] == "completed"


@pytest.mark.parametrize("wish", [{}, {"TERM": "dumb"}, {"ACCESSIBLE": "1"}, {"PYTHONIOENCODING": "latin-1"}], ids=str)
def test_plain_lines_redraw_nothing(home: Path, short_routine: Path, wish: dict[str, str]) -> None:
    command = stretch_command("start", str(short_routine), "--sound", "off", *([] if wish else ["--plain"]))
    with Terminal(command, env=clean_env(home, **wish)) as terminal:
        assert terminal.finish() == 0

    assert b"\x1b" not in terminal.written
    assert terminal.written.decode().split("\r\n") == PLAIN_LINES


def test_in_a_pipe_it_is_plain_and_whoever_stops_reading_ends_it(home: Path, short_routine: Path) -> None:
    with subprocess.Popen(
        stretch_command("start", str(short_routine), "--sound", "off"),
        env=clean_env(home),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline() == b"Three short holds: 0:09, 3 stretches.\n"
        process.stdout.close()
        error = process.stderr.read()

    assert process.returncode == 129
    assert b"Traceback" not in error
    assert log(home)[0]["outcome"] == "stopped"


def test_a_rehearsal_is_not_in_the_log(home: Path, short_routine: Path) -> None:
    with start(home, short_routine, "--speed", "20") as terminal:
        terminal.until("Rehearsal at 20x, not logged")
        assert terminal.finish() == 0
        assert "not in the log" in terminal.text

    assert log(home) == []


def test_the_first_session_asks_that_the_safety_notice_be_read(tmp_path: Path, short_routine: Path) -> None:
    with start(tmp_path, short_routine, rows=60) as terminal:
        terminal.until("Press Enter when you have read it")
        terminal.type("\n")
        terminal.until("GET READY")
        terminal.type("qq")
        terminal.finish()
    with start(tmp_path, short_routine) as terminal:
        assert "BEFORE YOU START" not in terminal.until("GET READY")
