"""The figures there are: `stretch poses`."""

from typing import TYPE_CHECKING, Annotated

import typer

from sciatica_stretch.core.side import Side
from sciatica_stretch.errors import UnknownPoseError

if TYPE_CHECKING:
    from sciatica_stretch.cli.world import World
    from sciatica_stretch.player.figure.film import Film

_GAP = 2
_LARGEST, _SMALLEST = 60, 24  # columns of one keyframe


def _pose_names(incomplete: str) -> list[str]:
    from sciatica_stretch.core.pictures import PICTURES

    return sorted(name for name in PICTURES if name.startswith(incomplete))


POSE = typer.Argument(
    metavar="[POSE]", help="A pose to show, keyframe by keyframe.", autocompletion=_pose_names, show_default=False
)
SIDE = typer.Option("--side", help="Which side to show it for.")


def poses(ctx: typer.Context, name: Annotated[str, POSE] = "", *, side: Annotated[Side, SIDE] = Side.RIGHT) -> None:
    """List the poses that figures are drawn of, or show one."""
    from sciatica_stretch.core.pictures import PICTURES
    from sciatica_stretch.core.text import closest, visible
    from sciatica_stretch.player.figure.film import load

    world: World = ctx.obj
    if not name:
        _list(world)
        return
    film = load(name)
    if film is None:
        hint = closest(name, sorted(PICTURES)) or 'Run "stretch poses" for all there are.'
        raise UnknownPoseError(f"There is no pose called {visible(name)!r}.", hint)
    _show(world, film, side)


def _list(world: "World") -> None:
    from sciatica_stretch.cli.tables import Column, print_table
    from sciatica_stretch.core.pictures import PICTURES
    from sciatica_stretch.player.figure.film import load

    used = _used_in(world)
    films = [film for name in sorted(PICTURES) if (film := load(name))]
    columns = [Column("Name", whole=True), Column("Pose"), Column("In", spare=True)]
    rows = [[film.name, film.title, ", ".join(sorted(used.get(film.name, {})))] for film in films]
    print_table(world, columns, rows)
    world.say_wrapped("\nSee one with: stretch poses POSE. In a routine, picture: NAME has it drawn beside a step.")


def _show(world: "World", film: "Film", side: Side) -> None:
    from sciatica_stretch.player.figure.film import describe

    world.say(f"{film.title} ({film.name})")
    if world.wants_words:
        world.say_wrapped(f"Keyframes: {', '.join(film.keyframes)}.")
    else:
        _draw(world, film, side)
    world.say_wrapped(describe(film, side))
    for routine, steps in sorted(_used_in(world).get(film.name, {}).items()):
        world.say_wrapped(f"In {routine}: {', '.join(steps)}.")


def _draw(world: "World", film: "Film", side: Side) -> None:
    """Write the keyframes with their names, beside each other as far as there is room."""
    from sciatica_stretch.cli.figures import beside, cropped, figure, say_rows
    from sciatica_stretch.cli.smooth import Still, graphics_of, say_picture

    graphics = graphics_of(world)
    keyframes = list(film.keyframes.items())
    width = world.size()[0] if world.stdout.isatty() else 80
    together = max(1, min(len(keyframes), (width + _GAP) // (_SMALLEST + _GAP)))
    columns = min(_LARGEST, (width - _GAP * (together - 1)) // together)
    for first in range(0, len(keyframes), together):
        row = keyframes[first : first + together]
        if graphics:
            say_picture(world, graphics, [Still(film, frame, side) for _, frame in row], columns, _GAP)
        else:
            drawn = beside(*(figure(world, film, frame, columns, side) for _, frame in row), gap=_GAP)
            say_rows(world, cropped(drawn))
        captions = [((f"{keyframe:^{columns}}", ""),) for keyframe, _ in row]
        say_rows(world, beside(*([caption] for caption in captions), gap=_GAP))


def _used_in(world: "World") -> dict[str, dict[str, list[str]]]:
    """Return for each pose the routines that show it, and the names of the steps in them."""
    from contextlib import suppress

    from sciatica_stretch.core.text import visible
    from sciatica_stretch.errors import StretchError
    from sciatica_stretch.library import shelf

    used: dict[str, dict[str, list[str]]] = {}
    for found in shelf.each(world.routine_folders):
        with suppress(StretchError):  # a routine with problems shows nothing; `stretch check` says why
            routine, _ = shelf.load(found)
            for step in routine.each_step():
                steps = used.setdefault(step.picture, {}).setdefault(visible(found.name), [])
                if step.name not in steps:
                    steps.append(step.name)
    return used
