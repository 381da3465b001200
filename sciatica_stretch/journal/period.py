"""Which sessions are meant: those of a span of days, of one routine, or both. No files and no clock.

A session is of the day on which it began, by the clock of the place it was held at, as in all figures.
"""

import re
from datetime import date, timedelta
from time import strptime

from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.journal.record import SessionRecord

_AGO = re.compile(r"(\d{1,4}) ?([dwmy])")
_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}


@frozen(kw_only=True)
class Period:
    """The sessions of the days from `since` to `until`, both included, of `routine` (its name); None means any."""

    since: date | None = None
    until: date | None = None
    routine: str | None = None

    def has(self, session: SessionRecord) -> bool:
        """Return whether *session* is meant."""
        if self.routine is not None and session.routine != self.routine:
            return False
        day = session.started_at.date()
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)

    def last_day(self, today: date) -> date:
        """Return *today*, or the last day of the period where that is over."""
        return min(today, self.until) if self.until else today


EVER = Period()


def day(text: str, today: date) -> date:
    """Return the day that *text* names: "2w" (two weeks before *today*; also d, m, y) or "2026-11-01".

    Months are 30 days and years 365. Raise ValueError for anything else.
    """
    try:
        if match := _AGO.fullmatch(text):
            return today - timedelta(days=int(match[1]) * _DAYS[match[2]])
        return date(*strptime(text, "%Y-%m-%d")[:3])
    except (ValueError, OverflowError):
        raise ValueError(f"{text[:40]!r} is not a day") from None
