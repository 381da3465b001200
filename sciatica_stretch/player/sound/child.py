"""The process that makes the sounds: `python -m sciatica_stretch.player.sound.child PLAYER FOLDER VOLUME [WISHES]`.

A sound library may crash, freeze or print, and here it can do so without harm to the session. Each line on
standard input asks for a sound: `<number> <tone>`, or `<number> say <delay> <seconds> <path>` for a line that was
recorded; `stop <number>` cuts one off. One line on standard output answers each: `<number> ok`, `<number> hung`,
`<number> failed <reason>`, or `<number> gone` for a line whose recording was removed; a player that may freeze this
process says `<number> started` before. `primer <seconds>` says how early lines are to be asked
for, `lowered others` or `lowered nobody` what became of other programs' sounds. When standard input
ends, the sounds in hand are finished and the process is gone a few seconds later, whatever happens.

It must start fast: only what is needed is imported, and the WAV files are made while it already listens.
"""

import contextlib
import faulthandler
import os
import sys
import threading
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from sciatica_stretch.player.sound import players, playing, tones
from sciatica_stretch.player.sound.crew import Crew
from sciatica_stretch.player.sound.hush import Hush
from sciatica_stretch.player.sound.pipe import as_bytes, standard_input
from sciatica_stretch.player.sound.played import GRACE_SECONDS, Stop
from sciatica_stretch.player.sound.primer import SECONDS, Primer

WATCHDOG_SECONDS = GRACE_SECONDS + 3.0  # after a sound should be over; later than any other verdict
_AT_ONCE_SECONDS = 0.001

Wav = Callable[[str], Path]


class Wanted(NamedTuple):
    """One sound that is asked for."""

    path: Path
    seconds: float
    delay: float = 0.0
    lowers: bool = True  # what else is playing
    kept: bool = False  # in the cache, and not made again when it is gone


class _GoneError(Exception):
    """A recording that was removed, which is not the player's fault."""


class Watchdog:
    """Ends this process when a sound has frozen it and nobody else does.

    faulthandler's thread is written in C and needs no lock of the interpreter, which a module may keep for as long as a
    sound server doesn't answer: then it watches from the first sound. Else it does so once the session is gone, for
    while that lives it ends this process itself.
    """

    def __init__(self, *, from_the_first: bool) -> None:
        self._watches = from_the_first
        self._until: dict[str, float] = {}
        self._lock = threading.Lock()

    def begin(self, number: str, seconds: float) -> None:
        """Give the sound with that *number* its *seconds* from now on, and a little more."""
        with self._lock:
            self._until[number] = time.monotonic() + seconds + WATCHDOG_SECONDS
            self._look()

    def end(self, number: str) -> None:
        """Forget that sound: it is over."""
        with self._lock:
            self._until.pop(number, None)
            self._look()

    def alone(self) -> None:
        """Watch from now on: the session is gone."""
        with self._lock:
            self._watches = True
            self._look()

    def _look(self) -> None:
        if not self._watches:
            return
        if self._until:
            left = max(self._until.values()) - time.monotonic()
            faulthandler.dump_traceback_later(max(left, _AT_ONCE_SECONDS), exit=True)
        else:
            faulthandler.cancel_dump_traceback_later()


class Mouth:
    """Plays sounds through *player*, beside each other; *wav* has the tones.

    Others are lowered through *hush* meanwhile, and *primer* wakes up headphones.
    """

    def __init__(self, player: str, wav: Wav, primer: Primer, hush: Hush) -> None:
        self._player = player
        self._wav = wav
        self._primer = primer
        self._hush = hush
        self._crew = Crew()
        self._watchdog = Watchdog(from_the_first=player in players.UNTIMED)
        self._stops: dict[str, Stop] = {}

    def serve(self, requests: Iterable[str]) -> None:
        """Do what *requests* ask for; return when they and the sounds are over."""
        for request in requests:
            number, asked = request.rstrip("\n").split(" ", 1)
            if number == "stop":
                self._stop(asked)
            else:
                self._stops[number] = Stop()
                self._crew.do(partial(self._answer, number, asked, self._stops[number]))
        self._watchdog.alone()
        self._crew.finish()

    def _stop(self, number: str) -> None:
        if stop := self._stops.get(number):
            stop.pull()

    def _answer(self, number: str, asked: str, stop: Stop) -> None:
        try:
            self._play(number, _wanted(asked, self._wav), stop)
        except TimeoutError:
            _report(f"{number} hung")
        except _GoneError:
            _report(f"{number} gone")
        except Exception as error:  # noqa: BLE001 - whatever a sound library raises, it is a reason to tell
            _report(f"{number} failed {_one_line(error)}")
        else:
            _report(f"{number} ok")
        finally:
            self._watchdog.end(number)
            del self._stops[number]

    def _play(self, number: str, wanted: Wanted, stop: Stop) -> None:
        if wanted.delay and self._primer.wanted:
            self._crew.do(partial(self._primer.play, stop))
        if wanted.delay and stop.pulled.wait(wanted.delay):
            return
        if wanted.kept and not wanted.path.is_file():
            raise _GoneError
        self._watchdog.begin(number, wanted.seconds)
        if self._player in players.UNTIMED:
            _report(f"{number} started")
        with self._hush.during(wanted.lowers):
            playing.play(self._player, wanted.path, wanted.seconds, stop)


def _wanted(asked: str, wav: Wav) -> Wanted:
    """Return the sound that is *asked* for: a tone by its name, or a line with all that is to be known of it."""
    match asked.split(" ", 3):
        case ["say", delay, seconds, path]:
            return Wanted(Path(path), float(seconds), float(delay), kept=True)
        case _:
            return Wanted(wav(asked), tones.seconds(asked), lowers=asked != "phase")  # once a rep's part is too often


def make_all(wav: Wav) -> None:
    """Make the files that are missing, first the one that is heard first."""
    with contextlib.suppress(OSError):  # whoever asks for a tone is told
        for tone in tones.SCORES:
            wav(tone)


def main(player: str, folder: str, volume: str, primer: str = "off", lower: str = "leave") -> None:
    """Serve standard input."""

    def wav(tone: str) -> Path:
        return tones.wav_path(tone, int(volume), Path(folder))

    primes, hush = Primer(player, Path(folder)), Hush(lambda found: _report(f"lowered {found}"))

    def get_ready() -> None:
        make_all(wav)
        if lower == "lower":
            hush.start(Path(folder, "lowered.json"))
        _report(f"primer {SECONDS if primes.find_out(primer) else 0.0}")

    threading.Thread(target=get_ready, daemon=True).start()
    Mouth(player, wav, primes, hush).serve(standard_input())
    hush.end()


def _report(line: str) -> None:
    with contextlib.suppress(OSError):  # nobody listens any more: the session is over
        os.write(1, as_bytes(line))


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__


if __name__ == "__main__":
    main(*sys.argv[1:])
