"""What ends the process that makes the sounds when it is frozen, and nobody else does."""

import faulthandler
import threading
import time

from sciatica_stretch.player.sound.played import GRACE_SECONDS

WATCHDOG_SECONDS = GRACE_SECONDS + 3.0  # after a sound should be over; later than any other verdict
_AT_ONCE_SECONDS = 0.001


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
