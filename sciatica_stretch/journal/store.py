"""Writing the log: the data folder as one device writes it, and what becomes of sessions that were cut off."""

import os
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from sciatica_stretch import disk
from sciatica_stretch.core.events import Reason
from sciatica_stretch.core.timeline import Options, Timeline
from sciatica_stretch.journal import corrections
from sciatica_stretch.journal.corrections import Correction
from sciatica_stretch.journal.device import is_this
from sciatica_stretch.journal.entries import Begun, Closed, Later, Waited
from sciatica_stretch.journal.fields import lines_to_bytes
from sciatica_stretch.journal.fold import fold_interrupted, in_order, plan_of
from sciatica_stretch.journal.places import SUFFIX, checkpoint_folder, log_folder
from sciatica_stretch.journal.rating import Rating
from sciatica_stretch.journal.reading import line_files, read_checkpoint, read_entries, read_log
from sciatica_stretch.journal.record import SessionRecord, to_json
from sciatica_stretch.journal.remains import Remains, newest, says_as_much
from sciatica_stretch.journal.session_log import SessionLog


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
        wait: bool | None = None,
    ) -> SessionLog:
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
            wait=wait,
        )
        return SessionLog(self, begun)

    def cut_off(self) -> Remains | None:
        """Return the session of this device that was cut off last, if there is one that isn't in the log."""
        return newest(self.folder, self.device)

    def go_on(self, remains: Remains, at: datetime) -> SessionLog | None:
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
        disk.append_to(self.path, lines_to_bytes([corrections.to_line(correction)]), or_none=True)

    def append_lines(self, lines: Iterable[str]) -> None:
        """Put *lines* at the end of this device's log and on the disk, in one go. Raise OSError where that fails.

        A kill meanwhile leaves the first of them, whole.
        """
        disk.append_to(self.path, lines_to_bytes(lines))

    @property
    def path(self) -> Path:
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
