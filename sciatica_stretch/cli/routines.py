"""What is in a routine: `stretch show`."""

from typing import TYPE_CHECKING, Annotated

import typer

from sciatica_stretch.cli.choices import FIRST, FROM, JSON, ONLY, PACE, ROUTINE, options_from
from sciatica_stretch.core.side import Side

if TYPE_CHECKING:
    from sciatica_stretch.cli.world import World


def show(
    ctx: typer.Context,
    routine: Annotated[str, ROUTINE],
    *,
    first: Annotated[Side | None, FIRST] = None,
    pace: Annotated[float, PACE] = 1.0,
    from_step: Annotated[str, FROM] = "",
    only: Annotated[list[str] | None, ONLY] = None,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Show what is in a routine, second by second."""
    import json

    from sciatica_stretch.cli.rows import timeline_json, timeline_rows
    from sciatica_stretch.cli.tables import Column, print_table
    from sciatica_stretch.cli.words import stretches
    from sciatica_stretch.core.duration import clock
    from sciatica_stretch.core.timeline import unroll
    from sciatica_stretch.library import shelf

    world: World = ctx.obj
    plan, _ = shelf.load(shelf.find(routine, world.routine_folders))
    timeline = unroll(plan, options_from(first, pace, from_step, only))
    if as_json:
        world.say(json.dumps(timeline_json(timeline), indent=2, ensure_ascii=False))
        return
    world.say(f"{plan.title} ({plan.name})")
    if plan.summary:
        world.say(plan.summary)
    if plan.equipment:
        world.say(f"You need: {', '.join(plan.equipment)}.")
    world.say()
    columns = [
        Column("Start", right=True, whole=True),
        Column("Step"),
        Column("Id", spare=True),
        Column("Side", whole=True),
        Column("Dose", whole=True),
        Column("To get there", whole=True, spare=True),
    ]
    print_table(world, columns, timeline_rows(timeline))
    world.say(f"\nTotal: {clock(timeline.seconds)}, {stretches(timeline.stretches)}.")
