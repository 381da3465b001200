"""A session removed for good, with all that was said of it."""

from datetime import datetime
from pathlib import Path

from sciatica_stretch import disk
from sciatica_stretch.journal import corrections
from sciatica_stretch.journal.corrections import Correction, Forgotten
from sciatica_stretch.journal.fields import lines_to_bytes
from sciatica_stretch.journal.index import encoded, is_forgetting, names
from sciatica_stretch.journal.places import checkpoint_folder, log_folder
from sciatica_stretch.journal.reading import line_files, read_checkpoint
from sciatica_stretch.journal.store import Journal


def forget(journal: Journal, session: str, *, correction_id: str, at: datetime) -> tuple[Path, ...]:
    """Remove every line of this device's that speaks of *session*, and its checkpoint, for good.

    That it is forgotten stays in the log, so that no copy of its line brings it back. Return the other devices'
    files in which lines of it still stand. Raise OSError where the disk fails: then all of it is still there, or
    only its checkpoint, which no one reads any more, or a power cut may bring it back.
    """
    gone = Correction(id=correction_id, session=session, device=journal.device, what=Forgotten(at=at))
    name = encoded(session)
    disk.rewrite(journal.path, lambda line: not names(line, name), lines_to_bytes([corrections.to_line(gone)]))
    for path in line_files(checkpoint_folder(journal.folder), []):
        _forget_checkpoint(path, session)
    others = (path for path in line_files(log_folder(journal.folder), []) if path != journal.path)
    return tuple(path for path in others if _stands_in(path, name))


def _forget_checkpoint(path: Path, session: str) -> None:
    with disk.opened(path, disk.TO_APPEND) as fd:
        if not disk.try_lock(fd):
            return  # of a session that is alive, and so not in the log yet
        begun, _ = read_checkpoint(fd, path, [])
    if begun and begun.id == session:
        disk.remove(path)


def _stands_in(path: Path, session: bytes) -> bool:
    """Return whether a line in the file at *path* holds anything of *session* but that it is forgotten."""
    try:
        with disk.opened(path) as fd:
            return any(names(line, session) and not is_forgetting(line) for line in disk.lines(fd))
    except OSError:
        return False  # what can't be read can't be said to hold it; reading the log names the file
