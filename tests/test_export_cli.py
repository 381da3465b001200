"""`stretch export` as a person types it."""

import csv
import io
import json
import os
import stat
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from exports import EVENING, SESSION, later
from msgspec.structs import replace
from terminals import clean_env
from test_cli import Desk, Run, Tty

from sciatica_stretch import disk
from sciatica_stretch.cli.export import Format, Rows, Sport
from sciatica_stretch.disk import system
from sciatica_stretch.journal.corrections import Correction, to_line
from sciatica_stretch.journal.export import fit
from sciatica_stretch.journal.export.formats import ROWS, formats
from sciatica_stretch.journal.period import EVER
from sciatica_stretch.journal.rating import Note
from sciatica_stretch.journal.record import SessionRecord, from_json, to_json

OTHER = replace(SESSION, id="other", routine="desk-3", started_at=later(86400), ended_at=later(86600), notes=())


class Pipe(io.StringIO):
    """Standard output with the bytes beneath it, as a pipe or a file has them."""

    def __init__(self) -> None:
        super().__init__()
        self.beneath = io.BytesIO()

    @property
    def buffer(self) -> io.BytesIO:
        return self.beneath

    def getvalue(self) -> str:
        return super().getvalue() + self.beneath.getvalue().decode("latin-1")


def desk_with(home: Path, *sessions: SessionRecord) -> Desk:
    for session in sessions:
        disk.append_to(home / "log" / "desk.jsonl", f"{to_json(session)}\n".encode("utf-8", "backslashreplace"))
    return Desk(home)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return desk_with(tmp_path / "home", SESSION, OTHER)


def export(desk: Desk, *args: str) -> Run:
    return desk.type("export", "--format", *args, stdout=Pipe())


def test_every_format_has_a_function_and_every_function_a_format() -> None:
    assert {*formats(EVER, EVENING.date()), "fit"} == set(Format)
    assert set(ROWS) == set(Rows)
    assert [str(sport) for sport in Sport] == [str(sport) for sport in fit.Sport]


@pytest.mark.parametrize("form", [form for form in Format if form is not Format.FIT])
def test_a_pipe_and_a_file_get_the_same_bytes(desk: Desk, tmp_path: Path, form: str) -> None:
    path = tmp_path / "out"

    piped = export(desk, form)
    filed = export(desk, form, "-o", str(path))

    assert (piped.code, piped.err, filed.code, filed.err) == (0, "", 0, "")
    assert filed.out == f"Written: {path}\n"
    assert path.read_bytes() == piped.out.encode("latin-1")


def test_a_correction_is_folded_in(desk: Desk) -> None:
    note = Note(at=later(90000), text="Fine.")
    correction = Correction(id="c", session="other", device="desk", what=note)
    disk.append_to(desk.home / "log" / "phone.jsonl", f"{to_line(correction)}\n".encode())

    lines = export(desk, "jsonl").out.splitlines()

    assert [from_json(line) for line in lines] == [SESSION, replace(OTHER, notes=(note,))]


@pytest.mark.parametrize(
    ("option", "value", "ids"),
    [
        ("--since", "2026-03-02", ["other"]),
        ("--until", "2026-03-01", [SESSION.id]),
        ("--routine", "desk-3", ["other"]),
    ],
)
def test_the_sessions_are_those_that_are_meant(desk: Desk, option: str, value: str, ids: list[str]) -> None:
    assert [row["id"] for row in json.loads(export(desk, "json", option, value).out)] == ids


def test_rows_can_be_holds(desk: Desk) -> None:
    rows = list(csv.DictReader(io.StringIO(export(desk, "csv", "--rows", "holds").out)))

    assert [row["number"] for row in rows] == ["1", "2", "3", "4"] * 2


