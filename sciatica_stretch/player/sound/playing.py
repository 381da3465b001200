"""Playing one WAV file to its end, and knowing whether that worked. Runs in the child process only."""

import subprocess
import time
from pathlib import Path

from sciatica_stretch.player.children.process import ending
from sciatica_stretch.player.sound import players
from sciatica_stretch.player.sound.played import GRACE_SECONDS, PlayError, Stop

_EARLY = 0.7  # a sound over before this part of its length was cut off
_REASON_LENGTH = 60


def play(player: str, path: Path, seconds: float, stop: Stop | None = None) -> None:
    """Play *path*, *seconds* long, or until *stop* is pulled.

    Raise PlayError, TimeoutError if it hangs, or what a library raises.
    """
    stop = stop or Stop()
    match player:
        case "simpleaudio":
            _play_simpleaudio(path, seconds, stop)
        case "winsound":
            _play_winsound(path, stop)
        case _:
            run(players.command(player, str(path)), seconds + GRACE_SECONDS, stop)


def run(command: list[str], timeout: float, stop: Stop | None = None) -> None:
    """Run *command*. Raise PlayError with its own reason if it fails, TimeoutError if it has to be killed."""
    stop = stop or Stop()
    try:
        process = subprocess.Popen(  # noqa: S603 - one of the players
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
    except OSError as error:
        raise PlayError(error.strerror or str(error)) from None
    with process:
        stop.by(process.kill)
        try:
            _, stderr = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            raise TimeoutError from None
    if process.returncode and not stop.pulled.is_set():
        raise PlayError(last_words(stderr, process.returncode))


def last_words(stderr: bytes, code: int) -> str:
    """Return the reason in "aplay: main:831: audio open error: Host is down": what follows the last colon.

    Where there is none it is how the process ended, by its exit *code*.
    """
    lines = stderr.decode(errors="replace").split("\n")
    last = next((line for line in reversed(lines) if line.strip()), "")
    reason = "".join(filter(str.isprintable, last.rsplit(": ", 1)[-1])).strip()[:_REASON_LENGTH]
    return reason or ending(code)


def _play_simpleaudio(path: Path, seconds: float, stop: Stop) -> None:
    import simpleaudio  # noqa: PLC0415 - an extra, and only in this process

    began = time.monotonic()
    playing = simpleaudio.WaveObject.from_wave_file(str(path)).play()
    stop.by(playing.stop)
    playing.wait_done()
    early = time.monotonic() - began < _EARLY * seconds  # a server that goes away is no error to it
    if early and not stop.pulled.is_set():
        raise PlayError("stopped early")


def _play_winsound(path: Path, stop: Stop) -> None:
    import winsound  # noqa: PLC0415 - exists only on Windows

    stop.by(lambda: winsound.PlaySound(None, 0))  # type: ignore[attr-defined, unused-ignore]
    winsound.PlaySound(str(path), winsound.SND_FILENAME | winsound.SND_NODEFAULT)  # type: ignore[attr-defined, unused-ignore]
