"""How the screen is to look: what a person chose, and what the environment tells of the terminal."""

import re
from collections.abc import Mapping
from enum import StrEnum

from sciatica_stretch.core.frozen import frozen


class Theme(StrEnum):
    """Which colours the screen is painted in."""

    DARK = "dark"
    LIGHT = "light"
    CONTRAST = "contrast"


class Depth(StrEnum):
    """How many colours the terminal has."""

    NONE = "none"  # bold and dim remain
    SIXTEEN = "16"
    MANY = "256"


@frozen
class Look:
    """What the picture is to be like, whatever it shows."""

    theme: Theme = Theme.DARK
    flip: bool = False  # what can be read from afar stands on its head, as somebody in downward dog does
    calm: bool = False  # nothing moves but the seconds
    figure: bool = True
    smooth: bool = True  # the figure as a picture, where the terminal can


LIGHT_FROM = 7  # the sixteen colours from "white" on, but for the dark grey that is number 8
_DARK_GREY = 8
_MANY = ("256color", "direct", "kitty", "alacritty", "foot", "ghostty", "wezterm", "iterm", "rio", "contour", "mintty")


def theme(wanted: str, env: Mapping[str, str]) -> Theme:
    """Return the theme called *wanted*; for "auto" light where COLORFGBG says that the background is, or else dark.

    Many terminals leave that unsaid, and none is asked: an answer may never come. As the background is painted, a wrong
    guess is a matter of taste, never of legibility.
    """
    if wanted != "auto":
        return Theme(wanted)
    background = env.get("COLORFGBG", "").rpartition(";")[2]
    number = int(background) if re.fullmatch("[0-9]{1,3}", background) else 0
    is_light = number >= LIGHT_FROM and number != _DARK_GREY
    return Theme.LIGHT if is_light else Theme.DARK


def depth(env: Mapping[str, str], *, windows: bool) -> Depth:
    """Return how many colours there are, by what the terminal calls itself."""
    if env.get("NO_COLOR"):
        return Depth.NONE
    called = env.get("TERM", "").lower()
    has_many = windows or env.get("COLORTERM", "") in {"truecolor", "24bit"} or any(each in called for each in _MANY)
    return Depth.MANY if has_many else Depth.SIXTEEN
