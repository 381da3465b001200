"""Tables: drawn by rich on a terminal, aligned plain text in a pipe (and rich stays unimported)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sciatica_stretch.cli.world import World


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading and how it is laid out."""

    heading: str
    right: bool = False
    whole: bool = False  # never wrapped on a narrow terminal


def print_table(world: "World", columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    """Write *rows* of visible text under their headings."""
    if world.stdout.isatty():
        _draw(world, columns, rows)
        return
    widths = [max(len(row[i]) for row in [[c.heading for c in columns], *rows]) for i in range(len(columns))]
    for row in [[column.heading for column in columns], *rows]:
        cells = [
            cell.rjust(width) if column.right else cell.ljust(width)
            for cell, width, column in zip(row, widths, columns, strict=True)
        ]
        world.say("  ".join(cells).rstrip())


def _draw(world: "World", columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    from rich.console import Console  # noqa: PLC0415 - only a terminal needs it
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for column in columns:
        table.add_column(column.heading, justify="right" if column.right else "left", no_wrap=column.whole)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console(file=world.stdout, highlight=False).print(table)
