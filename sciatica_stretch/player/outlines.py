"""The shapes of large letters and digits, drawn by strokes at any height; thickness and width follow from that.

Everything is measured in pixels: a pixel is one cell wide and half a row tall, which is about square. A shape is a few
pieces, put on or cut out one after the other; a row of pixels asks each piece from where to where it reaches there.
That takes microseconds, where to test each pixel against each stroke would take longer than the first picture may.
"""

from collections.abc import Callable, Iterable, Iterator
from math import ceil, sqrt

from sciatica_stretch.core.frozen import frozen

Reach = tuple[float, float] | None  # from where to where, or nowhere


@frozen
class Round:
    """A rectangle with round corners, or sharp ones of radius 0."""

    left: float
    top: float
    right: float
    bottom: float
    radius: float = 0.0

    def reach(self, y: float) -> Reach:
        """Return where the piece reaches in the row of pixels whose middle is *y*."""
        if not self.top <= y < self.bottom:
            return None
        into = self.radius - min(y - self.top, self.bottom - y)  # how far into a corner
        inset = self.radius - sqrt(max(0.0, self.radius**2 - into**2)) if into > 0 else 0.0
        return self.left + inset, self.right - inset


@frozen
class Slant:
    """A stroke from (*x*, *top*) to (*end*, *bottom*), as seen along its middle; *wide* is measured across a row."""

    x: float
    top: float
    end: float
    bottom: float
    wide: float

    def reach(self, y: float) -> Reach:
        """Return where the piece reaches in the row of pixels whose middle is *y*."""
        if not self.top <= y < self.bottom:
            return None
        middle = self.x + (self.end - self.x) * (y - self.top) / (self.bottom - self.top)
        return middle - self.wide / 2, middle + self.wide / 2


@frozen
class Wedge:
    """A triangle from its point at (*x*, *tip*) to its base, *wide* across, at *base*."""

    x: float
    tip: float
    base: float
    wide: float

    def reach(self, y: float) -> Reach:
        """Return where the piece reaches in the row of pixels whose middle is *y*."""
        if not min(self.tip, self.base) <= y < max(self.tip, self.base):
            return None
        half = self.wide / 2 * (y - self.tip) / (self.base - self.tip)
        return self.x - half, self.x + half


@frozen
class Arrowhead:
    """A triangle that points to a side: from its point at (*tip*, *y*) to its base at *base*, *tall* pixels tall."""

    tip: float
    y: float
    base: float
    tall: float

    def reach(self, y: float) -> Reach:
        """Return where the piece reaches in the row of pixels whose middle is *y*."""
        away = abs(y - self.y) / (self.tall / 2)
        if away >= 1:
            return None
        edge = self.tip + (self.base - self.tip) * away
        return min(edge, self.base), max(edge, self.base)


Piece = Round | Slant | Wedge | Arrowhead
Stroke = tuple[bool, Piece]  # put on, or cut out


@frozen
class Pen:
    """What a shape is drawn with: how wide and tall it is, and how thick its upright and its level strokes are."""

    wide: float
    tall: float
    thick: float
    level: float

    def bar(self, left: float, top: float, right: float, bottom: float) -> Stroke:
        """Return a rectangle."""
        return True, Round(left, top, right, bottom)

    def gap(self, left: float, top: float, right: float, bottom: float) -> Stroke:
        """Return a rectangle cut out."""
        return False, Round(left, top, right, bottom)

    def down(self, share: float) -> int:
        """Return the row of pixels at that share of the height: what has to meet, meets in whole pixels."""
        return round(self.tall * share)

    def stem(self, left: float = 0.0) -> Stroke:
        """Return an upright from top to bottom."""
        return self.bar(left, 0, left + self.thick, self.tall)

    def beam(self, top: float, left: float = 0.0, right: float | None = None) -> Stroke:
        """Return a level stroke."""
        return self.bar(left, top, self.wide if right is None else right, top + self.level)

    def foot(self, left: float = 0.0, right: float | None = None) -> Stroke:
        """Return a level stroke at the bottom."""
        return self.beam(self.tall - self.level, left, right)

    def ring(self, left: float, top: float, right: float, bottom: float) -> Iterator[Stroke]:
        """Yield a bowl: what is round in letters."""
        radius = min(self.wide * 0.46, (right - left) / 2, (bottom - top) / 2)
        thick, level = self.thick, self.level
        yield True, Round(left, top, right, bottom, radius)
        yield False, Round(left + thick, top + level, right - thick, bottom - level, max(radius - thick, 0.0))

    def slant(self, x: float, top: float, end: float, bottom: float, wide: float = 1.25) -> Stroke:
        """Return a diagonal, as thick to the eye as the other strokes."""
        return True, Slant(x, top, end, bottom, self.thick * wide)


