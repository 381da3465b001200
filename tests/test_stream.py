"""The cheap walk over the log agrees with the plain reading of it, whatever is in there."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from exports import AS_WRITTEN, SESSION
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace
from test_record import RECORDS

from sciatica_stretch.core.events import Outcome, Reason
from sciatica_stretch.core.routine import Side
from sciatica_stretch.core.timeline import Kind, Options
from sciatica_stretch.journal import corrections, line_reader, record
from sciatica_stretch.journal.corrections import Correction, Forgotten
from sciatica_stretch.journal.entries import Begun, Planned, to_line
from sciatica_stretch.journal.index import Index, encoded, session_of
from sciatica_stretch.journal.line_reader import read_line
from sciatica_stretch.journal.lines import from_line
from sciatica_stretch.journal.rating import Note, Rating
from sciatica_stretch.journal.reading import LogProblem, read
from sciatica_stretch.journal.record import PauseRecord, SessionRecord, StretchRecord
from sciatica_stretch.journal.scale import Legs, Reach, When
from sciatica_stretch.journal.stream import stream

SEVEN = datetime(2026, 3, 1, 7, 0, tzinfo=UTC)


def after(minutes: int) -> datetime:
    return SEVEN + timedelta(minutes=minutes)


def stretch(side: Side | None = Side.LEFT, held: float = 60.0) -> StretchRecord:
    return StretchRecord(
        step="pigeon",
        name='Half "pigeon"',
        side=side,
        set_number=1,
        kind=Kind.HOLD,
        planned=60.0,
        held=held,
        extended=0.0,
        skipped=False,
    )


def session(name: str = "a", minutes: int = 0, *, interrupted: bool = False) -> SessionRecord:
    return SessionRecord(
        id=name,
        device="desk",
        routine="hips",
        title="Hips",
        routine_hash="sha256:00",
        started_at=after(minutes),
        ended_at=after(minutes + 10),
        outcome=Outcome.COMPLETED,
        interrupted=interrupted,
        options=AS_WRITTEN,
        stretches=(stretch(), stretch(Side.RIGHT, 41.5), stretch(None, 0.0)),
        pauses=(PauseRecord(stretch=1, seconds=2.5, reason=Reason.KEY),),
        ratings=(Rating(when=When.BEFORE, at=after(minutes), pain=0, reach=Reach.FOOT, side=Legs.BOTH),),
        notes=(Note(at=after(minutes), text='a {b},{c} \\ "stretches":[{'),),
        version="0.1.0",
    )


def said(name: str, of: str, what: Rating | Note | Forgotten) -> bytes:
    return corrections.to_line(Correction(id=name, session=of, device="desk", what=what)).encode()


LINE = record.to_json(session()).encode()
BARE = record.to_json(replace(session(), notes=(), stretches=(replace(stretch(), name="Cat"),))).encode()
RATED = said("1", "a", session().ratings[0])


TOKENS = [
    *(b"-0", b"-0.0", b"1e-5", b"48", b"1E2", b"1e400", b"Infinity", b"[" * 2000, b"\x0b", b"\t", b"\x00"),
    *(
        b"\\ud800",
        b"\\u0041",
        b"\\u0022",
        b'"\\u0069d":"c",',
        b'"new":[1e999,"\xff"],',
        b'"hurt":true,',
        b'"ratings":[],',
    ),
    *(b'"', b"\\", b"{", b"}", b"[", b"]", b",", b":", b"},{", b'}],"pauses":', b'"stretches":[{', b'"id":"b",'),
    *(
        b"true",
        b"null",
        b"1e999",
        b"-1",
        b"NaN",
        b"0",
        b"00",
        b".000000",
        b"Z",
        b"-00:00",
        b"\0",
        b"\xff",
        b"\xef\xbb\xbf",
        b"\r",
        b" ",
        b'"entry":"note",',
    ),
]


def way(read_line: Callable[[bytes], object], line: bytes) -> object:
    try:
        return read_line(line)
    except ValueError as error:
        return str(error)


def as_line(value: object) -> bytes:
    return json.dumps({"format": 1, "id": value}).encode()


def parsed_session_of(line: bytes) -> bytes | None:
    """Return whose line it is as plainly as that can be found out."""
    try:
        found = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    session = found.get("session" if "entry" in found else "id") if isinstance(found, dict) else None
    return encoded(session) if isinstance(session, str) else None


def assert_it_is_known_by_its_session(line: bytes) -> None:
    """What can be read is known as plainly as can be; what can't be may be known by what stands in it."""
    known, plainly = session_of(line), parsed_session_of(line)
    try:
        json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        assert known is None or b'"id":"%b"' % known in line
    else:
        assert known == plainly


