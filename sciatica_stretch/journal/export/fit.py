"""A session as a FIT activity file, for watch accounts: written by fit-tool, which is the extra `[fit]`.

Each stretch that was reached is a lap and two sets: the way into it (rest) and the stretch (active). There is a record
every five seconds, since some services want times on a course. FIT has no words for a side of the body and for pain:
they are developer fields, in the log's own words.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zlib import crc32

from sciatica_stretch.journal.export.course import Turn, turns
from sciatica_stretch.journal.export.fit_messages import Message, Own, descriptions, file_of, message
from sciatica_stretch.journal.export.fit_names import name_of
from sciatica_stretch.journal.record import SessionRecord
from sciatica_stretch.journal.scale import When

FIRST = datetime(1989, 12, 31, tzinfo=UTC)  # where FIT's time begins
LAST = FIRST + timedelta(seconds=0xFFFF_FFFE)  # and ends, in 2126
LONGEST = timedelta(hours=24)  # of a session: there is a record each five seconds
RECORD_SECONDS = 5

_ACTIVITY_FILE = 4
_DEVELOPMENT = 255  # the manufacturer of whoever has no number from Garmin
_TIMER, _SESSION, _LAP, _ACTIVITY = 0, 8, 9, 26  # events
_START, _STOP, _STOP_ALL = 0, 1, 4  # event types
_REST, _ACTIVE = 0, 1  # set types
_MANUAL = 0  # an activity's type, and what ends a lap
_PAIN = {When.BEFORE: "pain_before", When.AFTER: "pain_after", When.NEXT_MORNING: "pain_next_morning"}


class Sport(StrEnum):
    """What the activity is called in a watch account."""

    TRAINING = "training"
    MOBILITY = "mobility"


_SPORTS = {Sport.TRAINING: (10, 19), Sport.MOBILITY: (86, 0)}  # sport and sub_sport: flexibility_training, generic


def activity(session: SessionRecord, sport: Sport = Sport.TRAINING) -> bytes:
    """Return the activity file of *session*, the same bytes each time.

    Raise StretchError where fit-tool is not installed, ValueError with the reason where FIT can't hold the session.
    """
    return file_of(list(_messages(session, *_SPORTS[sport])))


def _messages(session: SessionRecord, sport: int, sub_sport: int) -> Iterator[Message]:
    _check_that_it_fits(session)
    course = turns(session)
    start, end = session.started_at, _end(session, course)
    elapsed = (end - start).total_seconds()
    timed = elapsed - min(elapsed, sum(pause.seconds for pause in session.pauses))
    answers = {rating.when: rating.pain for rating in session.ratings}  # one a moment, also in a line edited by hand
    span = {"start_time": _ms(start), "total_elapsed_time": elapsed, "total_timer_time": timed}
    yield message(
        "file_id",
        type=_ACTIVITY_FILE,
        manufacturer=_DEVELOPMENT,
        product=0,
        serial_number=crc32(session.id.encode("utf-8", "backslashreplace")) or 1,  # 0 means none
        time_created=_ms(start),
    )
    yield from descriptions()
    yield message("event", timestamp=_ms(start), event=_TIMER, event_type=_START)
    yield from (message("record", timestamp=_ms(at)) for at in _instants(start, end))
    for index, turn in enumerate(course):
        yield from _turn(index, turn)
    yield message("event", timestamp=_ms(end), event=_TIMER, event_type=_STOP_ALL)
    yield message(
        "session",
        *[Own(_PAIN[when], pain) for when, pain in answers.items() if pain is not None],
        **span,
        message_index=0,
        timestamp=_ms(end),
        event=_SESSION,
        event_type=_STOP,
        sport=sport,
        sub_sport=sub_sport,
        first_lap_index=0,
        num_laps=len(course),
    )
    yield message(
        "activity",
        timestamp=_ms(end),
        local_timestamp=int((end + (end.utcoffset() or timedelta()) - FIRST).total_seconds()),
        total_timer_time=timed,
        num_sessions=1,
        type=_MANUAL,
        event=_ACTIVITY,
        event_type=_STOP,
    )


def _turn(index: int, turn: Turn) -> Iterator[Message]:
    side = Own("side", turn.stretch.side or "both")
    category, number = name_of(turn.stretch.step)
    named = {"category": [category]} | ({"category_subtype": [number]} if number is not None else {})
    yield message(
        "set",
        message_index=2 * index,
        timestamp=_ms(turn.work_starts_at),
        start_time=_ms(turn.starts_at),
        duration=turn.rest,
        set_type=_REST,
    )
    yield message(
        "set",
        side,
        message_index=2 * index + 1,
        timestamp=_ms(turn.ends_at),
        start_time=_ms(turn.work_starts_at),
        duration=turn.stretch.held,
        set_type=_ACTIVE,
        **named,
    )
    seconds = turn.rest + turn.stretch.held
    yield message(
        "lap",
        side,
        message_index=index,
        timestamp=_ms(turn.ends_at),
        start_time=_ms(turn.starts_at),
        total_elapsed_time=seconds,
        total_timer_time=seconds - turn.paused,
        event=_LAP,
        event_type=_STOP,
        lap_trigger=_MANUAL,
    )


def _check_that_it_fits(session: SessionRecord) -> None:
    """Raise ValueError unless FIT's time has *session* in it; a machine whose clock was lost may be in 1970."""
    if not FIRST <= session.started_at <= LAST - LONGEST:
        raise ValueError(f"FIT's time is from {FIRST:%Y} to {LAST:%Y}")
    elapsed = (session.ended_at - session.started_at).total_seconds()
    paused = sum(pause.seconds for pause in session.pauses)
    if max(elapsed, session.held + paused) > LONGEST.total_seconds():
        raise ValueError(f"it took more than {LONGEST.total_seconds() / 3600:g} hours")


def _end(session: SessionRecord, course: list[Turn]) -> datetime:
    return max([session.started_at, session.ended_at, *(turn.ends_at for turn in course)])


def _instants(start: datetime, end: datetime) -> Iterator[datetime]:
    at = start
    while at < end:
        yield at
        at += timedelta(seconds=RECORD_SECONDS)
    yield end


def _ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)
