"""Large letters and digits: each is itself at any size, and stays in its cells."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciatica_stretch.player import lettering

DIGITS = "0123456789"
SYMBOLS = "■↕⇄»○‖▸"
WORDS = ("LEFT", "RIGHT", "READY", "NEXT", "CHANGE", "REST", "HOLD", "MOVE", "PAUSED", "WAITING")
SIZES = range(lettering.MIN_ROWS, 40)


@pytest.mark.parametrize("rows", SIZES)
def test_a_text_fills_the_cells_it_says_it_takes(rows: int) -> None:
    for text in (DIGITS, "12:34", SYMBOLS, *WORDS):
        lines = lettering.lines(text, rows)

        assert len(lines) == rows
        assert {len(line) for line in lines} == {lettering.width(text, rows)}


@pytest.mark.parametrize("rows", SIZES)
def test_no_digit_is_taken_for_another_and_all_are_of_one_width(rows: int) -> None:
    shapes = {digit: ink(digit, rows) for digit in DIGITS}

    assert len({lettering.width(digit, rows) for digit in f"{DIGITS} "}) == 1
    for one, other in combinations(DIGITS, 2):
        different = len(shapes[one] ^ shapes[other])
        assert different > 0.06 * len(shapes[one] | shapes[other]), (one, other)


def ink(text: str, rows: int) -> set[tuple[int, int, int]]:
    """Return the quarters of cells that have ink."""
    bits = {char: number for number, char in enumerate(" ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█")}
    return {
        (y, x, quarter)
        for y, line in enumerate(lettering.lines(text, rows))
        for x, char in enumerate(line)
        for quarter in range(4)
        if bits[char] >> quarter & 1
    }


def test_a_nine_is_a_six_upside_down() -> None:
    assert tuple(map(lettering.turned, reversed(lettering.lines("6", 12)))) == lettering.lines("9", 12)


@given(st.text(" ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█⠁⡇⣿xyz"))
def test_two_half_turns_change_nothing(text: str) -> None:
    assert lettering.turned(lettering.turned(text)) == text


def test_a_half_turn_takes_a_dot_to_the_opposite_corner() -> None:
    assert lettering.turned("⠁▘ ⡀") == "⠈ ▗⢀"[::1]
    assert lettering.inverse(" █▀▌▚") == "█ ▄▐▞"


def test_a_letter_is_drawn_with_air_above_and_below() -> None:
    above, *_, below = lettering.lines("H8", 9)

    assert not set(above) - set(" ▄▖▗")
    assert not set(below) - set(" ▀▘▝")
