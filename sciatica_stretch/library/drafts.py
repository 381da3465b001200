"""Drafts: what is being typed in an editor, or was, and isn't in a routine yet.

A draft is three files of one name: `.yaml` is the text, `.base` what it was begun from, and `.lock` is locked for as
long as an editor has it. A draft goes only when its text is in the routine, or when its author throws it away.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sciatica_stretch import disk
from sciatica_stretch.core.text import visible
from sciatica_stretch.errors import StorageError
from sciatica_stretch.library.storage import told

_TO_SYNC = os.O_RDWR | getattr(os, "O_BINARY", 0)


class BusyError(StorageError):
    """Another editor has the draft."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft that is ours for now; *lock* is the descriptor that keeps others out.

    StorageError is raised where the disk says no.
    """

    path: Path
    lock: int

    @property
    def text(self) -> bytes | None:
        """What stands in it now, or None where there is nothing."""
        return _content(self.path)

    @property
    def base(self) -> bytes | None:
        """What it was begun from, or None where it was begun from nothing."""
        return _content(self._base_path)

    @property
    def left_over(self) -> bool:
        """Whether something was typed into it that went nowhere."""
        return self.text is not None and self.text != self.base

    def begin(self, content: bytes) -> None:
        """Begin anew from *content*."""
        with told(self.path):
            self.path.unlink(missing_ok=True)  # before its base changes, or an old text would seem newly typed
            disk.replace(self._base_path, content)
            disk.put_new(self.path, content)

    def begun_from(self, content: bytes) -> None:
        """Let *content* be what the text was begun from, as if it had been."""
        with told(self._base_path):
            disk.replace(self._base_path, content)

    def keep(self) -> None:
        """Return when the text is on the disk: an editor may not have seen to that."""
        with told(self.path):
            with disk.opened(self.path, _TO_SYNC) as fd:
                disk.sync(fd)
            disk.sync_folder(self.path.parent)

    def discard(self) -> None:
        """Let the text go."""
        with told(self.path):
            self.path.unlink(missing_ok=True)
            disk.remove(self._base_path)

    def move_to(self, other: "Draft") -> None:
        """Let the text be *other*'s."""
        with told(other.path):
            for path, target in ((self._base_path, other._base_path), (self.path, other.path)):  # noqa: SLF001 - its kind
                if path.exists():
                    path.replace(target)
            disk.sync_folder(self.path.parent)

    @property
    def _base_path(self) -> Path:
        return self.path.with_suffix(".base")


@contextmanager
def opened(folder: Path, key: str) -> Iterator[Draft]:
    """Keep the draft called *key* to ourselves for as long as the block lasts.

    Raise BusyError where another one has it.
    """
    path = folder / f"{key}.yaml"
    with ExitStack() as stack:
        with told(path):
            disk.make_folder(folder)
            lock = stack.enter_context(disk.opened(path.with_suffix(".lock"), disk.TO_APPEND | os.O_CREAT))
        if not disk.try_lock(lock):
            hint = "Close the editor that has it open, or wait until it is closed."
            raise BusyError(f"{visible(key)} is being edited in another window.", hint)
        stack.callback(disk.unlock, lock)  # an editor that left a window open would keep it: it has the same file open
        yield Draft(path, lock)


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
