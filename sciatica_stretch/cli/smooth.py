"""Figures as smooth pictures, where the terminal speaks sixel or kitty graphics and the extra [pictures] is installed.

Never in the way: without the extra, or the terminal's word that it can, there is nothing here to be used.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sciatica_stretch.core.side import Side
from sciatica_stretch.player.figure.shapes import shapes

if TYPE_CHECKING:
    from PIL.Image import Image

    from sciatica_stretch.cli.world import World
    from sciatica_stretch.player.figure.film import Film

Graphics = Callable[..., Any]  # what makes of a picture something that rich can print
_COLOURS = {
    "figure.near": (60, 170, 75),
    "figure.far": (150, 175, 150),
    "figure.trunk": (165, 165, 175),
    "figure.band": (220, 60, 60),
    "figure.prop": (125, 125, 125),
    "figure.arrow": (225, 160, 20),
}  # to be seen on a dark and on a light ground
_CELL = (10, 20)  # pixels; the terminal scales to its own
_FINE = 2  # dots a pixel, so that edges are smooth


@dataclass(frozen=True, slots=True)
class Still:
    """A frame of a pose, for a side."""

    film: "Film"
    frame: int
    side: Side | None


def graphics_of(world: "World") -> Graphics | None:
    """Return what draws pictures on this terminal, or None. The terminal is asked, for a tenth of a second at most."""
    if not (world.settings.smooth and world.interactive and world.stdout is sys.__stdout__) or world.wants_plain_lines:
        return None
    try:
        from textual_image import renderable
    except ImportError:
        return None
    able: tuple[Graphics, ...] = (renderable.SixelImage, renderable.TGPImage)
    return renderable.Image if renderable.Image in able else None


def say_picture(world: "World", graphics: Graphics, stills: Sequence[Still], columns: int, gap: int) -> None:
    """Write *stills* beside each other, each *columns* wide, *gap* apart."""
    from PIL import Image

    from sciatica_stretch.cli.figures import rows_for
    from sciatica_stretch.cli.tables import console

    rows = rows_for(columns)
    width = len(stills) * (columns + gap) - gap
    picture = Image.new("RGBA", (width * _CELL[0], rows * _CELL[1]))
    for number, still in enumerate(stills):
        picture.paste(smooth(still, columns, rows), (number * (columns + gap) * _CELL[0], 0))
    console(world).print(graphics(picture, width=width, height=rows))


def smooth(still: Still, columns: int, rows: int) -> "Image":
    """Return a picture of what *columns* by *rows* cells would show, without the cells."""
    from PIL import Image, ImageDraw

    from sciatica_stretch.player.graphics.smooth import put

    width, height = columns * _CELL[0] * _FINE, rows * _CELL[1] * _FINE
    picture = Image.new("RGBA", (width, height))
    pen = ImageDraw.Draw(picture)
    for shape in shapes(still.film, still.frame, width, height):
        if shape.rim is not None:
            put(pen, shape.lines, (0, 0, 0, 0), shape.rim)
        if shape.style:
            put(pen, shape.lines, (*_COLOURS[shape.style], 255))
    if still.side is Side.LEFT:
        picture = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return picture.resize((width // _FINE, height // _FINE), Image.Resampling.BOX)
