"""The stretches of a sheet as steps: a known one brings its texts and its picture along.

Nothing is guessed silently: whatever had to be assumed is a remark beside the key it is about.
"""

from collections.abc import Iterable
from collections.abc import Mapping as Map
from dataclasses import dataclass, replace
from math import ceil

from sciatica_stretch.core.duration import format_duration
from sciatica_stretch.core.routine import Anchor, Dose, Hold, Line, PerSide, Repeats, Reps, Side, Step
from sciatica_stretch.library.catalogue import Known
from sciatica_stretch.library.dosing import NOT_WRITTEN, Plan, make_plan
from sciatica_stretch.library.fields import MOST_CHARACTERS, MOST_SECONDS
from sciatica_stretch.library.ids import Ids
from sciatica_stretch.library.nodes import Mapping
from sciatica_stretch.library.paper import PAUSE_NAME, Sheet, Written
from sciatica_stretch.library.parser import REST_SECONDS, SWITCH_SECONDS, TRANSITION_SECONDS
from sciatica_stretch.library.problems import Place, Problems, listed, quote
from sciatica_stretch.library.said import Number
from sciatica_stretch.library.search import search, sure
from sciatica_stretch.library.writing import Entry

LIE_DOWN_SECONDS = 20.0  # to put the computer down and get into the first position
WORDS_A_SECOND = 2.5  # as spoken
APART_SECONDS = 6.0  # two cues closer than this talk into each other
_SAME_MOMENT = 0.001
ALIKE_FROM = 0.65  # a stretch found this well is worth asking about
RIGHT_THEN_LEFT = (Side.RIGHT, Side.LEFT)
_TO_FILL_IN = ('setup: "How to get into position; this is said before the stretch begins."',)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One stretch of a sheet made into a step."""

    written: Written
    known: Known | None
    entry: Entry
    assumed: Map[str, str]  # a remark for each key that the sheet left open
    alike: tuple[str, ...] = ()  # known stretches that an unknown name may mean

    @property
    def step(self) -> Step:
        """The step that will be written."""
        return self.entry.step


def draft(sheet: Sheet, problems: Problems) -> list[Draft]:
    """Return the stretches of *sheet* as steps, without those that have *problems*."""
    ids = Ids(Mapping((), Place(1, 1)))
    drafts = [draft_one(written, ids, problems, rest=sheet.rest, pause=sheet.pause) for written in sheet.stretches]
    return first_with_time([each for each in drafts if each])


def first_with_time(drafts: list[Draft]) -> list[Draft]:
    """Return *drafts* with time before the first one: whoever starts a session has to lie down first."""
    if not drafts:
        return []
    first, *others = drafts
    step = replace(first.step, transition=max(first.step.transition, LIE_DOWN_SECONDS))
    beside = {**first.entry.beside, "transition": "time to put the computer down and get into position"}
    return [replace(first, entry=replace(first.entry, step=step, beside=beside)), *others]


def draft_one(
    written: Written, ids: Ids, problems: Problems, *, rest: Number | None = None, pause: Number | None = None
) -> Draft | None:
    """Return one stretch as a step, or None after noting a problem."""
    known, said, place = sure(written.name), written.said, written.place
    for number in said.vague:
        here = Place(number.line, number.column, number.length)
        problems.add(here, "which side this is can't be known", "Write left or right.")
    plan = make_plan(said, known.step.dose if known else None, place.line, problems)
    rests = _length(said.rest[0] if said.rest else rest, problems)
    pauses = _length(pause, problems)
    if plan is None or said.vague:
        return None
    sides, remark = _sides(written, known, plan)
    if not sides and _differs_by_side(plan.dose):
        problems.add(place, "left and right are both in each rep of this", "Write one number for both sides.")
        return None
    base = (
        known.step
        if known
        else Step(id="", name=written.name, dose=plan.dose, transition=0, repeats=Repeats(switch=0, rest=0))
    )
    setup, kept_out = _setup(base.setup, written.note)
    repeats = Repeats(
        sides=sides,
        sets=plan.sets,
        switch=_time_for(base.switch_setup or setup, SWITCH_SECONDS) if len(sides) > 1 else SWITCH_SECONDS,
        rest=REST_SECONDS if rests is None or plan.sets == 1 else rests,
    )
    lines, left_out = _cues(base, plan.dose, sides)
    step = replace(
        base,
        id=ids.made(known.step.id if known else written.name),
        dose=plan.dose,
        repeats=repeats,
        transition=pauses if pauses is not None else _time_for(setup, TRANSITION_SECONDS),
        setup=setup,
        lines=lines,
        switch_setup=base.switch_setup if len(sides) > 1 else "",
    )
    assumed = dict(plan.assumed) | ({"sides" if sides else "name": remark} if remark else {})
    if plan.sets > 1 and rests is None:
        assumed["rest"] = NOT_WRITTEN
    made = Draft(
        written=written,
        known=known,
        entry=Entry(
            step=step,
            beside=assumed,
            to_fill_in=() if setup or written.name == PAUSE_NAME else _TO_FILL_IN,
            left_out=left_out,
        ),
        assumed=assumed,
        alike=() if known else _alike(written.name),
    )
    above = (*written.above, f"On the sheet: {written.text}", *about_name(made), *kept_out)
    return replace(made, entry=replace(made.entry, above=above))


def about_name(each: Draft) -> list[str]:
    """Return what there is to say of a name: what it was taken for, or may have meant."""
    name = each.written.name
    if each.known or name == PAUSE_NAME:
        return []
    if each.alike:
        return [f"{quote(name)} may be {listed(map(quote, each.alike), 'or')}: write that name to have its texts."]
    return [f"{quote(name)} is not among the known stretches: what to say and do is yours to write."]


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
    if value.left == value.right or len(sides) < len(RIGHT_THEN_LEFT):
        return value.on(sides[0] if sides else None)
    return " and ".join(f"{value.on(side)} {side}" for side in sides)


def _alike(name: str) -> tuple[str, ...]:
    return tuple(match.known.step.name for match in search(name)[:3] if match.score >= ALIKE_FROM)


def _sides(written: Written, known: Known | None, plan: Plan) -> tuple[tuple[Side, ...], str]:
    """Return the sides in the order in which they are done, and a remark where the sheet doesn't say."""
    said = written.said
    sides = tuple(dict.fromkeys(said.sides)) or (RIGHT_THEN_LEFT if said.each else ())
    sided = bool(known and known.step.repeats.sides)
    if isinstance(plan.dose, Reps) and {phase.name for phase in plan.dose.tempo} >= set(Side) and not sided:
        return (), "left and right are both in each rep" if sides else ""
    if sides:
        return sides, ""
    if sided:
        return RIGHT_THEN_LEFT, "assumed: both sides, the right one first"
    if not known and (said.each_alone or said.alternating):
        return RIGHT_THEN_LEFT, "assumed: one side after the other"
    return (
        (),
        "" if known or written.name == PAUSE_NAME else "assumed: both sides at once (else add sides: [right, left])",
    )


