"""What stands and lies around a figure, what it holds, and the arrows that say where to."""

from collections.abc import Iterator, Sequence
from math import atan2, cos, sin

Disc = tuple[float, float, float]  # x, y and radius, in a picture's units
Line = tuple[Disc, ...]  # discs, and what lies between each and the next

_THIN, _THICK = 6.0, 8.0  # the radius of a line, in tenths as films count
_THIN_ONES = frozenset({"floor", "mat", "band"})
_FINEST = 0.5  # units
_HEADS = {"arrow": 1, "arrows": 2}  # how many heads each kind has
_HEAD, _HEAD_AT_LEAST, _HALF_ANGLE = 45.0, 3.0, 0.6  # an arrow's head: its length in tenths, in units, and in radians


THING, BAND, ARROW = range(3)  # what a prop is to the picture: behind the body, or over it in a colour of its own


def lines_of(
    props: Sequence[tuple[str, int]], places: Sequence[tuple[float, float]], scale: float
) -> tuple[tuple[Line, ...], ...]:
    """Return the lines of things, bands and arrows; *places* are of their points, one prop after the other."""
    found: tuple[list[Line], list[Line], list[Line]] = ([], [], [])
    start = 0
    for name, count in props:
        thick = max(_FINEST, (_THIN if name in _THIN_ONES else _THICK) * scale)
        line = tuple([(x, y, thick) for x, y in places[start : start + count]])
        start += count
        kind = BAND if name == "band" else ARROW if name in _HEADS else THING
        found[kind].append(line)
        for way in [line, line[::-1]][: _HEADS.get(name, 0)]:
            found[kind].extend(_head(way, max(_HEAD_AT_LEAST, _HEAD * scale)))
    return tuple(map(tuple, found))


def _head(way: Line, length: float) -> Iterator[Line]:
    """Yield the two strokes of an arrow's head, where *way* ends."""
    (x0, y0, _), (x1, y1, thick) = way[-2:]
    backwards = atan2(y0 - y1, x0 - x1)
    for angle in (backwards + _HALF_ANGLE, backwards - _HALF_ANGLE):
        yield (x1, y1, thick), (x1 + length * cos(angle), y1 + length * sin(angle), thick)
