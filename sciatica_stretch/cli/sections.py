"""Rows under headings: drawn on a terminal, aligned plain text in a pipe (and rich stays unimported)."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from sciatica_stretch.cli.tables import Column, aligned, console, is_narrow
from sciatica_stretch.core.frozen import frozen

if TYPE_CHECKING:
    from rich.console import Console

    from sciatica_stretch.cli.world import World


@frozen
class Section:
    """Rows under a heading of their own."""

    heading: str
    rows: Sequence[Sequence[str]]


def print_sections(world: "World", columns: Sequence[Column], sections: Sequence[Section]) -> None:
    """Write the rows of all *sections* in the same columns, without their headings; they speak for themselves.

    What follows a cell's first line stands below it, dimmed, or behind it where the output is no terminal.
    """
    if world.stdout.isatty() and not world.wants_words:
        _draw_sections(world, columns, sections)
        return
    rows = [[cell.replace("\n", " ") for cell in row] for section in sections for row in section.rows]
    lines = iter(aligned(columns, rows))
    blocks = [[section.heading, *(f"  {next(lines)}" for _ in section.rows)] for section in sections]
    world.say("\n\n".join("\n".join(block) for block in blocks))


def _draw_sections(world: "World", columns: Sequence[Column], sections: Sequence[Section]) -> None:
    """Draw them all as one text: a rich table of ten thousand rows takes many seconds."""
    from rich.text import Text

    drawn_on, narrow = console(world), is_narrow(world)
    gap = " " if narrow else "  "
    widths = _widths(columns, [row for section in sections for row in section.rows], drawn_on.width, len(gap))
    parts: list[tuple[str, str]] = []
    for number, section in enumerate(sections):
        parts += [("\n" if number and not narrow else "", ""), (section.heading, "bold"), ("\n", "")]
        for row in section.rows:
            cells = [_lines(drawn_on, cell, width) for cell, width in zip(row, widths, strict=True)]
            for line in zip_longest(*cells, fillvalue=("", "")):
                for (text, style), width, column in zip(line, widths, columns, strict=True):
                    parts += [(gap, ""), (_padded(text, width, right=column.right), style)]
                parts.append(("\n", ""))
    drawn_on.print(Text.assemble(*parts), soft_wrap=True, end="")


def _lines(drawn_on: "Console", cell: str, width: int) -> list[tuple[str, str]]:
    """Return the lines of a cell with their styles, broken where they have to be; all after its own first are dim."""
    from rich.cells import cell_len
    from rich.text import Text

    lines = []
    for number, part in enumerate(cell.split("\n")):
        fits = cell_len(part) <= width
        broken = [part] if fits else [line.plain.rstrip() for line in Text(part).wrap(drawn_on, width, overflow="fold")]
        lines += [(line, "dim" if number else "") for line in broken]
    return lines


def _padded(text: str, width: int, *, right: bool) -> str:
    from rich.cells import cell_len

    blanks = " " * (width - cell_len(text))
    return blanks + text if right else text + blanks


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[str]], available: int, gap: int) -> list[int]:
    """Return how wide each column is: as its widest cell, but one that may wrap gives way where there is no room."""
    from rich.cells import cell_len

    widths = [max(cell_len(line) for row in rows for line in row[i].split("\n")) for i in range(len(columns))]
    flexible = [i for i, column in enumerate(columns) if not column.whole]
    while flexible and sum(widths) + gap * len(widths) > available:
        widest = max(flexible, key=widths.__getitem__)
        if widths[widest] == 1:
            break
        widths[widest] -= 1
    return widths
