"""What a sheet says of a dose made into one: what it leaves open is as usual for the stretch, and that is said."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from sciatica_stretch.core.duration import format_duration
from sciatica_stretch.core.routine import Dose, Hold, PerSide, Phase, Reps, Side
from sciatica_stretch.library.dose import MOST_REPS
from sciatica_stretch.library.fields import LEAST_SECONDS, MOST_SECONDS
from sciatica_stretch.library.parser import MOST_SETS
from sciatica_stretch.library.said import Number, Said
from sciatica_stretch.problems import Place, Problems

SHORT_SECONDS = 10.0  # "10 x 5s" are ten movements, "3 x 10s" three holds with a rest between
MOST_COUNTED = 20  # a larger number without a unit might as well be seconds
FEW = 5  # so many times a hold are sets of it
_THERE_AND_BACK = (Phase("go", 3.0), Phase("return", 3.0))
_TURNS = (Phase("right", 3.0), Phase("left", 3.0))
_RELEASE = Phase("release", 2.0)
NOT_WRITTEN = "assumed: nothing is written"
_BOTH_SIDES = 2

T = TypeVar("T", int, float)


@dataclass(slots=True)
class Plan:
    """A dose, how often, and what had to be assumed: a remark for each key of the step that it is about."""

    dose: Dose
    sets: int = 1
    assumed: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Amounts:
    """The numbers of a line, each known for what it is."""

    sets: int | None
    count: PerSide[int] | None
    seconds: PerSide[float] | None
    are_reps: bool  # the count can't be of sets


def make_plan(said: Said, usual: Dose | None, line: int, problems: Problems) -> Plan | None:
    """Return the dose that *said* means for a stretch whose *usual* dose is known or not; None after a problem."""
    before = len(problems)
    assumed: dict[str, str] = {}
    amounts = _amounts(said, usual, assumed, problems)
    if len(problems) > before:
        return None
    if amounts.count and amounts.seconds:
        plan = _count_of_seconds(said, amounts, amounts.count, amounts.seconds, usual)
    elif amounts.count:
        plan = _counted(said, amounts, amounts.count, usual)
    elif amounts.seconds:
        plan = _timed(said, amounts.seconds, usual)
    elif usual:
        plan = Plan(usual, 1, {"hold" if isinstance(usual, Hold) else "reps": NOT_WRITTEN})
    else:
        problems.add(Place(line, 1), "there is no dose", "Write how long or how often: 30s, or x 10.")
        return None
    plan.sets = amounts.sets or plan.sets
    for key, words in assumed.items():
        _remark(plan, _key_of(key, plan, amounts), words)
    _check(plan, amounts, said, problems)
    return plan if len(problems) == before else None


def _key_of(key: str, plan: Plan, amounts: _Amounts) -> str:
    """Return the key of the step in which a number of the sheet has ended up."""
    if key == "reps" and isinstance(plan.dose, Hold):
        return "sets" if plan.sets > 1 else "hold"
    if key == "hold" and isinstance(plan.dose, Reps):
        return "tempo" if amounts.count else "reps"
    return key


def _remark(plan: Plan, key: str, words: str) -> None:
    before = plan.assumed.get(key)
    plan.assumed[key] = f"{before}; {words.removeprefix('assumed: ')}" if before else words


def _check(plan: Plan, amounts: _Amounts, said: Said, problems: Problems) -> None:
    """Note a problem with numbers that are fine one by one but don't go together."""
    if plan.sets > MOST_SETS:
        _complain(said.times[0], f"more than {MOST_SETS} sets", "Write fewer sets, or a count: x 10.", problems)
    if not isinstance(plan.dose, Reps) or not amounts.seconds:
        return
    in_tempo = amounts.count or said.a_rep
    if in_tempo and amounts.seconds.left != amounts.seconds.right:
        hint = "The sides can differ in how long a hold is, or in a count."
        _complain(said.time[0], "one movement takes as long on both sides", hint, problems)
    elif any(phase.seconds < LEAST_SECONDS for phase in plan.dose.tempo):
        _complain(said.time[0], "this is too short for one movement", "Write 2s, say.", problems)


def _count_of_seconds(
    said: Said, amounts: _Amounts, count: PerSide[int], seconds: PerSide[float], usual: Dose | None
) -> Plan:
    """Return what "10 x 4s" means: reps of so many seconds each, or sets of a hold."""
    length = seconds.right
    sets_of_it = not amounts.sets and count.left == count.right and not said.a_rep
    if isinstance(usual, Reps) and not said.hold:
        if sets_of_it and not amounts.are_reps and length > 2 * usual.seconds_each:
            return replace(_moved_for(seconds, usual), sets=count.right)
        return Plan(Reps(count, _scaled(usual.tempo, length)))
    if sets_of_it and (length >= SHORT_SECONDS or count.right == 1):
        return Plan(Hold(seconds), count.right)
    if isinstance(usual, Reps):
        first, *others = usual.tempo
        tempo = (first, Phase("hold", length), *others)
        return Plan(Reps(count, tempo), assumed={"tempo": "assumed: the movement as usual, the hold as written"})
    if usual or said.hold:
        let_go = f"assumed: {format_duration(_RELEASE.seconds)} to let go"
        return Plan(Reps(count, (Phase("hold", length), _RELEASE)), assumed={"tempo": let_go})
    return Plan(Reps(count, (Phase("move", length),)), assumed={"tempo": "assumed: one movement takes all of it"})


def _counted(said: Said, amounts: _Amounts, count: PerSide[int], usual: Dose | None) -> Plan:
    """Return what "x 10" means: reps, or a few sets of a hold."""
    if isinstance(usual, Hold) and not amounts.are_reps and count.left == count.right <= FEW:
        return Plan(usual, count.right, {"hold": NOT_WRITTEN})
    unknown = _TURNS if said.alternating and not usual else _THERE_AND_BACK
    tempo = usual.tempo if isinstance(usual, Reps) else unknown
    return Plan(Reps(count, tempo), assumed={"tempo": NOT_WRITTEN})


