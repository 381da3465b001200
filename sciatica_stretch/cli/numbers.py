"""Parsers for options that are a number: what is none, or out of range, is refused in the settings' words."""

from collections.abc import Callable
from functools import partial
from math import isnan, nan
from typing import NamedTuple


class _Range(NamedTuple):
    called: str
    kind: Callable[[str], float]
    least: float
    most: float | None

    @property
    def hint(self) -> str:
        limits = f", {self.least:g} or more" if self.most is None else f" from {self.least:g} to {self.most:g}"
        return f"Write a {self.called}{limits}."


def whole(option: str, least: int, most: int | None = None) -> Callable[[object], float]:
    """Return what reads the whole number that is typed for *option*. It raises UsageError."""
    return partial(_read, option, _Range("whole number", int, least, most))


def decimal(option: str, least: float, most: float) -> Callable[[object], float]:
    """Return what reads the number that is typed for *option*. It raises UsageError."""
    return partial(_read, option, _Range("number", float, least, most))


def _read(option: str, wanted: _Range, typed: object) -> float:
    text = str(typed)
    try:
        value = wanted.kind(text)
    except ValueError:
        value = nan
    if isnan(value):
        wrong = f"is not a {wanted.called}"
    elif value < wanted.least:
        wrong = "is too small"
    elif wanted.most is not None and value > wanted.most:
        wrong = "is too large"
    else:
        return value
    from sciatica_stretch.core.text import visible
    from sciatica_stretch.errors import UsageError

    raise UsageError(f"{option}: {visible(text[:40])!r} {wrong}.", wanted.hint)
