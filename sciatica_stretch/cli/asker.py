"""Questions that one key answers, or one line where keys can't be read one by one. Nothing has to be answered."""

from collections import deque
from contextlib import suppress
from textwrap import fill
from typing import TYPE_CHECKING, Protocol, Self

from sciatica_stretch.cli.world import EXIT_CODES
from sciatica_stretch.player.keyboard import Input, Key, Keyboard, Signal

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from sciatica_stretch.cli.world import World

_REMIND_SECONDS = 20.0  # without a key: whoever has lain down by now doesn't see that something is asked
_SECOND_DIGIT_SECONDS = 0.7  # whoever types 1 and 0 for ten means ten
_WIDEST = 78


class LeftError(Exception):
    """The person left instead of answering: by q, or by a *signal*."""

    def __init__(self, signal: Signal | None = None) -> None:
        super().__init__(signal)
        self.signal = signal

    @property
    def exit_code(self) -> int:
        """The exit code of a program that this ends before anything was started."""
        return EXIT_CODES[self.signal.value] if self.signal else 0


class Asker(Protocol):
    """Asks one question after the other for as long as the `with` block lasts."""

    in_lines: bool  # a whole line is an answer, and a question is one that is read aloud

    def __enter__(self) -> Self: ...
    def __exit__(self, *exc: object) -> None: ...

    def ask(
        self, text: str, answers: "Collection[str]", *, skip: bool = True, meanwhile: "Callable[[], object]" = tuple
    ) -> str:
        """Return which of *answers* was given to *text*, or "" where it was skipped, if it may be.

        *meanwhile* is called once, when the question stands and the person thinks. Raise LeftError.
        """
        ...


def asker(world: "World", *, plain: bool = False, remind: "Callable[[], object]" = tuple) -> Asker:
    """Return who asks in this *world*: key by key on a terminal that shows pictures, else line by line.

    *remind* is called when no key comes for a while; of lines there is no reminder.
    """
    in_lines = plain or world.wants_plain_lines or not world.interactive
    return _ByLines(world) if in_lines else _ByKeys(world, remind)


class _ByKeys:
    """Each key is an answer at once. The terminal's lines stay as they are, so that they can be read again."""

    in_lines = False

    def __init__(self, world: "World", remind: "Callable[[], object]") -> None:
        self._world = world
        self._remind = remind
        self._keyboard: Keyboard = world.keyboard(True)
        self._came: deque[Input] = deque()

    def __enter__(self) -> Self:
        self._keyboard.__enter__()
        return self

    def __exit__(self, *exc: object) -> None:
        self._keyboard.__exit__(*exc)

    def ask(
        self, text: str, answers: "Collection[str]", *, skip: bool = True, meanwhile: "Callable[[], object]" = tuple
    ) -> str:
        """Return the key that was pressed, "" for Enter or Esc; other keys mean nothing."""
        _put(self._world, f"\n{_filled(self._world, text)} ")
        meanwhile()
        while True:
            match self._next():
                case Key("enter" | "esc") if skip:
                    _put(self._world, "-\n")
                    return ""
                case Key("q" | "Q"):
                    _put(self._world, "\n")
                    raise LeftError
                case Key(name) if name.lower() in answers:
                    answer = self._ten(name.lower(), answers)
                    _put(self._world, f"{answer}\n")
                    return answer
                case Signal.INTERRUPT | Signal.TERMINATE | Signal.HANGUP as signal:
                    with suppress(LeftError):  # of a terminal that is gone
                        _put(self._world, "\n")
                    raise LeftError(signal)
                case Signal.SUSPEND:
                    self._keyboard.stop_process()
                    _put(self._world, f"\n{_filled(self._world, text)} ")
                case _:
                    pass

    def _next(self) -> Input:
        if not self._came:
            self._came.extend(self._keyboard.wait(_REMIND_SECONDS))
        if not self._came:
            self._remind()
        while not self._came:
            self._came.extend(self._keyboard.wait(None))
        return self._came.popleft()

    def _ten(self, name: str, answers: "Collection[str]") -> str:
        """Return "10" where a 0 follows on the 1 at once: it is no answer to the next question."""
        if name != "1" or "10" not in answers:
            return name
        if not self._came:
            self._came.extend(self._keyboard.wait(_SECOND_DIGIT_SECONDS))
        if self._came and self._came[0] == Key("0"):
            self._came.popleft()
            return "10"
        return name


class _ByLines:
    """Each line is an answer, as a screen reader or a pipe wants it."""

    in_lines = True

    def __init__(self, world: "World") -> None:
        self._world = world

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        pass

    def ask(
        self, text: str, answers: "Collection[str]", *, skip: bool = True, meanwhile: "Callable[[], object]" = tuple
    ) -> str:
        """Return the line that was typed, without its ends; ask again for one that is no answer."""
        _put(self._world, f"{_filled(self._world, text)} ")
        meanwhile()
        while True:
            answer = self._line().strip().lower()
            if answer == "q":
                raise LeftError
            if answer in answers or (skip and not answer):
                return answer
            only = ", or only Enter" if skip else ""
            _put(self._world, _filled(self._world, f"Please type one of {', '.join(answers)}{only}: ") + " ")

    def _line(self) -> str:
        try:
            line = self._world.stdin.readline()
        except KeyboardInterrupt:
            _put(self._world, "\n")
            raise LeftError(Signal.INTERRUPT) from None
        except OSError:  # the terminal was closed
            raise LeftError(Signal.HANGUP) from None
        if not line:  # Ctrl-D, or a pipe that is empty
            _put(self._world, "\n")
            raise LeftError
        return line


def _put(world: "World", text: str) -> None:
    try:
        world.stdout.write(text)
        world.stdout.flush()
    except OSError:
        raise LeftError(Signal.HANGUP) from None


def _filled(world: "World", text: str) -> str:
    width = max(20, min(world.size()[0] - 2, _WIDEST))
    return "\n".join(fill(line, width, subsequent_indent="  ") for line in text.split("\n"))
