"""The lines of a step: what to say, and at which moment of the work."""

from sciatica_stretch.core.duration import format_duration, parse_duration
from sciatica_stretch.core.routine import Anchor, Dose, Line, Side
from sciatica_stretch.core.text import closest
from sciatica_stretch.library.fields import ZERO, Field
from sciatica_stretch.problems import quote

MOST_CUES = 100
_EXAMPLE = "{0s: Begin., half: Halfway., -5s: Five seconds.}"
_HINT = "Write 15s or 1:10 from the start, half, or -5s before the end."


def read_lines(field: Field, dose: Dose | None, sides: tuple[Side, ...]) -> tuple[Line, ...]:
    """Read the cues of a step; each must fall inside the work of at least one of its *sides*."""
    lengths = tuple(dose.lasts(side) for side in sides or (None,)) if dose else ()
    lines: list[tuple[str, Line]] = []
    for entry in field.entries(_EXAMPLE):
        text = Field("cues", entry.key_place, entry.node, entry.problems).spoken(sided=bool(sides))
        line = _line(entry, text)
        if line and _fits(entry, line, lengths):
            same = next((key for key, earlier in lines if _fall_together(line, earlier, lengths)), None)
            if same is not None:
                _complain(entry, f"{quote(entry.key)} is the same moment as {quote(same)}", "Join the two texts.")
            lines.append((entry.key, line))
        if len(lines) > MOST_CUES:
            field.complain_of_key(f"there are more than {MOST_CUES}", "Nobody can follow so many; keep the best.")
            break
    return tuple(line for _, line in lines)


def _line(entry: Field, text: str) -> Line | None:
    typed = entry.key.strip()
    if typed == Anchor.HALF:
        return Line(Anchor.HALF, 0.0, text)
    offset = typed.removeprefix("-")
    try:
        seconds = 0.0 if offset in ZERO else parse_duration(offset)
    except ValueError:
        _complain(entry, f"{quote(typed)} is not a moment", closest(typed, ["half"]) or _HINT)
        return None
    return Line(Anchor.START if offset == typed else Anchor.END, seconds, text)


def _fits(entry: Field, line: Line, lengths: tuple[float, ...]) -> bool:
    if not lengths or any(0 <= line.at(length) < length for length in lengths):
        return True
    work = format_duration(max(lengths))
    _complain(entry, f"{quote(entry.key)} is outside the work, which lasts {work}", _HINT)
    return False


def _fall_together(one: Line, other: Line, lengths: tuple[float, ...]) -> bool:
    """Tell whether one of two lines could never be heard; half gives way, so it may meet another on one side."""
    if not lengths:
        return (one.anchor, one.seconds) == (other.anchor, other.seconds)
    meet = all if Anchor.HALF in {one.anchor, other.anchor} else any
    return meet(abs(one.at(length) - other.at(length)) < 1e-6 for length in lengths)  # noqa: PLR2004 - rounding


def _complain(entry: Field, message: str, hint: str) -> None:
    entry.problems.add(entry.key_place, f"cues: {message}", hint)
