"""How it hurt: a stroke a session from before to after, the rolling median, and what is noise. Scores, no verdicts."""

from collections.abc import Iterator
from datetime import date, timedelta

from sciatica_stretch.journal.charts.ink import Glyphs, Picture, span, whole_date
from sciatica_stretch.journal.charts.strokes import MARGIN, Axis, Grid
from sciatica_stretch.journal.figures import RECENT, weeks_before
from sciatica_stretch.journal.pain import (
    BASELINE_RATINGS,
    NOISE,
    TREND_DAYS,
    TREND_LEAST,
    Pain,
    PainPoint,
)

HONESTLY = (
    "A change of one point within a session lies inside the error of measurement, which is about one point.",
    "That two points stand out from it was found over weeks of care, not within a session.",
    "These are the scores you gave; what they mean is not for a timer to say.",
)
_MOMENTS = {"before": "before", "after": "after", "next_morning": "next morning"}
_WIDEST = 3  # columns a day
_TALL = 160  # columns from which the scale has two rows a point
_WEEKS_AT_LEAST = 2  # shown, however new the log is


def pain_chart(pain: Pain, columns: int, glyphs: Glyphs, *, since: date | None = None, until: date) -> Picture:
    """Return the days from *since* to *until*; without it, as many of the last weeks as have a column for each day."""
    axis = _axis(pain, columns - MARGIN, since, until)
    shown = pain.between(axis.first, axis.last)
    heading = f"Pain right now, 0 (no pain) to 10 (worst imaginable), {span(axis.first, axis.last)}"
    count = f"n = {len(shown.points)} rated, {len(shown.skipped)} skipped (not answered)."
    if not shown.points:
        return Picture(heading, (), "", (count,))
    grid = Grid(axis, glyphs, tall=2 if columns >= _TALL else 1)
    if pain.baseline:
        grid.draw_band(pain.baseline.median)
    grid.draw_trend(shown.trend)
    merged = grid.draw_sessions(shown.points)
    said = filter(None, [_several(axis, merged), count, _medians(shown), *_missing(shown), *HONESTLY])
    return Picture(heading, grid.lines(), _legend(glyphs, shown), tuple(said), tuple(map(_sentence, shown.points)))


def _axis(pain: Pain, room: int, since: date | None, until: date) -> Axis:
    if since is None:
        monday = until - timedelta(days=until.weekday())
        weeks = min(RECENT, _weeks_since_first(pain, monday), max(1, (room - until.weekday() - 1) // 7 + 1))
        since = weeks_before(monday, weeks - 1)
    days = (until - since).days + 1
    return Axis(since, until, wide=max(1, min(_WIDEST, room // days)), days=-(-days // room))


def _weeks_since_first(pain: Pain, monday: date) -> int:
    """Return how many weeks up to that of *monday* there are since the first rating."""
    first = min((point.at.date() for point in pain.points), default=monday)
    return max(_WEEKS_AT_LEAST, -(-(monday - first).days // 7) + 1)


def _sentence(point: PainPoint) -> str:
    answers = ((name, getattr(point, moment)) for moment, name in _MOMENTS.items())
    said = ", ".join(f"{name} {answer}" for name, answer in answers if answer is not None)
    return f"{whole_date(point.at.date())}: {said}."


def _legend(glyphs: Glyphs, shown: Pain) -> str:
    parts = [f"{glyphs.before} before", f"{glyphs.after} after", f"{glyphs.same} both at one score"]
    if shown.trend:
        parts.append(f"{glyphs.trend * 2} median of before over {TREND_DAYS} days, behind the marks")
    if shown.baseline:
        parts.append(
            f"{glyphs.band * 2} usual measurement noise, {NOISE} around the baseline of {shown.baseline.median:g}"
        )
    return "  ".join(parts)


def _several(axis: Axis, merged: int) -> str:
    if not merged:
        return ""
    days = "a day" if axis.days == 1 else f"{axis.days} days"
    part = "a part of a day" if axis.wide > 1 else days
    hold = "holds" if merged == 1 else "hold"
    return (
        f"A column is {part}. {merged} of them {hold} several sessions: every mark and stroke is drawn, none averaged."
    )


def _medians(shown: Pain) -> str:
    """Return the medians of what was answered often enough."""
    said = [
        f"{name} {middle:g} (n = {len(shown.ratings(moment))})"
        for moment, name in _MOMENTS.items()
        if (middle := shown.median(moment)) is not None
    ]
    return f"Medians: {', '.join(said)}." if said else ""


def _missing(shown: Pain) -> Iterator[str]:
    """Say what isn't drawn because it would be made of too little, and what the baseline is made of."""
    if not shown.trend:
        yield f"The median line needs {TREND_LEAST} ratings of before within {TREND_DAYS} days."
    if shown.baseline:
        days = span(shown.baseline.first, shown.baseline.last)
        yield f"The baseline is the median of the first {BASELINE_RATINGS} ratings of before, {days}."
    else:
        more = BASELINE_RATINGS - shown.baseline_ratings
        yield f"The baseline needs {BASELINE_RATINGS} ratings of before: {more} more."
