"""The caller's end of the socket: one command, one answer."""

import time
from pathlib import Path

from sciatica_stretch.player.remote import place
from sciatica_stretch.player.remote.calls import Command

_RETRY_SECONDS = 0.05
_REFUSALS = 3  # in a row, and nobody is there: a live session beset by callers lets some in meanwhile
_MOST_CHARACTERS = 65_536


def ask(path: Path, command: Command, patience: float) -> str | None:
    """Return the line that the session at *path* answers to *command*, or None where that session is no more.

    What a killed one left behind is taken away.
    Raise TimeoutError where no answer comes within *patience* seconds, and OSError for what else is in the way. Who was
    let go unheard, because too many others called, tries again.
    """
    until = time.monotonic() + patience
    refusals = 0
    while (left := until - time.monotonic()) > 0:
        try:
            with place.connect(path, left) as caller:
                refusals = 0
                caller.sendall(f"{command}\n".encode())
                if (line := caller.makefile(encoding="utf-8", errors="replace").readline(_MOST_CHARACTERS)).strip():
                    return line
        except FileNotFoundError:
            return None
        except ConnectionRefusedError:
            refusals += 1
            if refusals == _REFUSALS:
                path.unlink(missing_ok=True)
                return None
        except (BlockingIOError, ConnectionError):
            pass  # too many others wait, or were let in since
        time.sleep(_RETRY_SECONDS)
    raise TimeoutError
