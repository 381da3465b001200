"""A picture of the screen as data: regions of styled text, each at its place. No terminal in here."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from os.path import commonprefix

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

    @property
    def place(self) -> tuple[int, int, int, int]:
        """Where it is and how large."""
        return self.top, self.left, self.width, len(self.rows)


@frozen
class Picture:
    """A smooth picture that covers so many cells; *content* is what the terminal is sent of it, *pixels* its size."""

    number: int  # no other has it
    columns: int
    rows: int
    content: str
    pixels: int


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
        return self.columns, self.rows, *(region.place for region in self.regions)

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


def difference(was: Row, row: Row) -> tuple[int, Row]:
    """Return how many cells at the start of *row* can stay, and what has to be written after them.

    A cell on either side of what changed is written again, for some fonts' characters reach into the next cell.
    """
    if _has_wide(was) or _has_wide(row):
        return 0, row
    width = sum(len(text) for text, _ in row)
    first = _alike(was, row)
    last = width - _alike(_reversed(was), _reversed(row))
    start = max(first - 1, 0)
    return start, tuple(_cut(row, start, min(last + 1, width))) if first < last else ()


def _alike(was: Row, row: Row) -> int:
    """Return how many cells the two have in common from the left."""
    cells = 0
    for (before, old), (after, new) in zip(was, row, strict=False):
        if (before, old) == (after, new):
            cells += len(after)
        elif old == new:
            return cells + len(commonprefix([before, after]))  # noqa: RUF071 - by characters is what is meant
        else:
            return cells
    return cells


def _reversed(row: Row) -> Row:
    return tuple((text[::-1], style) for text, style in reversed(row))


def _cut(row: Row, start: int, end: int) -> Iterator[Span]:
    """Yield what is in the cells from *start* to before *end*."""
    at = 0
    for text, style in row:
        if piece := text[max(start - at, 0) : max(end - at, 0)]:
            yield piece, style
        at += len(text)


def _has_wide(row: Row) -> bool:
    """Tell whether a character in *row* takes two cells, or none."""
    return any(not text.isascii() and any(cell_len(each) != 1 for each in {*text}) for text, _ in row)


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
