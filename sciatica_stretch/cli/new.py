"""`stretch new`: a routine of one's own, from another one, from a sheet of paper, or from a few questions."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sciatica_stretch.cli.choices import routine_names
from sciatica_stretch.errors import StorageError, UnknownRoutineError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sciatica_stretch.cli.world import World
    from sciatica_stretch.library.drafting import Draft
    from sciatica_stretch.library.paper import Sheet
    from sciatica_stretch.library.workshop import Workshop

NAME = typer.Argument(metavar="NAME", help="What the new routine will be called: a to z, 0 to 9 and hyphens.")
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
_STANDARD_INPUT = "-"
_NOTHING_WRITTEN = "Nothing was written."


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
    from sciatica_stretch.library.workshop import Workshop

    world: World = ctx.obj
    workshop = Workshop(world.folders.routines)
    workshop.check_name(name)
    _check_not_taken(world, name)
    if from_routine and from_text:
        raise UsageError("--from and --from-text don't go together.", "Choose what to begin with.")
    if from_routine:
        content = _copy(world, from_routine)
    elif from_text or not world.stdin.isatty():
        content = _from_sheet(world, name, from_text or _STANDARD_INPUT)
    elif world.interactive:
        from sciatica_stretch.cli.dialogue import ask_for_routine

        title, drafts = ask_for_routine(world, name)
        content = _written(world, name, title, drafts, "stretch new " + name)
    else:
        raise UsageError("There is nobody to ask, and no text to read.", _WAYS.format(name=name))
    _finish(world, workshop, name, content)


_WAYS = (
    "Write one of these:\n"
    "  stretch new {name} --from sciatica-13        a copy to change\n"
    "  stretch new {name} --from-text sheet.txt     one stretch a line, as on paper\n"
    "  stretch new {name}                           on a terminal, by a few questions"
)


def modeline(folder: Path) -> str:
    """Return the first line of a routine in *folder*, from which editors learn the format."""
    del folder
    return "# yaml-language-server: $schema=routine.schema.json"


def _check_not_taken(world: "World", name: str) -> None:
    from sciatica_stretch.library import shelf

    for found in shelf.each(world.routine_folders):
        if found.name == name:
            raise UsageError(
                f"There is a routine {name!r} already ({found.origin}).",
                f"See it with: stretch show {name}. Choose another name for the new one.",
            )


def _copy(world: "World", routine: str) -> bytes:
    """Return the text of another routine, which has no problems, with the modeline at its top."""
    from sciatica_stretch.core.text import visible
    from sciatica_stretch.library import shelf
    from sciatica_stretch.library.encoding import decode

    found = shelf.find(routine, world.routine_folders)
    _, content = shelf.load(found)
    text, _ = decode(content)
    lines = text.splitlines(keepends=True)
    if lines and lines[0].startswith("# yaml-language-server:"):
        lines = lines[1:]
    top = f"{modeline(world.folders.routines)}\n# Begun as a copy of {visible(found.name)}.\n"
    return (top + "".join(lines)).encode()


def _from_sheet(world: "World", name: str, source: str) -> bytes:
    from sciatica_stretch.library.drafting import draft
    from sciatica_stretch.library.encoding import decode
    from sciatica_stretch.library.paper import SheetError, read_sheet
    from sciatica_stretch.library.problems import Enough, Problems

    text, unreadable = decode(_sheet_bytes(world, name, source))
    shown = "standard input" if source == _STANDARD_INPUT else source
    problems = Problems()
    drafts: Sequence[Draft] = ()
    sheet: Sheet | None = None
    try:
        if unreadable:
            problems.note(unreadable)
        else:
            sheet = read_sheet(text, problems)
            drafts = draft(sheet, problems)
    except Enough:
        pass
    if len(problems) or sheet is None:
        raise SheetError(shown, text, problems.in_order())
    _say_what_was_understood(world, shown, sheet, drafts)
    how = f"stretch new {name} --from-text {shown}" if source != _STANDARD_INPUT else f"stretch new {name}"
    title = sheet.title or name.replace("-", " ").capitalize()
    return _written(world, name, title, drafts, how, remarks=sheet.often, below=sheet.below)


def _sheet_bytes(world: "World", name: str, source: str) -> bytes:
    """Return what is on the sheet, a byte more than is allowed at most."""
    from sciatica_stretch.core.text import visible
    from sciatica_stretch.library.encoding import MOST_BYTES

    if source == _STANDARD_INPUT:
        stream = getattr(world.stdin, "buffer", None)
        content: bytes = stream.read(MOST_BYTES + 1) if stream else world.stdin.read(MOST_BYTES + 1).encode()
        if not content.strip():
            raise UsageError("There is nobody to ask, and standard input is empty.", _WAYS.format(name=name))
        return content
    try:
        with Path(source).open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        hint = "Type the sheet of paper into a text file, one stretch a line, and give its path."
        raise UnknownRoutineError(f"There is no file {visible(source)!r}.", hint) from error
    except OSError as error:
        message = f"{visible(source)} can't be read: {(error.strerror or 'unknown').lower()}."
        raise StorageError(message, "Check that it is a text file and that you may read it.") from error


def _written(
    world: "World",
    name: str,
    title: str,
    drafts: "Sequence[Draft]",
    how: str,
    *,
    remarks: "Sequence[str]" = (),
    below: "Sequence[str]" = (),
) -> bytes:
    from sciatica_stretch.library.writing import comment, write

    head = [
        f"Written by: {how}. Change what you like: stretch edit {name}",
        "A length is 30s, 1m30s or 1:30. Sides are done one after the other; without them it is both at once.",
        "transition is the time to get into position; setup is said in it, and the cues during the stretch.",
        *(f"On the sheet, and no part of a routine: {remark}" for remark in remarks),
    ]
    equipment = dict.fromkeys(thing for each in drafts if each.known for thing in each.known.equipment)
    text = write(title, [each.entry for each in drafts], head=head, equipment=equipment)
    bottom = "".join(f"{comment(line)}\n" for line in below)
    return f"{modeline(world.folders.routines)}\n{text}{bottom}".encode()


def _say_what_was_understood(world: "World", source: str, sheet: "Sheet", drafts: "Sequence[Draft]") -> None:
    from sciatica_stretch.cli.tables import Column, print_table
    from sciatica_stretch.core.duration import format_duration
    from sciatica_stretch.core.text import one_line, visible
    from sciatica_stretch.library.drafting import about_name, assumptions, described

    world.say(f"{visible(source)}, as it was understood:\n")
    columns = [Column("Line", right=True, whole=True), Column("On the sheet", spare=True), Column("Taken as")]
    rows = [
        [
            str(each.written.place.line),
            one_line(each.written.text),
            f"{each.step.name}: {described(each.step)}",
        ]
        for each in drafts
    ]
    print_table(world, columns, rows)
    world.say()
    for each in drafts:
        if assumed := assumptions(each):
            world.say(f"Line {each.written.place.line}, assumed: {'; '.join(assumed)}.")
        if each.written.note:
            world.say(f"Line {each.written.place.line}, said before it begins: {each.written.note}")
        for sentence in about_name(each):
            world.say(f"Line {each.written.place.line}: {sentence}")
    for number, where in ((sheet.rest, "sets"), (sheet.pause, "stretches")):
        if number:
            world.say(f"Line {number.line}: {format_duration(number.value)} between {where}, everywhere.")
    world.say()


def _finish(world: "World", workshop: "Workshop", name: str, content: bytes) -> None:
    """Check the new routine, put it in its place, show it, and say how to go on."""
    from sciatica_stretch.cli.showing import show_timeline
    from sciatica_stretch.core.text import visible
    from sciatica_stretch.core.timeline import unroll
    from sciatica_stretch.library.parser import parse

    routine = parse(content, f"{name}.yaml", name)
    path = workshop.create(name, content)
    show_timeline(world, unroll(routine))
    world.say(f"\nWritten to {visible(str(path))}.")
    world.say(f"Start it with: stretch start {name}. Change it with: stretch edit {name}.")
