"""Everything a command needs from outside, in one place, so that a test can hand it another world."""

import errno
import os
import shutil
import sys
from collections.abc import Callable, Mapping
from functools import cached_property, partial
from pathlib import Path
from time import sleep as system_sleep
from typing import TYPE_CHECKING, Literal, NamedTuple, TextIO

if TYPE_CHECKING:
    from sciatica_stretch.library.shelf import Folder
    from sciatica_stretch.player.clock import Clock
    from sciatica_stretch.player.keyboard import Keyboard
    from sciatica_stretch.player.narrator import Voice
    from sciatica_stretch.player.sound.speaker import Manners, Speaker
    from sciatica_stretch.player.wakefulness import Wakefulness
    from sciatica_stretch.settings.value import Settings

_APP = "stretch"
EXIT_CODES = {"interrupt": 130, "terminate": 143, "hangup": 129}  # by signal: 128 + its number, as shells have it
_PATIENCE_SECONDS = 1.0  # for a terminal or a pipe to take what is said after a session
_LARGEST = 1000, 500  # columns and rows: no window is larger, but a wrong size may be, and would take minutes to fill
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})  # of a disk; whoever reads it is still there


class Folders(NamedTuple):
    """Where things are kept on this machine."""

    data: Path  # log/, checkpoint/ and routines/: what is worth a backup
    state: Path  # what belongs to this machine alone
    cache: Path  # what can be made again
    config: Path  # what the person has settled

    @property
    def routines(self) -> Path:
        """The person's own routines."""
        return self.data / "routines"

    @property
    def sockets(self) -> Path:
        """The sockets of the sessions that run on this machine."""
        return self.state / "remote"

    @property
    def settings_file(self) -> Path:
        """Where the settings stand; it need not exist."""
        return self.config / "settings.toml"


def _system_clock(speed: float) -> "Clock":
    from sciatica_stretch.player.clock import SystemClock

    return SystemClock(speed)


def _keyboard(keys: bool) -> "Keyboard":
    from sciatica_stretch.player.keyboard import open_keyboard

    return open_keyboard(keys=keys)


def _speaker(wanted: str, volume: int, cache: Path, manners: "Manners | None" = None) -> "Speaker":
    from sciatica_stretch.player.sound.speaker import choose

    return choose(wanted, volume, cache, manners)


def _voice(wanted: str, volume: int, cache: Path, words_a_minute: int) -> "Voice":
    from sciatica_stretch.player.sound.voice.recordings import choose

    return choose(wanted, volume, cache, words_a_minute)


def _wakefulness(environ: Mapping[str, str]) -> "Wakefulness":
    from sciatica_stretch.player.wakefulness import vigil

    return vigil(environ)


def _size(stdout: TextIO) -> tuple[int, int]:
    """Return columns and rows: the terminal's own, for COLUMNS and LINES in the environment may be of another one.

    What is larger than any window is cut down to `_LARGEST`.
    """
    try:
        size = os.get_terminal_size(stdout.fileno())
    except OSError:  # a pipe, a file or a test's text
        size = os.terminal_size((0, 0))
    if not (size.columns and size.lines):  # some terminals don't know theirs
        size = shutil.get_terminal_size()
    return min(size.columns, _LARGEST[0]), min(size.lines, _LARGEST[1])


def _nowhere(mode: Literal["r", "w"]) -> TextIO:
    """Stand in for a standard stream that the caller closed."""
    return open(os.devnull, mode, encoding="utf-8")  # noqa: PTH123 - open until the end


