"""The door of a session: a socket, of which nothing is imported before the first picture stands."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sciatica_stretch.player.remote.calls import Call
    from sciatica_stretch.player.remote.server import Server


class SocketDoor:
    """A socket of this session's own in *folder*, named *name*; what it takes is imported when it opens."""

    def __init__(self, folder: Path, name: str) -> None:
        self.trouble = ""
        self._folder = folder
        self._name = name
        self._server: Server | None = None

    def open(self) -> None:
        """Make the socket; where that can't be had, `trouble` says why."""
        from sciatica_stretch.player.remote.server import OFFERED, Server  # noqa: PLC0415 - behind the first picture

        if not OFFERED:
            return
        try:
            self._server = Server(self._folder, self._name)
        except OSError as error:
            self.trouble = f"stretch remote can't reach this session: {error.strerror or error}"

    def filenos(self) -> Sequence[int]:
        """Return the socket's descriptor and those of its callers."""
        return self._server.filenos() if self._server else ()

    def calls(self) -> "Sequence[Call]":
        """Return the calls that have come whole."""
        return self._server.calls() if self._server else ()

    def close(self) -> None:
        """Take the socket away."""
        if self._server:
            self._server.close()
        self._server = None