@pytest.mark.parametrize(
    ("form", "written"),
    [("csv", b"id,device,"), ("json", b"[]\n"), ("jsonl", b""), ("md", b"# Stretch"), ("html", b"<!doctype")],
)
def test_where_nothing_is_meant_it_says_so_and_what_is_written_has_no_session(
    desk: Desk, tmp_path: Path, form: str, written: bytes
) -> None:
    run = export(desk, form, "--routine", "none", "-o", str(tmp_path / "out"))

    assert (run.code, run.err) == (0, "No sessions of the routine 'none'.\n")
    assert (tmp_path / "out").read_bytes().startswith(written)


@pytest.mark.parametrize("form", ["fit", "ics"])
def test_where_nothing_is_meant_and_the_format_has_no_empty_file_none_is_written(tmp_path: Path, form: str) -> None:
    run = export(Desk(tmp_path / "home"), form, "-o", str(tmp_path / "out"))

    assert (run.code, run.out, run.err) == (0, "", "No sessions yet.\n")
    assert not (tmp_path / "out").exists()


def test_a_file_is_not_written_over_unless_that_is_asked_for(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("mine", encoding="utf-8")

    refused = export(desk, "csv", "-o", str(path))
    kept = path.read_text("utf-8")
    forced = export(desk, "csv", "-o", str(path), "--force")

    assert (refused.code, kept) == (2, "mine")
    assert refused.err == (f"Error: {path} is there already.\nWrite over it with --force, or name another file.\n")
    assert forced.code == 0
    assert path.read_text("utf-8").startswith("id,device,")


def test_a_file_is_the_persons_alone_and_nothing_stays_beside_it(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()

    export(desk, "html", "-o", str(folder / "page.html"))

    assert [path.name for path in folder.iterdir()] == ["page.html"]
    if os.name != "nt":
        assert stat.S_IMODE((folder / "page.html").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["csv", "-o", "."], "Error: . is a folder."),
        (["csv", "-o", "missing/log.csv"], "Error: There is no folder missing."),
        (["csv", "-o", "/dev/null"], "Error: /dev/null is no file that could be replaced."),
        (["json", "--rows", "holds"], "Error: --rows is for csv alone, not for json."),
        (["csv", "--sport", "mobility"], "Error: --sport is for fit alone, not for csv."),
        (["csv", "--force"], "Error: --force is about a file, and no file is named."),
        (["fit", "-o", "two.fit"], "Error: A FIT file is one session, and 2 are meant."),
        (["fit"], "Error: A FIT file is one session, and 2 are meant."),
        (["csv", "--since", "soon"], "Error: --since: 'soon' is not a day."),
    ],
)
def test_what_has_no_meaning_is_refused_in_a_sentence(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: list[str], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.rglob("*"))

    run = export(desk, *args)

    assert (run.code, run.out, run.err.splitlines()[0]) == (2, "", message)
    assert len(run.err.splitlines()) == 2  # and what to do about it
    assert sorted(tmp_path.rglob("*")) == before


