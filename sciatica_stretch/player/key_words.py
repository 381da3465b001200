"""The keys in words, by the keymap in force: for the screen's last row, the help, and plain lines."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from sciatica_stretch.core.keys import Action
from sciatica_stretch.core.states import Paused, Waiting
from sciatica_stretch.player.keymap import Keymap
from sciatica_stretch.player.moment import Moment

_KEYS = {
    Action.PAUSE: "pause, or go on",
    Action.SKIP: "skip to the next part",
    Action.BACK: "back to its start; twice: before",
    Action.EXTEND: "15 s more; of a move, whole reps",
    Action.HURTS: "it hurts: ends it, and moves on",
    Action.STOP: "stop (asks once)",
    Action.HELP: "close this help",
}
_IN_A_WORD = {
    Action.PAUSE: "pause",
    Action.SKIP: "skip",
    Action.BACK: "back",
    Action.EXTEND: "extend",
    Action.HURTS: "it hurts",
    Action.STOP: "stop",
    Action.HELP: "help",
}
_SPOKEN = _IN_A_WORD | {Action.EXTEND: "more time"}
_SHORT = _IN_A_WORD | {Action.HURTS: "hurts"}
_FEW = (Action.PAUSE, Action.SKIP, Action.HURTS, Action.STOP, Action.HELP)
_FEWEST = (Action.PAUSE, Action.HURTS, Action.STOP, Action.HELP)
_STANDING = (Action.BACK, Action.HURTS, Action.STOP, Action.HELP)  # while time stands still


def key_rows(keymap: Keymap) -> tuple[tuple[str, str], ...]:
    """Return each action's first key and what it does, for the help."""
    return tuple((key, words) for action, words in _KEYS.items() if (key := keymap.shown(action)))


def keys_sentence(keymap: Keymap) -> str:
    """Return the keys in a sentence, for plain lines."""
    return f"Keys: {', '.join(_each_key(keymap, Action, _SPOKEN))}."


def question(keymap: Keymap) -> str:
    """Return the question whether to stop, with the key that means yes."""
    return f"Stop here? {keymap.shown(Action.STOP) or 'y'}: yes. Any other key: go on."


def keys_lines(moment: Moment) -> tuple[str, ...]:
    """Return the keys in a row, the longest row first: the first that fits is shown."""
    state = moment.state
    if isinstance(state, Paused):
        return _standing_rows(moment.desk.keymap, begins=isinstance(state, Waiting))
    return _rows(moment.desk.keymap)


@lru_cache(maxsize=4)
def _rows(keymap: Keymap) -> tuple[str, ...]:
    rows = ((tuple(Action), _IN_A_WORD), (_FEW, _IN_A_WORD), (_FEWEST, _SHORT))
    return tuple(" · ".join(_each_key(keymap, actions, words)) for actions, words in rows)


@lru_cache(maxsize=4)
def _standing_rows(keymap: Keymap, *, begins: bool) -> tuple[str, ...]:
    """Return the rows while time stands still; any key *begins* what waits."""
    go_on = f"{keymap.shown(Action.PAUSE)} go on".strip()
    if begins:
        go_on = "any key begins"
    elif keymap.any_key_wakes:
        go_on = "any key goes on"
    skip = () if begins else (Action.SKIP,)  # that begins, as any key does
    rows = (((*skip, *_STANDING), _IN_A_WORD), (_FEWEST[1:], _SHORT), (_FEWEST[1:-1], _SHORT))
    return tuple(" · ".join([go_on, *_each_key(keymap, actions, words)]) for actions, words in rows)


def _each_key(keymap: Keymap, actions: Iterable[Action], words: Mapping[Action, str]) -> Iterator[str]:
    return (f"{key} {words[action]}" for action in actions if (key := keymap.shown(action)))
