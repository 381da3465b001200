"""`stretch sound-test`: hear every tone, and learn what plays it."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from sciatica_stretch.cli.world import World

SOUND = typer.Option(
    "--sound",
    metavar="auto|NAME|bell|off",
    help="What plays the tones: the first player that works, one by its name, the terminal's bell, or nothing.",
)
VOLUME = typer.Option("--volume", min=0, max=100, help="How loud the tones are.")
DEFAULT_VOLUME = 70


def sound_test(
    ctx: typer.Context,
    *,
    sound: Annotated[str, SOUND] = "auto",
    volume: Annotated[int, VOLUME] = DEFAULT_VOLUME,
) -> None:
    """Play every tone, name it, and say what played it."""
    world: World = ctx.obj
    world.speaker(sound, volume, world.folders.cache)
