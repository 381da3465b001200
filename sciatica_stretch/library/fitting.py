"""The cues of a stretch fitted to another dose than its usual one."""

from collections.abc import Iterable
from dataclasses import replace

from sciatica_stretch.core.routine import Anchor, Dose, Hold, Line, Reps, Side, Step

APART_SECONDS = 6.0  # two cues closer than this talk into each other
_SAME_MOMENT = 0.001


def fit_cues(step: Step, dose: Dose, sides: tuple[Side, ...]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Return the cues that can be said in *dose*, and those that can't: they are outside it, or too close to others.

    Those of the start and the end are kept first. Cues of reps move with the length of a rep.
    """
    lines = step.lines
    if isinstance(step.dose, Reps) and isinstance(dose, Reps):
        lines = tuple(_stretched(line, dose.seconds_each / step.dose.seconds_each) for line in lines)
    lengths = [_seconds_of(dose, side) for side in sides or (None,)]
    kept: list[Line] = []
    for line in sorted(lines, key=lambda line: (line.anchor is Anchor.HALF, line.seconds)):
        inside = all(0 <= line.at(length) < length for length in lengths)
        if inside and not any(_clash(line, other, lengths) for other in kept):
            kept.append(line)
    return tuple(line for line in lines if line in kept), tuple(line for line in lines if line not in kept)


def _stretched(line: Line, factor: float) -> Line:
    return replace(line, seconds=round(line.seconds * factor, 1))


def _clash(line: Line, other: Line, lengths: Iterable[float]) -> bool:
    """Tell whether two cues come too close.

    Two that are counted from the same end are as the author wanted them, and half gives way by itself.
    """
    apart = APART_SECONDS if {line.anchor, other.anchor} == {Anchor.START, Anchor.END} else _SAME_MOMENT
    return any(abs(line.at(length) - other.at(length)) < apart for length in lengths)


def _seconds_of(dose: Dose, side: Side | None) -> float:
    match dose:
        case Hold(seconds):
            return seconds.on(side)
        case Reps(count):
            return count.on(side) * dose.seconds_each
