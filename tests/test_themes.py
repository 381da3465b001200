"""The colours: legible by the figures of WCAG 2.2, and never the only thing that says something."""

import pytest
from test_view import EVERY_KIND

from sciatica_stretch.player.look import Depth, Theme, depth, theme
from sciatica_stretch.player.themes import COLOURS, SIXTEEN, STYLES, paint, rgb
from sciatica_stretch.player.view import render

# What the sixteen colours are on a Linux console, by the code that asks for them as a background or as ink.
CONSOLE = {
    30: (0, 0, 0), 34: (0, 0, 170), 37: (170, 170, 170), 40: (0, 0, 0), 47: (170, 170, 170), 91: (255, 85, 85),
    92: (85, 255, 85), 93: (255, 255, 85), 95: (255, 85, 255), 96: (85, 255, 255), 97: (255, 255, 255),
}  # fmt: skip
AT_LEAST = {Theme.DARK: 4.5, Theme.LIGHT: 4.5, Theme.CONTRAST: 7.0}  # WCAG 1.4.3 and 1.4.6


def luminance(colour: tuple[int, int, int]) -> float:
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in (c / 255 for c in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("name", Theme)
def test_every_colour_of_a_theme_stands_out_from_its_paper(name: Theme) -> None:
    paper = rgb(COLOURS[name]["paper"])

    ratios = {ink: contrast(rgb(number), paper) for ink, number in COLOURS[name].items() if ink != "paper"}

    assert not {ink: ratio for ink, ratio in ratios.items() if ratio < AT_LEAST[name]}


@pytest.mark.parametrize("name", Theme)
def test_with_sixteen_colours_too(name: Theme) -> None:
    paper = CONSOLE[SIXTEEN[name]["paper"]]

    ratios = {ink: contrast(CONSOLE[code], paper) for ink, code in SIXTEEN[name].items() if ink != "paper"}

    assert not {ink: ratio for ink, ratio in ratios.items() if ratio < AT_LEAST[name]}


def test_the_numbers_are_the_colours_that_xterm_has() -> None:
    assert [rgb(number) for number in (16, 231, 196, 120, 233, 255)] == [
        (0, 0, 0), (255, 255, 255), (255, 0, 0), (135, 255, 135), (18, 18, 18), (238, 238, 238)
    ]  # fmt: skip


def test_left_and_right_have_colours_of_their_own_in_every_theme() -> None:
    for inks in COLOURS.values():
        others = {number for ink, number in inks.items() if ink not in {"left", "right"}}
        assert inks["left"] != inks["right"]
        assert not {inks["left"], inks["right"]} & others


def test_every_style_in_a_picture_has_its_code() -> None:
    for each in EVERY_KIND.values():
        frame = render(each, 80, 24)
        assert {style for region in frame.regions for row in region.rows for _, style in row} <= set(STYLES)
    assert all(set(paint(name, many).codes) == set(STYLES) for name in Theme for many in Depth)


@pytest.mark.parametrize(
    ("wanted", "said", "chosen"),
    [
        ("auto", "", Theme.DARK),
        ("auto", "15;0", Theme.DARK),
        ("auto", "7;8", Theme.DARK),
        ("auto", "0;15", Theme.LIGHT),
        ("auto", "0;default;7", Theme.LIGHT),
        ("auto", "0;default", Theme.DARK),
        ("auto", "nonsense", Theme.DARK),
        ("auto", "0;" + "9" * 5000, Theme.DARK),
        ("auto", "0;²", Theme.DARK),
        ("contrast", "0;15", Theme.CONTRAST),
        ("light", "15;0", Theme.LIGHT),
    ],
)
def test_the_theme_is_what_was_wanted_or_what_the_terminal_says_of_itself(
    wanted: str, said: str, chosen: Theme
) -> None:
    assert theme(wanted, {"COLORFGBG": said}) is chosen


@pytest.mark.parametrize(
    ("env", "windows", "expected"),
    [
        ({"TERM": "xterm-256color"}, False, Depth.MANY),
        ({"TERM": "xterm-kitty"}, False, Depth.MANY),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, False, Depth.MANY),
        ({"TERM": "xterm"}, False, Depth.SIXTEEN),
        ({"TERM": "linux"}, False, Depth.SIXTEEN),
        ({}, True, Depth.MANY),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, False, Depth.NONE),
        ({"NO_COLOR": "1"}, True, Depth.NONE),
    ],
)
def test_as_many_colours_are_used_as_the_terminal_has(env: dict[str, str], windows: bool, expected: Depth) -> None:
    assert depth(env, windows=windows) is expected


def test_without_colour_nothing_is_painted_but_weights() -> None:
    plain = paint(Theme.LIGHT, Depth.NONE)

    assert plain.base == ""
    assert set(plain.codes.values()) == {"1", "22", "22;2"}
