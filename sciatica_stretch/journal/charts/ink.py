"""What pictures are drawn with: spans of styled text, and glyphs for terminals with and without UTF-8.

A style is a name that the command line gives a colour to. No picture needs it: each difference is one of glyphs.
"""

import textwrap
import unicodedata
from collections.abc import Iterable
from datetime import date

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
    eighths: str  # of a cell, filled from the left; the last is a whole one
    left_half: str  # filled from the middle to the left, as a bar to the left ends
    right_half: str
    whole: str
    middle: str
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
    eighths="▏▎▍▌▋▊▉█",
    left_half="▐",
    right_half="▌",
    whole="█",
    middle="│",
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
    eighths="#",
    left_half="#",
    right_half="#",
    whole="#",
    middle="|",
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
    """What it is of, the drawing, and what is said beneath it, a line or more each."""

    heading: str
    lines: tuple[Line, ...]
    words: tuple[str, ...]

    def rows(self, columns: int) -> Iterable[Line]:
        """Yield it whole, its words wrapped to *columns*."""
        yield from (((line, "heading"),) for line in wrapped(self.heading, columns))
        yield from self.lines
        for words in self.words:
            yield from (((line, "quiet"),) for line in wrapped(words, columns))


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


def fitted(text: str, columns: int) -> str:
    """Return *text* made visible and exactly *columns* cells wide, cut or filled up with blanks."""
    kept, left = "", columns
    for character in visible(text):
        cells = 0 if unicodedata.combining(character) else 1 + (unicodedata.east_asian_width(character) in _WIDE)
        if cells > left:
            break
        kept, left = kept + character, left - cells
    return kept + " " * left


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
    """Return both days: "2 Mar to 18 Mar 2026", the year twice where they aren't of one."""
    return f"{day_month(first) if first.year == last.year else whole_date(first)} to {whole_date(last)}"
