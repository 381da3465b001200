"""How it hurts, as it is asked: key by key, line by line, and left in every way there is."""

import io
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from fakes import NOON, FakeClock, ScriptedKeyboard
from test_cli import Tty

from sciatica_stretch.cli.asking import Answer, ask_how_it_hurts, ask_rating
from sciatica_stretch.cli.world import World
from sciatica_stretch.journal.rating import Rating
from sciatica_stretch.journal.scale import Legs, Reach, When
from sciatica_stretch.player.keyboard import Signal


@dataclass
class Desk:
    """A terminal at which one key a second is typed, or whole lines."""

    keys: tuple[str | Signal, ...] = ()
    lines: str = ""
    columns: int = 80
    term: str = "xterm"

    def __post_init__(self) -> None:
        self.clock = FakeClock()
        self.keyboard = ScriptedKeyboard(self.clock, [(float(at), key) for at, key in enumerate(self.keys, 1)])
        self.stdout = Tty()

    @property
    def world(self) -> World:
        return World(
            env={"TERM": self.term},
            stdin=Tty(self.lines),
            stdout=self.stdout,
            size=lambda: (self.columns, 12),
            clock=lambda speed: self.clock,  # noqa: ARG005
            keyboard=lambda keys: self.keyboard,  # noqa: ARG005
        )

    def ask(self, when: When = When.BEFORE, **options: Any) -> Answer:
        return ask_how_it_hurts(self.world, when, self.clock.wall, **options)


def rating(seconds: float, pain: int | None = None, reach: Reach | None = None, side: Legs | None = None) -> Rating:
    return Rating(when=When.BEFORE, at=NOON + timedelta(seconds=seconds), pain=pain, reach=reach, side=side)


def test_one_key_answers_each_question() -> None:
    desk = Desk(("4", "3", "r"))

    answer = desk.ask()

    assert answer == Answer(rating(3, pain=4, reach=Reach.THIGH, side=Legs.RIGHT), None)
    assert not desk.keyboard.is_open


def test_the_anchors_are_the_same_each_time() -> None:
    shown = []
    for when in When:
        desk = Desk(("enter",))
        desk.ask(when)
        shown.append(desk.stdout.getvalue())

    assert all("pain right now?\n0 no pain ... 10 worst imaginable\n" in text for text in shown)


def test_what_is_skipped_is_not_answered_and_never_zero() -> None:
    assert Desk(("enter",)).ask() == Answer(None, None)
    assert Desk(("esc",)).ask() == Answer(None, None)
    assert Desk(("4", "enter")).ask().rating == rating(2, pain=4)
    assert Desk(("4", "5", "esc")).ask().rating == rating(3, pain=4, reach=Reach.FOOT)


def test_who_does_not_answer_for_a_while_is_reminded_once_for_each_question() -> None:
    desk = Desk(("4", "3", "r"))
    desk.keyboard.script = [(19.0, "4"), (500.0, "3"), (519.0, "r")]
    reminded: list[float] = []

    answer = desk.ask(remind=lambda: reminded.append(desk.clock.time))

    assert answer.rating == rating(519, pain=4, reach=Reach.THIGH, side=Legs.RIGHT)
    assert reminded == [39.0]


def test_no_pain_is_an_answer_and_nothing_more_is_asked_of_it() -> None:
    assert Desk(("0",)).ask().rating == rating(1, pain=0)
    assert Desk(("4", "0")).ask().rating == rating(2, pain=4, reach=Reach.NONE)


def test_ten_has_its_own_key() -> None:
    assert Desk(("t", "enter")).ask().rating == rating(2, pain=10)
    assert Desk(("T", "enter")).ask().rating == rating(2, pain=10)


def test_one_and_zero_typed_in_one_go_are_ten_too_and_otherwise_one() -> None:
    quick, slow = Desk(("1", "0", "enter")), Desk(("1", "0"))
    quick.keyboard.script = [(1.0, "1"), (1.2, "0"), (2.0, "enter")]

    assert quick.ask().rating == rating(2, pain=10)
    assert slow.ask().rating == rating(2, pain=1, reach=Reach.NONE)


