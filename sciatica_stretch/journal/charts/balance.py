"""Left and right, a two-sided bar for all steps together and for each: seconds held, as measured from the middle."""

from sciatica_stretch.journal.charts.ink import Glyphs, Line, Picture, fitted, minutes, span
from sciatica_stretch.journal.figures import Figures, Sides

MOST = 8  # steps; the most held ones
_MINUTES = 5  # columns: "1234", "12.5"
_NAME = 28  # columns at most
_NARROW_NAME = 12


def balance(figures: Figures, columns: int, glyphs: Glyphs) -> Picture | None:
    """Return the picture of all sessions that *figures* are of, or None where nothing was held on one side alone."""
    sided = [sides for sides in figures.steps if sides.left or sides.right]
    if not sided:
        return None
    total = figures.sides
    shown = sided[:MOST]
    longest = max(len(sides.name) for sides in shown)
    name = max(_NARROW_NAME, min(longest, _NAME, columns // 3))
    room = (columns - name - 2 * (_MINUTES + 1) - 2) // 2
    head = (
        (" " * (name + 1), ""),
        (f"{'left':>{_MINUTES + 1 + room}}", "left"),
        ("   ", ""),
        ("right", "right"),
    )
    rows = [_row(sides, name, room, glyphs) for sides in shown]
    words = [
        f"Minutes; each bar is measured by the longer side of its row.  Both sides at once: {minutes(total.both)}."
    ]
    if len(sided) > len(shown):
        words.append(f"The {len(shown)} of {len(sided)} steps that were held longest.")
    everything = Sides("", "All together", total.left, total.right, 0.0)
    return Picture(
        f"Left and right, {span(figures.days[0].day, figures.newest)}",
        (head, _row(everything, name, room, glyphs), *rows),
        tuple(words),
    )


def _row(sides: Sides, name: int, room: int, glyphs: Glyphs) -> Line:
    longer = max(sides.left, sides.right)
    left, right = (_half_cells(seconds / longer, room) for seconds in (sides.left, sides.right))
    left_bar = glyphs.left_half * (left % 2) + glyphs.whole * (left // 2)
    right_bar = glyphs.whole * (right // 2) + glyphs.right_half * (right % 2)
    return (
        (f"{fitted(sides.name, name)} ", ""),
        (f"{minutes(sides.left):>{_MINUTES}} ", ""),
        (f"{left_bar:>{room}}", "left"),
        (glyphs.middle, "quiet"),
        (f"{right_bar:{room}}", "right"),
        (f" {minutes(sides.right):>{_MINUTES}}", ""),
    )


def _half_cells(share: float, room: int) -> int:
    """Return how many halves of *room* columns *share* is; of anything at all one at least."""
    return max(round(share * room * 2), 1 if share else 0)
