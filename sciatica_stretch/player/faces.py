"""Where a session shows itself; the full screen is here, plain.py has the other one."""

from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Protocol

from rich.cells import cell_len

from sciatica_stretch.core.events import Effect
from sciatica_stretch.core.timeline import Timeline
from sciatica_stretch.player import view
from sciatica_stretch.player.frame import COVERED, Frame, Picture, Row
from sciatica_stretch.player.look import Look
from sciatica_stretch.player.moment import Moment, next_change_at
from sciatica_stretch.player.screen import Screen

if TYPE_CHECKING:
    from sciatica_stretch.player.graphics.gallery import Gallery

_WIDE = "日"  # rich imports the widths of letters when it is first asked for that of one which isn't ASCII


class Face(Protocol):
    """Where a session shows itself."""

    @property
    def gone(self) -> bool:
        """True when nobody can see it any more: the terminal or the pipe was closed."""
        ...

    @property
    def owes(self) -> bool:
        """True while the last picture was not taken, and there still is somebody to see it."""
        ...

    def enter(self) -> None:
        """Take the terminal."""
        ...

    def leave(self) -> None:
        """Give the terminal back as it was."""
        ...

    def open(self) -> None:
        """Be ready for all that will be shown. Called once the first picture stands, for it may take its time."""
        ...

    def ask(self) -> bool:
        """Ask the terminal what has to be known of it; return whether it is going to answer, by the keyboard."""
        ...

    def hear(self, answer: str) -> None:
        """Take in what the terminal says of itself."""
        ...

    def filenos(self) -> Sequence[int]:
        """Return the descriptors that are readable when something is there that is missing in the picture."""
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
    """The picture of view.py, painted over the whole terminal; *smooth* opens the gallery of smooth pictures."""

    def __init__(
        self,
        screen: Screen,
        look: Look,
        *,
        has_braille: bool = True,
        smooth: "Callable[[], Gallery | None] | None" = None,
    ) -> None:
        self._screen = screen
        self._look = look
        self._has_braille = has_braille
        self._smooth = smooth
        self._gallery: Gallery | None = None
        self._picture: Picture | None = None  # what covers the figure's place in the frame at hand
        self._draws = False  # a figure, in the frame at hand
        self._frame: Frame | None = None
        self._words: object = None  # what all of the frame but the figure follows from

    @property
    def gone(self) -> bool:
        """True when the terminal was closed."""
        return self._screen.gone

    @property
    def owes(self) -> bool:
        """True while the last picture was not taken, and there still is somebody to see it."""
        return self._screen.owes

    def enter(self) -> None:
        """Take the terminal."""
        self._screen.__enter__()

    def leave(self) -> None:
        """Give the terminal back as it was."""
        self._screen.__exit__(None, None, None)
        if self._gallery:
            self._gallery.leave()

    def open(self) -> None:
        """Have all at hand that later pictures are made of: the figure, smooth pictures, the widths of letters."""
        from sciatica_stretch.player import figure as figure  # noqa: PLC0415, PLC0414 - behind the first picture

        cell_len(_WIDE)
        self._gallery = self._smooth() if self._smooth else None

    def ask(self) -> bool:
        """Ask the terminal for what smooth pictures need to know, where some are wanted."""
        question = self._gallery.question() if self._gallery else ""
        if not question or not self._screen.ask(question):
            return False
        self._screen.forget()  # a terminal may show what it doesn't understand
        return True

    def hear(self, answer: str) -> None:
        """Take in what the terminal says of itself: the next picture heeds it."""
        if self._gallery:
            if self._gallery.hear(answer):
                self._screen.forget()
            self._screen.projector = self._gallery.projector

    def filenos(self) -> Sequence[int]:
        """Return what is readable when a smooth picture is there that is missing."""
        return self._gallery.filenos() if self._gallery and self._draws else ()

    def heed(self, timeline: Timeline, effects: Sequence[Effect]) -> None:
        """Do nothing: the moment says it all."""

    def show(self, moment: Moment) -> None:
        """Paint what changed."""
        frame = self._framed(moment)
        self._screen.paint(frame.hanging(self._picture) if self._picture else frame)
        if self._picture and self._screen.stalled and self._gallery:
            self._gallery.fail()

    def _framed(self, moment: Moment) -> Frame:
        """Return all that is to be seen but the smooth picture."""
        words = view.words(moment), self._screen.size
        self._picture, self._draws = None, False
        if not self._frame:
            self._frame = view.render(moment, *words[1], self._look, _room_for_figure)
        elif words == self._words:
            self._frame = view.moved(self._frame, moment, self._look, self._drawing)
        else:
            self._frame, self._words = view.render(moment, *words[1], self._look, self._drawing), words
        return self._frame

    def renew(self) -> None:
        """Paint the next picture whole."""
        self._screen.forget()

    def ring(self) -> None:
        """Ring the terminal's bell."""
        self._screen.ring()

    def tell(self, notice: str) -> None:
        """Do nothing: the notice stands in the picture."""

    def next_change_at(self, moment: Moment) -> float | None:
        """Return the instant of the next second, or of the figure's next posture; None while all stands still."""
        changes = [next_change_at(moment)]
        if self._frame and self._frame.moving is not None and not self._look.calm:
            from sciatica_stretch.player import figure  # noqa: PLC0415 - behind the first picture

            changes.append(figure.next_change_at(moment, calm=self._look.calm))
        return min((at for at in changes if at is not None), default=None)

    def _drawing(self, moment: Moment, columns: int, rows: int) -> tuple[Row, ...]:
        from sciatica_stretch.player import figure  # noqa: PLC0415 - behind the first picture

        in_cells = self._screen.stalled  # what was too much for the terminal isn't tried again at once
        if self._gallery and not in_cells and (posture := figure.posture(moment, calm=self._look.calm)):
            coming = partial(figure.postures, moment, calm=self._look.calm)
            self._draws = True
            self._picture = self._gallery.picture(posture, columns, rows, coming, moment.state.index)
            if self._picture:
                return _covered(columns, rows)
        ink = figure.Ink.BRAILLE if self._has_braille else figure.Ink.BLOCKS
        return figure.picture(moment, columns, rows, calm=self._look.calm, ink=ink)


@lru_cache(maxsize=4)
def _covered(columns: int, rows: int) -> tuple[Row, ...]:
    """Return the cells below a picture: the same ones each time, so that nobody writes them again."""
    return (((" " * columns, COVERED),),) * rows


def _room_for_figure(moment: Moment, columns: int, rows: int) -> tuple[Row, ...]:
    """Return the room where the first picture's figure will be: to read and draw it takes longer than the rest."""
    return (((" " * columns, ""),),) * rows if moment.interval.step.picture else ()
