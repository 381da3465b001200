"""The sessions there were: `stretch log`."""

from typing import TYPE_CHECKING, Annotated

import typer

from sciatica_stretch.cli.choices import LIMIT
from sciatica_stretch.cli.periods import ROUTINE, SINCE, UNTIL, none_meant, period_from
from sciatica_stretch.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sciatica_stretch.cli.world import World
    from sciatica_stretch.journal.naming import ShortIds
    from sciatica_stretch.journal.period import Period
    from sciatica_stretch.journal.record import SessionRecord


def log(
    ctx: typer.Context,
    session: Annotated[
        str, typer.Argument(metavar="[SESSION]", help="Show one session whole: its id, or as much of it as is needed.")
    ] = "",
    *,
    since: Annotated[str, SINCE] = "",
    until: Annotated[str, UNTIL] = "",
    routine: Annotated[str, ROUTINE] = "",
    limit: Annotated[int | None, LIMIT] = None,
    history: Annotated[bool, typer.Option("--history", help="Every line there is of SESSION, as it came.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the records as JSON instead of a table.")] = False,
) -> None:
    """List the sessions there were, the newest first, or show one of them whole."""
    from sciatica_stretch.cli import one_session
    from sciatica_stretch.journal.period import EVER

    world: World = ctx.obj
    period = period_from(world, since, until, routine)
    if session and (period != EVER or limit):
        raise UsageError(
            "--since, --until, --routine and --limit are for the list.", "Leave them out, or leave out the id."
        )
    if history and not session:
        raise UsageError("--history needs a session.", "Give it an id from: stretch log")
    if history:
        one_session.print_history(world, session, as_json=as_json)
    elif session:
        one_session.print_whole(world, session, as_json=as_json)
    else:
        _list(world, period, limit, as_json=as_json)


def _list(world: "World", period: "Period", limit: int | None, *, as_json: bool) -> None:
    import json
    from heapq import nlargest

    from sciatica_stretch.cli import sessions
    from sciatica_stretch.cli.delivery import say_json
    from sciatica_stretch.cli.one_session import row_of_json
    from sciatica_stretch.journal.naming import ShortIds

    ids: list[str] = []

    def meant(session: "SessionRecord") -> bool:
        ids.append(session.id)
        return period.has(session)

    found = filter(meant, sessions.each(world))
    newest = nlargest(limit, found, key=_in_time) if limit else sorted(found, key=_in_time, reverse=True)
    if as_json:
        say_json(world, json.dumps([row_of_json(session) for session in newest], indent=2, ensure_ascii=False))
    elif newest:
        _print(world, newest, ShortIds(ids))
    elif ids:
        world.say_wrapped(none_meant(world, period))
    else:
        world.say_wrapped("No sessions yet. Start one with: stretch start sciatica-13")


def _in_time(session: "SessionRecord") -> tuple[object, str]:
    return session.started_at, session.id


def _print(world: "World", sessions: "Sequence[SessionRecord]", short: "ShortIds") -> None:
    from sciatica_stretch.cli.tables import Column, print_table

    columns = [
        Column("Date", whole=True),
        Column("Routine"),
        Column("Outcome", whole=True, spare=True),
        Column("Done", right=True, whole=True, spare=True),
        Column("Held", right=True, whole=True, spare=True),
        Column("%", right=True, whole=True),
        Column("Pain", whole=True),
        Column("Id", whole=True),
    ]
    print_table(world, columns, [_row(session, short) for session in sessions])


def _row(session: "SessionRecord", short: "ShortIds") -> list[str]:
    from sciatica_stretch.cli.words import outcome, pain
    from sciatica_stretch.core.duration import clock
    from sciatica_stretch.core.text import visible

    return [
        f"{session.started_at:%Y-%m-%d\n%H:%M}",
        visible(session.routine),
        outcome(session),
        f"{session.reached}/{len(session.stretches)}",
        f"{clock(session.held)}/{clock(session.planned)}",
        f"{round(100 * session.adherence)}",
        pain(session),
        visible(short.of(session.id)),
    ]
