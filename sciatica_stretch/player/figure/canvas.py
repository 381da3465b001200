"""A sheet of dots in layers, each row of a layer an integer: a shape is put there by a few operations a row.

Dots are square: two to a terminal's cell across, four down. Row 0 is at the top, bit 0 at the left.
"""

from collections.abc import Iterable, Iterator
from math import ceil, sqrt
from struct import pack

Disc = tuple[float, float, float]  # x, y and radius, in dots
Stroke = tuple[Disc, Disc]  # two discs and what lies between them
Area = dict[int, int]  # a row, and which of its dots

_WIDEST = 2048  # dots
_EVERY_SECOND = (int("5" * (_WIDEST // 4), 16), int("a" * (_WIDEST // 4), 16))
_TWO = (0x0000, 0x0001, 0x0008, 0x0009, 0x0100, 0x0101, 0x0108, 0x0109)  # four dots beside each other: two cells, with
_FOUR = (*_TWO, *(cells | 0x0800 for cells in _TWO))  # those dots in their first rows, as braille counts them
_FIRST = [low | high << 16 for high in _FOUR for low in _FOUR]  # eight dots: four cells
_FOURTH = [(dots & 0x01010101) << 6 | (dots & 0x08080808) << 4 for dots in _FIRST]


class Canvas:
    """Layers of dots over each other."""

    def __init__(self, columns: int, rows: int, layers: int) -> None:
        self._columns = columns
        self.width, self.height = columns * 2, rows * 4
        self.layers = [[0] * self.height for _ in range(layers)]

    def area(self, strokes: Iterable[Stroke]) -> Area:
        """Return the dots that *strokes* cover together."""
        area: Area = {}
        for stroke in strokes:
            for y, left, right in _spans(*stroke, self.width, self.height):
                area[y] = area.get(y, 0) | (1 << right) - (1 << left)
        return area

    def fill(self, layer: int, area: Area, *, halftone: bool = False) -> None:
        """Fill *area*; *halftone* with every second dot."""
        rows = self.layers[layer]
        for y, dots in area.items():
            rows[y] |= dots & _EVERY_SECOND[y & 1] if halftone else dots

    def clear(self, area: Area) -> None:
        """Empty *area* in all layers."""
        for rows in self.layers:
            for y, dots in area.items():
                if rows[y]:
                    rows[y] &= ~dots

    def with_rim(self, area: Area, dots: int = 1) -> Area:
        """Return *area* and what is at most so many *dots* beside it."""
        for _ in range(dots):
            wider: Area = {}
            for y, here in area.items():
                for row in range(max(0, y - 1), min(self.height, y + 2)):
                    wider[row] = wider.get(row, 0) | (here | here << 1 | here >> 1 if row == y else here)
            area = wider
        return area

    def flip(self) -> None:
        """Exchange left and right."""
        for rows in self.layers:
            rows[:] = [int(f"{row:0{self.width}b}"[::-1], 2) if row else 0 for row in rows]

    def cells(self, layer: int) -> list[bytes]:
        """Return the layer's dots as cells, a row of them after the other, each as braille counts its dots."""
        rows = self.layers[layer]
        size = (self.width + 7) // 8
        blank = bytes(self._columns)
        return [
            _cells(rows[top : top + 4], size)[: self._columns] if any(rows[top : top + 4]) else blank
            for top in range(0, self.height, 4)
        ]


def _cells(rows: list[int], size: int) -> bytes:
    first, second, third, fourth = (row.to_bytes(size, "little") for row in rows)
    cells = [
        _FIRST[a] | _FIRST[b] << 1 | _FIRST[c] << 2 | _FOURTH[d]
        for a, b, c, d in zip(first, second, third, fourth, strict=True)
    ]
    return pack(f"<{size}I", *cells)


def _spans(a: Disc, b: Disc, width: int, height: int) -> Iterator[tuple[int, int, int]]:
    """Yield the rows that the hull of two discs covers, each with its first dot and the one after its last."""
    lows: dict[int, float] = {}
    highs: dict[int, float] = {}
    for row, low, high in _slices(a, b, height):
        if low < lows.get(row, width):
            lows[row] = low
        if high > highs.get(row, 0.0):
            highs[row] = high
    for row, low in lows.items():
        left, right = max(0, ceil(low - 0.5)), min(width, ceil(highs.get(row, 0.0) - 0.5))
        if left < right:
            yield row, left, right


def _slices(a: Disc, b: Disc, height: int) -> Iterator[tuple[int, float, float]]:
    """Yield where the middles of the rows cross two discs and the lines that touch both."""
    for x, y, r in (a,) if a == b else (a, b):
        for row in range(max(0, ceil(y - r - 0.5)), min(height, ceil(y + r - 0.5))):
            half = sqrt(max(0.0, r * r - (row + 0.5 - y) ** 2))
            yield row, x - half, x + half
    for (x0, y0), (x1, y1) in _tangents(a, b):
        if y0 != y1:
            slope = (x1 - x0) / (y1 - y0)
            for row in range(max(0, ceil(min(y0, y1) - 0.5)), min(height, ceil(max(y0, y1) - 0.5))):
                x = x0 + (row + 0.5 - y0) * slope
                yield row, x, x


_Edge = tuple[tuple[float, float], tuple[float, float]]


def _tangents(a: Disc, b: Disc) -> tuple[_Edge, ...]:
    """Return the two lines that touch both discs from outside; none if one lies in the other."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    distance = sqrt(dx * dx + dy * dy)
    if distance <= abs(a[2] - b[2]):
        return ()
    lean = (a[2] - b[2]) / distance
    rise = sqrt(1 - lean * lean)
    edges = []
    for sign in (1, -1):
        nx = (dx * lean - sign * dy * rise) / distance
        ny = (dy * lean + sign * dx * rise) / distance
        edges.append(((a[0] + nx * a[2], a[1] + ny * a[2]), (b[0] + nx * b[2], b[1] + ny * b[2])))
    return tuple(edges)
