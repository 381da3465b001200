"""What is left of a session that nothing ended: a crash, a closed terminal, a flat battery. It can go on from there."""

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from sciatica_stretch import disk
from sciatica_stretch.core.events import Held
from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.core.session import index_after
from sciatica_stretch.journal.corrections import Correction, Forgotten
from sciatica_stretch.journal.device import is_this
from sciatica_stretch.journal.entries import Attempted, Begun, Closed, Later
from sciatica_stretch.journal.fold import fold_interrupted
from sciatica_stretch.journal.places import checkpoint_folder
from sciatica_stretch.journal.reading import line_files, read_checkpoint, read_log
from sciatica_stretch.journal.record import SessionRecord


@frozen
class Remains:
    """A session that was cut off, as the checkpoint at *path* tells of it."""

    path: Path
    begun: Begun
    entries: tuple[Later, ...]

    @property
    def record(self) -> SessionRecord:
        """The session as it is if it doesn't go on."""
        return fold_interrupted(self.begun, self.entries)

    @property
    def last_at(self) -> datetime:
        """When it was last heard of, by the wall clock."""
        return self.entries[-1].at if self.entries else self.begun.at

    @property
    def index(self) -> int:
        """The index of the interval that was in hand; the plan's length where all of it was done."""
        attempts = [entry for entry in self.entries if isinstance(entry, Attempted)]
        if not attempts:
            return 0
        last = attempts[-1]
        return min(index_after(Held(last.index, last.seconds, last.extended, last.ending)), len(self.begun.plan))


def newest(folder: Path, device: str) -> Remains | None:
    """Return the session of *device* that was cut off last and is not in the log, if there is one."""
    found = sorted(_cut_off(folder, device), key=lambda remains: remains.last_at, reverse=True)
    said = list(read_log(folder, [])) if found else []
    return next((each for each in found if not any(says_as_much(logged, each.record) for logged in said)), None)


def says_as_much(logged: SessionRecord | Correction, record: SessionRecord) -> bool:
    """Return whether *logged* is the session of *record*, and not only what was left of it before it ended.

    That it is forgotten says enough, too.
    """
    if isinstance(logged, Correction):
        return logged.session == record.id and isinstance(logged.what, Forgotten)
    return logged.id == record.id and (record.interrupted or not logged.interrupted)


def _cut_off(folder: Path, device: str) -> Iterator[Remains]:
    for path in line_files(checkpoint_folder(folder), []):
        with suppress(OSError), disk.opened(path) as fd:  # reading the log names it
            if not disk.try_lock(fd, shared=True) or not os.fstat(fd).st_size:
                continue
            begun, entries = read_checkpoint(fd, path, [])
            if not begun or not is_this(begun.device, device):
                continue
            if not any(isinstance(entry, Closed) for entry in entries):
                yield Remains(path, begun, tuple(entries))
