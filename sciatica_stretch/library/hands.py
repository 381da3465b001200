"""Work on very many files, shared out to all processors; on a few, to start others would take longer than the work."""

import os
import signal
from collections.abc import Callable, Sequence
from typing import TypeVar

FEW = 200
_AT_ONCE = 50  # so many are handed over at a time

T = TypeVar("T")
R = TypeVar("R")


def with_many_hands(work: Callable[[T], R], things: Sequence[T]) -> list[R]:
    """Return what *work*, a function of a module, makes of each of *things*, in their order.

    What it raises comes out of here, too. Where a system lets no helpers start, or stops them, all is done here.
    """
    hands = min(os.cpu_count() or 1, len(things) // _AT_ONCE)
    if len(things) <= FEW or hands == 1:
        return [work(thing) for thing in things]
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - takes longer to import than a few files
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415 - likewise

    try:
        with ProcessPoolExecutor(hands, initializer=_leave_interrupts_to_the_first) as pool:
            try:
                return list(pool.map(work, things, chunksize=_AT_ONCE))
            except BaseException:  # Ctrl-C, too, must not wait for what nobody wants any more
                pool.shutdown(wait=False, cancel_futures=True)
                raise
    except (BrokenProcessPool, ImportError, NotImplementedError, OSError):
        return [work(thing) for thing in things]


def _leave_interrupts_to_the_first() -> None:
    """Let Ctrl-C, which reaches them all, be told of by one only."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
