"""The routines there are: `stretch list` and `stretch show`."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from sciatica_stretch.cli.choices import FIRST, FROM, ONLY, PACE, ROUTINE, options_from
from sciatica_stretch.cli.tables import Column, print_table
from sciatica_stretch.core.duration import clock, format_duration
from sciatica_stretch.core.routine import Side
from sciatica_stretch.core.text import visible
from sciatica_stretch.core.timeline import Interval, Kind, Timeline, unroll
from sciatica_stretch.errors import BadRoutineError, StretchError

if TYPE_CHECKING:
    from sciatica_stretch.cli.world import World
    from sciatica_stretch.library.shelf import Found

JSON = typer.Option("--json", help="Print JSON instead of a table.")


def list_(ctx: typer.Context, *, as_json: Annotated[bool, JSON] = False) -> None:
    """List the routines there are."""
    from sciatica_stretch.library import shelf  # noqa: PLC0415

    world: World = ctx.obj
    entries = [_entry(found) for found in shelf.each(world.routine_folders)]
    if as_json:
        world.say(json.dumps(entries, indent=2, ensure_ascii=False))
        return
    columns = [
        Column("Name", whole=True),
        Column("Title"),
        Column("Length", right=True, whole=True),
        Column("Equipment"),
        Column("From", whole=True),
    ]
    print_table(world, columns, [_row(entry) for entry in entries])
    world.say("\nStart one with: stretch start NAME. See what is in it with: stretch show NAME.")


def show(
    ctx: typer.Context,
    routine: Annotated[str, ROUTINE],
    *,
    first: Annotated[Side | None, FIRST] = None,
    pace: Annotated[float, PACE] = 1.0,
    from_step: Annotated[str, FROM] = "",
    only: Annotated[list[str] | None, ONLY] = None,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Show what is in a routine, second by second."""
    from sciatica_stretch.library import shelf  # noqa: PLC0415

    world: World = ctx.obj
    plan, _ = shelf.load(shelf.find(routine, world.routine_folders))
    timeline = unroll(plan, options_from(first, pace, from_step, only))
    if as_json:
        world.say(json.dumps(_timeline_json(timeline), indent=2, ensure_ascii=False))
        return
    world.say(f"{plan.title} ({plan.name})")
    if plan.summary:
        world.say(plan.summary)
    if plan.equipment:
        world.say(f"You need: {', '.join(plan.equipment)}.")
    world.say()
    columns = [
        Column("Start", right=True, whole=True),
        Column("Step"),
        Column("Id"),
        Column("Side", whole=True),
        Column("Dose", whole=True),
        Column("To get there", whole=True),
    ]
    print_table(world, columns, list(_timeline_rows(timeline)))
    world.say(f"\nTotal: {clock(timeline.seconds)}, {timeline.stretches} stretches.")


def _entry(found: "Found") -> dict[str, object]:
    from sciatica_stretch.library import shelf  # noqa: PLC0415

    entry: dict[str, object] = {"name": found.name, "from": found.origin, "path": str(found.path)}
    try:
        routine, _ = shelf.load(found)
    except BadRoutineError:
        return entry | {"problem": f"has problems; see them with: stretch show {found.name}"}
    except StretchError as error:
        return entry | {"problem": error.message}
    return entry | {
        "title": routine.title,
        "seconds": unroll(routine).seconds,
        "equipment": list(routine.equipment),
        "optional": list(routine.optional),
        "tags": list(routine.tags),
    }


def _row(entry: dict[str, object]) -> list[str]:
    equipment = entry.get("equipment")
    seconds = entry.get("seconds")
    return [
        visible(str(entry["name"])),
        visible(str(entry.get("title") or entry.get("problem"))),
        clock(seconds) if isinstance(seconds, float) else "",
        ", ".join(equipment) if isinstance(equipment, list) else "",
        str(entry["from"]),
    ]


def _timeline_rows(timeline: Timeline) -> "list[list[str]]":
    rows = []
    lead: Interval | None = None
    for interval in timeline.intervals:
        if not interval.is_work:
            lead = interval
            continue
        rows.append(
            [
                clock(interval.start),
                interval.step.name,
                interval.step.id,
                interval.side or "both",
                _dose(interval),
                f"{format_duration(lead.seconds)} {lead.kind}" if lead else "",
            ]
        )
        lead = None
    return rows


def _dose(interval: Interval) -> str:
    text = f"hold {format_duration(interval.seconds)}"
    if interval.kind is Kind.MOVE:
        text = f"{interval.reps} x {format_duration(interval.rep_seconds)}"
    return f"{text}, set {interval.set_number} of {interval.sets}" if interval.sets > 1 else text


def _timeline_json(timeline: Timeline) -> dict[str, object]:
    from sciatica_stretch.core.cues import schedule  # noqa: PLC0415

    return {
        "routine": timeline.routine.name,
        "title": timeline.routine.title,
        "seconds": timeline.seconds,
        "intervals": [
            {
                "start": interval.start,
                "seconds": interval.seconds,
                "kind": interval.kind,
                "step": interval.step.id,
                "name": interval.step.name,
                "side": interval.side,
                "set": interval.set_number,
                "cues": [{"at": cue.at, "tone": cue.tone, "text": cue.text} for cue in schedule(interval)],
            }
            for interval in timeline.intervals
        ],
    }
