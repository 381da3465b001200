"""How several sounds play beside each other: each in a thread of its own, or all in one thread by turns.

A sound is a generator here. It yields the instant (monotonic) by which it has to be gone on with. That may also happen
before, and does when it is stopped.
"""

import os
import select
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Protocol

from sciatica_stretch.player.children.pipe import as_text
from sciatica_stretch.player.sound.played import Stop
from sciatica_stretch.player.sound.threads import Threads

Sound = Iterator[float]
_MOST_BYTES = 65_536


class Stage(Protocol):
    """Where sounds play."""

    def add(self, sound: Sound, stop: Stop) -> None:
        """Begin with *sound*, which has to end soon once *stop* is pulled. It raises nothing."""
        ...

    def serve(self, requests: int, take: Callable[[str], None]) -> None:
        """Give each line that comes from the descriptor *requests* to *take*, until they end."""
        ...

    def finish(self) -> None:
        """Return when all sounds are over."""
        ...


class InThreads:
    """Each sound in a thread of its own, for players that keep theirs waiting."""

    def __init__(self) -> None:
        self._threads = Threads()

    def add(self, sound: Sound, stop: Stop) -> None:
        """Begin with *sound*."""
        self._threads.do(partial(_walk, sound, stop))

    def serve(self, requests: int, take: Callable[[str], None]) -> None:
        """Give each request to *take*."""
        unread = b""
        while came := os.read(requests, _MOST_BYTES):
            unread = _each_line(unread + came, take)

    def finish(self) -> None:
        """Return when all sounds are over."""
        self._threads.finish()


class ByTurns:
    """All sounds in one thread: a sound then wakes up nobody but that, and mostly together with its request."""

    def __init__(self) -> None:
        self._waiting: list[tuple[float, Sound]] = []

    def add(self, sound: Sound, stop: Stop) -> None:  # noqa: ARG002 - each turn finds out which are stopped
        """Begin with *sound*."""
        self._take_turn(sound)

    def _take_turn(self, sound: Sound) -> None:
        if (at := next(sound, None)) is not None:
            self._waiting.append((at, sound))

    def serve(self, requests: int, take: Callable[[str], None]) -> None:
        """Give each request to *take*."""
        unread = b""
        while True:
            if select.select([requests], [], [], self._patience())[0]:
                came = os.read(requests, _MOST_BYTES)
                if not came:
                    return
                unread = _each_line(unread + came, take)
            self._go_on()

    def finish(self) -> None:
        """Return when all sounds are over."""
        while (patience := self._patience()) is not None:
            time.sleep(patience)
            self._go_on()

    def _patience(self) -> float | None:
        soonest = min((at for at, _ in self._waiting), default=None)
        return None if soonest is None else max(0.0, soonest - time.monotonic())

    def _go_on(self) -> None:
        """Go on with all sounds: what one has to wake up for spares another to."""
        waiting, self._waiting = self._waiting, []
        for _, sound in waiting:
            self._take_turn(sound)


def _walk(sound: Sound, stop: Stop) -> None:
    for at in sound:
        stop.pulled.wait(max(0.0, at - time.monotonic()))


def _each_line(came: bytes, take: Callable[[str], None]) -> bytes:
    """Give each whole line of what *came* to *take*; return the rest."""
    *lines, rest = came.split(b"\n")
    for line in lines:
        take(as_text(line))
    return rest
