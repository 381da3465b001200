"""macOS's own voice. Written from its manual, never run: reports are welcome."""

from functools import partial

from sciatica_stretch.player.sound.voice.command import record
from sciatica_stretch.player.sound.voice.voices import Reader


def reader(words_a_minute: int) -> Reader:
    """Return what reads lines aloud, with the voice that the person chose for the system."""
    return partial(
        record,
        lambda path: ["say", "-r", str(words_a_minute), "-o", path, "--file-format=WAVE", "--data-format=LEI16@22050"],
    )
