"""The sessions that a command is about: all of a period, one by the beginning of its id, or the newest."""

from typing import TYPE_CHECKING

import typer

from sciatica_stretch.errors import UnknownSessionError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sciatica_stretch.cli.world import World
    from sciatica_stretch.journal.reading import LogProblem
    from sciatica_stretch.journal.record import SessionRecord
    from sciatica_stretch.journal.store import Journal

_MOST_CANDIDATES = 5

SESSION = typer.Argument(
    metavar="[SESSION]", help="The session's id, or as much of it as is needed; the newest if left out."
)


def each(world: "World") -> "Iterator[SessionRecord]":
    """Yield all sessions in the order of their lines, and then warn of what couldn't be read."""
    from sciatica_stretch.journal.stream import stream

    problems: list[LogProblem] = []
    yield from stream(world.folders.data, problems)
    warn(world, problems)


def warn(world: "World", problems: "Sequence[LogProblem]") -> None:
    """Name what couldn't be read."""
    from sciatica_stretch.core.text import visible

    for problem in problems:
        place = f"{visible(str(problem.path))}:{problem.line}" if problem.line else visible(str(problem.path))
        world.warn(f"Warning: {place}: {visible(problem.reason)}; stepped over.")


def find(world: "World", beginning: str) -> "SessionRecord":
    """Return the session whose id is *beginning*, or alone begins so; the newest one for an empty text."""
    sessions = each(world)
    if not beginning:
        newest = max(sessions, key=lambda session: (session.started_at, session.id), default=None)
        if newest is None:
            raise UnknownSessionError("There are no sessions yet.", "Start one with: stretch start sciatica-13")
        return newest
    found = {session.id: session for session in sessions if session.id.startswith(beginning)}
    return found[the_one(beginning, {each.id: outline(each) for each in found.values()})]


def the_one(beginning: str, outlines: "dict[str, str]") -> str:
    """Return the one id that *beginning* means; *outlines* says of each id that begins so which session it is."""
    from sciatica_stretch.core.text import visible
    from sciatica_stretch.journal.naming import ShortIds, named

    found = named(beginning, outlines)
    if len(found) == 1:
        return found[0]
    if not found:
        hint = "See the sessions there are, with their ids: stretch log"
        raise UnknownSessionError(f"No session's id begins with '{visible(beginning[:40])}'.", hint)
    short = ShortIds(found)
    shown = [f"    {visible(short.of(each))}  {outlines[each]}" for each in found[:_MOST_CANDIDATES]]
    more = [f"    and {len(found) - _MOST_CANDIDATES} more"] if len(found) > _MOST_CANDIDATES else []
    message = f"The ids of {len(found)} sessions begin with '{visible(beginning[:40])}'."
    raise UnknownSessionError(message, "\n".join([*shown, *more, "Say which one with more of its id."]))


def outline(session: "SessionRecord") -> str:
    """Return by what a person knows the session: "2026-11-23 12:00, sciatica-13, 11 of 11 stretches"."""
    from sciatica_stretch.cli.words import done
    from sciatica_stretch.core.text import visible

    return f"{session.started_at:%Y-%m-%d %H:%M}, {visible(session.routine)}, {done(session)}"


def journal(world: "World") -> "Journal":
    """Return the data folder as this device writes it."""
    from sciatica_stretch.journal.device import device_name
    from sciatica_stretch.journal.store import Journal

    return Journal(world.folders.data, device_name(world.folders.state, world.hostname))


def device_of(path: "Path") -> str:
    """Return the name of the device that writes the log at *path*."""
    from sciatica_stretch.core.text import visible

    return visible(path.stem)
