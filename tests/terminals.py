"""Real pseudo-terminals with a terminal emulator at the other end."""

import ctypes
import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Self

import pyte

PATIENCE = 20.0  # how long anything may take on a busy machine before a test gives up
_UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[\?(?:2026[hl]|1007[sr])")
_FRAME_ENDS = b"\x1b[?2026l"

Cells = tuple[tuple[pyte.screens.Char, ...], ...]  # a screen's rows from the top


class Terminal:
    """A program in a pseudo-terminal of its own; what it writes is kept, with the time, and shown on a screen."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        env: Mapping[str, str],
        columns: int = 80,
        rows: int = 24,
        cwd: Path | None = None,
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.chunks: list[tuple[float, bytes]] = []
        self.status: int | None = None
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            try:
                for each in (signal.SIGINT, signal.SIGHUP):  # a suite in the background may ignore them
                    signal.signal(each, signal.SIG_DFL)
                if cwd:
                    os.chdir(cwd)
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
                os.execvpe(command[0], list(command), dict(env))
            finally:
                os._exit(127)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.master)

    @property
    def written(self) -> bytes:
        return b"".join(chunk for _, chunk in self.chunks)

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.screen.display).rstrip()

    def type(self, keys: str) -> None:
        os.write(self.master, keys.encode())

    def send(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    def resize(self, columns: int, rows: int) -> None:
        self.screen.resize(rows, columns)
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def stall(self) -> None:
        """Take nothing more in, as a connection that hangs."""
        self._set_flow(termios.TCOOFF)

    def flow(self) -> None:
        """Take in again what comes."""
        self._set_flow(termios.TCOON)

    def _set_flow(self, action: int) -> None:
        library = ctypes.CDLL(None)
        library.ptsname.restype = ctypes.c_char_p
        line = os.open(library.ptsname(self.master), os.O_RDWR | os.O_NOCTTY)
        termios.tcflow(line, action)
        os.close(line)

    def modes(self) -> list[object]:
        return termios.tcgetattr(self.master)

    def read(self, seconds: float) -> bool:
        """Take in what comes within *seconds*; return False once there will be no more."""
        ready, _, _ = select.select([self.master], [], [], seconds)
        if not ready:
            return True
        try:
            chunk = os.read(self.master, 65536)
        except OSError:  # EIO: the other end is closed
            return False
        self.chunks.append((time.monotonic(), chunk))
        self._stream.feed(_UNKNOWN_TO_PYTE.sub(b"", chunk))
        return bool(chunk)

    def until(self, seen: Callable[[str], bool] | str) -> str:
        """Read until the screen shows it; return the screen."""
        shows = seen if callable(seen) else lambda text: seen in text
        deadline = time.monotonic() + PATIENCE
        while not shows(self.text):
            assert time.monotonic() < deadline, f"waited for {seen}, saw:\n{self.text}"
            if not self.read(0.05):
                assert shows(self.text), f"it ended before it showed {seen}; saw:\n{self.text}"
        return self.text

    def record(self) -> None:
        """Keep what comes until the program ends, and look at none of it: several can be recorded side by side."""
        while True:
            try:
                chunk = os.read(self.master, 65536)
            except OSError:  # EIO: the other end is closed
                return
            self.chunks.append((time.monotonic(), chunk))

    def replay(self) -> Iterator[tuple[float, Cells]]:
        """Show what was recorded; yield each picture with the instant at which it stood."""
        unseen = b""
        for at, chunk in self.chunks:
            *whole, unseen = (unseen + chunk).split(_FRAME_ENDS)
            for frame in whole:
                self._stream.feed(_UNKNOWN_TO_PYTE.sub(b"", frame))
                rows, columns = self.screen.lines, self.screen.columns
                yield at, tuple(tuple(self.screen.buffer[y][x] for x in range(columns)) for y in range(rows))

    def finish(self) -> int:
        """Read until the program ends; return its exit code, negative for a signal."""
        deadline = time.monotonic() + PATIENCE * 3
        while self.read(0.05):
            assert time.monotonic() < deadline, f"it does not end; the screen:\n{self.text}"
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = status
                while self.read(0) and select.select([self.master], [], [], 0)[0]:
                    pass
                break
        if self.status is None:
            self.status = os.waitpid(self.pid, 0)[1]
        return os.waitstatus_to_exitcode(self.status)


def stretch_command(*args: str) -> list[str]:
    """Return the command line that runs the program under test."""
    return [sys.executable, "-m", "sciatica_stretch", *args]


def clean_env(home: Path, **more: str) -> dict[str, str]:
    """Return an environment in which nothing of this machine's own settings shows."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "SYSTEMROOT", "PYTHONPATH"}}
    return (
        kept
        | {
            "HOME": str(home),
            "STRETCH_HOME": str(home / "stretch"),
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            "TZ": "UTC",
            "STRETCH_RATING": "off",
            "STRETCH_AWAKE": "off",
            "STRETCH_SMOOTH": "off",  # nobody answers here, and pyte shows the question
        }
        | more
    )
