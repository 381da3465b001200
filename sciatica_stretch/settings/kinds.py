"""What a setting may be: how it is typed, how it stands in the file, and what to write instead of what it can't be.

As text, in the environment and on the command line, a value has no quotes: `off`, `40`, `space p`. In the file it is
TOML.
"""

from collections.abc import Sequence
from typing import Protocol

from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.core.text import closest

Value = bool | int | str | tuple[str, ...]

_ON = frozenset({"on", "true", "yes", "1"})
_OFF = frozenset({"off", "false", "no", "0"})
_MOST_CHARACTERS = 60


class NotOneError(ValueError):
    """A value that a setting can't have; the message goes on after the value, and *hint* says what can be."""

    def __init__(self, message: str, hint: str, number: int | None = None) -> None:
        super().__init__(message)
        self.hint = hint
        self.number = number  # of a list's value that can't stand in it, from 0


class Kind(Protocol):
    """What a setting may be."""

    @property
    def metavar(self) -> str:
        """What can be typed, in short: `on|off`, `0 to 100`."""
        ...

    def typed(self, text: str) -> Value:
        """Return the value that *text* names. Raise NotOneError if it names none."""
        ...

    def read(self, value: object) -> Value:
        """Return the value that *value*, out of a TOML file, is. Raise NotOneError if it is none."""
        ...


@frozen
class Switch:
    """On or off."""

    metavar = "on|off"

    def typed(self, text: str) -> bool:
        """Take on, true, yes and 1, and their opposites."""
        if text.casefold() not in _ON | _OFF:
            raise NotOneError("is neither on nor off", "Write on or off.")
        return text.casefold() in _ON

    def read(self, value: object) -> bool:
        """Take true and false, and "on" and "off" in quotes, as the command line has them."""
        hint = "Write true or false, without quotes."
        if isinstance(value, bool):
            return value
        if not isinstance(value, str):
            raise NotOneError("is neither true nor false", hint)
        try:
            return self.typed(value)
        except NotOneError as error:
            raise NotOneError("is neither true nor false", hint) from error


@frozen
class Whole:
    """A whole number."""

    least: int
    most: int

    @property
    def metavar(self) -> str:
        """From where to where it goes."""
        return f"{self.least} to {self.most}"

    def typed(self, text: str) -> int:
        """Take digits."""
        if not (text.isascii() and text.isdigit() and len(text) < _MOST_CHARACTERS):
            raise self._not_one("is not a whole number")
        return self.read(int(text))

    def read(self, value: object) -> int:
        """Take a whole number within its limits."""
        if isinstance(value, bool) or not isinstance(value, int):
            in_quotes = isinstance(value, str) and value.strip().isdigit()
            raise self._not_one("is in quotes, and so a text" if in_quotes else "is not a whole number")
        if value < self.least:
            raise self._not_one("is too small")
        if value > self.most:
            raise self._not_one("is too large")
        return value

    def _not_one(self, message: str) -> NotOneError:
        return NotOneError(message, f"Write a whole number from {self.least} to {self.most}.")


@frozen
class Choice:
    """One of a few words."""

    words: tuple[str, ...]

    @property
    def metavar(self) -> str:
        """All of them."""
        return "|".join(self.words)

    def typed(self, text: str) -> str:
        """Take one of them, in capitals or not."""
        if text.casefold() not in self.words:
            hint = f"{closest(text, self.words)} It can be {' or '.join(self.words)}.".strip()
            raise NotOneError(f"is not one of {len(self.words)} words", hint)
        return text.casefold()

    def read(self, value: object) -> str:
        """Take one of them, in quotes; false is "off" where that is one of them."""
        if value is False and "off" in self.words:
            return "off"
        if not isinstance(value, str):
            raise NotOneError("is not a text", f"Write it in quotes: {_quoted(self.words)}.")
        return self.typed(value)


def spelt(value: Value) -> str:
    """Return *value* as it stands in the file."""
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case str():
            escaped = value.replace("\\", "\\\\").replace('"', '\\"')
            return f'"{escaped}"'
        case tuple():
            return f"[{', '.join(spelt(each) for each in value)}]"


def shown(value: Value) -> str:
    """Return *value* as a person types and reads it."""
    match value:
        case bool():
            return "on" if value else "off"
        case tuple():
            return " ".join(value)
        case _:
            return str(value)


def _quoted(words: Sequence[str]) -> str:
    return " or ".join(f'"{word}"' for word in words)
