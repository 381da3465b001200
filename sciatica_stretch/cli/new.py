"""`stretch new`: a routine of one's own, from another one, from a sheet of paper, or from a few questions."""

from typing import TYPE_CHECKING, Annotated

import typer

from sciatica_stretch.cli.choices import routine_names
from sciatica_stretch.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sciatica_stretch.cli.world import World
    from sciatica_stretch.library.drafting import Draft

NAME = typer.Argument(
    metavar="NAME", help="What the new routine will be called: letters, digits, hyphens and underscores."
)
FROM = typer.Option(
    "--from",
    metavar="ROUTINE",
    help="Begin with a copy of this routine, comments and all.",
    show_default=False,
    autocompletion=routine_names,
)
FROM_TEXT = typer.Option(
    "--from-text",
    metavar="FILE",
    help='Begin with a sheet of paper, one stretch a line: "Half pigeon 60s each side". - is standard input.',
    show_default=False,
)
_MODELINE = "# yaml-language-server:"  # as another program's line may have it
_WAYS = """\
Write one of these:
  stretch new {name} --from sciatica-13        a copy to change
  stretch new {name} --from-text sheet.txt     one stretch a line, as on paper
  stretch new {name}                           on a terminal, by a few questions"""


def new(
    ctx: typer.Context,
    name: Annotated[str, NAME],
    *,
    from_routine: Annotated[str, FROM] = "",
    from_text: Annotated[str, FROM_TEXT] = "",
) -> None:
    """Write a routine of your own: from another one, from a sheet of paper typed in, or by answering questions.

    A sheet has one stretch a line, as a person writes it: "Cat-cow 10 x 4s", "Hamstring with strap 2 x 30s right".
    The stretches that are known bring their words and pictures along. Nothing is overwritten.
    """
    from sciatica_stretch.cli.showing import show_timeline
    from sciatica_stretch.core.text import visible
    from sciatica_stretch.core.timeline import unroll
    from sciatica_stretch.library.parser import parse
    from sciatica_stretch.library.schema import FILE_NAME, put_beside
    from sciatica_stretch.library.storage import told
    from sciatica_stretch.library.workshop import Workshop

    world: World = ctx.obj
    workshop = Workshop(world.folders.routines)
    workshop.check_name(name)
    _check_not_taken(world, name)
    if from_routine and from_text:
        raise UsageError("--from and --from-text don't go together.", "Choose what to begin with.")
    paper = None
    if from_routine:
        content = _copy(world, from_routine)
    elif from_text or not world.stdin.isatty():
        from sciatica_stretch.cli.sheet import read_paper, say_what_was_understood

        paper = read_paper(world, from_text, _WAYS.format(name=name))
        sheet = paper.sheet
        remarks = [f"On the sheet, and no part of a routine: {often}" for often in sheet.often]
        content = _compose(name, sheet.title, paper.drafts, top=remarks, bottom=sheet.below)
    elif world.interactive:
        from sciatica_stretch.cli.dialogue import ask_for_routine

        title, drafts = ask_for_routine(world, name)
        content = _compose(name, title, drafts)
    else:
        raise UsageError("There is nobody to ask, and no text to read.", _WAYS.format(name=name))

    routine = parse(content, f"{name}.yaml", name)
    path = workshop.create(name, content)
    with told(path.with_name(FILE_NAME)):
        put_beside(path.parent)
    show_timeline(world, unroll(routine))
    if paper:
        say_what_was_understood(world, paper)
    world.say_wrapped(f"\nWritten to {visible(str(path))}")
    world.say_wrapped(f"Start it with: stretch start {name}\nChange it with: stretch edit {name}")
    if paper:
        world.say_wrapped(f"Changed the sheet? stretch remove {name}, and the same again.")


def _check_not_taken(world: "World", name: str) -> None:
    """Raise UsageError where there is such a routine: a new one would hide it."""
    from sciatica_stretch.library import shelf

    for found in shelf.each(world.routine_folders):
        if found.name == name:
            raise UsageError(
                f"There is a routine {name!r} already ({found.origin}).",
                f"See it with: stretch show {name}. Choose another name for the new one.",
            )


def _copy(world: "World", routine: str) -> bytes:
    """Return the text of another routine, which has no problems, with the modeline at its top."""
    from sciatica_stretch.library import shelf
    from sciatica_stretch.library.encoding import decode
    from sciatica_stretch.library.schema import FIRST_LINE
    from sciatica_stretch.library.writing import comment

    found = shelf.find(routine, world.routine_folders)
    _, content = shelf.load(found)
    text, _ = decode(content)
    if text.startswith(_MODELINE):
        text = text.partition("\n")[2]
    return f"{FIRST_LINE}\n{comment(f'Begun as a copy of {found.name}.')}\n{text}".encode()


def _compose(
    name: str,
    title: str,
    drafts: "Sequence[Draft]",
    *,
    top: "Iterable[str]" = (),
    bottom: "Iterable[str]" = (),
) -> bytes:
    """Return the text of a routine of these stretches, with what a person needs to know to change it."""
    from sciatica_stretch.library.schema import FIRST_LINE
    from sciatica_stretch.library.writing import comment, write

    head = [
        f"Yours to change: stretch edit {name}",
        "A length is 30s, 1m30s or 1:30. Sides are done one after the other; without them it is both at once.",
        "transition is the time to get into position; setup is said in it, and the cues during the stretch.",
        *top,
    ]
    equipment = dict.fromkeys(thing for each in drafts if each.known for thing in each.known.equipment)
    text = write(title or usual_title(name), [each.entry for each in drafts], head=head, equipment=equipment)
    return "".join([f"{FIRST_LINE}\n", text, *(f"{comment(line)}\n" for line in bottom)]).encode()


def usual_title(name: str) -> str:
    """Return the title of a routine that was given none."""
    return name.replace("-", " ").capitalize()
