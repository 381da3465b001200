"""The routines there are: `stretch list` and `stretch show`."""

from typing import TYPE_CHECKING, Annotated

import typer

from sciatica_stretch.cli.choices import FIRST, FROM, ONLY, PACE, ROUTINE, options_from
from sciatica_stretch.core.side import Side

if TYPE_CHECKING:
    from sciatica_stretch.cli.world import World

JSON = typer.Option("--json", help="Print JSON instead of a table.")


def list_(ctx: typer.Context, *, as_json: Annotated[bool, JSON] = False) -> None:
    """List the routines there are."""
    import json

    from sciatica_stretch.cli.rows import routine_json, routine_row
    from sciatica_stretch.cli.tables import Column, print_table
    from sciatica_stretch.library import shelf

    world: World = ctx.obj
    entries = [routine_json(found) for found in shelf.each(world.routine_folders)]
    if as_json:
        world.say(json.dumps(entries, indent=2, ensure_ascii=False))
        return
    columns = [
        Column("Name", whole=True),
        Column("Title"),
        Column("Length", right=True, whole=True),
        Column("Equipment", spare=True),
        Column("From", whole=True, spare=True),
    ]
    print_table(world, columns, [routine_row(entry) for entry in entries])
    world.say("\nStart one with: stretch start NAME. See what is in it with: stretch show NAME.")


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

    from sciatica_stretch.cli.rows import timeline_json
    from sciatica_stretch.cli.showing import show_timeline
    from sciatica_stretch.core.timeline import unroll
    from sciatica_stretch.library import shelf

    world: World = ctx.obj
    plan, _ = shelf.load(shelf.find(routine, world.routine_folders))
    timeline = unroll(plan, options_from(first, pace, from_step, only))
    if as_json:
        world.say(json.dumps(timeline_json(timeline), indent=2, ensure_ascii=False))
        return
    show_timeline(world, timeline)
