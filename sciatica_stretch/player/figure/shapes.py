"""What a posture looks like: shapes, in the order in which they are put over each other. Nothing here knows of dots.

One scale for both directions, so that nobody is ever stretched but by stretching. The worked side is full and strong,
the other one grey; the head is an empty circle, with a nose that says where the face is. Each part of the body is set
off by a rim of air from what it is in front of.
"""

from collections.abc import Iterator
from math import inf
from operator import itemgetter

from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.player.figure.film import JOINTS, Film
from sciatica_stretch.player.figure.props import Disc, Line, lines_of

# How thick a person is at each joint, in tenths, as films count.
_LEG = (("hip", 39.0), ("knee", 28.0), ("ankle", 19.0), ("toe", 13.0))
_ARM = (("shoulder", 25.0), ("elbow", 20.0), ("hand", 16.0))
_BACK = (52.0, 49.0, 46.0, 45.0, 45.0, 47.0, 49.0, 52.0, 54.0)  # from the hip up
_SHOULDERS, _PELVIS, _NECK, _HEAD, _SKULL, _BELLY = 30.0, 42.0, 24.0, 60.0, 9.0, 42.0
_RIM = 7.0
_NOSE_ROOT, _NOSE_TIP = 14.0, 7.0
_THINNEST, _THINNEST_ROOT, _THINNEST_TIP = 1.0, 0.8, 0.6  # the picture's units: what is to be seen as two dots, or one

_STRONG = "r"  # films are of the right side
_CURVE = [  # how much of its two ends and of the point that it aims at each point of the back is made of
    ((1 - t) ** 2, 2 * t * (1 - t), t * t, radius)
    for t, radius in ((number / (len(_BACK) - 1), radius) for number, radius in enumerate(_BACK))
]


@frozen
class Shape:
    """Something with an outline. First it and its *rim*, if it has one, are emptied, then it is filled in its style."""

    style: str  # "" stays empty
    lines: tuple[Line, ...]
    rim: float | None = None  # how wide, in the picture's units


def shapes(film: Film, frame: int, width: float, height: float) -> list[Shape]:
    """Return a frame's shapes in the order of painting, as large as a picture of *width* by *height* units has room.

    y is counted downwards. Of a unit's size are the dots of the cells; what is smooth may have far smaller ones.
    """
    return _Sitter(film, frame, width, height).shapes()


class _Sitter:
    """A person in the middle of a picture."""

    def __init__(self, film: Film, frame: int, width: float, height: float) -> None:
        self._film = film
        self._scale = scale = min(width / film.size[0], height / film.size[1])
        left = (width - film.size[0] * scale) / 2
        bottom = (height + film.size[1] * scale) / 2
        numbers = iter(film.frames[frame])
        points = [(left + x * scale, bottom - y * scale, z) for x, y, z in zip(numbers, numbers, numbers, strict=True)]
        self._at = dict(zip(JOINTS, points, strict=False))
        self._places = [(x, y) for x, y, _ in points[len(JOINTS) :]]

    def shapes(self) -> list[Shape]:
        things, bands, arrows = lines_of(self._film.props, self._places, self._scale)
        body = sorted([self._trunk(), self._head(), *self._limbs()], key=itemgetter(0))
        return [
            Shape("figure.prop", things),
            *(shape for _, shape in body),
            *self._face(),
            Shape("figure.band", bands),
            Shape("figure.arrow", arrows),
        ]

    def _part(self, style: str, *lines: Line) -> Shape:
        return Shape(style, lines, max(1.0, _RIM * self._scale))

    def _limbs(self) -> Iterator[tuple[float, Shape]]:
        """Yield each limb, and how near it is."""
        for side in "lr":
            for bones in (_LEG, _ARM):
                root, middle, end = (self._at[f"{joint}_{side}"][2] for joint, _ in bones[:3])
                line = tuple([self._disc(f"{joint}_{side}", radius) for joint, radius in bones])
                style = "figure.near" if side == _STRONG else "figure.far"
                yield (root + 2 * middle + end) / 4, self._part(style, line)

    def _trunk(self) -> tuple[float, Shape]:
        """Return the trunk: a curve from the hips to the chest, with the bars of pelvis and shoulders, and the neck."""
        (x0, y0, z0), (x1, y1, _), (x2, y2, z2) = (self._at[joint] for joint in ("hip", "spine", "chest"))
        x1, y1 = 2 * x1 - (x0 + x2) / 2, 2 * y1 - (y0 + y2) / 2  # where the curve has to aim, to pass through the spine
        back = [(a * x0 + b * x1 + c * x2, a * y0 + b * y1 + c * y2, self._thick(radius)) for a, b, c, radius in _CURVE]
        bars: list[Line] = [
            (self._disc("shoulder_l", _SHOULDERS), self._disc("shoulder_r", _SHOULDERS)),
            (self._disc("hip_l", _PELVIS), self._disc("hip_r", _PELVIS)),
            (self._disc("chest", _NECK), self._disc("head", _NECK)),
        ]
        if self._at["belly"] != self._at["spine"]:  # it stands out
            bars.append((back[1], self._disc("belly", _BELLY), back[-3]))
        return (z0 + z2) / 2, self._part("figure.trunk", tuple(back), *bars)

    def _head(self) -> tuple[float, Shape]:
        nearness = inf if self._film.over == "head" else self._at["head"][2]
        return nearness, self._part("figure.trunk", (self._disc("head", _HEAD),))

    def _face(self) -> tuple[Shape, Shape]:
        """Return the inside of the head, which is empty, and the nose."""
        x, y, radius = self._disc("head", _HEAD)
        inside = (x, y, radius - self._thick(_SKULL))
        tip_x, tip_y, _ = self._at["nose"]
        root = (x + (tip_x - x) * 0.6, y + (tip_y - y) * 0.6, max(_THINNEST_ROOT, _NOSE_ROOT * self._scale))
        tip = (tip_x, tip_y, max(_THINNEST_TIP, _NOSE_TIP * self._scale))
        return Shape("", ((inside,),), 0.0), Shape("figure.trunk", ((root, tip),))

    def _disc(self, joint: str, radius: float) -> Disc:
        x, y, _ = self._at[joint]
        return x, y, self._thick(radius)

    def _thick(self, radius: float) -> float:
        return max(_THINNEST, radius * self._scale)
