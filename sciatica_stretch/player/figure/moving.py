"""The figure at a moment of a session: a moment and a size in, rows of styled cells out.

The figure changes at most three times a second, and only when the second that the digits count down, or a third
of it, is over: so one waking serves both. A breath changes with the second only, and so needs no waking of its own.
"""

from collections.abc import Iterator
from itertools import islice
from math import ceil, floor

from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.core.side import Side
from sciatica_stretch.core.states import Paused, Running, left
from sciatica_stretch.core.timeline import Kind
from sciatica_stretch.player.figure.drawing import Paper, draw
from sciatica_stretch.player.figure.film import Film, load
from sciatica_stretch.player.figure.glyphs import Ink
from sciatica_stretch.player.figure.motion import frame_at, still_from
from sciatica_stretch.player.frame import Row
from sciatica_stretch.player.moment import EPSILON, Moment

A_SECOND = 3  # pictures
_SEEN_AHEAD = 60 * A_SECOND  # a rep is over by then, and so is a breath


@frozen
class Posture:
    """How somebody is to be seen: a frame of a pose's film, *flipped* for the left side."""

    pose: str
    frame: int
    flipped: bool = False


def picture(moment: Moment, columns: int, rows: int, *, calm: bool = False, ink: Ink = Ink.BRAILLE) -> tuple[Row, ...]:
    """Return the figure in *rows* rows of exactly *columns* cells; none where there is no pose, or no room.

    A *calm* figure doesn't move: it shows one posture an interval, of a move one a phase. What looks the same is the
    same object, so that whoever paints it can tell with `is`.
    """
    film = load(moment.interval.step.picture)
    if film is None:
        return ()
    seen = _posture(film, moment, _pictures_left(moment), calm=calm)
    return draw(film, seen.frame, Paper(columns, rows, flipped=seen.flipped, ink=ink))


def posture(moment: Moment, *, calm: bool = False) -> Posture | None:
    """Return the posture that `picture` draws; None where there is no pose."""
    film = load(moment.interval.step.picture)
    return _posture(film, moment, _pictures_left(moment), calm=calm) if film else None


def postures(moment: Moment, *, calm: bool = False) -> Iterator[Posture]:
    """Yield what will be seen in this interval, in that order, and then what in the next one; of each, for a minute."""
    intervals = moment.timeline.intervals
    following = moment.state.index + 1
    moments = [moment]
    if following < len(intervals):
        begins = Running(following, ends_at=intervals[following].seconds, seen_at=0.0)
        moments.append(Moment(moment.timeline, begins, 0.0, moment.desk))
    for each in moments:
        if film := load(each.interval.step.picture):
            pictures = islice(range(_pictures_left(each), 0, -1), _SEEN_AHEAD)
            yield from dict.fromkeys(_posture(film, each, number, calm=calm) for number in pictures)


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


def _posture(film: Film, moment: Moment, pictures: int, *, calm: bool) -> Posture:
    frame = _frame(film, moment, pictures, calm=calm)
    return Posture(film.name, frame, flipped=moment.interval.side is Side.LEFT)


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
