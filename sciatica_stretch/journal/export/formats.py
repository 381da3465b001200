"""Which function makes which format."""

from collections.abc import Callable, Iterable, Iterator

from sciatica_stretch.journal.export import ics, lines, rows
from sciatica_stretch.journal.record import SessionRecord

Export = Callable[[Iterable[SessionRecord]], Iterator[str]]

ROWS: dict[str, Export] = {"sessions": rows.each_session, "holds": rows.each_hold}
FORMATS: dict[str, Export] = {
    "csv": rows.each_session,
    "json": lines.array,
    "jsonl": lines.each_line,
    "ics": ics.calendar,
}
