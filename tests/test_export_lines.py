"""json and jsonl: nothing is lost."""

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

import pytest
from exports import SESSION
from hypothesis import given
from hypothesis import strategies as st
from test_record import RECORDS

from sciatica_stretch.journal.export.ics import calendar
from sciatica_stretch.journal.export.lines import array, each_line
from sciatica_stretch.journal.export.rows import each_hold, each_session
from sciatica_stretch.journal.record import SessionRecord, from_json, from_row


def as_bytes(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")  # as it is delivered


@given(st.lists(RECORDS, max_size=3))
def test_any_sessions_come_back_from_their_lines_as_they_were(sessions: list[SessionRecord]) -> None:
    file = as_bytes("".join(each_line(sessions)))

    assert [from_json(line.decode()) for line in file.split(b"\n")[:-1]] == sessions


@given(st.lists(RECORDS, max_size=3))
def test_any_sessions_come_back_from_the_array_as_they_were(sessions: list[SessionRecord]) -> None:
    file = as_bytes("".join(array(sessions)))

    assert [from_row(row) for row in json.loads(file)] == sessions


def test_each_object_of_the_array_is_on_a_line_of_its_own() -> None:
    assert len("".join(array([SESSION, SESSION])).splitlines()) == 4


@pytest.mark.parametrize("write", [each_line, array, each_session, each_hold, calendar])
def test_sessions_go_out_one_by_one_as_they_come_in(write: Callable[[Iterable[SessionRecord]], Iterator[str]]) -> None:
    taken: list[SessionRecord] = []

    def sessions() -> Iterator[SessionRecord]:
        for _ in range(9):
            taken.append(SESSION)
            yield SESSION

    chunks = write(sessions())
    first = "".join(islice(chunks, 2))

    assert "half-pigeon" in first or "Hips" in first
    assert len(taken) <= 2
