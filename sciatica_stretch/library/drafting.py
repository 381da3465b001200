"""The stretches of a sheet as steps: a known one brings its texts and its picture along.

Nothing is guessed silently: whatever had to be assumed is a remark beside the key it is about.
"""

from collections.abc import Mapping as Map
from dataclasses import dataclass, replace
from math import ceil

from sciatica_stretch.core.routine import Dose, Hold, PerSide, Repeats, Reps, Side, Step
from sciatica_stretch.library.catalogue import Known
from sciatica_stretch.library.dosing import NOT_WRITTEN, Plan, make_plan
from sciatica_stretch.library.fields import MOST_CHARACTERS, MOST_SECONDS
from sciatica_stretch.library.fitting import fit_cues
from sciatica_stretch.library.ids import Ids
from sciatica_stretch.library.nodes import Mapping
from sciatica_stretch.library.paper import PAUSE_NAME, Sheet, Written
from sciatica_stretch.library.parser import REST_SECONDS, SWITCH_SECONDS, TRANSITION_SECONDS
from sciatica_stretch.library.said import Number
from sciatica_stretch.library.search import likely, sure
from sciatica_stretch.library.writing import Entry
from sciatica_stretch.problems import Place, Problems, listed, quote

LIE_DOWN_SECONDS = 20.0  # to put the computer down and get into the first position
WORDS_A_SECOND = 2.5  # as spoken
RIGHT_THEN_LEFT = (Side.RIGHT, Side.LEFT)
_TO_FILL_IN = ('setup: "How to get into position; this is said before the stretch begins."',)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One stretch of a sheet made into a step."""

    written: Written
    known: Known | None
    entry: Entry
    assumed: Map[str, str]  # a remark for each key that the sheet left open

    @property
    def step(self) -> Step:
        """The step that will be written."""
        return self.entry.step


def draft(sheet: Sheet, problems: Problems) -> list[Draft]:
    """Return the stretches of *sheet* as steps, without those that have *problems*."""
    ids = Ids(Mapping((), Place(1, 1)))
    drafts = [_draft(written, ids, sheet, problems) for written in sheet.stretches]
    return _with_time_first([each for each in drafts if each])


def _with_time_first(drafts: list[Draft]) -> list[Draft]:
    """Return *drafts* with time before the first one: whoever starts a session has to lie down first."""
    if not drafts:
        return []
    first, *others = drafts
    step = replace(first.step, transition=max(first.step.transition, LIE_DOWN_SECONDS))
    beside = {**first.entry.beside, "transition": "time to put the computer down and get into position"}
    return [replace(first, entry=replace(first.entry, step=step, beside=beside)), *others]


def _draft(written: Written, ids: Ids, sheet: Sheet, problems: Problems) -> Draft | None:
    known = sure(written.name)
    usual = known.step if known else _unknown(written.name)
    for number in written.said.vague:
        problems.add(_place(number), "which side this is can't be known", "Write left or right.")
    for number in written.said.at_will:
        problems.add(
            _place(number), "how much this is can't be known", "Write 30s or x 10, say; more can be added then."
        )
    if written.said.vague or written.said.at_will:
        return None
    plan = make_plan(written.said, known.step.dose if known else None, written.place.line, problems)
    rest, pause = _length(next(iter(written.said.rest), sheet.rest), problems), _length(sheet.pause, problems)
    if plan is None:
        return None
    sides, remark = _sides(written, usual, plan, is_known=bool(known))
    if not sides and _differs_by_side(plan.dose):
        hint = "Write one number for both sides."
        problems.add(written.place, "left and right are both in each rep of this", hint)
        return None
    if remark:
        plan.assumed["sides" if sides else "name"] = remark
    if plan.sets > 1 and rest is None:
        plan.assumed["rest"] = NOT_WRITTEN
    setup, kept_out = _setup(usual.setup, written.note)
    step = _step(replace(usual, id=ids.made(usual.id or usual.name), setup=setup), plan, sides, rest, pause)
    entry = Entry(
        step=step,
        above=(*written.above, f"On the sheet: {written.text}", *about_name(written, known), *kept_out),
        beside=plan.assumed,
        to_fill_in=() if setup or written.name == PAUSE_NAME else _TO_FILL_IN,
        left_out=fit_cues(usual, plan.dose, sides)[1],
    )
    return Draft(written=written, known=known, entry=entry, assumed=plan.assumed)


def _step(usual: Step, plan: Plan, sides: tuple[Side, ...], rest: float | None, pause: float | None) -> Step:
    """Return *usual* in the planned dose, with time to hear its words before it begins."""
    switches = len(sides) > 1
    return replace(
        usual,
        dose=plan.dose,
        repeats=Repeats(
            sides=sides,
            sets=plan.sets,
            switch=_time_for(usual.switch_setup or usual.setup, SWITCH_SECONDS) if switches else SWITCH_SECONDS,
            rest=REST_SECONDS if rest is None or plan.sets == 1 else rest,
        ),
        transition=_time_for(usual.setup, TRANSITION_SECONDS) if pause is None else pause,
        switch_setup=usual.switch_setup if switches else "",
        lines=fit_cues(usual, plan.dose, sides)[0],
    )


def _unknown(name: str) -> Step:
    """Return a step of which there is only a name; its dose and its times are filled in."""
    return Step(
        id="",
        name=name,
        dose=Hold(PerSide(0.0, 0.0)),
        transition=0.0,
        repeats=Repeats(switch=SWITCH_SECONDS, rest=REST_SECONDS),
    )


def about_name(written: Written, known: Known | None) -> list[str]:
    """Return what there is to say of a name: what it was taken for, or may have meant."""
    name = written.name
    if known or name == PAUSE_NAME:
        return []
    alike = [each.step.name for each in likely(name)]
    if alike:
        return [f"{quote(name)} may be {listed(map(quote, alike), 'or')}: write that name to have its texts."]
    return [f"{quote(name)} is not among the known stretches: what to say and do is yours to write."]


def _sides(written: Written, usual: Step, plan: Plan, *, is_known: bool) -> tuple[tuple[Side, ...], str]:
    """Return the sides in the order in which they are done, and a remark where the sheet doesn't say."""
    said, sided = written.said, bool(usual.repeats.sides)
    sides = tuple(dict.fromkeys(said.sides)) or (RIGHT_THEN_LEFT if said.each else ())
    if isinstance(plan.dose, Reps) and {phase.name for phase in plan.dose.tempo} >= set(Side) and not sided:
        return (), "left and right are both in each rep" if sides else ""
    if sides:
        return sides, ""
    if sided:
        return RIGHT_THEN_LEFT, "assumed: both sides, the right one first"
    if is_known or written.name == PAUSE_NAME:
        return (), ""
    if said.each_alone or said.alternating:
        return RIGHT_THEN_LEFT, "assumed: one side after the other"
    return (), "assumed: both sides at once (else add sides: [right, left])"


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
        problems.add(_place(number), "this is longer than an hour", "Write 30s, say.")
    return number.value if number else None


def _place(number: Number) -> Place:
    return Place(number.line, number.column, number.length)