def long_way(line: bytes) -> SessionRecord | Correction:
    return from_line(line)


# --- one line


@pytest.mark.parametrize("line", [LINE, BARE, said("1", "a", Note(at=SEVEN, text="ü"))])
def test_a_line_says_the_same_on_both_ways(line: bytes) -> None:
    assert read_line(line) == long_way(line)


@given(RECORDS)
def test_a_line_that_was_written_is_written_as_it_stood(session: SessionRecord) -> None:
    line = record.to_json(session).encode("utf-8", "backslashreplace")

    said = read_line(line)

    assert said == session
    assert isinstance(said, SessionRecord)
    assert record.to_json(said).encode("utf-8", "backslashreplace") == line


def test_half_a_character_in_a_stretch_s_name_comes_back_as_it_was() -> None:
    odd = replace(SESSION, stretches=(stretch(), replace(stretch(), name="caf\udce9", held=0.001)))

    line = record.to_json(odd).encode("utf-8", "backslashreplace")

    assert read_line(line) == odd
    assert (
        line.replace(b"\\udce9", b"e")
        == record.to_json(replace(SESSION, stretches=(stretch(), replace(stretch(), name="cafe", held=0.001)))).encode()
    )


@pytest.mark.parametrize("line", [LINE, BARE, RATED])
def test_what_is_written_needs_no_long_way(line: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_reader, "from_line", lambda line: pytest.fail(f"the long way for {line!r}"))

    read_line(line)


@given(st.data())
def test_a_line_that_was_hurt_says_the_same_on_both_ways(data: st.DataObject) -> None:
    line = data.draw(st.sampled_from([LINE, BARE, RATED]))
    for _ in range(data.draw(st.integers(1, 3))):
        at, gone = data.draw(st.integers(0, len(line))), data.draw(st.integers(0, 4))
        line = line[:at] + data.draw(st.sampled_from(TOKENS)) + line[at + gone :]

    assert way(read_line, line) == way(long_way, line)
    assert_it_is_known_by_its_session(line)


@given(st.binary() | st.recursive(st.none() | st.text() | st.floats() | st.integers(), st.lists).map(as_line))
def test_any_bytes_say_the_same_on_both_ways(line: bytes) -> None:
    assert way(read_line, line) == way(long_way, line)
    assert_it_is_known_by_its_session(line)


def test_every_character_is_written_as_json_writes_it() -> None:
    characters = "".join(map(chr, [*range(0xD800), *range(0xE000, 0x110000)]))
    line = record.to_json(replace(SESSION, title=characters)).encode()

    said = read_line(line)

    assert isinstance(said, SessionRecord)
    assert record.to_json(said).encode() == line


@pytest.mark.parametrize(
    ("as_written", "elsewhere"),
    [
        (b"07:00:00Z", b"07:00:00+00:00"),
        (b"07:00:00Z", b"07:00:00.1234567Z"),
        (b"07:00:00Z", b"07:53:28+00:53:28"),
        (b"60.0", b"0.00001"),
    ],
)
def test_what_is_spelt_otherwise_in_a_line_is_written_as_ever(as_written: bytes, elsewhere: bytes) -> None:
    line = LINE.replace(as_written, elsewhere)
    said, values = read_line(line), long_way(line)

    assert isinstance(said, SessionRecord)
    assert isinstance(values, SessionRecord)
    assert said == values
    assert record.to_json(said) == record.to_json(values)
    assert read_line(record.to_json(said).encode()) == said


@pytest.mark.parametrize("text", ["9999-12-31T23:59:59-01:00:30", "0001-01-01T00:00:00+01:00:30"])
def test_a_time_before_or_after_all_that_can_be_counted_is_named(text: str) -> None:
    line = LINE.replace(b"2026-03-01T07:00:00Z", text.encode(), 1)

    assert [way(read_line, line), way(long_way, line)] == [f"started_at: {text!r} is not a date and time"] * 2


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-1, 11),
    st.sampled_from([1e10, 0.5, "", "left", "hold", "after", "foot", "2026-03-01", "2026-03-01T07:00:00"]),
    st.sampled_from([[], {}, [1], [{}], ["a"], {"first": None, "pace": True, "from_step": "", "only": []}]),
)


