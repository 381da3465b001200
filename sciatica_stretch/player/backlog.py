"""Lines on their way to somebody who may not read them just now: whole, in order, and never waited for."""

import time
from collections import deque
from typing import TextIO

from sciatica_stretch.player.outlet import Outlet, encoded, outlet

MOST_LINES = 1000  # that wait: more than a session has, unless somebody skips to and fro


class Backlog:
    """Sends lines to *stream*; those that it doesn't take wait until it does, and the oldest are dropped for new ones.

    All methods may raise OSError: then nobody will ever read on.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._outlet: Outlet | None = None
        self._begun = b""  # the rest of a line of which some was taken
        self._waiting: deque[bytes] = deque(maxlen=MOST_LINES)

    @property
    def waits(self) -> bool:
        """True while something was not taken yet."""
        return bool(self._begun or self._waiting)

    def put(self, text: str) -> None:
        """Send *text*, a line or a sign by itself, behind what waits."""
        self._outlet = self._outlet or self._opened()
        if not self._outlet:
            self._stream.write(text)
            self._stream.flush()
            return
        self._waiting.append(encoded(self._stream, text))
        self.push()

    def push(self, patience: float = 0.0) -> None:
        """Send what waits, for at most *patience* seconds."""
        until = time.monotonic() + patience
        while self.waits:
            self._outlet = self._outlet or self._opened()
            if not self._outlet:
                return
            left = max(0.0, until - time.monotonic())
            self._begun = self._outlet.take(self._begun or self._waiting.popleft(), left)
            if self._begun:
                return

    def close(self) -> None:
        """Let go of the stream, until something is sent again; what waits is kept."""
        if self._outlet:
            self._outlet.close()
            self._outlet = None

    def _opened(self) -> Outlet | None:
        self._stream.flush()
        return outlet(self._stream)
