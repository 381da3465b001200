"""csv, as others read it."""

import csv
import io
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pytest
from exports import EVENING, SESSION
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from test_record import RECORDS

from sciatica_stretch.journal.export.formats import Export
from sciatica_stretch.journal.export.rows import HOLD_COLUMNS, SESSION_COLUMNS, each_hold, each_session
from sciatica_stretch.journal.rating import Note
from sciatica_stretch.journal.record import SessionRecord


def read(chunks: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(chunks, newline="")))


def session_row(session: SessionRecord) -> dict[str, str]:
    return read("".join(each_session([session])))[0]


def test_a_session_is_a_row_and_each_column_says_what_it_names() -> None:
    assert session_row(SESSION) == {
        "id": "0b6f0e4e-2f0a-4a57-9a5e-6a3c1b7f9d21",
        "device": "desk-1a2b",
        "routine": "hips-2",
        "title": "Hips, before bed",
        "routine_hash": "sha256:9f2c41d07be0",
        "started_at": "2026-03-01T21:30:00+01:00",
        "ended_at": "2026-03-01T21:33:20+01:00",
        "outcome": "stopped",
        "interrupted": "false",
        "first_side": "right",
        "pace": "1.5",
        "from_step": "",
        "only_steps": "half-pigeon;rest",
        "stretches": "4",
        "reached": "3",
        "skipped": "1",
        "hurt": "1",
        "planned_seconds": "200.0",
        "held_seconds": "122.6",
        "extended_seconds": "15.0",
        "adherence": "0.613",
        "held_left_seconds": "41.5",
        "held_right_seconds": "75.0",
        "held_both_seconds": "6.1",
        "pauses": "1",
        "paused_seconds": "12.5",
        "pain_before": "4",
        "reach_before": "thigh",
        "side_before": "right",
        "pain_after": "0",
        "reach_after": "none",
        "side_after": "",
        "pain_next_morning": "",
        "reach_next_morning": "",
        "side_next_morning": "",
        "notes": 'Slept badly.\nThen "better".',
        "version": "0.1.0",
    }


def test_a_stretch_is_a_row_also_one_that_was_never_reached() -> None:
    rows = read("".join(each_hold([SESSION])))

    assert [row["held_seconds"] for row in rows] == ["75.0", "41.5", "6.1", "0.0"]
    assert rows[2] == {
        "session_id": SESSION.id,
        "started_at": "2026-03-01T21:30:00+01:00",
        "routine": "hips-2",
        "number": "3",
        "step": "downdog-wag",
        "name": "Downward dog",
        "side": "both",
        "set_number": "2",
        "kind": "move",
        "planned_seconds": "48.0",
        "held_seconds": "6.1",
        "extended_seconds": "0.0",
        "skipped": "false",
        "hurt": "true",
    }


def test_what_was_not_answered_is_an_empty_cell_and_a_zero_is_a_zero() -> None:
    row = session_row(SESSION)

    assert (row["pain_after"], row["pain_next_morning"]) == ("0", "")


def test_a_session_of_a_routine_without_work_has_no_adherence() -> None:
    assert session_row(replace(SESSION, stretches=()))["adherence"] == ""


@pytest.mark.parametrize("text", ["=SUM(A1)", "+1", "-1", "@x", "\tx", "\r=x", "\n=x"])
def test_text_that_a_spreadsheet_would_calculate_is_made_text(text: str) -> None:
    session = replace(SESSION, title=text, device=text, notes=(Note(at=EVENING, text=text),))

    row = session_row(session)

    assert (row["title"], row["device"], row["notes"]) == (f"'{text}", f"'{text}", f"'{text}")


@pytest.mark.parametrize("text", ["a=b", "5-2", "'quoted'", ""])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert session_row(replace(SESSION, title=text))["title"] == text


def test_without_a_session_there_is_the_heading_alone() -> None:
    assert list(each_session([])) == [",".join(SESSION_COLUMNS) + "\r\n"]
    assert list(each_hold([])) == [",".join(HOLD_COLUMNS) + "\r\n"]


@given(st.lists(RECORDS, max_size=3))
def test_any_sessions_are_whole_rows_of_all_columns_in_lines_that_end_as_rfc_4180_says(
    sessions: list[SessionRecord],
) -> None:
    for write, columns, count in (
        (each_session, SESSION_COLUMNS, len(sessions)),
        (each_hold, HOLD_COLUMNS, sum(len(session.stretches) for session in sessions)),
    ):
        chunks = list(write(sessions))
        table = list(csv.reader(io.StringIO("".join(chunks), newline=""), strict=True))

        assert all(chunk.endswith("\r\n") for chunk in chunks)
        assert [len(row) for row in table] == [len(columns)] * (count + 1)


@given(RECORDS)
def test_no_cell_of_any_session_begins_a_formula(session: SessionRecord) -> None:
    cells = session_row(session).values()

    assert [cell for cell in cells if cell[:1] and cell[0] in "=+-@\t\r\n"] == []


def test_times_have_their_zone_and_are_read_back_as_the_same_instant() -> None:
    row = session_row(SESSION)

    assert datetime.fromisoformat(row["started_at"]) == SESSION.started_at
    assert datetime.fromisoformat(row["started_at"]).utcoffset() == SESSION.started_at.utcoffset()


@pytest.mark.parametrize("write", [each_session, each_hold])
@pytest.mark.parametrize("library", ["duckdb", "pandas"])
def test_another_program_reads_each_cell_as_it_was_and_numbers_as_numbers(
    library: str, write: Export, tmp_path: Path
) -> None:
    reader = pytest.importorskip(library, reason=f"{library} is too large to install for one test")
    stretches = (replace(SESSION.stretches[0], name='=A1, then\n"hold"'), *SESSION.stretches[1:])
    hard = replace(SESSION, title="=SUM(A1), ü", notes=(Note(at=EVENING, text='one,\r\n"two"'),), stretches=stretches)
    path = tmp_path / "log.csv"
    path.write_text("".join(write([SESSION, hard])), encoding="utf-8", newline="")

    if library == "duckdb":
        table = reader.sql(f"select * from '{path}'")
        rows = [dict(zip(table.columns, row, strict=True)) for row in table.fetchall()]
    else:
        rows = reader.read_csv(path).astype(object).fillna("").to_dict("records")

    assert [list(map(plain, row.values())) for row in rows] == [
        list(map(plain, row.values())) for row in read(path.read_bytes().decode())
    ]
    assert all(isinstance(row["held_seconds"], float) for row in rows)


def plain(cell: object) -> object:
    """Return *cell* as a number, an instant, or as text: programs differ in what they take the empty ones for."""
    text = "" if cell is None else str(cell)
    for kind in (float, datetime.fromisoformat):
        with suppress(ValueError):
            return kind(text)
    return text.lower() if text in {"True", "False"} else text
