"""How much of a stretch: a hold or reps with their tempo, the same on both sides or a dose a side."""

from collections.abc import Callable
from typing import TypeVar

from sciatica_stretch.core.routine import Dose, Hold, PerSide, Phase, Reps, Side
from sciatica_stretch.core.text import closest, one_line
from sciatica_stretch.library.fields import Field, Fields
from sciatica_stretch.library.nodes import Mapping, Scalar
from sciatica_stretch.problems import listed, quote

MOST_REPS = 1000
MOST_PHASES = 12
MOST_PHASE_CHARACTERS = 40
_SIDES = tuple(side.value for side in Side)
_DOSE_HINT = "Write hold: 60s, or reps: 8 with tempo: {extend: 3s, flex: 3s}"
_SIDES_HINT = "Leave sides out for both at once, or write sides: [right, left] for one after the other."

T = TypeVar("T")


def read_sides(field: Field) -> tuple[Side, ...]:
    """Read the sides in the order in which they are done."""
    if isinstance(field.node, Scalar) and field.node.text == "both":
        field.complain("'both' is not one side", _SIDES_HINT)
        return ()
    sides: list[Side] = []
    for item in field.items("[right, left]"):
        typed = item.typed("a side such as left")
        if typed == "both":
            item.complain("'both' is not one side", _SIDES_HINT)
        elif typed is not None and typed not in _SIDES:
            item.complain(f"{quote(typed)} is not a side", closest(typed, _SIDES) or "Write left or right.")
        elif typed in sides:
            item.complain(f"{quote(str(typed))} is named twice", "Name each side once; to repeat both, write sets: 2")
        elif typed is not None:
            sides.append(Side(typed))
    return tuple(sides)


def read_dose(fields: Fields, sides: tuple[Side, ...]) -> Dose | None:
    """Read exactly one of hold and reps, for a step done on *sides*; None after noting a problem."""
    hold, reps, tempo = fields.take("hold"), fields.take("reps"), fields.take("tempo")
    if hold and reps:
        reps.complain_of_key("this step has a hold already", "Keep one of the two.")
    elif tempo and not reps:
        tempo.complain_of_key("this is for reps, and there are none", "Write reps: 8 beside it, or delete it.")
    elif reps and not tempo:
        reps.complain_of_key("these need a tempo", "Say how long each part of one takes: tempo: {up: 3s, down: 3s}")
    elif not hold and not reps:
        fields.problems.add(fields.place, "a step needs hold or reps", _DOSE_HINT)
    seconds = _per_side(hold, sides, Field.seconds) if hold else None
    count = _per_side(reps, sides, lambda field: field.number(MOST_REPS)) if reps else None
    phases = _read_tempo(tempo) if tempo else None
    if seconds:
        return Hold(seconds)
    return Reps(count, phases) if count and phases else None


def _per_side(field: Field, sides: tuple[Side, ...], read: Callable[[Field], T | None]) -> PerSide[T] | None:
    if not isinstance(field.node, Mapping):
        value = read(field)
        return None if value is None else PerSide(value, value)
    if not sides:
        field.complain("one for each side, in a step without sides", "Add sides: [right, left], or write one value.")
        return None
    read_on = {entry.key: read(entry) for entry in field.entries("{right: …, left: …}") if _is_done(entry, sides)}
    for side in sides:
        if side not in read_on:
            field.complain(f"there is nothing for the {side}", "Write one for each of the step's sides.")
    values = {key: value for key, value in read_on.items() if value is not None}
    if len(values) < len(sides):
        return None
    left, right = (values.get(side, values[sides[0]]) for side in (Side.LEFT, Side.RIGHT))
    return PerSide(left, right)


def _is_done(entry: Field, sides: tuple[Side, ...]) -> bool:
    if entry.key in sides:
        return True
    if entry.key in _SIDES:
        entry.complain_of_key(f"this step is done only on the {listed(sides)}", "Delete it, or add it to sides.")
    else:
        hint = closest(entry.key, _SIDES) or f"Write {listed(sides)}."
        entry.problems.add(entry.key_place, f"{quote(entry.key)} is not a side", hint)
    return False


def _read_tempo(field: Field) -> tuple[Phase, ...] | None:
    phases: list[Phase] = []
    entries = list(field.entries("{extend: 3s, flex: 3s}"))
    for entry in entries:
        name, seconds = one_line(entry.key), entry.seconds()
        if not name or len(name) > MOST_PHASE_CHARACTERS:
            hint = f"Use a word or two, up to {MOST_PHASE_CHARACTERS} characters."
            entry.problems.add(entry.key_place, f"{quote(name)} can't name a phase", hint)
        elif seconds:
            phases.append(Phase(name, seconds))
    if len(entries) > MOST_PHASES:
        field.complain(f"there are more than {MOST_PHASES} phases", "Join some.")
    return tuple(phases) if entries and len(phases) == len(entries) else None
