"""A person's own folder of routines, written to: a file is there whole, or it is not there."""

import errno
import os
import re
from contextlib import suppress
from pathlib import Path

from sciatica_stretch import disk
from sciatica_stretch.core.text import visible
from sciatica_stretch.errors import StorageError, UsageError
from sciatica_stretch.library.shelf import ENDINGS

MOST_CHARACTERS = 60
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
_DEVICES = re.compile(r"con|prn|aux|nul|com\d|lpt\d")  # no file of theirs can be opened on Windows


class Workshop:
    """Writes into *folder*, which need not exist yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def check_name(self, name: str) -> None:
        """Raise UsageError for a name that a routine's file can't have."""
        if not _NAME.fullmatch(name) or _DEVICES.fullmatch(name) or len(name) > MOST_CHARACTERS:
            hint = f"Use up to {MOST_CHARACTERS} of a to z, 0 to 9 and hyphens, such as evening-10."
            raise UsageError(f"{visible(name)[:MOST_CHARACTERS]!r} can't be the name of a routine.", hint)

    def create(self, name: str, content: bytes) -> Path:
        """Write a new routine, on the disk when this returns, and return its path.

        Raise UsageError where there is one of that name, StorageError where the disk says no.
        """
        self.check_name(name)
        path = self.folder / f"{name}{ENDINGS[0]}"
        beside = self.folder / f".{path.name}.{os.getpid()}"
        try:
            disk.replace(beside, content)
            try:
                os.link(beside, path)  # fails where the name is taken, which a rename would not
            finally:
                beside.unlink()
            disk.sync_folder(self.folder)
        except FileExistsError as error:
            raise _exists(name) from error
        except OSError as error:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
            reason = (error.strerror or errno.errorcode.get(error.errno or 0, "unknown")).lower()
            raise StorageError(
                f"{visible(str(path))} can't be written: {reason}.", "Check the disk's space and the folder's rights."
            ) from error
        return path


def _exists(name: str) -> UsageError:
    return UsageError(
        f"There is a routine {name!r} already.",
        f"See it with: stretch show {name}. Choose another name for a new one.",
    )
