"""The console of Linux without a desktop: quarter blocks are not among the few hundred characters of its fonts."""

from collections.abc import Mapping

_QUARTERS = {"▘": "▀", "▝": "▀", "▖": "▄", "▗": "▄", "▞": "▒", "▚": "▒", "▛": "█", "▜": "█", "▙": "█", "▟": "█"}
_SIGNS = {"▶": "►", "▸": "►", "⇄": "↔", "❚": "|", "┄": "-", "━": "=", "○": "o"}
STAND_INS: Mapping[int, str] = str.maketrans(_QUARTERS | _SIGNS)


def is_it(env: Mapping[str, str]) -> bool:
    """Tell whether the terminal is that console."""
    return env.get("TERM") == "linux"
