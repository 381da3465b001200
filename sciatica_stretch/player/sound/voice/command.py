"""Voices that are programs: they read a line from their input, and write a WAV file."""

import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from sciatica_stretch.player.sound.playing import last_words
from sciatica_stretch.player.sound.voice import wav
from sciatica_stretch.player.sound.voice.voices import Recorded, VoiceError

_LONGEST_SECONDS = 20.0


def record(command: Callable[[str], list[str]], text: str) -> Recorded:
    """Run what *command* makes of a file's path, with *text* on its input, and return what it wrote there."""
    with tempfile.TemporaryDirectory(prefix="stretch-") as folder:
        path = Path(folder, "line.wav")
        try:
            subprocess.run(  # noqa: S603 - one of the voices
                command(str(path)),
                input=text.encode(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                timeout=_LONGEST_SECONDS,
                check=True,
            )
            return wav.read(path.read_bytes())
        except subprocess.TimeoutExpired:
            raise VoiceError("no answer") from None
        except subprocess.CalledProcessError as error:
            raise VoiceError(last_words(error.stderr, error.returncode)) from None
        except OSError as error:
            raise VoiceError(error.strerror or str(error)) from None
