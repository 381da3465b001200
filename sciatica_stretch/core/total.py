"""How long a routine takes, without its intervals: for what asks a thousand routines and shows none."""

from itertools import product

from sciatica_stretch.core.routine import Group, Routine, Step
from sciatica_stretch.core.side import Side


def total_seconds(routine: Routine) -> float:
    """Return what `unroll(routine).seconds` would be."""
    return sum(_seconds(block, None, None) for block in routine.steps)


def _seconds(block: Step | Group, side: Side | None, lead: float | None) -> float:
    """Return the seconds of *block*; *lead* is what takes the place of its first transition, if something does."""
    repeats = block.repeats
    seconds = 0.0
    for turn, (on, number) in enumerate(product(repeats.sides or (side,), range(repeats.sets))):
        if turn:
            lead = repeats.rest if number else repeats.switch
        if isinstance(block, Step):
            seconds += (block.transition if lead is None else lead) + block.dose.lasts(on)
        else:
            first, *others = block.steps
            seconds += _seconds(first, on, lead) + sum(_seconds(step, on, None) for step in others)
    return seconds
