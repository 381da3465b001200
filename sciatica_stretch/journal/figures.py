"""What many sessions come to, in figures: days, weeks, sides and pain. No files and no clock.

A session counts on the day on which it began, by the clock of the place it was held at: a session over midnight
counts once, and travelling moves none. Weeks begin on Monday (ISO 8601). A session of which nothing was held counts
as none, but what was rated around it does. Seconds are sums of what the records say.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.journal.pain import Pain

GOAL = 3  # sessions a week
YEAR = 53  # weeks: it begins within the first of them
RECENT = 12  # weeks


@frozen
class Window:
    """From which day on there are figures of single days, and from which of sides, steps and pain."""

    days_from: date
    recent_from: date


ALL = Window(date.min, date.min)


@frozen
class Day:
    """A day with a session on it."""

    day: date
    sessions: int
    planned: float
    held: float


@frozen
class Week:
    """A week from its Monday on, also one without a session."""

    begins: date
    sessions: int
    planned: float
    held: float
    kept: bool  # it has as many sessions as the goal says
    running: bool  # it isn't over yet

    @property
    def adherence(self) -> float | None:
        """`held / planned`, above 1 where time was added; None where nothing was planned."""
        return adherence(self.held, self.planned)


@frozen
class Streak:
    """Weeks kept in a row, up to now and at most; a running week that isn't kept yet ends no row."""

    weeks: int
    longest: int


@frozen
class Sides:
    """Seconds held of a step, or of all of them: left, right, and both sides at once."""

    step: str  # its id; "" for all steps
    name: str
    left: float
    right: float
    both: float


@frozen(kw_only=True)
class Figures:
    """All of them, for one row of sessions.

    `days` are those of the window, and so are `sides`, `steps` and `pain` (but for its baseline); all else is of all
    sessions. Where there was more of pain than was to be kept, it is that from `pain_from` on.
    """

    today: date
    goal: int
    window: Window
    first: date | None  # day with a session
    sessions: int
    completed: int
    nothing_held: int  # sessions that count as none
    planned: float
    held: float
    days: tuple[Day, ...]  # oldest first
    days_held: int  # on how many days there was a session
    weeks: tuple[Week, ...]  # from the first with a session to the running one, none left out, none that is to come
    streak: Streak
    sides: Sides
    steps: tuple[Sides, ...]  # most held first
    pain: Pain
    pain_from: date
    earlier_ratings: int  # the rated sessions that were left out for that

    @property
    def newest(self) -> date:
        """The newest day that pictures show: today, or tomorrow where a traveller has been there already."""
        return newest_day(self.days, self.today)

    @property
    def adherence(self) -> float | None:
        """`held / planned` over all sessions; None where nothing was planned."""
        return adherence(self.held, self.planned)


def lately(today: date) -> Window:
    """Return the year up to *today*, and of it the last twelve weeks, the running one included."""
    monday = today - timedelta(days=today.weekday())
    return Window(weeks_before(monday, YEAR - 1), weeks_before(monday, RECENT - 1))


def weeks_before(day: date, weeks: int) -> date:
    """Return the day so many weeks before *day*, or the first one there is."""
    return date.fromordinal(max(date.min.toordinal(), day.toordinal() - 7 * weeks))


def adherence(held: float, planned: float) -> float | None:
    """Return `held / planned`, or None where nothing was planned."""
    return held / planned if planned else None


def newest_day(days: Sequence[Day], today: date) -> date:
    """Return the newest day that pictures show: *today*, or tomorrow where one of *days*, oldest first, is that."""
    return next((day.day for day in reversed(days) if (day.day - today).days == 1), today)
