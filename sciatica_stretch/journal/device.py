"""The name under which this machine writes its log."""

import re
import secrets
from contextlib import suppress
from pathlib import Path

from sciatica_stretch import disk

_MOST_CHARACTERS = 32
_NAME = re.compile(r"[a-z0-9-]+")
_DIGITS = re.compile(r"-[0-9a-f]{4}\Z")


def device_name(state_folder: Path, hostname: str) -> str:
    """Return this machine's name: *hostname* made plain, and four digits that tell it from its namesakes.

    It is made once. The file that keeps it is named after the host, so that two machines with one synced home
    don't share it. Where the folder can't be written, the plain hostname alone is the same at the next start.
    """
    slug = re.sub(r"[^a-z0-9]+", "-", hostname.lower())[:_MOST_CHARACTERS].strip("-") or "device"
    path = state_folder / f"device-{slug}"
    try:
        if not _kept(path):
            name = f"{slug}-{secrets.token_hex(2)}\n".encode()
            with suppress(FileExistsError):  # of two that start at once the first names both
                disk.put_new(path, name)
            if not _kept(path):  # what is there is no name
                disk.replace(path, name)
        return _kept(path) or slug
    except OSError:
        return slug


def is_this(device: str, name: str) -> bool:
    """Return whether *device* is the machine with this *name*, which has no digits while they can't be kept."""
    return device in {name, _DIGITS.sub("", name)}


def _kept(path: Path) -> str:
    """Return the name in the file at *path*, or an empty text where there is none."""
    try:
        with disk.opened(path) as fd:
            name = next(disk.lines(fd), b"").decode("ascii", "replace").strip()
    except FileNotFoundError:
        return ""
    return name if _NAME.fullmatch(name) else ""
