"""A frame of a film, drawn: what is near over what is far, each with a rim of air that sets it off.

One scale for both directions, so that nobody is ever stretched but by stretching. The worked side is full and strong,
the other one grey; the head is an empty circle, with a nose that says where the face is.
"""

from functools import lru_cache
from itertools import groupby
from math import atan2, cos, inf, sin

from sciatica_stretch.player.figure.canvas import Canvas, Disc
from sciatica_stretch.player.figure.film import Film, load
from sciatica_stretch.player.figure.glyphs import Glyphs
from sciatica_stretch.player.frame import Row

MIN_COLUMNS, MIN_ROWS = 16, 5
JOINTS = (
    *("hip", "spine", "chest", "head", "nose"),
    *(f"{name}_{side}" for side in "lr" for name in ("hip", "knee", "ankle", "toe", "shoulder", "elbow", "hand")),
)
_STYLES = ("", "figure.prop", "figure.far", "figure.trunk", "figure.near", "figure.band", "figure.arrow")
_PROP, _FAR, _TRUNK, _NEAR, _BAND, _ARROW = range(1, len(_STYLES))
_LEG = (("hip", 3.9), ("knee", 2.8), ("ankle", 1.9), ("toe", 1.3))
_ARM = (("shoulder", 2.5), ("elbow", 2.0), ("hand", 1.6))
_TRUNK_RADII = (5.2, 4.6, 4.5, 4.9, 5.4)  # from the hip up
_HEAD = 6.0
_RIM = 1.0  # dots of air
_SHEER = frozenset({"floor", "mat"})
_ARROWS = {"arrow": 1, "arrows": 2}  # how many heads each kind has
_POINT, _POINT_ANGLE = 45.0, 0.6  # of an arrow's head: its length in tenths, and half its angle in radians
Shape = tuple[float, int, tuple[tuple[Disc, Disc], ...]]  # how near it is, its layer, and what it is made of


def draw(film: Film, frame: int, columns: int, rows: int, *, flipped: bool, glyphs: Glyphs) -> tuple[Row, ...]:
    """Return a frame in *rows* rows of *columns* cells, for the left side *flipped*; none where there is no room."""
    if columns < MIN_COLUMNS or rows < MIN_ROWS:
        return ()
    return _drawn(film.name, frame, columns, rows, flipped, glyphs)


@lru_cache(maxsize=512)
def _drawn(name: str, frame: int, columns: int, rows: int, flipped: bool, glyphs: Glyphs) -> tuple[Row, ...]:
    film = load(name)
    assert film is not None  # noqa: S101 - whoever asks has it
    canvas = Canvas(columns, rows, len(_STYLES))
    _Artist(film, frame, canvas, flipped=flipped).work()
    layers = [canvas.cells(layer) for layer in range(1, len(_STYLES))]
    return tuple(_row([layer[number] for layer in layers], glyphs) for number in range(rows))


def _row(layers: list[bytes], glyphs: Glyphs) -> Row:
    """Return the cells of one row: of what is in a cell, the topmost layer gives the colour."""
    length = len(layers[0])
    dots = 0
    styles = bytearray(length)
    for number, layer in enumerate(layers, start=1):
        value = int.from_bytes(layer, "little")
        if value:
            dots |= value
            for place, cell in enumerate(layer):
                if cell:
                    styles[place] = number
    spans = []
    cells = dots.to_bytes(length, "little")
    for style, places in groupby(range(length), key=styles.__getitem__):
        spans.append(("".join(glyphs[cells[place]] for place in places), _STYLES[style]))
    return tuple(spans)


