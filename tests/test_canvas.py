"""Sheets of dots: each shape covers the dots that lie in it, whichever cells they are in."""

from itertools import pairwise
from math import dist

from hypothesis import given, settings
from hypothesis import strategies as st

from sciatica_stretch.player.figure.canvas import Canvas
from sciatica_stretch.player.figure.props import Disc, Line

COLUMNS, ROWS = 6, 3
CANVAS = Canvas(COLUMNS, ROWS)
BITS = {(0, 0): 0, (0, 1): 1, (0, 2): 2, (1, 0): 3, (1, 1): 4, (1, 2): 5, (0, 3): 6, (1, 3): 7}
EVERYWHERE = {(x, y) for x in range(2 * COLUMNS) for y in range(4 * ROWS)}

coordinates = st.floats(-4.0, 16.0)
discs = st.tuples(coordinates, coordinates, st.floats(0.5, 6.0))
lines = st.lists(discs, min_size=1, max_size=3).map(tuple)


def dots(sheet: int) -> set[tuple[int, int]]:
    cells = CANVAS.cells(sheet)
    return {(x, y) for x, y in EVERYWHERE if cells[y // 4 * COLUMNS + x // 2] >> BITS[x % 2, y % 4] & 1}


def depth(line: Line, x: float, y: float) -> float:
    """Return how deep in *line* a point lies, and below zero how far outside, to a tenth."""
    parts = list(pairwise(line)) or [(line[0], line[0])]
    return max(radius - dist((x, y), (cx, cy)) for a, b in parts for cx, cy, radius in _between(a, b))


def _between(a: Disc, b: Disc, steps: int = 40) -> list[Disc]:
    mixed = [[p + (q - p) * step / steps for p, q in zip(a, b, strict=True)] for step in range(steps + 1)]
    return [(x, y, radius) for x, y, radius in mixed]


@settings(max_examples=50)
@given(lines)
def test_a_line_covers_the_dots_whose_middles_lie_in_it(line: Line) -> None:
    covered = dots(CANVAS.area((line,)))

    for x, y in EVERYWHERE:
        deep = depth(line, x + 0.5, y + 0.5)
        if abs(deep) > 0.1:
            assert ((x, y) in covered) is (deep > 0), (x, y, deep)


@given(st.sets(st.sampled_from(sorted(EVERYWHERE)), max_size=12), st.integers(0, 3))
def test_what_is_around_a_shape_is_all_but_it_and_its_rim_of_dots(some: set[tuple[int, int]], rim: int) -> None:
    sheet = sum(1 << 8 * (y // 4 * COLUMNS + x // 2) + BITS[x % 2, y % 4] for x, y in some)

    rest = dots(CANVAS.around(sheet, rim))

    assert rest == {(x, y) for x, y in EVERYWHERE if all(abs(x - a) + abs(y - b) > rim for a, b in some)}


def test_a_halftone_has_every_second_dot_in_each_direction() -> None:
    every_second = dots(CANVAS.halftone(CANVAS.around(0, 0)))

    assert every_second == {(x, y) for x, y in EVERYWHERE if (x + y) % 2 == 0}
