"""Activity files, one a session: `stretch export --format fit`."""

import re
from typing import TYPE_CHECKING

from sciatica_stretch.cli.delivery import bytes_to_output, check_is_free, put
from sciatica_stretch.core.text import visible
from sciatica_stretch.errors import StorageError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sciatica_stretch.cli.world import World
    from sciatica_stretch.journal.record import SessionRecord

_SUFFIX = ".fit"


def write_activities(
    world: "World", sessions: "Sequence[SessionRecord]", sport: str, output: "Path | None", *, force: bool
) -> None:
    """Write each session to a file of its own in the folder *output*; one alone may go to a file or standard output."""
    if output is None or output.suffix == _SUFFIX:
        _write_one(world, sessions, sport, output, force=force)
        return
    paths = {name: output / name for name in _names(sessions)}
    _make_folder(output)
    for path in paths.values():  # before the first one is written
        check_is_free(path, force=force)
    written = 0
    for session, path in zip(sessions, paths.values(), strict=True):
        if (activity := _activity(world, session, sport)) is not None:
            put(path, [activity], force=force)
            written += 1
    files = f"{written} file" if written == 1 else f"{written} files"
    world.say_wrapped(f"Written: {files} in {visible(str(output))}")


def _write_one(
    world: "World", sessions: "Sequence[SessionRecord]", sport: str, output: "Path | None", *, force: bool
) -> None:
    if len(sessions) > 1:
        raise UsageError(
            f"A FIT file is one session, and {len(sessions)} are meant.",
            "Name a folder for the files, as in -o activities, or mean one session with --since and --until.",
        )
    if output:
        check_is_free(output, force=force)
    activity = _activity(world, sessions[0], sport)
    if activity is None:
        return
    if output is None:
        bytes_to_output(world, [activity])
    else:
        put(output, [activity], force=force)
        world.say_wrapped(f"Written: {visible(str(output))}")


def _activity(world: "World", session: "SessionRecord", sport: str) -> bytes | None:
    """Return the session's file, or None, having said so, where FIT can't hold it."""
    from sciatica_stretch.journal.export.fit import Sport, activity

    try:
        return activity(session, Sport(sport))
    except ValueError as error:
        world.warn(f"Warning: the session of {session.started_at:%Y-%m-%d %H:%M} is left out: {error}.")
        return None


def _names(sessions: "Sequence[SessionRecord]") -> "list[str]":
    """Return a name a session, of its time and its routine; of its id, too, where another one has that name."""
    names: list[str] = []
    for session in sessions:
        routine = re.sub(r"[^a-z0-9]+", "-", session.routine.lower()).strip("-")[:60] or "session"
        name = f"{session.started_at:%Y-%m-%d-%H%M%S}-{routine}"
        if name + _SUFFIX in names:
            name += "-" + re.sub(r"[^a-z0-9]+", "", session.id.lower())[:32]
        names.append(name + _SUFFIX)
    return names


def _make_folder(folder: "Path") -> None:
    from sciatica_stretch import disk

    if folder.exists() and not folder.is_dir():
        raise UsageError(
            f"{visible(str(folder))} is not a folder.", "Name one for the files, or end a file's name in .fit."
        )
    try:
        disk.make_folder(folder)
    except OSError as error:
        raise StorageError(f"{visible(str(folder))} can't be made: {error.strerror or error}.") from None
