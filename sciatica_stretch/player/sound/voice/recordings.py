"""What a session says, recorded before it is needed: asked for in the order of need, and there as it comes.

Nothing here waits, and nothing here has a thread: another process reads the lines aloud, and one that fails gives way
to the next voice. A line that isn't there yet has no length, and so has no place in what is said.
"""

import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from math import inf
from pathlib import Path

from sciatica_stretch.player.children.pipe import as_bytes
from sciatica_stretch.player.children.process import Child, ours
from sciatica_stretch.player.children.relay import Launch, Relay, usable
from sciatica_stretch.player.children.stillness import Stillness
from sciatica_stretch.player.sound.voice import voices

_CHILD = "sciatica_stretch.player.sound.voice.child"
_FOLDER = "voice"
_FAILURES = 3  # with no line read, and it is the voice that fails and not the lines
ANSWER_SECONDS = 30.0  # since the last answer: a natural voice has got ready by then on a slow machine
_LINES = 4  # under way: as many as the fastest voice records until the next look, and soon through
_PIPE_BYTES = 4096  # which Windows's pipes hold, where a write that doesn't fit would wait
_LOOK_SECONDS = 0.1  # how long after its end a recording is found
_LOSSES = 3  # of recordings, and to record them anew is in vain


class Recordings:
    """Lines recorded by the first of *names* that works, in *folder*; *launch* starts the child for one of them.

    `lengths` has the seconds of each text that is there; a text that the voice can't read takes for ever.
    """

    def __init__(
        self,
        names: Iterable[str],
        launch: Launch,
        folder: Path,
        *,
        tried: Iterable[tuple[str, str]] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.lengths: dict[str, float] = {}
        self._files: dict[str, str] = {}
        self._relay = Relay(names, launch, tried)
        self._folder = folder
        self._clock = clock
        self._stillness = Stillness(clock)
        self._has_read = False  # a line, this voice
        self._unread: list[str] = []  # what it failed at before it had read any
        self._losses = 0
        self._answered_at = 0.0  # or began to be awaited
        self._unsent: deque[str] = deque()
        self._awaited: deque[str] = deque()
        self._news = "" if self._relay.has_next else self._none()

    def _none(self) -> str:
        """Return what to say where there is no voice: why, of the one that was asked for, else where to look."""
        if len(self.tried) == 1:
            return "voice: {}: {}, the tones go on".format(*self.tried[0])
        return "no voice: tones alone (see stretch doctor)"

    @property
    def using(self) -> str:
        """The voice that reads, "" when none is left."""
        return self._relay.using

    @property
    def tried(self) -> list[tuple[str, str]]:
        """The voices that don't, with the reason why not."""
        return self._relay.tried

    def ask(self, texts: Iterable[str]) -> None:
        """Ask for *texts* in the order in which they are needed, and before what else was asked for.

        What is on its way is not asked for again.
        """
        on_its_way = {*self.lengths, *self._awaited}
        self._unsent = deque(text for text in dict.fromkeys([*texts, *self._unsent]) if text not in on_its_way)
        if self._unsent and self._relay.child is None:
            self._relay.start_next()
            if not self.using:
                self._unsent.clear()
        self._send()

    def lose(self, text: str) -> None:
        """Record *text* anew, for its file is gone, and so may be all others: none has a length until it is found.

        What is lost again and again, or with nobody left who could read it, is given up.
        """
        if text not in self._files:
            return  # it is being recorded anew
        lost = list(self._files)
        for each in lost:
            del self.lengths[each], self._files[each]
        self._losses += 1
        if self._losses == _LOSSES and self.using:
            self._give_up("its recordings vanish", all_of_them=True)
        self.ask(lost)
        if not self.using:
            self._news = self._news or "voice: its recordings are gone, the tones go on"

    def path(self, text: str) -> Path:
        """Return the file of *text*, which has a length."""
        return self._folder / self._files[text]

    @property
    def all_there(self) -> bool:
        """True when nothing more will come."""
        return not self._unsent and not self._awaited

    def wake_in(self) -> float | None:
        """Return the seconds within which `attend` must be called, or None."""
        return None if self.all_there else _LOOK_SECONDS

    def attend(self) -> None:
        """Take in what was recorded, and move on from a voice that failed. Never waits."""
        self._answered_at += self._stillness.look(None if self.all_there else self._stillness.looked_at + _LOOK_SECONDS)
        child = self._relay.child
        if child is None:
            return
        for line in child.lines():
            self._hear(line)
            if self._relay.child is not child:
                return
        if child.ended and not self.all_there:
            self._give_up("")
        elif self._awaited and self._clock() - self._answered_at > ANSWER_SECONDS:
            self._give_up("no answer")
        self._send()

    def news(self) -> str:
        """Return one short line about what changed since this was last asked, "" if nothing did."""
        news, self._news = self._news, ""
        return news

    def close(self) -> None:
        """Ask for nothing more; the recording in hand is finished."""
        self._relay.let_go()

    def _send(self) -> None:
        """Hand over what is to be recorded next; the rest stays here, where its order can change."""
        while (child := self._relay.child) and self._unsent and self._takes(self._unsent[0]):
            try:
                child.send(self._unsent[0])
            except BlockingIOError:
                return
            except OSError:  # it is gone, as its reports will show
                return
            if not self._awaited:
                self._answered_at = self._clock()
            self._awaited.append(self._unsent.popleft())

    def _takes(self, text: str) -> bool:
        """Return whether *text* may be handed over now: so little is under way that any pipe holds it."""
        under_way = [*self._awaited, text]
        small = len(under_way) <= _LINES and sum(len(as_bytes(each)) for each in under_way) <= _PIPE_BYTES
        return small or len(under_way) == 1

    def _hear(self, line: str) -> None:
        match line.split(" ", 2):
            case ["ready", seconds, file] if self._awaited:
                text = self._answered()
                self.lengths[text], self._files[text] = float(seconds), file
                self._has_read = True
            case ["failed", *reason] if self._awaited:
                self._leave_out(self._answered(), " ".join(reason))
            case ["broken", *reason]:
                self._give_up(" ".join(reason))
            case _:
                pass  # a library's chatter

    def _answered(self) -> str:
        """Return the text that an answer is about."""
        self._answered_at = self._clock()
        return self._awaited.popleft()

    def _leave_out(self, text: str, reason: str) -> None:
        self.lengths[text] = inf
        self._news = self._news or f"voice: {self.using} left out a line ({reason})"
        if not self._has_read:
            self._unread.append(text)
            if len(self._unread) == _FAILURES:
                self._give_up(reason)

    def _give_up(self, reason: str, *, all_of_them: bool = False) -> None:
        """Put this voice aside, and have the next one record what is missing unless *all_of_them* are of no use."""
        if not self._has_read:
            for text in self._unread:
                del self.lengths[text]
            self._awaited.extendleft(reversed(self._unread))
        self._unsent = self._awaited + self._unsent
        self._awaited, self._unread, self._has_read = deque(), [], False
        failed = self._relay.give_up(reason, all_of_them=all_of_them)
        if not self.using:
            self._unsent.clear()
        self._news = f"voice: {failed}, {f'using {self.using}' if self.using else 'the tones go on'}"


def choose(wanted: str, volume: int, cache: Path, words_a_minute: int) -> Recordings:
    """Return the recordings that `--voice` *wanted* names, to be kept in *cache* as loud as tones are at *volume*."""
    names, tried = usable(wanted, voices.NAMES, voices.why_not)
    folder = cache.absolute() / _FOLDER

    def start(voice: str) -> Child:
        return launch(voice, words_a_minute, volume, folder, os.environ)

    return Recordings(names, start, folder, tried=tried)


def launch(voice: str, words_a_minute: int, volume: int, folder: Path, environ: Mapping[str, str]) -> Child:
    """Start the child that records with *voice*. Raise OSError."""
    return ours(_CHILD, voice, str(words_a_minute), str(volume), str(folder), environ=environ)
