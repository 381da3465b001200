"""Asking for quiet beside a sound: the other end of lowering.py, in the process that makes the sounds."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sciatica_stretch.player.children.pipe import never_wait, read_waiting

_LOWERING = "sciatica_stretch.player.sound.lowering"
_LOOK_AGAIN_SECONDS = 30.0


class Hush:
    """Counts the sounds that others should make room for; does nothing before `start`.

    *tell* is told whether there are "others" or "nobody", when that is known and when it changes. While there is nobody
    they are looked for now and then only: to look costs more than to play a tone.
    """

    def __init__(self, tell: Callable[[str], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._tell = tell
        self._told = ""
        self._clock = clock
        self._lock = threading.Lock()
        self._count = 0
        self._down = False  # as far as was asked
        self._nobody_until = 0.0
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
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                start_new_session=True,
            )
            if self._process.stdout:
                never_wait(self._process.stdout.fileno())
            if self._count:
                self._ask(down=True)

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
        if self._process and self._process.stdin and self._process.stdout:
            self._process.stdin.close()
            self._process.stdout.close()
            self._process.returncode = 0  # nobody waits for it: it ends by itself

    def _add(self, one: int) -> None:
        with self._lock:
            self._count += one
            self._take_in()
            if bool(self._count) != self._down and (self._down or self._clock() >= self._nobody_until):
                self._ask(down=not self._down)

    def _ask(self, *, down: bool) -> None:
        self._down = down
        if self._process and self._process.stdin:
            with suppress(OSError):  # it has ended: there is no sound server to ask
                self._process.stdin.write(b"down\n" if down else b"up\n")

    def _take_in(self) -> None:
        """Take in who was found."""
        found = read_waiting(self._process.stdout.fileno()) if self._process and self._process.stdout else None
        if found:
            who = found.decode().split()[-1]
            self._nobody_until = self._clock() + _LOOK_AGAIN_SECONDS if who == "nobody" else 0.0
            if who != self._told:
                self._told = who
                self._tell(who)
