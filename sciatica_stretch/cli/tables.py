"""Tables: drawn by rich on a terminal, aligned plain text in a pipe (and rich stays unimported)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sciatica_stretch.core.frozen import frozen

if TYPE_CHECKING:
    from rich.console import JustifyMethod

    from sciatica_stretch.cli.world import World


_NARROW = 72  # columns; below it the spare columns of a table would squeeze the others


@frozen
class Column:
    """A column's heading and how it is laid out."""

    heading: str
    right: bool = False
    whole: bool = False  # never wrapped on a narrow terminal
    spare: bool = False  # left out on a narrow terminal


def print_table(world: "World", columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    """Write *rows* of visible text under their headings; a cell's line breaks are for narrow terminals alone."""
    narrow = world.stdout.isatty() and world.size()[0] < _NARROW
    if not narrow:
        rows = [[cell.replace("\n", " ") for cell in row] for row in rows]
    if world.stdout.isatty():
        _draw(world, columns, rows, narrow=narrow)
        return
    widths = [max(len(row[i]) for row in [[c.heading for c in columns], *rows]) for i in range(len(columns))]
    for row in [[column.heading for column in columns], *rows]:
        cells = [
            cell.rjust(width) if column.right else cell.ljust(width)
            for cell, width, column in zip(row, widths, columns, strict=True)
        ]
        world.say("  ".join(cells).rstrip())


def _draw(world: "World", columns: Sequence[Column], rows: Sequence[Sequence[str]], *, narrow: bool) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    width, height = world.size()
    shown = [i for i, column in enumerate(columns) if not (narrow and column.spare)]
    table = Table(box=None, pad_edge=False, padding=(0, 1 if narrow else 2, 0, 0), header_style="bold")
    for column in (columns[i] for i in shown):
        justify: JustifyMethod = "right" if column.right else "left"
        table.add_column(column.heading, justify=justify, no_wrap=column.whole, overflow="fold")
    for row in rows:
        table.add_row(*(Text(row[i]) for i in shown))
    Console(file=world.stdout, width=width, height=height, highlight=False).print(table)
