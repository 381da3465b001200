"""A posture as pixels: what its cells would show, without the cells, in the colours of a theme. Needs Pillow."""

from functools import lru_cache
from itertools import chain

from PIL import Image

from sciatica_stretch.player.figure.drawing import STYLES, Paper, painted
from sciatica_stretch.player.figure.film import load
from sciatica_stretch.player.figure.moving import Posture
from sciatica_stretch.player.look import Theme
from sciatica_stretch.player.themes import COLOURS, rgb
from sciatica_stretch.player.themes import STYLES as WRITTEN

Colour = tuple[int, int, int]

_FINE = 2  # dots a pixel, both ways, so that edges are smooth
_ALSO = {"quiet": (0.3, 0.5)}  # what is far has every second dot, so half of its colour is a colour of its own
_EDGES = (0.35, 0.7)  # how much of a colour is in the steps between it and the paper
LEAST_REGISTERS = 16  # of colours, which is what the oldest terminals with sixels have


def smooth(posture: Posture, width: int, height: int, theme: Theme, *, turned: bool = False) -> Image.Image:
    """Return *posture* in so many pixels, on the theme's paper; *turned* by half a turn."""
    film = load(posture.pose)
    assert film is not None  # noqa: S101 - whoever asks has it
    across, down = width * _FINE, height * _FINE
    paper = Paper(-(-across // 2), -(-down // 4), flipped=posture.flipped)
    canvas = painted(film, posture.frame, paper)
    picture = Image.new("RGB", (canvas.width, canvas.height), colour("paper", theme))
    for style, dots in zip(STYLES, canvas.layers, strict=True):
        if style and any(dots):
            lines = b"".join(row.to_bytes((canvas.width + 7) // 8, "little") for row in dots)
            mask = Image.frombytes("1", picture.size, lines, "raw", "1;R")
            picture.paste(colour(WRITTEN[style][1], theme), mask=mask)
    picture = picture.crop((0, 0, across, down)).reduce(_FINE)
    return picture.transpose(Image.Transpose.ROTATE_180) if turned else picture


def with_few_colours(picture: Image.Image, theme: Theme) -> Image.Image:
    """Return *picture* with the colours of `palette`, as numbers in it."""
    return picture.quantize(palette=_palette_image(theme), dither=Image.Dither.NONE)


@lru_cache
def palette(theme: Theme) -> tuple[Colour, ...]:
    """Return the colours that a picture is made of: the paper, those of the styles, and steps between them and it."""
    paper = colour("paper", theme)
    names = dict.fromkeys(WRITTEN[style][1] for style in STYLES if style)
    steps = (_between(paper, colour(name, theme), part) for name in names for part in (*_ALSO.get(name, _EDGES), 1.0))
    return (paper, *steps)


def colour(name: str, theme: Theme) -> Colour:
    """Return what the theme's colour called *name* is."""
    return rgb(COLOURS[theme][name])


@lru_cache
def _palette_image(theme: Theme) -> Image.Image:
    image = Image.new("P", (1, 1))
    image.putpalette([*chain.from_iterable(palette(theme))])
    return image


def _between(paper: Colour, ink: Colour, part: float) -> Colour:
    red, green, blue = (round(low + (high - low) * part) for low, high in zip(paper, ink, strict=True))
    return red, green, blue
