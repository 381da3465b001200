"""The page for a physiotherapist as HTML: one file, no script, nothing from elsewhere, one sheet of A4."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from html import escape

from sciatica_stretch.core.text import visible
from sciatica_stretch.journal.charts.ink import span, whole_date
from sciatica_stretch.journal.export.bars import MOST_BARS, bars
from sciatica_stretch.journal.export.page_style import STYLE
from sciatica_stretch.journal.export.pain_chart import pain_chart
from sciatica_stretch.journal.export.report import (
    FOOTER,
    MOST_OF_A_NAME,
    MOST_STEPS,
    RATED,
    SCALE,
    Report,
    a_week,
    clipped,
    honesty,
    left_out,
    medians,
    noted,
    rated_cells,
    rated_line,
    report,
    summary,
)
from sciatica_stretch.journal.pain import BASELINE_RATINGS, NOISE
from sciatica_stretch.journal.period import Period
from sciatica_stretch.journal.record import SessionRecord

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"  # held by the browser: nothing from elsewhere, ever
_DOT = '<svg viewBox="0 0 12 12"><circle class="{}" cx="6" cy="6" r="4"/></svg>'
_LINE = '<svg viewBox="0 0 24 12" class="wide"><path class="trend" d="M1 6H23"/></svg>'
_BAND = '<svg viewBox="0 0 24 12" class="wide"><rect class="band" width="24" height="12"/></svg>'


def html(sessions: Iterable[SessionRecord], period: Period, today: date) -> Iterator[str]:
    """Yield the page about *sessions*, which are those of *period*, in its parts."""
    page = report(sessions, period, today)
    days = span(page.first, page.last)
    yield (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Stretch sessions, {days}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n"
    )
    yield f"<header><h1>Stretch sessions</h1>\n<p>{days}{_routines(page)}</p></header>\n"
    if not page.figures.sessions and not page.rows:
        yield "<p>No sessions in this period.</p>\n"
    else:
        yield from _body(page)
    yield f"<footer>{FOOTER} Page of {whole_date(page.today)}.</footer>\n</body>\n</html>\n"


def _body(page: Report) -> Iterator[str]:
    yield _figures(page)
    yield _pain(page)
    yield f'<div class="two">\n{_steps(page)}{_weeks(page)}</div>\n'
    if page.rows:
        yield _ratings(page)
    if page.notes:
        yield _notes(page)
    said = [*left_out(page), *honesty(page)]
    yield f'<section class="honest"><p>{" ".join(map(_text, said))}</p></section>\n'


def _figures(page: Report) -> str:
    cells = "".join(f"<div><dt>{_text(name)}</dt><dd>{_text(value)}</dd></div>" for name, value in summary(page))
    return f'<dl class="figures">{cells}</dl>\n'


def _pain(page: Report) -> str:
    pain = page.figures.pain
    heading = f"<h2>Pain before and after <small>{_text(rated_line(page))}</small></h2>"
    if not pain.points:
        return f"<section>{heading}<p>Nothing was rated.</p></section>\n"
    trend = f"{_LINE} 7-day rolling median of before"
    marks = [f"{_DOT.format('before')} before", f"{_DOT.format('after')} after", trend]
    if pain.baseline:
        around = f"{NOISE} points around {pain.baseline.median:g}, the median of the first {BASELINE_RATINGS}"
        marks.append(f"{_BAND} usual measurement noise: {around}")
    legend = "".join(f"<span>{mark}</span>" for mark in marks)
    middles = ", ".join(f"{name} {value}" for name, value in medians(page))
    middle = f" Medians: {middles}." if middles else ""
    return (
        f'<section>{heading}\n<div class="chart">{pain_chart(pain, page.pain_from, page.last)}</div>\n'
        f'<p class="legend">{legend}</p>\n<p>{SCALE}{_text(middle)}</p></section>\n'
    )


def _steps(page: Report) -> str:
    rows = [
        [clipped(step.name, MOST_OF_A_NAME), *(a_week(seconds, page) for seconds in (step.left, step.right, step.both))]
        for step in page.steps[:MOST_STEPS]
    ]
    sums = page.figures.sides
    total = ["All", *(a_week(seconds, page) for seconds in (sums.left, sums.right, sums.both))]
    table = _table(["Stretch", "Left", "Right", "Both at once"], rows, total)
    return f'<section class="held"><h2>Held a week <small>minutes:seconds, on average</small></h2>{table}</section>\n'


def _weeks(page: Report) -> str:
    weeks = page.figures.weeks[-MOST_BARS:]
    shown = f"a week, the last {len(weeks)}" if len(weeks) < len(page.figures.weeks) else "a week, from its Monday"
    return f"<section><h2>Minutes held <small>{shown}</small></h2>\n{bars(weeks)}</section>\n"


def _ratings(page: Report) -> str:
    table = _table(RATED, [rated_cells(row) for row in page.rows])
    return f'<section><h2>Ratings <small>newest first</small></h2><div class="ratings">{table}</div></section>\n'


def _notes(page: Report) -> str:
    notes = "".join(f"<li><b>{note.at:%Y-%m-%d}</b> {_text(noted(note))}</li>" for note in page.notes)
    return f"<section><h2>Notes <small>newest first</small></h2><ul>{notes}</ul></section>\n"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]], total: Sequence[str] = ()) -> str:
    head = "".join(f'<th scope="col">{_text(each)}</th>' for each in heads)
    body = "".join(f"<tr>{''.join(f'<td>{_text(cell)}</td>' for cell in row)}</tr>\n" for row in rows)
    foot = f"<tfoot><tr>{''.join(f'<td>{_text(cell)}</td>' for cell in total)}</tr></tfoot>" if total else ""
    return f"<table><thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody>{foot}</table>\n"


def _routines(page: Report) -> str:
    names = "; ".join(f"{clipped(title, MOST_OF_A_NAME)} ({count})" for title, count in page.routines)
    return f"<br>{_text(names)}" if names else ""


def _text(text: str) -> str:
    return escape(visible(" / ".join(text.splitlines())))
