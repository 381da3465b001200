"""`stretch start`: the main job, from a routine's name to a session in the log (session.py has the session)."""

import gc
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from sciatica_stretch.cli.choices import (
    DEFAULT_VOLUME,
    FIRST,
    FROM,
    ONLY,
    PACE,
    ROUTINE,
    SOUND,
    VOLUME,
    a_number,
    options_from,
)
from sciatica_stretch.cli.safety import acknowledge
from sciatica_stretch.core.side import Side

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sciatica_stretch.cli.world import World

PLAIN = typer.Option("--plain", help="One line a change instead of the full screen, as for a screen reader.")
SPEED = typer.Option(
    "--speed",
    min=0.1,
    max=1000,
    callback=a_number,
    help="Rehearse: run the clock so many times as fast, and keep it out of the log.",
)
_EXIT_CODES = {"interrupt": 130, "terminate": 143, "hangup": 129}  # 128 + the signal's number, as shells have it


def start(
    ctx: typer.Context,
    routine: Annotated[str, ROUTINE],
    *,
    first: Annotated[Side | None, FIRST] = None,
    pace: Annotated[float, PACE] = 1.0,
    from_step: Annotated[str, FROM] = "",
    only: Annotated[list[str] | None, ONLY] = None,
    sound: Annotated[str, SOUND] = "auto",
    volume: Annotated[int, VOLUME] = DEFAULT_VOLUME,
    plain: Annotated[bool, PLAIN] = False,
    speed: Annotated[float, SPEED] = 1.0,
) -> None:
    """Start a session: put the computer down, lie down, and be led through it.

    Nothing has to be touched. Keys: space pause, n skip, b back, + more time, q stop, ? help.
    """
    from sciatica_stretch.core.timeline import unroll
    from sciatica_stretch.library import shelf

    world: World = ctx.obj
    found = shelf.find(routine, world.routine_folders)
    with closing(world.speaker(sound, volume, world.folders.cache)) as speaker:  # early: it gets ready meanwhile
        with _no_collecting():
            from sciatica_stretch.cli.session import Session

            plan, content = shelf.load(found)
            options = options_from(first, pace, from_step, only)
            timeline = unroll(plan, options)  # before the notice: nobody should read it only to learn of a mistake
        acknowledge(world)
        session = Session(world, timeline, options, content, speaker, plain=plain, speed=speed)
        result = session.rehearse() if speed != 1 else session.lead()
    if result.signal is not None:
        raise typer.Exit(_EXIT_CODES[result.signal.value])


@contextmanager
def _no_collecting() -> "Iterator[None]":
    """Keep the garbage collector off: while modules are imported there is no garbage, and looking for it takes time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
