"""A desktop's screen saver for a test: a D-Bus session bus of its own, on which one name can be asked to hold still."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_PATIENCE_SECONDS = 30.0  # a time-out, for a busy machine too
_SCREEN_SAVER = Path(__file__).with_name("screen_saver.py")


class Desktop:
    """A running bus with its screen saver; programs started with `environ` are on it."""

    def __init__(self, address: str, log: Path) -> None:
        self.environ = {**os.environ, "DBUS_SESSION_BUS_ADDRESS": address}
        self._log = log

    @property
    def said(self) -> list[str]:
        """What happened so far: `inhibit`, `uninhibit`, and `gone` for one who asked and left."""
        return self._log.read_text(encoding="utf-8").split()

    def await_said(self, *words: str) -> None:
        """Wait until just *words* were said."""
        until = time.monotonic() + _PATIENCE_SECONDS
        while self.said != [*words]:
            assert time.monotonic() < until, f"said: {self.said}"
            time.sleep(0.02)


@contextmanager
def desktop(folder: Path) -> Iterator[Desktop]:
    """Run a desktop for as long as the block lasts; skip the test where there is no D-Bus."""
    if not shutil.which("dbus-daemon"):
        pytest.skip("dbus-daemon is not installed (apt-get install dbus)")
    bus = ["dbus-daemon", "--session", "--nofork", "--print-address=1", f"--address=unix:path={folder}/bus"]
    log = folder / "desktop.log"
    with subprocess.Popen(bus, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as daemon:
        assert daemon.stdout
        address = daemon.stdout.readline().strip()
        environ = {**os.environ, "DBUS_SESSION_BUS_ADDRESS": address}
        with (
            log.open("a", encoding="utf-8") as file,
            subprocess.Popen([sys.executable, _SCREEN_SAVER], env=environ, stdout=file) as saver,
        ):
            try:
                found = Desktop(address, log)
                found.await_said("ready")
                log.write_text("", encoding="utf-8")
                yield found
            finally:
                saver.kill()
                daemon.kill()
