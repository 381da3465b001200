"""Where the sockets of sessions are: a file for each in a folder that nobody else may enter.

A session that is killed leaves its file behind. Nobody listens on it any more, which connecting to it shows at once.
The folder is that of this machine's state and not XDG_RUNTIME_DIR, which a session started by ssh, cron or a desktop's
shortcut may each see differently, or not at all.
"""

import os
import socket
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

OFFERED = hasattr(socket, "AF_UNIX")  # Python has none on Windows
MOST_WAITING = 16  # callers that the system keeps until they are let in
_ENDING = ".sock"
_MOST_BYTES = 100  # of an address: macOS has room for 103, Linux for 107


def listen(folder: Path, name: str) -> socket.socket:
    """Return a socket that listens in *folder* under *name* and never waits. Raise OSError.

    It stands there whole or not at all: whoever finds a file that nobody listens on may take it away.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    unready = folder / f".{name}"
    unready.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX)
    try:
        with _within_reach(unready) as address:
            listener.bind(address)
        unready.chmod(0o600)
        listener.setblocking(False)
        listener.listen(MOST_WAITING)
        unready.replace(path_of(folder, name))
    except BaseException:
        listener.close()
        unready.unlink(missing_ok=True)
        raise
    return listener


def path_of(folder: Path, name: str) -> Path:
    """Return where the socket called *name* is."""
    return folder / f"{name}{_ENDING}"


def newest_first(folder: Path) -> list[Path]:
    """Return the sockets in *folder*, those of dead sessions among them."""
    found: list[tuple[int, Path]] = []
    with suppress(OSError):  # no folder: no session was ever called
        for path in folder.iterdir():
            with suppress(FileNotFoundError):  # its session has just ended
                if path.suffix == _ENDING and stat.S_ISSOCK((is_now := path.lstat()).st_mode):
                    found.append((is_now.st_mtime_ns, path))
    return [path for _, path in sorted(found, reverse=True)]


def connect(path: Path, seconds: float) -> socket.socket:
    """Return a way to the session at *path*, each step of which takes at most *seconds*.

    Raise FileNotFoundError where that session is no more, ConnectionRefusedError where it has left its file behind,
    BlockingIOError where too many others wait (on macOS that is a refusal, too), and OSError for the rest.
    """
    caller = socket.socket(socket.AF_UNIX)
    caller.settimeout(seconds)
    try:
        with _within_reach(path) as address:
            caller.connect(address)
    except BaseException:
        caller.close()
        raise
    return caller


@contextmanager
def _within_reach(path: Path) -> Iterator[str]:
    """Give the address of *path*; of one that is too long for that its name, from inside its folder.

    The working folder is that of the whole process, which has one thread, and is put back at once.
    """
    if len(os.fsencode(path)) <= _MOST_BYTES:
        yield str(path)
        return
    here = os.open(".", os.O_RDONLY)
    try:
        os.chdir(path.parent)
        yield path.name
    finally:
        os.fchdir(here)
        os.close(here)
