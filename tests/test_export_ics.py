"""ics, as two calendars read it."""

from datetime import datetime, timedelta, timezone
from typing import Any

import icalendar
import vobject
from exports import EVENING, SESSION, later
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from test_record import RECORDS

from sciatica_stretch.journal.export.ics import calendar
from sciatica_stretch.journal.rating import Note
from sciatica_stretch.journal.record import SessionRecord

DESCRIPTION = (
    'Stopped: 3 of 4 stretches, 2:03 held of 3:20 planned\nPain (0-10): before 4, after 0\nSlept badly.\nThen "better".'
)


def written(*sessions: SessionRecord) -> bytes:
    return "".join(calendar(sessions)).encode("utf-8", "backslashreplace")


def event(*sessions: SessionRecord) -> Any:
    return icalendar.Calendar.from_ical(written(*sessions)).walk("VEVENT")[0]


def test_a_session_is_an_event_from_its_start_to_its_end() -> None:
    found = event(SESSION)

    assert found["UID"] == "0b6f0e4e-2f0a-4a57-9a5e-6a3c1b7f9d21@stretch"
    assert (found.start, found.end) == (SESSION.started_at, SESSION.ended_at)
    assert (found["SUMMARY"], found["DESCRIPTION"]) == ("Hips, before bed", DESCRIPTION)
    assert (found["CLASS"], found["TRANSP"]) == ("PRIVATE", "TRANSPARENT")


def test_a_second_parser_reads_the_same() -> None:
    found = vobject.readOne(written(SESSION).decode()).vevent

    assert found.uid.value == "0b6f0e4e-2f0a-4a57-9a5e-6a3c1b7f9d21@stretch"
    assert (found.dtstart.value, found.dtend.value) == (SESSION.started_at, SESSION.ended_at)
    assert (found.summary.value, found.description.value) == ("Hips, before bed", DESCRIPTION)


def test_the_same_session_is_the_same_event_until_more_is_said_of_it() -> None:
    more = replace(SESSION, notes=(*SESSION.notes, Note(at=later(9000), text="Next day.")))

    assert written(SESSION) == written(SESSION)
    assert event(more)["UID"] == event(SESSION)["UID"]
    assert event(SESSION)["DTSTAMP"].dt == later(300)
    assert event(more)["DTSTAMP"].dt == event(more)["LAST-MODIFIED"].dt == later(9000)


def test_a_session_whose_clock_was_set_back_has_no_end_before_its_start() -> None:
    assert "DTEND" not in event(replace(SESSION, ended_at=EVENING))


def test_times_are_in_utc() -> None:
    assert b"DTSTART:20260301T203000Z\r\n" in written(SESSION)


def test_the_last_hour_there_is_is_no_error() -> None:
    last = datetime.max.replace(tzinfo=timezone(timedelta(hours=-1)))

    assert b"DTEND:99991231T235959Z" in written(replace(SESSION, ended_at=last, notes=()))


def test_an_empty_calendar_is_none() -> None:
    assert written() == b""


def test_text_cannot_begin_a_property_of_its_own() -> None:
    found = written(replace(SESSION, title="A\r\nATTACH:file:///etc/passwd\x85END:VEVENT\x0b,;\\n"))

    assert [line for line in found.splitlines() if line.startswith((b"ATTACH", b"END"))] == [
        b"END:VEVENT",
        b"END:VCALENDAR",
    ]
    assert event(replace(SESSION, title="a\\n;b,c\\")).get("SUMMARY") == "a\\n;b,c\\"


PRINTABLE = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=200)


@settings(max_examples=30)  # the parsers take their time
@given(PRINTABLE, PRINTABLE.filter(bool))
def test_any_words_come_back_from_a_calendar_as_they_were(title: str, note: str) -> None:
    found = event(replace(SESSION, title=title, notes=(Note(at=EVENING, text=note),)))

    assert found["SUMMARY"] == title
    assert str(found["DESCRIPTION"]).endswith(f"\n{note}")


@settings(max_examples=30)
@given(st.lists(RECORDS, min_size=1, max_size=3))
def test_any_sessions_are_a_calendar_in_lines_of_75_bytes_at_most(sessions: list[SessionRecord]) -> None:
    lines = written(*sessions).split(b"\r\n")

    assert lines.pop() == b""
    assert max(map(len, lines)) <= 75
    assert len(icalendar.Calendar.from_ical(written(*sessions)).walk("VEVENT")) == len(sessions)
