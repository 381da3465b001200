"""The figure at a moment of a session: a moment and a size in, rows of styled cells out.

The figure changes at most three times a second, and only when the second that the digits count down, or a third
of it, is over: so one waking serves both. A breath changes with the second only, and so needs no waking of its own.
"""

from math import ceil, floor

from sciatica_stretch.core.side import Side
from sciatica_stretch.core.states import Paused, left
from sciatica_stretch.core.timeline import Kind
from sciatica_stretch.player.figure.drawing import Paper, draw
from sciatica_stretch.player.figure.film import Film, load
from sciatica_stretch.player.figure.glyphs import Ink
from sciatica_stretch.player.figure.motion import frame_at, still_from
from sciatica_stretch.player.frame import Row
from sciatica_stretch.player.moment import EPSILON, Moment

A_SECOND = 3  # pictures


def picture(moment: Moment, columns: int, rows: int, *, calm: bool = False, ink: Ink = Ink.BRAILLE) -> tuple[Row, ...]:
    """Return the figure in *rows* rows of exactly *columns* cells; none where there is no pose, or no room.

    A *calm* figure doesn't move: it shows one posture an interval, of a move one a phase. What looks the same is the
    same object, so that whoever paints it can tell with `is`.
    """
    film = load(moment.interval.step.picture)
    if film is None:
        return ()
    frame = _frame(film, moment, _pictures_left(moment), calm=calm)
    return draw(film, frame, Paper(columns, rows, flipped=moment.interval.side is Side.LEFT, ink=ink))


def next_change_at(moment: Moment, *, calm: bool = False) -> float | None:
    """Return the session's instant at which the figure next moves, or None if it won't in this interval."""
    film = load(moment.interval.step.picture)
    if film is None or isinstance(moment.state, Paused):
        return None
    still = max(0.0, moment.length - still_from(film, moment.interval, calm=calm))
    pictures, last = _pictures_left(moment), max(1, floor(still / _step(moment)))
    now = _frame(film, moment, pictures, calm=calm)
    for later in range(pictures - 1, last - 1, -1):
        if _frame(film, moment, later, calm=calm) != now:
            return moment.state.ends_at - later * _step(moment)
    return None


def _step(moment: Moment) -> float:
    """Return the seconds of the session from one picture to the next: a rehearsal's pass faster."""
    return moment.desk.rehearsal / A_SECOND


def _pictures_left(moment: Moment) -> int:
    """Return how many are to come with this one, as the digits count seconds: never 0 while there is time left."""
    return max(1, ceil(left(moment.state, moment.at) / _step(moment) - EPSILON))


def _frame(film: Film, moment: Moment, pictures: int, *, calm: bool) -> int:
    """Return the frame to be seen when so many *pictures* are left."""
    if moment.interval.kind is Kind.HOLD:
        pictures = ceil(pictures / A_SECOND) * A_SECOND
    spent = max(0.0, moment.length - pictures * _step(moment))
    return frame_at(film, moment.interval, spent, calm=calm)
