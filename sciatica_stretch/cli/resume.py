"""A session that was cut off, and what becomes of it: it goes on from there, or it is kept in the log as stopped."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from sciatica_stretch.cli.intent import Intent, intended, waiting
from sciatica_stretch.cli.recorder import open_journal
from sciatica_stretch.cli.words import ago, report, stretches
from sciatica_stretch.core.states import CutOff
from sciatica_stretch.core.text import visible
from sciatica_stretch.errors import NothingToResumeError, StorageError, StretchError
from sciatica_stretch.library import shelf
from sciatica_stretch.library.shelf import Found, fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable

    from sciatica_stretch.cli.world import World
    from sciatica_stretch.journal.remains import Remains

OFFERED_HOURS = 12  # after a night it is no longer one sitting
_START = "Start a session with: stretch start NAME. stretch list shows the names."


def resumed(world: "World") -> Intent:
    """Return the intent to go on with the session that was cut off. Raise StretchError where that can't be."""
    remains = _offerable(world)
    if remains is None:
        hours = f"{OFFERED_HOURS} hours"
        raise NothingToResumeError(
            f"No session was cut off in the last {hours}, so there is none to go on with.", _START
        )
    return _taken_up(world, remains, _rest(world, remains))


def offered(world: "World", asked: Intent, remind: "Callable[[], object]", *, plain: bool) -> Intent:
    """Return what the person wants to do where an earlier session was cut off: go on with that, or what was *asked*.

    Where nobody can be asked, or it can't go on, it is what was asked. *remind* is called when they don't say for a
    while. Raise typer.Exit for neither.
    """
    remains = _offerable(world) if world.interactive else None
    if remains is None:
        return asked
    try:
        rest = _rest(world, remains)
    except StretchError as error:
        world.say_wrapped(f"{error.message} What was done is kept as stopped.")
        return asked
    match _choice(world, remains, asked.timeline.routine.name, remind, plain=plain):
        case "g":
            return _taken_up(world, remains, rest)
        case "a":
            return asked
        case _:
            report(world, open_journal(world).close_interrupted(), plain=plain)
            raise typer.Exit


def _offerable(world: "World") -> "Remains | None":
    """Return the session that was cut off last, if something was held in it and that is not too long ago."""
    remains = open_journal(world).cut_off()
    if remains and remains.record.held and abs(_seconds_ago(world, remains)) <= OFFERED_HOURS * 3600:
        return remains
    return None


def _rest(world: "World", remains: "Remains") -> Intent:
    """Return the intent to play what is left. Raise StretchError where the routine is gone, or is not what it was."""
    begun = remains.begun
    try:
        path = Path(begun.file)
        found = Found(path.stem, path, "file") if begun.file else shelf.find(begun.routine, world.routine_folders)
        intent = intended(found, begun.options)
    except StretchError as error:
        message = f"{_what(world, remains)} It can't go on from there: {error.message}"
        raise NothingToResumeError(message, f"It will be kept as stopped. {_START}") from error
    from sciatica_stretch.journal.fold import plan_of

    if fingerprint(intent.content) != begun.routine_hash or plan_of(intent.timeline) != begun.plan:
        message = f"{_what(world, remains)} It can't go on from there, for its routine has changed since."
        raise NothingToResumeError(message, f"It will be kept as stopped. {_START}")
    intent = intent if begun.wait is None else waiting(intent, wanted=begun.wait)
    return replace(intent, begin=CutOff(remains.index))


def _taken_up(world: "World", remains: "Remains", rest: Intent) -> Intent:
    try:
        log = open_journal(world).go_on(remains, world.clock(1.0).wall())
    except OSError as error:
        path, words = visible(str(remains.path)), error.strerror or error
        raise StorageError(f"{path} can't be written: {words}.", "Check that you may write it.") from error
    if log is None:
        raise NothingToResumeError("Another start has just taken up that session, or logged it.", _START)
    return replace(rest, log=log)


def _choice(world: "World", remains: "Remains", asked: str, remind: "Callable[[], object]", *, plain: bool) -> str:
    from sciatica_stretch.cli.asker import LeftError, asker

    question = (
        f"{_what(world, remains)}\n"
        "g: go on from there\n"
        f"a: start {visible(asked)} anew; the other is kept as stopped\n"
        "k: keep it as stopped, and start nothing\n"
        "q: leave, and decide another time"
    )
    try:
        with asker(world, plain=plain, remind=remind) as ask:
            return ask.ask(question, "gak", skip=False)
    except LeftError as error:
        world.say_if_anyone_is_there("Nothing was started.")
        raise typer.Exit(error.exit_code) from None


def _what(world: "World", remains: "Remains") -> str:
    """Return what was found: "sciatica-13 was cut off 20 minutes ago, after 6 of 11 stretches."."""
    record = remains.record
    done = f"{record.reached} of {stretches(len(record.stretches))}"
    return f"{visible(record.routine)} was cut off {ago(_seconds_ago(world, remains))}, after {done}."


def _seconds_ago(world: "World", remains: "Remains") -> float:
    return (world.clock(1.0).wall() - remains.last_at).total_seconds()