def test_a_full_disk_is_said_and_leaves_nothing_behind(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(fd: int) -> None:  # noqa: ARG001
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(system, "sync", full)
    folder = tmp_path / "out"
    folder.mkdir()

    run = export(desk, "csv", "-o", str(folder / "log.csv"))

    assert (run.code, run.err) == (74, f"Error: {folder}/log.csv can't be written: No space left on device.\n")
    assert list(folder.iterdir()) == []


# --- activity files


def test_each_session_is_an_activity_file_named_by_its_time_and_routine(desk: Desk, tmp_path: Path) -> None:
    run = export(desk, "fit", "-o", str(tmp_path / "acts"), "--sport", "mobility")

    assert (run.code, run.out) == (0, f"Written: 2 files in {tmp_path}/acts\n")
    assert sorted(path.name for path in (tmp_path / "acts").iterdir()) == [
        "2026-03-01-213000-hips-2.fit",
        "2026-03-02-213000-desk-3.fit",
    ]
    assert (tmp_path / "acts" / "2026-03-01-213000-hips-2.fit").read_bytes() == fit.activity(
        SESSION, fit.Sport.MOBILITY
    )


def test_one_session_may_go_to_a_file_or_a_pipe(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "one.fit"

    piped = export(desk, "fit", "--routine", "desk-3")
    export(desk, "fit", "--routine", "desk-3", "-o", str(path))

    assert path.read_bytes() == piped.out.encode("latin-1") == fit.activity(OTHER)


def test_a_terminal_is_no_place_for_an_activity_file(desk: Desk) -> None:
    run = desk.type("export", "--format", "fit", tty=True)

    assert (run.code, run.out) == (2, "")
    assert run.err == (
        "Error: A FIT file is no text that a terminal could show.\nName a folder for the files: -o FOLDER\n"
    )


def test_no_activity_is_written_where_one_of_their_names_is_taken(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "acts").mkdir()
    (tmp_path / "acts" / "2026-03-02-213000-desk-3.fit").write_text("mine", encoding="utf-8")

    run = export(desk, "fit", "-o", str(tmp_path / "acts"))

    assert run.code == 2
    assert [path.read_text("utf-8") for path in (tmp_path / "acts").iterdir()] == ["mine"]


def test_two_sessions_of_one_second_and_a_routine_with_a_path_in_its_name_have_files_of_their_own(
    tmp_path: Path,
) -> None:
    hostile = replace(SESSION, routine="../../Etc")
    desk = desk_with(tmp_path / "home", hostile, replace(hostile, id="b2"))

    export(desk, "fit", "-o", str(tmp_path / "acts"))

    names = sorted(path.name for path in (tmp_path / "acts").iterdir())
    assert [name.rpartition("-etc")[2] for name in names] == ["-b2.fit", ".fit"]


def test_a_session_that_fit_has_no_room_for_is_left_out_and_named(tmp_path: Path) -> None:
    lost = replace(SESSION, id="lost", started_at=EVENING - timedelta(days=40 * 365))
    desk = desk_with(tmp_path / "home", lost, SESSION)

    run = export(desk, "fit", "-o", str(tmp_path / "acts"))

    assert run.out.startswith("Written: 1 file in ")
    assert run.err == "Warning: the session of 1986-03-11 21:30 is left out: FIT's time is from 1989 to 2126.\n"


# --- terminals and real pipes


def test_a_terminal_shows_what_is_in_a_name_instead_of_obeying_it(tmp_path: Path) -> None:
    desk = desk_with(tmp_path / "home", replace(SESSION, title="\x1b[2Jgone"))

    run = desk.type("export", "--format", "csv", stdout=Tty())

    assert "\x1b" not in run.out
    assert "␛[2Jgone" in run.out
    assert "\r" not in run.out


def test_half_a_character_is_exported_as_json_reads_it_back(tmp_path: Path) -> None:
    half = replace(SESSION, title="a\udc80")
    desk = desk_with(tmp_path / "home", half)

    run = export(desk, "jsonl")

    assert from_json(run.out.rstrip("\n")) == half
    assert export(desk, "csv").code == 0


def test_what_cannot_be_read_of_the_log_is_named(desk: Desk) -> None:
    disk.append_to(desk.home / "log" / "desk.jsonl", b"junk\n")

    run = export(desk, "jsonl")

    assert len(run.out.splitlines()) == 2
    assert "desk.jsonl:3: this is not a line of JSON; stepped over." in run.err


@pytest.mark.real
def test_a_real_pipe_gets_the_bytes_whatever_the_locale(desk: Desk) -> None:
    process = [sys.executable, "-m", "sciatica_stretch", "export", "--format", "csv"]
    env = clean_env(desk.home, STRETCH_HOME=str(desk.home), LC_ALL="C", PYTHONUTF8="0")

    run = subprocess.run(process, env=env, capture_output=True, check=True)

    assert run.stderr == b""
    assert run.stdout.count(b"\r\n") == 3
    assert run.stdout.decode("latin-1") == export(desk, "csv").out
