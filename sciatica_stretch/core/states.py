"""What a session can be. A running one knows when its interval ends, and never counts down."""

from sciatica_stretch.core.events import Outcome
from sciatica_stretch.core.frozen import frozen


@frozen
class Ready:
    """Nothing has begun."""


@frozen
class CutOff:
    """The session was cut off in the interval at *index*, and waits to go on."""

    index: int


@frozen
class Running:
    """An interval is under way; *extended* of its seconds were added by the person."""

    index: int
    ends_at: float
    seen_at: float
    extended: float = 0.0


@frozen
class Paused:
    """An interval waits with *left* seconds to go."""

    index: int
    left: float
    extended: float = 0.0


@frozen
class Waiting(Paused):
    """Work stands ready, all of it to go, until the person says that they are in position."""


@frozen
class Over:
    """Nothing more will happen."""

    outcome: Outcome


State = Ready | CutOff | Running | Paused | Over  # a Waiting is a Paused


def left(state: Running | Paused, at: float) -> float:
    """Return the seconds left of the current interval at the instant *at*."""
    return state.left if isinstance(state, Paused) else min(max(state.ends_at - at, 0.0), state.ends_at - state.seen_at)
