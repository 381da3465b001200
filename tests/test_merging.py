"""`stretch import-log`: logs are merged in any order and any number of times, and it comes to the same."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from exports import EVENING, LEFT, RIGHT, SESSION, later
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from test_cli import Desk
from test_record import RECORDS

from sciatica_stretch import disk
from sciatica_stretch.journal.corrections import Correction, Forgotten, What, to_line
from sciatica_stretch.journal.export.lines import array, each_line
from sciatica_stretch.journal.forgetting import forget
from sciatica_stretch.journal.joining import told
from sciatica_stretch.journal.line_reader import read_line
from sciatica_stretch.journal.merging import Line, merge
from sciatica_stretch.journal.rating import Note, Rating
from sciatica_stretch.journal.reading import read, read_log
from sciatica_stretch.journal.record import SessionRecord, to_json
from sciatica_stretch.journal.scale import Legs, Reach, When
from sciatica_stretch.journal.store import Journal
from sciatica_stretch.journal.stream import stream

OTHER = replace(SESSION, id="other", started_at=later(86400), ended_at=later(86600), notes=(), ratings=())
CUT_OFF = replace(OTHER, interrupted=True, stretches=(RIGHT,), ended_at=later(86500))
SEVEN = datetime(2026, 3, 1, 7, 0, tzinfo=UTC)
_numbers = count()


def says(session: SessionRecord, what: What, name: str = "") -> Correction:
    return Correction(id=name or f"said-{next(_numbers)}", session=session.id, device="laptop-1", what=what)


def rated(pain: int | None, seconds: float = 900) -> Rating:
    return Rating(when=When.AFTER, at=later(seconds), pain=pain, reach=None, side=None)


def noted(text: str, seconds: float = 900) -> Note:
    return Note(at=later(seconds), text=text)


def as_bytes(*lines: Line) -> bytes:
    texts = (to_json(line) if isinstance(line, SessionRecord) else to_line(line) for line in lines)
    return "".join(f"{text}\n" for text in texts).encode("utf-8", "backslashreplace")


def file_of(path: Path, *lines: Line) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(as_bytes(*lines))
    return path


def bring(folder: Path, lines: Sequence[Line], device: str = "desk") -> None:
    found = merge(read_log(folder, []), lines, device)
    if found.lines:
        Journal(folder, device).append_lines(found.lines)


# --- what the command does


def test_the_sessions_of_another_log_come_in_once(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "home")
    other = file_of(tmp_path / "other.jsonl", SESSION, OTHER, says(OTHER, rated(3)))

    first, second = desk.type("import-log", str(other)), desk.type("import-log", str(other))

    assert first.out == "2 sessions new, 0 known already.\n"
    assert second.out == "0 sessions new, 2 known already.\n"
    assert read(desk.home).sessions == (SESSION, replace(OTHER, ratings=(rated(3),)))
    assert len(list((desk.home / "log").iterdir())) == 1


@pytest.mark.parametrize(("form", "ending"), [("jsonl", "jsonl"), ("json", "json"), ("jsonl", "txt"), ("json", "txt")])
def test_what_export_writes_comes_back_as_it_was(tmp_path: Path, form: str, ending: str) -> None:
    here, there = Desk(tmp_path / "here"), Desk(tmp_path / "there")
    file_of(here.home / "log" / "desk.jsonl", SESSION, OTHER, says(SESSION, rated(7)), says(OTHER, noted("Cold.")))
    file = tmp_path / f"log.{ending}"
    here.type("export", "--format", form, "-o", str(file))

    run = there.type("import-log", str(file))

    assert run.out == "2 sessions new, 0 known already.\n"
    assert read(there.home).sessions == read(here.home).sessions


@pytest.mark.parametrize(
    ("what", "known_as"),
    [
        (Note(at=SEVEN, text="x"), "8350c959-c5ef-5ab9-9c49-ea4a670e9b26"),
        (
            Rating(when=When.AFTER, at=SEVEN, pain=3, reach=Reach.THIGH, side=Legs.LEFT),
            "4fad90bc-ccf1-5302-9c01-3fc70cc58617",
        ),
    ],
)
def test_what_was_said_elsewhere_has_the_id_that_every_version_gives_it(what: Rating | Note, known_as: str) -> None:
    session = replace(OTHER, id="s")

    (line,) = merge([session], [told(session, [what])], "desk").lines

    assert read_line(line.encode()) == Correction(id=known_as, session="s", device="desk", what=what)


def test_json_that_another_program_wrote_anew_is_read_too(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "home")
    file = tmp_path / "log.json"
    file.write_text(json.dumps(json.loads("".join(array([SESSION, OTHER]))), indent=2))

    desk.type("import-log", str(file))

    assert read(desk.home).sessions == (SESSION, OTHER)


def test_a_data_folder_its_log_folder_and_one_file_in_it_are_the_same(tmp_path: Path) -> None:
    other = tmp_path / "other"
    file = file_of(other / "log" / "laptop.jsonl", SESSION)

    for number, source in enumerate((other, other / "log", file)):
        desk = Desk(tmp_path / str(number))
        assert desk.type("import-log", str(source)).out == "1 session new, 0 known already.\n"


def test_a_dry_run_says_the_same_and_writes_nothing(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "home")
    other = file_of(tmp_path / "other.jsonl", SESSION)

    run = desk.type("import-log", "--dry-run", str(other))

    assert run.out == "It would be: 1 session new, 0 known already.\n"
    assert not (desk.home / "log").exists()


def test_lines_that_cannot_be_read_are_named_and_the_others_come_in(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "home")
    other = tmp_path / "other.jsonl"
    other.write_bytes(as_bytes(SESSION) + b"\x00\x00\xff\n" + b'{"format":9,"id":"x"}\r\n' + as_bytes(OTHER)[:90])

    run = desk.type("import-log", str(other))

    assert run.code == 0
    assert run.out == "1 session new, 0 known already, 3 lines could not be read.\n"
    assert [line.split(": ")[1] for line in run.err.splitlines()] == [f"{other}:{number}" for number in (2, 3, 4)]


def test_of_a_torn_json_export_each_whole_line_is_read(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "home")
    other = tmp_path / "other.json"
    other.write_bytes("".join(array([SESSION, OTHER])).encode()[:-40])

    run = desk.type("import-log", str(other))

    assert run.out == "1 session new, 0 known already, 1 line could not be read.\n"
    assert f"{other}:3: " in run.err


def test_of_a_torn_json_export_each_line_is_refused_for_its_own_reason(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "home")
    lines = "".join(array([SESSION, replace(OTHER, id="wrong"), SESSION])).splitlines()
    lines[2] = lines[2].replace('"held":41.5', '"held":"long"')
    other = tmp_path / "other.json"
    other.write_text("\n".join([*lines[:3], "nonsense,", lines[3][:-40]]))

    run = desk.type("import-log", str(other))

    assert [line.partition("other.json:")[2] for line in run.err.splitlines()] == [
        "3: held: 'long' is not a number from 0 up; stepped over.",
        "4: this is not a line of JSON; stepped over.",
        "5: a torn line: its writing was cut off; the lines around it are whole; stepped over.",
    ]


@pytest.mark.parametrize("before", ["\n", "  \r\n\n", "\ufeff\n"])
def test_a_list_behind_blank_lines_is_one(tmp_path: Path, before: str) -> None:
    desk = Desk(tmp_path / "home")
    other = tmp_path / "other.json"
    other.write_text(before + "".join(array([SESSION, OTHER])), encoding="utf-8")

    run = desk.type("import-log", str(other))

    assert (run.out, run.err) == ("2 sessions new, 0 known already.\n", "")


def test_a_file_of_another_kind_is_65_and_no_file_66(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "home")
    other = tmp_path / "picture.jsonl"
    other.write_bytes(b"\x89PNG\r\n\x1a\n" * 40)
    (tmp_path / "empty").mkdir()

    runs = [desk.type("import-log", str(path)) for path in (other, tmp_path / "no", tmp_path / "empty")]

    assert [run.code for run in runs] == [65, 66, 66]
    assert len(runs[0].err.splitlines()) < 30
    assert "There is no log in" in runs[2].err
    assert not (desk.home / "log").exists()


def test_only_this_devices_own_file_is_written(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "home")
    theirs = file_of(desk.home / "log" / "laptop-of-hers.jsonl", SESSION)
    before = theirs.read_bytes()

    desk.type("import-log", str(file_of(tmp_path / "other.jsonl", SESSION, OTHER)))

    assert theirs.read_bytes() == before
    (own,) = [path for path in (desk.home / "log").iterdir() if path != theirs]
    assert own.read_bytes() == as_bytes(OTHER)


def test_ratings_of_a_known_session_come_in_as_lines_of_their_own(tmp_path: Path) -> None:
    bring(tmp_path, [OTHER])
    folded = replace(OTHER, ratings=(rated(3),), notes=(noted("Cold."),))

    bring(tmp_path, [folded])
    lines = (tmp_path / "log" / "desk.jsonl").read_bytes()
    bring(tmp_path, [folded])

    assert [json.loads(line).get("entry") for line in lines.splitlines()] == [None, "rating", "note"]
    assert (tmp_path / "log" / "desk.jsonl").read_bytes() == lines
    assert read(tmp_path).sessions == (folded,)


def test_a_session_that_is_forgotten_here_does_not_come_back(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "home")
    bring(desk.home, [SESSION, OTHER])
    forget(Journal(desk.home, "desk"), SESSION.id, correction_id="gone", at=EVENING)

    run = desk.type("import-log", str(file_of(tmp_path / "other.jsonl", SESSION, says(SESSION, noted("Between us.")))))

    assert run.out == "0 sessions new, 0 known already, 1 forgotten and left out.\n"
    assert read(desk.home).sessions == (OTHER,)
    assert not any(b"Between us" in path.read_bytes() for path in (desk.home / "log").iterdir())


def test_a_session_that_was_forgotten_elsewhere_is_gone_here_too(tmp_path: Path) -> None:
    bring(tmp_path, [SESSION, OTHER])

    bring(tmp_path, [says(SESSION, Forgotten(at=EVENING))])

    assert read(tmp_path).sessions == (OTHER,)


@pytest.mark.parametrize("order", [1, -1])
def test_the_whole_session_counts_over_what_was_cut_off_and_nothing_said_of_either_is_lost(
    tmp_path: Path, order: int
) -> None:
    cut_off = replace(CUT_OFF, notes=(noted("The light went out."),))
    whole = replace(OTHER, ratings=(rated(2),))

    for each in (cut_off, whole)[::order]:
        bring(tmp_path, [each])

    assert read(tmp_path).sessions == (replace(whole, notes=cut_off.notes),)
    assert tuple(stream(tmp_path, [])) == read(tmp_path).sessions


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_lines_of_a_session_the_one_with_more_held_counts_whichever_file_it_is_in(
    tmp_path: Path, order: int
) -> None:
    less = replace(OTHER, stretches=(RIGHT,), ratings=(rated(2),), ended_at=later(90000))
    more = replace(OTHER, stretches=(RIGHT, LEFT), ratings=(rated(5, 1000),), notes=(noted("Cold."),))
    for name, each in zip(("a", "b"), (less, more)[::order], strict=True):
        file_of(tmp_path / "log" / f"{name}.jsonl", each)

    assert read(tmp_path).sessions == (more,)
    assert tuple(stream(tmp_path, [])) == (more,)


def test_an_import_that_was_killed_anywhere_leaves_whole_lines_and_the_next_one_brings_the_rest(tmp_path: Path) -> None:
    lines: list[Line] = [SESSION, OTHER, says(OTHER, rated(3), "r"), says(SESSION, noted("Cold."), "n")]
    bring(tmp_path / "whole", lines)
    whole = (tmp_path / "whole" / "log" / "desk.jsonl").read_bytes()

    for cut in range(0, len(whole), 61):
        home = tmp_path / f"cut-{cut}"
        disk.append_to(home / "log" / "desk.jsonl", whole[:cut])
        assert len(read(home).problems) <= 1
        bring(home, lines)
        assert read(home).sessions == read(tmp_path / "whole").sessions


# --- in any order, any number of times

SAID: st.SearchStrategy[Rating | Note] = st.one_of(
    st.builds(
        Rating,
        when=st.sampled_from(When),
        at=st.integers(0, 3).map(lambda hours: datetime(2026, 3, 1, 7, tzinfo=UTC) + timedelta(hours=hours)),
        pain=st.sampled_from([None, 0, 4, 10]),
    ),
    st.builds(Note, at=st.integers(0, 2).map(later), text=st.sampled_from(["", "a", "b"])),
)
SESSIONS = st.builds(
    lambda base, name, said, interrupted, held: told(
        replace(base, id=name, interrupted=interrupted, stretches=(replace(LEFT, held=held),)), said
    ),
    st.just(OTHER),
    st.sampled_from(["one", "two", "three"]),
    st.lists(SAID, max_size=3),
    st.booleans(),
    st.sampled_from([0.0, 10.0, 41.5]),
)
CORRECTIONS = st.builds(
    Correction,
    id=st.sampled_from(["p", "q", "r", "s"]),
    session=st.sampled_from(["one", "two", "three", "four"]),
    device=st.sampled_from(["desk", "laptop"]),
    what=st.one_of(SAID, SAID, SAID, SAID, st.builds(Forgotten, at=st.just(EVENING))),
)
LOGS = st.lists(st.one_of(SESSIONS, SESSIONS, CORRECTIONS), max_size=5)


@settings(max_examples=60)
@given(st.lists(LOGS, max_size=4), st.data())
def test_any_order_and_any_repetition_of_merges_gives_the_same_log(logs: list[list[Line]], data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(logs))))
    again = data.draw(st.lists(st.sampled_from(range(len(logs))), max_size=3) if logs else st.just([]))

    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        for log in logs:
            bring(Path(one), log)
        for number in [*order, *again]:
            bring(Path(other), logs[number], "laptop")

        assert read(Path(one)).sessions == read(Path(other)).sessions
        assert set(stream(Path(other), [])) == set(read(Path(one)).sessions)


@settings(max_examples=50)
@given(LOGS, LOGS)
def test_a_log_and_what_was_exported_of_it_are_merged_to_the_same(log: list[Line], more: list[Line]) -> None:
    with TemporaryDirectory() as one, TemporaryDirectory() as two, TemporaryDirectory() as exported:
        bring(Path(exported), log)
        folded: list[Line] = [*read(Path(exported)).sessions]
        gone: list[Line] = [line for line in log if isinstance(line, Correction) and isinstance(line.what, Forgotten)]
        for lines in (more, folded, log):
            bring(Path(one), lines)
        for lines in (log, more, gone, folded):
            bring(Path(two), lines)

        assert read(Path(one)).sessions == read(Path(two)).sessions


@settings(max_examples=20)
@given(st.lists(RECORDS, max_size=3, unique_by=lambda each: each.id))
def test_any_sessions_are_the_same_after_an_export_and_an_import(sessions: list[SessionRecord]) -> None:
    sessions = [told(each, [*each.ratings, *each.notes]) for each in sessions]
    with TemporaryDirectory() as home:
        file = Path(home) / "export.jsonl"
        disk.append_to(file, "".join(each_line(sessions)).encode("utf-8", "backslashreplace"))
        desk = Desk(Path(home) / "there")
        desk.type("import-log", str(file))

        assert read(desk.home).sessions == tuple(sorted(sessions, key=lambda each: (each.started_at, each.id)))


def test_of_a_file_of_another_kind_one_sentence_is_said(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text("<p>\n" * 40, encoding="utf-8")

    run = Desk(tmp_path / "home").type("import-log", str(page))

    assert run.code == 65
    assert run.err == (
        "Error: Nothing in there could be read; nothing was changed.\n"
        "It takes logs, and what stretch export writes as json or jsonl. For a backup: stretch restore FILE\n"
    )


def test_of_an_export_that_is_cut_short_it_is_said_why_nothing_could_be_read(tmp_path: Path) -> None:
    export = tmp_path / "a.json"
    export.write_text('[{"id": "a",', encoding="utf-8")

    run = Desk(tmp_path / "home").type("import-log", str(export))

    assert run.code == 65
    assert run.err.startswith(f"Warning: {export}")
