"""Figures written out: in colour by rich on a terminal, as text in a pipe, in words for who asked for words."""

from itertools import zip_longest
from typing import TYPE_CHECKING

from sciatica_stretch.core.side import Side
from sciatica_stretch.player import console_linux
from sciatica_stretch.player.figure.drawing import Paper, draw
from sciatica_stretch.player.figure.glyphs import Ink

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sciatica_stretch.cli.world import World
    from sciatica_stretch.player.figure.film import Film
    from sciatica_stretch.player.frame import Row

STYLES = {
    "figure.near": "bold green",
    "figure.far": "dim",
    "figure.trunk": "bold",
    "figure.band": "bold red",
    "figure.prop": "dim",
    "figure.arrow": "bold yellow",
}  # of the sixteen colours that a person's terminal theme has set; each figure can be read without them
_ROWS_FOR_COLUMNS = 0.35  # a person lies wider than high


def ink_for(world: "World") -> Ink:
    """Return what this terminal can show: braille, on a Linux console half blocks, without UTF-8 ASCII."""
    if not world.knows_utf8:
        return Ink.ASCII
    return Ink.BLOCKS if console_linux.is_it(world.env) else Ink.BRAILLE


def rows_for(columns: int) -> int:
    """Return how many rows a figure of so many *columns* takes."""
    return max(7, round(columns * _ROWS_FOR_COLUMNS))


def figure(world: "World", film: "Film", frame: int, columns: int, side: "Side | None") -> "tuple[Row, ...]":
    """Return one frame as large as *columns* allow."""
    return draw(film, frame, Paper(columns, rows_for(columns), flipped=side is Side.LEFT, ink=ink_for(world)))


def beside(*blocks_of_rows: "Sequence[Row]", gap: int = 2) -> "list[Row]":
    """Return blocks of rows next to each other, their tops in one line."""
    widths = [sum(len(text) for text, _ in block[0]) if block else 0 for block in blocks_of_rows]
    lines = []
    for rows in zip_longest(*blocks_of_rows):
        line: list[tuple[str, str]] = []
        for row, width in zip(rows, widths, strict=True):
            line += [*(row or ((" " * width, ""),)), (" " * gap, "")]
        lines.append(tuple(line[:-1]))
    return lines


def cropped(rows: "Sequence[Row]") -> "list[Row]":
    """Return *rows* without those at the top and at the bottom that are blank."""
    drawn = [number for number, row in enumerate(rows) if any(text.strip() for text, _ in row)]
    return list(rows[drawn[0] : drawn[-1] + 1]) if drawn else []


def say_rows(world: "World", rows: "Iterable[Row]") -> None:
    """Write styled rows."""
    if not world.stdout.isatty():
        world.say("\n".join("".join(text for text, _ in row).rstrip() for row in rows))
        return
    from rich.text import Text

    from sciatica_stretch.cli.tables import console

    terminal = console(world)
    for row in rows:
        line = Text.assemble(*((text, STYLES.get(style, style)) for text, style in row))
        line.rstrip()
        terminal.print(line, soft_wrap=True)
