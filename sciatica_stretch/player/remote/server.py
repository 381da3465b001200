"""The session's end of the socket: a word and a newline come in, one line goes out, and the caller is let go.

Nothing here waits, whatever a caller does: who sends half a word is heard when the other half comes, who sends too much
or doesn't read is let go, and of many callers only so many are let in at a time, the ones who came last.
"""

import socket
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from sciatica_stretch.player.remote import place
from sciatica_stretch.player.remote.calls import Call, Command
from sciatica_stretch.player.remote.place import OFFERED as OFFERED  # noqa: PLC0414 - whoever takes the server asks first

MOST_CALLERS = 8  # at a time
MOST_BYTES = 100  # far more than a command has
UNKNOWN = f'{{"error":"Write one of {", ".join(Command)}, and a newline."}}'


class Server:
    """Listens in *folder* under *name*. Raise OSError where that can't be."""

    def __init__(self, folder: Path, name: str) -> None:
        self._path = place.path_of(folder, name)
        self._listener: socket.socket | None = place.listen(folder, name)
        self._callers: dict[socket.socket, bytes] = {}  # with what they have sent so far

    def filenos(self) -> Sequence[int]:
        """Return the descriptors to watch."""
        sockets = [*([self._listener] if self._listener else ()), *self._callers]
        return [each.fileno() for each in sockets]

    def calls(self) -> Sequence[Call]:
        """Return the calls that have come whole, and let in who waits."""
        self._let_in()
        return [call for caller in [*self._callers] if (call := self._hear(caller))]

    def close(self) -> None:
        """Stop listening, and take the file away."""
        self._deaf()
        for caller in self._callers:
            caller.close()
        self._callers.clear()

    def _deaf(self) -> None:
        if self._listener:
            self._listener.close()
            with suppress(OSError):  # a folder that is gone or can't be written leaves nothing that answers
                self._path.unlink()
        self._listener = None

    def _let_in(self) -> None:
        for _ in range(MOST_CALLERS):
            try:
                caller = self._listener and self._listener.accept()[0]
            except (BlockingIOError, ConnectionAbortedError, InterruptedError):
                return
            except OSError:  # no descriptor is left: it would be told of the same caller again and again
                self._deaf()
                return
            if caller is None:
                return
            caller.setblocking(False)
            self._callers[caller] = b""
            if len(self._callers) > MOST_CALLERS:
                self._let_go(next(iter(self._callers)))

    def _let_go(self, caller: socket.socket) -> None:
        self._callers.pop(caller, None)
        caller.close()

    def _hear(self, caller: socket.socket) -> Call | None:
        """Return the call of *caller* once it is whole; who can't be understood is answered so, and let go."""
        try:
            heard = caller.recv(MOST_BYTES + 1)
        except BlockingIOError:
            return None
        except OSError:
            heard = b""
        if not heard:
            self._let_go(caller)
            return None
        said, newline, _ = (self._callers[caller] + heard).partition(b"\n")
        if len(said) > MOST_BYTES:
            self._answer(caller, UNKNOWN)
        elif not newline:
            self._callers[caller] = said
        elif (word := said.decode("ascii", "replace").strip()) in [*Command]:
            return Call(Command(word), lambda line: self._answer(caller, line))
        else:
            self._answer(caller, UNKNOWN)
        return None

    def _answer(self, caller: socket.socket, line: str) -> None:
        """Send *line*, which fits into what the system keeps for a caller who has been sent nothing yet."""
        with suppress(OSError):  # who is gone, or doesn't read, has to do without
            caller.send(f"{line}\n".encode())
        self._let_go(caller)
