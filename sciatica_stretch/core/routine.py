"""What an author wrote: a routine of steps and groups, before sides and sets are unrolled.

Times are seconds. Texts are one line each and visible; `{side}` in them is filled in by `unroll`.
"""

from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from typing import Generic, TypeVar

from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.core.side import Side as Side  # noqa: PLC0414 - whoever takes the rest from here takes it too

T = TypeVar("T")


@frozen
class PerSide(Generic[T]):
    """A value for each side; the same twice where the author wrote only one."""

    left: T
    right: T

    def on(self, side: Side | None) -> T:
        """Return the value for *side*; None (both at once) takes the value that the two share."""
        return self.left if side is Side.LEFT else self.right


@frozen
class Phase:
    """A named part of one rep, such as "extend" for 3 s."""

    name: str
    seconds: float


@frozen
class Hold:
    """A dose in seconds at the end of range."""

    seconds: PerSide[float]

    def lasts(self, side: Side | None) -> float:
        """Return the seconds of one go on *side*."""
        return self.seconds.on(side)


@frozen
class Reps:
    """A dose in movement cycles; each lasts as long as its phases together."""

    count: PerSide[int]
    tempo: tuple[Phase, ...]

    @property
    def seconds_each(self) -> float:
        """The length of one rep."""
        return sum(phase.seconds for phase in self.tempo)

    def lasts(self, side: Side | None) -> float:
        """Return the seconds of one go on *side*: all its reps."""
        return self.count.on(side) * self.seconds_each


Dose = Hold | Reps


class Anchor(StrEnum):
    """What a line's offset is counted from: the work's start, its middle, or backwards from its end."""

    START = "start"
    HALF = "half"
    END = "end"


@frozen
class Line:
    """A sentence to say at a moment of the work, *seconds* (zero or more) away from its anchor."""

    anchor: Anchor
    seconds: float
    text: str

    def at(self, length: float) -> float:
        """Return the seconds from the start of a work of *length*; outside it where the line doesn't fit."""
        match self.anchor:
            case Anchor.START:
                return self.seconds
            case Anchor.HALF:
                return length / 2
            case Anchor.END:
                return length - self.seconds


@frozen(kw_only=True)
class Repeats:
    """What steps and groups share: which sides, how often, and the time between."""

    sides: tuple[Side, ...] = ()  # empty: both at once, or whichever side the group is on
    sets: int = 1
    switch: float
    rest: float


@frozen(kw_only=True)
class Step:
    """One stretch with its dose."""

    id: str
    name: str
    dose: Dose
    transition: float
    repeats: Repeats
    setup: str = ""
    switch_setup: str = ""
    wait: bool = False  # before the work, until the person says that they are in position
    lines: tuple[Line, ...] = ()
    sanskrit: str = ""
    also_known_as: tuple[str, ...] = ()
    picture: str = ""
    targets: tuple[str, ...] = ()
    easier: str = ""
    harder: str = ""
    skip_if: tuple[str, ...] = ()
    stop_if: tuple[str, ...] = ()


@frozen(kw_only=True)
class Group:
    """Steps that are done together on one side, then on the other."""

    steps: tuple["Step | Group", ...]
    repeats: Repeats


@frozen(kw_only=True)
class Routine:
    """The written plan. `transition` is the time to get into position where a step says none."""

    name: str  # the file's name without its ending
    title: str
    steps: tuple[Step | Group, ...]
    transition: float
    summary: str = ""
    tags: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    inspired_by: str = ""

    def each_step(self) -> Iterator[Step]:
        """Yield every step in the order it is written, groups opened."""
        yield from _leaves(self.steps)

    def waiting(self, wanted: bool) -> "Routine":
        """Return this routine with every step waiting for the person, or none."""
        return replace(self, steps=_waiting(self.steps, wanted=wanted))


def _leaves(blocks: tuple[Step | Group, ...]) -> Iterator[Step]:
    for block in blocks:
        if isinstance(block, Step):
            yield block
        else:
            yield from _leaves(block.steps)


def _waiting(blocks: tuple[Step | Group, ...], *, wanted: bool) -> tuple[Step | Group, ...]:
    return tuple(
        replace(block, wait=wanted)
        if isinstance(block, Step)
        else replace(block, steps=_waiting(block.steps, wanted=wanted))
        for block in blocks
    )
