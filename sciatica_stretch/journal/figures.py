"""What many sessions come to, in figures: days, weeks, sides and pain. No files and no clock.

A session counts on the day on which it began, by the clock of the place it was held at: a session over midnight
counts once, and travelling moves none. Weeks begin on Monday (ISO 8601). A session of which nothing was held counts
as none, but what was rated around it does. Seconds are sums of what the records say.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from sciatica_stretch.core.events import Outcome
from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.core.routine import Side
from sciatica_stretch.journal.pain import Pain, PainPoint, pain_figures
from sciatica_stretch.journal.rating import When
from sciatica_stretch.journal.record import SessionRecord

GOAL = 3  # sessions a week
_RIGHT = Side.RIGHT  # bound once: to look a member up in its enumeration takes longer than to compare it
_BEFORE, _AFTER = When.BEFORE, When.AFTER
_COMPLETED = Outcome.COMPLETED


class _Sums:
    """Sessions and seconds on their way to a total."""

    __slots__ = ("held", "planned", "sessions")

    def __init__(self) -> None:
        self.sessions = 0
        self.planned = self.held = 0.0


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
    """All of them, for one row of sessions."""

    today: date
    goal: int
    sessions: int
    completed: int
    nothing_held: int  # sessions that count as none
    planned: float
    held: float
    days: tuple[Day, ...]  # oldest first
    weeks: tuple[Week, ...]  # from the first with a session to the running one, none left out
    streak: Streak
    sides: Sides
    steps: tuple[Sides, ...]  # most held first
    pain: Pain

    @property
    def newest(self) -> date:
        """The newest day that pictures show: today, or tomorrow where a traveller has been there already."""
        return next((day.day for day in reversed(self.days) if (day.day - self.today).days == 1), self.today)

    @property
    def adherence(self) -> float | None:
        """`held / planned` over all sessions; None where nothing was planned."""
        return adherence(self.held, self.planned)


def figures(sessions: Iterable[SessionRecord], *, today: date, goal: int = GOAL) -> Figures:
    """Return the figures of *sessions*, which are gone through once, in whatever order they come."""
    tally = Tally()
    for session in sessions:
        tally.add(session)
    return tally.figures(today=today, goal=goal)


def adherence(held: float, planned: float) -> float | None:
    """Return `held / planned`, or None where nothing was planned."""
    return held / planned if planned else None


class Tally:
    """Sessions counted one by one; what it keeps grows with days and ratings, not with stretches."""

    def __init__(self) -> None:
        self._days: dict[int, _Sums] = {}  # by the day's ordinal
        self._steps: dict[str, list[float]] = {}  # left, right, both
        self._names: dict[str, str] = {}
        self._completed = 0
        self._nothing_held = 0
        self._points: list[PainPoint] = []
        self._skipped: list[int] = []  # the days' ordinals

    def add(self, session: SessionRecord) -> None:
        """Count *session*. One loop over its stretches: there may be a million of them."""
        planned = held = 0.0
        steps = self._steps
        for stretch in session.stretches:
            planned += stretch.planned
            seconds = stretch.held
            if seconds:
                held += seconds
                sums = steps.get(stretch.step)
                if sums is None:
                    sums = steps[stretch.step] = [0.0, 0.0, 0.0]
                    self._names[stretch.step] = stretch.name
                side = stretch.side
                sums[2 if side is None else side == _RIGHT] += seconds
        rated = self._rate(session)
        if not held:
            self._nothing_held += 1
            return
        self._completed += session.outcome == _COMPLETED
        number = session.started_at.toordinal()
        if not rated:
            self._skipped.append(number)
        day = self._days.get(number)
        if day is None:
            day = self._days[number] = _Sums()
        day.sessions += 1
        day.planned += planned
        day.held += held

    def _rate(self, session: SessionRecord) -> bool:
        """Keep what was rated of *session*; return whether anything was."""
        before = after = next_morning = None
        for rating in session.ratings:
            when = rating.when
            if when == _BEFORE:
                before = rating.pain
            elif when == _AFTER:
                after = rating.pain
            else:
                next_morning = rating.pain
        if before is None and after is None and next_morning is None:
            return False
        self._points.append(PainPoint(session.started_at, before, after, next_morning))
        return True

    def figures(self, *, today: date, goal: int = GOAL) -> Figures:
        """Return the figures of what was counted; weeks run up to *today*'s, which is the running one."""
        days = [
            Day(date.fromordinal(number), sums.sessions, sums.planned, sums.held)
            for number, sums in sorted(self._days.items())
        ]
        weeks = tuple(_weeks(days, today, goal))
        steps = [Sides(step, self._names[step], *sums) for step, sums in self._steps.items()]
        return Figures(
            today=today,
            goal=goal,
            sessions=sum(day.sessions for day in days),
            completed=self._completed,
            nothing_held=self._nothing_held,
            planned=sum(day.planned for day in days),
            held=sum(day.held for day in days),
            days=tuple(days),
            weeks=weeks,
            streak=_streak(weeks),
            sides=Sides("", "", *(sum(each[side] for each in self._steps.values()) for side in range(3))),
            steps=tuple(sorted(steps, key=lambda each: (-each.left - each.right - each.both, each.step))),
            pain=pain_figures(self._points, self._skipped),
        )


def _weeks(days: Sequence[Day], today: date, goal: int) -> Iterator[Week]:
    if not days:
        return
    by_week: dict[int, _Sums] = {}
    for day in days:
        week = by_week.setdefault(_monday(day.day), _Sums())
        week.sessions += day.sessions
        week.planned += day.planned
        week.held += day.held
    running, none = _monday(today), _Sums()
    for monday in range(_monday(days[0].day), max(running, _monday(days[-1].day)) + 1, 7):
        week = by_week.get(monday, none)
        kept = week.sessions >= goal
        yield Week(date.fromordinal(monday), week.sessions, week.planned, week.held, kept, monday >= running)


def _monday(day: date) -> int:
    """Return the ordinal of the Monday on or before *day*; the first day there is, of the year 1, is one."""
    return day.toordinal() - day.weekday()


def _streak(weeks: Iterable[Week]) -> Streak:
    now = longest = 0
    for week in weeks:
        if week.kept:
            now += 1
            longest = max(now, longest)
        elif not week.running:
            now = 0
    return Streak(now, longest)
