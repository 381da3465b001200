"""The styles of the picture as escape codes, a set for each theme.

The background is painted: a theme whose text was made for black would be gone on a white window, and no terminal
tells reliably which it has. Colours are numbers of the 256 that all terminals agree on (rgb() says what they are);
the sixteen that a person may have changed are used only where there are no others. No style needs its colour to be
understood: what it says, a shape or a word says, too.
"""

from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.player.look import Depth, Theme

_CUBE = (0, 95, 135, 175, 215, 255)  # the steps of the 6 x 6 x 6 colours from 16 on; from 232 on there are 24 greys
_FIRST_IN_CUBE, _FIRST_GREY = 16, 232
BOLD, _PLAIN, _DIM = "1", "22", "22;2"

STYLES = {  # what each style is written with: its weight, and whose colour it has
    "": (_PLAIN, "text"),
    "covered": (_PLAIN, "text"),
    "quiet": (_PLAIN, "quiet"),
    "name": (BOLD, "text"),
    "line": (_PLAIN, "text"),
    "next": (BOLD, "text"),
    "phase": (BOLD, "text"),
    "notice": (BOLD, "notice"),
    "paused": (BOLD, "notice"),
    "flash": (BOLD, "text"),
    "side.left": (BOLD, "left"),
    "side.right": (BOLD, "right"),
    "kind.transition": (BOLD, "text"),
    "kind.switch": (BOLD, "switch"),
    "kind.rest": (BOLD, "rest"),
    "kind.hold": (BOLD, "work"),
    "kind.move": (BOLD, "work"),
    "figure.near": (BOLD, "work"),
    "figure.far": (_PLAIN, "quiet"),
    "figure.trunk": (_PLAIN, "text"),
    "figure.band": (BOLD, "band"),
    "figure.prop": (_PLAIN, "quiet"),
    "figure.arrow": (BOLD, "notice"),
}
COLOURS = {
    Theme.DARK: {
        "paper": 233,
        "text": 255,
        "quiet": 248,
        "left": 81,
        "right": 215,
        "work": 120,
        "switch": 213,
        "rest": 153,
        "notice": 227,
        "band": 203,
    },
    Theme.LIGHT: {
        "paper": 231,
        "text": 232,
        "quiet": 241,
        "left": 25,
        "right": 130,
        "work": 22,
        "switch": 90,
        "rest": 24,
        "notice": 88,
        "band": 160,
    },
    Theme.CONTRAST: {
        "paper": 16,
        "text": 231,
        "quiet": 252,
        "left": 51,
        "right": 220,
        "work": 84,
        "switch": 219,
        "rest": 159,
        "notice": 228,
        "band": 216,
    },
}
_SIXTEEN_DARK = {
    "paper": 40, "text": 97, "quiet": 37, "left": 96, "right": 93, "work": 92, "switch": 95, "rest": 96, "notice": 93,
    "band": 95,
}  # fmt: skip
_SIXTEEN_LIGHT = dict.fromkeys(_SIXTEEN_DARK, 30) | {"paper": 47, "left": 34, "rest": 34}
SIXTEEN = {Theme.DARK: _SIXTEEN_DARK, Theme.LIGHT: _SIXTEEN_LIGHT, Theme.CONTRAST: _SIXTEEN_DARK}


@frozen
class Paint:
    """How the styles are written: *base* goes before a picture, each style's code before a text in it."""

    base: str
    codes: dict[str, str]


def paint(theme: Theme, depth: Depth) -> Paint:
    """Return the codes of *theme* for a terminal that has so many colours."""
    match depth:
        case Depth.NONE:
            weights = {name: _DIM if whose == "quiet" else weight for name, (weight, whose) in STYLES.items()}
            return Paint("", weights)
        case Depth.SIXTEEN:
            few = SIXTEEN[theme]
            return Paint(
                f"{few['paper']}", {name: f"{weight};{few[whose]}" for name, (weight, whose) in STYLES.items()}
            )
        case Depth.MANY:
            many = COLOURS[theme]
            codes = {name: f"{weight};38;5;{many[whose]}" for name, (weight, whose) in STYLES.items()}
            return Paint(f"48;5;{many['paper']}", codes)


def rgb(number: int) -> tuple[int, int, int]:
    """Return what colour *number* of the 256 is; those below 16 are the terminal's own, and not ours to know."""
    if number >= _FIRST_GREY:
        grey = 8 + 10 * (number - _FIRST_GREY)
        return grey, grey, grey
    red, rest = divmod(number - _FIRST_IN_CUBE, 36)
    return _CUBE[red], _CUBE[rest // 6], _CUBE[rest % 6]
