"""Bytes from a terminal become names of keys: "n", "space", "right"."""

import re

_NAMES = {" ": "space", "\r": "enter", "\n": "enter", "\t": "tab", "\x7f": "backspace", "\x08": "backspace"}
_SEQUENCES = {
    "A": "up",
    "B": "down",
    "C": "right",
    "D": "left",
    "H": "home",
    "F": "end",
    "5~": "pageup",
    "6~": "pagedown",
    "15~": "f5",
    "[E": "f5",
}
_TOKEN = re.compile(r"\x1b(?:\[(\[?[0-9;?<]*[A-Za-z~])|O([A-Za-z]))|(.)", re.DOTALL)


def decode(typed: bytes) -> list[str]:
    """Return the names of the keys in *typed*, as one read gave them; unknown sequences and bytes are left out."""
    keys = []
    for sequence, application, character in _TOKEN.findall(typed.decode("utf-8", "ignore")):
        if sequence or application:
            keys.append(_SEQUENCES.get(sequence or application, ""))
        elif character == "\x1b":
            keys.append("esc")
        elif character.isprintable() or character in _NAMES:
            keys.append(_NAMES.get(character, character))
    return [key for key in keys if key]
