"""The settings in force, as a table or as JSON."""

from pathlib import Path
from typing import TYPE_CHECKING

from sciatica_stretch.cli.tables import Column, print_table
from sciatica_stretch.core.text import visible
from sciatica_stretch.settings.force import Given, InForce, Source
from sciatica_stretch.settings.kinds import Value, shown
from sciatica_stretch.settings.table import TABLE

if TYPE_CHECKING:
    from sciatica_stretch.cli.world import World

_WIDEST = 24  # cells of a value; stretch settings NAME has all of it
_COLUMNS = (Column("setting", whole=True), Column("value"), Column("from", whole=True))


def show_table(world: "World", found: InForce) -> None:
    """Write a row a setting, and where the file is."""
    rows = [[name, _in_short(as_said(given.value)), where_from(given)] for name, given in found.given.items()]
    print_table(world, _COLUMNS, rows)
    file = visible(str(world.folders.settings_file))
    world.say_wrapped(
        f"\nThe file: {file}" if found.contents or found.unreadable else f"\nThere is no file yet: {file}"
    )
    world.say_wrapped("What one does: stretch settings NAME")


def _in_short(value: str) -> str:
    """Return *value* as a cell has room for it: the list of an action's keys can be long."""
    return visible(value if len(value) <= _WIDEST else f"{value[:_WIDEST].rpartition(' ')[0]} …")


def as_said(value: Value) -> str:
    """Return *value* as a person reads it, also where no key is left."""
    return "no key" if value == () else shown(value)


def where_from(given: Given) -> str:
    """Return where a value is from, in a word or two; of keys that others have, who does."""
    match given.taken:
        case ():
            return _source(given)
        case ((key, name),):
            return f"{key} is {name} now"
        case taken:
            return f"{len(taken)} keys are others' now"


def who_has(given: Given) -> str:
    """Return who has the keys that were taken, whole: "n is keys.hurts now, q is keys.stop now"."""
    return ", ".join(f"{key} is {name} now" for key, name in given.taken)


def _source(given: Given) -> str:
    return f"line {given.line}" if given.source is Source.FILE else str(given.source.value)


def as_text(found: InForce, path: Path) -> str:
    """Return the settings and what is wrong with them as JSON."""
    import json

    contents = found.contents
    return json.dumps(
        {
            "file": str(path),
            "settings": {each.name: _as_json(found.given[each.name]) for each in TABLE},
            "environment": [f"{error}. {error.hint}" for error in found.environment],
            "unreadable": found.unreadable or None,
            "problems": [
                {"line": each.line, "column": each.column, "message": each.message, "hint": each.hint}
                for each in (contents.problems if contents else ())
            ],
        },
        indent=2,
        ensure_ascii=False,
    )


def _as_json(given: Given) -> dict[str, object]:
    line = {"line": given.line} if given.source is Source.FILE else {}
    taken = {"taken": dict(given.taken)} if given.taken else {}
    return {"value": given.value, "from": given.source.value, **line, **taken}
