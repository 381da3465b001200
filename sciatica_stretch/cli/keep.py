"""What becomes of whole routines: `stretch copy`, `stretch rename` and `stretch remove`."""

from typing import TYPE_CHECKING, Annotated

import typer

from sciatica_stretch.cli.choices import ROUTINE
from sciatica_stretch.errors import UnknownRoutineError, UsageError

if TYPE_CHECKING:
    from sciatica_stretch.cli.world import World
    from sciatica_stretch.library.shelf import Found
    from sciatica_stretch.library.workshop import Workshop

NEW_NAME = typer.Argument(metavar="NAME", help="The new routine's name.")
YES = typer.Option("--yes", "-y", help="Don't ask.")
UNDO = typer.Option("--undo", help="Bring a removed routine back, or show a hidden one again.")


def copy(ctx: typer.Context, routine: Annotated[str, ROUTINE], name: Annotated[str, NEW_NAME]) -> None:
    """Copy a routine, to try a variant of it."""
    from sciatica_stretch.core.text import visible
    from sciatica_stretch.library import shelf
    from sciatica_stretch.library.workshop import Workshop

    world: World = ctx.obj
    found = shelf.find(routine, world.routine_folders)
    workshop = Workshop(world.folders.routines)
    _check_free(world, workshop, name)
    path = workshop.create(name, workshop.take(found).content)
    world.say_wrapped(f"{visible(found.name)} is copied to {name}: {visible(str(path))}")
    world.say_wrapped(f"To change it: stretch edit {name}")


def rename(ctx: typer.Context, routine: Annotated[str, ROUTINE], name: Annotated[str, NEW_NAME]) -> None:
    """Give a routine of your own another name. Its earlier versions go with it."""
    from sciatica_stretch.cli.words import as_typed
    from sciatica_stretch.core.text import visible
    from sciatica_stretch.library import shelf
    from sciatica_stretch.library.workshop import Workshop

    world: World = ctx.obj
    workshop = Workshop(world.folders.routines)
    if not workshop.path_of(routine):
        found = shelf.find(routine, world.routine_folders)
        hint = f"A copy with another name: stretch copy {as_typed(routine)} {as_typed(name)}"
        raise UsageError(f"{visible(found.name)} is not your own ({found.origin}): it keeps its name.", hint)
    _check_free(world, workshop, name)
    path = workshop.rename(routine, name)
    world.say_wrapped(f"{visible(routine)} is called {name} now: {visible(str(path))}")


def remove(
    ctx: typer.Context,
    routine: Annotated[str, ROUTINE],
    *,
    yes: Annotated[bool, YES] = False,
    undo: Annotated[bool, UNDO] = False,
) -> None:
    """Remove a routine of your own, or hide a bundled one. Neither is for good: --undo brings it back."""
    from sciatica_stretch.cli.words import as_typed
    from sciatica_stretch.core.text import visible
    from sciatica_stretch.library import shelf
    from sciatica_stretch.library.workshop import Workshop

    world: World = ctx.obj
    workshop = Workshop(world.folders.routines)
    if undo:
        _bring_back(world, workshop, routine)
        return
    is_own, shown = workshop.path_of(routine) is not None, visible(routine)
    if not is_own:
        _check_bundled(shelf.find(routine, world.routine_folders))
    if not yes:
        ask_first(world, f"{'Remove' if is_own else 'Hide'} {shown}?")
    if is_own:
        workshop.remove(routine)
        behind = [found for found in shelf.each(world.routine_folders) if found.name == routine]
        world.say_wrapped(f"{shown} is removed{f'; the {behind[0].origin} one shows again' if behind else ''}.")
    else:
        workshop.hide(routine)
        world.say_wrapped(f"{shown} is hidden.")
    world.say_wrapped(f"To bring it back: stretch remove {as_typed(routine)} --undo")


def _bring_back(world: "World", workshop: "Workshop", name: str) -> None:
    from sciatica_stretch.core.text import visible

    if workshop.unhide(name):
        world.say_wrapped(f"{visible(name)} is shown again.")
    elif path := workshop.bring_back(name):
        world.say_wrapped(f"{visible(name)} is back: {visible(str(path))}")
    else:
        raise UnknownRoutineError(f"No routine called {visible(name)!r} was removed or hidden.", "See: stretch list")


def _check_bundled(found: "Found") -> None:
    from sciatica_stretch.core.text import visible

    if found.origin == "bundled":
        return
    hint = f"It is the file {visible(str(found.path))}; remove it as you do with files."
    raise UsageError(f"{visible(found.name)} is not in your own folder of routines.", hint)


def _check_free(world: "World", workshop: "Workshop", name: str) -> None:
    """Raise UsageError for a name that a new routine can't have, or that would put it in front of another one."""
    from sciatica_stretch.library import shelf

    workshop.check_name(name)
    if any(found.name == name for found in shelf.each(world.routine_folders)):
        hint = f"Choose another name. To change a copy of it under its own name: stretch edit {name}"
        raise UsageError(f"There is a routine {name!r} already; yours would stand in front of it.", hint)


def ask_first(world: "World", question: str) -> None:
    """Raise UsageError where nobody can be asked, and typer.Exit for a no."""
    from sciatica_stretch.cli.questions import confirm

    if not world.interactive:
        raise UsageError("This asks before it does it, and there is nobody to ask.", "Say yes beforehand: --yes")
    if not confirm(world, question):
        world.say_wrapped("Nothing was changed.")
        raise typer.Exit
