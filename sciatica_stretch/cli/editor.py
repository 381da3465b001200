"""The person's editor: which one it is, and running it."""

import os
import sys
from contextlib import contextmanager, nullcontext, suppress
from typing import TYPE_CHECKING

from sciatica_stretch.errors import StretchError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

VARIABLES = ("VISUAL", "EDITOR")
FALLBACKS = ("notepad",) if os.name == "nt" else ("nano", "vi", "vim")


def choose_editor(env: "Mapping[str, str]") -> list[str]:
    """Return the editor's command line. Raise UsageError where there is none, or where it can't be found."""
    import shutil

    from sciatica_stretch.core.text import visible

    path = env.get("PATH")
    for variable in VARIABLES:
        if wanted := env.get(variable, "").strip():
            command = _words(variable, wanted)
            if shutil.which(command[0], path=path):
                return command
            message = f"{variable} is {visible(wanted)!r}, and there is no program {visible(command[0])!r}."
            raise UsageError(message, f"Set it to an editor that you have, as in: {variable}=nano stretch edit …")
    for name in FALLBACKS:
        if shutil.which(name, path=path):
            return [name]
    message = f"There is no editor: VISUAL and EDITOR are not set, and there is no {' or '.join(FALLBACKS)}."
    raise UsageError(message, "Set VISUAL to the one you like, with its arguments: VISUAL='code --wait'")


def run_editor(command: "Sequence[str]", path: "Path", lock: int | None, env: "Mapping[str, str]") -> int:
    """Run the editor on the file at *path* until it ends, and return its exit code, negative for a signal.

    It gets *lock* to keep, if there is one: should we be killed, the file is taken for as long as the editor is there.
    """
    import subprocess

    from sciatica_stretch.core.text import visible

    kept = () if os.name == "nt" or lock is None else (lock,)
    words = [*command, str(path)]
    with _interrupts_are_for_the_editor(), _terminal_put_right():
        try:
            return subprocess.run(words, check=False, pass_fds=kept, env=dict(env)).returncode  # noqa: S603 - theirs
        except OSError as error:
            message = f"The editor {visible(command[0])!r} can't be run: {(error.strerror or '').lower()}."
            raise StretchError(message, "Set VISUAL to another one.") from error


def _words(variable: str, wanted: str) -> list[str]:
    import shlex

    try:
        words = shlex.split(wanted, posix=os.name != "nt")
    except ValueError as error:
        message = f"{variable} is {wanted!r}, in which a quotation mark is missing."
        raise UsageError(message, "Write it as a shell would read it.") from error
    return [word.strip('"') for word in words] if os.name == "nt" else words


@contextmanager
def _interrupts_are_for_the_editor() -> "Iterator[None]":
    """Let Ctrl-C and Ctrl-backslash do nothing here: the terminal sends them to us, too.

    They aren't ignored but caught, for the editor would inherit that they are ignored.
    """
    import signal

    numbers = [getattr(signal, name) for name in ("SIGINT", "SIGQUIT") if hasattr(signal, name)]
    before = [signal.signal(number, lambda *_: None) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


if sys.platform == "win32":

    def _terminal_put_right() -> "AbstractContextManager[None]":
        return nullcontext()

else:

    @contextmanager
    def _terminal_put_right() -> "Iterator[None]":
        """Give the terminal back the modes that it has now: an editor that is killed leaves it in its own."""
        import termios

        modes = None
        with suppress(termios.error):  # there is no terminal
            modes = termios.tcgetattr(0)
        try:
            yield
        finally:
            if modes:
                with suppress(termios.error):  # it is gone
                    termios.tcsetattr(0, termios.TCSADRAIN, modes)
