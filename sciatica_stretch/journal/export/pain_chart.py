"""The pain chart as SVG: each session a stroke from before to after, on a scale that is always 0 to 10.

Nothing is drawn where there is nothing: a week without a session is a gap, and the line of the median doesn't cross
one. Colours are the page's (CSS variables); each mark has a shape of its own, so that it is read without colour, too.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.journal.charts.ink import MONTHS, day_month
from sciatica_stretch.journal.pain import NOISE, TREND_DAYS, Baseline, Pain, PainPoint, TrendPoint

WIDTH, HEIGHT = 720, 208
_LEFT, _RIGHT, _TOP, _BOTTOM = 28, 618, 8, 180  # of the field that the scale spans
_WORST = 10
_MOST_RADIUS, _LEAST_RADIUS = 3.6, 1.2
_MOST_TICKS = 9


@frozen
class _Scale:
    """Where a day and a score are in the picture."""

    first: date
    days: int

    def x(self, at: datetime | date) -> float:
        """Return where a session is by its hour, or a day at its noon."""
        day = at.date() if isinstance(at, datetime) else at
        hour = at.hour + at.minute / 60 if isinstance(at, datetime) else 12
        return _LEFT + (_RIGHT - _LEFT) * ((day - self.first).days + hour / 24) / self.days

    def y(self, pain: float) -> float:
        return _BOTTOM - (_BOTTOM - _TOP) * pain / _WORST


def pain_chart(pain: Pain, first: date, last: date) -> str:
    """Return the chart of the days from *first* to *last*, an `<svg>` element."""
    scale = _Scale(first, (last - first).days + 1)
    each_day = (_RIGHT - _LEFT) / scale.days
    radius = max(_LEAST_RADIUS, min(_MOST_RADIUS, each_day * 0.4))
    parts = [
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="chart-title">',
        '<title id="chart-title">Pain before and after each session, 0 to 10, by date</title>',
        *_band(pain.baseline, scale),
        *_grid(scale),
        *_ticks(scale, last),
        *_trend(pain.trend, scale),
        *(_stroke(point, scale, radius) for point in pain.points),
        "</svg>",
    ]
    return "\n".join(parts)


def _band(baseline: Baseline | None, scale: _Scale) -> Iterator[str]:
    if baseline is None:
        return
    top = scale.y(min(_WORST, baseline.median + NOISE))
    bottom = scale.y(max(0, baseline.median - NOISE))
    yield f'<rect class="band" x="{_LEFT}" y="{top:.1f}" width="{_RIGHT - _LEFT}" height="{bottom - top:.1f}"/>'
    for line, word in enumerate(("usual", "measurement", "noise")):  # beside it, where no mark can be
        yield f'<text x="{_RIGHT + 8}" y="{(top + bottom) / 2 + 14 * (line - 1) + 4:.1f}">{word}</text>'


def _grid(scale: _Scale) -> Iterator[str]:
    for pain in range(0, _WORST + 1, 2):
        y = scale.y(pain)
        yield f'<path class="grid" d="M{_LEFT} {y:.1f}H{_RIGHT}"/>'
        yield f'<text class="score" x="{_LEFT - 8}" y="{y + 4:.1f}">{pain}</text>'


def _ticks(scale: _Scale, last: date) -> Iterator[str]:
    for day, label in _days(scale.first, last):
        x = scale.x(datetime.combine(day, time()))
        yield f'<path class="tick" d="M{x:.1f} {_BOTTOM}v5"/>'
        yield f'<text class="day" x="{x:.1f}" y="{_BOTTOM + 19}">{label}</text>'


def _days(first: date, last: date) -> list[tuple[date, str]]:
    """Return the days to name below the chart: some days of a few weeks, else firsts of months or years."""
    span = (last - first).days
    weekly = -(-span // (_MOST_TICKS * 7)) * 7 if span > _MOST_TICKS else 1
    if span <= _MOST_TICKS * 14:
        days = [first + timedelta(days=n) for n in range(0, span + 1, weekly)]
        return [(day, day_month(day)) for day in days]
    months = [date(year, month, 1) for year in range(first.year, last.year + 1) for month in range(1, 13)]
    within = [month for month in months if first <= month <= last]
    step = next((step for step in (1, 2, 3, 6) if len(within) <= step * _MOST_TICKS), 0)
    if step:
        return [(day, f"{MONTHS[day.month - 1]} {day.year}") for day in within if (day.month - 1) % step == 0]
    years = sorted({day.year for day in within if day.month == 1})
    every = -(-len(years) // _MOST_TICKS)
    return [(date(year, 1, 1), str(year)) for year in years if year % every == 0]


def _trend(trend: tuple[TrendPoint, ...], scale: _Scale) -> Iterator[str]:
    """Yield the median's line, broken where a whole week had no answer."""
    for before, after in pairwise(trend):
        if (after.day - before.day).days <= TREND_DAYS:
            start, end = (f"{scale.x(each.day):.1f} {scale.y(each.median):.1f}" for each in (before, after))
            yield f'<path class="trend" d="M{start}L{end}"/>'


def _stroke(point: PainPoint, scale: _Scale, radius: float) -> str:
    x = scale.x(point.at)
    parts = []
    if point.before is not None and point.after is not None:
        parts.append(f'<path class="stroke" d="M{x:.1f} {scale.y(point.before):.1f}V{scale.y(point.after):.1f}"/>')
    if point.after is not None:
        parts.append(f'<circle class="after" cx="{x:.1f}" cy="{scale.y(point.after):.1f}" r="{radius:.1f}"/>')
    if point.before is not None:
        size = radius if point.before != point.after else radius * 0.6  # the hollow one is seen around it
        parts.append(f'<circle class="before" cx="{x:.1f}" cy="{scale.y(point.before):.1f}" r="{size:.1f}"/>')
    return "".join(parts)
