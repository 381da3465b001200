"""Which key does what until somebody wants it otherwise, and what a key is called that is not one character.

For hands at the end of a band: a presenter's clicker sends PgUp and PgDn or arrows, F5 and Esc in turn for its start
button, and a full stop or a B for its black screen; a Bluetooth remote sends media keys. What means "stop the show"
there pauses here (but for the B, which is back), and nothing that a clicker sends can end a session.
"""

from collections.abc import Mapping
from enum import StrEnum


class Action(StrEnum):
    """What a key can do."""

    PAUSE = "pause"  # or go on
    SKIP = "skip"
    BACK = "back"
    EXTEND = "extend"
    HURTS = "hurts"
    STOP = "stop"
    HELP = "help"


DEFAULT_KEYS: Mapping[str, tuple[str, ...]] = {
    Action.PAUSE: ("space", "enter", "p", ".", "f5", "esc", "mediaplaypause", "mediaplay", "mediapause", "mediastop"),
    Action.SKIP: ("n", "right", "down", "pagedown", "medianext"),
    Action.BACK: ("b", "left", "up", "pageup", "mediaprevious"),
    Action.EXTEND: ("+", "="),  # the same key without shift
    Action.HURTS: ("x",),
    Action.STOP: ("q",),
    Action.HELP: ("?", "h"),
}
NAMES = (
    *("space", "enter", "tab", "esc", "backspace", "up", "down", "left", "right", "home", "end", "pageup", "pagedown"),
    *("insert", "delete", *(f"f{number}" for number in range(1, 13))),
    *("mediaplaypause", "mediaplay", "mediapause", "mediastop", "medianext", "mediaprevious"),
)
OTHER = "other"  # a key that has no name here: it may wake a session, and does nothing else
