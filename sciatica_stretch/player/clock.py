"""Time as one session sees it: a monotonic clock that a rehearsal can run faster, and a wall clock for the log."""

import sys
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

_MINUTE = timedelta(minutes=1)


class Clock(Protocol):
    """The session's clock. `speed` is how many session seconds pass in a real one."""

    @property
    def speed(self) -> float:
        """How many session seconds pass in a real one."""
        ...

    def now(self) -> float:
        """Return the session's monotonic instant, in seconds."""
        ...

    def seconds_until(self, at: float) -> float:
        """Return the real seconds until the session instant *at*, 0.0 if it is past."""
        ...

    def slept(self) -> float:
        """Return for how many seconds the machine was suspended since this was last asked."""
        ...

    def wall(self) -> datetime:
        """Return the date and time, with its offset from UTC in whole minutes."""
        ...


class SystemClock:
    """The machine's own clocks, run *speed* times as fast from the moment this is made."""

    def __init__(self, speed: float = 1.0) -> None:
        self.speed = speed
        self._origin = time.monotonic()
        self._asleep = _seconds_asleep()

    def now(self) -> float:
        """Return the session's monotonic instant, in seconds."""
        return self._origin + (time.monotonic() - self._origin) * self.speed

    def seconds_until(self, at: float) -> float:
        """Return the real seconds until the session instant *at*, 0.0 if it is past."""
        return max(0.0, (at - self.now()) / self.speed)

    def slept(self) -> float:
        """Return for how many seconds the machine was suspended since this was last asked.

        Where the monotonic clock itself goes on during a suspend (Windows) this stays 0.0, and the
        session machine sees the gap between two events instead.
        """
        before, self._asleep = self._asleep, _seconds_asleep()
        return max(0.0, self._asleep - before)

    def wall(self) -> datetime:
        """Return the date and time by the zone's clock; by that of UTC where the zone's offset is not of whole minutes.

        Such an offset can't be written to the log.
        """
        at = datetime.now().astimezone()
        offset = at.utcoffset()
        return at.astimezone(UTC) if offset and offset % _MINUTE else at


def _seconds_asleep() -> float:
    """Return what a clock that counts suspended time is ahead of the one that doesn't; steps count, not the value."""
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME) - time.clock_gettime(time.CLOCK_MONOTONIC)
    if sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC) - time.clock_gettime(time.CLOCK_UPTIME_RAW)
    return 0.0
