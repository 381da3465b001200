"""The process that lowers the other programs' sounds: `python -m sciatica_stretch.player.sound.lowering FILE SESSION`.

`down` and `up` on standard input ask for it; when that ends, however the asking process ended, all is put back. It is
in a session of its own, so that who kills the players doesn't kill it. What is lowered stands in FILE before it is, so
that even after this process was killed the next one puts it back.
"""

import os
import select
import sys
from contextlib import suppress
from pathlib import Path

from sciatica_stretch.player.sound import others

_NICENESS = 5
HOLD_SECONDS = 1.5  # after a sound: the next is often near, and to go up and down between two ticks would be worse


class Lowering:
    """What is lowered, and where it is written down; *session* is the process session of our own players."""

    def __init__(self, file: Path, session: int) -> None:
        self._file = file
        self._session = session
        self._lowered = others.remembered(file)

    def down(self) -> None:
        """Lower what is not lowered yet. Raise OSError."""
        now = others.playing()
        more = others.lower(now, self._session, self._lowered)
        if more:
            others.remember(self._file, [*self._lowered, *more])
            self._lowered += more
            for each in more:
                others.set_volume(each.number, each.since)

    def up(self) -> None:
        """Put back what is lowered; what doesn't take its volume back stays remembered. Raise OSError."""
        if not self._lowered:
            return
        back, gone = others.raise_again(others.playing(), self._lowered)
        refused = [stream for stream in back if not others.set_volume(stream.number, stream.volumes)]
        still = {(stream.name, stream.volumes) for stream in refused}
        self._lowered = [each for each in self._lowered if each in gone or (each.name, each.before) in still]
        others.remember(self._file, self._lowered)


def serve(lowering: Lowering, requests: int) -> None:
    """Do what is asked for on the descriptor *requests*, and put all back when it ends. Raise OSError."""
    lowering.up()  # what an earlier process was killed over
    patience: float | None = None
    try:
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
                lowering.down()
    finally:
        lowering.up()


def main(file: str, session: str) -> None:
    """Serve standard input; where the sound server doesn't answer, nothing is lowered any more."""
    os.nice(_NICENESS)  # the sound itself comes first
    with suppress(OSError):
        serve(Lowering(Path(file), int(session)), sys.stdin.fileno())


if __name__ == "__main__":
    main(*sys.argv[1:])
