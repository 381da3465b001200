"""What a voice wrote into a WAV file."""

import io
import wave
from array import array

from sciatica_stretch.player.sound.voice.voices import Recorded, VoiceError
from sciatica_stretch.player.sound.wav import SAMPLE_BYTES


def read(content: bytes) -> Recorded:
    """Return what is in a WAV file of 16-bit samples; of several channels the first. Raise VoiceError."""
    try:
        with wave.open(io.BytesIO(content)) as file:
            if file.getsampwidth() != SAMPLE_BYTES or not file.getframerate():
                raise VoiceError("it gave no 16-bit WAV")
            samples = array("h", file.readframes(file.getnframes()))
            return Recorded(samples[:: file.getnchannels()], file.getframerate())
    except (wave.Error, EOFError) as error:
        raise VoiceError(f"it gave no WAV file ({error})") from None
