import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciatica_stretch.core.duration import clock, format_duration, parse_duration


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("45s", 45), ("1m30s", 90), ("1:30", 90), ("90", 90), ("2m", 120), ("1h", 3600), ("1:02:03", 3723), ("2.5s", 2.5)],
)
def test_a_duration_can_be_written_in_the_ways_people_write_it(text: str, seconds: float) -> None:
    assert parse_duration(text) == seconds


@pytest.mark.parametrize(
    "text",
    ["", "thirty", "30 s", "-5s", "0", "0s", "1:75", "1:5", "s", "m", "1s30m", "1e3", "nan", "inf", "٣٠", "9" * 40],
)
def test_what_is_not_a_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_duration(text)


@given(st.integers(1, 100_000).map(lambda tenths: tenths / 10))
def test_a_duration_reads_back_as_it_was_written(seconds: float) -> None:
    assert parse_duration(format_duration(seconds)) == pytest.approx(seconds)


def test_a_clock_has_hours_only_when_there_are_some() -> None:
    assert [clock(seconds) for seconds in (0, 45, 780, 3723)] == ["0:00", "0:45", "13:00", "1:02:03"]
