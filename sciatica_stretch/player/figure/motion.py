"""Where on its film a figure is: how it gets into a pose, moves in time with the phases of a tempo, and breathes."""

from functools import lru_cache
from math import inf

from sciatica_stretch.core.routine import Phase, Reps
from sciatica_stretch.core.timeline import Interval, Kind
from sciatica_stretch.player.figure.film import Film, load

IN_SECONDS, OUT_SECONDS = 4.0, 6.0  # of one breath
_SETTLE_SECONDS = 1.0  # the set-up is to be seen before it is left
_GET_IN_SECONDS = 4.0  # after which the pose stands there: whoever looks up later sees what is wanted
_EPSILON = 1e-6


def frame_at(film: Film, interval: Interval, spent: float, *, calm: bool = False) -> int:
    """Return the number of the frame to be seen *spent* seconds into *interval*; a *calm* figure only jumps."""
    match interval.kind:
        case Kind.TRANSITION | Kind.SWITCH:
            return _start(film, interval) if calm else _getting_in(film, interval, spent)
        case Kind.REST:
            return _start(film, interval)
        case Kind.HOLD:
            return film.held if calm else _breathing(film, spent)
        case Kind.MOVE:
            return _moving(film, interval, spent, calm=calm)


def still_from(film: Film, interval: Interval, *, calm: bool = False) -> float:
    """Return how many seconds into *interval* a figure has its last posture."""
    match interval.kind:
        case Kind.TRANSITION | Kind.SWITCH if not calm:
            return _getting_in_lasts(interval)
        case Kind.HOLD if not calm and film.held != film.inhaled:
            return inf
        case Kind.MOVE:
            return inf
        case _:
            return 0.0


def _start(film: Film, interval: Interval) -> int:
    """Return where the work that *interval* is of, or leads in to, begins."""
    return film.begin if isinstance(interval.step.dose, Reps) else film.held


def _getting_in(film: Film, interval: Interval, spent: float) -> int:
    lasts = _getting_in_lasts(interval)
    settled = min(_SETTLE_SECONDS, lasts / 3)
    return _between(film.setup, _start(film, interval), (spent - settled) / (lasts - settled))


def _getting_in_lasts(interval: Interval) -> float:
    return min(_GET_IN_SECONDS, interval.seconds)


def _breathing(film: Film, spent: float) -> int:
    into = spent % (IN_SECONDS + OUT_SECONDS)
    if into < IN_SECONDS:
        return _between(film.held, film.inhaled, into / IN_SECONDS)
    return _between(film.inhaled, film.held, (into - IN_SECONDS) / OUT_SECONDS)


def _moving(film: Film, interval: Interval, spent: float, *, calm: bool) -> int:
    """Return the frame of a move: each phase leads from where the one before ended, and is there when it ends."""
    goals = _goals(film.name, interval.tempo)
    rep, into = divmod(spent + _EPSILON, interval.rep_seconds)
    came_from = goals[-1] if rep else film.begin
    for goal, phase in zip(goals, interval.tempo, strict=True):
        if into < phase.seconds:
            return goal if calm else _between(came_from, goal, into / phase.seconds)
        into -= phase.seconds
        came_from = goal
    return came_from


@lru_cache(maxsize=16)
def _goals(name: str, tempo: tuple[Phase, ...]) -> list[int]:
    """Return where each phase leads to; phases that the pose has never heard of take its own in turn."""
    film = load(name)
    assert film is not None  # noqa: S101 - whoever moves has it
    own = list(dict.fromkeys(film.phases.values())) or [film.begin]
    return [film.phases.get(phase.name.casefold(), own[number % len(own)]) for number, phase in enumerate(tempo)]


def _between(start: int, end: int, t: float) -> int:
    """Return the frame that is *t* of the way, easing in and out."""
    t = min(1.0, max(0.0, t))
    return round(start + (end - start) * t * t * (3 - 2 * t))
