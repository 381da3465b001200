"""The names that a person may give a routine: they are files' names, on every system."""

import re

from sciatica_stretch.core.text import visible
from sciatica_stretch.errors import UsageError

MOST_CHARACTERS = 60
MADE_OF = "letters, digits, hyphens and underscores"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_DEVICES = re.compile(r"con|prn|aux|nul|com\d|lpt\d", re.IGNORECASE)  # on Windows no file can be called so
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9_-]+")


def check_spelling(name: str) -> None:
    """Raise UsageError, with a name that would do, for one that no routine's file can have everywhere."""
    if _NAME.fullmatch(name) and not _DEVICES.fullmatch(name) and len(name) <= MOST_CHARACTERS:
        return
    hint = f"Use up to {MOST_CHARACTERS} {MADE_OF}, such as {_plain(name)}."
    raise UsageError(f"{visible(name)[:MOST_CHARACTERS]!r} can't be the name of a routine.", hint)


def _plain(name: str) -> str:
    """Return a name like *name* that can be used."""
    plain = _NOT_PLAIN.sub("-", name).strip("-_")[: MOST_CHARACTERS - 3].rstrip("-_")
    return f"my-{plain}" if _DEVICES.fullmatch(plain) else plain or "evening-10"