def test_keys_without_a_meaning_do_nothing() -> None:
    assert Desk(("space", "+", "ß", "x", "٤", "right", "7", "enter")).ask().rating == rating(8, pain=7)


@pytest.mark.parametrize("key", ["q", "Q", Signal.INTERRUPT, Signal.TERMINATE, Signal.HANGUP])
def test_whoever_leaves_has_said_what_was_said_until_then(key: str | Signal) -> None:
    first, second = Desk((key,)).ask(), Desk(("4", key)).ask()

    signal = key if isinstance(key, Signal) else None
    assert first.rating is None
    assert second.rating == rating(2, pain=4)
    assert [answer.left and answer.left.signal for answer in (first, second)] == [signal, signal]


def test_ctrl_z_stops_the_program_and_the_question_is_asked_again() -> None:
    desk = Desk((Signal.SUSPEND, "4", "enter"))
    desk.keyboard.stopped_for = 60.0

    assert desk.ask().rating == rating(61, pain=4)
    assert desk.stdout.getvalue().count("pain right now?") == 2


def test_a_terminal_that_is_gone_ends_the_asking() -> None:
    class Gone(Tty):
        def write(self, text: str) -> int:  # noqa: ARG002
            raise OSError(5, "Input/output error")

    desk = Desk(("4",))
    desk.stdout = Gone()

    answer = desk.ask()

    assert answer.rating is None
    assert answer.left
    assert answer.left.signal is Signal.HANGUP


def test_what_takes_time_is_done_while_the_question_stands() -> None:
    desk = Desk(("enter",))
    seen: list[str] = []

    desk.ask(meanwhile=lambda: seen.append(desk.stdout.shown))

    assert len(seen) == 1
    assert seen[0].endswith("q: leave. ")


def test_each_question_fits_into_the_smallest_window() -> None:
    desk = Desk(("4", "3", "b"), columns=40)

    desk.ask()

    lines = desk.stdout.getvalue().split("\n")
    assert max(map(len, lines)) < 40
    assert len(lines) <= 12


@pytest.mark.parametrize("term", ["dumb", ""])
def test_where_nothing_can_be_drawn_a_line_is_an_answer(term: str) -> None:
    desk = Desk(lines="10\nfar\n5\n\n", term=term)

    answer = desk.ask()

    assert answer.rating == rating(0, pain=10, reach=Reach.FOOT)
    assert "Please type one of 0, 1, 2, 3, 4, 5, or only Enter: " in desk.stdout.getvalue()
    assert "\x1b" not in desk.stdout.getvalue()


def test_plain_lines_can_be_asked_for() -> None:
    assert Desk(lines="4\n3\nr\n").ask(plain=True).rating == rating(0, pain=4, reach=Reach.THIGH, side=Legs.RIGHT)


@pytest.mark.parametrize("line", ["q\n", "Q\n", ""])
def test_a_line_can_leave_and_so_can_the_end_of_all_lines(line: str) -> None:
    answer = Desk(lines=f"4\n{line}", term="dumb").ask()

    assert answer.rating == rating(0, pain=4)
    assert answer.left


def test_ctrl_c_in_a_line_leaves_too() -> None:
    class Interrupted(Tty):
        def readline(self, *_: object) -> str:  # type: ignore[override]
            raise KeyboardInterrupt

    world = Desk(term="dumb").world
    world.stdin = Interrupted()

    answer = ask_how_it_hurts(world, When.AFTER, FakeClock().wall)

    assert answer.left
    assert answer.left.signal is Signal.INTERRUPT


def test_of_a_pipe_lines_are_read() -> None:
    world = Desk().world
    world.stdin = io.StringIO("4\n\n")

    assert ask_rating(world, When.BEFORE, FakeClock().wall) == rating(0, pain=4)
