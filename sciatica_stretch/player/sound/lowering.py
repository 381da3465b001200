"""The process that lowers the other programs' sounds: `python -m sciatica_stretch.player.sound.lowering FILE SESSION`.

`down` and `up` on standard input ask for it; when that ends, however the asking process ended, all is put back. To each
`down` it answers `others`, or `nobody` where nobody else plays. It is in a session of its own, so that who kills the
players doesn't kill it. What is lowered stands in FILE before it is, so that even after this process was killed the
next one puts it back. Of several sessions one lowers at a time: they would take each other's volumes for a person's.
"""

import os
import select
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from sciatica_stretch.player.sound import others

_NICENESS = 5
HOLD_SECONDS = 1.5  # after a sound: the next is often near, and to go up and down between two ticks would be worse
_TRIES, _BETWEEN_SECONDS = 12, 5.0  # to put back what is lowered, once nobody asks for it any more


class Lowering:
    """What is lowered, and where it is written down; *session* is the process session of our own players."""

    def __init__(self, file: Path, session: int) -> None:
        self._file = file
        self._session = session
        self._turn = Turn(file.with_suffix(".lock"))
        self._lowered: list[others.Lowered] = []

    def down(self) -> bool:
        """Lower what is not lowered yet, unless another session is at it; return whether others play. Raise OSError."""
        if not self._has_turn():
            return True
        now = others.playing()
        more = others.lower(now, self._session, self._lowered)
        if more:
            others.remember(self._file, [*self._lowered, *more])
            self._lowered += more
            for each in more:
                others.set_volume(each.number, each.since)
        there = {stream.number for stream in now}
        return any(each.number in there for each in self._lowered)

    def up(self) -> None:
        """Put back what is lowered; what doesn't take its volume back stays remembered. Raise OSError."""
        if not self._has_turn():
            return
        if self._lowered:
            back, gone = others.raise_again(others.playing(), self._lowered)
            refused = [stream for stream in back if not others.set_volume(stream.number, stream.volumes)]
            still = {(stream.name, stream.volumes) for stream in refused}
            self._lowered = [each for each in self._lowered if each in gone or (each.name, each.before) in still]
            others.remember(self._file, self._lowered)
        self._turn.give_up()

    def up_at_last(self, sleep: Callable[[float], None] = time.sleep) -> None:
        """Put back what is lowered, and try for a minute if the sound server doesn't let us. Raise OSError after it."""
        for _ in range(_TRIES - 1):
            with suppress(OSError):
                return self.up()
            sleep(_BETWEEN_SECONDS)
        return self.up()

    def _has_turn(self) -> bool:
        """Take the turn, with what an earlier process was killed over; return whether we have it."""
        if not self._turn.mine:
            if not self._turn.take():
                return False
            self._lowered = others.remembered(self._file)
        return True


class Turn:
    """The right to lower, which one process has at a time, for as long as it holds the file at *path* locked."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    @property
    def mine(self) -> bool:
        """Return whether this process has it."""
        return self._file is not None

    def take(self) -> bool:
        """Take it, if no other process has it; return whether that is so. Raise OSError."""
        import fcntl  # noqa: PLC0415 - exists only where there are sound servers

        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return False
        self._file = file
        return True

    def give_up(self) -> None:
        """Leave it to others."""
        if self._file is not None:
            os.close(self._file)
        self._file = None


def serve(lowering: Lowering, requests: int, answers: int) -> None:
    """Do what is asked for on the descriptor *requests*, and put all back when it ends. Raise OSError."""
    patience: float | None = None
    try:
        lowering.up()  # what an earlier process was killed over
        while True:
            if not select.select([requests], [], [], patience)[0]:
                lowering.up()
                patience = None
                continue
            asked = os.read(requests, 1 << 16).split()
            if not asked:
                return
            patience = HOLD_SECONDS if asked[-1] == b"up" else None
            if b"down" in asked:
                os.write(answers, b"others\n" if lowering.down() else b"nobody\n")
    finally:
        lowering.up_at_last()


def main(file: str, session: str) -> None:
    """Serve standard input; where the sound server doesn't answer, nothing is lowered any more."""
    os.nice(_NICENESS)  # the sound itself comes first
    with suppress(OSError):
        serve(Lowering(Path(file), int(session)), sys.stdin.fileno(), sys.stdout.fileno())


if __name__ == "__main__":
    main(*sys.argv[1:])
