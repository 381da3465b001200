"""How it hurts before and after a session: asked where somebody is there to answer, and never forced."""

from typing import TYPE_CHECKING

import typer

from sciatica_stretch.cli.asking import ask_how_it_hurts, ask_rating
from sciatica_stretch.errors import StorageError
from sciatica_stretch.journal.scale import When

if TYPE_CHECKING:
    from collections.abc import Callable

    from sciatica_stretch.cli.world import World
    from sciatica_stretch.journal.rating import Rating


def before(
    world: "World", meanwhile: "Callable[[], object]", remind: "Callable[[], object]", *, plain: bool
) -> "Rating | None":
    """Ask before the first second, and have *meanwhile* done while the person thinks, *remind* if that takes long.

    Raise typer.Exit if the person leaves instead.
    """
    at = world.clock(1.0).wall
    answer = ask_how_it_hurts(world, When.BEFORE, at, plain=plain, meanwhile=meanwhile, remind=remind)
    if answer.left:
        world.say_if_anyone_is_there("Nothing was started.")
        raise typer.Exit(answer.left.exit_code)
    return answer.rating


def after(world: "World", session: str, *, plain: bool) -> None:
    """Ask after the *session* with that id, which is in the log by now, and put the answer there, too."""
    rating = ask_rating(world, When.AFTER, world.clock(1.0).wall, plain=plain)
    if rating is None:
        return
    from uuid import uuid4

    from sciatica_stretch.cli.recorder import open_journal
    from sciatica_stretch.journal.corrections import Correction

    journal = open_journal(world)
    try:
        journal.correct(Correction(id=str(uuid4()), session=session, device=journal.device, what=rating))
    except OSError as error:
        message = f"How it hurts afterwards isn't in the log: {error.strerror or error}."
        raise StorageError(message, "Say it again later: stretch rate") from error
