"""Where in the data folder things are; alone here because a session's start asks before it needs the rest."""

import os
from pathlib import Path

SUFFIX = ".jsonl"


def log_folder(folder: Path) -> Path:
    """Return where in the data folder the log is, a file a device."""
    return folder / "log"


def checkpoint_folder(folder: Path) -> Path:
    """Return where in the data folder the sessions in progress are, a file each."""
    return folder / "checkpoint"


def has_checkpoints(folder: Path) -> bool:
    """Return whether there may be sessions that are under way, or that ended without a line in the log."""
    try:
        with os.scandir(checkpoint_folder(folder)) as entries:
            return any(entry.name.endswith(SUFFIX) for entry in entries)
    except FileNotFoundError:
        return False
    except OSError:  # whoever reads it names what is wrong
        return True
