"""Sessions counted one by one into the figures of all of them (`figures`). No files and no clock."""

import sys
from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from sciatica_stretch.core.events import Outcome
from sciatica_stretch.core.routine import Side
from sciatica_stretch.journal.figures import ALL, GOAL, Day, Figures, Sides, Streak, Week, Window, newest_day
from sciatica_stretch.journal.newest import Newest
from sciatica_stretch.journal.pain import BASELINE_RATINGS, TREND_DAYS, PainPoint, pain_figures
from sciatica_stretch.journal.record import SessionRecord
from sciatica_stretch.journal.scale import When

_RIGHT = Side.RIGHT  # bound once: to look a member up in its enumeration takes longer than to compare it
_BEFORE, _AFTER = When.BEFORE, When.AFTER
_COMPLETED = Outcome.COMPLETED


class _Sums:
    """Sessions and seconds on their way to a total."""

    __slots__ = ("days", "held", "planned", "sessions")

    def __init__(self) -> None:
        self.sessions = 0
        self.days = 0  # of a week, a bit each
        self.planned = self.held = 0.0

    def add(self, planned: float, held: float) -> None:
        """Add a session."""
        self.sessions += 1
        self.planned += planned
        self.held += held


def figures(sessions: Iterable[SessionRecord], *, today: date, goal: int = GOAL, window: Window = ALL) -> Figures:
    """Return the figures of *sessions*, which are gone through once, in whatever order they come."""
    tally = Tally(window)
    for session in sessions:
        tally.add(session)
    return tally.figures(today=today, goal=goal)


class Tally:
    """Sessions counted one by one; what it keeps grows with the weeks there are and with its *window*, not the log.

    Of pain it keeps no more than the newest *most_rated* sessions, and as many that weren't rated.
    """

    def __init__(self, window: Window = ALL, most_rated: int = sys.maxsize) -> None:
        self._window = window
        self._days_from = window.days_from.toordinal()
        self._recent_from = window.recent_from.toordinal()
        self._points_from = self._recent_from - TREND_DAYS + 1  # the first medians are of some days before, too
        self._weeks: defaultdict[int, _Sums] = defaultdict(_Sums)  # by the ordinal of their Monday
        self._days: defaultdict[int, _Sums] = defaultdict(_Sums)  # by their ordinal
        self._first: int | None = None
        self._completed = 0
        self._nothing_held = 0
        self._steps: dict[str, list[float]] = {}  # left, right, both
        self._names: dict[str, str] = {}
        self._points: Newest[PainPoint] = Newest(most_rated, _at)
        self._skipped: Newest[int] = Newest(most_rated, int)  # the days' ordinals
        self._first_rated: list[PainPoint] = []  # before a session, oldest first

    def add(self, session: SessionRecord) -> None:
        """Count *session*."""
        number = session.started_at.toordinal()
        planned = held = 0.0
        for stretch in session.stretches:  # a plain loop: there may be a million of them
            planned += stretch.planned
            held += stretch.held
        rated = self._rate(session, number)
        if not held:
            self._nothing_held += 1
            return
        self._completed += session.outcome == _COMPLETED
        if self._first is None or number < self._first:
            self._first = number
        week = self._weeks[_monday(number)]
        week.add(planned, held)
        week.days |= 1 << number % 7
        if number >= self._days_from:
            self._days[number].add(planned, held)
        if number >= self._recent_from:
            self._add_sides(session)
            if not rated:
                self._skipped.add(number)

    def _add_sides(self, session: SessionRecord) -> None:
        for stretch in session.stretches:
            seconds = stretch.held
            if not seconds:
                continue
            sums = self._steps.get(stretch.step)
            if sums is None:
                sums = self._steps[stretch.step] = [0.0, 0.0, 0.0]
                self._names[stretch.step] = stretch.name
            side = stretch.side
            sums[2 if side is None else side == _RIGHT] += seconds

    def _rate(self, session: SessionRecord, number: int) -> bool:
        """Keep what was rated of *session*, as far as it is wanted; return whether anything was."""
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
        at, first = session.started_at, self._first_rated
        early = before is not None and (len(first) < BASELINE_RATINGS or at < first[-1].at)
        if early or number >= self._points_from:
            point = PainPoint(at, before, after, next_morning)
            if early:
                insort(first, point, key=_at)
                del first[BASELINE_RATINGS:]
            if number >= self._points_from:
                self._points.add(point)
        return True

    def figures(self, *, today: date, goal: int = GOAL) -> Figures:
        """Return the figures of what was counted; weeks run up to *today*'s, which is the running one."""
        days = tuple(
            Day(date.fromordinal(number), sums.sessions, sums.planned, sums.held)
            for number, sums in sorted(self._days.items())
        )
        weeks = tuple(_weeks(self._weeks, newest_day(days, today), today, goal))
        steps = [Sides(step, self._names[step], *sums) for step, sums in self._steps.items()]
        points, skipped = self._points.oldest_first(), self._skipped.oldest_first()
        pain_from = self._complete_from(points, skipped)
        pain = pain_figures(points, skipped, self._first_rated).between(pain_from, date.max)
        return Figures(
            today=today,
            goal=goal,
            window=self._window,
            first=None if self._first is None else date.fromordinal(self._first),
            sessions=sum(sums.sessions for sums in self._weeks.values()),
            completed=self._completed,
            nothing_held=self._nothing_held,
            planned=sum(sums.planned for sums in self._weeks.values()),
            held=sum(sums.held for sums in self._weeks.values()),
            days=days,
            days_held=sum(sums.days.bit_count() for sums in self._weeks.values()),
            weeks=weeks,
            streak=_streak(weeks),
            sides=Sides("", "", *(sum(each[side] for each in self._steps.values()) for side in range(3))),
            steps=tuple(sorted(steps, key=lambda each: (-each.left - each.right - each.both, each.step))),
            pain=pain,
            pain_from=pain_from,
            earlier_ratings=self._points.left_out + (len(points) - len(pain.points) if self._points.left_out else 0),
        )

    def _complete_from(self, points: Sequence[PainPoint], skipped: Sequence[int]) -> date:
        """Return the day from which on nothing of pain was left out, of the days its first median is of, either."""
        days = [self._recent_from]
        if self._points.left_out:
            days.append(points[0].at.toordinal() + TREND_DAYS)
        if self._skipped.left_out:
            days.append(skipped[0] + 1)
        return date.fromordinal(max(days))


def _weeks(sums: Mapping[int, _Sums], newest: date, today: date, goal: int) -> Iterator[Week]:
    running, none = _monday(today.toordinal()), _Sums()
    for monday in range(min(sums, default=running + 1), _monday(newest.toordinal()) + 1, 7):
        week = sums.get(monday, none)
        kept = week.sessions >= goal
        yield Week(date.fromordinal(monday), week.sessions, week.planned, week.held, kept, monday >= running)


def _monday(number: int) -> int:
    """Return the ordinal of the Monday on or before a day's: the first day there is, of the year 1, was one."""
    return number - (number - 1) % 7


def _at(point: PainPoint) -> datetime:
    return point.at


def _streak(weeks: Iterable[Week]) -> Streak:
    now = longest = 0
    for week in weeks:
        if week.kept:
            now += 1
            longest = max(now, longest)
        elif not week.running:
            now = 0
    return Streak(now, longest)
