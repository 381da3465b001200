"""The players there are, in the order they are tried, and whether each can be used here.

Only players that admit failure by an exception or an exit code: ffplay, mpv and several packages report
success for a sound that nobody heard.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from sciatica_stretch.player.sound.systems import only_on

OURS = "stretch"  # what sound servers know us by
LIBPULSE = "libpulse.so.0"
_COMMANDS = {
    "pw-play": ("pw-play",),
    "paplay": ("paplay", f"--client-name={OURS}"),
    "aplay": ("aplay", "--quiet"),
    "afplay": ("afplay",),
}
UNTIMED = ("simpleaudio", "winsound")  # modules that can't be given up while they wait for a sound server
NAMES = ("simpleaudio", "pulse", *_COMMANDS, "winsound")
_ONLY_ON = {"pulse": "linux", "afplay": "darwin", "winsound": "win32"}
_LIBRARIES = (Path("/lib"), Path("/usr/lib"), Path("/usr/local/lib"))  # where musl looks


def command(name: str, path: str) -> list[str]:
    """Return the command line with which the program *name* plays the WAV file at *path*."""
    return [*_COMMANDS[name], path]


def why_not(name: str, platform: str = sys.platform) -> str:
    """Return why player *name* can't be used on this machine, "" if it can."""
    from importlib.util import find_spec  # noqa: PLC0415 - the child imports this module and has to start fast
    from shutil import which  # noqa: PLC0415 - likewise

    if elsewhere := only_on(_ONLY_ON.get(name), platform):
        return elsewhere
    match name:
        case "pulse":
            found = is_linkable(LIBPULSE)
        case "simpleaudio" | "winsound":
            found = find_spec(name) is not None
        case _:
            found = which(name) is not None
    return "" if found else "not installed"


def is_linkable(library: str, cache: Path = Path("/etc/ld.so.cache"), folders: Iterable[Path] = _LIBRARIES) -> bool:
    """Return whether the dynamic linker knows *library*, by its *cache* or, where it has none, in its *folders*.

    ctypes.util.find_library would start a compiler, and loading it takes longer than all else before the first picture.
    """
    try:
        return f"{library}\0".encode() in cache.read_bytes()
    except OSError:
        return any((folder / library).exists() for folder in folders)
