"""The characters that a picture is made of. Each stands for a cell of two by four dots.

The dots of a cell are a number from 0 to 255, counted as braille counts them: U+2800 and that number is the character
with those dots. Where a terminal or its font has no braille, what looks most like it takes its place.
"""

from collections.abc import Iterator
from functools import lru_cache

Glyphs = tuple[str, ...]  # for each of the 256 numbers a character
BRAILLE: Glyphs = (" ", *(chr(0x2800 + dots) for dots in range(1, 256)))
_BLOCKS = {" ": 0x00, "▀": 0x1B, "▄": 0xE4, "█": 0xFF, "▌": 0x47, "▐": 0xB8}
_ASCII = {
    " ": "........", "'": "*.......", "`": ".*......", ".": "......*.", ",": ".......*", '"': "**......", "-": "..**....",
    "_": "......**", "|": "*.*.*.*.", "!": ".*.*.*.*", "/": ".*.**.*.", "\\": "*.*..*.*", ":": "..*.*...", "=": "..**..**",
    "(": ".**.*..*", ")": "*..*.**.", "T": "***.*.*.", "L": "*.*.*.**", "J": ".*.*.***", "7": "**.*.*.*", "P": "****....",
    "b": "....****", "#": "********", "[": "***.*.**", "]": "**.*.***", "Y": "*.**.*.*", "4": "*.****.*",
}  # fmt: skip # what each has of the eight dots, row by row
_ORDER = (0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80)


@lru_cache(maxsize=1)
def blocks() -> Glyphs:
    """Return half blocks, which every console has."""
    return tuple(_nearest(_BLOCKS))


@lru_cache(maxsize=1)
def ascii_glyphs() -> Glyphs:
    """Return what there is on any keyboard."""
    shapes = {
        char: sum(bit for bit, dot in zip(_ORDER, dots, strict=True) if dot == "*") for char, dots in _ASCII.items()
    }
    return tuple(_nearest(shapes))


def _nearest(shapes: dict[str, int]) -> Iterator[str]:
    """Yield for each number the character that differs from it in the fewest dots; a blank only for no dot at all."""
    for dots in range(256):
        yield min(shapes, key=lambda char: ((shapes[char] == 0) != (dots == 0), (shapes[char] ^ dots).bit_count()))
