"""What a session writes down of itself as it goes; of the log the player knows no more than this."""

from datetime import datetime
from typing import Protocol

from sciatica_stretch.core.events import Effect


class Notes(Protocol):
    """Where a session's effects are noted down."""

    @property
    def trouble(self) -> str:
        """Why nothing can be written at the moment, in one short sentence, or an empty text."""
        ...

    def open(self) -> None:
        """Be ready to write. Called once the first picture stands, for it may take its time."""
        ...

    def note(self, effect: Effect, at: datetime) -> None:
        """Put what *effect* tells, at the wall clock's *at*, where it lasts. Some come before `open`."""
        ...


class Unwritten:
    """The notes of a rehearsal."""

    trouble = ""

    def open(self) -> None:
        """Do nothing: there is nothing to be ready for."""

    def note(self, effect: Effect, at: datetime) -> None:
        """Do nothing: a rehearsal leaves no trace."""
