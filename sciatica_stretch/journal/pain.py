"""How it hurt, as figures: what was rated, its rolling median and its baseline. Scores, never verdicts.

Pain is ordinal (5 is more than 4, but nobody says by how much), so there are medians here and no means. Each figure
has a least number of ratings it is made of; with fewer it isn't there.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter

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

    def ratings(self, moment: str) -> list[int]:
        """Return what was answered at *moment*: "before", "after" or "next_morning"."""
        answers = map(attrgetter(moment), self.points)
        return [answer for answer in answers if answer is not None]

    def median(self, moment: str) -> float | None:
        """Return the median of those answers, or None where there are fewer than three."""
        answers = self.ratings(moment)
        return median(answers) if len(answers) >= MEDIAN_LEAST else None


def pain_figures(points: Iterable[PainPoint], skipped: Iterable[int]) -> Pain:
    """Return the figures of *points* and of the days (their ordinals) of what was skipped, in whatever order."""
    ordered = tuple(sorted(points, key=attrgetter("at")))
    before = [(point.at.date(), point.before) for point in ordered if point.before is not None]
    days = tuple(map(date.fromordinal, sorted(skipped)))
    return Pain(ordered, days, tuple(_trend(before)), _baseline(before))


def median(answers: Sequence[int]) -> float:
    """Return the middle of *answers*, or the point halfway between the middle two."""
    ordered = sorted(answers)
    middle = len(ordered) // 2
    return float(ordered[middle]) if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _trend(before: Iterable[tuple[date, int]]) -> Iterator[TrendPoint]:
    window: deque[tuple[int, int]] = deque()
    for day, ratings in groupby(sorted(before), key=lambda rating: rating[0]):
        number = day.toordinal()
        window.extend((number, pain) for _, pain in ratings)
        while window[0][0] <= number - TREND_DAYS:
            window.popleft()
        if len(window) >= TREND_LEAST:
            yield TrendPoint(day, median([pain for _, pain in window]), len(window))


def _baseline(before: Sequence[tuple[date, int]]) -> Baseline | None:
    first = before[:BASELINE_RATINGS]
    if len(first) < BASELINE_RATINGS:
        return None
    days = [day for day, _ in first]
    return Baseline(median([pain for _, pain in first]), min(days), max(days))
