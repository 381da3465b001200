"""A child process seen from the session: lines in, lines out, and never a wait."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from sciatica_stretch.player.children.pipe import as_bytes, never_wait, read_waiting

_PACKAGE_FOLDER = Path(__file__).resolve().parents[3]  # where a child finds this package, installed or not
_LINES_BYTES = 65_536
_REAP_SECONDS = 0.2


class Child:
    """A process in a session of its own, so that it outlives Ctrl-C and dies with all it started.

    Raise OSError if it can't be started.
    """

    def __init__(self, command: Sequence[str], *, environ: Mapping[str, str], folder: Path) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - this program's own interpreter
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            cwd=folder,
            env=environ,
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._pipes = [pipe for pipe in (self._process.stdin, self._process.stdout) if pipe]
        self._requests, self._reports = (pipe.fileno() for pipe in self._pipes)
        never_wait(self._requests)
        never_wait(self._reports)
        self._unread = b""
        self.ended = False  # nothing more will be reported

    def fileno(self) -> int | None:
        """Return what becomes readable when there are reports; None on Windows, where pipes can't be waited for."""
        return None if sys.platform == "win32" else self._reports

    def send(self, line: str) -> None:
        """Hand over *line*. Raise OSError if the process is gone, or doesn't read."""
        os.write(self._requests, as_bytes(line))

    def lines(self) -> list[str]:
        """Return the lines that came; `ended` tells when they were the last."""
        came = read_waiting(self._reports)
        self.ended = came is None
        *lines, unread = (self._unread + (came or b"")).split(b"\n")
        self._unread = unread[-_LINES_BYTES:]
        return [line.decode(errors="replace") for line in lines]

    def kill(self) -> str:
        """End the process and all it started; return how it ended, "SIGKILL" if it still ran."""
        self._kill_group()
        self._close_pipes()
        with contextlib.suppress(subprocess.TimeoutExpired):
            return ending(self._process.wait(_REAP_SECONDS))
        return "can't be killed"

    def let_go(self) -> None:
        """Tell the process that no more will be asked of it; it ends by itself."""
        self._close_pipes()
        self._process.returncode = 0  # nobody waits for it: Popen need not warn that it still runs

    def _close_pipes(self) -> None:
        for pipe in self._pipes:
            pipe.close()

    def _kill_group(self) -> None:
        if sys.platform == "win32":
            self._process.kill()
        else:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)


def ours(module: str, *words: str, environ: Mapping[str, str]) -> Child:
    """Start *module*, one of this package, with *words* for its arguments. Raise OSError if it can't be started."""
    return Child([sys.executable, "-m", module, *words], environ=environ, folder=_PACKAGE_FOLDER)


def ending(code: int) -> str:
    """Return how a process ended, by its exit code as `subprocess` has it: "SIGSEGV", "exit code 1"."""
    if code < 0 and -code in set(signal.Signals):
        return signal.Signals(-code).name
    return f"exit code {code}"
