"""How it goes, in pictures and figures: `stretch stats`."""

from typing import TYPE_CHECKING, Annotated

import typer

from sciatica_stretch.cli import periods
from sciatica_stretch.cli.choices import GOAL

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sciatica_stretch.cli.world import World
    from sciatica_stretch.journal.period import Period
    from sciatica_stretch.journal.reading import LogProblem
    from sciatica_stretch.journal.record import SessionRecord


def stats(
    ctx: typer.Context,
    *,
    since: Annotated[str, periods.SINCE] = "",
    until: Annotated[str, periods.UNTIL] = "",
    routine: Annotated[str, periods.ROUTINE] = "",
    goal: Annotated[int | None, GOAL] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print all figures as JSON instead of pictures.")] = False,
) -> None:
    """Show how it goes: days, weeks kept, minutes held, left and right, pain. Scores, never verdicts.

    Days are those of the last year, and sides and pain those of the last 12 weeks; with --since all are from then on.
    """
    from sciatica_stretch.journal.figures import ALL, lately
    from sciatica_stretch.journal.tally import figures

    world: World = ctx.obj
    period = periods.period_from(world, since, until, routine)
    today = _last_day(world, period)
    window = ALL if period.since else lately(today)
    found = figures(_sessions(world, period), today=today, goal=goal or world.settings.weekly_goal, window=window)
    if as_json:
        from sciatica_stretch.cli.figures_json import as_text

        world.say(as_text(found, period))
    elif found.first:
        from sciatica_stretch.cli.pictures import draw

        beginning = min(max(period.since.date(), found.first), found.newest) if period.since else None
        draw(world, found, beginning)
    elif period.since or period.until or period.routine:
        world.say("No sessions there. See all there are with: stretch stats")
    else:
        world.say("No sessions yet, so there is nothing to draw. Start one with: stretch start sciatica-13")


def _last_day(world: "World", period: "Period") -> "date":
    """Return today, or the last day of the period if that is over."""
    from datetime import timedelta

    now = world.clock(1.0).wall()
    return (min(now, period.until - timedelta(days=1)) if period.until else now).date()


def _sessions(world: "World", period: "Period") -> "Iterator[SessionRecord]":
    """Yield the sessions that are meant; once they are through, say on standard error what couldn't be read."""
    from sciatica_stretch.core.text import visible
    from sciatica_stretch.journal.stream import stream

    problems: list[LogProblem] = []
    yield from filter(period.has, stream(world.folders.data, problems))
    for problem in problems:
        world.warn(f"Warning: {visible(str(problem.path))}:{problem.line}: {visible(problem.reason)}; stepped over.")
