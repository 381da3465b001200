"""What may become of a sound besides being heard: it isn't, or it is stopped."""

import threading
from collections.abc import Callable

GRACE_SECONDS = 3.0  # after its end: a sound server with deep buffers needs about two seconds to drain


class PlayError(Exception):
    """A sound that was not heard, or not to its end; says why."""


class Stop:
    """Ends one sound before its time, from another thread."""

    def __init__(self) -> None:
        self.pulled = threading.Event()
        self._lock = threading.Lock()
        self._ends: list[Callable[[], object]] = []

    def pull(self) -> None:
        """End the sound, or have it end as soon as it begins."""
        with self._lock:
            self.pulled.set()
            for end in self._ends:
                end()

    def by(self, end: Callable[[], object]) -> None:
        """Say how the sound, which has begun, is ended."""
        with self._lock:
            self._ends.append(end)
            if self.pulled.is_set():
                end()
