"""What a person means to do: a routine from its start, or the rest of a session that was cut off."""

from dataclasses import replace
from typing import TYPE_CHECKING

from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.core.states import CutOff, Ready
from sciatica_stretch.core.timeline import unroll
from sciatica_stretch.library import shelf

if TYPE_CHECKING:
    from sciatica_stretch.core.timeline import Options, Timeline
    from sciatica_stretch.journal.session_log import SessionLog


@frozen
class Intent:
    """A timeline and where in it to begin; *log* is that of the session it goes on with, if it does."""

    timeline: "Timeline"
    options: "Options"
    content: bytes  # of the routine's file
    file: str  # its absolute path, where the routine was given as a file, and so can't be found by its name
    begin: Ready | CutOff = Ready()
    log: "SessionLog | None" = None
    wait: bool | None = None  # before each stretch, or before none; None: as the routine has it


def intended(found: shelf.Found, options: "Options") -> Intent:
    """Return the intent to play what was *found* from its start. Raise StretchError for what is wrong with it."""
    routine, content = shelf.load(found)
    file = str(found.path.absolute()) if found.origin == "file" else ""
    return Intent(unroll(routine, options), options, content, file)


def waiting(intent: Intent, *, wanted: bool) -> Intent:
    """Return *intent* with a wait before each of its stretches, or before none."""
    return replace(intent, timeline=unroll(intent.timeline.routine.waiting(wanted), intent.options), wait=wanted)
