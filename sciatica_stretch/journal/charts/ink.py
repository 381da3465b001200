"""What pictures are drawn with: spans of styled text, and glyphs for terminals with and without UTF-8.

A style is a name that the command line gives a colour to. No picture needs it: each difference is one of glyphs.
"""

import textwrap
import unicodedata
from collections.abc import Iterable
from datetime import date
from itertools import zip_longest

from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.core.text import visible

Span = tuple[str, str]  # text, and the name of its style
Line = tuple[Span, ...]

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")  # in any locale
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_WIDE = frozenset("WF")


@frozen(kw_only=True)
class Glyphs:
    """The characters of a picture, each a single cell."""

    levels: str  # of a day: nothing, and four of more and more
    bar: str
    bar_end: str  # half a cell, at the end of a bar to the right
    bar_start: str  # half a cell, at the start of a bar to the left
    middle: str
    cut: str  # where the end of a name is missing
    done: str
    due: str
    before: str
    after: str
    same: str
    stroke: str
    trend: str
    trend_between: str  # between its row and the one below
    crossing: str  # of stroke and trend
    band: str
    axis: str
    corner: str
    floor: str
    tick: str


UNICODE = Glyphs(
    levels="·░▒▓█",
    bar="━",
    bar_end="╸",
    bar_start="╺",
    middle="│",
    cut="…",
    done="■",
    due="□",
    before="●",
    after="○",
    same="◉",
    stroke="│",
    trend="━",
    trend_between="▁",
    crossing="┿",
    band="·",
    axis="│",
    corner="└",
    floor="─",
    tick="┴",
)
ASCII = Glyphs(
    levels=".-+*#",
    bar="=",
    bar_end="-",
    bar_start="-",
    middle="|",
    cut="~",
    done="#",
    due=".",
    before="*",
    after="o",
    same="@",
    stroke="|",
    trend="=",
    trend_between="_",
    crossing="+",
    band=".",
    axis="|",
    corner="+",
    floor="-",
    tick="'",
)


@frozen
class Picture:
    """What it is of, the drawing, what its glyphs mean, and what is said beneath it.

    `instead` says in words what is drawn, for where no drawing is wanted.
    """

    heading: str
    lines: tuple[Line, ...]
    legend: str
    words: tuple[str, ...]
    instead: tuple[str, ...] = ()

    def rows(self, columns: int) -> Iterable[Line]:
        """Yield it whole, its words wrapped to *columns*."""
        yield from (((line, "heading"),) for line in wrapped(self.heading, columns))
        yield from self.lines
        for words in (self.legend, *self.words):
            yield from (((line, "quiet"),) for line in wrapped(words, columns))

    def sentences(self) -> Iterable[str]:
        """Yield all of it in words."""
        yield from (f"{self.heading}.", *self.instead, *self.words)


def beside(left: Picture, right: Picture, *, columns: int, gap: int) -> Iterable[Line]:
    """Yield two pictures next to each other, each *columns* wide and *gap* apart."""
    for one, other in zip_longest(left.rows(columns), right.rows(columns), fillvalue=()):
        blank = columns + gap - sum(cells(text) for text, _ in one)
        yield (*one, (" " * blank, ""), *other) if other else one


def wrapped(words: str, columns: int) -> list[str]:
    """Return *words* in lines; where two blanks part them is where a line may best end."""
    lines: list[str] = []
    for piece in words.split("  "):
        if lines and len(lines[-1]) + 2 + len(piece) <= columns:
            lines[-1] += f"  {piece}"
        else:
            lines += textwrap.wrap(piece, columns)
    return lines


def as_text(line: Line) -> str:
    """Return *line* without its styles."""
    return "".join(text for text, _ in line).rstrip()


def fitted(text: str, columns: int, glyphs: Glyphs) -> str:
    """Return *text* made visible and exactly *columns* cells wide, filled up with blanks or cut and marked as cut."""
    text = visible(text)
    if cells(text) > columns:
        while cells(text) >= columns:
            text = text[:-1]
        text += glyphs.cut
    return text + " " * (columns - cells(text))


def cells(text: str) -> int:
    """Return how many cells *text* takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(_cells(character) for character in text)


def _cells(character: str) -> int:
    return 0 if unicodedata.combining(character) else 1 + (unicodedata.east_asian_width(character) in _WIDE)


def bar(share: float, room: int, glyphs: Glyphs) -> str:
    """Return a bar to the right over *share* of *room* columns; of anything at all it isn't empty."""
    whole, half = divmod(max(round(share * room * 2), 1 if share else 0), 2)
    return glyphs.bar * whole + glyphs.bar_end * half


def bar_to_left(share: float, room: int, glyphs: Glyphs) -> str:
    """Return the mirror image of such a bar."""
    return bar(share, room, glyphs)[::-1].replace(glyphs.bar_end, glyphs.bar_start)


def minutes(seconds: float) -> str:
    """Return *seconds* as minutes: with one decimal below ten, where it means something."""
    count = seconds / 60
    return f"{count:.1f}" if 0 < round(count, 1) < 10 else f"{count:.0f}"  # noqa: PLR2004 - one more digit


def percent(share: float | None) -> str:
    """Return *share* as "98 %", or "-" where there is none."""
    return "-" if share is None else f"{round(100 * share)} %"


def day_month(day: date) -> str:
    """Return *day* as "2 Mar"."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def whole_date(day: date) -> str:
    """Return *day* as "2 Mar 2026"."""
    return f"{day_month(day)} {day.year}"


def span(first: date, last: date) -> str:
    """Return both days: "2 Mar to 18 Mar 2026", the year twice where they aren't of one; of a single day, that."""
    if first == last:
        return whole_date(last)
    return f"{day_month(first) if first.year == last.year else whole_date(first)} to {whole_date(last)}"
