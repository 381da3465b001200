"""Tables: drawn by rich on a terminal, aligned plain text in a pipe (and rich stays unimported)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sciatica_stretch.core.frozen import frozen

if TYPE_CHECKING:
    from rich.console import Console, JustifyMethod
    from rich.text import Text

    from sciatica_stretch.cli.world import World


_NARROW = 72  # columns; below it the spare columns of a table would squeeze the others


@frozen
class Column:
    """A column's heading and how it is laid out."""

    heading: str
    right: bool = False
    whole: bool = False  # never wrapped on a narrow terminal
    spare: bool = False  # left out on a narrow terminal


@frozen
class Section:
    """Rows under a heading of their own."""

    heading: str
    rows: Sequence[Sequence[str]]


def is_narrow(world: "World") -> bool:
    """Return whether the output is a terminal on which columns have to be left out."""
    return world.stdout.isatty() and world.size()[0] < _NARROW


def print_table(world: "World", columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    """Write *rows* of visible text under their headings; a cell's line breaks are for narrow terminals alone."""
    narrow = is_narrow(world)
    if not narrow:
        rows = [[cell.replace("\n", " ") for cell in row] for row in rows]
    if world.stdout.isatty():
        _draw(world, columns, rows, narrow=narrow)
        return
    world.say("\n".join(_aligned(columns, [[column.heading for column in columns], *rows])))


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
    _console(world).print(table)


def print_sections(world: "World", columns: Sequence[Column], sections: Sequence[Section]) -> None:
    """Write the rows of all *sections* in the same columns, without their headings; they speak for themselves.

    What follows a cell's first line stands below it, dimmed, or behind it where the output is no terminal.
    """
    if world.stdout.isatty():
        _draw_sections(world, columns, sections)
        return
    rows = [[cell.replace("\n", " ") for cell in row] for section in sections for row in section.rows]
    lines = iter(_aligned(columns, rows))
    blocks = [[section.heading, *(f"  {next(lines)}" for _ in section.rows)] for section in sections]
    world.say("\n\n".join("\n".join(block) for block in blocks))


def _aligned(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[i]) for row in rows) for i in range(len(columns))]
    return [
        "  ".join(
            cell.rjust(width) if column.right else cell.ljust(width)
            for cell, width, column in zip(row, widths, columns, strict=True)
        ).rstrip()
        for row in rows
    ]


def _draw_sections(world: "World", columns: Sequence[Column], sections: Sequence[Section]) -> None:
    from rich.table import Table
    from rich.text import Text

    console, narrow = _console(world), is_narrow(world)
    gap = 1 if narrow else 2
    rows = [row for section in sections for row in section.rows]
    widths = _widths(columns, rows, console.width - gap * len(columns))
    for number, section in enumerate(sections):
        if number and not narrow:
            console.print()
        console.print(Text(section.heading, "bold"))
        table = Table(box=None, show_header=False, pad_edge=True, padding=(0, 0, 0, gap))
        for column, width in zip(columns, widths, strict=True):
            justify: JustifyMethod = "right" if column.right else "left"
            table.add_column(width=width, justify=justify, no_wrap=column.whole, overflow="fold")
        for row in section.rows:
            table.add_row(*map(_dimmed, row))
        console.print(table)


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[str]], available: int) -> list[int]:
    """Return how wide each column is: as its widest cell, but one that may wrap gives way where there is no room."""
    from rich.cells import cell_len

    widths = [max(cell_len(line) for row in rows for line in row[i].split("\n")) for i in range(len(columns))]
    flexible = [i for i, column in enumerate(columns) if not column.whole]
    while flexible and sum(widths) > available:
        widest = max(flexible, key=widths.__getitem__)
        if widths[widest] == 1:
            break
        widths[widest] -= 1
    return widths


def _dimmed(cell: str) -> "Text":
    from rich.text import Text

    first, *others = cell.split("\n", 1)
    return Text.assemble(first, *((f"\n{other}", "dim") for other in others))


def _console(world: "World") -> "Console":
    from rich.console import Console

    width, height = world.size()
    return Console(file=world.stdout, width=width, height=height, highlight=False)
