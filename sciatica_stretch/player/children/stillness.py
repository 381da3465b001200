"""The time in which nobody could run, this process and its children: of a machine that slept, of a frozen container."""

from collections.abc import Callable

GAP_SECONDS = 3.0  # the session's own, which takes longer to import than a child to start


class Stillness:
    """Finds out by *clock* how long everything stood still; no child is late for that."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.looked_at = clock()

    def look(self, due_at: float | None) -> float:
        """Return the seconds since the last look, if they don't count: this one comes a gap later than *due_at*."""
        now = self._clock()
        since, self.looked_at = now - self.looked_at, now
        return since if due_at is not None and now - due_at > GAP_SECONDS else 0.0
