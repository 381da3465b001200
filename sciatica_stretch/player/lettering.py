"""Large text of block characters: a cell has four quarters, so that curves are smooth from five rows on."""

from functools import lru_cache

from sciatica_stretch.player.letters import outlines

Lines = tuple[str, ...]

MIN_ROWS = 5  # smaller ones are no longer digits
_QUARTERS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"  # by the quarters with ink: 1 top left, 2 top right, 4 and 8 below
_ALL = len(_QUARTERS) - 1
_INVERSE = str.maketrans(_QUARTERS, _QUARTERS[::-1])
_BRAILLE = 0x2800
_BRAILLE_TURNED = ((0, 7), (1, 5), (2, 4), (3, 6))  # the dots that change places in a half turn, by their bits


def _turned_quarters(number: int) -> int:
    return sum(8 >> bit for bit in range(4) if number >> bit & 1)


def _turned_dots(number: int) -> int:
    pairs = dict(_BRAILLE_TURNED) | {b: a for a, b in _BRAILLE_TURNED}
    return sum(1 << pairs[bit] for bit in range(8) if number >> bit & 1)


@lru_cache(maxsize=1)
def _half_turn() -> dict[int, str]:
    """Return what becomes of each character in a half turn; one that isn't in it stays as it is."""
    blocks = {ord(_QUARTERS[number]): _QUARTERS[_turned_quarters(number)] for number in range(_ALL + 1)}
    return blocks | {_BRAILLE + number: chr(_BRAILLE + _turned_dots(number)) for number in range(256)}


def width(text: str, rows: int) -> int:
    """Return how many cells *text* takes at *rows* rows, the gaps between its letters included."""
    tall = _tall(rows)
    return sum(outlines.wide(letter, tall) for letter in text) + _gap(tall) * (len(text) - 1)


def lines(text: str, rows: int) -> Lines:
    """Return *text*, *rows* rows tall; half a row above and below is left free."""
    gap = " " * _gap(_tall(rows))
    return tuple(map(gap.join, zip(*(_letter(each, rows) for each in text), strict=True)))


@lru_cache(maxsize=256)
def _letter(letter: str, rows: int) -> Lines:
    inked = outlines.pixels(letter, _tall(rows))
    blank = bytes(len(inked[0]))
    return tuple(_cells(*pair) for pair in zip([blank, *inked[1::2]], [*inked[::2], blank], strict=True))


def _cells(top: bytes, bottom: bytes) -> str:
    quarters = (top[::2], top[1::2], bottom[::2], bottom[1::2])
    together = sum(int.from_bytes(each, "little") << bit for bit, each in enumerate(quarters))
    return "".join(map(_QUARTERS.__getitem__, together.to_bytes(len(top) // 2, "little")))


def _tall(rows: int) -> int:
    return 2 * rows - 2


def _gap(tall: int) -> int:
    return max(1, round(tall * 0.11))


def inverse(text: str) -> str:
    """Return *text* with its ink and its paper exchanged."""
    return text.translate(_INVERSE)


def turned(text: str) -> str:
    """Return a row as it is read upside down: each block or braille character turned, the last one first."""
    return text[::-1].translate(_half_turn())
