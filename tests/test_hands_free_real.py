"""The real program led from afar, and read by a screen reader: its sockets and its byte stream."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from terminals import PATIENCE, Terminal, clean_env, stretch_command

from sciatica_stretch.player.wording import IT_HURTS

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal and sockets of Unix"),
]

WAITING_ROUTINE = """\
title: Fold and wait
defaults: {transition: 1s, switch: 1s}
steps:
  - name: Fold
    sides: [right, left]
    wait: true
    hold: 30s
    setup: "{side} leg long."
    cues: {0s: Breathe out.}
"""


@pytest.fixture
def routine(tmp_path: Path) -> Path:
    path = tmp_path / "fold.yaml"
    path.write_text(WAITING_ROUTINE, encoding="utf-8")
    return path


@pytest.fixture
def brief(tmp_path: Path) -> Path:
    path = tmp_path / "brief.yaml"
    path.write_text("title: Brief\nsteps: [{name: Fold, transition: 2s, hold: 2s}]\n", encoding="utf-8")
    return path


def remote(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        stretch_command("remote", *words), env=clean_env(home), capture_output=True, text=True, check=False
    )


def told(home: Path, *words: str) -> str:
    """Tell a session something as soon as there is one."""
    deadline = time.monotonic() + PATIENCE
    while (run := remote(home, *words)).returncode == 66:
        assert time.monotonic() < deadline, run.stderr
    assert run.returncode == 0, run.stderr
    return run.stdout


def start(home: Path, routine: Path, *options: str, **env: str) -> Terminal:
    return Terminal(
        stretch_command("start", str(routine), "--sound", "off", *options), env=clean_env(home, **env), columns=200
    )


# --- from afar


def test_a_whole_session_is_led_from_another_terminal(home: Path, routine: Path) -> None:
    with start(home, routine) as terminal:
        terminal.until("WAITING · RIGHT SIDE")
        assert told(home, "resume") == "Going on: holding, Fold, right side, 30s left.\n"
        terminal.until("HOLD")
        assert told(home, "pause").startswith("Paused: holding, Fold, right side, ")
        terminal.until("Paused from afar.")
        assert "Nothing changed: paused" in told(home, "pause")
        assert told(home, "next").startswith("Still paused: changing sides, Fold, left side, ")
        told(home, "toggle")
        terminal.until("WAITING · LEFT SIDE")
        assert told(home, "stop") == "Stopped.\n"
        assert terminal.finish() == 0
    assert remote(home, "status").returncode == 66
    assert list((home / "stretch" / "state" / "remote").iterdir()) == []


def test_a_session_without_a_keyboard_is_led_from_afar_and_does_not_wait(home: Path, routine: Path) -> None:
    command = stretch_command("start", str(routine), "--sound", "off")
    with subprocess.Popen(
        command, env=clean_env(home), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
    ) as led:
        told(home, "next")
        assert told(home, "pause").startswith("Paused: holding")
        told(home, "hurts")
        told(home, "stop")
        out = led.communicate(timeout=PATIENCE)[0]

    assert led.returncode == 0
    assert out.count("There is no keyboard, so the session won't wait before a stretch.\n") == 1
    assert "Paused.\n" in out
    assert "It hurts, so this is over." in out


def test_a_killed_session_is_nobody_to_talk_to_and_its_socket_goes(home: Path, routine: Path) -> None:
    with start(home, routine) as terminal:
        told(home, "status")
        terminal.send(signal.SIGKILL)
        terminal.finish()

    left = list((home / "stretch" / "state" / "remote").iterdir())
    run = remote(home, "pause")

    assert len(left) == 1
    assert (run.returncode, run.stderr.splitlines()[0]) == (66, "Error: No session is running.")
    assert list((home / "stretch" / "state" / "remote").iterdir()) == []


def test_a_stopped_session_does_not_answer_and_that_is_said(home: Path, tmp_path: Path) -> None:
    routine = tmp_path / "long.yaml"  # of which every second is looked at, however slow the machine
    routine.write_text("title: Long\nsteps: [{name: Fold, transition: 2s, hold: 10m}]\n", encoding="utf-8")
    with start(home, routine) as terminal:
        told(home, "status")
        terminal.send(signal.SIGSTOP)
        run = remote(home, "pause")
        terminal.send(signal.SIGCONT)
        terminal.until("the session waited")

    assert run.returncode == 66
    assert "doesn't answer" in run.stderr


def test_a_hostile_crowd_of_callers_stalls_nothing(home: Path, brief: Path) -> None:
    import socket  # noqa: PLC0415

    with start(home, brief) as terminal:
        told(home, "status")
        (path,) = (home / "stretch" / "state" / "remote").iterdir()
        crowd: list[socket.socket] = []
        began = time.monotonic()
        while terminal.read(0) and path.exists():
            try:
                caller = socket.socket(socket.AF_UNIX)
                caller.setblocking(False)
                caller.connect(str(path))
                caller.send([b"x" * 100_000, b"pau", b"", b"status\n"][len(crowd) % 4])
            except OSError:
                continue
            finally:
                crowd.append(caller)
            while len(crowd) > 400:
                crowd.pop(0).close()
            assert time.monotonic() < began + PATIENCE
        assert terminal.finish() == 0
        for caller in crowd:
            caller.close()

    assert len(crowd) > 20
    assert b"Done: Brief, 1 of 1 stretch, 0:02 held of 0:02 planned." in terminal.written


# --- keys as a terminal sends them


@pytest.mark.parametrize("key", ["\x1b[6~", "\x1b[15~", "\x1b", ".", "z", "\x1b[57430u", "\x1b[1;5C", "\r"])
def test_whatever_a_clicker_sends_ends_the_wait(home: Path, routine: Path, key: str) -> None:
    with start(home, routine) as terminal:
        terminal.until("WAITING")
        terminal.type(key)
        terminal.until("HOLD")


def test_a_sequence_that_comes_in_two_pieces_is_one_key(home: Path, routine: Path) -> None:
    with start(home, routine) as terminal:
        terminal.until("GET READY")
        terminal.type("\x1b[")
        terminal.type("6~")
        terminal.until("HOLD")
        terminal.type("\x1b")
        terminal.until("PAUSED")


# --- for a screen reader


def lines_of(terminal: Terminal) -> list[str]:
    """Return the lines that were written, after a look at every byte: what is not one would be read aloud."""
    text = terminal.written.decode()
    assert re.sub(r"\r\n", "", text).replace("\a", "").isprintable()
    assert re.search(r"[\u2190-\u2bff\u2800-\u28ff]|[|*#<>~^_\\]", text) is None
    return text.replace("\a", "").split("\r\n")


@pytest.mark.parametrize("env", [{"ACCESSIBLE": "1"}, {"TERM": "dumb"}], ids=["ACCESSIBLE", "dumb"])
def test_a_session_is_one_line_a_change_and_nothing_else(home: Path, routine: Path, env: dict[str, str]) -> None:
    with start(home, routine, **env) as terminal:
        terminal.until("Waiting, any key begins: Fold, right side.")
        terminal.type("?")
        terminal.until(lambda text: text.count("Keys: ") == 2)
        terminal.type("z")
        terminal.until("Hold, 30s.")
        said = {"+": "15s more.", " ": "Paused.", "z": "Going on.", "q": "Stop here?"}
        for key in "+ zqn":
            terminal.type(key)
            terminal.until(said.get(key, "Not stopped."))
        terminal.type("x")
        terminal.until("Change sides")
        terminal.until("Waiting, any key begins: Fold, left side.")
        told(home, "stop")
        assert terminal.finish() == 0

    keys = "Keys: space pause, n skip, b back, + more time, x it hurts, q stop, ? help."
    assert lines_of(terminal) == [
        "Fold and wait: 1:02, 2 stretches.",
        keys,
        "Get ready: Fold, right side, in 1s. Right leg long.",
        "Waiting, any key begins: Fold, right side.",
        keys,
        "Hold, 30s. Breathe out.",
        "15s more.",
        "Paused.",
        "Going on.",
        "Stop here? q: yes. Any other key: go on.",
        "Not stopped.",
        IT_HURTS,
        "Change sides: Fold, left side, in 1s. Left leg long.",
        "Waiting, any key begins: Fold, left side.",
        "Stopped.",
        terminal_summary(terminal),
        "",
    ]


def terminal_summary(terminal: Terminal) -> str:
    """Return the line of what was held, which depends on how quick the machine is."""
    line = r"Stopped: Fold and wait, 1 of 2 stretches, 0:\d\d held of 1:00 planned\."
    match = re.search(line, terminal.written.decode())
    assert match
    return match.group()


def test_the_bell_is_all_that_is_heard_between_the_lines(home: Path, brief: Path) -> None:
    command = stretch_command("start", str(brief), "--sound", "bell")
    with Terminal(command, env=clean_env(home, ACCESSIBLE="1"), columns=200) as terminal:
        assert terminal.finish() == 0

    assert terminal.written.count(b"\a") >= 3
    assert lines_of(terminal)[-2].startswith("Done: ")


def test_the_notice_and_the_questions_before_and_after_are_lines_too(tmp_path: Path, brief: Path) -> None:
    env = clean_env(tmp_path, ACCESSIBLE="1")
    del env["STRETCH_RATING"]
    command = stretch_command("start", str(brief), "--sound", "off")
    with Terminal(command, env=env, columns=200, rows=60) as terminal:
        terminal.until("Press Enter when you have read it")
        terminal.type("\n")
        terminal.until("Before the session: pain right now?")
        terminal.type("maybe\n")
        terminal.until("Please type one of")
        terminal.type("4\n")
        terminal.until("How far down does it go?")
        terminal.type("\n")
        terminal.until("After the session: pain right now?")
        terminal.type("10\n")
        terminal.until("How far down does it go?")
        terminal.type("\n")
        assert terminal.finish() == 0

    assert lines_of(terminal)


def test_the_offer_to_go_on_is_lines_too(home: Path, routine: Path) -> None:
    env = {"ACCESSIBLE": "1"}
    with start(home, routine, "--no-wait", **env) as terminal:
        terminal.until("Hold, 30s.")
        terminal.type("n")
        terminal.until("Change sides")
        os.close(terminal.master)
        os.waitpid(terminal.pid, 0)
        terminal.status, terminal.master = 0, os.open(os.devnull, os.O_RDONLY)
    with start(home, routine, **env) as again:
        again.until("q: leave, and decide another time")
        again.type("g\n")
        again.until("Going on with Fold and wait: stretch 2 of 2.")
        again.type("q")
        again.until("Stop here?")
        again.type("q")
        assert again.finish() == 0

    assert lines_of(again)


def test_no_command_draws_anything_for_a_screen_reader(home: Path, brief: Path) -> None:
    env = clean_env(home, ACCESSIBLE="1")
    subprocess.run(
        stretch_command("start", str(brief), "--sound", "off"),
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )
    for words in ("list", "show sciatica-13", "log", "stats", "safety", "--help", "sound-test --sound off"):
        with Terminal(stretch_command(*words.split()), env=env, columns=120, rows=60) as terminal:
            assert terminal.finish() == 0
        text = terminal.written.decode()
        assert "\x1b" not in text, words
        assert "\r" not in text.replace("\r\n", ""), words
        assert re.search(r"[\u2190-\u2bff]", text) is None, words
