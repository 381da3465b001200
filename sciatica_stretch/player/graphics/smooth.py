"""A posture as pixels: the shapes that its cells show, without the cells, in the colours of a theme. Needs Pillow."""

from functools import lru_cache
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

from sciatica_stretch.player.figure.canvas import outline
from sciatica_stretch.player.figure.film import load
from sciatica_stretch.player.figure.shapes import shapes
from sciatica_stretch.player.look import Theme
from sciatica_stretch.player.themes import COLOURS, STYLES, rgb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sciatica_stretch.player.figure.moving import Posture
    from sciatica_stretch.player.figure.props import Line

Colour = tuple[int, int, int]

LEAST_REGISTERS = 16  # of colours, which is what the oldest terminals with sixels have
_FINE = 3  # units of a shape to a pixel, both ways, so that edges are smooth
_HALFTONE, _HALF = "figure.far", 0.5  # what has every second dot in cells has half of its colour here
_EDGES = {"quiet": (0.25, _HALF)}  # how much of a colour is in the steps between it and the paper
_OTHER_EDGES = (0.35, 0.7)
_MANY_EDGES = tuple(step / 8 for step in range(1, 8))


def smooth(posture: "Posture", width: int, height: int, theme: Theme, *, turned: bool = False) -> Image.Image:
    """Return *posture* in so many pixels, on the theme's paper; *turned* by half a turn."""
    film = load(posture.pose)
    assert film is not None  # noqa: S101 - whoever asks has it
    paper = colour("paper", theme)
    picture = Image.new("RGB", (width * _FINE, height * _FINE), paper)
    pen = ImageDraw.Draw(picture)
    for shape in shapes(film, posture.frame, *picture.size):
        if shape.rim is not None:
            put(pen, shape.lines, paper, shape.rim)
        if shape.style:
            put(pen, shape.lines, _ink(shape.style, theme))
    picture = picture.reduce(_FINE)
    if posture.flipped:
        picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return picture.transpose(Image.Transpose.ROTATE_180) if turned else picture


def put(pen: "ImageDraw.ImageDraw", lines: "Sequence[Line]", colour: tuple[int, ...], more: float = 0.0) -> None:
    """Fill *lines*, and so much *more* around them."""
    for line in lines:
        thicker = [(x, y, radius + more) for x, y, radius in line]
        for x, y, radius in thicker:
            pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)
        for a, b in pairwise(thicker):
            if corners := outline(a, b):
                pen.polygon(corners, fill=colour)


def with_palette(picture: Image.Image, colours: tuple[Colour, ...]) -> Image.Image:
    """Return *picture* in these *colours* alone, as numbers of them."""
    return picture.quantize(palette=_palette_image(colours), dither=Image.Dither.NONE)


@lru_cache
def palette(theme: Theme, *, many: bool = False) -> tuple[Colour, ...]:
    """Return the colours that a picture is made of: the paper, those of the styles, and steps between them and it.

    They are as few as LEAST_REGISTERS, or *many*.
    """
    names = dict.fromkeys(whose for style, (_, whose) in STYLES.items() if style.startswith("figure."))
    edges = {name: _MANY_EDGES if many else _EDGES.get(name, _OTHER_EDGES) for name in names}
    return (colour("paper", theme), *(_between(name, part, theme) for name in names for part in (*edges[name], 1.0)))


def colour(name: str, theme: Theme) -> Colour:
    """Return what the theme's colour called *name* is."""
    return rgb(COLOURS[theme][name])


def _ink(style: str, theme: Theme) -> Colour:
    return _between(STYLES[style][1], _HALF if style == _HALFTONE else 1.0, theme)


def _between(name: str, part: float, theme: Theme) -> Colour:
    """Return a colour of which only *part* is on the paper."""
    pair = zip(colour("paper", theme), colour(name, theme), strict=True)
    red, green, blue = (round(low + (high - low) * part) for low, high in pair)
    return red, green, blue


@lru_cache
def _palette_image(colours: tuple[Colour, ...]) -> Image.Image:
    image = Image.new("P", (1, 1))
    image.putpalette([*chain.from_iterable(colours)])
    return image