def _differs_by_side(dose: Dose) -> bool:
    value = dose.seconds if isinstance(dose, Hold) else dose.count
    return value.left != value.right


def _setup(usual: str, note: str) -> tuple[str, list[str]]:
    """Return what to say before the stretch, with the sheet's own words at its end; too long ones are kept out."""
    note = note.translate({ord("{"): "(", ord("}"): ")"})
    setup = f"{usual} {note}".strip()
    return (setup, []) if len(setup) <= MOST_CHARACTERS else (usual, [note])


def _time_for(words: str, least: float) -> float:
    """Return the seconds it takes to hear *words*, at least *least*."""
    return max(least, float(ceil(len(words.split()) / WORDS_A_SECOND)))


def _length(number: Number | None, problems: Problems) -> float | None:
    if number and number.value > MOST_SECONDS:
        here = Place(number.line, number.column, number.length)
        problems.add(here, "this is longer than an hour", "Write 30s, say.")
    return number.value if number else None


def _cues(base: Step, dose: Dose, sides: tuple[Side, ...]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Return the cues that can be said in *dose*, and those that can't: they are outside it, or too close to others.

    Those of the start and the end are kept first. Cues of reps move with the length of a rep.
    """
    lines = base.lines
    if isinstance(base.dose, Reps) and isinstance(dose, Reps):
        lines = tuple(_stretched(line, dose.seconds_each / base.dose.seconds_each) for line in lines)
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