@given(st.data(), VALUES)
def test_a_value_of_another_kind_anywhere_says_the_same_on_both_ways(data: st.DataObject, value: object) -> None:
    row: dict[str, Any] = json.loads(data.draw(st.sampled_from([LINE, BARE, RATED])))
    inner: Any = row
    while True:
        key = data.draw(st.sampled_from(sorted(inner) if isinstance(inner, dict) else range(len(inner))))
        if not inner[key] or not isinstance(inner[key], dict | list) or data.draw(st.booleans()):
            break
        inner = inner[key]
    inner[key] = value
    line = json.dumps(row, separators=(",", ":")).encode()

    assert way(read_line, line) == way(long_way, line)


@pytest.mark.parametrize(
    ("line", "part", "key"),
    [
        *((LINE, ("stretches", 1), key) for key in ("step", "name", "side", "set_number", "kind", "held", "skipped")),
        *((LINE, ("options",), key) for key in ("first", "pace", "from_step", "only")),
        *((LINE, ("ratings", 0), key) for key in ("when", "at", "pain", "reach", "side")),
        *((RATED, (), key) for key in ("when", "at", "pain", "reach", "side")),
    ],
)
@pytest.mark.parametrize("misspelt", [True, False])
def test_a_key_that_is_not_there_is_named_on_both_ways(
    line: bytes, part: tuple[str | int, ...], key: str, misspelt: bool
) -> None:
    row: Any = json.loads(line)
    hurt = row
    for each in part:
        hurt = hurt[each]
    value = hurt.pop(key)
    if misspelt:
        hurt[f"{key}x"] = value
    hurt_line = json.dumps(row, separators=(",", ":")).encode()

    assert [way(read_line, hurt_line), way(long_way, hurt_line)] == [f"it has no '{key}'"] * 2


@pytest.mark.parametrize(
    "line",
    [
        b'{"a":{"stretches":[{"x":1}],"pauses":[]},"stretches":[]}',
        b'{"stretches":[],"a":"x","stretches":[{"x":1}],"pauses":[]}',
        LINE.replace(b'"stretches":[', b'"a":{"stretches":[],"b":[', 1).replace(b'"version"', b'"c":1},"version"'),
        LINE.replace(b'"version"', b'"stretch\\u0065s":[],"version"'),
        LINE.replace(b'"stretches":[', b'"a":{"stretches":[', 1)
        .replace(b'"ratings"', b'"c":1},"stretches":[],"ratings"')
        .replace(b'"ratings"', b'"pauses":[],"ratings"'),
        LINE.replace(b'"options"', b'"stretches":[{}],"pauses":[],"options"', 1),
        b'["stretches",{"a":"stretches":[{}],"pauses":1}]',
        b'{"stretches":[{"a":1},{"b":2}],"pauses":[]} x',
        b"[" * 3000 + LINE,
    ],
)
def test_a_line_that_only_looks_like_ours_says_the_same_on_both_ways(line: bytes) -> None:
    assert way(read_line, line) == way(long_way, line)


# --- which session a line is of


@pytest.mark.parametrize(
    ("line", "speaks_of"),
    [
        (LINE, b"a"),
        (said("1", "b", Note(at=SEVEN, text='"session":"c"')), b"b"),
        (b'{"format":1,"id":"a","id":"b"}', b"b"),
        (b'{"format":1,"id":"a","\\u0069d":"b"}', b"b"),
        (b'{"format":1,"id":"a","entry":"note","session":"b"}', b"b"),
        (b'{"format":1,"entry":"note","id":"a","session":"b","session":"c"}', b"c"),
        (b'\xef\xbb\xbf{"id": "a"}', b"a"),
        (b'{"id": "\\udce9"}', encoded("\udce9")),
        (b'{"id": 5}', None),
        (b"[]", None),
        (b"\0\0", None),
    ],
)
def test_a_line_is_known_by_the_session_it_speaks_of(line: bytes, speaks_of: bytes | None) -> None:
    assert session_of(line) == speaks_of


