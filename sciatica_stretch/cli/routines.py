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

    from sciatica_stretch.cli.rows import timeline_json
    from sciatica_stretch.cli.showing import show_timeline
    from sciatica_stretch.core.timeline import unroll
    from sciatica_stretch.library import shelf

    world: World = ctx.obj
    plan, _ = shelf.load(shelf.find(routine, world.routine_folders))
    timeline = unroll(plan, options_from(first or world.settings.first, pace, from_step, only))
    if as_json:
        world.say(json.dumps(timeline_json(timeline), indent=2, ensure_ascii=False))
        return
    show_timeline(world, timeline)
