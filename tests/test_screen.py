"""The painter at a real pseudo-terminal: what reaches the emulator is the frame, and little else."""

import errno
import os
import pty
import re
import select
import threading
import tty
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NoReturn, TextIO

import pyte
import pytest
from test_view import moment

from sciatica_stretch.player import screen as screen_module
from sciatica_stretch.player.console_linux import STAND_INS
from sciatica_stretch.player.frame import Frame, difference
from sciatica_stretch.player.look import Depth, Theme
from sciatica_stretch.player.moment import Desk
from sciatica_stretch.player.screen import OPPOSITES, Screen
from sciatica_stretch.player.themes import paint
from sciatica_stretch.player.view import render

BEGIN, END = b"\x1b[?2026h", b"\x1b[?2026l"
DARK = paint(Theme.DARK, Depth.MANY)
_UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[\?(?:2026[hl]|1007[sr])")
_BLOCKS = {opposite: block for block, opposite in OPPOSITES.items()}


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
        """Take in all that was written."""
        taken = b""
        while select.select([self.master], [], [], 0.01)[0]:
            taken += os.read(self.master, 1 << 16)
        self._stream.feed(_UNKNOWN_TO_PYTE.sub(b"", taken))
        return taken

    @property
    def text(self) -> str:
        """What is on the screen, with blocks where a person sees some."""
        lines = ("".join(_seen(self.emulator.buffer[y][x]) for x in range(80)) for y in range(24))
        return "\n".join(line.rstrip() for line in lines).rstrip("\n") + "\n"


def _seen(cell: pyte.screens.Char) -> str:
    return _BLOCKS[cell.data] if cell.reverse else cell.data


@pytest.fixture
def glass() -> Iterator[Glass]:
    master, slave = pty.openpty()
    tty.setraw(slave)
    with os.fdopen(slave, "w") as stream, Screen(stream, lambda: (80, 24), DARK) as screen:
        glass = Glass(screen, stream, master)
        glass.take()
        yield glass
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


def test_a_second_costs_fewer_bytes_than_a_screen_of_blanks(glass: Glass) -> None:
    sizes = []
    for spent in range(13, 50):
        glass.screen.paint(render(moment(1, spent), 80, 24))
        sizes.append(len(glass.take()))

    assert sum(sizes[1:]) / len(sizes[1:]) < 80 * 24


def test_a_sign_without_a_width_does_not_hide_one_of_two_cells() -> None:
    was, row = ((("日e\u0301ab", ""),), (("日e\u0301ax", ""),))

    assert difference(was, row) == (0, row)


def test_the_same_frame_again_sends_nothing(glass: Glass) -> None:
    glass.screen.paint(render(moment(1, 13.2), 80, 24))
    glass.take()
    glass.screen.paint(render(moment(1, 13.7), 80, 24))
    glass.screen.ring()

    assert glass.take() == b"\a"


def test_the_terminal_is_left_on_its_own_screen_with_its_cursor(glass: Glass) -> None:
    with Screen(glass.stream, lambda: (80, 24), DARK):
        taken = glass.take()
    taken += glass.take()

    for mode in (b"?1049", b"?25", b"?7"):
        assert taken.count(b"\x1b[" + mode + b"h") == 1
        assert taken.count(b"\x1b[" + mode + b"l") == 1
    assert taken.endswith(b"\x1b[?1049l")


def test_the_wheel_of_the_mouse_is_no_arrow_key_meanwhile_and_what_it_was_afterwards(glass: Glass) -> None:
    with Screen(glass.stream, lambda: (80, 24), DARK):
        entered = glass.take()
    left = glass.take()

    assert re.findall(rb"\x1b\[\?1007(.)", entered) == [b"s", b"l"]
    assert re.findall(rb"\x1b\[\?1007(.)", left) == [b"h", b"r"]


def test_who_takes_the_terminal_again_without_having_left_it_still_knows_how_the_wheel_was_found(glass: Glass) -> None:
    with Screen(glass.stream, lambda: (80, 24), DARK) as screen:
        glass.take()
        screen.__enter__()  # after `kill -STOP` and `kill -CONT` nothing is known of what the terminal shows
        again = glass.take()
    left = glass.take()

    assert re.findall(rb"\x1b\[\?1007(.)", again) == [b"l"]
    assert b"\x1b[?1049h\x1b[?25l\x1b[?7l" in again
    assert re.findall(rb"\x1b\[\?1007(.)", left) == [b"h", b"r"]


def test_after_it_was_left_the_wheel_is_asked_for_anew(glass: Glass) -> None:
    screen = Screen(glass.stream, lambda: (80, 24), DARK)
    for _ in range(2):
        with screen:
            assert re.findall(rb"\x1b\[\?1007(.)", glass.take()) == [b"s", b"l"]
        assert re.findall(rb"\x1b\[\?1007(.)", glass.take()) == [b"h", b"r"]


def nameless(number: int) -> Callable[[int], NoReturn]:
    """Return what stands in for `os.ttyname` where a terminal can't be opened by its name."""

    def ttyname(fd: int) -> NoReturn:
        raise OSError(number, os.strerror(number), fd)

    return ttyname


@pytest.mark.parametrize("number", [errno.EACCES, errno.ENOENT, errno.ENODEV])
def test_a_terminal_that_cannot_be_opened_by_its_name_is_painted_all_the_same(
    glass: Glass, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "ttyname", nameless(number))
    frame = render(moment(1, 13), 80, 24)

    for _ in range(2):  # after Ctrl-Z it is taken once more
        with Screen(glass.stream, lambda: (80, 24), DARK) as screen:
            screen.paint(frame)
            glass.take()
            assert glass.text == frame.as_text()
            assert not screen.gone


def test_without_colour_the_weights_remain(glass: Glass) -> None:
    with Screen(glass.stream, lambda: (80, 24), paint(Theme.DARK, Depth.NONE)) as plain:
        plain.paint(render(moment(1, 13), 80, 24))
        taken = glass.take()

    assert set(re.findall(rb"\x1b\[([0-9;]*)m", taken)) == {b"0", b"1", b"22", b"22;2", b"7", b"27"}


def test_the_linux_console_gets_what_its_font_has_and_nothing_moves_for_it(glass: Glass) -> None:
    frame = render(moment(2, 4), 80, 24)
    with Screen(glass.stream, lambda: (80, 24), paint(Theme.DARK, Depth.SIXTEEN), STAND_INS) as console:
        console.paint(frame)
        taken = glass.take().decode()

    assert not set(taken) & set("▘▝▖▗▞▚▛▜▙▟▶▸⇄❚┄━")
    assert [len(line) for line in glass.text.splitlines()] == [len(line) for line in frame.as_text().splitlines()]


def fill(screen: Screen, frames: Sequence[Frame]) -> None:
    """Paint many times what a terminal keeps unread."""
    for frame in [*frames] * 2:
        screen.forget()
        screen.paint(frame)


FRAMES = [render(moment(1, spent), 80, 24) for spent in range(50)]


def test_a_terminal_that_has_stopped_reading_holds_nothing_up_and_is_painted_whole_once_it_reads(glass: Glass) -> None:
    frames = FRAMES

    fill(glass.screen, frames)
    assert glass.screen.owes
    glass.take()
    glass.screen.paint(frames[30])
    glass.take()
    assert not glass.screen.owes
    glass.screen.paint(frames[40])
    glass.take()

    assert glass.text == frames[40].as_text()


def in_time(act: Callable[[], object]) -> None:
    """Do it beside this test, which fails where that never ends."""
    acting = threading.Thread(target=act, daemon=True)
    acting.start()
    acting.join(60)
    assert not acting.is_alive(), "it waits for a terminal that has stopped reading"


def test_a_terminal_without_a_name_that_has_stopped_reading_holds_nothing_up_either(
    glass: Glass, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "ttyname", nameless(errno.ENODEV))
    screen = Screen(glass.stream, lambda: (80, 24), DARK).__enter__()

    in_time(lambda: fill(screen, FRAMES))

    assert screen.owes
    assert os.get_blocking(glass.stream.fileno())
    glass.take()
    screen.paint(FRAMES[30])
    glass.take()
    assert glass.text == FRAMES[30].as_text()


@pytest.mark.parametrize("named", [True, False])
def test_a_terminal_that_is_stuck_at_the_end_is_given_back_once_it_reads(
    glass: Glass, monkeypatch: pytest.MonkeyPatch, named: bool
) -> None:
    if not named:
        monkeypatch.setattr(os, "ttyname", nameless(errno.ENODEV))
    monkeypatch.setattr(screen_module, "LEAVE_SECONDS", 60.0)
    screen = Screen(glass.stream, lambda: (80, 24), DARK).__enter__()
    fill(screen, FRAMES)
    leaving = threading.Thread(target=lambda: screen.__exit__(None, None, None), daemon=True)

    leaving.start()
    taken = b""
    while leaving.is_alive():
        taken += glass.take()
    taken += glass.take()

    assert taken.endswith(b"\x1b[?1007h\x1b[?1007r\x1b[?7h\x1b[?25h\x1b[?1049l")


def test_a_terminal_that_stays_stuck_is_waited_for_only_a_while(glass: Glass, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen_module, "LEAVE_SECONDS", 0.2)
    screen = Screen(glass.stream, lambda: (80, 24), DARK).__enter__()
    fill(screen, FRAMES)

    in_time(lambda: screen.__exit__(None, None, None))

    assert b"\x1b[?1049l" not in glass.take()


def test_a_terminal_that_is_gone_at_the_end_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen_module, "LEAVE_SECONDS", 600.0)
    master, slave = pty.openpty()
    tty.setraw(slave)
    with os.fdopen(slave, "w") as stream:
        screen = Screen(stream, lambda: (80, 24), DARK).__enter__()
        fill(screen, FRAMES)
        leaving = threading.Thread(target=lambda: screen.__exit__(None, None, None), daemon=True)
        leaving.start()

        os.close(master)

        leaving.join(60)
        assert not leaving.is_alive()
        assert screen.gone


def test_the_shell_s_own_way_to_the_terminal_is_left_blocking_and_one_that_does_not_block_is_fine(glass: Glass) -> None:
    assert os.get_blocking(glass.stream.fileno())
    os.set_blocking(glass.stream.fileno(), False)

    glass.screen.paint(render(moment(1, 13), 80, 24))

    glass.take()
    assert glass.text == render(moment(1, 13), 80, 24).as_text()


def test_a_notice_comes_and_goes(glass: Glass) -> None:
    for desk in (Desk(notice="sound: aplay failed"), Desk()):
        frame = render(moment(1, 13, desk=desk), 80, 24)
        glass.screen.paint(frame)
        glass.take()
        assert glass.text == frame.as_text()


def test_a_terminal_that_goes_away_is_noticed_and_no_error() -> None:
    master, slave = pty.openpty()
    with os.fdopen(slave, "w") as stream, Screen(stream, lambda: (80, 24), DARK) as screen:
        os.close(master)

        screen.paint(render(moment(1, 13), 80, 24))

        assert screen.gone
        assert not screen.owes
        screen.paint(render(moment(1, 14), 80, 24))
