"""Where a session shows itself; the full screen is here, plain.py has the other one."""

from collections.abc import Sequence
from typing import Protocol

from sciatica_stretch.core.events import Effect
from sciatica_stretch.core.timeline import Timeline
from sciatica_stretch.player import view
from sciatica_stretch.player.moment import Moment, next_change_at
from sciatica_stretch.player.screen import Screen


class Face(Protocol):
    """Where a session shows itself."""

    @property
    def gone(self) -> bool:
        """True when nobody can see it any more: the terminal or the pipe was closed."""
        ...

    def enter(self) -> None:
        """Take the terminal."""
        ...

    def leave(self) -> None:
        """Give the terminal back as it was."""
        ...

    def heed(self, timeline: Timeline, effects: Sequence[Effect]) -> None:
        """Take note of what just happened."""
        ...

    def show(self, moment: Moment) -> None:
        """Show *moment* as it is now."""
        ...

    def renew(self) -> None:
        """Show the next moment whole: the window's size changed, or something else wrote into it."""
        ...

    def ring(self) -> None:
        """Ring the terminal's bell."""
        ...

    def tell(self, notice: str) -> None:
        """Say something that is not part of the session; a screen shows the notice on the moment's desk instead."""
        ...

    def next_change_at(self, moment: Moment) -> float | None:
        """Return the instant at which what is shown next changes by itself, or None."""
        ...


class FullScreen:
    """The picture of view.py, painted over the whole terminal."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen

    @property
    def gone(self) -> bool:
        """True when the terminal was closed."""
        return self._screen.gone

    def enter(self) -> None:
        """Take the terminal."""
        self._screen.__enter__()

    def leave(self) -> None:
        """Give the terminal back as it was."""
        self._screen.__exit__(None, None, None)

    def heed(self, timeline: Timeline, effects: Sequence[Effect]) -> None:
        """Do nothing: the moment says it all."""

    def show(self, moment: Moment) -> None:
        """Paint what changed."""
        self._screen.paint(view.render(moment, *self._screen.size))

    def renew(self) -> None:
        """Paint the next picture whole."""
        self._screen.forget()

    def ring(self) -> None:
        """Ring the terminal's bell."""
        self._screen.ring()

    def tell(self, notice: str) -> None:
        """Do nothing: the notice stands in the picture."""

    def next_change_at(self, moment: Moment) -> float | None:
        """Return the instant of the next second, or None while the picture stands still."""
        return next_change_at(moment)
