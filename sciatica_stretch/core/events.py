"""The session machine's two doors: events go in, effects come out, both as values."""

from enum import StrEnum

from sciatica_stretch.core.cues import Tone
from sciatica_stretch.core.frozen import frozen


class Outcome(StrEnum):
    """How a session ended."""

    COMPLETED = "completed"
    STOPPED = "stopped"


class Ending(StrEnum):
    """How one attempt at an interval ended."""

    FINISHED = "finished"
    SKIPPED = "skipped"
    RESTARTED = "restarted"  # the person went back, to its start or to the one before
    STOPPED = "stopped"
    HURT = "hurt"  # the person said that it hurts


class Reason(StrEnum):
    """Why a session paused."""

    KEY = "key"
    GAP = "gap"  # the machine slept or the process was stopped
    WAIT = "wait"  # none really: the routine or the person wants it to wait before the work, until any key
    CUT_OFF = "cut-off"  # a crash, a closed terminal or a flat battery; a later start went on from there


# --- events, each with the monotonic instant at which it came


@frozen
class _At:
    at: float


@frozen
class Begin(_At):
    """The person started the session; *alone* where nobody could ever tell it to go on."""

    alone: bool = False


class Tick(_At):
    """Time passed."""

    __slots__ = ()


class TogglePause(_At):
    """Pause, or go on."""

    __slots__ = ()


class Skip(_At):
    """On to the next interval."""

    __slots__ = ()


class Back(_At):
    """To this interval's start, or in its first two seconds to the one before."""

    __slots__ = ()


class Extend(_At):
    """More of this interval."""

    __slots__ = ()


class Hurts(_At):
    """It hurts: end this stretch, and leave out what is left of it on this side."""

    __slots__ = ()


class Slept(_At):
    """The machine slept, or the process is about to be stopped: pause here."""

    __slots__ = ()


class Stop(_At):
    """End the session here."""

    __slots__ = ()


Event = Begin | Tick | TogglePause | Skip | Back | Extend | Hurts | Slept | Stop


# --- effects


@frozen
class Sound:
    """Play a tone. At most one comes of one event: after a late wake-up only the newest is heard."""

    tone: Tone


@frozen
class Say:
    """A line to say or to show."""

    text: str


@frozen
class Entered:
    """An interval began, longer than planned by *extended* seconds from its first one on."""

    index: int
    extended: float = 0.0


@frozen
class Held:
    """One attempt at an interval ended after *seconds*, of at most its length and what was added."""

    index: int
    seconds: float
    extended: float
    ending: Ending


@frozen
class Halted:
    """The session paused."""

    index: int
    reason: Reason


@frozen
class Resumed:
    """The session goes on."""

    index: int


@frozen
class Extended:
    """The person added *seconds* to the interval."""

    index: int
    seconds: float


@frozen
class Ended:
    """The session is over."""

    outcome: Outcome


Effect = Sound | Say | Entered | Held | Halted | Resumed | Extended | Ended
