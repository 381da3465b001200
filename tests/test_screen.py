"""The painter at a real pseudo-terminal: what reaches the emulator is the frame, and little else."""

import io
import os
import pty
import tty
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

import pyte
import pytest
from test_view import moment

from sciatica_stretch.player.moment import Desk
from sciatica_stretch.player.screen import Screen
from sciatica_stretch.player.view import render

BEGIN, END = b"\x1b[?2026h", b"\x1b[?2026l"


@dataclass
class Glass:
    """A screen, and the emulator that sees what it writes."""

    screen: Screen
    stream: TextIO
    master: int

    def __post_init__(self) -> None:
        self.emulator = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self.emulator)

    def take(self) -> bytes:
        taken = os.read(self.master, 1 << 16)
        self._stream.feed(taken.replace(BEGIN, b"").replace(END, b""))
        return taken

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.emulator.display).rstrip("\n") + "\n"


@pytest.fixture
def glass() -> Iterator[Glass]:
    master, slave = pty.openpty()
    tty.setraw(slave)
    with os.fdopen(slave, "w") as stream:
        yield Glass(Screen(stream, lambda: (80, 24), colour=True), stream, master)
    os.close(master)


def test_what_is_painted_is_what_is_seen(glass: Glass) -> None:
    frames = [render(moment(index, spent), 80, 24) for index in (0, 1, 2, 5) for spent in (0, 1, 4)]

    for frame in frames:
        glass.screen.paint(frame)
        glass.take()
        assert glass.text == frame.as_text()


def test_each_frame_is_one_write_between_synchronized_output_marks(glass: Glass) -> None:
    glass.screen.paint(render(moment(1, 0), 80, 24))
    glass.take()
    glass.screen.paint(render(moment(1, 1), 80, 24))

    frame = glass.take()

    assert frame.startswith(BEGIN)
    assert frame.endswith(END)
    assert frame.count(BEGIN) == 1


def test_only_what_changed_is_sent_and_nothing_is_ever_cleared(glass: Glass) -> None:
    glass.screen.paint(render(moment(1, 13), 80, 24))
    first = glass.take()
    glass.screen.paint(render(moment(1, 14), 80, 24))
    second = glass.take()

    assert len(second) < len(first) / 2
    assert b"Half pigeon\x1b" not in second
    assert b"\x1b[2J" not in first + second


def test_the_same_frame_again_sends_nothing(glass: Glass) -> None:
    glass.screen.paint(render(moment(1, 13.2), 80, 24))
    glass.take()
    glass.screen.paint(render(moment(1, 13.7), 80, 24), ring=True)

    assert glass.take() == b"\a"


def test_the_terminal_is_left_on_its_own_screen_with_its_cursor(glass: Glass) -> None:
    with glass.screen:
        taken = glass.take()
    taken += glass.take()

    for mode in (b"?1049", b"?25", b"?7"):
        assert taken.count(b"\x1b[" + mode + b"h") == 1
        assert taken.count(b"\x1b[" + mode + b"l") == 1
    assert taken.endswith(b"\x1b[?1049l")


def test_without_colour_the_weights_remain(glass: Glass) -> None:
    plain = Screen(glass.stream, lambda: (80, 24), colour=False)

    plain.paint(render(moment(1, 13), 80, 24))

    taken = glass.take()
    assert b"\x1b[1m" in taken
    assert not any(
        b"\x1b[" + prefix + str(colour).encode() in taken for prefix in (b"", b"1;") for colour in range(30, 48)
    )


def test_a_notice_comes_and_goes(glass: Glass) -> None:
    for desk in (Desk(notice="sound: aplay failed"), Desk()):
        frame = render(moment(1, 13, desk=desk), 80, 24)
        glass.screen.paint(frame)
        glass.take()
        assert glass.text == frame.as_text()


def test_a_terminal_that_goes_away_is_noticed_and_no_error() -> None:
    master, slave = pty.openpty()
    stream = os.fdopen(slave, "w")
    screen = Screen(stream, lambda: (80, 24), colour=True)
    os.close(master)

    screen.paint(render(moment(1, 13), 80, 24))

    assert screen.gone
    screen.paint(render(moment(1, 14), 80, 24))
    stream.close()


def test_a_stream_that_is_no_terminal_is_a_bug_and_loud() -> None:
    screen = Screen(io.StringIO(), lambda: (80, 24), colour=True)

    with pytest.raises(io.UnsupportedOperation):
        screen.paint(render(moment(1, 13), 80, 24))
