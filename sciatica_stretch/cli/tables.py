"""Tables: drawn by rich on a terminal, aligned plain text in a pipe (and rich stays unimported)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sciatica_stretch.core.frozen import frozen

if TYPE_CHECKING:
    from rich.console import Console, JustifyMethod

    from sciatica_stretch.cli.world import World


_NARROW = 72  # columns; below it the spare columns of a table would squeeze the others


@frozen
class Column:
    """A column's heading and how it is laid out."""

    heading: str
    right: bool = False
    whole: bool = False  # never wrapped on a narrow terminal
    spare: bool = False  # left out on a narrow terminal


def is_narrow(world: "World") -> bool:
    """Return whether the output is a terminal on which columns have to be left out."""
    return world.stdout.isatty() and world.size()[0] < _NARROW


def print_table(world: "World", columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    """Write *rows* of visible text under their headings; a cell's line breaks are for narrow terminals alone."""
    narrow = is_narrow(world)
    if not narrow:
        rows = [[cell.replace("\n", " ") for cell in row] for row in rows]
    if world.stdout.isatty() and not world.wants_words:
        _draw(world, columns, rows, narrow=narrow)
        return
    world.say("\n".join(aligned(columns, [[column.heading for column in columns], *rows])))


def _draw(world: "World", columns: Sequence[Column], rows: Sequence[Sequence[str]], *, narrow: bool) -> None:
    from rich.table import Table
    from rich.text import Text

    shown = [i for i, column in enumerate(columns) if not (narrow and column.spare)]
    table = Table(box=None, pad_edge=False, padding=(0, 1 if narrow else 2, 0, 0), header_style="bold")
    for column in (columns[i] for i in shown):
        justify: JustifyMethod = "right" if column.right else "left"
        table.add_column(column.heading, justify=justify, no_wrap=column.whole, overflow="fold")
    for row in rows:
        table.add_row(*(Text(row[i]) for i in shown))
    console(world).print(table)


def aligned(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return *rows* as lines, each column as wide as its widest cell."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(columns))]
    return [
        "  ".join(
            cell.rjust(width) if column.right else cell.ljust(width)
            for cell, width, column in zip(row, widths, columns, strict=True)
        ).rstrip()
        for row in rows
    ]


def console(world: "World") -> "Console":
    """Return what draws on the terminal, as wide as that is."""
    from rich.console import Console

    width, height = world.size()
    return Console(file=world.stdout, width=width, height=height, highlight=False)
