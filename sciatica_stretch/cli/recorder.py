"""The notes of a session that is logged: the journal, opened behind the first picture.

The journal's modules take longer to import than the first picture to draw, so they are imported when the session
is under way, or before it where an earlier session was cut off.
"""

from typing import TYPE_CHECKING

from sciatica_stretch import __version__
from sciatica_stretch.journal.places import has_checkpoints

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sciatica_stretch.cli.intent import Intent
    from sciatica_stretch.cli.world import World
    from sciatica_stretch.core.events import Effect, Outcome
    from sciatica_stretch.journal.rating import Rating
    from sciatica_stretch.journal.record import SessionRecord
    from sciatica_stretch.journal.session_log import NotLoggedError, SessionLog
    from sciatica_stretch.journal.store import Journal


def open_journal(world: "World") -> "Journal":
    """Return the journal of this *world*, as its device writes it."""
    from sciatica_stretch.journal.device import device_name
    from sciatica_stretch.journal.store import Journal

    return Journal(world.folders.data, device_name(world.folders.state, world.hostname))


class Recorder:
    """Writes one session into the journal; *before* is how it hurt, if that was said."""

    def __init__(self, world: "World", intent: "Intent", before: "Rating | None") -> None:
        self._world = world
        self._intent = intent
        self._before = before
        self._wall = world.clock(1.0).wall
        self._began_at = self._wall()
        self._early: list[tuple[Effect, datetime]] = []
        self._log = intent.log
        self._closed_at: datetime | None = None

    def close_interrupted(self) -> "tuple[SessionRecord, ...]":
        """Log the sessions that ended without a line in the log, and return those that were not yet logged."""
        return open_journal(self._world).close_interrupted() if has_checkpoints(self._world.folders.data) else ()

    @property
    def trouble(self) -> str:
        """Why the log can't be written at the moment, or an empty text."""
        return self._log.trouble if self._log else ""

    def open(self) -> None:
        """Begin the session's checkpoint, and import what follows on a session: later it may not be there any more."""
        from sciatica_stretch.cli import questions as questions  # noqa: PLC0414 - it is used when all is over
        from sciatica_stretch.cli import rated as rated  # noqa: PLC0414 - likewise

        self._opened()

    def note(self, effect: "Effect", at: "datetime") -> None:
        """Note *effect* down; what comes before the journal is open is kept for it."""
        if self._log:
            self._log.note(effect, at)
        else:
            self._early.append((effect, at))

    def close(self, outcome: "Outcome") -> "tuple[SessionRecord, NotLoggedError | None]":
        """Return the finished session, and why it isn't in the log if it isn't; called again it tries again."""
        self._closed_at = at = self._closed_at or self._wall()
        return self._ended(lambda log: log.close(outcome, at))

    def leave(self) -> "tuple[SessionRecord, NotLoggedError | None]":
        """Return the session as far as it came, left so that a later start can go on with it."""
        return self._ended(lambda log: log.leave())

    def _ended(self, end: "Callable[[SessionLog], SessionRecord]") -> "tuple[SessionRecord, NotLoggedError | None]":
        from sciatica_stretch.journal.session_log import NotLoggedError

        try:
            return end(self._opened()), None
        except NotLoggedError as error:
            return error.record, error

    def _opened(self) -> "SessionLog":
        if self._log is None:
            from uuid import uuid4

            from sciatica_stretch.library.shelf import fingerprint

            self._log = open_journal(self._world).open_session(
                self._intent.timeline,
                self._intent.options,
                session_id=str(uuid4()),
                routine_hash=fingerprint(self._intent.content),
                version=__version__,
                at=self._began_at,
                ratings=(self._before,) if self._before else (),
                file=self._intent.file,
                wait=self._intent.wait,
            )
            for effect, at in self._early:
                self._log.note(effect, at)
        return self._log
