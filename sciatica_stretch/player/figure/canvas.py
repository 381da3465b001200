"""A sheet of dots, all of them in one integer: a few operations empty, fill or join whatever shapes there are.

A cell is a byte, row after row from the lowest on, and its bits are its dots as braille counts them: two across, four
down. So a sheet's bytes are the cells themselves, and nothing has to be gathered once it is painted.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from math import ceil, sqrt

from sciatica_stretch.player.figure.props import Disc, Line

_LEFT, _RIGHT = (0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80)  # a cell's dots from the top, each as a bit
_HALFTONE = 0x95  # every second dot, the rows taking turns
Corner = tuple[float, float]


class Canvas:
    """Where on a sheet of so many cells a shape is: sheets are integers, and a shape is a sheet with its dots alone."""

    def __init__(self, columns: int, rows: int) -> None:
        self._columns, self._rows = columns, rows
        self.width, self.height = columns * 2, rows * 4
        firsts = [_Firsts(left, right, columns) for left, right in zip(_LEFT, _RIGHT, strict=True)]
        self._firsts = firsts * rows  # for each row of dots
        self._every_second = self._all_cells(_HALFTONE)
        self._steps = tuple(self._steps_aside())
        self._all = self._all_cells(0xFF)

    @lru_cache(maxsize=256)  # noqa: B019 - there are few canvases, and of a body that moves most parts stay
    def area(self, lines: tuple[Line, ...]) -> int:
        """Return the dots that *lines* cover together."""
        rows = [0] * self._rows
        for line in lines:
            for disc in line:
                self._put_disc(rows, disc)
            for a, b in pairwise(line):
                self._put_between(rows, a, b)
        return int.from_bytes(b"".join([row.to_bytes(self._columns, "little") for row in rows]), "little")

    @lru_cache(maxsize=256)  # noqa: B019 - likewise
    def around(self, area: int, dots: int) -> int:
        """Return all dots but those of *area*, and those at most so many beside it."""
        for _ in range(dots):
            wider = area
            for some, step in self._steps:
                wider |= (area & some) << step | area >> step & some
            area = wider
        return self._all & ~area

    def halftone(self, area: int) -> int:
        """Return every second dot of *area*."""
        return area & self._every_second

    def cells(self, sheet: int) -> bytes:
        """Return the cells of *sheet*, one row after the other."""
        return sheet.to_bytes(self._columns * self._rows, "little")

    def _all_cells(self, dots: int) -> int:
        return int.from_bytes(bytes([dots]) * (self._columns * self._rows), "little")

    def _steps_aside(self) -> Iterator[tuple[int, int]]:
        """Yield which dots have their right or lower neighbour how many bits further on."""
        a_cell, a_row = 8, 8 * self._columns
        last = int.from_bytes((bytes(self._columns - 1) + b"\xff") * self._rows, "little")
        below = self._all_cells(0xFF) >> a_row  # all but the lowest row of cells
        for number, (left, right) in enumerate(zip(_LEFT, _RIGHT, strict=True)):
            yield self._all_cells(left), _bit(right) - _bit(left)
            yield self._all_cells(right) & ~last, a_cell + _bit(left) - _bit(right)
            for column in (_LEFT, _RIGHT):
                if column[number] is not column[-1]:
                    yield self._all_cells(column[number]), _bit(column[number + 1]) - _bit(column[number])
                else:
                    yield self._all_cells(column[-1]) & below, a_row + _bit(column[0]) - _bit(column[-1])

    def _put_disc(self, rows: list[int], disc: Disc) -> None:
        x, y, r = disc
        x, y, square = x - 0.5, y - 0.5, r * r  # the middle of a dot is half a dot from its edge
        firsts = self._firsts
        for row in range(max(0, ceil(y - r)), min(self.height, ceil(y + r))):
            half = sqrt(abs(square - (row - y) * (row - y)))
            first = firsts[row]
            rows[row >> 2] |= first[ceil(x - half)] ^ first[ceil(x + half)]

    def _put_between(self, rows: list[int], a: Disc, b: Disc) -> None:
        """Put there what lies between the two lines that touch both discs."""
        corners = outline(a, b)
        if not corners:
            return
        crossed = [ceil(y - 0.5) for _, y in corners]  # the first row of dots whose middle is below
        top, bottom = min(crossed), max(crossed)
        downwards, upwards = [0] * (bottom - top), [0] * (bottom - top)
        for number, end in enumerate(crossed):
            start = crossed[number - 1]
            if start != end:
                (x0, y0), (x1, y1) = corners[number - 1], corners[number]
                slope = (x1 - x0) / (y1 - y0)
                x = x0 - 0.5 + (0.5 - y0) * slope
                if start < end:
                    downwards[start - top : end - top] = [ceil(x + row * slope) for row in range(start, end)]
                else:
                    upwards[end - top : start - top] = [ceil(x + row * slope) for row in range(end, start)]
        firsts = self._firsts
        for row, one, other in zip(range(top, bottom), downwards, upwards, strict=True):
            if 0 <= row < self.height:
                first = firsts[row]
                rows[row >> 2] |= first[one] ^ first[other]


class _Firsts(dict[int, int]):
    """The first dots of a row of dots, by how many; two of them differ in the dots from the one to the other."""

    def __init__(self, left: int, right: int, columns: int) -> None:
        super().__init__()
        self._left, self._both, self._columns = left, left | right, columns

    def __missing__(self, number: int) -> int:
        whole, half = divmod(min(max(number, 0), 2 * self._columns), 2)
        cells = bytes([self._both]) * whole + bytes([self._left]) * half
        self[number] = int.from_bytes(cells, "little")
        return self[number]


def _bit(dot: int) -> int:
    return dot.bit_length() - 1


def outline(a: Disc, b: Disc) -> tuple[Corner, ...]:
    """Return the corners of what lies between two discs, on *a*, *b*, *b* and *a*; none if one lies in the other."""
    (ax, ay, ar), (bx, by, br) = a, b
    dx, dy = bx - ax, by - ay
    distance = sqrt(dx * dx + dy * dy)
    if distance <= abs(ar - br):
        return ()
    lean = (ar - br) / distance
    along_x, along_y, rise = dx / distance, dy / distance, sqrt(1 - lean * lean)
    one_x, one_y = along_x * lean - along_y * rise, along_y * lean + along_x * rise
    other_x, other_y = along_x * lean + along_y * rise, along_y * lean - along_x * rise
    return (
        (ax + one_x * ar, ay + one_y * ar),
        (bx + one_x * br, by + one_y * br),
        (bx + other_x * br, by + other_y * br),
        (ax + other_x * ar, ay + other_y * ar),
    )
