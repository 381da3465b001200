"""The players there are, in the order they are tried, and whether each can be used here.

Only players that admit failure by an exception or an exit code: ffplay, mpv and several packages report
success for a sound that nobody heard.
"""

import sys

IN_PROCESS = ("simpleaudio", "winsound")  # Python modules; the others are programs
_COMMANDS = {
    "pw-play": ("pw-play",),
    "paplay": ("paplay", "--client-name=stretch"),
    "aplay": ("aplay", "--quiet"),
    "afplay": ("afplay",),
}
NAMES = ("simpleaudio", *_COMMANDS, "winsound")
_ONLY_ON = {"afplay": "darwin", "winsound": "win32"}
_SYSTEMS = {"darwin": "macOS", "win32": "Windows"}


def command(name: str, path: str) -> list[str]:
    """Return the command line with which the program *name* plays the WAV file at *path*."""
    return [*_COMMANDS[name], path]


def why_not(name: str, platform: str = sys.platform) -> str:
    """Return why player *name* can't be used on this machine, "" if it can."""
    from importlib.util import find_spec  # noqa: PLC0415 - the child imports this module and has to start fast
    from shutil import which  # noqa: PLC0415 - likewise

    home = _ONLY_ON.get(name, platform)
    if home != platform:
        return f"only on {_SYSTEMS[home]}"
    found = find_spec(name) if name in IN_PROCESS else which(name)
    return "" if found else "not installed"
