"""The shelf, for whoever looks for something on it: `stretch list`."""

from typing import TYPE_CHECKING, Annotated

import typer

from sciatica_stretch.cli.choices import JSON, TAG

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sciatica_stretch.cli.entries import Entry
    from sciatica_stretch.cli.sections import Section
    from sciatica_stretch.cli.tables import Column
    from sciatica_stretch.cli.world import World

MOST = typer.Option("--max", metavar="TIME", help="List only what takes no longer, such as 10m.", show_default=False)
EQUIPMENT = typer.Option(
    "--equipment",
    metavar="none|THING,...",
    help="List only what can be done with these things, such as mat,chair.",
    show_default=False,
)
ALL = typer.Option("--all", help="List hidden routines, too.")
_ROOMY = 120  # columns; from there on the tags are shown, too
_ALL_HIDDEN = "There are none. See the hidden ones with: stretch list --all"
_HOW_TO_BEGIN = "Start one with: stretch start NAME. See what is in it with: stretch show NAME."


def list_(
    ctx: typer.Context,
    *,
    tag: Annotated[list[str] | None, TAG] = None,
    most: Annotated[str, MOST] = "",
    equipment: Annotated[list[str] | None, EQUIPMENT] = None,
    hidden: Annotated[bool, ALL] = False,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """List the routines there are, by what they are for."""
    from sciatica_stretch.cli.entries import entries
    from sciatica_stretch.cli.sections import print_sections
    from sciatica_stretch.cli.tables import is_narrow
    from sciatica_stretch.cli.wishes import fitting, nothing_fits, wishes_from

    world: World = ctx.obj
    wishes = wishes_from(tag or [], most, equipment or [])
    _warn_of_missing_folders(world)
    everything = entries(world, hidden=hidden)
    chosen = fitting(everything, wishes)
    if as_json:
        import json

        world.say(json.dumps([entry.as_json() for entry in chosen], indent=2, ensure_ascii=False))
    elif chosen:
        columns, row = _layout(world, chosen)
        print_sections(world, columns, _sections(chosen, row))
        if not is_narrow(world):
            world.say_wrapped(f"\n{_HOW_TO_BEGIN}")
    else:
        world.say_wrapped(nothing_fits(everything, wishes) if wishes else _ALL_HIDDEN)


def _warn_of_missing_folders(world: "World") -> None:
    from sciatica_stretch.core.text import visible

    _own, *shared, _bundled = world.routine_folders
    for folder in shared:
        if not folder.path.exists():
            world.warn(f"Warning: STRETCH_PATH: there is no folder {visible(str(folder.path))}.")


def _layout(world: "World", chosen: "Sequence[Entry]") -> "tuple[list[Column], Callable[[Entry], list[str]]]":
    """Return the columns that fit, and what makes a row for them of a routine."""
    from sciatica_stretch.cli.tables import Column, is_narrow

    longest = max(len(entry.found.name) for entry in chosen)
    columns = [
        Column("Name", whole=longest <= world.size()[0] // 2),
        Column("Length", right=True, whole=True),
        Column("Title"),
    ]
    if is_narrow(world):
        return columns, _narrow_row
    columns.append(Column("Equipment"))
    if world.stdout.isatty() and world.size()[0] >= _ROOMY:
        return [*columns, Column("Tags")], _roomy_row
    return columns, _row


def _sections(chosen: "Sequence[Entry]", row: "Callable[[Entry], list[str]]") -> "list[Section]":
    """Return the groups in their order, each with the quickest routine first and what can't be started last."""
    from sciatica_stretch.cli.sections import Section
    from sciatica_stretch.library.groups import IN_ORDER

    by_group: dict[str, list[Entry]] = {group: [] for group in IN_ORDER}
    for entry in sorted(chosen, key=lambda entry: (bool(entry.trouble), entry.said.seconds)):
        by_group[entry.group].append(entry)
    return [Section(group, [row(entry) for entry in members]) for group, members in by_group.items() if members]


def _row(entry: "Entry") -> list[str]:
    name, length, title, equipment, note = _cells(entry)
    return [name, length, f"{title or entry.trouble}{note}", equipment]


def _roomy_row(entry: "Entry") -> list[str]:
    from sciatica_stretch.core.text import visible

    return [*_row(entry), visible(", ".join(entry.said.tags))]


def _narrow_row(entry: "Entry") -> list[str]:
    """Leave out the title: the heading says what it is for, and the equipment says more."""
    name, length, _, equipment, note = _cells(entry)
    return [name, length, f"{entry.trouble or equipment}{note}"]


def _cells(entry: "Entry") -> tuple[str, str, str, str, str]:
    from sciatica_stretch.core.duration import clock
    from sciatica_stretch.core.text import visible

    length = "" if entry.trouble else clock(entry.said.seconds)
    equipment = visible(", ".join(entry.said.equipment))
    note = f"\n({visible(entry.note)})" if entry.note else ""
    return visible(entry.found.name), length, visible(entry.said.title), equipment, note
