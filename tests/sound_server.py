"""A sound server of one's own for a test: PulseAudio with a sink that plays into nothing, and can be recorded."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

SINK = "ears"
RATE = 48_000
_UP_SECONDS = 60.0  # a time-out, for a busy machine too


class SoundServer:
    """A running server; programs started with `environ` play to it."""

    def __init__(self, process: subprocess.Popen[bytes], environ: Mapping[str, str]) -> None:
        self._process = process
        self.environ = environ

    def freeze(self) -> None:
        """Let it accept connections and answer none."""
        self._process.send_signal(signal.SIGSTOP)

    def kill(self) -> None:
        """End it as a crash would."""
        self._process.kill()
        self._process.wait()


@contextmanager
def sound_server(where: Path | None = None) -> Iterator[SoundServer]:
    """Run a server for as long as the block lasts, in the folder *where* or one of its own.

    Skip the test where PulseAudio is not installed.
    """
    for program in ("pulseaudio", "pactl", "parec"):
        if not shutil.which(program):
            pytest.skip(f"{program} is not installed (apt-get install pulseaudio pulseaudio-utils)")
    with tempfile.TemporaryDirectory() as name:
        folder = where or Path(name)
        environ = no_server(folder)
        with subprocess.Popen(_command(folder), env=environ, stderr=subprocess.DEVNULL) as process:
            try:
                _await_up(process, environ, folder)
                yield SoundServer(process, environ)
            finally:
                process.kill()  # a frozen one too


def no_server(folder: Path) -> dict[str, str]:
    """Return an environment in which no sound server is to be found, nor started."""
    return {
        **os.environ,
        "HOME": str(folder),
        "XDG_RUNTIME_DIR": str(folder),
        "XDG_CONFIG_HOME": str(folder),
        "PULSE_SERVER": f"unix:{folder}/native",
    }


def _command(folder: Path) -> list[str]:
    return [
        "pulseaudio",
        "-n",
        "--daemonize=no",
        "--exit-idle-time=-1",
        "--use-pid-file=no",
        f"--log-target=file:{folder}/log",
        "-L",
        f"module-null-sink sink_name={SINK} rate={RATE}",
        "-L",
        f"module-native-protocol-unix socket={folder}/native auth-anonymous=1",
    ]


def _await_up(process: subprocess.Popen[bytes], environ: Mapping[str, str], folder: Path) -> None:
    until = time.monotonic() + _UP_SECONDS
    asked = ["pactl", "info"]
    while subprocess.run(asked, env=environ, capture_output=True, check=False).returncode:
        if process.poll() is not None or time.monotonic() > until:
            log = folder / "log"
            pytest.fail(f"PulseAudio did not start: {log.read_text() if log.exists() else 'it left no log'}")
        time.sleep(0.02)
