"""Which sessions are meant: those of a span of time, of one routine, or both. No files and no clock."""

import re
from datetime import date, datetime, time, timedelta

from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.journal.record import SessionRecord

_AGO = re.compile(r"(\d{1,4}) ?([dwmy])")
_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}


@frozen(kw_only=True)
class Period:
    """The sessions that begin at `since` or later and before `until`, of `routine` (its name); None means any."""

    since: datetime | None = None
    until: datetime | None = None
    routine: str | None = None

    def has(self, session: SessionRecord) -> bool:
        """Return whether *session* is meant."""
        return (
            (self.routine is None or session.routine == self.routine)
            and (self.since is None or session.started_at >= self.since)
            and (self.until is None or session.started_at < self.until)
        )

    def last_day(self, today: date) -> date:
        """Return *today*, or the last day of the period where that is over."""
        return min(today, (self.until - timedelta(days=1)).date()) if self.until else today


EVER = Period()


def since(text: str, now: datetime) -> datetime:
    """Return the start of the day that *text* names: "2w" (two weeks before *now*; also d, m, y) or "2026-11-01".

    Months are 30 days and years 365. The day is one of *now*'s own zone. Raise ValueError for anything else.
    """
    try:
        if match := _AGO.fullmatch(text):
            return _midnight(now - timedelta(days=int(match[1]) * _DAYS[match[2]]))
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=now.tzinfo)
    except (ValueError, OverflowError):
        raise ValueError(f"{text[:40]!r} is not a day") from None


def until(text: str, now: datetime) -> datetime:
    """Return the end of the day that *text* names as `since` reads it, which is the start of the next one."""
    return since(text, now) + timedelta(days=1)


def _midnight(at: datetime) -> datetime:
    return datetime.combine(at.date(), time(), at.tzinfo)
