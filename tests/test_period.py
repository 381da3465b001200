from datetime import UTC, datetime, timedelta, timezone

import pytest

from sciatica_stretch.journal.period import since, until

BERLIN = timezone(timedelta(hours=1))
NOW = datetime(2026, 3, 15, 18, 30, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2w", (2026, 3, 1)),
        ("10d", (2026, 3, 5)),
        ("1m", (2026, 2, 13)),
        ("1y", (2025, 3, 15)),
        ("2026-01-31", (2026, 1, 31)),
    ],
)
def test_a_day_begins_at_its_midnight_in_the_zone_of_now(text: str, day: tuple[int, int, int]) -> None:
    assert since(text, NOW) == datetime(*day, tzinfo=BERLIN)


def test_until_takes_the_day_itself_in() -> None:
    assert until("2026-01-31", NOW) == datetime(2026, 1, 31, 23, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "2", "w2", "-2w", "2026-13-01", "yesterday", "99999y", "9999y"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a day"):
        since(text, NOW)
