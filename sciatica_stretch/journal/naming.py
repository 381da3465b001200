"""Sessions by the beginnings of their ids. No files and no clock."""

from bisect import bisect_left
from collections.abc import Iterable
from itertools import takewhile

_SHORTEST = 6  # characters


class ShortIds:
    """The shortest beginnings, of six characters or more, that belong to one of *ids* alone."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._ids = sorted(set(ids))

    def of(self, session: str) -> str:
        """Return the beginning of *session*, one of the ids; it is the whole id where another one begins with it."""
        place = bisect_left(self._ids, session)
        neighbours = self._ids[max(0, place - 1) : place] + self._ids[place + 1 : place + 2]
        shared = max((_shared(session, each) for each in neighbours), default=0)
        return session[: max(_SHORTEST, shared + 1)]


def named(beginning: str, ids: Iterable[str]) -> list[str]:
    """Return those of *ids* that *beginning* may mean: the one that it is, or else all that begin so, in order."""
    found = sorted({each for each in ids if each.startswith(beginning)})
    return [beginning] if beginning in found else found


def _shared(one: str, other: str) -> int:
    """Return how many characters both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
