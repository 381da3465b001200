"""Pictures written out: in colour by rich on a terminal, as text in a pipe (and rich stays unimported)."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sciatica_stretch.cli.world import World
    from sciatica_stretch.journal.charts.ink import Glyphs, Line, Picture

STYLES = {
    "": "",
    "heading": "bold",
    "quiet": "dim",
    "level.0": "dim",
    "level.1": "green",
    "level.2": "green",
    "level.3": "green",
    "level.4": "bold green",
    "kept": "green",
    "bar": "cyan",
    "left": "cyan",
    "right": "magenta",
    "before": "bold",
    "after": "bold",
    "stroke": "",
    "trend": "bold cyan",
    "band": "dim",
}  # of the sixteen colours that a person's terminal theme has set; each picture can be read without them
_WIDEST, _NARROWEST = 240, 40  # columns


def columns(world: "World") -> int:
    """Return how wide pictures are to be."""
    return max(_NARROWEST, min(_WIDEST, world.size()[0]))


def glyphs(world: "World") -> "Glyphs":
    """Return what to draw with: plain characters where the output knows no others."""
    from sciatica_stretch.journal.charts.ink import ASCII, UNICODE

    return UNICODE if world.knows_utf8 else ASCII


def draw(world: "World", pictures: "Iterable[Picture]") -> None:
    """Write *pictures* with an empty line between two."""
    lines = _lines(pictures, columns(world))
    if not world.stdout.isatty():
        for line in lines:
            world.say("".join(text for text, _ in line).rstrip())
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(file=world.stdout, width=world.size()[0], highlight=False, soft_wrap=True)
    for line in lines:
        console.print(Text.assemble(*((text, STYLES[style]) for text, style in line)))


def _lines(pictures: "Iterable[Picture]", width: int) -> "Iterator[Line]":
    for number, picture in enumerate(pictures):
        if number:
            yield ()
        yield from picture.rows(width)
