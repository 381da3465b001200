"""The process that makes the sounds: `python -m sciatica_stretch.player.sound.child PLAYER FOLDER VOLUME [WISHES]`.

A sound library may crash, freeze or print, and here it can do so without harm to the session. Each line on
standard input asks for a sound: `<number> <tone>`, or `<number> say <delay> <seconds> <path>` for a line that was
recorded; `stop <number>` cuts one off. One line on standard output answers each: `<number> ok`, `<number> hung`,
`<number> failed <reason>`, or `<number> gone` for a line whose recording was removed; a player that may freeze this
process says `<number> started` before. `primer <seconds>` says how early lines are to be asked for, `lowered others` or
`lowered nobody` what became of other programs' sounds. An `ok` may come some seconds later, with others, unless
`promptly` was asked for. When standard input ends, the sounds in hand are finished and the process is gone a few
seconds later, whatever happens.

It must start fast: only what is needed is imported, and the WAV files are made while it already listens.
"""

import contextlib
import sys
import threading
from pathlib import Path

from sciatica_stretch.player.sound import players, playing, tones
from sciatica_stretch.player.sound.hush import Hush
from sciatica_stretch.player.sound.mouth import Mouth, Player, Wav, report
from sciatica_stretch.player.sound.played import Stop
from sciatica_stretch.player.sound.primer import SECONDS, Primer
from sciatica_stretch.player.sound.turns import ByTurns, InThreads


def make_all(wav: Wav) -> None:
    """Make the files that are missing, first the one that is heard first."""
    with contextlib.suppress(OSError):  # whoever asks for a tone is told
        for tone in tones.SCORES:
            wav(tone)


def main(player: str, folder: str, volume: str, primer: str = "off", lower: str = "leave") -> None:
    """Serve standard input."""

    def wav(tone: str) -> Path:
        return tones.wav_path(tone, int(volume), Path(folder))

    primes, hush = Primer(Path(folder)), Hush(lambda found: report(f"lowered {found}"))

    def get_ready() -> None:
        make_all(wav)
        if lower == "lower":
            hush.start(Path(folder, "lowered.json"))
        report(f"primer {SECONDS if primes.find_out(primer) else 0.0}")

    threading.Thread(target=get_ready, daemon=True).start()
    Mouth(_player(player), wav, primes, hush).serve(0)
    hush.end()
    with contextlib.suppress(OSError):  # another session tidies up too
        tones.tidy(Path(folder))


def _player(name: str) -> Player:
    if name == "pulse":
        from sciatica_stretch.player.sound.pulse import Pulse  # noqa: PLC0415 - others start faster without it

        return Player(Pulse().play, ByTurns(), frugal=True)

    def play(path: Path, seconds: float, stop: Stop) -> tuple[()]:
        playing.play(name, path, seconds, stop)
        return ()

    return Player(play, InThreads(), freezes=name in players.UNTIMED)


if __name__ == "__main__":
    main(*sys.argv[1:])
