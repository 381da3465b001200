"""A routine file read: bytes in, a Routine out, or every problem of the file at once.

A Routine that comes from here can be unrolled, whatever the options; nothing after it has to check it again.
docs/routine-format.md says the same to the people who write the files.
"""

from contextlib import suppress
from dataclasses import replace

from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.core.routine import Group, Hold, PerSide, Repeats, Routine, Side, Step
from sciatica_stretch.core.text import visible
from sciatica_stretch.core.timeline import unroll
from sciatica_stretch.library.cues import read_lines
from sciatica_stretch.library.dose import read_dose, read_sides
from sciatica_stretch.library.encoding import decode
from sciatica_stretch.library.fields import Field, Fields
from sciatica_stretch.library.ids import Ids, read_id
from sciatica_stretch.library.nodes import Mapping, Node, compose
from sciatica_stretch.library.problems import RoutineError
from sciatica_stretch.problems import Enough, Problems

TRANSITION_SECONDS = 10.0
SWITCH_SECONDS = 8.0
REST_SECONDS = 10.0
MOST_SETS = 50
MOST_INTERVALS = 1000
MOST_SECONDS = 24 * 3600.0
_NO_DOSE = Hold(PerSide(0.0, 0.0))  # stands in where a problem was noted; no such routine leaves this file
_STEPS_EXAMPLE = "[{name: Child's pose, hold: 60s}]"
_REPEAT_KEYS = ("sides", "sets", "switch", "rest")
_STEP_KEYS = (
    *("name", "id", "hold", "reps", "tempo", "transition", "wait", "setup", "switch_setup", "cues", "sanskrit"),
    *("also_known_as", "picture", "targets", "easier", "harder", "skip_if", "stop_if"),
)
_NOT_IN_GROUP = {key: f"{key!r} belongs to a step; write it inside one of the group's." for key in _STEP_KEYS}
_NOT_AT_TOP = {key: f"{key!r} belongs to a step; write it inside one, under steps." for key in _STEP_KEYS}
_NOT_AT_TOP |= dict.fromkeys(_REPEAT_KEYS, "Write it inside a step or group, or a length for all under defaults.")


def parse(content: bytes, source: str, name: str) -> Routine:
    """Return the routine called *name* in *content*; *source* is the path to show in problems.

    Raise RoutineError with all that is wrong.
    """
    return read(content, source, name)[0]


def read(content: bytes, source: str, name: str) -> tuple[Routine, Mapping, str]:
    """Return the routine as `parse` does, with the tree and the text that it was read from.

    The tree has the place of each value, and is of the routine's shape: a step or group is the mapping at the
    same place in its list, a line of a step the entry at the same place among its cues.
    """
    problems = Problems()
    root, routine = None, None
    text, unreadable = decode(content)
    with suppress(Enough):
        if unreadable:
            problems.note(unreadable)
        elif root := compose(text, problems):
            routine = _read_routine(root, problems, visible(name))
    if routine is None or not isinstance(root, Mapping) or len(problems):
        raise RoutineError(source, text, problems.in_order())
    return routine, root, text


@frozen
class _Around:
    """What holds for a block from outside: the file's ids and defaults, and the sides of the group around it."""

    ids: Ids
    transition: float
    switch: float
    rest: float
    sides: tuple[Side, ...] = ()


def _read_routine(root: Node, problems: Problems, name: str) -> Routine | None:
    if not isinstance(root, Mapping):
        hint = "Write title: and steps:, each at the beginning of a line."
        problems.add(root.place, "a file begins with keys", hint)
        return None
    fields = Fields(root, problems)
    title = fields.need("title", "a routine", "Write title: and some words at the top.")
    steps = fields.need("steps", "a routine", f"Write it as steps: {_STEPS_EXAMPLE}")
    around = _read_defaults(fields, Ids(root))
    routine = Routine(
        name=name,
        title=title.text() if title else "",
        summary=fields.text("summary"),
        tags=fields.texts("tags"),
        equipment=fields.texts("equipment"),
        optional=fields.texts("optional"),
        inspired_by=fields.text("inspired_by"),
        transition=around.transition,
        steps=_read_blocks(steps, around) if steps else (),
    )
    fields.close(_NOT_AT_TOP)
    if steps and not len(problems):
        _check_size(steps, routine)
    return routine


