"""The log for other programs, and for a physiotherapist: `stretch export`."""

from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sciatica_stretch.cli.periods import ROUTINE, SINCE, UNTIL, none_meant, period_from
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
    FIT = "fit"
    ICS = "ics"
    MD = "md"
    HTML = "html"


class Sport(StrEnum):
    """What an activity is called in a watch account."""

    TRAINING = "training"
    MOBILITY = "mobility"


class Rows(StrEnum):
    """What a row of csv is."""

    SESSIONS = "sessions"
    HOLDS = "holds"


def export(
    ctx: typer.Context,
    *,
    form: Annotated[
        Format,
        typer.Option(
            "--format",
            "-f",
            help="For spreadsheets, programs (json, jsonl), watches, calendars or a physiotherapist (md, html).",
        ),
    ],
    rows: Annotated[
        Rows | None, typer.Option("--rows", help="csv: a row a session, or a row a stretch.", show_default="sessions")
    ] = None,
    sport: Annotated[
        Sport | None,
        typer.Option("--sport", help="fit: what a watch account calls it.", show_default="training"),
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
    """Write the log for others: a spreadsheet, a calendar, a watch account, a script, a physiotherapist.

    Nothing is sent anywhere. The sessions are those that --since, --until and --routine mean, in the log's order.
    """
    from sciatica_stretch.cli.sessions import each
    from sciatica_stretch.journal.export.formats import ROWS, formats

    world: World = ctx.obj
    _check_options(form, rows, sport, output, force=force)
    if form is Format.FIT and output is None and world.stdout.isatty():
        raise UsageError("A FIT file is no text that a terminal could show.", "Name a folder for the files: -o FOLDER")
    period = period_from(world, since, until, routine)
    sessions: Iterator[SessionRecord] = filter(period.has, each(world))
    first = next(sessions, None)
    if first is not None:
        sessions = chain([first], sessions)
    else:
        world.warn(none_meant(world, period) if _is_narrow(period) else "No sessions yet.")
        if form in {Format.FIT, Format.ICS}:
            return  # there is no such thing as an empty one
    if form is Format.FIT:
        from sciatica_stretch.cli.activities import write_activities

        write_activities(world, list(sessions), sport or Sport.TRAINING, output, force=force)
    else:
        write = ROWS[rows] if rows else formats(period, world.clock(1.0).wall().date())[form]
        _deliver(world, write(sessions), output, force=force)


def _deliver(world: "World", chunks: "Iterator[str]", output: Path | None, *, force: bool) -> None:
    from sciatica_stretch.cli.delivery import to_file, to_output

    if output is None:
        to_output(world, chunks)
    else:
        to_file(world, output, chunks, force=force)


def _check_options(form: Format, rows: Rows | None, sport: Sport | None, output: Path | None, *, force: bool) -> None:
    """Raise UsageError where an option has no meaning beside the others."""
    if rows and form is not Format.CSV:
        raise UsageError(f"--rows is for csv alone, not for {form}.", "Leave it out, or write --format csv.")
    if sport and form is not Format.FIT:
        raise UsageError(f"--sport is for fit alone, not for {form}.", "Leave it out, or write --format fit.")
    if force and output is None:
        raise UsageError("--force is about a file, and no file is named.", "Name one with -o FILE.")


def _is_narrow(period: "Period") -> bool:
    from sciatica_stretch.journal.period import EVER

    return period != EVER
