"""Routines and timelines that tests speak about."""

from sciatica_stretch.core.routine import (
    Anchor,
    Dose,
    Group,
    Hold,
    Line,
    PerSide,
    Phase,
    Repeats,
    Reps,
    Routine,
    Side,
    Step,
)
from sciatica_stretch.core.timeline import Timeline, unroll

LEFT, RIGHT = Side.LEFT, Side.RIGHT
ONCE = Repeats(switch=8.0, rest=10.0)


def hold(seconds: float, *, left: float | None = None) -> Hold:
    return Hold(PerSide(left=left or seconds, right=seconds))


def reps(count: int, *, left: int | None = None, **tempo: float) -> Reps:
    phases = tuple(Phase(name, seconds) for name, seconds in (tempo or {"extend": 3.0, "flex": 3.0}).items())
    return Reps(PerSide(left=left or count, right=count), phases)


def repeats(*sides: Side, sets: int = 1, switch: float = 8.0, rest: float = 10.0) -> Repeats:
    return Repeats(sides=sides, sets=sets, switch=switch, rest=rest)


def step(  # noqa: PLR0913 - a step has that many parts
    name: str,
    dose: Dose,
    *,
    transition: float = 10.0,
    repeated: Repeats = ONCE,
    setup: str = "",
    switch_setup: str = "",
    lines: tuple[Line, ...] = (),
    wait: bool = False,
) -> Step:
    return Step(
        id=name.lower().replace(" ", "-"),
        name=name,
        dose=dose,
        transition=transition,
        repeats=repeated,
        setup=setup,
        switch_setup=switch_setup,
        lines=lines,
        wait=wait,
    )


def routine(*steps: Step | Group, title: str = "A test") -> Routine:
    return Routine(name="test", title=title, steps=steps, transition=10.0)


def timeline(*steps: Step | Group) -> Timeline:
    return unroll(routine(*steps))


def at_start(seconds: float, text: str) -> Line:
    return Line(Anchor.START, seconds, text)


def at_half(text: str) -> Line:
    return Line(Anchor.HALF, 0.0, text)


def before_end(seconds: float, text: str) -> Line:
    return Line(Anchor.END, seconds, text)


PIGEON = step(
    "Half pigeon",
    hold(60.0),
    transition=14.0,
    repeated=repeats(RIGHT, LEFT, switch=10.0),
    setup="Cross the {side} ankle.",
    switch_setup="{side} ankle over.",
    lines=(
        at_start(0, "Foot flexed."),
        at_start(12, "Draw the thigh in."),
        at_half("Halfway. Wait for the hip."),
        before_end(5, "Five more seconds."),
    ),
)
WAG = step("Wag the tail", reps(8, left=None, sway=3.0, back=3.0), transition=18.0, setup="Come up.")
SHORT = timeline(
    step("Reach", hold(20.0), transition=10.0, setup="Sit tall.", lines=(at_start(0, "Lift."),)),
    step("Fold", hold(30.0), transition=6.0, repeated=repeats(RIGHT, LEFT, switch=8.0), setup="Fold over {side}."),
)
