"""The keyboard at a real pseudo-terminal, which is asked something and answers late, in pieces, or never."""

import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from sciatica_stretch.player.keyboard import Answer, Input, Key, Keyboard

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")

CELL, DEVICE = "\x1b[6;17;8t", "\x1b[?62;4;22c"
_PATIENCE = 10.0


@dataclass
class Typist:
    """A keyboard, and the other end of it."""

    keyboard: Keyboard
    master: int

    def type(self, text: str) -> None:
        os.write(self.master, text.encode())

    def until(self, count: int) -> list[Input]:
        """Return what came once there is so much of it."""
        came: list[Input] = []
        deadline = time.monotonic() + _PATIENCE
        while len(came) < count:
            assert time.monotonic() < deadline, came
            came += self.keyboard.wait(0.1)
        return came


@pytest.fixture
def typist(monkeypatch: pytest.MonkeyPatch) -> Iterator[Typist]:
    import tty  # noqa: PLC0415 - exists on POSIX only

    from sciatica_stretch.player.keyboard_posix import PosixKeyboard  # noqa: PLC0415 - likewise

    master, slave = os.openpty()
    tty.setcbreak(slave)
    with os.fdopen(slave) as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        with PosixKeyboard(keys=True) as keyboard:
            yield Typist(keyboard, master)
        os.close(master)


def test_an_answer_is_no_key_and_what_is_typed_beside_it_is(typist: Typist) -> None:
    typist.keyboard.expect_answers()
    typist.type(f"n{CELL}b{DEVICE} ")

    came = typist.until(5)

    assert [each for each in came if isinstance(each, Key)] == [Key("n"), Key("b"), Key("space")]
    assert [each for each in came if isinstance(each, Answer)] == [Answer(CELL), Answer(DEVICE)]


@pytest.mark.parametrize("cut", [1, 2, 3, 6])
def test_the_rest_of_an_answer_may_come_late(typist: Typist, cut: int) -> None:
    typist.keyboard.expect_answers()
    typist.type(DEVICE[:cut])
    assert typist.keyboard.wait(0.1) == []  # an Esc would be one by now
    typist.type(DEVICE[cut:])

    assert typist.until(1) == [Answer(DEVICE)]


def test_an_answer_that_nobody_expects_any_more_is_no_key_either(typist: Typist) -> None:
    typist.type(DEVICE[:4])
    assert typist.keyboard.wait(0.1) == []
    typist.type(f"{DEVICE[4:]}q")

    assert set(typist.until(2)) == {Answer(DEVICE), Key("q")}


def test_esc_is_a_key_while_an_answer_is_expected_and_afterwards(typist: Typist) -> None:
    typist.keyboard.expect_answers()
    typist.type("\x1b")
    assert typist.until(1) == [Key("esc")]

    typist.type(f"{CELL}{DEVICE}")
    typist.until(2)
    typist.type("\x1b")
    assert typist.until(1) == [Key("esc")]
