"""A timeline shown to a person: by `stretch show`, and by whatever has just written a routine."""

from textwrap import fill
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
    world.say(f"{plan.title} ({plan.name})")
    if plan.summary:
        world.say(plan.summary)
    if plan.equipment:
        world.say(f"You need: {', '.join(plan.equipment)}.")
    world.say()
    if pictures:
        from sciatica_stretch.cli.illustrated import show_steps

        show_steps(world, timeline)
    else:
        _print_stretches(world, timeline)
        world.say()
    world.say(f"Total: {clock(timeline.seconds)}, {stretches(timeline.stretches)}.")


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


def say_wrapped(world: "World", text: str, indent: str = "") -> None:
    """Write *text*, on a terminal in lines that fit; those after the first begin with *indent*."""
    if not world.stdout.isatty():
        world.say(text)
        return
    width = max(20, world.size()[0] - 1)
    for line in text.split("\n"):
        world.say(fill(line, width, subsequent_indent=indent, break_on_hyphens=False) if line.strip() else "")