def _zero(p: Pen) -> Iterable[Stroke]:
    return p.ring(0, 0, p.wide, p.tall)


def _one(p: Pen) -> Iterator[Stroke]:
    left = (p.wide - p.thick) / 2 + p.wide * 0.06
    yield p.stem(left)
    yield p.slant(left + p.thick * 0.4, 0, left - p.wide * 0.24, p.tall * 0.3)
    yield p.foot(left - p.wide * 0.32, left + p.thick + p.wide * 0.3)


def _two(p: Pen) -> Iterator[Stroke]:
    yield from p.ring(0, 0, p.wide, p.tall * 0.66)
    yield p.gap(0, p.down(0.3), p.wide - p.thick, p.tall * 0.66)
    yield p.gap(0, p.down(0.4), p.wide, p.tall * 0.66)
    yield p.slant(p.wide - p.thick * 0.6, p.down(0.4), p.thick * 0.62, p.tall - p.level)
    yield p.foot()


def _three(p: Pen) -> Iterator[Stroke]:
    middle, half = p.tall / 2, p.level / 2
    yield from p.ring(0, 0, p.wide, middle + half)
    yield from p.ring(0, middle - half, p.wide, p.tall)
    yield p.gap(0, p.tall * 0.28, p.wide / 2, middle - half)
    yield p.gap(0, p.tall * 0.28, p.wide * 0.36, p.tall * 0.72)
    yield p.gap(0, middle + half, p.wide / 2, p.tall * 0.72)


def _four(p: Pen) -> Iterator[Stroke]:
    stem, level = p.wide * 0.9 - p.thick, p.down(0.76) - p.level
    yield p.slant(stem + p.thick * 0.3, 0, p.thick * 0.62, level)
    yield p.stem(stem)
    yield p.beam(level)


def _five(p: Pen) -> Iterator[Stroke]:
    top = p.down(0.37)
    yield from p.ring(0, top, p.wide, p.tall)
    yield p.gap(0, top + p.level, p.wide / 2, p.tall * 0.73)
    yield p.bar(0, 0, p.thick, top + p.level)
    yield p.beam(0, 0, p.wide * 0.95)


def _six(p: Pen) -> Iterator[Stroke]:
    top = p.down(0.4)
    yield from p.ring(0, 0, p.wide, p.tall)
    yield p.gap(p.wide - p.thick, p.tall * 0.26, p.wide, top + p.level)
    yield from p.ring(0, top, p.wide, p.tall)
    yield p.bar(0, top, p.thick, p.tall * 0.6)


def _seven(p: Pen) -> Iterator[Stroke]:
    yield p.slant(p.wide - p.thick * 0.6, 0, p.wide * 0.34, p.tall)
    yield p.beam(0)


def _eight(p: Pen) -> Iterator[Stroke]:
    middle, half, inset = p.down(0.48), p.level / 2, p.wide * 0.04
    yield from p.ring(inset, 0, p.wide - inset, middle + half)
    yield from p.ring(0, middle - half, p.wide, p.tall)


def _colon(p: Pen) -> Iterator[Stroke]:
    radius = p.wide / 2
    for top in (p.tall * 0.24, p.tall * 0.76 - p.wide):
        yield True, Round(0, top, p.wide, top + p.wide, radius * 0.6)


def _letter_a(p: Pen) -> Iterator[Stroke]:
    yield from p.ring(0, 0, p.wide, p.tall * 2)
    yield p.beam(p.tall * 0.56)


def _letter_c(p: Pen) -> Iterator[Stroke]:
    yield from p.ring(0, 0, p.wide, p.tall)
    yield p.gap(p.wide - p.thick, p.tall * 0.3, p.wide, p.tall * 0.7)


