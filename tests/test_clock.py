"""The wall clock of a session that is not rehearsed."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from exports import SESSION
from msgspec.structs import replace
from test_store import posix

from sciatica_stretch.journal.record import from_json, to_json
from sciatica_stretch.player.clock import SystemClock


@pytest.fixture
def zone(request: pytest.FixtureRequest) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        yield
    time.tzset()


@posix
@pytest.mark.parametrize(
    ("zone", "offset"),
    [("XXX-1:00:30", timedelta()), ("XXX-5:45", timedelta(hours=5, minutes=45)), ("UTC0", timedelta())],
    indirect=["zone"],
)
@pytest.mark.usefixtures("zone")
def test_a_time_comes_back_from_the_log_as_the_instant_it_was_in_any_zone(offset: timedelta) -> None:
    now = SystemClock().wall()

    kept = from_json(to_json(replace(SESSION, started_at=now))).started_at

    assert kept == now
    assert kept.utcoffset() == offset
    assert abs(now - datetime.now(UTC)) < timedelta(minutes=1)
