"""How it goes, in pictures and figures: `stretch stats`."""

from typing import TYPE_CHECKING, Annotated

import typer

from sciatica_stretch.cli import periods, sessions
from sciatica_stretch.cli.choices import GOAL

if TYPE_CHECKING:
    from sciatica_stretch.cli.world import World


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
    from sciatica_stretch.journal.period import EVER
    from sciatica_stretch.journal.tally import figures

    world: World = ctx.obj
    period = periods.period_from(world, since, until, routine)
    today = period.last_day(world.clock(1.0).wall().date())
    window = ALL if period.since else lately(today)
    meant = filter(period.has, sessions.each(world))
    found = figures(meant, today=today, goal=goal or world.settings.weekly_goal, window=window)
    if as_json:
        from sciatica_stretch.cli.delivery import say_json
        from sciatica_stretch.cli.figures_json import as_text

        say_json(world, as_text(found, period))
    elif found.first:
        from sciatica_stretch.cli.pictures import draw

        beginning = min(max(period.since, found.first), found.newest) if period.since else None
        draw(world, found, beginning)
    elif found.nothing_held:
        world.say_wrapped("Nothing was held yet, so there is nothing to draw. What there is: stretch log")
    elif period != EVER:
        world.say_wrapped(f"{periods.none_meant(world, period)} See all there are with: stretch stats")
    else:
        world.say_wrapped("No sessions yet, so there is nothing to draw. Start one with: stretch start sciatica-13")
