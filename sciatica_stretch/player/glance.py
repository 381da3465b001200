"""What half a second's glance from two metres has to tell: which side, how long, what for, and the pose.

All of it is large, and has its place. The side's word and letter stand at the side's own edge with the digits beside
them, so that the whole lot is on the left for the left side, and on the right for the right one; the figure has the
rest. What the time is for is a shape, and a word where there is room. Nothing moves while an interval lasts: the places
follow from its length, its side and the window.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache

from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.core.routine import Side
from sciatica_stretch.player import lettering, wording
from sciatica_stretch.player.frame import Region, Row, centred
from sciatica_stretch.player.look import Look
from sciatica_stretch.player.moment import Moment

Drawing = Callable[[Moment, int, int], tuple[Row, ...]]  # the figure in so many columns and rows, or nothing

_WORDS_FROM_ROWS = 13  # below, the digits need all rows there are
_WORDS_SHARE = 0.27  # of the rows
_AIRY_FROM_ROWS = 20
_FIGURE_FROM_COLUMNS, _FIGURE_FROM_ROWS = 66, 9  # smaller figures are riddles
_FIGURE_SHARE = 0.33  # of the columns, at least
_LAST_SECONDS = 3
_LETTER_GAPS = 3  # between the letter and the digits, or they would be one word
_WIDEST_KIND = "   CHANGE"  # with its symbol before it


@frozen
class Place:
    """Cells of the window."""

    top: int
    left: int
    columns: int
    rows: int

    def holding(self, rows: tuple[Row, ...]) -> Region:
        """Return *rows* in this place."""
        return Region(self.top, self.left, self.columns, rows)

    def turned(self, within: "Place") -> "Place":
        """Return where this is after a half turn of all that is *within*."""
        top = 2 * within.top + within.rows - self.top - self.rows
        left = 2 * within.left + within.columns - self.left - self.columns
        return Place(top, left, self.columns, self.rows)


@frozen
class Plan:
    """Where everything is; what there is no room for, or no need, is None."""

    digits: Place | None = None
    letter: Place | None = None
    word: Place | None = None
    kind: Place | None = None
    figure: Place | None = None


def regions(moment: Moment, room: Place, look: Look, drawing: Drawing | None) -> tuple[list[Region], bool]:
    """Return what is seen at a glance, laid out in *room*, and whether the last of it is the figure.

    *drawing* makes the figure, if there is to be one.
    """
    text = wording.seconds_left(moment)
    plan, figure = _planned(moment, text, room, drawing)
    seen = list(_laid_out(moment, text, plan, figure)) or [_as_text(moment, text, room)]
    return [_turned_region(region, room) for region in seen] if look.flip else seen, bool(plan.figure)


def _planned(moment: Moment, text: str, room: Place, drawing: Drawing | None) -> tuple[Plan, tuple[Row, ...]]:
    """Return the plan and the figure; the plan is one without a figure where the step has none."""
    pattern = "".join(":" if each == ":" else "0" for each in text)
    side = moment.interval.side
    if drawing and room.columns >= _FIGURE_FROM_COLUMNS and room.rows >= _FIGURE_FROM_ROWS:
        plan = planned(pattern, side, room, with_figure=True)
        if plan.figure and (figure := drawing(moment, plan.figure.columns, plan.figure.rows)):
            return plan, figure
    return planned(pattern, side, room, with_figure=False), ()


def _laid_out(moment: Moment, text: str, plan: Plan, figure: tuple[Row, ...]) -> Iterator[Region]:
    side, style = moment.interval.side, wording.label_style(moment)
    if plan.digits:
        yield plan.digits.holding(_digits(text, plan.digits, style, inverse=_is_ending(moment)))
    if plan.letter and side:
        yield plan.letter.holding(_large(side[0].upper(), plan.letter, f"side.{side}"))
    if plan.word and side:
        yield plan.word.holding(_large(side.upper(), plan.word, f"side.{side}"))
    if plan.kind:
        yield plan.kind.holding(_kind(*wording.kind(moment), plan.kind, "flash" if moment.desk.flash else style))
    if plan.figure:
        yield plan.figure.holding(figure)


def _as_text(moment: Moment, text: str, room: Place) -> Region:
    """Lay out hours in a narrow window."""
    line = centred(text, room.columns), wording.label_style(moment)
    return Place(room.top + room.rows // 2, room.left, room.columns, 1).holding(((line,),))


def _is_ending(moment: Moment) -> bool:
    """Tell whether these are the last seconds, of an interval that has others."""
    return moment.shown <= _LAST_SECONDS < moment.length


# --- where it is


@lru_cache(maxsize=32)
def planned(text: str, side: Side | None, room: Place, *, with_figure: bool) -> Plan:
    """Return where to put digits as wide as *text*, and what goes with them, in *room*."""
    margin = max(1, room.columns // 60)
    columns = room.columns - 2 * margin
    widest = columns - round(room.columns * _FIGURE_SHARE) if with_figure else columns
    words = _word_rows(side, widest, room.rows)
    air = int(bool(words) and room.rows >= _AIRY_FROM_ROWS)
    tall = _tallest(text, side, widest, room.rows - words - air)
    if not tall:
        return Plan()
    letter, word = (lettering.width(side[0].upper(), tall), _word_width(side, words)) if side else (0, 0)
    panel = _panel_width(text, tall)
    needed = word + _symbol_width(words) if side else lettering.width(_WIDEST_KIND, words)
    lot = min(widest, max(_digits_width(text, side, tall), needed)) if with_figure else columns
    start = room.left + margin

    def place(top: int, offset: int, columns: int, rows: int) -> Place:
        """Return a place in the lot, *offset* cells away from its outer edge, which is the side's own."""
        across = start + offset if side is not Side.RIGHT else room.left + room.columns - margin - offset - columns
        return Place(top, across, columns, rows)

    top = room.top + (room.rows - words - air - tall) // 2
    beside = letter + _LETTER_GAPS * _gap(tall) if letter else 0
    beneath = top + words + air
    figure = columns - lot - 2 * margin
    return Plan(
        digits=place(beneath, beside + (lot - beside - panel) // 2, panel, tall),
        letter=place(beneath, 0, letter, tall) if letter else None,
        word=place(top, 0, word, words) if word else None,
        kind=place(top, word, lot - word, words) if words else None,
        figure=place(room.top, lot + 2 * margin, figure, room.rows) if with_figure else None,
    )


def _word_rows(side: Side | None, columns: int, rows: int) -> int:
    """Return how many rows the word of the side and the symbol take; 0 where the digits need all there are."""
    tall = max(lettering.MIN_ROWS, round(rows * _WORDS_SHARE)) if rows >= _WORDS_FROM_ROWS else 0
    while tall and (_word_width(side, tall) if side else 0) + _symbol_width(tall) > columns:
        tall = tall - 1 if tall > lettering.MIN_ROWS else 0
    return tall


def _tallest(text: str, side: Side | None, columns: int, rows: int) -> int:
    """Return the most rows at which digits, and the letter of the side, fit in; 0 for none."""
    while rows >= lettering.MIN_ROWS and _digits_width(text, side, rows) > columns:
        rows -= 1
    return rows if rows >= lettering.MIN_ROWS else 0


def _digits_width(text: str, side: Side | None, rows: int) -> int:
    letter = lettering.width(side[0].upper(), rows) + _LETTER_GAPS * _gap(rows) if side else 0
    return letter + _panel_width(text, rows)


def _panel_width(text: str, rows: int) -> int:
    return lettering.width(text, rows) + 2 * _gap(rows)


def _word_width(side: Side, rows: int) -> int:
    return lettering.width(side.upper(), rows) if rows else 0


def _symbol_width(rows: int) -> int:
    """Return the room for any of the symbols, with air on both sides."""
    return 3 * rows if rows else 0


def _gap(rows: int) -> int:
    return max(1, rows // 7)


# --- what it is


@lru_cache(maxsize=32)
def _digits(text: str, place: Place, style: str, *, inverse: bool) -> tuple[Row, ...]:
    """Draw the digits; in *inverse*, they are cut out of a block of their colour."""
    pad = " " * ((place.columns - lettering.width(text, place.rows)) // 2)
    rows = [f"{pad}{line}{pad}" for line in lettering.lines(text, place.rows)]
    return tuple(((lettering.inverse(row) if inverse else row, style),) for row in rows)


@lru_cache(maxsize=16)
def _large(text: str, place: Place, style: str) -> tuple[Row, ...]:
    return tuple(((line, style),) for line in lettering.lines(text, place.rows))


@lru_cache(maxsize=16)
def _kind(symbol: str, word: str, place: Place, style: str) -> tuple[Row, ...]:
    """Draw the symbol of a kind of time, and its word where there is room."""
    gap = " " * (2 * _gap(place.rows) + 1)
    lines = lettering.lines(symbol, place.rows)
    if len(lines[0]) + len(gap) + lettering.width(word, place.rows) <= place.columns - 2 * len(gap):
        lines = tuple(map(gap.join, zip(lines, lettering.lines(word, place.rows), strict=True)))
    before = (place.columns - len(lines[0])) // 2
    after = place.columns - len(lines[0]) - before
    return tuple((((" " * before, ""), (line, style), (" " * after, ""))) for line in lines)


def _turned_region(region: Region, room: Place) -> Region:
    place = Place(region.top, region.left, region.width, len(region.rows)).turned(room)
    return place.holding(upside_down(region.rows))


@lru_cache(maxsize=64)
def upside_down(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Return *rows* after a half turn."""
    return tuple(tuple((lettering.turned(text), style) for text, style in reversed(row)) for row in reversed(rows))
