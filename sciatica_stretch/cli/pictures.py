"""Pictures written out: in colour by rich on a terminal, as text in a pipe (and rich stays unimported)."""

from typing import TYPE_CHECKING

from sciatica_stretch.journal.charts.ink import ASCII, UNICODE, as_text, beside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sciatica_stretch.cli.world import World
    from sciatica_stretch.journal.charts.ink import Glyphs, Line, Picture

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
BESIDE = 140  # columns from which there is room for two pictures beside each other
GAP = 4  # between those two
_WIDEST, _NARROWEST = 240, 40


def columns(world: "World") -> int:
    """Return how wide pictures are to be."""
    return max(_NARROWEST, min(_WIDEST, world.size()[0]))


def glyphs(world: "World") -> "Glyphs":
    """Return what to draw with: plain characters where the output knows no others."""
    return UNICODE if world.knows_utf8 else ASCII


def draw(world: "World", pictures: "Sequence[Sequence[Picture]]") -> None:
    """Write *pictures* below one another, where there are two in a row beside each other."""
    if world.wants_words:
        world.say("\n\n".join("\n".join(picture.sentences()) for row in pictures for picture in row))
    elif world.stdout.isatty():
        _colour(world, _lines(pictures, columns(world)))
    else:
        world.say("\n".join(map(as_text, _lines(pictures, columns(world)))))


def _colour(world: "World", lines: "Iterable[Line]") -> None:
    from rich.console import Console
    from rich.text import Text

    width, height = world.size()
    console = Console(file=world.stdout, width=width, height=height, highlight=False, soft_wrap=True)
    for line in lines:
        console.print(Text.assemble(*((text, STYLES[style]) for text, style in line)))


def _lines(pictures: "Sequence[Sequence[Picture]]", width: int) -> "Iterator[Line]":
    for number, row in enumerate(pictures):
        if number:
            yield ()
        if len(row) > 1:
            yield from beside(row[0], row[1], columns=half(width), gap=GAP)
        else:
            yield from row[0].rows(width)


def half(width: int) -> int:
    """Return how wide each of two pictures beside each other is."""
    return (width - GAP) // 2
