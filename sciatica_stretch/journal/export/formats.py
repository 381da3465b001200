"""Which function makes which format."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial

from sciatica_stretch.journal.export import ics, lines, markdown, page, rows
from sciatica_stretch.journal.period import Period
from sciatica_stretch.journal.record import SessionRecord

Export = Callable[[Iterable[SessionRecord]], Iterator[str]]

ROWS: dict[str, Export] = {"sessions": rows.each_session, "holds": rows.each_hold}


def formats(period: Period, today: date) -> dict[str, Export]:
    """Return what makes text of sessions, those of *period*, by the format's name; pages name both."""
    return {
        "csv": rows.each_session,
        "json": lines.array,
        "jsonl": lines.each_line,
        "ics": ics.calendar,
        "md": partial(markdown.markdown, period=period, today=today),
        "html": partial(page.html, period=period, today=today),
    }
