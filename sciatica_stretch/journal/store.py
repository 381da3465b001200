"""Writing the log: a session is noted down as it goes, and is one line of the log once it is over.

What is acknowledged is on the disk: `kill -9` loses at most the interval in hand. A disk that fails does not
end a session: what could not be written is kept, and written with what comes next.
"""

import os
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from sciatica_stretch import disk
from sciatica_stretch.core.events import Effect, Outcome, Reason
from sciatica_stretch.core.timeline import Options, Timeline
from sciatica_stretch.errors import StorageError
from sciatica_stretch.journal import corrections
from sciatica_stretch.journal.corrections import Correction, Forgotten
from sciatica_stretch.journal.device import is_this
from sciatica_stretch.journal.entries import Begun, Closed, Later, Waited, to_line
from sciatica_stretch.journal.fold import OpenPause, fold, fold_interrupted, in_order, plan_of, remember
from sciatica_stretch.journal.index import encoded, is_forgetting, names
from sciatica_stretch.journal.places import SUFFIX, checkpoint_folder, log_folder
from sciatica_stretch.journal.rating import Rating
from sciatica_stretch.journal.reading import line_files, read_checkpoint, read_entries, read_log
from sciatica_stretch.journal.record import SessionRecord, to_json
from sciatica_stretch.journal.remains import Remains, newest, says_as_much


class NotLoggedError(StorageError):
    """A session is over and its line can't be written; *record* is that session.

    *kept* says whether all of it is in its checkpoint, from which the next start logs it.
    """

    def __init__(self, message: str, hint: str, record: SessionRecord, *, kept: bool) -> None:
        super().__init__(message, hint)
        self.record = record
        self.kept = kept


