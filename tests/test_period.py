from datetime import date, datetime

import pytest
from exports import SESSION
from msgspec.structs import replace

from sciatica_stretch.journal.period import Period, day

TODAY = date(2026, 3, 15)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2w", date(2026, 3, 1)),
        ("10d", date(2026, 3, 5)),
        ("1m", date(2026, 2, 13)),
        ("1y", date(2025, 3, 15)),
        ("0d", TODAY),
        ("2026-01-31", date(2026, 1, 31)),
        ("0001-01-01", date.min),
        ("9999-12-31", date.max),
    ],
)
def test_a_day_is_a_date_or_some_time_ago(text: str, meant: date) -> None:
    assert day(text, TODAY) == meant


@pytest.mark.parametrize("text", ["", "2", "w2", "-2w", "2026-13-01", "2026-02-30", "yesterday", "99999y", "9999y"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a day"):
        day(text, TODAY)


@pytest.mark.parametrize("began", ["2026-07-01T00:30:00+02:00", "2026-07-01T23:30:00-08:00", "2026-07-01T12:00:00Z"])
def test_a_session_is_of_the_day_on_which_it_began_by_the_clock_of_its_place(began: str) -> None:
    session = replace(SESSION, started_at=datetime.fromisoformat(began))
    before, itself, after = date(2026, 6, 30), date(2026, 7, 1), date(2026, 7, 2)

    assert Period(since=itself).has(session)
    assert Period(until=itself).has(session)
    assert not Period(until=before).has(session)
    assert not Period(since=after).has(session)


def test_a_period_that_is_over_ends_with_its_last_day_and_any_other_with_today() -> None:
    assert Period(until=date(2026, 3, 1)).last_day(TODAY) == date(2026, 3, 1)
    assert Period(until=date.max).last_day(TODAY) == TODAY
    assert Period().last_day(TODAY) == TODAY