def test_an_index_finds_all_lines_of_a_session_and_few_others() -> None:
    index = Index()
    for place in range(5000):
        index.add(b'{"format":1,"id":"s%d"}' % (place % 2500), place)
    index.sort()

    found = [index.places(b"s%d" % number) for number in range(2500)]

    assert all({number, number + 2500} <= set(places) for number, places in enumerate(found))
    assert sum(map(len, found)) <= 5010  # two ids with one code are one in a million
    assert index.places(b"none") == []


# --- the whole log


def begun(name: str, minutes: int) -> str:
    plan = (Planned(step="pigeon", name="Pigeon", side=None, set_number=1, kind=Kind.HOLD, seconds=60.0),)
    return to_line(
        0,
        Begun(
            at=after(minutes),
            id=name,
            device="desk",
            routine="hips",
            title="Hips",
            routine_hash="sha256:00",
            options=Options(),
            version="0.1.0",
            plan=plan,
        ),
    )


NAMES = st.sampled_from("abc")
MINUTES = st.integers(0, 3)
SAID = st.one_of(
    st.builds(
        Rating,
        when=st.sampled_from(When),
        at=st.builds(after, MINUTES),
        pain=st.one_of(st.none(), MINUTES),
        reach=st.none(),
        side=st.none(),
    ),
    st.builds(Note, at=st.builds(after, MINUTES), text=st.sampled_from(["", "ä", '"id":"b"', "\n"])),
    st.builds(Forgotten, at=st.just(SEVEN)),
)
LINES = st.one_of(
    st.builds(session, NAMES, MINUTES, interrupted=st.booleans()).map(lambda each: record.to_json(each).encode()),
    st.builds(said, st.sampled_from("12345"), NAMES, SAID),
    st.builds(said, st.sampled_from("12345"), NAMES, SAID),
    st.sampled_from([b"", b"  ", b"\0\0\0", b"\xff junk", LINE[:-40], LINE.replace(b'"format":1', b'"format":2')])
    | st.just(LINE.replace(b'"held":60.0', b'"held":"x"')),
)
LOGS = st.dictionaries(st.sampled_from(["desk", "laptop"]), st.lists(LINES, max_size=8))


@given(LOGS, st.dictionaries(NAMES, MINUTES), st.sampled_from([b"\n", b"\r\n"]), st.booleans())
@example({"desk": [LINE, LINE], "laptop": [LINE]}, {}, b"\n", False)
def test_the_stream_finds_what_reading_finds(
    logs: dict[str, list[bytes]], checkpoints: dict[str, int], newline: bytes, torn: bool
) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        for kind in ("log", "checkpoint"):
            (folder / kind).mkdir()
        for device, lines in logs.items():
            tail = LINE[:60] if torn else b""
            (folder / "log" / f"{device}.jsonl").write_bytes(b"".join(line + newline for line in lines) + tail)
        for each, minutes in checkpoints.items():
            (folder / "checkpoint" / f"{each}.jsonl").write_text(begun(each, minutes) + "\n")
        reading = read(folder)
        problems: list[LogProblem] = []

        found = list(stream(folder, problems))

    assert sorted(found, key=lambda each: (each.started_at, each.id)) == list(reading.sessions)
    assert sorted(problems, key=repr) == sorted(reading.problems, key=repr)


def test_the_logs_of_two_devices_come_merged_by_time(tmp_path: Path) -> None:
    (tmp_path / "log").mkdir()
    for device, minutes in (("desk", (0, 20, 40)), ("laptop", (10, 30))):
        lines = [record.to_json(session(f"{minute}", minute)) for minute in minutes]
        (tmp_path / "log" / f"{device}.jsonl").write_text("".join(f"{line}\n" for line in lines))

    assert [each.id for each in stream(tmp_path, [])] == ["0", "10", "20", "30", "40"]


def test_what_is_written_while_the_log_is_read_is_not_read(tmp_path: Path) -> None:
    log = tmp_path / "log" / "desk.jsonl"
    log.parent.mkdir()
    log.write_bytes(LINE + b"\n")

    sessions = stream(tmp_path, [])
    first = next(sessions)
    with log.open("ab") as file:
        file.write(LINE.replace(b'"id":"a"', b'"id":"b"') + b"\n" + said("1", "a", Forgotten(at=SEVEN)) + b"\n")

    assert first.id == "a"
    assert list(sessions) == []


def test_a_folder_that_is_not_there_streams_nothing(tmp_path: Path) -> None:
    assert list(stream(tmp_path / "missing", [])) == []
