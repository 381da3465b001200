"""What a terminal says of itself when it is asked for pictures: which protocol it speaks, and how large its cells are.

It is asked behind the first picture, and never waited for: the answers come by the keyboard, maybe late, maybe never.
The question about the device stands last, for every terminal answers that one, and all answer in order.
"""

import re
from enum import StrEnum

from sciatica_stretch.core.frozen import frozen

_ASKED = 31  # the number of a picture that is never shown
ABOUT_CELLS = "\x1b[16t\x1b[c"
QUESTION = f"\x1b_Gi={_ASKED},s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\{ABOUT_CELLS}"

_KITTY = re.compile(r"\x1b_G(?:[^;]*,)?i=(?P<number>\d+)[^;]*;(?P<said>[^\x1b]*)\x1b\\", re.DOTALL)
_CELL = re.compile(r"\x1b\[6;(?P<height>\d+);(?P<width>\d+)t")
_DEVICE = re.compile(r"\x1b\[\?(?P<able>[\d;]*)c")
_SIXEL = "4"
_SMALLEST, _LARGEST = 4, 200  # pixels of a cell, either way; what is outside is no cell's size


class Protocol(StrEnum):
    """How pictures get to a terminal."""

    KITTY = "kitty"
    SIXEL = "sixel"


@frozen
class Cell:
    """The size of a terminal's cell, in pixels."""

    width: int
    height: int


class Answers:
    """What the terminal has said until now; what is no answer to these questions says nothing."""

    def __init__(self) -> None:
        self.cell: Cell | None = None
        self.complete = False  # nothing more will be said
        self.refused: int | None = None  # the number of the picture that the terminal last complained about
        self._kitty = self._sixel = False

    @property
    def protocol(self) -> Protocol | None:
        """The better one of those that it speaks; None while that isn't known, and where it speaks none."""
        if not self.complete:
            return None
        return Protocol.KITTY if self._kitty else Protocol.SIXEL if self._sixel else None

    def hear(self, answer: str) -> None:
        """Take in one answer."""
        if device := _DEVICE.fullmatch(answer):
            self._sixel = _SIXEL in device["able"].split(";")[1:]
            self.complete = True
        elif cell := _CELL.fullmatch(answer):
            self.cell = a_cell(int(cell["width"]), int(cell["height"]))
        elif kitty := _KITTY.fullmatch(answer):
            number, is_fine = int(kitty["number"]), kitty["said"] == "OK"
            if number == _ASKED:
                self._kitty = is_fine
            elif not is_fine:
                self.refused = number


def a_cell(width: int, height: int) -> Cell | None:
    """Return a cell of that size, if a cell may be so large."""
    may_be = all(_SMALLEST <= length <= _LARGEST for length in (width, height))
    return Cell(width, height) if may_be else None
