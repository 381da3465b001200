"""The process that makes the sounds: `python -m sciatica_stretch.player.sound.child PLAYER FOLDER VOLUME [WISHES]`.

A sound library may crash, freeze or print, and here it can do so without harm to the session. Each line on
standard input asks for a sound: `<number> <tone>`, or `<number> say <delay> <seconds> <path>` for a line that was
recorded; `stop <number>` cuts one off. Lines on standard output answer: `<number> started`, then `<number> ok`,
`<number> hung` or `<number> failed <reason>`; or `<number> gone` for a line whose recording was removed. `primer
<seconds>` says how early lines are to be asked for. When standard input ends, the sounds in hand are finished and the
process is gone a few seconds later, whatever happens.

It must start fast: only what is needed is imported, and the WAV files are made while it already listens.
"""

import contextlib
import faulthandler
import os
import sys
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from sciatica_stretch.player.sound import playing, tones
from sciatica_stretch.player.sound.hush import Hush
from sciatica_stretch.player.sound.pipe import as_bytes, standard_input
from sciatica_stretch.player.sound.played import GRACE_SECONDS, Stop
from sciatica_stretch.player.sound.primer import SECONDS, Primer

WATCHDOG_SECONDS = GRACE_SECONDS + 3.0  # after a sound should be over; later than any other verdict

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


class InHand:
    """How many sounds are being played; kills this process when one of them has frozen it.

    faulthandler's thread is written in C and needs no lock of the interpreter, which simpleaudio keeps
    for as long as a sound server doesn't answer.
    """

    def __init__(self) -> None:
        self._count = 0
        self._until = 0.0
        self._lock = threading.Lock()

    def begin(self) -> None:
        """Count a sound that was asked for."""
        with self._lock:
            self._count += 1

    def started(self, seconds: float) -> None:
        """Give it *seconds* from now on, and a little more."""
        now = time.monotonic()
        with self._lock:
            self._until = max(self._until, now + seconds + WATCHDOG_SECONDS)
            faulthandler.dump_traceback_later(self._until - now, exit=True)

    def end(self) -> None:
        """Count it no more."""
        with self._lock:
            self._count -= 1
            if not self._count:
                self._until = 0.0
                faulthandler.cancel_dump_traceback_later()


class Mouth:
    """Plays sounds through *player*, each in a thread of its own; *wav* has the tones.

    Others are lowered through *hush* meanwhile, and *primer* wakes up headphones.
    """

    def __init__(self, player: str, wav: Wav, primer: Primer, hush: Hush) -> None:
        self._player = player
        self._wav = wav
        self._primer = primer
        self._hush = hush
        self._in_hand = InHand()
        self._stops: dict[str, Stop] = {}

    def serve(self, requests: Iterable[str]) -> None:
        """Do what *requests* ask for; return when they and the sounds are over."""
        threads: list[threading.Thread] = []
        for request in requests:
            number, asked = request.rstrip("\n").split(" ", 1)
            if number == "stop":
                self._stop(asked)
                continue
            self._in_hand.begin()
            self._stops[number] = Stop()
            threads = [thread for thread in threads if thread.is_alive()]
            threads.append(threading.Thread(target=self._answer, args=(number, asked, self._stops[number])))
            threads[-1].start()
        for thread in threads:
            thread.join()

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
            self._in_hand.end()
            del self._stops[number]

    def _play(self, number: str, wanted: Wanted, stop: Stop) -> None:
        if wanted.delay and self._primer.wanted:
            threading.Thread(target=self._primer.play, args=(stop,), daemon=True).start()
        if stop.pulled.wait(wanted.delay):
            return
        if wanted.kept and not wanted.path.is_file():
            raise _GoneError
        self._in_hand.started(wanted.seconds)
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

    primes, hush = Primer(player, Path(folder)), Hush()

    def get_ready() -> None:
        make_all(wav)
        if lower == "lower":
            hush.start(Path(folder, "lowered.json"))
        if primes.find_out(primer):
            _report(f"primer {SECONDS}")

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
