"""Pictures as sixels: bands of six rows, in each band a line a colour, in which a character stands for six pixels.

What is painted later covers what was painted before, so each band begins as nothing but paper, which takes six bytes.
Written by hand because it has to be cheap: a band's line is a few operations on whole rows of bytes, where a general
encoder looks at every pixel, at several times the price.
"""

import re
from collections.abc import Iterator, Sequence

_BAND = 6  # rows
_PAPER = 0
_NOTHING = 0x3F  # the character for six pixels that aren't of the colour; the bits are added to it
_RUN = re.compile(rb"(.)\1{3,}", re.DOTALL)
_CHARACTERS = bytes((_NOTHING + bits if bits < 1 << _BAND else _NOTHING) for bits in range(256))
_PERCENT = 100 / 255  # colours are counted in percent


def encoded(pixels: bytes, width: int, palette: Sequence[tuple[int, int, int]]) -> str:
    """Return *pixels*, each the number of its colour in *palette* and *width* to a row, as a whole sixel sequence.

    The palette's first colour is the paper's. Every pixel is painted, so that what was there before is gone.
    """
    height = len(pixels) // width
    colours = "".join(
        f"#{number};2;{';'.join(str(round(part * _PERCENT)) for part in colour)}"
        for number, colour in enumerate(palette)
    )
    bands = b"-".join(_band(pixels[top : top + _BAND * width], width) for top in range(0, len(pixels), _BAND * width))
    return f'\x1bP0;1;0q"1;1;{width};{height}{colours}{bands.decode()}\x1b\\'


def _band(pixels: bytes, width: int) -> bytes:
    return b"$".join(_lines(pixels, width))


def _lines(pixels: bytes, width: int) -> Iterator[bytes]:
    """Yield a line of paper, and one for each colour in the band."""
    rows = [pixels[start : start + width] for start in range(0, len(pixels), width)]
    yield b"#0!%d%c" % (width, _NOTHING + (1 << len(rows)) - 1)
    for number in sorted(set(pixels) - {_PAPER}):
        together = 0
        for bit, row in enumerate(rows):
            if number in row:
                together |= int.from_bytes(row.translate(_just(number, bit)), "little")
        line = together.to_bytes(width, "little").rstrip(b"\0").translate(_CHARACTERS)
        yield b"#%d%b" % (number, _RUN.sub(_shortened, line))


_TABLES: dict[tuple[int, int], bytes] = {}


def _just(number: int, bit: int) -> bytes:
    """Return what makes *bit* of that colour, and nothing of the others."""
    table = _TABLES.get((number, bit))
    if table is None:
        table = _TABLES[number, bit] = bytes(1 << bit if each == number else 0 for each in range(256))
    return table


def _shortened(run: "re.Match[bytes]") -> bytes:
    return b"!%d%b" % (len(run[0]), run[1])
