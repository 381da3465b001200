"""`stretch check`: what is wrong in routine files, and what to think about in those that work."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from sciatica_stretch.cli.choices import ROUTINES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sciatica_stretch.cli.world import World
    from sciatica_stretch.library.checking import Checked


class Format(StrEnum):
    """Who reads the findings: a person, a program, or a tool for code scanning."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"


FORMAT = typer.Option("--format", help="For people, for programs, or for tools that read SARIF 2.1.0.")
NO_ADVICE = typer.Option("--no-advice", help="Look for problems alone.")
STRICT = typer.Option("--strict", help="Take advice for a problem: exit with 65 where there is some.")
QUIET = typer.Option("--quiet", "-q", help="Print what was found, and nothing after it.")


def check(
    ctx: typer.Context,
    routines: Annotated[list[str] | None, ROUTINES] = None,
    *,
    output: Annotated[Format, FORMAT] = Format.TEXT,
    no_advice: Annotated[bool, NO_ADVICE] = False,
    strict: Annotated[bool, STRICT] = False,
    quiet: Annotated[bool, QUIET] = False,
) -> None:
    """Check routines: what is wrong in their files, and what to think about in those that work.

    Without a name, all routines are checked that "stretch list" shows. The exit code is 65 where there are problems.
    """
    import gc

    from sciatica_stretch.cli import findings

    world: World = ctx.obj
    gc.disable()  # there is next to no garbage in a thousand routines, and looking for it takes a tenth of the time
    checked = []
    for each in _check(world, routines or [], with_advice=not no_advice):
        checked.append(each)
        if each.unread:
            world.warn(f"Error: {each.unread.message}\n{each.unread.hint}".rstrip())
        elif output is Format.TEXT:
            for finding in each.rendered():
                shown = findings.wrapped(finding, world.size()[0]) if world.stdout.isatty() else finding
                world.say_wrapped(f"{shown}\n")
    if output is Format.JSON:
        world.say(findings.as_json(checked))
    elif output is Format.SARIF:
        world.say(findings.as_sarif(checked))
    elif not quiet:
        world.say_wrapped(findings.summary(checked, with_advice=not no_advice))
    raise typer.Exit(_exit_code(checked, strict=strict))


def _check(world: "World", names: "Sequence[str]", *, with_advice: bool) -> "Iterator[Checked]":
    from pathlib import Path

    from sciatica_stretch.errors import StretchError
    from sciatica_stretch.library import checking, shelf

    folders = world.routine_folders
    for name in names:
        try:
            found = shelf.find(name, folders)
        except StretchError as error:
            yield checking.Checked(shelf.Found(name, Path(name), "file"), unread=error)
        else:
            yield checking.check(found, with_advice=with_advice)
    if not names:
        yield from (checking.check(found, with_advice=with_advice) for found in shelf.each(folders))


def _exit_code(checked: "Sequence[Checked]", *, strict: bool) -> int:
    """Return the code of the worst that happened: the higher a code, the less could be checked."""
    from sciatica_stretch.errors import BAD_ROUTINE

    found = any(each.problems or (strict and each.advice) for each in checked)
    return max([BAD_ROUTINE * found, *(each.unread.exit_code for each in checked if each.unread)])