class Journal:
    """The data folder as one device writes it."""

    def __init__(self, folder: Path, device: str) -> None:
        self.folder = folder
        self.device = device

    def open_session(  # noqa: PLR0913 - all that is known of a session before its first second
        self,
        timeline: Timeline,
        options: Options,
        *,
        session_id: str,
        routine_hash: str,
        version: str,
        at: datetime,
        ratings: tuple[Rating, ...] = (),
        file: str = "",
    ) -> "SessionLog":
        """Begin to note down a session; `trouble` of what is returned says so where the disk fails."""
        begun = Begun(
            at=at,
            id=session_id,
            device=self.device,
            routine=timeline.routine.name,
            title=timeline.routine.title,
            routine_hash=routine_hash,
            options=options,
            version=version,
            plan=plan_of(timeline),
            ratings=ratings,
            file=file,
        )
        return SessionLog(self, begun)

    def cut_off(self) -> Remains | None:
        """Return the session of this device that was cut off last, if there is one that isn't in the log."""
        return newest(self.folder, self.device)

    def go_on(self, remains: Remains, at: datetime) -> "SessionLog | None":
        """Take up a session that was cut off; None where another start meanwhile took it up, or logged it.

        The time away, up to the wall clock's *at*, is noted as a pause. Raise OSError where it can't be read.
        """
        try:
            file = os.open(remains.path, disk.TO_APPEND)
        except FileNotFoundError:
            return None
        begun, entries = None, list[Later]()
        if disk.try_lock(file) and not disk.is_gone(file):
            numbered = list(read_entries(file, remains.path, []))
            begun, entries = in_order(numbered)
        if begun is None or any(isinstance(entry, Closed) for entry in entries):
            os.close(file)
            return None
        taken = 1 + max(number for number, _ in numbered)
        away = max(0.0, (at - remains.last_at).total_seconds())  # someone may have set the clock back
        waited = Waited(at=at, index=remains.index, seconds=round(away, 3), reason=Reason.CUT_OFF)
        return SessionLog(self, begun, entries, waited, file=file, unread=taken - 1 - len(entries))

    def append(self, record: SessionRecord) -> None:
        """Put *record* at the end of this device's log and on the disk. Raise OSError where that fails."""
        self.append_lines([to_json(record)])

    def correct(self, correction: Correction) -> None:
        """Put *correction* at the end of this device's log and on the disk.

        Raise OSError where that fails; then it isn't said, so that the person can say it again.
        """
        disk.append_to(self._path, _encode([corrections.to_line(correction)]), or_none=True)

    def append_lines(self, lines: Iterable[str]) -> None:
        """Put *lines* at the end of this device's log and on the disk, in one go. Raise OSError where that fails.

        A kill meanwhile leaves the first of them, whole.
        """
        disk.append_to(self._path, _encode(lines))

    def forget(self, session: str, *, correction_id: str, at: datetime) -> tuple[Path, ...]:
        """Remove every line of this device's that speaks of *session*, and its checkpoint, for good.

        That it is forgotten stays in the log, so that no copy of its line brings it back. Return the other devices'
        files in which lines of it still stand. Raise OSError where the disk fails: then all of it is still there, or
        only its checkpoint, which no one reads any more, or a power cut may bring it back.
        """
        gone = Correction(id=correction_id, session=session, device=self.device, what=Forgotten(at=at))
        name = encoded(session)
        disk.rewrite(self._path, lambda line: not names(line, name), _encode([corrections.to_line(gone)]))
        for path in line_files(checkpoint_folder(self.folder), []):
            self._forget_checkpoint(path, session)
        others = (path for path in line_files(log_folder(self.folder), []) if path != self._path)
        return tuple(path for path in others if _stands_in(path, name))

    def _forget_checkpoint(self, path: Path, session: str) -> None:
        with disk.opened(path, disk.TO_APPEND) as fd:
            if not disk.try_lock(fd):
                return  # of a session that is alive, and so not in the log yet
            begun, _ = read_checkpoint(fd, path, [])
        if begun and begun.id == session:
            disk.remove(path)

    @property
    def _path(self) -> Path:
        """The file that this device writes."""
        return log_folder(self.folder) / f"{self.device}{SUFFIX}"

    def close_interrupted(self) -> tuple[SessionRecord, ...]:
        """Log the sessions of this device that ended without a line, and return those that were not yet logged.

        Of these the `interrupted` ones ended without a word; the others could only not be logged in their time.
        To be called before a session is opened. Sessions still alive and checkpoints that can't be read or
        moved to the log stay as they are. Two that call this at once log each session once.
        """
        closed: list[SessionRecord] = []
        for path in line_files(checkpoint_folder(self.folder), []):
            with suppress(OSError):  # reading names it, and the next start tries again
                closed += self._close(path)
        return tuple(closed)

    def _close(self, path: Path) -> list[SessionRecord]:
        """Log the session whose checkpoint is at *path* if it is dead, ours and not yet logged; then that goes."""
        closed = []
        with disk.opened(path, disk.TO_APPEND) as fd:
            if not disk.try_lock(fd):
                return []
            if os.fstat(fd).st_size:  # an empty one was killed while it was made
                begun, entries = read_checkpoint(fd, path, [])
                if begun is None or not is_this(begun.device, self.device):
                    return []
                record = fold_interrupted(begun, entries)
                # Only now that it is locked: another start may just have logged it.
                if not any(says_as_much(logged, record) for logged in read_log(self.folder, [])):
                    self.append(record)
                    closed.append(record)
        with suppress(OSError):  # the next start removes it, and finds it logged
            disk.remove(path)
        return closed


class SessionLog:
    """A session in progress, noted down in a checkpoint that stays locked for as long as the session lives.

    `trouble` is one short sentence while something is not on the disk, and empty otherwise.
    """

    def __init__(
        self,
        journal: Journal,
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
            disk.append(file, _encode(to_line(number, entry) for number, entry in unwritten))
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


def _stands_in(path: Path, session: bytes) -> bool:
    """Return whether a line in the file at *path* holds anything of *session* but that it is forgotten."""
    try:
        with disk.opened(path) as fd:
            return any(names(line, session) and not is_forgetting(line) for line in disk.lines(fd))
    except OSError:
        return False  # what can't be read can't be said to hold it; `read` names the file


def _encode(lines: Iterable[str]) -> bytes:
    """Return the bytes of *lines*; half a character (from a file name, say) as its JSON escape, and so kept."""
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace")


def _words(error: OSError) -> str:
    return error.strerror or str(error)
