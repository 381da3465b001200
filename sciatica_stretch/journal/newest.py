"""The newest of many things, kept as they come by: how many these are doesn't grow with how many came."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Newest(Generic[T]):
    """At most so many of what is added, in whatever order: those whose *key* is highest."""

    def __init__(self, most: int, key: Callable[[T], Any]) -> None:
        self._most = most
        self._key = key
        self._kept: list[T] = []
        self.left_out = 0

    def add(self, each: T) -> None:
        """Keep *each*, for now or for good."""
        self._kept.append(each)
        if len(self._kept) >= 2 * self._most:
            self._cut()

    def oldest_first(self) -> list[T]:
        """Return what is kept."""
        self._cut()
        return self._kept

    def _cut(self) -> None:
        self._kept.sort(key=self._key)
        self.left_out += max(0, len(self._kept) - self._most)
        del self._kept[: -self._most]
