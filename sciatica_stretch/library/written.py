"""The steps of a routine beside the text they were read from, for what has to say where in the file something is."""

from collections.abc import Iterable, Iterator

from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.core.routine import Group, Routine, Side, Step
from sciatica_stretch.library.nodes import Mapping, Node, Scalar, Sequence
from sciatica_stretch.problems import Place


@frozen
class Written:
    """A step or group beside its mapping, and how it is done: on which sides, and how often on each."""

    block: Step | Group
    node: Mapping
    sides: tuple[Side, ...]
    times: int

    @property
    def first(self) -> Step:
        """The step itself, or the group's first one."""
        block = self.block
        while isinstance(block, Group):
            block = block.steps[0]
        return block

    def place(self, *keys: str) -> Place:
        """Return where the value of the first of *keys* stands that is written here, or else the name."""
        found = (value_of(self.node, key) for key in (*keys, "name"))
        return next((value.place for value in found if value), self.node.entries[0][0].place)


@frozen
class WrittenStep(Written):
    """A single step."""

    step: Step

    def seconds(self, side: Side | None) -> float:
        """Return how long one go takes on *side*."""
        return self.step.dose.lasts(side)

    def cue_keys(self) -> list[Scalar]:
        """Return the moments of the cues as they were written, in the order of the step's lines."""
        cues = value_of(self.node, "cues")
        return [key for key, _ in cues.entries] if isinstance(cues, Mapping) else []


def written(routine: Routine, root: Mapping) -> list[Written]:
    """Return the steps and groups of *routine* in the order of its file, a group before what is in it.

    *root* is the tree that the routine was read from, and so has its shape.
    """
    return list(_written(routine.steps, value_of(root, "steps"), (), 1))


def value_of(node: Node | None, wanted: str) -> Node | None:
    """Return the value of the key *wanted*, or None where there is none."""
    if isinstance(node, Mapping):
        for key, value in node.entries:
            if key.text == wanted:
                return value
    return None


def _written(
    blocks: Iterable[Step | Group], steps: Node | None, sides: tuple[Side, ...], times: int
) -> Iterator[Written]:
    nodes = steps.items if isinstance(steps, Sequence) else ()
    for block, node in zip(blocks, nodes, strict=True):
        if not isinstance(node, Mapping):
            raise TypeError(node)  # the parser lets no such tree through
        its_sides, its_times = sides or block.repeats.sides, times * block.repeats.sets
        if isinstance(block, Step):
            yield WrittenStep(block, node, its_sides, its_times, block)
        else:
            yield Written(block, node, its_sides, its_times)
            yield from _written(block.steps, value_of(node, "steps"), its_sides, its_times)
