"""Minutes held, a bar a week, as SVG."""

from collections.abc import Sequence
from math import ceil

from sciatica_stretch.journal.charts.ink import day_month
from sciatica_stretch.journal.figures import Week

MOST_BARS = 26
_LEAST_PLACES = 8  # so that one week is no wall
_WIDTH, _HEIGHT = 400, 100  # of the field of the bars
_ABOVE, _BELOW = 14, 20
_NAME_WIDTH, _NUMBER_WIDTH = 46, 22


def bars(weeks: Sequence[Week]) -> str:
    """Return a bar for each of *weeks*, named and with its minutes where there is room, an `<svg>` element."""
    most = max((week.held for week in weeks), default=0.0) or 1.0
    width = _WIDTH / max(len(weeks), _LEAST_PLACES)
    named = ceil(_NAME_WIDTH / width)  # of so many one has room for its name
    box = f"0 0 {_WIDTH} {_ABOVE + _HEIGHT + _BELOW}"
    parts = [f'<svg viewBox="{box}" role="img" aria-label="Minutes held, a bar a week">']
    for number, week in enumerate(weeks):
        left, height = (number + 0.15) * width, _HEIGHT * week.held / most
        top, middle = _ABOVE + _HEIGHT - height, (number + 0.5) * width
        size = f'width="{0.7 * width:.1f}" height="{height:.1f}"'
        parts.append(f'<rect class="bar" x="{left:.1f}" y="{top:.1f}" {size}/>')
        if number % named == 0:
            parts.append(_label(middle, _ABOVE + _HEIGHT + 15, day_month(week.begins)))
        if width > _NUMBER_WIDTH and week.held:
            parts.append(_label(middle, top - 4, f"{week.held / 60:.0f}"))
    return "\n".join([*parts, "</svg>"])


def _label(x: float, y: float, text: str) -> str:
    return f'<text class="day" x="{x:.1f}" y="{y:.1f}">{text}</text>'
