"""One instant of a session, with all that showing it needs."""

from math import ceil

from sciatica_stretch.core.cues import lines
from sciatica_stretch.core.events import Reason
from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.core.states import Paused, Running, left
from sciatica_stretch.core.timeline import Interval, Timeline
from sciatica_stretch.player.keymap import DEFAULT_KEYMAP, Keymap

EPSILON = 1e-6  # an instant that float arithmetic puts a hair early has still come


@frozen
class Desk:
    """What the screen shows besides the session itself."""

    keys: bool = True  # there is a keyboard
    keymap: Keymap = DEFAULT_KEYMAP
    help: bool = False
    asking: bool = False  # "stop?" waits for its answer
    notice: str = ""
    told: str = ""  # that something was done from afar; it stands before a notice
    rule: bool = False  # it hurts, so the rule by which a stretch ends stands there
    reason: Reason = Reason.KEY  # of the pause
    flash: bool = False  # the bell's light
    rehearsal: float = 1.0

    @property
    def said(self) -> str:
        """What the person is told besides the session, "" for nothing."""
        return self.told or self.notice


@frozen
class Moment:
    """One instant of a session, with all that the screen needs to know of it."""

    timeline: Timeline
    state: Running | Paused
    at: float
    desk: Desk = Desk()

    @property
    def interval(self) -> Interval:
        """The interval under way."""
        return self.timeline.intervals[self.state.index]

    @property
    def length(self) -> float:
        """The interval's seconds, with what was added."""
        return self.interval.seconds + self.state.extended

    @property
    def shown(self) -> int:
        """The whole seconds left, as the digits show them: never 0 while there is time left."""
        return ceil(left(self.state, self.at) - EPSILON)

    @property
    def spent(self) -> float:
        """Seconds since the interval's start."""
        return self.length - left(self.state, self.at) + EPSILON

    @property
    def line(self) -> str:
        """The newest line of the interval that has been said."""
        spent = self.spent
        said = (cue.text for cue in reversed(lines(self.interval, self.state.extended)) if cue.at <= spent)
        return next(said, "")

    @property
    def session_left(self) -> int:
        """The whole seconds to the end of the session."""
        return self.shown + round(sum(each.seconds for each in self.timeline.intervals[self.state.index + 1 :]))


def next_change_at(moment: Moment) -> float | None:
    """Return the instant at which the picture next changes by itself, or None while it stands still."""
    if isinstance(moment.state, Paused):
        return None
    return moment.state.ends_at - (moment.shown - 1)
