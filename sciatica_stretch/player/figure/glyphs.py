"""The characters that a picture is made of. Each stands for a cell of two by four dots.

The dots of a cell are a number from 0 to 255, counted as braille counts them: U+2800 and that number is the character
with those dots. Where a terminal or its font has no braille, what looks most like it takes its place.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache


class Ink(StrEnum):
    """What there is to draw with."""

    BRAILLE = "braille"
    BLOCKS = "blocks"  # half blocks, which every console has
    ASCII = "ascii"  # what is on any keyboard


_BLOCKS = {"▀": "****....", "▄": "....****", "█": "********", "▌": "*.*.*.*.", "▐": ".*.*.*.*"}
_ASCII = {
    "'": "*.......",
    "`": ".*......",
    ".": "......*.",
    ",": ".......*",
    '"': "**......",
    "-": "..**....",
    "_": "......**",
    "|": "*.*.*.*.",
    "!": ".*.*.*.*",
    "/": ".*.**.*.",
    "\\": "*.*..*.*",
    ":": "..*.*...",
    "=": "..**..**",
    "(": ".**.*..*",
    ")": "*..*.**.",
    "T": "***.*.*.",
    "L": "*.*.*.**",
    "J": ".*.*.***",
    "7": "**.*.*.*",
    "P": "****....",
    "b": "....****",
    "#": "********",
    "[": "***.*.**",
    "]": "**.*.***",
    "Y": "*.**.*.*",
    "4": "*.****.*",
}  # which of the eight dots each has, row by row
_BITS = (0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80)


@lru_cache(maxsize=len(Ink))
def characters(ink: Ink) -> tuple[str, ...]:
    """Return for each of the 256 numbers the character that *ink* has for it."""
    match ink:
        case Ink.BRAILLE:
            return (" ", *(chr(0x2800 + dots) for dots in range(1, 256)))
        case Ink.BLOCKS:
            return _nearest(_BLOCKS)
        case Ink.ASCII:
            return _nearest(_ASCII)


def _nearest(shapes: Mapping[str, str]) -> tuple[str, ...]:
    """Return for each number the character that differs from it in the fewest dots; a blank only for no dot at all."""
    numbers = {
        char: sum(bit for bit, dot in zip(_BITS, dots, strict=True) if dot == "*") for char, dots in shapes.items()
    }
    return (" ", *(min(numbers, key=lambda char: (numbers[char] ^ dots).bit_count()) for dots in range(1, 256)))
