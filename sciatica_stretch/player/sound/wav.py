"""WAV files of 16-bit mono samples, as tones and spoken lines are kept."""

import io
import wave
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from array import array

HEADER_BYTES = 44
SAMPLE_BYTES = 2


def written(samples: "array[int]", rate: int) -> bytes:
    """Return *samples*, *rate* of them a second, as a WAV file."""
    into = io.BytesIO()
    with wave.open(into, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(SAMPLE_BYTES)
        file.setframerate(rate)
        file.writeframes(samples.tobytes())  # in this machine's order: wave swaps them where need be
    return into.getvalue()


def size(count: int) -> int:
    """Return how many bytes a file of *count* samples has."""
    return HEADER_BYTES + SAMPLE_BYTES * count


def seconds(path: Path) -> float | None:
    """Return how long the file at *path*, one of `written`, sounds; None where it isn't there, or isn't whole."""
    try:
        with path.open("rb") as file, wave.open(file) as wav:
            frames, rate = wav.getnframes(), wav.getframerate()
        whole = path.stat().st_size == size(frames)
    except (OSError, EOFError, wave.Error):
        return None
    return frames / rate if whole and frames and rate else None