def _letter_d(p: Pen) -> Iterator[Stroke]:
    yield from p.ring(-p.wide, 0, p.wide, p.tall)
    yield p.stem()


def _letter_e(p: Pen) -> Iterator[Stroke]:
    yield from _letter_l(p)
    yield p.beam(0)
    yield p.beam((p.tall - p.level) / 2, 0, p.wide * 0.88)


def _letter_f(p: Pen) -> Iterator[Stroke]:
    yield p.stem()
    yield p.beam(0)
    yield p.beam((p.tall - p.level) / 2, 0, p.wide * 0.88)


def _letter_g(p: Pen) -> Iterator[Stroke]:
    yield from p.ring(0, 0, p.wide, p.tall)
    yield p.gap(p.wide - p.thick, p.tall * 0.3, p.wide, p.tall * 0.5)
    yield p.bar(p.wide - p.thick, p.tall * 0.5, p.wide, p.tall * 0.8)
    yield p.beam(p.tall * 0.5, p.wide * 0.52)


def _letter_h(p: Pen) -> Iterator[Stroke]:
    yield p.stem()
    yield p.stem(p.wide - p.thick)
    yield p.beam((p.tall - p.level) / 2)


def _letter_i(p: Pen) -> Iterator[Stroke]:
    yield p.stem()


def _letter_l(p: Pen) -> Iterator[Stroke]:
    yield p.stem()
    yield p.foot()


def _letter_m(p: Pen) -> Iterator[Stroke]:
    half = p.thick / 2
    yield p.slant(half, 0, p.wide / 2, p.tall * 0.62)
    yield p.slant(p.wide - half, 0, p.wide / 2, p.tall * 0.62)
    yield p.stem()
    yield p.stem(p.wide - p.thick)


def _letter_n(p: Pen) -> Iterator[Stroke]:
    half = p.thick / 2
    yield p.slant(half, 0, p.wide - half, p.tall)
    yield p.stem()
    yield p.stem(p.wide - p.thick)


def _letter_p(p: Pen) -> Iterator[Stroke]:
    yield from p.ring(-p.wide, 0, p.wide, p.tall * 0.58)
    yield p.stem()


def _letter_r(p: Pen) -> Iterator[Stroke]:
    yield from p.ring(-p.wide, 0, p.wide, p.tall * 0.56)
    yield p.slant(p.wide * 0.46, p.tall * 0.5, p.wide - p.thick * 0.6, p.tall)
    yield p.stem()


def _letter_s(p: Pen) -> Iterator[Stroke]:
    middle, half = p.tall / 2, p.level / 2
    yield from p.ring(0, 0, p.wide, middle + half)
    yield p.gap(p.wide / 2, p.tall * 0.28, p.wide, middle - half)
    yield from p.ring(0, middle - half, p.wide, p.tall)
    yield p.gap(0, middle + half, p.wide / 2, p.tall * 0.72)


def _letter_t(p: Pen) -> Iterator[Stroke]:
    yield p.stem((p.wide - p.thick) / 2)
    yield p.beam(0)


def _letter_u(p: Pen) -> Iterator[Stroke]:
    yield from p.ring(0, -p.tall, p.wide, p.tall)


def _letter_v(p: Pen) -> Iterator[Stroke]:
    yield p.slant(p.thick * 0.6, 0, p.wide / 2, p.tall)
    yield p.slant(p.wide - p.thick * 0.6, 0, p.wide / 2, p.tall)


def _letter_w(p: Pen) -> Iterator[Stroke]:
    half, quarter = p.thick / 2, p.wide / 4
    for left, right in ((half, quarter), (2 * quarter, 3 * quarter)):
        yield p.slant(left, 0, right, p.tall, 1.1)
    for left, right in ((quarter, 2 * quarter), (3 * quarter, p.wide - half)):
        yield p.slant(right, 0, left, p.tall, 1.1)


def _letter_x(p: Pen) -> Iterator[Stroke]:
    yield p.slant(p.thick * 0.6, 0, p.wide - p.thick * 0.6, p.tall)
    yield p.slant(p.wide - p.thick * 0.6, 0, p.thick * 0.6, p.tall)


