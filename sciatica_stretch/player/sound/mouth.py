"""What is done for one request to the process that makes the sounds, and what is reported of it."""

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from sciatica_stretch.player.children import pipe
from sciatica_stretch.player.children.pipe import one_line
from sciatica_stretch.player.sound import tones
from sciatica_stretch.player.sound.hush import Hush
from sciatica_stretch.player.sound.played import PlayError, Stop
from sciatica_stretch.player.sound.primer import SECONDS, Primer
from sciatica_stretch.player.sound.turns import Sound, Stage
from sciatica_stretch.player.sound.watchdog import Watchdog

HELD_SECONDS = 4.0  # good news; with the deepest sink it comes well before the session would give the sound up

Wav = Callable[[str], Path]
Play = Callable[[Path, float, Stop], Iterable[float]]


class Player(NamedTuple):
    """How sounds are played, and where.

    Who waits for one that *freezes* this process is told when each sound begins. Who waits for one that is *frugal* is
    told of several sounds at once, if they went well.
    """

    play: Play
    stage: Stage
    freezes: bool = False
    frugal: bool = False


class Reports:
    """What is told to the session: at once, but for good news where they may be *held*: each report wakes it up."""

    def __init__(self, stage: Stage, *, held: bool) -> None:
        self._stage = stage
        self._holds = held
        self._held: list[str] = []
        self._timer = Stop()

    def ok(self, number: str) -> None:
        """Tell that this sound went well, by and by."""
        self._held.append(f"{number} ok")
        if not self._holds:
            self._flush()
        elif len(self._held) == 1:
            self._timer = Stop()
            self._stage.add(self._later(), self._timer)

    def tell(self, line: str) -> None:
        """Tell *line* now."""
        self._held.append(line)
        self._flush()

    def promptly(self) -> None:
        """Hold nothing any more."""
        self._holds = False
        self._flush()

    def _later(self) -> Sound:
        yield from _until(time.monotonic() + HELD_SECONDS, self._timer)
        self._flush()

    def _flush(self) -> None:
        self._timer.pull()
        held, self._held = self._held, []
        if held:
            report("\n".join(held))


class Wanted(NamedTuple):
    """One sound that is asked for."""

    path: Path
    seconds: float
    delay: float = 0.0
    lowers: bool = True  # what else is playing
    kept: bool = False  # in the cache, and not made again when it is gone


class _GoneError(Exception):
    """A recording that was removed, which is not the player's fault."""


class Mouth:
    """Plays through *player* what is asked for; *wav* has the tones.

    Others are lowered through *hush* meanwhile, and *primer* wakes up headphones.
    """

    def __init__(self, player: Player, wav: Wav, primer: Primer, hush: Hush) -> None:
        self._play, self._stage, self._freezes, frugal = player
        self._reports = Reports(self._stage, held=frugal)
        self._wav = wav
        self._primer = primer
        self._hush = hush
        self._watchdog = Watchdog(from_the_first=self._freezes)
        self._stops: dict[str, Stop] = {}

    def serve(self, requests: int) -> None:
        """Do what the lines from the descriptor *requests* ask for; return when they and the sounds are over."""
        self._stage.serve(requests, self._take)
        self._reports.promptly()
        self._watchdog.alone()
        self._stage.finish()

    def _take(self, request: str) -> None:
        match request.split(" ", 1):
            case ["promptly"]:
                self._reports.promptly()
            case ["stop", number]:
                if stopped := self._stops.get(number):
                    stopped.pull()
            case [number, asked]:
                stop = self._stops[number] = Stop()
                self._stage.add(self._answer(number, asked, stop), stop)
            case _:
                pass

    def _answer(self, number: str, asked: str, stop: Stop) -> Sound:
        try:
            yield from self._sound(number, _wanted(asked, self._wav), stop)
        except TimeoutError:
            self._reports.tell(f"{number} hung")
        except _GoneError:
            self._reports.tell(f"{number} gone")
        except Exception as error:  # noqa: BLE001 - whatever a sound library raises, it is a reason to tell
            self._reports.tell(f"{number} failed {one_line(error)}")
        else:
            self._reports.ok(number)
        finally:
            self._watchdog.end(number)
            del self._stops[number]

    def _sound(self, number: str, wanted: Wanted, stop: Stop) -> Sound:
        if wanted.delay:
            if self._primer.wanted:
                self._stage.add(self._primed(stop), stop)
            yield from _until(time.monotonic() + wanted.delay, stop)
            if stop.pulled.is_set():
                return
        if wanted.kept and not wanted.path.is_file():
            raise _GoneError
        self._watchdog.begin(number, wanted.seconds)
        if self._freezes:
            self._reports.tell(f"{number} started")
        with self._hush.during(wanted.lowers):
            yield from self._play(wanted.path, wanted.seconds, stop)

    def _primed(self, stop: Stop) -> Sound:
        """Play the primer; why it wasn't heard is told by the line that goes the same way after it."""
        with suppress(OSError, PlayError):
            yield from self._play(self._primer.path(), SECONDS, stop)


def _until(at: float, stop: Stop) -> Sound:
    while time.monotonic() < at and not stop.pulled.is_set():
        yield at


def report(line: str) -> None:
    """Tell the session."""
    with suppress(OSError):  # nobody listens any more: the session is over
        pipe.report(line)


def _wanted(asked: str, wav: Wav) -> Wanted:
    """Return the sound that is *asked* for: a tone by its name, or a line with all that is to be known of it."""
    match asked.split(" ", 3):
        case ["say", delay, seconds, path]:
            return Wanted(Path(path), float(seconds), float(delay), kept=True)
        case _:
            return Wanted(wav(asked), tones.seconds(asked), lowers=asked != "phase")  # once a rep's part is too often
