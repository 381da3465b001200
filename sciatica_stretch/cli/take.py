"""`stretch import`: a routine file from somewhere else, looked at before it is taken."""

from typing import TYPE_CHECKING, Annotated

import typer

from sciatica_stretch.errors import UsageError

if TYPE_CHECKING:
    from sciatica_stretch.cli.world import World
    from sciatica_stretch.library.shelf import Found

FILE = typer.Argument(metavar="FILE", help="A routine's file, or - for standard input.")
AS = typer.Option("--as", metavar="NAME", help="What to call it, instead of the file's own name.", show_default=False)
YES = typer.Option("--yes", "-y", help="Don't ask.")
FORCE = typer.Option("--force", help="Put it in the place of a routine of that name, which is kept for undo.")


def import_(
    ctx: typer.Context,
    file: Annotated[str, FILE],
    *,
    as_name: Annotated[str, AS] = "",
    yes: Annotated[bool, YES] = False,
    force: Annotated[bool, FORCE] = False,
) -> None:
    """Take in a routine file from elsewhere, checked and shown first.

    It is copied to your own folder under its name, and takes the place of nothing unless you say so.
    """
    from sciatica_stretch.cli.keep import ask_first
    from sciatica_stretch.cli.showing import show_timeline
    from sciatica_stretch.core.text import visible
    from sciatica_stretch.core.timeline import unroll
    from sciatica_stretch.library import shelf
    from sciatica_stretch.library.names import check_spelling
    from sciatica_stretch.library.parser import parse
    from sciatica_stretch.library.workshop import Workshop

    world: World = ctx.obj
    name = as_name or _name_of(file)
    check_spelling(name)
    content = _read(world, file)
    routine = parse(content, "standard input" if file == "-" else file, name)
    there = next((found for found in shelf.each(world.routine_folders) if found.name == name), None)
    if there and shelf.read(there.path) == content:
        world.say_wrapped(f"You have it already, to the letter: {visible(str(there.path))}")
        return
    if there and not force:
        raise _in_the_way(there)
    show_timeline(world, unroll(routine))
    if not yes:
        ask_first(world, f"Take it as {name}{_where(there)}?")
    workshop = Workshop(world.folders.routines)
    if there:
        workshop.put(workshop.take(there), content)
    else:
        workshop.create(name, content)
    world.say_wrapped(f"{name} is yours. Start it with: stretch start {name}")


def _name_of(file: str) -> str:
    from pathlib import Path

    from sciatica_stretch.library.shelf import ENDINGS

    if file == "-":
        raise UsageError("What comes from standard input has no name.", "Give it one: --as evening")
    path = Path(file)
    return path.stem if path.suffix in ENDINGS else path.name


def _read(world: "World", file: str) -> bytes:
    from pathlib import Path

    from sciatica_stretch.library import shelf
    from sciatica_stretch.library.encoding import MOST_BYTES

    if file != "-":
        return shelf.read(Path(file))
    binary = getattr(world.stdin, "buffer", None)
    content: bytes = binary.read(MOST_BYTES + 1) if binary else world.stdin.read().encode()
    return content


def _where(there: "Found | None") -> str:
    """Return what becomes of the routine of that name, for a question."""
    if there is None:
        return ""
    return ", in the place of your own" if there.origin == "yours" else f", in front of the {there.origin} one"


def _in_the_way(there: "Found") -> UsageError:
    from sciatica_stretch.core.text import visible

    message = f"There is a routine {there.name!r} already ({there.origin}): {visible(str(there.path))}"
    return UsageError(message, "Give this one another name with --as NAME, or put it in its place with --force.")
