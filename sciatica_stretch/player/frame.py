"""A picture of the screen as data: regions of styled text, each at its place. No terminal in here."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from rich.cells import cell_len, chop_cells, set_cell_size

from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.core.text import visible

COVERED = "covered"  # the style of cells that a picture covers: to be written anew when it no longer does
Span = tuple[str, str]  # text, and the name of its style
Row = tuple[Span, ...]


@frozen
class Region:
    """Rows of text at a place; each row is exactly *width* cells wide."""

    top: int
    left: int
    width: int
    rows: tuple[Row, ...]


@frozen
class Picture:
    """A smooth picture that covers so many cells; *content* is what the terminal is sent of it."""

    number: int  # no other has it
    columns: int
    rows: int
    content: str


@frozen
class Hung:
    """A picture in its place."""

    picture: Picture
    top: int
    left: int


@frozen
class Frame:
    """The whole picture; its regions don't overlap, and what they leave free is blank."""

    columns: int
    rows: int
    regions: tuple[Region, ...]
    moving: int | None = None  # which of the regions is the figure
    hung: Hung | None = None  # what covers that region, where it isn't drawn in cells

    @property
    def geometry(self) -> tuple[object, ...]:
        """What two frames share when one can be painted over the other region by region."""
        return self.columns, self.rows, *[(each.top, each.left, each.width, len(each.rows)) for each in self.regions]

    def whole_rows(self) -> Iterable[Row]:
        """Yield the screen's rows from the top, gaps filled with blanks."""
        for number in range(self.rows):
            spans: list[Span] = []
            column = 0
            for region in sorted(self.regions, key=lambda region: region.left):
                if region.top <= number < region.top + len(region.rows):
                    spans += [(" " * (region.left - column), ""), *region.rows[number - region.top]]
                    column = region.left + region.width
            yield (*spans, (" " * (self.columns - column), ""))

    def hanging(self, picture: Picture) -> "Frame":
        """Return this frame with *picture* over the figure's region, in its middle."""
        assert self.moving is not None  # noqa: S101 - whoever draws a figure has a place for it
        place = self.regions[self.moving]
        top = place.top + (len(place.rows) - picture.rows) // 2
        left = place.left + (place.width - picture.columns) // 2
        return Frame(self.columns, self.rows, self.regions, self.moving, Hung(picture, top, left))

    def as_text(self) -> str:
        """Return the picture without its styles, as a person would copy it from the screen."""
        lines = ("".join(text for text, _ in row).rstrip() for row in self.whole_rows())
        return "\n".join(lines).rstrip("\n") + "\n"


class _Marks(dict[str, str]):
    """A character for each style."""

    def __missing__(self, style: str) -> str:
        self[style] = chr(len(self))
        return self[style]


_MARKS = _Marks()
_CELL_BITS, _CHARACTER_BITS = 32, 21  # those of a character's number, and what is left above them is for its style
_NOT_SURELY_NARROW = re.compile("[^\x20-\x7e\u00b7\u2500-\u259f\u2800-\u28ff]")  # text, blocks, braille


def difference(was: Row, row: Row) -> tuple[int, Row]:
    """Return how many cells at the start of *row* can stay, and what has to be written after them.

    A cell on either side of what changed is written again, for some fonts' characters reach into the next cell.
    """
    before, after = _cells(was), _cells(row)
    if before is None or after is None:
        return 0, row
    if not (changed := before ^ after):
        return 0, ()
    first, last = _lowest(changed) // _CELL_BITS, (changed.bit_length() - 1) // _CELL_BITS
    start = max(first - 1, 0)
    return start, tuple(_cut(row, start, last + 2))


@lru_cache(maxsize=256)
def _cells(row: Row) -> int | None:
    """Return a number in which each cell has its own bits, from the left; None where a character takes two, or none."""
    if any(_has_wide(text) for text, _ in row):
        return None
    text = "".join([text for text, _ in row]).encode("utf-32-le")
    styles = "".join([_MARKS[style] * len(text) for text, style in row]).encode("utf-32-le")
    return int.from_bytes(text, "little") | int.from_bytes(styles, "little") << _CHARACTER_BITS


def _has_wide(text: str) -> bool:
    return not text.isascii() and any(cell_len(each) != 1 for each in {*_NOT_SURELY_NARROW.findall(text)})


def _cut(row: Row, start: int, end: int) -> Iterator[Span]:
    """Yield what is in the cells from *start* to before *end*."""
    at = 0
    for text, style in row:
        if piece := text[max(start - at, 0) : max(end - at, 0)]:
            yield piece, style
        at += len(text)


def _lowest(number: int) -> int:
    """Return which is the lowest bit of *number* that is set."""
    return (number & -number).bit_length() - 1


@lru_cache(maxsize=128)
def fit(text: str, columns: int) -> str:
    """Return *text* visible and exactly *columns* cells wide: cut with an ellipsis, or padded."""
    text = visible(text)
    if cell_len(text) > columns:
        text = set_cell_size(text, columns - 1).rstrip() + "…" if columns > 0 else ""
    return set_cell_size(text, columns)


@lru_cache(maxsize=64)
def centred(text: str, columns: int) -> str:
    """Return *text* visible, in the middle of *columns* cells."""
    room = columns - cell_len(visible(text))
    return fit(" " * max(0, room // 2) + text, columns)


@lru_cache(maxsize=64)
def both_ends(start: str, end: str, columns: int) -> str:
    """Return *start* at the left edge and *end* at the right one; *end* is shown whole where there is room at all."""
    end = fit(end, min(columns, cell_len(visible(end))))
    room = columns - cell_len(end)
    return fit(start, room - 2) + "  " + end if room > 2 else fit(end, columns)  # noqa: PLR2004 - the gap


@lru_cache(maxsize=64)
def wrapped(text: str, columns: int) -> tuple[str, ...]:
    """Return the lines of *text*, none wider than *columns* cells."""
    lines = [""]
    for word in visible(text).split():
        for part in chop_cells(word, columns):
            joined = f"{lines[-1]} {part}" if lines[-1] else part
            if cell_len(joined) <= columns:
                lines[-1] = joined
            else:
                lines.append(part)
    return tuple(lines)
