"""A timeline shown to a person: by `stretch show`, and by whatever has just written a routine."""

from typing import TYPE_CHECKING

from sciatica_stretch.cli.rows import timeline_rows
from sciatica_stretch.cli.tables import Column, print_table
from sciatica_stretch.cli.words import stretches
from sciatica_stretch.core.duration import clock

if TYPE_CHECKING:
    from sciatica_stretch.cli.world import World
    from sciatica_stretch.core.timeline import Timeline


def show_timeline(world: "World", timeline: "Timeline", *, pictures: bool = False) -> None:
    """Write what is in a routine, stretch by stretch, and its length; with *pictures* step by step instead."""
    plan = timeline.routine
    world.say_wrapped(f"{plan.title} ({plan.name})")
    if plan.summary:
        world.say_wrapped(plan.summary)
    if plan.equipment:
        world.say_wrapped(f"You need: {', '.join(plan.equipment)}.")
    world.say()
    if pictures:
        from sciatica_stretch.cli.illustrated import show_steps

        show_steps(world, timeline)
    else:
        _print_stretches(world, timeline)
        world.say()
    world.say_wrapped(f"Total: {clock(timeline.seconds)}, {stretches(timeline.stretches)}.")


def _print_stretches(world: "World", timeline: "Timeline") -> None:
    columns = [
        Column("Start", right=True, whole=True),
        Column("Step"),
        Column("Id", spare=True),
        Column("Side", whole=True),
        Column("Dose", whole=True),
        Column("To get there", whole=True, spare=True),
    ]
    print_table(world, columns, timeline_rows(timeline))
