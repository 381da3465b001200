"""`stretch set`: values of a routine changed without an editor."""

from typing import TYPE_CHECKING, Annotated

import typer

from sciatica_stretch.cli.choices import ROUTINE, settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sciatica_stretch.cli.world import World
    from sciatica_stretch.library.amend import Changed
    from sciatica_stretch.library.piece import Piece

CHANGES = typer.Argument(
    metavar="STEP.KEY=VALUE...",
    help="half-pigeon.hold=75s, half-pigeon.hold.left=90s, title='After the run', defaults.rest=5s, steps.1.switch=12s",
    autocompletion=settings,
)
DRY_RUN = typer.Option("--dry-run", help="Show what would be changed, and write nothing.")


def set_(
    ctx: typer.Context,
    routine: Annotated[str, ROUTINE],
    changes: Annotated[list[str], CHANGES],
    *,
    dry_run: Annotated[bool, DRY_RUN] = False,
) -> None:
    """Set values of a routine: half-pigeon.hold=75s. Everything else in its file stays as it is.

    Of a bundled routine you get a copy of your own.
    """
    from sciatica_stretch.cli.totals import change_of_total
    from sciatica_stretch.cli.words import as_typed
    from sciatica_stretch.library import amend, shelf
    from sciatica_stretch.library.encoding import decode, encode
    from sciatica_stretch.library.parser import parse
    from sciatica_stretch.library.workshop import Workshop

    world: World = ctx.obj
    wanted = [amend.read_change(change) for change in changes]
    workshop = Workshop(world.folders.routines)
    found = shelf.find(routine, world.routine_folders)
    piece = workshop.take(found)
    plan = parse(piece.content, str(found.path), found.name)
    text, _ = decode(piece.content)
    new_text, done = amend.amend(text, wanted, [step.id for step in plan.each_step()])
    content = encode(new_text, piece.content)
    parse(content, f"{found.name}, as it would be", found.name)
    if dry_run:
        _show_difference(world, piece, text, new_text)
    else:
        workshop.put(piece, content)
        _report(world, piece, done)
    world.say_wrapped(f"Total: {change_of_total(piece.content, content)}.")
    if not dry_run and content != piece.content:
        world.say_wrapped(f"To undo it: stretch edit {as_typed(routine)} --undo")


def _show_difference(world: "World", piece: "Piece", before: str, after: str) -> None:
    from difflib import unified_diff

    from sciatica_stretch.core.text import visible
    from sciatica_stretch.library.problems import split_lines

    old, new = split_lines(before), split_lines(after)
    for line in unified_diff(old, new, str(piece.source), str(piece.target), n=1, lineterm=""):
        world.say(visible(line))


def _report(world: "World", piece: "Piece", done: "Sequence[Changed]") -> None:
    from sciatica_stretch.core.text import one_line, visible

    if piece.is_copied:
        world.say_wrapped(f"This is a copy of your own now: {visible(str(piece.target))}")
    for changed in done:
        before = f"{one_line(changed.before)} -> " if changed.before else ""
        world.say_wrapped(f"{visible(changed.typed)}: {before}{one_line(changed.value)}")
