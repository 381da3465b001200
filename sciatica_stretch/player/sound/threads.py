"""Threads that stay when their work is done: to start one for each sound would wake up the process thrice."""

import threading
from collections.abc import Callable
from queue import SimpleQueue

Work = Callable[[], None]


class Threads:
    """As many threads as there ever was work at once."""

    def __init__(self) -> None:
        self._waiting: SimpleQueue[Work | None] = SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        self._idle = 0

    def do(self, work: Work) -> None:
        """Have *work* done at once, beside whatever else is under way. It raises nothing."""
        with self._lock:
            self._idle -= 1
            if self._idle < 0:
                self._idle = 0
                self._threads.append(threading.Thread(target=self._serve))
                self._threads[-1].start()
        self._waiting.put(work)

    def finish(self) -> None:
        """Return when all work is done, and let go of the threads."""
        self._waiting.put(None)
        for thread in self._threads:
            thread.join()

    def _serve(self) -> None:
        while work := self._waiting.get():
            work()
            with self._lock:
                self._idle += 1
        self._waiting.put(None)  # for the next one
