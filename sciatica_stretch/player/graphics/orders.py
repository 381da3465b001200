"""What is asked of who draws: which posture, and how large; and how what is answered ends."""

from math import sqrt
from typing import NamedTuple

from sciatica_stretch.player.figure.moving import Posture
from sciatica_stretch.player.graphics.terminal import Cell, Protocol

LAST = "\n"  # of a picture's file that is whole
_LONGEST_SIXEL = 1000  # pixels, either way: xterm takes no more
_MOST_KITTY = 400_000  # pixels: a larger picture is drawn smaller, and the terminal makes it large


class Order(NamedTuple):
    """A picture of *posture* that covers *columns* by *rows* cells, *width* by *height* pixels large."""

    posture: Posture
    columns: int
    rows: int
    width: int
    height: int

    @property
    def line(self) -> str:
        """How the child is asked for it."""
        pose, frame, side = self.posture.pose, self.posture.frame, "left" if self.posture.flipped else "right"
        return f"{self.width} {self.height} {pose} {frame} {side}"

    def is_like(self, other: "Order") -> bool:
        """Return whether they differ in the posture's frame at most."""
        pose, flipped = other.posture.pose, other.posture.flipped
        return (self.posture.pose, self.posture.flipped, *self[1:]) == (pose, flipped, *other[1:])


def ordered(posture: Posture, columns: int, rows: int, cell: Cell, protocol: Protocol) -> Order:
    """Return the order for a picture that fills so many cells, as far as the protocol has such large ones."""
    if protocol is Protocol.SIXEL:
        columns, rows = min(columns, _LONGEST_SIXEL // cell.width), min(rows, _LONGEST_SIXEL // cell.height)
        return Order(posture, columns, rows, columns * cell.width, rows * cell.height)
    width, height = columns * cell.width, rows * cell.height
    scale = min(1.0, sqrt(_MOST_KITTY / (width * height)))
    return Order(posture, columns, rows, round(width * scale), round(height * scale))
