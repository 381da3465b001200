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
    """Return what the three options say, an empty one meaning any. Raise UsageError for a day that is none."""
    from sciatica_stretch.journal.period import Period

    today = world.clock(1.0).wall().date()
    return Period(since=_day("--since", since, today), until=_day("--until", until, today), routine=routine or None)


def _day(option: str, text: str, today: "date") -> "date | None":
    from sciatica_stretch.journal.period import day

    if not text:
        return None
    try:
        return day(text, today)
    except ValueError as error:
        hint = f"Write {option} 2w (days, weeks, months and years: 10d, 2w, 3m, 1y) or {option} 2026-11-01."
        raise UsageError(f"{option}: {error}.", hint) from None
