"""The sessions there were: `stretch log`."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from sciatica_stretch.cli.tables import Column, print_table
from sciatica_stretch.core.duration import clock
from sciatica_stretch.core.text import visible

if TYPE_CHECKING:
    from sciatica_stretch.cli.world import World
    from sciatica_stretch.journal.record import SessionRecord


def log(
    ctx: typer.Context,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the records as JSON instead of a table.")] = False,
) -> None:
    """List the sessions there were, the newest first."""
    from sciatica_stretch.journal.reading import read  # noqa: PLC0415

    world: World = ctx.obj
    reading = read(world.folders.data)
    sessions = reading.sessions[::-1]
    for problem in reading.problems:
        world.warn(f"Warning: {visible(str(problem.path))}:{problem.line}: {visible(problem.reason)}; stepped over.")
    if as_json:
        world.say(json.dumps([_row_of_json(session) for session in sessions], indent=2, ensure_ascii=False))
    elif sessions:
        columns = [
            Column("Date", whole=True),
            Column("Routine", whole=True),
            Column("Outcome"),
            Column("Stretches", right=True, whole=True),
            Column("Held", right=True, whole=True),
            Column("Planned", right=True, whole=True),
            Column("Id", whole=True),
        ]
        print_table(world, columns, [_row(session) for session in sessions])
    else:
        world.say("No sessions yet. Start one with: stretch start sciatica-13")


def _row(session: "SessionRecord") -> list[str]:
    outcome = f"{session.outcome} (cut off)" if session.interrupted else str(session.outcome)
    return [
        f"{session.started_at:%Y-%m-%d %H:%M}",
        visible(session.routine),
        outcome,
        f"{session.reached} of {len(session.stretches)}",
        clock(session.held),
        clock(session.planned),
        visible(session.id[:8]),
    ]


def _row_of_json(session: "SessionRecord") -> dict[str, object]:
    """Return the session as its line in the log has it, with the sums that a reader would otherwise make."""
    from sciatica_stretch.journal.record import to_json  # noqa: PLC0415

    row: dict[str, object] = json.loads(to_json(session))
    return row | {"planned": round(session.planned, 3), "held": round(session.held, 3)}