def _read_defaults(fields: Fields, ids: Ids) -> _Around:
    field = fields.take("defaults")
    node = field.node if field else None
    if field and not isinstance(node, Mapping):
        list(field.entries("{transition: 10s, switch: 8s, rest: 10s}"))
    defaults = Fields(node if isinstance(node, Mapping) else Mapping((), fields.place), fields.problems)
    around = _Around(
        ids,
        transition=defaults.seconds("transition", TRANSITION_SECONDS),
        switch=defaults.seconds("switch", SWITCH_SECONDS),
        rest=defaults.seconds("rest", REST_SECONDS),
    )
    defaults.close({})
    return around


def _read_blocks(steps: Field, around: _Around) -> tuple[Step | Group, ...]:
    blocks = (_read_block(item, around) for item in steps.items(_STEPS_EXAMPLE))
    return tuple(block for block in blocks if block)


def _read_block(item: Field, around: _Around) -> Step | Group | None:
    if not isinstance(item.node, Mapping):
        item.complain("a step is written as keys", "Write - name: Child's pose, and under the name hold: 60s")
        return None
    fields = Fields(item.node, item.problems)
    repeats = _read_repeats(fields, around)
    around = replace(around, sides=around.sides or repeats.sides)
    steps = fields.take("steps")
    if steps is None:
        return _read_step(fields, repeats, around)
    group = Group(steps=_read_blocks(steps, around), repeats=repeats)
    fields.close(_NOT_IN_GROUP)
    return group


def _read_repeats(fields: Fields, around: _Around) -> Repeats:
    sides, sets = fields.take("sides"), fields.take("sets")
    if sides and around.sides:
        sides.complain_of_key("the group around this has sides already", "Keep the sides of one of the two.")
    return Repeats(
        sides=read_sides(sides) if sides else (),
        sets=(sets.number(MOST_SETS) if sets else None) or 1,
        switch=fields.seconds("switch", around.switch),
        rest=fields.seconds("rest", around.rest),
    )


def _read_step(fields: Fields, repeats: Repeats, around: _Around) -> Step:
    name_field = fields.need("name", "a step", "Write name: and what the stretch is called.")
    name = name_field.text() if name_field else ""
    written, picture, cues = fields.take("id"), fields.take("picture"), fields.take("cues")
    dose = read_dose(fields, around.sides)
    step = Step(
        id=around.ids.written(written) if written else around.ids.made(name),
        name=name,
        dose=dose or _NO_DOSE,
        transition=fields.seconds("transition", around.transition),
        repeats=repeats,
        setup=fields.spoken("setup", sided=bool(around.sides)),
        switch_setup=fields.spoken("switch_setup", sided=bool(around.sides)),
        wait=fields.flag("wait"),
        lines=read_lines(cues, dose, around.sides) if cues else (),
        sanskrit=fields.text("sanskrit"),
        also_known_as=fields.texts("also_known_as"),
        picture=read_id(picture) if picture else "",
        targets=fields.texts("targets"),
        easier=fields.text("easier"),
        harder=fields.text("harder"),
        skip_if=fields.texts("skip_if"),
        stop_if=fields.texts("stop_if"),
    )
    fields.close({})
    return step


def _check_size(steps: Field, routine: Routine) -> None:
    """Note a problem if sides and sets multiply into more than anyone could mean, before unrolling that far."""
    works, seconds = _most(routine.steps)
    if 2 * works <= MOST_INTERVALS and seconds <= MOST_SECONDS:
        return
    timeline = unroll(routine) if works <= MOST_INTERVALS else None
    if timeline is None or len(timeline.intervals) > MOST_INTERVALS:
        hint = "Use fewer sets, or make two routines of it."
        steps.complain_of_key(f"with all sides and sets there are more than {MOST_INTERVALS:,} intervals", hint)
    elif timeline.seconds > MOST_SECONDS:
        steps.complain_of_key("with all sides and sets this takes longer than 24 hours", "Check the durations.")


def _most(blocks: tuple[Step | Group, ...]) -> tuple[int, float]:
    """Return how many times there is work in *blocks*, and at least as many seconds as all of it may take."""
    works, seconds = 0, 0.0
    for block in blocks:
        repeats = block.repeats
        times = repeats.sets * max(1, len(repeats.sides))
        if isinstance(block, Group):
            inside, each = _most(block.steps)
        else:
            inside, each = 1, block.transition + max(block.dose.lasts(side) for side in Side)
        works += inside * times
        seconds += (each + max(repeats.switch, repeats.rest)) * times
    return works, seconds
