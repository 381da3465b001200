"""A frame of a film, drawn: what is near over what is far, each with a rim of air that sets it off.

One scale for both directions, so that nobody is ever stretched but by stretching. The worked side is full and strong,
the other one grey; the head is an empty circle, with a nose that says where the face is.
"""

from functools import lru_cache
from itertools import groupby, pairwise
from math import inf
from operator import itemgetter

from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.player.figure.canvas import Canvas, Disc, Stroke
from sciatica_stretch.player.figure.film import JOINTS, Film, load
from sciatica_stretch.player.figure.glyphs import Ink, characters
from sciatica_stretch.player.figure.props import strokes
from sciatica_stretch.player.frame import Row

MIN_COLUMNS, MIN_ROWS = 20, 7  # below, a figure is a smudge
STYLES = ("", "figure.prop", "figure.far", "figure.trunk", "figure.near", "figure.band", "figure.arrow")
_PROP, _FAR, _TRUNK, _NEAR, _BAND, _ARROW = range(1, len(STYLES))  # the layers: what is above gives a cell its colour

_STRONG = "r"  # films are of the right side, and flipped for the left one

# How thick a person is at each joint, in tenths, as films count.
_LEG = (("hip", 39.0), ("knee", 28.0), ("ankle", 19.0), ("toe", 13.0))
_ARM = (("shoulder", 25.0), ("elbow", 20.0), ("hand", 16.0))
_BACK = (52.0, 49.0, 46.0, 45.0, 45.0, 47.0, 49.0, 52.0, 54.0)  # from the hip up
_SHOULDERS, _PELVIS, _NECK, _HEAD, _SKULL = 30.0, 42.0, 24.0, 60.0, 9.0
_RIM = 7.0  # of air, and one dot at least
_NOSE_ROOT, _NOSE_TIP = 14.0, 7.0
_THINNEST = 1.0  # dots: the radius of what is to be seen as two dots


@frozen
class Paper:
    """What a figure is drawn on: so many cells, with such an ink; *flipped* for the left side."""

    columns: int
    rows: int
    flipped: bool = False
    ink: Ink = Ink.BRAILLE


_Shape = tuple[float, int, tuple[Stroke, ...]]  # a part of the body: how near it is, its layer, and what it is made of


def draw(film: Film, frame: int, paper: Paper) -> tuple[Row, ...]:
    """Return a frame in rows that fill *paper*; none where there is no room."""
    if paper.columns < MIN_COLUMNS or paper.rows < MIN_ROWS:
        return ()
    return _drawn(film.name, frame, paper)


@lru_cache(maxsize=512)
def _drawn(name: str, frame: int, paper: Paper) -> tuple[Row, ...]:
    film = load(name)
    assert film is not None  # noqa: S101 - whoever asks has it
    canvas = painted(film, frame, paper)
    layers = [canvas.cells(layer) for layer in range(1, len(STYLES))]
    return _the_one(tuple(_row([layer[number] for layer in layers], paper.ink) for number in range(paper.rows)))


