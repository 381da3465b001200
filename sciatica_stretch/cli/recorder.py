"""The notes of a session that is logged: the journal, opened behind the first picture.

The journal's modules take longer to import than the first picture to draw, so they are imported when the session
is under way, or before it where an earlier session was cut off.
"""

from typing import TYPE_CHECKING

from sciatica_stretch import __version__
from sciatica_stretch.journal.places import has_checkpoints

if TYPE_CHECKING:
    from datetime import datetime

    from sciatica_stretch.cli.world import World
    from sciatica_stretch.core.events import Effect, Outcome
    from sciatica_stretch.core.timeline import Options, Timeline
    from sciatica_stretch.journal.record import SessionRecord
    from sciatica_stretch.journal.store import Journal, NotLoggedError, SessionLog


class Recorder:
    """Writes one session into the journal; *content* is what its routine was read from."""

    def __init__(self, world: "World", timeline: "Timeline", options: "Options", content: bytes) -> None:
        self._world = world
        self._timeline = timeline
        self._options = options
        self._content = content
        self._wall = world.clock(1.0).wall
        self._began_at = self._wall()
        self._early: list[tuple[Effect, datetime]] = []
        self._log: SessionLog | None = None

    def close_interrupted(self) -> "tuple[SessionRecord, ...]":
        """Log the sessions that ended without a line in the log, and return those that were not yet logged."""
        return self._journal().close_interrupted() if has_checkpoints(self._world.folders.data) else ()

    @property
    def trouble(self) -> str:
        """Why the log can't be written at the moment, or an empty text."""
        return self._log.trouble if self._log else ""

    def open(self) -> None:
        """Begin the session's checkpoint."""
        self._opened()

    def note(self, effect: "Effect", at: "datetime") -> None:
        """Note *effect* down; what comes before the journal is open is kept for it."""
        if self._log:
            self._log.note(effect, at)
        else:
            self._early.append((effect, at))

    def close(self, outcome: "Outcome") -> "tuple[SessionRecord, NotLoggedError | None]":
        """Return the finished session, and why it isn't in the log if it isn't."""
        from sciatica_stretch.journal.store import NotLoggedError

        try:
            return self._opened().close(outcome, self._wall()), None
        except NotLoggedError as error:
            return error.record, error

    def _opened(self) -> "SessionLog":
        if self._log is None:
            from uuid import uuid4

            from sciatica_stretch.library.shelf import fingerprint

            self._log = self._journal().open_session(
                self._timeline,
                self._options,
                session_id=str(uuid4()),
                routine_hash=fingerprint(self._content),
                version=__version__,
                at=self._began_at,
            )
            for effect, at in self._early:
                self._log.note(effect, at)
        return self._log

    def _journal(self) -> "Journal":
        from sciatica_stretch.journal.device import device_name
        from sciatica_stretch.journal.store import Journal

        folders = self._world.folders
        return Journal(folders.data, device_name(folders.state, self._world.hostname))
