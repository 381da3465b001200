"""Scores over dates, drawn on a grid: the scale is always the whole one, and a day without a session stays empty.

Nothing is averaged: where a column holds several sessions, each of their marks and strokes is drawn.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby, pairwise

from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.journal.charts.ink import MONTHS, Glyphs, Line, Span, day_month
from sciatica_stretch.journal.pain import NOISE, TREND_DAYS, PainPoint, TrendPoint
from sciatica_stretch.journal.scale import WORST

MARGIN = 4  # columns: "10 │"
_DATE = 8  # columns from one date below the axis to the next, at least
_YEAR = 366  # days up to which a day and its month are a date


@frozen
class Axis:
    """The days that are shown, at `wide` columns a day or `days` days a column; one of the two is 1."""

    first: date
    last: date
    wide: int
    days: int

    @property
    def columns(self) -> int:
        """How many there are."""
        return self.column(self.last, self.wide - 1, self.wide) + 1

    def column(self, day: date, place: int = 0, of: int = 1) -> int:
        """Return the column of the session at *place* among the *of* ones on that day; of one alone it's the middle."""
        within = place * self.wide // of if of > 1 else (self.wide - 1) // 2
        return ((day - self.first).days * self.wide + within) // self.days

    def has(self, day: date) -> bool:
        """Return whether *day* is shown."""
        return self.first <= day <= self.last


class Grid:
    """Rows for all scores, *tall* of them a point; what is drawn later lies over what was there."""

    def __init__(self, axis: Axis, glyphs: Glyphs, *, tall: int = 1) -> None:
        self._axis = axis
        self._glyphs = glyphs
        self._tall = tall
        self._rows: list[list[Span]] = [[(" ", "")] * axis.columns for _ in range(WORST * tall + 1)]  # from 0 up

    def draw_band(self, baseline: float) -> None:
        """Draw what lies within the usual noise around *baseline*."""
        for number, row in enumerate(self._rows):
            if abs(number / self._tall - baseline) <= NOISE:
                row[:] = [(self._glyphs.band, "band")] * len(row)

    def draw_trend(self, trend: Sequence[TrendPoint]) -> None:
        """Draw each median up to the next one, unless no rating is in both."""
        for point, following in pairwise([*trend, None]):
            if not point:
                continue
            begins = ends = self._axis.column(point.day, 0, self._axis.wide)
            if following and (following.day - point.day).days < TREND_DAYS:
                ends = self._axis.column(following.day, 0, self._axis.wide)
            between = point.median * self._tall % 1 > 0  # then it is drawn at the foot of the row above
            glyph = self._glyphs.trend_between if between else self._glyphs.trend
            row = self._rows[int(point.median * self._tall) + between]
            for column in range(begins, max(ends, begins + self._axis.wide)):
                row[column] = (glyph, "trend")

    def draw_sessions(self, points: Iterable[PainPoint]) -> int:
        """Draw a stroke with its two marks for each of *points*; return how many columns hold more than one."""
        by_column: dict[int, list[PainPoint]] = {}
        for day, group in groupby(sorted(points, key=_day), key=_day):
            sessions = list(group)
            for place, point in enumerate(sessions):
                by_column.setdefault(self._axis.column(day, place, len(sessions)), []).append(point)
        for column, sessions in by_column.items():
            self._draw_strokes(column, sessions)
            self._draw_marks(column, sessions)
        return sum(len(sessions) > 1 for sessions in by_column.values())

    def _draw_strokes(self, column: int, sessions: Iterable[PainPoint]) -> None:
        for point in sessions:
            if point.before is None or point.after is None:
                continue
            low, high = sorted((point.before, point.after))
            for row in self._rows[low * self._tall : high * self._tall + 1]:
                crosses = row[column][0] in {self._glyphs.trend, self._glyphs.crossing}
                row[column] = (self._glyphs.crossing, "trend") if crosses else (self._glyphs.stroke, "stroke")

    def _draw_marks(self, column: int, sessions: Sequence[PainPoint]) -> None:
        before = {point.before for point in sessions}
        after = {point.after for point in sessions}
        for score, row in enumerate(self._rows[:: self._tall]):
            if score in before and score in after:
                row[column] = (self._glyphs.same, "before")
            elif score in before:
                row[column] = (self._glyphs.before, "before")
            elif score in after:
                row[column] = (self._glyphs.after, "after")

    def lines(self) -> tuple[Line, ...]:
        """Return the rows from the worst down, each behind its score, then the axis with its dates."""
        scores = [
            ((f"{'' if number % self._tall else number // self._tall:>2} {self._glyphs.axis}", "quiet"), *row)
            for number, row in enumerate(self._rows)
        ]
        return (*reversed(scores), *self._floor())

    def _floor(self) -> tuple[Line, ...]:
        """Return the axis, with a tick and a date at Mondays as far apart as the dates are long."""
        floor, dates = self._glyphs.corner.rjust(MARGIN), ""
        long = (self._axis.last - self._axis.first).days > _YEAR
        monday = self._axis.first.toordinal() + -self._axis.first.weekday() % 7
        for day in map(date.fromordinal, range(monday, self._axis.last.toordinal() + 1, 7)):
            column = MARGIN + self._axis.column(day, 0, self._axis.wide)
            label = f"{MONTHS[day.month - 1]} {day.year}" if long else day_month(day)
            fits = column >= len(dates) + 1 and column + len(label) <= MARGIN + self._axis.columns
            if fits or not dates:
                floor = floor.ljust(column, self._glyphs.floor) + self._glyphs.tick
                dates = (dates.ljust(column) + label).ljust(column + _DATE - 1)
        floor = floor.ljust(MARGIN + self._axis.columns, self._glyphs.floor)
        return ((floor, "quiet"),), ((dates.rstrip(), "quiet"),)


def _day(point: PainPoint) -> date:
    return point.at.date()