@lru_cache(maxsize=512)
def _the_one(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Return the first of all that equal *rows*: a movement can be smaller than a dot."""
    return rows


def painted(film: Film, frame: int, paper: Paper) -> Canvas:
    """Return a frame as layers of dots, one for each of STYLES."""
    canvas = Canvas(paper.columns, paper.rows, len(STYLES))
    _Artist(film, frame, canvas).work()
    if paper.flipped:
        canvas.flip()
    return canvas


def _row(layers: list[bytes], ink: Ink) -> Row:
    """Return the cells of one row: of what is in a cell, the topmost layer gives the colour."""
    length = len(layers[0])
    known = characters(ink)
    together = 0
    styles = bytearray(length)
    for number, layer in enumerate(layers, start=1):
        if dots := int.from_bytes(layer, "little"):
            together |= dots
            for place, cell in enumerate(layer):
                if cell:
                    styles[place] = number
    cells = "".join([known[dots] for dots in together.to_bytes(length, "little")])
    spans = []
    start = 0
    for style, run in groupby(styles):
        end = start + len(list(run))
        spans.append((cells[start:end], STYLES[style]))
        start = end
    return tuple(spans)


class _Artist:
    """Puts one frame on a canvas."""

    def __init__(self, film: Film, frame: int, canvas: Canvas) -> None:
        self._film = film
        self._canvas = canvas
        width, height = film.size
        self._scale = scale = min(canvas.width / width, canvas.height / height)
        left = (canvas.width - width * scale) / 2
        bottom = (canvas.height + height * scale) / 2
        numbers = iter(film.frames[frame])
        points = [(left + x * scale, bottom - y * scale, z) for x, y, z in zip(numbers, numbers, numbers, strict=True)]
        self._at = dict(zip(JOINTS, points, strict=False))
        self._places = [(x, y) for x, y, _ in points[len(JOINTS) :]]

    def work(self) -> None:
        """Draw it all."""
        canvas = self._canvas
        rim = max(1, round(_RIM * self._scale))
        things, bands, arrows = strokes(self._film.props, self._places, self._scale)
        canvas.fill(_PROP, canvas.area(things))
        for _, layer, parts in sorted(self._body(), key=itemgetter(0)):
            area = canvas.area(parts)
            canvas.clear(canvas.with_rim(area, rim))
            canvas.fill(layer, area, halftone=layer == _FAR)
        self._face()
        canvas.fill(_BAND, canvas.area(bands))
        canvas.fill(_ARROW, canvas.area(arrows))

    def _body(self) -> list[_Shape]:
        limbs = [self._limb(side, bones) for side in "lr" for bones in (_LEG, _ARM)]
        return [self._trunk(), self._head(), *limbs]

    def _disc(self, joint: str, radius: float) -> Disc:
        x, y, _ = self._at[joint]
        return x, y, self._thick(radius)

    def _thick(self, radius: float) -> float:
        return max(_THINNEST, radius * self._scale)

    def _limb(self, side: str, bones: tuple[tuple[str, float], ...]) -> _Shape:
        root, middle, end = (self._at[f"{joint}_{side}"][2] for joint, _ in bones[:3])
        parts = tuple(pairwise(self._disc(f"{joint}_{side}", radius) for joint, radius in bones))
        return ((root + 2 * middle + end) / 4, _NEAR if side == _STRONG else _FAR, parts)

    def _trunk(self) -> _Shape:
        """Return the trunk: a curve from the hips to the chest, with the bars of pelvis and shoulders, and the neck."""
        (x0, y0, z0), (x1, y1, _), (x2, y2, z2) = (self._at[joint] for joint in ("hip", "spine", "chest"))
        x1, y1 = 2 * x1 - (x0 + x2) / 2, 2 * y1 - (y0 + y2) / 2  # where the curve has to aim, to pass through the spine
        back = []
        for number, radius in enumerate(_BACK):
            t = number / (len(_BACK) - 1)
            a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
            back.append((a * x0 + b * x1 + c * x2, a * y0 + b * y1 + c * y2, self._thick(radius)))
        bars = [
            (self._disc("shoulder_l", _SHOULDERS), self._disc("shoulder_r", _SHOULDERS)),
            (self._disc("hip_l", _PELVIS), self._disc("hip_r", _PELVIS)),
            (self._disc("chest", _NECK), self._disc("head", _NECK)),
        ]
        return ((z0 + z2) / 2, _TRUNK, (*pairwise(back), *bars))

    def _head(self) -> _Shape:
        disc = self._disc("head", _HEAD)
        return (inf if self._film.over == "head" else self._at["head"][2], _TRUNK, ((disc, disc),))

    def _face(self) -> None:
        """Empty the head, and put the nose on it."""
        x, y, radius = self._disc("head", _HEAD)
        inside = (x, y, radius - self._thick(_SKULL))
        self._canvas.clear(self._canvas.area([(inside, inside)]))
        tip_x, tip_y, _ = self._at["nose"]
        root = (x + (tip_x - x) * 0.6, y + (tip_y - y) * 0.6, max(0.8, _NOSE_ROOT * self._scale))
        nose = (root, (tip_x, tip_y, max(0.6, _NOSE_TIP * self._scale)))
        self._canvas.fill(_TRUNK, self._canvas.area([nose]))
