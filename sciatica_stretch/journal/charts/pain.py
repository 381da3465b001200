"""How it hurt: a stroke a session from before to after, the rolling median, and what is noise. Scores, no verdicts."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sciatica_stretch.journal.charts.ink import Glyphs, Picture, span
from sciatica_stretch.journal.charts.strokes import MARGIN, Axis, Grid
from sciatica_stretch.journal.pain import (
    BASELINE_RATINGS,
    MEDIAN_LEAST,
    NOISE,
    TREND_DAYS,
    TREND_LEAST,
    Baseline,
    Pain,
    PainPoint,
    TrendPoint,
    median,
)

WEEKS = 12
HONESTLY = (
    "One point up or down within a session lies inside the error of measurement, which is about one point.",
    "The two points of the band come from weeks of care: they say nothing of a single session.",
    "These are the scores you gave; what they mean is not for a timer to say.",
)
_WIDEST = 3  # columns a day
_WEEKS_AT_LEAST = 2  # shown, however new the log is


def pain_chart(pain: Pain, columns: int, glyphs: Glyphs, *, since: date | None = None, until: date) -> Picture:
    """Return the days from *since* to *until*; without it, as many of the last weeks as have a column for each day."""
    axis = _axis(pain, columns - MARGIN, since, until)
    points = [point for point in pain.points if axis.has(point.at.date())]
    skipped = sum(axis.has(day) for day in pain.skipped)
    heading = f"Pain right now, 0 (no pain) to 10 (worst imaginable), {span(axis.first, axis.last)}"
    count = f"n = {len(points)} rated, {skipped} skipped (not answered)."
    if not points:
        return Picture(heading, (), (count,))
    grid = Grid(axis, glyphs)
    if pain.baseline:
        grid.draw_band(pain.baseline.median)
    trend = [point for point in pain.trend if axis.has(point.day)]
    grid.draw_trend(trend)
    merged = grid.draw_sessions(points)
    words = [_legend(glyphs, trend, pain.baseline), _several(axis, merged), count, _medians(points)]
    return Picture(heading, grid.lines(), tuple(filter(None, [*words, *_missing(pain, trend), *HONESTLY])))


def _axis(pain: Pain, room: int, since: date | None, until: date) -> Axis:
    if since is None:
        monday = until - timedelta(days=until.weekday())
        weeks = min(WEEKS, _weeks_since_first(pain, monday), max(1, (room - until.weekday() - 1) // 7 + 1))
        since = monday - timedelta(weeks=weeks - 1)
    days = (until - since).days + 1
    return Axis(since, until, wide=max(1, min(_WIDEST, room // days)), days=-(-days // room))


def _weeks_since_first(pain: Pain, monday: date) -> int:
    """Return how many weeks up to that of *monday* there are since the first rating."""
    first = min((point.at.date() for point in pain.points), default=monday)
    return max(_WEEKS_AT_LEAST, -(-(monday - first).days // 7) + 1)


def _legend(glyphs: Glyphs, trend: Sequence[TrendPoint], baseline: Baseline | None) -> str:
    parts = [f"{glyphs.before} before", f"{glyphs.after} after", f"{glyphs.same} both at one score"]
    if trend:
        parts.append(f"{glyphs.trend * 2} median of before over {TREND_DAYS} days")
    if baseline:
        parts.append(f"{glyphs.band * 2} usual measurement noise, {NOISE} around the baseline of {baseline.median:g}")
    return "  ".join(parts)


def _several(axis: Axis, merged: int) -> str:
    if not merged:
        return ""
    days = "a day" if axis.days == 1 else f"{axis.days} days"
    part = "a part of a day" if axis.wide > 1 else days
    return (
        f"A column is {part}. {merged} of them hold several sessions: every mark and stroke of those is drawn, "
        "none is averaged."
    )


def _medians(points: Sequence[PainPoint]) -> str:
    """Return the medians of what was answered often enough."""
    moments = {
        "before": [point.before for point in points if point.before is not None],
        "after": [point.after for point in points if point.after is not None],
        "next morning": [point.next_morning for point in points if point.next_morning is not None],
    }
    said = [
        f"{moment} {median(answers):g} (n = {len(answers)})"
        for moment, answers in moments.items()
        if len(answers) >= MEDIAN_LEAST
    ]
    return f"Medians: {', '.join(said)}." if said else ""


def _missing(pain: Pain, trend: Sequence[TrendPoint]) -> Iterator[str]:
    """Say what isn't drawn because it would be made of too little."""
    if not trend:
        yield f"A median line wants {TREND_LEAST} ratings before sessions within {TREND_DAYS} days."
    if pain.baseline is None:
        rated = sum(point.before is not None for point in pain.points)
        yield f"A baseline wants {BASELINE_RATINGS} ratings before sessions: {BASELINE_RATINGS - rated} more."
    else:
        days = span(pain.baseline.first, pain.baseline.last)
        yield f"The baseline is the median of the first {BASELINE_RATINGS} ratings before sessions, {days}."
