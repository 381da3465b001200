"""The primer: a noise too quiet to be heard, which wakes up Bluetooth headphones before somebody speaks.

They go to sleep in silence, and the first half second after it is lost in them: "left leg" would be "eg".
"""

from array import array
from contextlib import suppress
from pathlib import Path

from sciatica_stretch.player.sound import playing, tones
from sciatica_stretch.player.sound.played import PlayError, Stop

SECONDS = 0.6
_LOUDEST = 40  # of 32,767, 58 dB below full scale


class Primer:
    """Plays the primer through *player*, from its file in *folder*, where it is *wanted*."""

    def __init__(self, player: str, folder: Path) -> None:
        self._player = player
        self._folder = folder
        self.wanted = False

    def find_out(self, wish: str) -> bool:
        """Find out whether it is wanted: "on", "off", or "auto": where sound goes to Bluetooth."""
        if wish == "auto":
            from sciatica_stretch.player.sound import others  # noqa: PLC0415 - the child has to start fast

            with suppress(OSError):  # there is nobody who could say so
                self.wanted = others.is_bluetooth()
        else:
            self.wanted = wish == "on"
        return self.wanted

    def play(self, stop: Stop) -> None:
        """Play it, until *stop* is pulled; why it wasn't heard is told by the line that goes the same way after it."""
        with suppress(OSError, PlayError):
            playing.play(self._player, _file(self._folder), SECONDS, stop)


def _file(folder: Path) -> Path:
    path = folder / f"primer-v{tones.RECIPE}.wav"
    count = round(SECONDS * tones.RATE)
    noise = array("h", (i * 7_919 % (2 * _LOUDEST + 1) - _LOUDEST for i in range(count)))
    tones.keep(path, count, lambda: tones.wav(noise))
    return path
