"""A session noted down as it goes, which is one line of the log once it is over.

What is acknowledged is on the disk: `kill -9` loses at most the interval in hand. A disk that fails does not
end a session: what could not be written is kept, and written with what comes next.
"""

import os
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from sciatica_stretch import disk
from sciatica_stretch.core.events import Effect, Outcome
from sciatica_stretch.errors import StorageError
from sciatica_stretch.journal.entries import Begun, Closed, Later, to_line
from sciatica_stretch.journal.fields import lines_to_bytes
from sciatica_stretch.journal.fold import OpenPause, fold, fold_interrupted, remember
from sciatica_stretch.journal.places import SUFFIX, checkpoint_folder
from sciatica_stretch.journal.record import SessionRecord

if TYPE_CHECKING:
    from sciatica_stretch.journal.store import Journal


class NotLoggedError(StorageError):
    """A session is over and its line can't be written; *record* is that session.

    *kept* says whether all of it is in its checkpoint, from which the next start logs it.
    """

    def __init__(self, message: str, hint: str, record: SessionRecord, *, kept: bool) -> None:
        super().__init__(message, hint)
        self.record = record
        self.kept = kept


class SessionLog:
    """A session in progress, noted down in a checkpoint that stays locked for as long as the session lives.

    `trouble` is one short sentence while something is not on the disk, and empty otherwise.
    """

    def __init__(
        self,
        journal: "Journal",
        begun: Begun,
        written: Iterable[Later] = (),
        *more: Later,
        file: int | None = None,
        unread: int = 0,
    ) -> None:
        self.trouble = ""
        self._journal = journal
        self._path = checkpoint_folder(journal.folder) / f"{begun.id}{SUFFIX}"
        self._begun = begun
        self._entries = [*written, *more]
        self._pause: OpenPause | None = None
        self._file = file
        self._written = 0 if file is None else 1 + len(self._entries) - len(more)  # how many lines are on the disk
        self._unread = unread  # how many numbers are taken by lines of an earlier start that can't be read
        self._commit()

    def note(self, effect: Effect, at: datetime) -> None:
        """Put what *effect* tells, at the wall clock's *at*, on the disk; most effects tell nothing that lasts.

        Where the disk fails, `trouble` says so, and the next note tries again.
        """
        self._pause, entry = remember(self._pause, effect, at)
        if entry:
            self._entries.append(entry)
            self._commit()

    def close(self, outcome: Outcome, at: datetime) -> SessionRecord:
        """Write the session's line to the log, remove the checkpoint and return the record.

        Raise NotLoggedError where the line can't be written. The checkpoint, which holds the *outcome*, then
        stays for the next start to log it, or for this to be called again.
        """
        closed = Closed(at=at, outcome=outcome)
        if closed not in self._entries:
            self._entries.append(closed)
        self._commit()
        record = fold(self._begun, self._entries, outcome, at)
        try:
            self._journal.append(record)
        except OSError as error:
            message, kept = f"This session isn't in the log: {_words(error)}.", not self.trouble
            raise NotLoggedError(message, self._hint(), record, kept=kept) from error
        self._let_go()
        return record

    def leave(self) -> SessionRecord:
        """Let go of the session without an end, so that a later start can go on with it; return what there is of it.

        Raise NotLoggedError where some of that isn't on the disk.
        """
        self._commit()
        record = fold_interrupted(self._begun, self._entries)
        if self.trouble:
            message = f"Some of this session isn't on the disk: {self.trouble}."
            raise NotLoggedError(message, self._hint(), record, kept=False)
        if self._file is not None:
            os.close(self._file)
            self._file = None
        return record

    def _commit(self) -> None:
        """Put all that isn't on the disk yet there; what was written in part is written again, whole."""
        everything = (self._begun, *self._entries)
        try:
            file = self._open_file()
            unwritten = enumerate(everything[self._written :], start=self._written + self._unread)
            disk.append(file, lines_to_bytes(to_line(number, entry) for number, entry in unwritten))
        except OSError as error:
            self.trouble = f"the log can't be written: {_words(error)}"
        else:
            self._written = len(everything)
            self.trouble = ""

    def _open_file(self) -> int:
        """Return the open checkpoint, made anew where someone removed it with all it held."""
        if self._file is not None and disk.is_gone(self._file):
            os.close(self._file)
            self._file = None
        if self._file is None:
            self._written = 0
            self._file = disk.create(self._path)
        return self._file

    def _let_go(self) -> None:
        """Remove the checkpoint; if that fails it does no harm, for the next start finds it logged."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
        self.trouble = ""
        with suppress(OSError):
            disk.remove(self._path)

    def _hint(self) -> str:
        if self.trouble:
            return f"See that {self._journal.folder} can be written; until then this session is not on the disk."
        return f"It is kept in {self._path} and logged at the next start, once the log can be written."


def _words(error: OSError) -> str:
    return error.strerror or str(error)
