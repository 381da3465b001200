"""How it hurt, as figures: what was rated, its rolling median and its baseline. Scores, never verdicts.

Pain is ordinal (5 is more than 4, but nobody says by how much), so there are medians here and no means. Each figure
has a least number of ratings it is made of; with fewer it isn't there.
"""

from bisect import bisect_left, insort
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter, itemgetter

from sciatica_stretch.core.frozen import frozen

NOISE = 2  # points around the baseline: the least change that stands out from measurement error (NPRS, MDC)
TREND_DAYS = 7
TREND_LEAST = 3  # ratings in those days
BASELINE_RATINGS = 5
MEDIAN_LEAST = 3  # ratings


@frozen
class PainPoint:
    """What was rated of one session, 0 to 10; None where it wasn't answered."""

    at: datetime  # when the session began
    before: int | None
    after: int | None
    next_morning: int | None


@frozen
class TrendPoint:
    """The median of what was rated *before* sessions on that day and the six days up to it."""

    day: date
    median: float
    ratings: int


@frozen
class Baseline:
    """The median of the first five ratings *before* a session, the first and last of which are of these days."""

    median: float
    first: date
    last: date


@frozen
class Pain:
    """All of it; a session is rated if there is an answer at one moment at least, and else it was skipped."""

    points: tuple[PainPoint, ...] = ()  # of the rated sessions, oldest first
    skipped: tuple[date, ...] = ()  # the days of the others, one for each
    trend: tuple[TrendPoint, ...] = ()  # a day with a rating each; only where enough of them are near
    baseline: Baseline | None = None
    baseline_ratings: int = 0  # that there are for it, of the five that it needs

    def between(self, first: date, last: date) -> "Pain":
        """Return what there is of the days from *first* to *last*, with the same baseline."""
        return Pain(
            tuple(point for point in self.points if first <= point.at.date() <= last),
            tuple(day for day in self.skipped if first <= day <= last),
            tuple(point for point in self.trend if first <= point.day <= last),
            self.baseline,
            self.baseline_ratings,
        )

    def ratings(self, moment: str) -> list[int]:
        """Return what was answered at *moment*: "before", "after" or "next_morning"."""
        answers = map(attrgetter(moment), self.points)
        return [answer for answer in answers if answer is not None]

    def median(self, moment: str) -> float | None:
        """Return the median of those answers, or None where there are fewer than three."""
        answers = self.ratings(moment)
        return median(answers) if len(answers) >= MEDIAN_LEAST else None


def pain_figures(points: Iterable[PainPoint], skipped: Iterable[int], first: Sequence[PainPoint]) -> Pain:
    """Return the figures of *points* and of the days (their ordinals) of what was skipped, in whatever order.

    The baseline is of the *first* points that were rated before a session.
    """
    ordered = tuple(sorted(points, key=attrgetter("at")))
    before = [(point.at.date(), point.before) for point in ordered if point.before is not None]
    days = tuple(map(date.fromordinal, sorted(skipped)))
    return Pain(ordered, days, tuple(_trend(before)), _baseline(first), len(first))


def median(answers: Iterable[int]) -> float:
    """Return the middle of *answers*, or the point halfway between the middle two."""
    return _middle(sorted(answers))


def _middle(ordered: Sequence[int]) -> float:
    middle = len(ordered) // 2
    return float(ordered[middle]) if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _trend(before: Iterable[tuple[date, int]]) -> Iterator[TrendPoint]:
    window: deque[tuple[int, int]] = deque()
    ordered: list[int] = []  # the same ratings by their size, kept in order instead of sorted for each day
    for day, ratings in groupby(sorted(before), key=itemgetter(0)):
        number = day.toordinal()
        for _, pain in ratings:
            window.append((number, pain))
            insort(ordered, pain)
        while window[0][0] <= number - TREND_DAYS:
            del ordered[bisect_left(ordered, window.popleft()[1])]
        if len(ordered) >= TREND_LEAST:
            yield TrendPoint(day, _middle(ordered), len(ordered))


def _baseline(points: Sequence[PainPoint]) -> Baseline | None:
    days = [point.at.date() for point in points]
    if len(days) < BASELINE_RATINGS:
        return None
    return Baseline(median(point.before for point in points if point.before is not None), min(days), max(days))
