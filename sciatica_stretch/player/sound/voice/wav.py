"""WAV files of spoken lines: read and written whole."""

import io
import sys
import wave
from array import array
from pathlib import Path

from sciatica_stretch.player.sound.voice.voices import Recorded, VoiceError

HEADER_BYTES = 44
_SAMPLE_BYTES = 2


def read(content: bytes) -> Recorded:
    """Return what is in a WAV file of 16-bit samples; of several channels the first. Raise VoiceError."""
    try:
        with wave.open(io.BytesIO(content)) as file:
            if file.getsampwidth() != _SAMPLE_BYTES or not file.getframerate():
                raise VoiceError("it gave no 16-bit WAV")
            samples = array("h", file.readframes(file.getnframes()))
            if sys.byteorder == "big":
                samples.byteswap()
            return Recorded(samples[:: file.getnchannels()], file.getframerate())
    except (wave.Error, EOFError) as error:
        raise VoiceError(f"it gave no WAV file ({error})") from None


def written(recorded: Recorded) -> bytes:
    """Return *recorded* as a WAV file."""
    samples = recorded.samples[:]
    if sys.byteorder == "big":
        samples.byteswap()
    into = io.BytesIO()
    with wave.open(into, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(_SAMPLE_BYTES)
        file.setframerate(recorded.rate)
        file.writeframes(samples.tobytes())
    return into.getvalue()


def seconds(path: Path) -> float | None:
    """Return how long the WAV file at *path*, one of `written`, sounds; None where it isn't there, or isn't whole."""
    try:
        with path.open("rb") as file, wave.open(file) as wav:
            frames, rate = wav.getnframes(), wav.getframerate()
        whole = path.stat().st_size == HEADER_BYTES + _SAMPLE_BYTES * frames
    except (OSError, EOFError, wave.Error):
        return None
    return frames / rate if whole and frames and rate else None
