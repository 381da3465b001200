"""The sessions there were: `stretch log`."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sciatica_stretch.cli.world import World
    from sciatica_stretch.journal.record import SessionRecord


def log(
    ctx: typer.Context,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the records as JSON instead of a table.")] = False,
) -> None:
    """List the sessions there were, the newest first."""
    import json

    from sciatica_stretch.core.text import visible
    from sciatica_stretch.journal.reading import read

    world: World = ctx.obj
    reading = read(world.folders.data)
    sessions = reading.sessions[::-1]
    for problem in reading.problems:
        world.warn(f"Warning: {visible(str(problem.path))}:{problem.line}: {visible(problem.reason)}; stepped over.")
    if as_json:
        world.say(json.dumps([_row_of_json(session) for session in sessions], indent=2, ensure_ascii=False))
    elif sessions:
        _print(world, sessions)
    else:
        world.say("No sessions yet. Start one with: stretch start sciatica-13")


def _print(world: "World", sessions: "Sequence[SessionRecord]") -> None:
    from sciatica_stretch.cli.tables import Column, print_table

    columns = [
        Column("Date", whole=True),
        Column("Routine"),
        Column("Outcome", whole=True),
        Column("Stretches", right=True, whole=True, spare=True),
        Column("Planned", right=True, whole=True, spare=True),
        Column("Held", right=True, whole=True),
    ]
    print_table(world, columns, [_row(session) for session in sessions])


def _row(session: "SessionRecord") -> list[str]:
    from sciatica_stretch.core.duration import clock
    from sciatica_stretch.core.text import visible

    return [
        f"{session.started_at:%Y-%m-%d\n%H:%M}",
        visible(session.routine),
        "cut off" if session.interrupted else str(session.outcome),
        f"{session.reached} of {len(session.stretches)}",
        clock(session.planned),
        f"{clock(session.held)}\n{round(100 * session.adherence):>3} %",
    ]


def _row_of_json(session: "SessionRecord") -> dict[str, object]:
    """Return the session as its line in the log has it, with the sums that a reader would otherwise make."""
    import json

    from sciatica_stretch.journal.record import to_json

    row: dict[str, object] = json.loads(to_json(session))
    return row | {"planned": round(session.planned, 3), "held": round(session.held, 3)}
