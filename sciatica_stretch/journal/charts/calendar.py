"""A calendar of days: a row a weekday, a column a week, the more was held the fuller the mark."""

from datetime import date
from itertools import pairwise

from sciatica_stretch.journal.charts.ink import DAYS, MONTHS, Glyphs, Line, Picture, Span, minutes, span
from sciatica_stretch.journal.figures import YEAR, Figures

MORE = (5, 10, 20)  # minutes from which a mark is the next fuller one
_LABEL = 4  # columns: "Mon "
_WIDEST = 3  # columns a week
_MONTH = 4  # columns that a month's name and a blank take


def calendar(figures: Figures, columns: int, glyphs: Glyphs, *, since: date | None = None) -> Picture:
    """Return the days from *since* (else of a year) up to today; the newest weeks where not all of them fit."""
    last = figures.newest
    monday = last.toordinal() - last.weekday()
    wanted = YEAR if since is None else (monday - since.toordinal() + since.weekday()) // 7 + 1
    weeks = max(1, min(wanted, columns - _LABEL, monday // 7 + 1))
    cell = min(_WIDEST, (columns - _LABEL) // weeks)
    corner = monday - 7 * (weeks - 1)
    first = date.fromordinal(corner if since is None else max(corner, since.toordinal()))
    held = {day.day: day.held for day in figures.days if first <= day.day <= last}
    marks = [
        _mark(held.get(date.fromordinal(number), 0.0), glyphs, cell)
        if number >= first.toordinal()
        else (" " * cell, "")
        for number in range(corner, last.toordinal() + 1)
    ]
    rows = (((f"{name:{_LABEL}}", "quiet"), *marks[row::7]) for row, name in enumerate(DAYS))
    days = (last - first).days + 1
    return Picture(
        f"Days, {span(first, last)}",
        (_months(corner, weeks, cell, columns), *rows),
        _legend(glyphs),
        (f"{len(held)} of {days} days with a session, {minutes(sum(held.values()))} minutes held.",),
    )


def _months(corner: int, weeks: int, cell: int, columns: int) -> Line:
    """Return the names of the months, each over the week its first day is in, as far as they fit."""
    sundays = (date.fromordinal(min(corner + 7 * week + 6, date.max.toordinal())) for week in range(weeks))
    begins = [
        (_LABEL + week * cell, MONTHS[sunday.month - 1])
        for week, sunday in enumerate(sundays)
        if sunday.day <= 7 or not week  # noqa: PLR2004 - the week has a 1st in it
    ]
    text = ""
    for (column, name), (following, _) in pairwise([*begins, (columns + 1, "")]):
        if following - column >= _MONTH:
            text = f"{text:{column}}{name}"
    return ((text, "quiet"),)


def _mark(seconds: float, glyphs: Glyphs, cell: int) -> Span:
    """Return a day's mark; nothing held is a dot, however wide a week is."""
    level = 1 + sum(seconds >= 60 * least for least in MORE) if seconds else 0
    mark = glyphs.levels[level] * (max(1, cell - 1) if level else 1)
    return f"{mark:{cell}}", f"level.{level}"


def _legend(glyphs: Glyphs) -> str:
    none, least, *more = tuple(glyphs.levels)
    fuller = (f"{mark} {minutes} or more" for mark, minutes in zip(more, MORE, strict=True))
    return "  ".join([f"{none} none", f"{least} under {MORE[0]} min", *fuller])
