"""The program espeak-ng."""

from functools import partial

from sciatica_stretch.player.sound.voice.command import record
from sciatica_stretch.player.sound.voice.voices import Reader


def reader(words_a_minute: int) -> Reader:
    """Return what reads lines aloud."""
    return partial(record, lambda path: ["espeak-ng", "-v", "en-us", "-s", str(words_a_minute), "-w", path, "--stdin"])
