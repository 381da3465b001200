"""All the shapes there are, as rows of pixels: at any height, with widths and strokes that follow from it."""

from math import ceil

from sciatica_stretch.player.letters import capitals, digits, signs
from sciatica_stretch.player.letters.pen import Pen, Stroke

_SHAPES = {**digits.SHAPES, **capitals.SHAPES, **signs.SHAPES}


def wide(letter: str, tall: int) -> int:
    """Return how many pixels wide *letter* is at that height."""
    ratio = _SHAPES["6" if letter in "9 " else letter][0]
    return max(2, ceil(ratio * tall))


def pixels(letter: str, tall: int) -> tuple[bytes, ...]:
    """Return the rows of *letter*, *tall* of them, with two bytes a pixel, each 1 where there is ink, or 0."""
    if letter == " ":
        return (bytes(2 * wide(letter, tall)),) * tall
    if letter == "9":
        return tuple(row[::-1] for row in reversed(pixels("6", tall)))
    pen = Pen(wide(letter, tall), tall, max(1.5, round(tall * 0.34) / 2), max(1, round(tall * 0.15)))
    strokes = list(_SHAPES[letter][1](pen))
    return tuple(_row(strokes, y + 0.5, round(pen.wide)) for y in range(tall))


def _row(strokes: list[Stroke], y: float, across: int) -> bytes:
    row = bytearray(2 * across)
    for on, piece in strokes:
        if reach := piece.reach(y):
            start, end = max(round(2 * reach[0]), 0), min(round(2 * reach[1]), 2 * across)
            if start < end:
                row[start:end] = (b"\1" if on else b"\0") * (end - start)
    return bytes(row)
