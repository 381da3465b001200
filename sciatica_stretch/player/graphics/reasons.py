"""Why a terminal isn't even asked for smooth pictures."""

import os
from collections.abc import Mapping
from importlib.util import find_spec
from stat import S_ISCHR
from typing import TYPE_CHECKING, TextIO

from sciatica_stretch import extras
from sciatica_stretch.player import console_linux
from sciatica_stretch.player.look import Depth, Look, depth

if TYPE_CHECKING:
    from sciatica_stretch.player.graphics.terminal import Cell

_BETWEEN = {"TMUX": "tmux", "STY": "screen", "ZELLIJ": "zellij"}  # they know nothing of a picture that they let through
_MULTIPLEXERS = ("screen", "tmux")
_MUTE = "Apple_Terminal"  # shows the question instead of answering it


def why_not(look: Look, env: Mapping[str, str]) -> str:
    """Return why the figure is drawn in cells without asking; "" where the terminal is to be asked."""
    if not look.smooth:
        return "smooth is off"
    if os.name == "nt":
        return "on Windows always"
    if between := [name for variable, name in _BETWEEN.items() if env.get(variable)]:
        return f"inside {between[0]}"
    if env.get("TERM", "").startswith(_MULTIPLEXERS):
        return "inside tmux or screen"
    if console_linux.is_it(env) or env.get("TERM_PROGRAM") == _MUTE:
        return "this terminal has no pictures"
    match depth(env, windows=False):
        case Depth.NONE:
            return "without colours"
        case Depth.SIXTEEN:
            return "with sixteen colours only"
        case Depth.MANY:
            return "" if find_spec("PIL") else f"for smooth ones: {extras.get('pictures')}"


def is_one_terminal(stdin: TextIO, stdout: TextIO) -> bool:
    """Return whether what is asked on *stdout* is answered on *stdin*."""
    try:
        there, here = (os.fstat(stream.fileno()) for stream in (stdin, stdout))
    except (OSError, ValueError):  # no descriptor stands behind it
        return False
    return S_ISCHR(here.st_mode) and here.st_rdev == there.st_rdev


def cell_by_system(stdout: TextIO) -> "Cell | None":
    """Return the size of a cell, as far as the system was told of it."""
    import fcntl  # noqa: PLC0415 - exists on POSIX only
    import struct  # noqa: PLC0415 - likewise
    import termios  # noqa: PLC0415 - likewise

    from sciatica_stretch.player.graphics.terminal import a_cell  # noqa: PLC0415 - for the few that are asked

    try:
        rows, columns, width, height = struct.unpack("HHHH", fcntl.ioctl(stdout, termios.TIOCGWINSZ, bytes(8)))
    except OSError:
        return None
    return a_cell(width // columns, height // rows) if rows and columns else None
