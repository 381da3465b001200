"""`stretch schema`: the routine format for editors."""

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from sciatica_stretch.cli.world import World


def schema(ctx: typer.Context) -> None:
    """Print the routine format as JSON Schema, with which editors complete and explain what you type."""
    from sciatica_stretch.library.schema import as_json

    world: World = ctx.obj
    world.say(as_json().rstrip("\n"))
