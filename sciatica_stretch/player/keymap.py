"""The keys in force: what each does, and which is named to the person."""

from collections.abc import Mapping

from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.core.keys import DEFAULT_KEYS, Action

_SHOWN = {
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "enter": "Enter",
    "esc": "Esc",
    "tab": "Tab",
    "backspace": "Backspace",
    "home": "Home",
    "end": "End",
    "insert": "Ins",
    "delete": "Del",
    "mediaplaypause": "play/pause",
    "mediaplay": "play",
    "mediapause": "pause",
    "mediastop": "stop",
    "medianext": "next track",
    "mediaprevious": "previous track",
    **{f"f{number}": f"F{number}" for number in range(1, 13)},
}


@frozen
class Keymap:
    """Which key does what; *any_key_wakes* a paused session where it has nothing else to do."""

    pairs: tuple[tuple[Action, tuple[str, ...]], ...]
    any_key_wakes: bool = True

    def action(self, key: str) -> Action | None:
        """Return what *key* does, if it does anything."""
        return next((action for action, keys in self.pairs if key in keys), None)

    def shown(self, action: Action) -> str:
        """Return the first key of *action* as it is named to a person, empty where it has none."""
        keys = next((keys for each, keys in self.pairs if each is action), ())
        return shown(keys[0]) if keys else ""


def shown(key: str) -> str:
    """Return what a key is called to a person: "PgDn", "space", "n"."""
    return _SHOWN.get(key, key)


def keymap(keys: Mapping[str, tuple[str, ...]], *, any_key_wakes: bool = True) -> Keymap:
    """Return the keymap of *keys*, by the names of actions."""
    return Keymap(tuple((action, keys.get(action, ())) for action in Action), any_key_wakes)


DEFAULT_KEYMAP = keymap(DEFAULT_KEYS)
