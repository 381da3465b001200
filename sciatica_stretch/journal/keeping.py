"""What of the log goes into a backup: the files of all devices, and what is left of sessions that nothing ended."""

from collections.abc import Iterator
from pathlib import Path

from sciatica_stretch import disk
from sciatica_stretch.journal.places import checkpoint_folder, log_folder
from sciatica_stretch.journal.reading import line_files


def worth_keeping(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the files below the data folder by their names, as far as they are written now. May raise OSError.

    Checkpoints come first, so that a session that ends meanwhile is in there twice rather than not at all. Those of
    sessions that are alive are left out.
    """
    for path in line_files(checkpoint_folder(folder), []):
        if (content := _of_the_dead(path)) is not None:
            yield f"{checkpoint_folder(folder).name}/{path.name}", content
    for path in line_files(log_folder(folder), []):
        yield f"{log_folder(folder).name}/{path.name}", path.read_bytes()


def _of_the_dead(path: Path) -> bytes | None:
    try:
        with disk.opened(path) as fd:
            return path.read_bytes() if disk.try_lock(fd, shared=True) else None
    except FileNotFoundError:
        return None  # it ended just now, and is in the log
