"""Which key does what: the actions, the keys they have until somebody wants others, and what a key is called."""

from collections.abc import Mapping, Sequence

from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.core.keys import DEFAULT_KEYS, NAMES
from sciatica_stretch.core.text import closest
from sciatica_stretch.settings.kinds import NotOneError

ACTIONS = DEFAULT_KEYS
DOES = {
    "pause": ("pauses", "pause"),
    "skip": ("skips", "skip"),
    "back": ("goes back", "go back"),
    "extend": ("gives more time", "give more time"),
    "hurts": ("says that it hurts", "say that it hurts"),
    "stop": ("stops", "stop"),
    "help": ("shows the keys", "show the keys"),
}  # said of one key, and of several
ALWAYS = {"stop": ("Ctrl-C",)}  # what does it without any key of its own


@frozen
class KeyList:
    """The keys that do one thing."""

    metavar = "KEYS"

    def typed(self, text: str) -> tuple[str, ...]:
        """Take keys with blanks between them: `space p`."""
        return _keys(text.split())

    def read(self, value: object) -> tuple[str, ...]:
        """Take a list of keys: `["space", "p"]`."""
        if not isinstance(value, list):
            raise NotOneError("is not a list", 'Write it in brackets, each key in quotes: ["space", "p"].')
        return _keys(value)


def _keys(values: Sequence[object]) -> tuple[str, ...]:
    return tuple(_key(number, value) for number, value in enumerate(values))


def _key(number: int, value: object) -> str:
    """Return the name of the key that *value*, the list's one of that *number*, names."""
    if not isinstance(value, str):
        raise NotOneError("is not a key", 'Write each key in quotes: ["space", "p"].', number)
    name = "space" if value == " " else value.lower()  # as the player has them: others would fold "ß" and "µ"
    if name in NAMES or (len(name) == 1 and name.isprintable()):
        return name
    hint = f"{closest(name, NAMES)} Write one character, or a name such as space, right, pagedown or f5."
    raise NotOneError("is not a key", hint.strip(), number)


def shared_out(wanted: Sequence[tuple[str, tuple[str, ...]]]) -> dict[str, Mapping[str, str]]:
    """Return each key that an action wants with the action that has it; who comes first in *wanted* gets it."""
    owners: dict[str, str] = {}
    for action, keys in wanted:
        for key in keys:
            owners.setdefault(key, action)
    return {action: {key: owners[key] for key in keys} for action, keys in wanted}
