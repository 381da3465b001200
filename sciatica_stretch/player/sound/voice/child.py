"""The process that makes recordings: `python -m sciatica_stretch.player.sound.voice.child VOICE WPM VOLUME FOLDER`.

Each line on standard input is a text, and is answered in its order: `ready <seconds> <file>` or `failed <reason>`. A
voice that can't be had is told once, `broken <reason>`, and the process ends. What was recorded before is in FOLDER.
"""

import hashlib
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from sciatica_stretch.player import kept
from sciatica_stretch.player.children.pipe import one_line, report, standard_input
from sciatica_stretch.player.sound import wav
from sciatica_stretch.player.sound.voice.loudness import matched
from sciatica_stretch.player.sound.voice.voices import Reader, VoiceError, reader

RECIPE = 1  # raise it when a line would sound different, so that no old file is played
MOST_BYTES = 200_000_000  # that is kept: twenty routines in a natural voice
_NICENESS = 5


class NotReadyError(Exception):
    """A voice that can't be had, so that no line will be read; says why."""


class Shelf:
    """The recordings of one voice at one rate and volume, in *folder* among those of others."""

    def __init__(self, folder: Path, voice: str, words_a_minute: int, volume: int) -> None:
        self._folder = folder
        self._key = f"{RECIPE} {voice} {words_a_minute} {volume}"
        self._voice = voice
        self._words_a_minute = words_a_minute
        self._volume = volume
        self._reader: Reader | None = None

    def path(self, text: str) -> Path:
        """Return where the recording of *text* is, or will be."""
        digest = hashlib.sha256(f"{self._key} {text}".encode()).hexdigest()
        return self._folder / f"{digest[:32]}.wav"

    def take(self, text: str) -> tuple[float, Path]:
        """Return the seconds and the file of *text*, which is recorded if it isn't there whole.

        Raise VoiceError if the voice can't read it, NotReadyError if it can't be had, OSError, or whatever a library
        raises.
        """
        path = self.path(text)
        seconds = wav.seconds(path)
        if seconds is None:
            recorded = matched(self.read(text), self._volume)
            kept.put(path, wav.written(recorded.samples, recorded.rate), synced=True)
            return len(recorded.samples) / recorded.rate, path
        with suppress(OSError):  # a folder that can't be written is no reason to say nothing
            kept.use(path)
        return seconds, path

    @property
    def read(self) -> Reader:
        """What reads lines aloud, made ready the first time; where all is recorded that takes no time."""
        if self._reader is None:
            try:
                self._reader = reader(self._voice, self._words_a_minute)
            except VoiceError as error:
                raise NotReadyError(str(error)) from None
        return self._reader


def serve(requests: Iterable[str], shelf: Shelf) -> None:
    """Answer each text of *requests*, until there are no more or nobody listens: the session is over."""
    with suppress(BrokenPipeError):
        for request in requests:
            try:
                seconds, path = shelf.take(request.rstrip("\n"))
            except VoiceError as error:
                report(f"failed {one_line(error)}")
            else:
                report(f"ready {seconds:.3f} {path.name}")


def main(voice: str, words_a_minute: str, volume: str, folder: str) -> None:
    """Serve standard input, then tidy up. Whatever else the machine does goes first, the session above all."""
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    shelf = Shelf(Path(folder), voice, int(words_a_minute), int(volume))
    try:
        serve(standard_input(), shelf)
    except Exception as error:  # noqa: BLE001 - whatever a library raises, it is a reason to tell
        with suppress(BrokenPipeError):
            report(f"broken {one_line(error)}")
        sys.exit(1)
    with suppress(OSError):  # another session tidies up too
        kept.tidy(Path(folder), "*.wav", MOST_BYTES)


if __name__ == "__main__":
    main(*sys.argv[1:])
