"""The options with which a command says which sessions are meant."""

from typing import TYPE_CHECKING

import typer

from sciatica_stretch.errors import UsageError

if TYPE_CHECKING:
    from datetime import date

    from sciatica_stretch.cli.world import World
    from sciatica_stretch.journal.period import Period

SINCE = typer.Option(
    "--since",
    metavar="2w|DATE",
    help="Only sessions from that day on: 2w, 10d, 1y or 2026-11-01.",
    show_default=False,
)
UNTIL = typer.Option("--until", metavar="2w|DATE", help="Only sessions up to and on that day.", show_default=False)
ROUTINE = typer.Option("--routine", metavar="NAME", help="Only sessions of this routine.", show_default=False)


def period_from(world: "World", since: str, until: str, routine: str) -> "Period":
    """Return what the three options say, an empty one meaning any. Raise UsageError where that can't be meant."""
    from sciatica_stretch.journal.period import Period

    today = world.clock(1.0).wall().date()
    period = Period(since=_day("--since", since, today), until=_day("--until", until, today), routine=routine or None)
    if period.since and period.until and period.since > period.until:
        raise UsageError(
            f"--since {period.since} is after --until {period.until}.", "Write the earlier one as --since."
        )
    return period


def none_meant(world: "World", period: "Period") -> str:
    """Return what to say where *period* means none of the sessions that there are."""
    from sciatica_stretch.core.text import closest, visible
    from sciatica_stretch.journal.stream import stream

    if period.since and period.since > world.clock(1.0).wall().date():
        return f"No sessions in that time: {period.since} is still to come."
    if period.routine is None:
        return "No sessions in that time."
    names = {session.routine for session in stream(world.folders.data, [])}
    of = f"No sessions of the routine '{visible(period.routine)}'"
    if period.routine in names:
        return f"{of} in that time."
    return f"{of}. {closest(period.routine, map(visible, names))}".rstrip()


def _day(option: str, text: str, today: "date") -> "date | None":
    from sciatica_stretch.journal.period import day

    if not text:
        return None
    try:
        return day(text, today)
    except ValueError as error:
        hint = f"Write {option} 2w (days, weeks, months and years: 10d, 2w, 3m, 1y) or {option} 2026-11-01."
        raise UsageError(f"{option}: {error}.", hint) from None
