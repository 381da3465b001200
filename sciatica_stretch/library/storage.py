"""What the disk says, as a sentence for a person."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sciatica_stretch.core.text import visible
from sciatica_stretch.errors import StorageError


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn an OSError in the block, which writes the file at *path*, into a StorageError."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        hint = "Check the disk's space, and that you may write there."
        raise StorageError(f"{visible(str(path))} can't be written: {reason}.", hint) from error
