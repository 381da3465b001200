"""Steps and drafts in a person's words: how much of what, and what was taken for granted."""

from sciatica_stretch.core.duration import format_duration
from sciatica_stretch.core.routine import Dose, Hold, PerSide, Reps, Side, Step
from sciatica_stretch.library.dosing import NOT_WRITTEN
from sciatica_stretch.library.drafting import Draft

_BOTH = 2


def described(step: Step) -> str:
    """Return a step's dose as a person says it: "2 sets of 30s, right"."""
    repeats = step.repeats
    amount = _amount(step.dose, repeats.sides)
    if repeats.sets > 1:
        amount = f"{repeats.sets} sets of {amount}"
    return f"{amount}, {' then '.join(repeats.sides)}" if repeats.sides else amount


def paper_line(step: Step) -> str:
    """Return a step as a line of a sheet, which is read as that step again."""
    repeats, dose = step.repeats, step.dose
    match dose:
        case Hold(seconds):
            value = PerSide(format_duration(seconds.left), format_duration(seconds.right))
        case Reps(count):
            value = PerSide(f"{count.left} reps", f"{count.right} reps")
    sets = f"{repeats.sets} sets of " if repeats.sets > 1 else ""
    sides = repeats.sides
    if value.left != value.right and len(sides) > 1:
        return f"{step.name} {sets}{' '.join(f'{side} {value.on(side)}' for side in sides)}"
    return f"{step.name} {sets}{value.on(sides[0] if sides else None)} {' then '.join(sides)}".rstrip()


def assumptions(each: Draft) -> list[str]:
    """Return what the sheet left open and how that was filled, a few words each."""
    step = each.step
    values = {"rest": format_duration(step.repeats.rest), "hold": described(step), "reps": described(step)}
    if isinstance(step.dose, Reps):
        values["tempo"] = _phases(step.dose)
    return [
        f"{key} {values[key]}" if words == NOT_WRITTEN else words.removeprefix("assumed: ")
        for key, words in each.assumed.items()
    ]


def _amount(dose: Dose, sides: tuple[Side, ...]) -> str:
    match dose:
        case Hold(seconds):
            return _of_sides(PerSide(format_duration(seconds.left), format_duration(seconds.right)), sides)
        case Reps(count):
            return f"{_of_sides(PerSide(str(count.left), str(count.right)), sides)} reps ({_phases(dose)})"


def _phases(dose: Reps) -> str:
    return ", ".join(f"{phase.name} {format_duration(phase.seconds)}" for phase in dose.tempo)


def _of_sides(value: PerSide[str], sides: tuple[Side, ...]) -> str:
    if value.left == value.right or len(sides) < _BOTH:
        return value.on(sides[0] if sides else None)
    return " and ".join(f"{value.on(side)} {side}" for side in sides)
