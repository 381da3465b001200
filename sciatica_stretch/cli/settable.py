"""What `stretch set` can be told about a routine, for the shell to complete."""

from collections.abc import Iterator

from sciatica_stretch.core.routine import Hold, Routine, Side, Step
from sciatica_stretch.library import keys

_FREE = frozenset({"hold", "reps", "tempo", "cues", "switch"})  # depend on what the step is


def settable(routine: Routine, begun: str) -> Iterator[str]:
    """Yield `half-pigeon.hold=` and the like: each step's dose, and all of a step whose id is *begun* with a dot."""
    yield from (f"{key}=" for key in keys.AT_TOP if key not in {"defaults", "steps"})
    yield from (f"defaults.{key}=" for key in keys.IN_DEFAULTS)
    for step in routine.each_step():
        known = _all(step) if begun.startswith(f"{step.id}.") else _dose(step)
        yield from (f"{step.id}.{key}=" for key in known)


def _dose(step: Step) -> list[str]:
    return ["hold" if isinstance(step.dose, Hold) else "reps"]


def _all(step: Step) -> list[str]:
    (dose,) = _dose(step)
    known = [*_dose(step), *(key for key in keys.IN_STEP if key not in _FREE), "cues.half"]
    if step.repeats.sides:
        known += ["switch", *(f"{dose}.{side}" for side in Side)]
    if not isinstance(step.dose, Hold):
        known += [f"tempo.{phase.name}" for phase in step.dose.tempo]
    return known
