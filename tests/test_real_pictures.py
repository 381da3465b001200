"""Smooth pictures in the real program, at a pseudo-terminal that answers as one with pictures, or as one without."""

import os
import re
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from picture_terminal import PictureTerminal
from terminals import PATIENCE, Terminal, clean_env, stretch_command

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal"),
]

ASKED = b"\x1b[c"
CELL, SIXEL, NEITHER = "\x1b[6;17;8t", "\x1b[?62;4;22c", "\x1b[?62c"
KITTY = "\x1b_Gi=31;OK\x1b\\"
SHOWN = {"sixel": b"\x1bP", "kitty": b"a=p"}
ANSWERS = {"sixel": [CELL, SIXEL], "kitty": [KITTY, CELL, NEITHER]}
PROTOCOLS = pytest.mark.parametrize("protocol", ["sixel", "kitty"])


def start(home: Path) -> Terminal:
    command = stretch_command("start", "sciatica-13", "--from", "half-pigeon", "--sound", "off", "--voice", "off")
    return Terminal(command, env=clean_env(home, STRETCH_SMOOTH="on"))


def until(terminal: Terminal, written: bytes, count: int = 1) -> None:
    deadline = time.monotonic() + PATIENCE
    while terminal.written.count(written) < count:
        assert time.monotonic() < deadline, terminal.text
        assert terminal.read(0.05), terminal.text


def on_its_screen(terminal: Terminal) -> PictureTerminal:
    """Return what a strict terminal makes of all that was written, until its own screen came back."""
    strict = PictureTerminal()
    strict.feed(terminal.written.rpartition(b"\x1b[?1049l")[0].decode())
    return strict


@PROTOCOLS
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=str)
def test_the_figure_is_a_picture_and_nothing_stays_of_it(home: Path, protocol: str, number: signal.Signals) -> None:
    with start(home) as terminal:
        until(terminal, ASKED)
        for answer in ANSWERS[protocol]:
            terminal.type(answer)
        until(terminal, SHOWN[protocol], 2)
        terminal.send(number)
        terminal.finish()

        strict = on_its_screen(terminal)

    assert not strict.images
    assert not strict.placed
    assert not re.search("[\u2801-\u28ff]", strict.seen)
    assert b"PAUSED" not in terminal.written
    frames = re.findall(rb"\x1b\[\?2026h.*?\x1b\[\?2026l", terminal.written, re.DOTALL)
    assert all(frame.count(b"2026h") == 1 for frame in frames)
    assert sum(SHOWN[protocol] in frame for frame in frames) == terminal.written.count(SHOWN[protocol])


@PROTOCOLS
def test_answers_that_come_late_and_in_pieces_wake_no_pause(home: Path, protocol: str) -> None:
    with start(home) as terminal:
        until(terminal, ASKED)
        terminal.type(" ")
        until(terminal, b"PAUSED")
        for answer in ANSWERS[protocol]:
            for piece in (answer[:3], answer[3:5], answer[5:]):
                terminal.type(piece)
                terminal.read(0.1)
        until(terminal, SHOWN[protocol])
        terminal.read(0.3)
        terminal.send(signal.SIGTERM)
        terminal.finish()

        assert "❚❚ PAUSED" in on_its_screen(terminal).seen


@pytest.mark.parametrize("answers", [[], [NEITHER]], ids=["nothing", "neither"])
def test_a_terminal_without_pictures_gets_braille_and_the_shell_gets_no_answers(home: Path, answers: list[str]) -> None:
    with start(home) as terminal:
        until(terminal, ASKED)
        for answer in answers:
            terminal.type(answer)
        terminal.until(lambda text: bool(re.search("[\u2801-\u28ff]", text)))
        terminal.send(signal.SIGTERM)
        assert terminal.finish() == 143

        assert not on_its_screen(terminal).has_pictures
        assert b"[?62" not in terminal.written


def test_who_wants_none_is_asked_nothing(home: Path) -> None:
    command = stretch_command("start", "sciatica-13", "--from", "half-pigeon", "--sound", "off", "--no-smooth")
    with Terminal(command, env=clean_env(home, STRETCH_SMOOTH="on")) as terminal:
        terminal.until(lambda text: bool(re.search("[\u2801-\u28ff]", text)))
        terminal.send(signal.SIGTERM)
        terminal.finish()

        assert ASKED not in terminal.written


@PROTOCOLS
def test_ctrl_z_gives_the_terminal_back_without_it_and_fg_brings_it_again(home: Path, protocol: str) -> None:
    with start(home) as terminal:
        until(terminal, ASKED)
        for answer in ANSWERS[protocol]:
            terminal.type(answer)
        until(terminal, SHOWN[protocol])
        terminal.send(signal.SIGTSTP)
        until(terminal, b"\x1b[?1049l")
        assert not on_its_screen(terminal).images
        terminal.send(signal.SIGCONT)
        until(terminal, ASKED, 2)
        before = terminal.written.count(SHOWN[protocol])
        for answer in ANSWERS[protocol][-2:]:
            terminal.type(answer)
        until(terminal, SHOWN[protocol], before + 1)
        terminal.send(signal.SIGTERM)
        terminal.finish()

        assert not on_its_screen(terminal).images


@pytest.mark.skipif(sys.platform != "linux", reason="finds the child in /proc")
@PROTOCOLS
def test_a_painter_that_is_killed_leaves_braille(home: Path, protocol: str) -> None:
    with start(home) as terminal:
        until(terminal, ASKED)
        for answer in ANSWERS[protocol]:
            terminal.type(answer)
        until(terminal, SHOWN[protocol])
        for child in children(terminal.pid, "graphics"):
            os.kill(child, signal.SIGKILL)
        terminal.until(lambda text: bool(re.search("[\u2801-\u28ff]", text)))
        terminal.send(signal.SIGTERM)
        terminal.finish()

        strict = on_its_screen(terminal)
        assert re.search("[\u2801-\u28ff]", strict.seen)
        assert not strict.sixels


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (ANSWERS["sixel"], "smooth, by sixel graphics; a cell has 8 x 17 pixels"),
        (ANSWERS["kitty"], "smooth, by kitty graphics; a cell has 8 x 17 pixels"),
        ([NEITHER], "braille; the terminal speaks neither sixel nor kitty graphics"),
        ([], "braille; the terminal doesn't answer"),
        ([SIXEL], "braille; the terminal speaks sixel graphics, but doesn't say how large a cell is"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_doctor_says_how_the_figure_is_drawn_and_why(home: Path, answers: list[str], said: str) -> None:
    command, env = stretch_command("doctor", "--quick"), clean_env(home, STRETCH_SMOOTH="on")
    with Terminal(command, env=env, columns=120, rows=60) as terminal:
        until(terminal, ASKED)
        for answer in answers:
            terminal.type(answer)
        terminal.finish()

    assert said in terminal.written.decode()


def children(parent: int, name: str) -> list[int]:
    """Return the processes that *parent* started and whose command has *name* in it."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended meanwhile
            is_its = (path / "stat").read_text().rpartition(")")[2].split()[1] == str(parent)
            if is_its and name in (path / "cmdline").read_text():
                found.append(int(path.name))
    return found
