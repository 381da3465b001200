"""Asking for quiet beside a sound: the other end of lowering.py, in the process that makes the sounds."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_LOWERING = "sciatica_stretch.player.sound.lowering"


class Hush:
    """Counts the sounds that others should make room for; does nothing before `start`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._count = 0
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, file: Path) -> None:
        """Start the process that lowers the others, where that can be done; *file* is where it keeps what it did."""
        from shutil import which  # noqa: PLC0415 - this process has to start fast

        if sys.platform != "linux" or which("pactl") is None:
            return
        command = [sys.executable, "-m", _LOWERING, str(file), str(os.getsid(0))]
        with suppress(OSError), self._lock:  # then nothing is lowered
            self._process = subprocess.Popen(  # noqa: S603 - this program's own interpreter
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                start_new_session=True,
            )
            if self._count:
                self._ask(b"down\n")

    @contextmanager
    def during(self, wanted: bool) -> Iterator[None]:
        """Have the others lowered for as long as the block lasts, and a little longer."""
        if not wanted:
            yield
            return
        self._add(1)
        try:
            yield
        finally:
            self._add(-1)

    def end(self) -> None:
        """Have all put back, and ask for nothing more."""
        if self._process and self._process.stdin:
            self._process.stdin.close()
            self._process.returncode = 0  # nobody waits for it: it ends by itself

    def _add(self, one: int) -> None:
        with self._lock:
            before, self._count = self._count, self._count + one
            if not before:
                self._ask(b"down\n")
            elif not self._count:
                self._ask(b"up\n")

    def _ask(self, line: bytes) -> None:
        if self._process and self._process.stdin:
            with suppress(OSError):  # it has ended: there is no sound server to ask
                self._process.stdin.write(line)
