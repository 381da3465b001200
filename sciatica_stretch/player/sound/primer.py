"""The primer: a noise too quiet to be heard, which wakes up Bluetooth headphones before somebody speaks.

They go to sleep in silence, and the first half second after it is lost in them: "left leg" would be "eg".
"""

from array import array
from contextlib import suppress
from pathlib import Path

from sciatica_stretch.player.sound import tones, wav

SECONDS = 0.6
_LOUDEST = 40  # of 32,767, 58 dB below full scale


class Primer:
    """Knows whether the primer is *wanted*, and keeps it in *folder*."""

    def __init__(self, folder: Path) -> None:
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

    def path(self) -> Path:
        """Return its WAV file, after writing it if need be. Raise OSError."""
        path = self._folder / f"primer-v{tones.RECIPE}.wav"
        count = round(SECONDS * tones.RATE)
        noise = array("h", (i * 7_919 % (2 * _LOUDEST + 1) - _LOUDEST for i in range(count)))
        tones.keep(path, count, lambda: wav.written(noise, tones.RATE))
        return path
