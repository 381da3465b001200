"""A frame of a film, drawn in the cells of a terminal."""

import re
from functools import lru_cache

from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.player.figure.canvas import Canvas
from sciatica_stretch.player.figure.film import Film, load
from sciatica_stretch.player.figure.glyphs import Ink, characters
from sciatica_stretch.player.figure.shapes import shapes
from sciatica_stretch.player.frame import Row

MIN_COLUMNS, MIN_ROWS = 20, 7  # below, a figure is a smudge
_HALFTONE = "figure.far"
_STYLES = ("figure.prop", _HALFTONE, "figure.trunk", "figure.near", "figure.band", "figure.arrow")
# Each has a layer; of what is in a cell, the last of these gives it its colour.
_HAS = [bytes([0, *[1 << layer] * 255]) for layer in range(len(_STYLES))]  # what becomes of a cell that has dots
_COLOURS = [("", *_STYLES)[layers.bit_length()] for layers in range(1 << len(_STYLES))]
_OF_ONE_COLOUR = re.compile(
    b"|".join(b"[%b]+" % re.escape(bytes(range(1 << top >> 1, 1 << top))) for top in range(len(_STYLES) + 1))
)
_MIRRORED = bytes(
    (dots & 0x47) * 8 & 0x38 | (dots & 0x38) >> 3 | (dots & 0x40) << 1 | (dots & 0x80) >> 1 for dots in range(256)
)


@frozen
class Paper:
    """What a figure is drawn on: so many cells, with such an ink; *flipped* for the left side."""

    columns: int
    rows: int
    flipped: bool = False
    ink: Ink = Ink.BRAILLE


def draw(film: Film, frame: int, paper: Paper) -> tuple[Row, ...]:
    """Return a frame in rows that fill *paper*; none where there is no room."""
    if paper.columns < MIN_COLUMNS or paper.rows < MIN_ROWS:
        return ()
    return _drawn(film.name, frame, paper)


@lru_cache(maxsize=512)
def _drawn(name: str, frame: int, paper: Paper) -> tuple[Row, ...]:
    film = load(name)
    assert film is not None  # noqa: S101 - whoever asks has it
    cells, styles = _painted(film, frame, _canvas(paper.columns, paper.rows))
    row = _mirrored_row if paper.flipped else _row
    rows = range(0, len(cells), paper.columns)
    return _the_one(
        tuple([row(cells[at : at + paper.columns], styles[at : at + paper.columns], paper.ink) for at in rows])
    )


@lru_cache(maxsize=8)
def _canvas(columns: int, rows: int) -> Canvas:
    return Canvas(columns, rows)


@lru_cache(maxsize=512)
def _the_one(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Return the first of all that equal *rows*: a movement can be smaller than a dot."""
    return rows


def _painted(film: Film, frame: int, canvas: Canvas) -> tuple[bytes, bytes]:
    """Return the dots of all cells, and which layers each has, as bits."""
    layers = dict.fromkeys(_STYLES, 0)
    for shape in shapes(film, frame, canvas.width, canvas.height):
        area = canvas.area(shape.lines)
        if shape.rim is not None:
            rest = canvas.around(area, round(shape.rim))
            for style, dots in layers.items():
                layers[style] = dots & rest
        if shape.style:
            layers[shape.style] |= canvas.halftone(area) if shape.style == _HALFTONE else area
    together = styles = 0
    for has, sheet in zip(_HAS, layers.values(), strict=True):
        if sheet:
            together |= sheet
            styles |= int.from_bytes(canvas.cells(sheet).translate(has), "little")
    return canvas.cells(together), canvas.cells(styles)


@lru_cache(maxsize=1024)
def _row(cells: bytes, styles: bytes, ink: Ink) -> Row:
    """Return the cells of one row, those of one colour together."""
    text = "".join(map(characters(ink).__getitem__, cells))
    runs = [run.span() for run in _OF_ONE_COLOUR.finditer(styles)]
    return tuple([(text[start:end], _COLOURS[styles[start]]) for start, end in runs])


def _mirrored_row(cells: bytes, styles: bytes, ink: Ink) -> Row:
    return _row(cells[::-1].translate(_MIRRORED), styles[::-1], ink)
