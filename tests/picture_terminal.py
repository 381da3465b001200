"""A terminal with pictures, as strict as none is: what it isn't told by the book is an error.

By the book: the VT340's manual for sixels, https://sw.kovidgoyal.net/kitty/graphics-protocol/ for the other protocol.
"""

import base64
import io
import re
from dataclasses import dataclass, field

from PIL import Image

_PIECES = re.compile(
    r"\x1b\[(?P<row>\d+);(?P<column>\d+)H"
    r"|\x1b\[(?P<sgr>[\d;]*)m"
    r"|\x1b\[\?(?P<mode>\d+)(?P<how>[hlsr])"
    r"|\x1b\[(?P<asked>16t|c)"
    r"|\x1b_G(?P<kitty>[^\x1b]*)\x1b\\"
    r"|\x1bP(?P<sixel>[^\x1b]*)\x1b\\"
    r"|(?P<text>[^\x1b\x00-\x1f]+)"
)
_SIXELS = re.compile(r'"(?P<size>[\d;]+)|#(?P<number>\d+)(?:;2;(?P<colour>[\d;]+))?|!(?P<count>\d+)(?P<run>[?-~])')
_ASKED = 31
Place = tuple[int, int]  # row and column


@dataclass
class PictureTerminal:
    """What is on the screen after all that was `fed`: a character for each cell, and pictures over them."""

    columns: int = 80
    rows: int = 24
    cell: tuple[int, int] = (8, 17)
    sixels: dict[Place, Image.Image] = field(default_factory=dict)  # what of them nobody has written over
    images: dict[int, Image.Image] = field(default_factory=dict)
    placed: dict[int, tuple[Place, tuple[int, int]]] = field(
        default_factory=dict
    )  # where, and how many columns and rows
    modes: set[int] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.text = {(row, column): " " for row in range(self.rows) for column in range(self.columns)}
        self._at = (0, 0)
        self._coming: tuple[dict[str, str], str] | None = None

    def feed(self, written: str) -> None:
        """Take in whole sequences."""
        at = 0
        while at < len(written):
            piece = _PIECES.match(written, at)
            assert piece, f"unheard of: {written[at : at + 40]!r}"
            at = piece.end()
            self._take(piece)

    def resize(self, columns: int, rows: int) -> None:
        """Change the window's size; of sixels stays what is still inside."""
        self.columns, self.rows = columns, rows
        self.text = {(row, column): " " for row in range(rows) for column in range(columns)}
        for (row, column), picture in list(self.sixels.items()):
            left, top = max(0, columns - column) * self.cell[0], max(0, rows - row) * self.cell[1]
            picture.paste((0, 0, 0, 0), (left, 0, max(left, picture.width), picture.height))
            picture.paste((0, 0, 0, 0), (0, top, picture.width, max(top, picture.height)))
            if not picture.getbbox():
                del self.sixels[row, column]

    @property
    def has_pictures(self) -> bool:
        return bool(self.sixels or self.images or self.placed)

    @property
    def seen(self) -> str:
        lines = ("".join(self.text[row, column] for column in range(self.columns)) for row in range(self.rows))
        return "\n".join(line.rstrip() for line in lines)

    def _take(self, piece: "re.Match[str]") -> None:
        match piece.lastgroup:
            case "column":
                self._at = int(piece["row"]) - 1, int(piece["column"]) - 1
                assert self._at in self.text
            case "how":
                change = self.modes.add if piece["how"] == "h" else self.modes.discard
                change(int(piece["mode"]))
            case "asked":
                self.asked.append(piece["asked"])
            case "kitty":
                self._kitty(piece["kitty"])
            case "sixel":
                self._sixel(piece["sixel"])
            case "text":
                self._write(piece["text"])
            case _:
                pass  # a colour

    def _write(self, text: str) -> None:
        row, column = self._at
        for number, character in enumerate(text, start=column):
            assert (row, number) in self.text
            self.text[row, number] = character
            for place in [each for each, picture in self.sixels.items() if self._covers(each, picture, (row, number))]:
                self._cut(place, (row, number))
        self._at = row, column + len(text)

    def _covers(self, place: Place, picture: Image.Image, cell: Place) -> bool:
        left, top = (cell[1] - place[1]) * self.cell[0], (cell[0] - place[0]) * self.cell[1]
        return 0 <= left < picture.width and 0 <= top < picture.height

    def _cut(self, place: Place, cell: Place) -> None:
        """Have a cell's part of a picture gone."""
        picture = self.sixels[place]
        left, top = (cell[1] - place[1]) * self.cell[0], (cell[0] - place[0]) * self.cell[1]
        picture.paste((0, 0, 0, 0), (left, top, left + self.cell[0], top + self.cell[1]))
        if not picture.getbbox():
            del self.sixels[place]

    def _sixel(self, sixels: str) -> None:
        picture = decoded(sixels)
        row, column = self._at
        width, height = self.cell
        last = row + -(-picture.height // height) - 1, column + -(-picture.width // width) - 1
        assert last in self.text, "a picture reaches out of the window"
        if self._at in self.sixels and self.sixels[self._at].size == picture.size:
            self.sixels[self._at].alpha_composite(picture)
        else:
            self.sixels[self._at] = picture

    def _kitty(self, said: str) -> None:
        control, _, payload = said.partition(";")
        keys = dict(pair.split("=") for pair in control.split(","))
        if self._coming:
            assert set(keys) == {"q", "m"}
            keys, payload = self._coming[0] | keys, self._coming[1] + payload
        assert len(payload) % 4 == 0
        match keys["a"]:
            case "q":
                assert int(keys["i"]) == _ASKED
            case "t" if keys["m"] == "1":
                self._coming = keys, payload
            case "t":
                self._coming = None
                assert keys["f"] == "100"
                self.placed.pop(int(keys["i"]), None)
                self.images[int(keys["i"])] = Image.open(io.BytesIO(base64.b64decode(payload)))
            case "p":
                assert int(keys["i"]) in self.images, "no such picture"
                assert keys["C"] == "1", "the cursor moves"
                self.placed[int(keys["i"])] = self._at, (int(keys["c"]), int(keys["r"]))
            case "d":
                assert keys["d"] in {"i", "I"}
                self.placed.pop(int(keys["i"]), None)
                if keys["d"] == "I":
                    self.images.pop(int(keys["i"]), None)
            case unheard_of:
                raise AssertionError(unheard_of)


def decoded(sixels: str) -> Image.Image:
    """Return what a sixel sequence without its frame shows; a pixel that it doesn't paint is clear."""
    head, _, rest = sixels.partition("q")
    assert re.fullmatch(r"[\d;]*", head)
    size = _SIXELS.match(rest)
    assert size, "no size"
    ratio, width, height = size["size"].split(";", 2)[:2], *map(int, size["size"].split(";")[2:])
    assert ratio == ["1", "1"], "pixels that aren't square"
    picture = Image.new("RGBA", (width, height))
    pixels = picture.load()
    assert pixels
    palette: dict[int, tuple[int, int, int, int]] = {}
    colour, x, top, at = (0, 0, 0, 0), 0, 0, size.end()
    while at < len(rest):
        count, run = 1, rest[at]
        if found := _SIXELS.match(rest, at):
            at = found.end()
            if found["number"]:
                number = int(found["number"])
                if found["colour"]:
                    red, green, blue = (round(int(part) * 2.55) for part in found["colour"].split(";"))
                    palette[number] = red, green, blue, 255
                else:
                    colour = palette[number]
                continue
            count, run = int(found["count"]), found["run"]
        else:
            at += 1
        if run in "$-":
            x, top = 0, top + 6 * (run == "-")
            continue
        bits = ord(run) - 0x3F
        assert 0 <= bits < 64
        for bit in range(6):
            if bits >> bit & 1:
                for each in range(x, x + count):
                    pixels[each, top + bit] = colour  # out of its size it is an error
        x += count
    return picture
