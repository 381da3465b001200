"""Fitting what there is to say into the time there is, by how long each line takes.

By rank, each wish takes the first of its ways for which there is room. So no two lines overlap, none is late, and what
ranks lower takes nothing from what ranks higher. Seconds count from the interval's start.
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import IntEnum
from math import inf

from sciatica_stretch.core.frozen import frozen

BREATH_SECONDS = 0.2  # between two lines, and before the last three ticks


class Rank(IntEnum):
    """What goes before what where there is no room for both; the lower number wins."""

    NAME = 1  # which stretch, which side, how to get into it
    LINE = 2  # the author's own words in the work
    HALFWAY = 3
    COUNT = 4  # "five seconds"
    PHASE = 5  # "extend", "flex", in the first reps


@frozen
class Way:
    """One way to say something: its sentences, to be over *by* then."""

    texts: tuple[str, ...]
    by: float


@frozen
class Wish:
    """Something to say not before *at*, beginning no later than *latest*, in the first of *ways* that fits."""

    rank: Rank
    at: float
    latest: float
    ways: tuple[Way, ...]


@frozen
class Spoken:
    """A line that has its place: it begins *at*, or as late as *latest*, and takes *seconds*."""

    at: float
    seconds: float
    text: str
    latest: float
    wish: Wish

    @property
    def until(self) -> float:
        """When it is over, if it began in time."""
        return self.at + self.seconds


Said = Mapping[tuple[Rank, float], tuple[str, ...]]  # what of a wish, by rank and moment, has been said already


def fitted(
    wanted: Iterable[Wish], lengths: Mapping[str, float], free_from: float = 0.0, said: Said | None = None
) -> tuple[Spoken, ...]:
    """Return what is said of *wanted*, in order; *lengths* has the seconds that each text takes.

    A text of unknown length is never said. Nothing begins before *free_from*, and of what was *said* only the rest is.
    """
    placed: list[Spoken] = []
    for wish in sorted(wanted, key=lambda wish: (wish.rank, wish.at)):
        placed += _placed(wish, lengths, free_from, (said or {}).get((wish.rank, wish.at), ()), placed)
    return tuple(sorted(placed, key=lambda spoken: spoken.at))


def _placed(
    wish: Wish, lengths: Mapping[str, float], free_from: float, said: tuple[str, ...], others: list[Spoken]
) -> list[Spoken]:
    """Return the lines of the first way that fits between *others*; nothing if none does."""
    latest = inf if said else wish.latest
    for way in wish.ways:
        rest = way.texts[len(said) :]
        if way.texts[: len(said)] != said or not all(text in lengths for text in rest):
            continue
        seconds = [lengths[text] for text in rest]
        whole = sum(seconds) + BREATH_SECONDS * (len(rest) - 1)
        start = _start(max(wish.at, free_from), whole, others)
        if start <= latest and start + whole <= way.by:
            slack = min(latest, _next_start(start, others) - BREATH_SECONDS - whole, way.by - whole) - start
            return list(_row(wish, rest, seconds, start, slack))
    return []


def _row(wish: Wish, rest: tuple[str, ...], seconds: list[float], start: float, slack: float) -> Iterator[Spoken]:
    for text, length in zip(rest, seconds, strict=True):
        yield Spoken(start, length, text, start + slack, wish)
        start += length + BREATH_SECONDS


def _start(earliest: float, whole: float, others: list[Spoken]) -> float:
    """Return the first instant from *earliest* on at which *whole* seconds are free."""
    start = earliest
    for other in sorted(others, key=lambda spoken: spoken.at):
        if start + whole + BREATH_SECONDS <= other.at:
            break
        start = max(start, other.until + BREATH_SECONDS)
    return start


def _next_start(start: float, others: list[Spoken]) -> float:
    return min((other.at for other in others if other.at > start), default=inf)