def _silence(stream: TextIO) -> None:
    """Send *stream* nowhere, or what is still in its buffer would fail again at the exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


class World:
    """The real one by default; a plain class, for a dataclass would take 4 ms of each --help to make."""

    def __init__(
        self,
        *,
        env: Mapping[str, str] = os.environ,
        stdin: TextIO | None = None,
        stdout: TextIO | None = None,
        stderr: TextIO | None = None,
        hostname: str = "",
        size: Callable[[], tuple[int, int]] | None = None,
        clock: Callable[[float], "Clock"] = _system_clock,
        keyboard: Callable[[bool], "Keyboard"] = _keyboard,
        speaker: Callable[[str, int, Path, "Manners | None"], "Speaker"] = _speaker,
        voice: Callable[[str, int, Path, int], "Voice"] = _voice,
        wakefulness: Callable[[Mapping[str, str]], "Wakefulness"] = _wakefulness,
        sleep: Callable[[float], None] = system_sleep,
    ) -> None:
        self.env = env
        self.stdin = stdin or sys.stdin or _nowhere("r")  # in this order: each takes the lowest free descriptor
        self.stdout = stdout or sys.stdout or _nowhere("w")
        self.stderr = stderr or sys.stderr or _nowhere("w")
        self._hostname = hostname
        self.size = size or partial(_size, self.stdout)
        self.clock = clock
        self.keyboard = keyboard
        self.speaker = speaker
        self.wakefulness = wakefulness
        self.voice = voice
        self.sleep = sleep

    @property
    def hostname(self) -> str:
        """The name of this machine."""
        import platform

        return self._hostname or platform.node()

    @cached_property
    def folders(self) -> Folders:
        """The folders of this system, or those below STRETCH_HOME."""
        if home := self.env.get("STRETCH_HOME"):
            base = Path(os.path.expanduser(home))  # noqa: PTH111 - a person who isn't there is no error
            return Folders(data=base, state=base / "state", cache=base / "cache", config=base / "config")
        import platformdirs

        return Folders(
            data=platformdirs.user_data_path(_APP, appauthor=False),
            state=platformdirs.user_state_path(_APP, appauthor=False),
            cache=platformdirs.user_cache_path(_APP, appauthor=False),
            config=platformdirs.user_config_path(_APP, appauthor=False),
        )

    @property
    def routine_folders(self) -> "list[Folder]":
        """Where routines are looked for: the person's own first, then those of STRETCH_PATH, then the bundled ones."""
        from sciatica_stretch.library.folders import routine_folders

        return routine_folders(self.folders.routines, self.env.get("STRETCH_PATH", ""))

    @cached_property
    def settings(self) -> "Settings":
        """The settings in force; what is wrong with them is said in a sentence, and stops nothing."""
        from sciatica_stretch.settings.value import Settings, is_nothing_said

        if is_nothing_said(self.folders.settings_file, self.env):
            return Settings()
        from sciatica_stretch.settings.force import in_force

        found = in_force(self.folders.settings_file, self.env)
        if found.is_hurt:
            from sciatica_stretch.settings.telling import in_short

            self.warn(in_short(found, self.folders.settings_file))
        return found.settings

    @property
    def interactive(self) -> bool:
        """True when a person can be asked something."""
        return self.stdin.isatty() and self.stdout.isatty()

    @property
    def knows_utf8(self) -> bool:
        """True when the output takes any character there is."""
        encoding = (self.stdout.encoding or "utf-8").lower().replace("_", "-")
        return encoding.startswith(("utf-8", "utf8", "cp65001"))

    @property
    def wants_words(self) -> bool:
        """True when pictures have been asked not to be there: a screen reader reads the output."""
        return self.env.get("ACCESSIBLE", "") not in {"", "0"}

    @property
    def wants_plain_lines(self) -> bool:
        """True when the output is no place for a picture: a pipe, a dumb terminal, a screen reader's wish, no UTF-8."""
        return (
            not self.stdout.isatty()
            or not self.knows_utf8
            or (self.env.get("TERM", "") in {"", "dumb", "unknown"} and os.name != "nt")
            or self.wants_words
        )

    def say(self, text: str = "") -> None:
        """Write a line to standard output."""
        self.stdout.write(text + "\n")
        self.stdout.flush()

    def say_wrapped(self, text: str, indent: str = "") -> None:
        """Write sentences to standard output, on a terminal in lines that fit; those after the first are indented."""
        self.say(self._fitted(text, self.stdout, indent))

    def ring(self) -> None:
        """Ring the terminal's bell, if there still is one."""
        try:
            self.stdout.write("\a")
            self.stdout.flush()
        except OSError:
            _silence(self.stdout)

    def say_if_anyone_is_there(self, text: str) -> None:
        """Write a line to standard output; where nobody reads it any more, write nothing more at all."""
        from sciatica_stretch.player.outlet import deliver

        try:
            if not deliver(self.stdout, f"{text}\n", _PATIENCE_SECONDS):
                _silence(self.stdout)
        except OSError as error:
            if error.errno in _FULL:
                raise
            _silence(self.stdout)

    def _fitted(self, text: str, stream: TextIO, indent: str = "") -> str:
        if not stream.isatty() or self.wants_words:
            return text
        from sciatica_stretch.cli.words import in_width

        columns, _ = self.size() if self.stdout.isatty() else _size(stream)
        return in_width(text, max(20, columns - 1), indent)

    def warn(self, text: str) -> None:
        """Write sentences to standard error, if that can be written; on a terminal in lines that fit."""
        try:
            self.stderr.write(self._fitted(text, self.stderr) + "\n")
            self.stderr.flush()
        except OSError:
            _silence(self.stderr)

    def output_fails(self) -> bool:
        """Return whether standard output can't be written, as an empty line shows; then nothing more is."""
        try:
            self.say()
        except OSError:
            _silence(self.stdout)
            return True
        return False
