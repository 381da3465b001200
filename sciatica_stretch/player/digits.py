"""Letters and digits large enough to read from the floor, built of block characters.

A glyph is 5 pixels tall; at size *n* a pixel is *n* cells wide and *n* half rows tall, which in a
terminal's cells (twice as tall as wide) makes it square.
"""

from functools import lru_cache

_GLYPHS = {
    "0": ("###", "# #", "# #", "# #", "###"),
    "1": (" # ", "## ", " # ", " # ", "###"),
    "2": ("###", "  #", "###", "#  ", "###"),
    "3": ("###", "  #", "###", "  #", "###"),
    "4": ("# #", "# #", "###", "  #", "  #"),
    "5": ("###", "#  ", "###", "  #", "###"),
    "6": ("###", "#  ", "###", "# #", "###"),
    "7": ("###", "  #", "  #", "  #", "  #"),
    "8": ("###", "# #", "###", "# #", "###"),
    "9": ("###", "# #", "###", "  #", "###"),
    ":": (" ", "#", " ", "#", " "),
    " ": ("   ", "   ", "   ", "   ", "   "),
    "L": ("##  ", "##  ", "##  ", "##  ", "####"),
    "R": ("### ", "#  #", "### ", "# # ", "#  #"),
}
_PIXELS_TALL = 5
_BLOCKS = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}
MIN_SIZE = 2  # five rows: smaller ones are no longer digits


def rows_tall(size: int) -> int:
    """Return how many terminal rows a glyph of *size* takes."""
    return (_PIXELS_TALL * size + 1) // 2


def gap(size: int) -> int:
    """Return how many cells lie between two glyphs of *size*."""
    return max(1, size // 2)


def width(text: str, size: int) -> int:
    """Return how many cells *text* takes at *size*, the gaps between its glyphs included."""
    return sum(len(_GLYPHS[letter][0]) * size for letter in text) + gap(size) * (len(text) - 1)


def largest(text: str, columns: int, rows: int) -> int:
    """Return the largest size at which *text* fits into *columns* by *rows*, or 0."""
    size = min(rows * 2 // _PIXELS_TALL, columns)
    while size >= MIN_SIZE and width(text, size) > columns:
        size -= 1
    return size if size >= MIN_SIZE else 0


@lru_cache(maxsize=128)
def glyph(letter: str, size: int) -> tuple[str, ...]:
    """Return the rows of one letter."""
    lines = [[pixel == "#" for pixel in line for _ in range(size)] for line in _GLYPHS[letter] for _ in range(size)]
    if len(lines) % 2:
        lines.append([False] * len(lines[0]))
    return tuple(
        "".join(_BLOCKS[pair] for pair in zip(top, bottom, strict=True))
        for top, bottom in zip(lines[::2], lines[1::2], strict=True)
    )
