"""The log in the formats of other programs: `stretch export`."""

from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sciatica_stretch.cli.periods import ROUTINE, SINCE, UNTIL, period_from
from sciatica_stretch.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sciatica_stretch.cli.world import World
    from sciatica_stretch.journal.period import Period
    from sciatica_stretch.journal.record import SessionRecord


class Format(StrEnum):
    """What is written."""

    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"
    ICS = "ics"


class Rows(StrEnum):
    """What a row of csv is."""

    SESSIONS = "sessions"
    HOLDS = "holds"


def export(
    ctx: typer.Context,
    *,
    form: Annotated[Format, typer.Option("--format", "-f", help="What to write; see docs/export.md.")],
    rows: Annotated[
        Rows | None, typer.Option("--rows", help="csv: a row a session, or a row a stretch.", show_default="sessions")
    ] = None,
    since: Annotated[str, SINCE] = "",
    until: Annotated[str, UNTIL] = "",
    routine: Annotated[str, ROUTINE] = "",
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Where to; else standard output.", show_default=False),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there already.")] = False,
) -> None:
    """Write the log in the format of another program: a spreadsheet, a calendar, a script.

    Nothing is sent anywhere. The sessions are those that --since, --until and --routine mean, the oldest first.
    """
    from sciatica_stretch.cli.delivery import to_file, to_output
    from sciatica_stretch.journal.export.formats import FORMATS, ROWS

    world: World = ctx.obj
    _check_options(form, rows, output, force=force)
    period = period_from(world, since, until, routine)
    sessions = _sessions(world, period)
    first = next(sessions, None)
    if first is None:
        world.warn("No sessions are meant by that." if _is_narrow(period) else "No sessions yet.")
        if form is Format.ICS:
            return  # an empty calendar is none
    else:
        sessions = chain([first], sessions)
    write = ROWS[rows] if rows else FORMATS[form]
    if output is None:
        to_output(world, write(sessions))
    else:
        to_file(world, output, write(sessions), force=force)


def _check_options(form: Format, rows: Rows | None, output: Path | None, *, force: bool) -> None:
    """Raise UsageError where an option has no meaning beside the others."""
    if rows and form is not Format.CSV:
        raise UsageError(f"--rows is for csv alone, not for {form}.", "Leave it out, or write --format csv.")
    if force and output is None:
        raise UsageError("--force is about a file, and no file is named.", "Name one with -o FILE.")


def _sessions(world: "World", period: "Period") -> "Iterator[SessionRecord]":
    from sciatica_stretch.core.text import visible
    from sciatica_stretch.journal.reading import read

    reading = read(world.folders.data)
    for problem in reading.problems:
        world.warn(f"Warning: {visible(str(problem.path))}:{problem.line}: {visible(problem.reason)}; stepped over.")
    return (session for session in reading.sessions if period.has(session))


def _is_narrow(period: "Period") -> bool:
    from sciatica_stretch.journal.period import EVER

    return period != EVER
