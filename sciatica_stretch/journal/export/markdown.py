"""The page for a physiotherapist as Markdown (CommonMark with tables), read as well as plain text."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from sciatica_stretch.core.duration import clock
from sciatica_stretch.core.text import visible
from sciatica_stretch.journal.charts.ink import UNICODE, as_text, wrapped
from sciatica_stretch.journal.charts.pain import HONESTLY, pain_chart
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
    noted,
    rated_cells,
    rated_line,
    report,
    summary,
)
from sciatica_stretch.journal.period import Period
from sciatica_stretch.journal.record import SessionRecord

_MARKUP = re.compile(r"([\\`*_\[\]<>|~#&])")
_MOST_WEEKS = 26
_COLUMNS = 76  # of the chart


def markdown(sessions: Iterable[SessionRecord], period: Period, today: date) -> Iterator[str]:
    """Yield the page about *sessions*, which are those of *period*, in its parts."""
    page = report(sessions, period, today)
    yield f"# Stretch sessions, {page.first} to {page.last}\n\n"
    if not page.figures.sessions and not page.rows:
        yield "No sessions in this period.\n\n"
    else:
        yield from _body(page)
    yield f"---\n\n{FOOTER} Page of {page.today}.\n"


def _body(page: Report) -> Iterator[str]:
    for title, count in page.routines:
        yield f"- {_text(clipped(title, MOST_OF_A_NAME))}: {count}\n"
    yield "".join(f"- {_text(name)}: {_text(value)}\n" for name, value in summary(page)) + "\n"
    yield f"## Pain before and after ({rated_line(page)})\n\n{SCALE}\n\n"
    yield f"```text\n{_chart(page)}\n```\n\n"
    yield "## Weeks\n\n" + _table(
        ["Week of", "Sessions", "Held"],
        [[f"{week.begins}", str(week.sessions), clock(week.held)] for week in page.figures.weeks[-_MOST_WEEKS:]],
    )
    yield "## Held a week (minutes:seconds, on average)\n\n"
    sums = page.figures.sides
    steps = [(clipped(step.name, MOST_OF_A_NAME), step) for step in page.steps[:MOST_STEPS]]
    yield _table(
        ["Stretch", "Left", "Right", "Both at once"],
        [
            [name, *(a_week(seconds, page) for seconds in (sides.left, sides.right, sides.both))]
            for name, sides in [*steps, ("All", sums)]
        ],
    )
    if page.rows:
        yield "## Ratings (newest first)\n\n" + _table(RATED, [rated_cells(row) for row in page.rows])
    if page.notes:
        notes = "".join(f"- {note.at:%Y-%m-%d}: {_text(noted(note))}\n" for note in page.notes)
        yield f"## Notes (newest first)\n\n{notes}\n"
    yield "".join(f"{_text(sentence)}\n\n" for sentence in (*left_out(page), *honesty(page)))


def _chart(page: Report) -> str:
    """Return the chart as `stretch stats` draws it; what is said in full below is left out here."""
    picture = pain_chart(page.figures.pain, _COLUMNS, UNICODE, since=page.pain_from, until=page.last)
    words = filter(None, [picture.legend, *picture.words])
    said = [line for sentence in words if sentence not in HONESTLY for line in wrapped(sentence, _COLUMNS)]
    return "\n".join([*(as_text(line).rstrip() for line in picture.lines), *said])


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)], *([_text(cell) for cell in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines) + "\n"


def _text(text: str) -> str:
    """Return *text* on one line, with nothing in it that Markdown would take for its own."""
    return _MARKUP.sub(r"\\\1", visible(" / ".join(text.splitlines())))
