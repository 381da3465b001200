"""Left and right: a two-sided bar for all steps together and for each, from the middle outwards."""

from sciatica_stretch.core.text import visible
from sciatica_stretch.journal.charts.ink import Glyphs, Line, Picture, bar, bar_to_left, cells, fitted, minutes, span
from sciatica_stretch.journal.figures import Figures, Sides

MOST = 8  # steps
_MINUTES = 6  # columns: "12345" and a blank
_NAME = (12, 28)  # columns, at least and at most


def balance(figures: Figures, columns: int, glyphs: Glyphs) -> Picture | None:
    """Return the picture of all sessions that *figures* are of, or None where nothing was held on one side alone."""
    total = figures.sides
    sided = [sides for sides in figures.steps if sides.left or sides.right]
    if not sided:
        return None
    shown = [Sides("", "All together", total.left, total.right, 0.0), *sided[:MOST]]
    first = max(figures.first or figures.newest, figures.window.recent_from)
    least, most = _NAME
    name = max(least, min(most, columns // 3, max(cells(visible(sides.name)) for sides in shown)))
    room = (columns - name - 2 * _MINUTES - 1) // 2
    head: Line = ((f"{'left':>{name + _MINUTES + room}}", "left"), (" ", ""), ("right", "right"))
    words = [f"Minutes held. Of stretches for both sides at once: {minutes(total.both)}."]
    if len(sided) > MOST:
        words.append(f"Of {len(sided)} steps the {MOST} that were held longest are shown.")
    return Picture(
        f"Left and right, {span(min(first, figures.newest), figures.newest)}",
        (head, *(_row(sides, name, room, glyphs) for sides in shown)),
        "Each bar is measured by the longer side of its row.",
        tuple(words),
        tuple(f"{visible(each.name)}: left {minutes(each.left)}, right {minutes(each.right)}." for each in shown),
    )


def _row(sides: Sides, name: int, room: int, glyphs: Glyphs) -> Line:
    longer = max(sides.left, sides.right)
    return (
        (f"{fitted(sides.name, name, glyphs)}{minutes(sides.left):>{_MINUTES - 1}} ", ""),
        (f"{bar_to_left(sides.left / longer, room, glyphs):>{room}}", "left"),
        (glyphs.middle, "quiet"),
        (f"{bar(sides.right / longer, room, glyphs):{room}}", "right"),
        (f" {minutes(sides.right):>{_MINUTES - 1}}", ""),
    )