def _timed(said: Said, seconds: PerSide[float], usual: Dose | None) -> Plan:
    """Return what "60s" means: a hold, or of a movement as many reps as that takes."""
    if not isinstance(usual, Reps) or said.hold:
        return Plan(Hold(seconds))
    if said.a_rep:
        return Plan(Reps(usual.count, _scaled(usual.tempo, seconds.right)), assumed={"reps": NOT_WRITTEN})
    return _moved_for(seconds, usual)


def _moved_for(seconds: PerSide[float], usual: Reps) -> Plan:
    each = usual.seconds_each
    count = PerSide(max(1, round(seconds.left / each)), max(1, round(seconds.right / each)))
    words = f"assumed: as many as fit into {format_duration(seconds.right)}, at {format_duration(each)} each"
    return Plan(Reps(count, usual.tempo), assumed={"reps": words})


def _scaled(tempo: tuple[Phase, ...], seconds: float) -> tuple[Phase, ...]:
    """Return *tempo* so that one rep takes *seconds*."""
    factor = seconds / sum(phase.seconds for phase in tempo)
    phases = [Phase(phase.name, round(phase.seconds * factor, 1)) for phase in tempo]
    rest = seconds - sum(phase.seconds for phase in phases[:-1])
    return (*phases[:-1], Phase(phases[-1].name, round(rest, 3)))


def _amounts(said: Said, usual: Dose | None, assumed: dict[str, str], problems: Problems) -> _Amounts:
    """Return the numbers of a line as what they are, checked."""
    seconds, count, sets, are_reps = said.time, said.reps or said.times, said.sets, bool(said.reps)
    if said.reps and said.times and not sets:
        sets = said.times  # 10 reps x 3
    elif (said.reps and said.times) or (said.bare and (count or _comes_late(said))):
        extra = (said.bare or said.times)[0]
        _complain(extra, "it isn't clear what this number counts", "Write 30s, x 10 or 3 sets of 10.", problems)
    elif said.bare and (said.hold or isinstance(usual, Hold)) and not seconds:
        seconds = said.bare
        assumed["hold"] = "assumed: the number is seconds"
    elif said.bare:
        count, are_reps = said.bare, True
        _check_count(said, usual, assumed, problems)
    for number in (*seconds, *count, *sets):
        _note_what_was_taken(number, "sets" if number in sets else "reps" if number in count else "hold", assumed)
    return _Amounts(
        sets=_one(sets, lambda number: _whole(number, MOST_SETS, problems), problems),
        count=_per_side(count, said.sides, lambda number: _whole(number, MOST_REPS, problems), problems),
        seconds=_per_side(seconds, said.sides, lambda number: _seconds(number, problems), problems),
        are_reps=are_reps,
    )


def _comes_late(said: Said) -> bool:
    """Tell whether a number without a unit comes after a length, where it might be anything."""
    return bool(said.time) and said.bare[0].column > said.time[0].column


def _check_count(said: Said, usual: Dose | None, assumed: dict[str, str], problems: Problems) -> None:
    """Say that a number without a unit is a count, or ask what it is."""
    number = said.bare[0]
    shown = f"{number.value:g}"
    if said.sets:
        if said.sets[0].value > number.value:
            assumed["sets"] = f"assumed: {said.sets[0].value:g} sets of {shown}, not the other way round"
    elif number.value > MOST_COUNTED and not usual and not said.time:
        hint = f"Write {shown}s for seconds, or x {shown} for a count."
        _complain(number, f"{shown} may be seconds or a count", hint, problems)
    elif not usual or number.value > MOST_COUNTED:
        assumed["reps"] = "assumed: the number is a count"


def _note_what_was_taken(number: Number, key: str, assumed: dict[str, str]) -> None:
    if number.of_range:
        assumed[key] = f"assumed: the smaller of {number.of_range.strip()}"
    elif number.in_breaths:
        assumed[key] = f"assumed: {number.in_breaths}, 10 s each"


def _per_side(
    numbers: tuple[Number, ...], sides: tuple[Side, ...], read: Callable[[Number], T], problems: Problems
) -> PerSide[T] | None:
    """Return one value for both sides, or one for each where the line names two sides with a number each."""
    if len(numbers) == _BOTH_SIDES == len(set(sides)) == len(sides):
        values = dict(zip(sides, map(read, numbers), strict=True))
        return PerSide(values[Side.LEFT], values[Side.RIGHT])
    value = _one(numbers, read, problems)
    return None if value is None else PerSide(value, value)


def _one(numbers: tuple[Number, ...], read: Callable[[Number], T], problems: Problems) -> T | None:
    for extra in numbers[1:]:
        hint = "Write 30s, x 10 or 3 sets of 10; or one for each side: 30s right, 45s left."
        _complain(extra, "there is another number before this; which one counts?", hint, problems)
    return read(numbers[0]) if numbers else None


def _whole(number: Number, most: int, problems: Problems) -> int:
    if not number.value.is_integer() or not 1 <= number.value <= most:
        _complain(number, f"{number.value:g} is not a whole number from 1 to {most:,}", "Write x 10, say.", problems)
    return int(number.value)


def _seconds(number: Number, problems: Problems) -> float:
    if not LEAST_SECONDS <= number.value <= MOST_SECONDS:
        _complain(number, "this is not between 0.1s and 1h", "Write 30s, say.", problems)
    return number.value


def _complain(number: Number, message: str, hint: str, problems: Problems) -> None:
    problems.add(Place(number.line, number.column, number.length), message, hint)
