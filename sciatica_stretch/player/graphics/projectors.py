"""How a picture gets onto the screen, and off it again: by sixels, or by kitty's graphics protocol.

What is said here goes into the same write as the text that changes with it. Each picture covers the one before it
wholly, so that nothing is ever seen between the two.
"""

from collections import OrderedDict
from typing import Protocol

from sciatica_stretch.player.frame import Hung, Picture

_MOST = 64  # pictures that kitty keeps for us, each of at most 1.6 MB; it has 320 MB for all
_CHUNK = 4096  # characters of a picture in one of kitty's sequences


class Projector(Protocol):
    """Knows what pictures the terminal has got."""

    def change(self, before: Hung | None, now: Hung | None, *, anew: bool) -> str:
        """Return what brings *now* in the place of *before*; *anew* where all text has been written over."""
        ...

    def lost(self) -> None:
        """Take note that of what was said last there is no telling whether it was taken."""
        ...

    def leave(self) -> str:
        """Return what takes all pictures away."""
        ...


class Sixels:
    """Pictures as pixels in the cells: text that is written over them takes them away."""

    def change(self, before: Hung | None, now: Hung | None, *, anew: bool) -> str:
        """Return the picture with its place; of one that goes, nothing."""
        if now is None or (now == before and not anew):
            return ""
        return f"{_at(now)}{now.picture.content}"

    def lost(self) -> None:
        """Do nothing: all will be painted anew."""

    def leave(self) -> str:
        """Return nothing: they stay behind on the other screen."""
        return ""


class KittyPictures:
    """Pictures that the terminal keeps by their numbers: each is sent once, and shown by a line."""

    def __init__(self, first: int) -> None:
        """Have the pictures' numbers begin with *first*, so that those of other programs are left alone."""
        self._first = first
        self._kept: OrderedDict[int, None] = OrderedDict()  # the one longest unused at the front
        self._certain: set[int] = set()  # of these those that were surely taken, and not lost since
        self._placed: set[int] = set()  # one, or after trouble those that may be on the screen
        self._were_placed: set[int] = set()

    def change(self, before: Hung | None, now: Hung | None, *, anew: bool) -> str:
        """Return what shows the new one over the old one, and then takes that away."""
        if now == before and not anew:
            return ""
        said, placed = [], set()
        if now:
            number = self._first + now.picture.number
            if number not in self._certain:
                said.append(_sent(number, now.picture))
                self._certain.add(number)
            self._kept[number] = None
            self._kept.move_to_end(number)
            placed.add(number)
            size = f"c={now.picture.columns},r={now.picture.rows}"
            said.append(f"{_at(now)}\x1b_Ga=p,i={number},p=1,{size},C=1,q=1\x1b\\")
        said += [f"\x1b_Ga=d,d=i,i={number},q=2\x1b\\" for number in sorted(self._placed - placed)]
        self._were_placed, self._placed = self._placed, placed
        return "".join(said + self._let_go())

    def lost(self) -> None:
        """Take note that no picture is there for certain, and that the last two may be on the screen."""
        self._certain.clear()
        self._placed |= self._were_placed

    def leave(self) -> str:
        """Return what has the terminal forget all of them."""
        said = "".join(map(_forgotten, self._kept))
        for numbers in (self._kept, self._certain, self._placed, self._were_placed):
            numbers.clear()
        return said

    def _let_go(self) -> list[str]:
        """Have the terminal forget what was longest unused, where it keeps too much."""
        said = []
        while len(self._kept) > _MOST:
            number, _ = self._kept.popitem(last=False)
            self._certain.discard(number)
            said.append(_forgotten(number))
        return said


def _at(hung: Hung) -> str:
    return f"\x1b[{hung.top + 1};{hung.left + 1}H"


def _sent(number: int, picture: Picture) -> str:
    """Return the sequences that hand over a picture, which is a PNG file in base64."""
    chunks = [picture.content[start : start + _CHUNK] for start in range(0, len(picture.content), _CHUNK)]
    more = [1] * (len(chunks) - 1) + [0]
    first = f"a=t,f=100,i={number},"
    return "".join(
        f"\x1b_G{'' if place else first}q=1,m={m};{chunk}\x1b\\"
        for place, (m, chunk) in enumerate(zip(more, chunks, strict=True))
    )


def _forgotten(number: int) -> str:
    return f"\x1b_Ga=d,d=I,i={number},q=2\x1b\\"
