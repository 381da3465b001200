"""The arguments and options that several commands share, and the completion of their values."""

from contextlib import suppress
from typing import TYPE_CHECKING

import typer

from sciatica_stretch.core.timeline import Options

if TYPE_CHECKING:
    from sciatica_stretch.cli.world import World
    from sciatica_stretch.core.routine import Side


def _world(ctx: typer.Context) -> "World":
    from sciatica_stretch.cli.world import World  # noqa: PLC0415

    return ctx.obj if isinstance(ctx.obj, World) else World()


def _routine_names(ctx: typer.Context, incomplete: str) -> list[str]:
    from sciatica_stretch.library import shelf  # noqa: PLC0415

    return [found.name for found in shelf.each(_world(ctx).routine_folders) if found.name.startswith(incomplete)]


def _step_ids(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return the ids of all steps there are: the parser of an unfinished line can't tell which routine it is about."""
    from sciatica_stretch.errors import StretchError  # noqa: PLC0415
    from sciatica_stretch.library import shelf  # noqa: PLC0415

    ids: set[str] = set()
    for found in shelf.each(_world(ctx).routine_folders):
        with suppress(StretchError):  # a routine with problems has nothing to offer
            ids.update(step.id for step in shelf.load(found)[0].each_step())
    return sorted(each for each in ids if each.startswith(incomplete))


ROUTINE = typer.Argument(
    metavar="ROUTINE", help="A routine's name (see: stretch list), or a file.", autocompletion=_routine_names
)
FIRST = typer.Option("--first", help="The side to begin with.", show_default=False)
PACE = typer.Option("--pace", min=0.1, max=10, help="Multiply the holds: 0.5 halves them, 1.5 makes them longer.")
FROM = typer.Option(
    "--from", metavar="STEP", help="Begin with this step (its id).", show_default=False, autocompletion=_step_ids
)
ONLY = typer.Option(
    "--only",
    metavar="STEP",
    help="Do only this step (its id); can be repeated.",
    show_default=False,
    autocompletion=_step_ids,
)


def options_from(first: "Side | None", pace: float, from_step: str, only: list[str] | None) -> Options:
    """Return the options of one session; `--only a,b` is as good as `--only a --only b`."""
    steps = tuple(step.strip() for each in only or [] for step in each.split(",") if step.strip())
    return Options(first=first, pace=pace, from_step=from_step, only=steps)
