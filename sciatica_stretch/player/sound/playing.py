"""Playing one WAV file to its end, and knowing whether that worked. Runs in the child process only."""

import signal
import subprocess
import time
from pathlib import Path

from sciatica_stretch.player.sound import players

GRACE_SECONDS = 3.0  # a sound server with deep buffers needs about two seconds to drain
_EARLY = 0.7  # a sound over before this part of its length was cut off
_REASON_LENGTH = 60


class PlayError(Exception):
    """A sound that was not heard, or not to its end; says why."""


def play(player: str, path: Path, seconds: float) -> None:
    """Play *path*, *seconds* long. Raise PlayError, TimeoutError if it hangs, or what a library raises."""
    match player:
        case "simpleaudio":
            _play_simpleaudio(path, seconds)
        case "winsound":
            _play_winsound(path)
        case _:
            run(players.command(player, str(path)), seconds + GRACE_SECONDS)


def run(command: list[str], timeout: float) -> None:
    """Run *command*. Raise PlayError with its own reason if it fails, TimeoutError if it has to be killed."""
    try:
        subprocess.run(  # noqa: S603 - one of the players
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=timeout,
            check=True,
        )
    except subprocess.TimeoutExpired:
        raise TimeoutError from None
    except subprocess.CalledProcessError as error:
        raise PlayError(_last_words(error.stderr) or ending(error.returncode)) from None
    except OSError as error:
        raise PlayError(error.strerror or str(error)) from None


def ending(code: int) -> str:
    """Return how a process ended, by its exit code as `subprocess` has it: "SIGSEGV", "exit code 1"."""
    if code < 0 and -code in set(signal.Signals):
        return signal.Signals(-code).name
    return f"exit code {code}"


def _last_words(stderr: bytes) -> str:
    """Return the reason in "aplay: main:831: audio open error: Host is down": what follows the last colon."""
    lines = stderr.decode(errors="replace").split("\n")
    last = next((line for line in reversed(lines) if line.strip()), "")
    return "".join(filter(str.isprintable, last.rsplit(": ", 1)[-1])).strip()[:_REASON_LENGTH]


def _play_simpleaudio(path: Path, seconds: float) -> None:
    import simpleaudio  # noqa: PLC0415 - an extra, and only in this process

    began = time.monotonic()
    simpleaudio.WaveObject.from_wave_file(str(path)).play().wait_done()
    if time.monotonic() - began < _EARLY * seconds:  # a server that goes away is no error to it
        raise PlayError("stopped early")


def _play_winsound(path: Path) -> None:
    import winsound  # noqa: PLC0415 - exists only on Windows

    winsound.PlaySound(str(path), winsound.SND_FILENAME | winsound.SND_NODEFAULT)  # type: ignore[attr-defined, unused-ignore]
