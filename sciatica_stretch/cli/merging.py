"""`stretch import-log`: sessions from another device, another folder or an export, brought into this log."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sciatica_stretch.errors import NotFoundError, StorageError, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sciatica_stretch.cli.world import World
    from sciatica_stretch.journal.merging import Line, Merge
    from sciatica_stretch.journal.reading import LogProblem

_MOST_NAMED = 20  # lines that can't be read; a file of another kind has thousands
_HINT = "It takes logs, and what stretch export writes as json or jsonl. For a backup: stretch restore FILE"


def import_log(
    ctx: typer.Context,
    sources: Annotated[
        list[Path],
        typer.Argument(metavar="FILE|FOLDER...", help="A json or jsonl export, another device's log, a data folder."),
    ],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would come in, and change nothing.")] = False,
) -> None:
    """Bring the sessions of another log into yours: merged, never replaced.

    What is there already is not added again, so it can be run as often as you like, in any order.
    """
    world: World = ctx.obj
    problems: list[LogProblem] = []
    coming = _read(sources, problems)
    of_another_kind = problems and not coming
    if not of_another_kind or len(problems) <= len(sources):  # one each says why: it is cut short, say
        name(world, problems)
    if of_another_kind:
        raise UnreadableError("Nothing in there could be read; nothing was changed.", _HINT)
    found = merged(world, coming)
    if not dry_run:
        add(world, found)
    world.say_wrapped(summary(found, len(problems), dry_run=dry_run))


def merged(world: "World", coming: "Sequence[Line]") -> "Merge":
    """Return what this device has to add to the log so that it has all of what is *coming*, too.

    A session that was cut off here is known: it may still go on, and a line in the log would end it.
    """
    from itertools import chain

    from sciatica_stretch.cli.sessions import journal
    from sciatica_stretch.journal.merging import merge
    from sciatica_stretch.journal.reading import read_interrupted, read_log

    folder = world.folders.data
    return merge(chain(read_interrupted(folder, []), read_log(folder, [])), coming, journal(world).device)


def add(world: "World", found: "Merge") -> None:
    """Put what is missing at the end of this device's file. Raise StorageError where that fails."""
    from sciatica_stretch.cli.sessions import journal
    from sciatica_stretch.core.text import visible

    if not found.lines:
        return
    try:
        journal(world).append_lines(found.lines)
    except OSError as error:
        hint = f"See that {visible(str(world.folders.data))} can be written, then run it again: nothing comes in twice."
        raise StorageError(f"The log can't be written: {error.strerror or error}.", hint) from error


def summary(found: "Merge", unread: int, *, dry_run: bool = False) -> str:
    """Return what came in: "12 sessions new, 3 known already, 1 line could not be read."."""
    parts = [f"{sessions(found.new)} new"]
    if found.more:
        parts.append(f"{found.more} with something new")
    parts.append(f"{found.known} known already")
    if found.forgotten:
        parts.append(f"{found.forgotten} forgotten and left out")
    if unread:
        parts.append(f"{unread} {'line' if unread == 1 else 'lines'} could not be read")
    return f"{'It would be: ' if dry_run else ''}{', '.join(parts)}."


def name(world: "World", problems: "Sequence[LogProblem]") -> None:
    """Name the lines that can't be read, or the first of many."""
    from sciatica_stretch.cli.sessions import warn

    warn(world, problems[:_MOST_NAMED])
    if len(problems) > _MOST_NAMED:
        world.warn(f"Warning: and {len(problems) - _MOST_NAMED} more lines.")


def sessions(count: int) -> str:
    """Return "1 session" or "3 sessions"."""
    return f"{count} session" if count == 1 else f"{count} sessions"


def _read(sources: "Sequence[Path]", problems: "list[LogProblem]") -> "list[Line]":
    from sciatica_stretch.core.text import visible
    from sciatica_stretch.journal.sources import is_log, read_source

    for path in sources:
        if not path.exists():
            raise NotFoundError(f"There is no {visible(str(path))}.", "Nothing was changed.")
        if not is_log(path):
            hint = "Name a data folder, its folder log, or a file that stretch export wrote."
            raise NotFoundError(f"There is no log in {visible(str(path))}.", hint)
    return [line for path in sources for line in read_source(path, problems)]
