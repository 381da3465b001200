"""All settings as one value, with what each of them is while nobody says anything.

Most people set nothing, and a session's first picture waits for this: so it is alone here, and needs no table.
"""

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.core.keys import DEFAULT_KEYS
from sciatica_stretch.core.side import Side

PREFIX = "STRETCH_"  # of the variables in the environment that settings can come from
_OTHERS = frozenset({"STRETCH_HOME", "STRETCH_PATH"})  # variables that are no settings


@frozen(kw_only=True)
class Settings:
    """What is in force; settings/table.py says of each what it does, and which values it may have."""

    sound: str = "auto"
    volume: int = 70
    voice: str = "auto"
    voice_rate: int = 160
    primer: str = "auto"
    lower_others: bool = True
    first: Side | None = None  # as the routine has it
    affected: Side | None = None
    wait: bool = False
    theme: str = "auto"
    figure: bool = True
    smooth: bool = True
    calm: bool = False
    flip: bool = False
    rating: bool = True
    weekly_goal: int = 3
    awake: bool = True
    any_key_wakes: bool = True
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: DEFAULT_KEYS)  # by action; each key stands once


def is_nothing_said(path: Path, environ: Mapping[str, str]) -> bool:
    """Return whether there is neither a file at *path* nor a variable that could be a setting."""
    return not _may_be_there(path) and not any(name.startswith(PREFIX) and name not in _OTHERS for name in environ)


def _may_be_there(path: Path) -> bool:
    """Return whether there is something at *path*, or no telling; whoever reads it then says why it can't be read."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        pass
    return True
