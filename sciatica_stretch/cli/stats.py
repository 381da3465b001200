"""How it goes, in pictures and figures: `stretch stats`."""

from typing import TYPE_CHECKING, Annotated

import typer

from sciatica_stretch.cli import periods

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sciatica_stretch.cli.world import World
    from sciatica_stretch.journal.charts.ink import Picture
    from sciatica_stretch.journal.figures import Figures
    from sciatica_stretch.journal.period import Period
    from sciatica_stretch.journal.record import SessionRecord

_GOAL = 3  # journal.figures.GOAL, which --help must not wait for


def stats(
    ctx: typer.Context,
    *,
    since: Annotated[str, periods.SINCE] = "",
    until: Annotated[str, periods.UNTIL] = "",
    routine: Annotated[str, periods.ROUTINE] = "",
    goal: Annotated[int, typer.Option("--goal", min=1, max=99, metavar="N", help="Sessions that keep a week.")] = _GOAL,
    as_json: Annotated[bool, typer.Option("--json", help="Print all figures as JSON instead of pictures.")] = False,
) -> None:
    """Show how it goes: days, weeks kept, minutes held, left and right, pain. Scores, never verdicts.

    Without --since the calendar is of the last year and the other pictures are of the last 12 weeks; with it all are of
    the days from then on. --json has the figures of all sessions that are meant.
    """
    from sciatica_stretch.journal.figures import figures

    world: World = ctx.obj
    period = periods.period_from(world, since, until, routine)
    today = _last_day(world, period)
    if as_json:
        from sciatica_stretch.cli.figures_json import as_text

        world.say(as_text(figures(_sessions(world, period), today=today, goal=goal), period))
        return
    from sciatica_stretch.cli.pictures import draw

    pictures = _pictures(world, period, today, goal)
    if pictures:
        draw(world, pictures)
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
    from sciatica_stretch.journal.reading import read

    reading = read(world.folders.data)
    yield from filter(period.has, reading.sessions)
    for problem in reading.problems:
        world.warn(f"Warning: {visible(str(problem.path))}:{problem.line}: {visible(problem.reason)}; stepped over.")


def _pictures(world: "World", period: "Period", today: "date", goal: int) -> "list[Picture]":
    """Return what there is to draw; nothing of no sessions."""
    from datetime import timedelta

    from sciatica_stretch.journal.charts.weeks import WEEKS
    from sciatica_stretch.journal.figures import Tally

    whole, recent = Tally(), Tally()
    monday = today - timedelta(days=today.weekday(), weeks=WEEKS - 1)
    since = period.since.date() if period.since else monday
    for session in _sessions(world, period):
        whole.add(session)
        if session.started_at.date() >= since:
            recent.add(session)
    found = whole.figures(today=today, goal=goal)
    if not found.sessions:
        return []
    return _drawn(world, found, recent.figures(today=today, goal=goal), period)


def _drawn(world: "World", whole: "Figures", recent: "Figures", period: "Period") -> "list[Picture]":
    from sciatica_stretch.cli.pictures import columns, glyphs
    from sciatica_stretch.journal.charts.balance import balance
    from sciatica_stretch.journal.charts.calendar import calendar
    from sciatica_stretch.journal.charts.pain import pain_chart
    from sciatica_stretch.journal.charts.weeks import weeks

    width, marks = columns(world), glyphs(world)
    since = period.since.date() if period.since else None
    drawn = [
        calendar(whole, width, marks, since=since),
        weeks(whole, width, marks, since=since),
        balance(recent, width, marks),
        pain_chart(whole.pain, width, marks, since=since, until=whole.newest),
    ]
    return [picture for picture in drawn if picture]
