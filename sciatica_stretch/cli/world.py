"""Everything a command needs from outside, in one place, so that a test can hand it another world."""

import os
import platform
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from sciatica_stretch.library.shelf import Folder
    from sciatica_stretch.player.clock import Clock
    from sciatica_stretch.player.keyboard import Keyboard
    from sciatica_stretch.player.sound.speaker import Speaker

_APP = "stretch"


@dataclass(frozen=True, slots=True)
class Folders:
    """Where things are kept on this machine."""

    data: Path  # log/, checkpoint/ and routines/: what is worth a backup
    state: Path  # what belongs to this machine alone
    cache: Path  # what can be made again

    @property
    def routines(self) -> Path:
        """The person's own routines."""
        return self.data / "routines"


def _system_clock(speed: float) -> "Clock":
    from sciatica_stretch.player.clock import SystemClock  # noqa: PLC0415 - only a session needs it

    return SystemClock(speed)


def _keyboard(keys: bool) -> "Keyboard":
    from sciatica_stretch.player.keyboard import open_keyboard  # noqa: PLC0415 - only a session needs it

    return open_keyboard(keys=keys)


def _speaker(wanted: str, volume: int, cache: Path) -> "Speaker":
    from sciatica_stretch.player.sound.speaker import choose  # noqa: PLC0415 - only sound needs it

    return choose(wanted, volume, cache)


def _size() -> tuple[int, int]:
    size = shutil.get_terminal_size()
    return size.columns, size.lines


@dataclass
class World:
    """The real one by default."""

    env: Mapping[str, str] = field(default_factory=lambda: os.environ)
    stdin: TextIO = field(default_factory=lambda: sys.stdin)
    stdout: TextIO = field(default_factory=lambda: sys.stdout)
    stderr: TextIO = field(default_factory=lambda: sys.stderr)
    hostname: str = field(default_factory=platform.node)
    size: Callable[[], tuple[int, int]] = _size
    clock: Callable[[float], "Clock"] = _system_clock
    keyboard: Callable[[bool], "Keyboard"] = _keyboard
    speaker: Callable[[str, int, Path], "Speaker"] = _speaker

    @cached_property
    def folders(self) -> Folders:
        """The folders of this system, or those below STRETCH_HOME."""
        if home := self.env.get("STRETCH_HOME"):
            base = Path(home).expanduser()
            return Folders(data=base, state=base / "state", cache=base / "cache")
        import platformdirs  # noqa: PLC0415 - 10 ms that --help need not pay

        return Folders(
            data=platformdirs.user_data_path(_APP, appauthor=False),
            state=platformdirs.user_state_path(_APP, appauthor=False),
            cache=platformdirs.user_cache_path(_APP, appauthor=False),
        )

    @property
    def routine_folders(self) -> "list[Folder]":
        """Where routines are looked for, the person's own first."""
        from sciatica_stretch.library.shelf import Folder, bundled_folder  # noqa: PLC0415

        return [Folder(self.folders.routines, "yours"), Folder(bundled_folder(), "bundled")]

    @property
    def interactive(self) -> bool:
        """True when a person can be asked something."""
        return self.stdin.isatty() and self.stdout.isatty()

    @property
    def wants_plain_lines(self) -> bool:
        """True when the output is no place for a picture: a pipe, a dumb terminal, a screen reader's wish."""
        return (
            not self.stdout.isatty()
            or (self.env.get("TERM", "") in {"", "dumb", "unknown"} and os.name != "nt")
            or self.env.get("ACCESSIBLE", "") not in {"", "0"}
        )

    def say(self, text: str = "") -> None:
        """Write a line to standard output."""
        self.stdout.write(text + "\n")
        self.stdout.flush()

    def say_if_anyone_is_there(self, text: str) -> None:
        """Write a line to standard output; where the terminal or the pipe was closed, write nothing more at all."""
        try:
            self.say(text)
        except OSError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self.stdout.fileno())  # or what is still in the buffer would fail again at the exit
            os.close(nowhere)

    def warn(self, text: str) -> None:
        """Write a line to standard error."""
        self.stderr.write(text + "\n")
        self.stderr.flush()
