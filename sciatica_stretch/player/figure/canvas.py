"""A sheet of dots in layers, each row of a layer an integer: a shape is put there by a few operations a row.

Dots are square: two to a terminal's cell across, four down. Row 0 is at the top, bit 0 at the left.
"""

from math import ceil, floor, sqrt
from struct import pack

_PAIRS = (0x00, 0x01, 0x08, 0x09)  # two dots beside each other, as braille counts those of its first row
_UPPER = [sum(_PAIRS[b >> 2 * cell & 3] << 8 * cell for cell in range(4)) for b in range(256)]  # eight, as four cells
_LOWEST = [(v & 0x01010101) << 6 | (v & 0x08080808) << 4 for v in _UPPER]
_ROWS = (_UPPER, [v << 1 for v in _UPPER], [v << 2 for v in _UPPER], _LOWEST)
Disc = tuple[float, float, float]  # x, y and radius, in dots


class Canvas:
    """Layers of dots over each other."""

    def __init__(self, columns: int, rows: int, layers: int) -> None:
        self._columns = columns
        self.width, self.height = columns * 2, rows * 4
        self.layers = [[0] * self.height for _ in range(layers)]

    def fill(self, layer: int, discs: tuple[Disc, Disc], *, halftone: bool = False) -> None:
        """Fill what two discs and the space between them cover; *halftone* with every second dot."""
        dots = self.layers[layer]
        for y, mask in self._covered(*discs):
            dots[y] |= mask & _HALF[y & 1] if halftone else mask

    def clear(self, discs: tuple[Disc, Disc]) -> None:
        """Empty what two discs and the space between them cover, in all layers."""
        for y, mask in self._covered(*discs):
            for dots in self.layers:
                dots[y] &= ~mask

    def cells(self, layer: int) -> list[bytes]:
        """Return the layer's dots as cells, a row of them after the other, each as braille counts its dots."""
        size = (self.width + 7) // 8
        lines = [row.to_bytes(size, "little") for row in self.layers[layer]]
        first, second, third, fourth = _ROWS
        return [
            pack(
                f"<{size}I",
                *(
                    first[a] | second[b] | third[c] | fourth[d]
                    for a, b, c, d in zip(*lines[top : top + 4], strict=True)
                ),
            )[: self._columns]
            for top in range(0, self.height, 4)
        ]

    def _covered(self, a: Disc, b: Disc) -> list[tuple[int, int]]:
        """Return the rows that the hull of two discs covers, each with the mask of its dots."""
        edges = _tangents(a, b)
        top = max(0, ceil(min(a[1] - a[2], b[1] - b[2]) - 0.5))
        bottom = min(self.height - 1, floor(max(a[1] + a[2], b[1] + b[2]) - 0.5))
        covered = []
        for row in range(top, bottom + 1):
            y = row + 0.5
            ends: list[float] = []
            for x, cy, r in (a, b):
                if abs(y - cy) <= r:
                    half = sqrt(r * r - (y - cy) ** 2)
                    ends += (x - half, x + half)
            for (x0, y0), (x1, y1) in edges:
                if y0 != y1 and min(y0, y1) <= y <= max(y0, y1):
                    ends.append(x0 + (x1 - x0) * (y - y0) / (y1 - y0))
            if not ends:
                continue
            left = max(0, ceil(min(ends) - 0.5))
            right = min(self.width - 1, floor(max(ends) - 0.5))
            if left <= right:
                covered.append((row, ((1 << (right - left + 1)) - 1) << left))
        return covered


_HALF = tuple(sum(1 << x for x in range(start, 2048, 2)) for start in (0, 1))
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