class _Artist:
    """Puts one frame on a canvas."""

    def __init__(self, film: Film, frame: int, canvas: Canvas, *, flipped: bool) -> None:
        self._film = film
        self._canvas = canvas
        self._flipped = flipped
        width, height = film.size
        self._scale = min(canvas.width / width, canvas.height / height)
        self._left = (canvas.width - width * self._scale) / 2
        self._bottom = canvas.height - (canvas.height - height * self._scale) / 2
        numbers = film.frames[frame]
        points = [
            (self._x(x), self._bottom - y * self._scale, z)
            for x, y, z in zip(numbers[0::3], numbers[1::3], numbers[2::3], strict=True)
        ]
        self._at = dict(zip(JOINTS, points, strict=False))
        self._props = points[len(JOINTS) :]

    def work(self) -> None:
        """Draw it all."""
        later = self._props_drawn()
        shapes = [self._trunk(), self._head(), *(self._limb(*each) for each in self._limbs())]
        for _, layer, parts in sorted(shapes, key=lambda shape: shape[0]):
            for part in parts:
                self._canvas.clear(self._with_rim(part))
            for part in parts:
                self._canvas.fill(layer, part, halftone=layer == _FAR)
        self._face()
        for layer, part in later:
            self._canvas.fill(layer, part)

    def _x(self, x: float) -> float:
        placed = self._left + x * self._scale
        return self._canvas.width - placed if self._flipped else placed

    def _disc(self, joint: str, radius: float) -> Disc:
        x, y, _ = self._at[joint]
        return x, y, max(1.0, radius * 10 * self._scale)

    def _with_rim(self, part: tuple[Disc, Disc]) -> tuple[Disc, Disc]:
        (ax, ay, ar), (bx, by, br) = part
        return (ax, ay, ar + _RIM), (bx, by, br + _RIM)

    def _limbs(self) -> list[tuple[str, tuple[tuple[str, float], ...]]]:
        return [(side, bones) for side in "lr" for bones in (_LEG, _ARM)]

    def _limb(self, side: str, bones: tuple[tuple[str, float], ...]) -> Shape:
        discs = [self._disc(f"{joint}_{side}", radius) for joint, radius in bones]
        depths = [self._at[f"{joint}_{side}"][2] for joint, _ in bones]
        depth = (depths[0] + 2 * depths[1] + depths[2]) / 4
        near = self._film.near
        strong = near in {"both", side} or (near == "legs" and bones is _LEG)
        return depth, _NEAR if strong else _FAR, tuple(zip(discs, discs[1:], strict=False))

    def _trunk(self) -> Shape:
        """Return the trunk: a curve from the hips to the chest, with the bars of pelvis and shoulders, and the neck."""
        (hx, hy, hz), (sx, sy, _), (cx, cy, cz) = (self._at[name] for name in ("hip", "spine", "chest"))
        bx, by = 2 * sx - (hx + cx) / 2, 2 * sy - (hy + cy) / 2
        discs = []
        for number, radius in enumerate(_TRUNK_RADII):
            t = number / (len(_TRUNK_RADII) - 1)
            a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
            discs.append((a * hx + b * bx + c * cx, a * hy + b * by + c * cy, max(1.0, radius * 10 * self._scale)))
        parts = [
            *zip(discs, discs[1:], strict=False),
            (self._disc("shoulder_l", 3.0), self._disc("shoulder_r", 3.0)),
            (self._disc("hip_l", 4.2), self._disc("hip_r", 4.2)),
            (self._disc("chest", 2.4), self._disc("head", 2.4)),
        ]
        return (hz + cz) / 2, _TRUNK, tuple(parts)

    def _head(self) -> Shape:
        disc = self._disc("head", _HEAD)
        depth = inf if self._film.over == "head" else self._at["head"][2]
        return depth, _TRUNK, ((disc, disc),)

    def _face(self) -> None:
        """Empty the head, and put the nose on it."""
        x, y, radius = self._disc("head", _HEAD)
        inside = (x, y, radius - max(1.0, 0.9 * 10 * self._scale))
        self._canvas.clear((inside, inside))
        nx, ny, _ = self._at["nose"]
        root = (x + (nx - x) * 0.6, y + (ny - y) * 0.6, max(0.8, 14 * self._scale))
        self._canvas.fill(_TRUNK, (root, (nx, ny, max(0.6, 7 * self._scale))))

    def _props_drawn(self) -> list[tuple[int, tuple[Disc, Disc]]]:
        """Draw what stands around; return what is drawn over the body: the band and the arrows."""
        later: list[tuple[int, tuple[Disc, Disc]]] = []
        start = 0
        for kind, count in self._film.props:
            points = self._props[start : start + count]
            start += count
            thick = max(0.5, (6 if kind in _SHEER else 8) * self._scale)
            discs = [(x, y, thick) for x, y, _ in points]
            parts = list(zip(discs, discs[1:], strict=False))
            if kind == "band":
                later += [(_BAND, part) for part in parts]
            elif kind in _ARROWS:
                ends = [discs, discs[::-1]][: _ARROWS[kind]]
                later += [(_ARROW, part) for part in [*parts, *(each for way in ends for each in self._point(way))]]
            else:
                for part in parts:
                    self._canvas.fill(_PROP, part)
        return later

    def _point(self, way: list[Disc]) -> list[tuple[Disc, Disc]]:
        """Return the two strokes of an arrow's head, where *way* ends."""
        (x0, y0, _), (x1, y1, thick) = way[-2:]
        length = max(3.0, _POINT * self._scale)
        backwards = atan2(y0 - y1, x0 - x1)
        ends = [backwards + turn for turn in (_POINT_ANGLE, -_POINT_ANGLE)]
        return [((x1, y1, thick), (x1 + length * cos(a), y1 + length * sin(a), thick)) for a in ends]
