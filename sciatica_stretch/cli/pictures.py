"""Pictures written out: in colour by rich on a terminal, as text in a pipe (and rich stays unimported)."""

from typing import TYPE_CHECKING

from sciatica_stretch.journal.charts.balance import balance
from sciatica_stretch.journal.charts.calendar import calendar
from sciatica_stretch.journal.charts.ink import ASCII, UNICODE, as_text, beside
from sciatica_stretch.journal.charts.pain import pain_chart
from sciatica_stretch.journal.charts.weeks import weeks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from sciatica_stretch.cli.world import World
    from sciatica_stretch.journal.charts.ink import Glyphs, Line, Picture
    from sciatica_stretch.journal.figures import Figures

STYLES = {
    "": "",
    "heading": "bold",
    "quiet": "dim",
    "level.0": "dim",
    "level.1": "dim green",
    "level.2": "green",
    "level.3": "green",
    "level.4": "green",
    "kept": "green",
    "left": "cyan",
    "right": "magenta",
    "before": "bold",
    "after": "bold",
    "stroke": "",
    "trend": "bold magenta",
    "band": "dim",
}  # of the sixteen colours that a person's terminal theme has set; each picture can be read without them
_BESIDE = 140  # columns from which there is room for two pictures beside each other
_GAP = 4  # between those two
_WIDEST, _NARROWEST = 240, 40


def draw(world: "World", figures: "Figures", since: "date | None") -> None:
    """Write the pictures of *figures*, from *since* on or of their usual days."""
    columns = max(_NARROWEST, min(_WIDEST, world.size()[0]))
    rows = _pictures(figures, columns, UNICODE if world.knows_utf8 else ASCII, since)
    if world.wants_words:
        world.say("\n\n".join("\n".join(picture.sentences()) for row in rows for picture in row))
    elif world.stdout.isatty():
        _colour(world, _lines(rows, columns))
    else:
        world.say("\n".join(map(as_text, _lines(rows, columns))))


def _pictures(figures: "Figures", columns: int, glyphs: "Glyphs", since: "date | None") -> "list[list[Picture]]":
    """Return what there is to draw, one or two in a row."""
    both = columns >= _BESIDE
    width = _half(columns) if both else columns
    bars = [weeks(figures, width, glyphs, since=since), balance(figures, width, glyphs)]
    drawn = [picture for picture in bars if picture]
    return [
        [calendar(figures, columns, glyphs, since=since)],
        *([drawn] if both and drawn else [[picture] for picture in drawn]),
        [pain_chart(figures.pain, columns, glyphs, since=since, until=figures.newest)],
    ]


def _lines(rows: "Sequence[Sequence[Picture]]", columns: int) -> "Iterator[Line]":
    for number, row in enumerate(rows):
        if number:
            yield ()
        if len(row) > 1:
            yield from beside(row[0], row[1], columns=_half(columns), gap=_GAP)
        else:
            yield from row[0].rows(columns)


def _half(columns: int) -> int:
    """Return how wide each of two pictures beside each other is."""
    return (columns - _GAP) // 2


def _colour(world: "World", lines: "Iterable[Line]") -> None:
    from rich.console import Console
    from rich.text import Text

    width, height = world.size()
    console = Console(file=world.stdout, width=width, height=height, highlight=False, soft_wrap=True)
    for line in lines:
        console.print(Text.assemble(*((text, STYLES[style]) for text, style in line)))