def _letter_y(p: Pen) -> Iterator[Stroke]:
    yield p.slant(p.thick * 0.6, 0, p.wide / 2, p.tall * 0.56)
    yield p.slant(p.wide - p.thick * 0.6, 0, p.wide / 2, p.tall * 0.56)
    yield p.bar((p.wide - p.thick) / 2, p.tall * 0.45, (p.wide + p.thick) / 2, p.tall)


def _square(p: Pen) -> Iterator[Stroke]:
    """Hold: stay."""
    yield True, Round(0, 0, p.wide, p.tall, p.thick / 2)


def _up_and_down(p: Pen) -> Iterator[Stroke]:
    """Move."""
    middle, head = p.wide / 2, p.tall * 0.38
    yield p.bar(middle - p.thick / 2, head * 0.8, middle + p.thick / 2, p.tall - head * 0.8)
    yield True, Wedge(middle, 0, head, p.wide)
    yield True, Wedge(middle, p.tall, p.tall - head, p.wide)


def _there_and_back(p: Pen) -> Iterator[Stroke]:
    """Change sides."""
    tall = p.tall * 0.5
    head, half = p.wide * 0.36, p.level / 2
    for middle, tip in ((round(tall / 2), p.wide), (p.tall - round(tall / 2), 0.0)):
        base = abs(tip - head)
        yield p.bar(min(p.wide - tip, base), middle - half, max(p.wide - tip, base), middle + half)
        yield True, Arrowhead(tip, middle, base, tall)


def _onwards(p: Pen) -> Iterator[Stroke]:
    """Get into position."""
    middle, head = p.tall / 2, p.wide / 2
    for left in (0.0, head):
        yield True, Arrowhead(left + head, middle, left, p.tall)


def _ring(p: Pen) -> Iterator[Stroke]:
    """Rest."""
    half = p.tall / 2
    yield True, Round(0, 0, p.wide, p.tall, half)
    yield False, Round(p.thick, p.level, p.wide - p.thick, p.tall - p.level, half - p.thick)


def _go(p: Pen) -> Iterator[Stroke]:
    """Wait: any key begins."""
    yield True, Arrowhead(p.wide, p.tall / 2, 0, p.tall)


def _two_bars(p: Pen) -> Iterator[Stroke]:
    """Paused."""
    wide = p.wide * 0.36
    yield p.bar(0, 0, wide, p.tall)
    yield p.bar(p.wide - wide, 0, p.wide, p.tall)


_DIGIT, _LETTER = 0.6, 0.56  # widths, in heights
_SHAPES: dict[str, tuple[float, Callable[[Pen], Iterable[Stroke]]]] = {
    "0": (_DIGIT, _zero),
    "1": (_DIGIT, _one),
    "2": (_DIGIT, _two),
    "3": (_DIGIT, _three),
    "4": (_DIGIT, _four),
    "5": (_DIGIT, _five),
    "6": (_DIGIT, _six),
    "7": (_DIGIT, _seven),
    "8": (_DIGIT, _eight),
    ":": (0.2, _colon),
    "A": (_LETTER, _letter_a),
    "C": (_LETTER, _letter_c),
    "D": (_LETTER, _letter_d),
    "E": (0.5, _letter_e),
    "F": (0.5, _letter_f),
    "G": (_LETTER, _letter_g),
    "H": (_LETTER, _letter_h),
    "I": (0.18, _letter_i),
    "L": (0.5, _letter_l),
    "M": (0.74, _letter_m),
    "N": (0.6, _letter_n),
    "O": (0.6, _zero),
    "P": (_LETTER, _letter_p),
    "R": (_LETTER, _letter_r),
    "S": (_LETTER, _letter_s),
    "T": (_LETTER, _letter_t),
    "U": (_LETTER, _letter_u),
    "V": (0.62, _letter_v),
    "W": (0.86, _letter_w),
    "X": (0.6, _letter_x),
    "Y": (0.6, _letter_y),
    "■": (1.0, _square),
    "↕": (0.7, _up_and_down),
    "⇄": (1.2, _there_and_back),
    "»": (1.0, _onwards),
    "○": (1.0, _ring),
    "▸": (0.9, _go),
    "‖": (0.7, _two_bars),
}


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
            start, end = (min(max(round(2 * x), 0), 2 * across) for x in reach)
            row[start:end] = (b"\1" if on else b"\0") * (end - start)
    return bytes(row)
