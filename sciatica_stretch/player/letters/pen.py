"""The pen that large letters are drawn with, and the few pieces that its strokes are made of.

Everything is measured in pixels: a pixel is one cell wide and half a row tall, which is about square. A shape is a few
pieces, put on or cut out one after the other; a row of pixels asks each piece from where to where it reaches there.
That takes microseconds, where to test each pixel against each stroke would take longer than the first picture may.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from math import sqrt

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


Shapes = Mapping[str, tuple[float, Callable[[Pen], Iterable[Stroke]]]]  # how wide in heights, and how it is drawn
