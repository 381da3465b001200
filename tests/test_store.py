import errno
import json
import multiprocessing
import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from multiprocessing.context import SpawnProcess
from multiprocessing.synchronize import Barrier
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from plans import hold, repeats, step, timeline

from sciatica_stretch import disk
from sciatica_stretch.core.cues import Tone
from sciatica_stretch.core.events import Ending, Halted, Held, Outcome, Reason, Resumed, Sound
from sciatica_stretch.core.routine import Side
from sciatica_stretch.core.timeline import AS_WRITTEN
from sciatica_stretch.journal import corrections
from sciatica_stretch.journal.corrections import Correction, Forgotten, corrected
from sciatica_stretch.journal.device import device_name
from sciatica_stretch.journal.entries import from_line, to_line
from sciatica_stretch.journal.fold import fold_interrupted, in_order
from sciatica_stretch.journal.lines import from_line as said_in
from sciatica_stretch.journal.rating import Note, Rating
from sciatica_stretch.journal.reading import TORN, LogProblem, Reading, read
from sciatica_stretch.journal.record import SessionRecord, from_json, to_json
from sciatica_stretch.journal.scale import When
from sciatica_stretch.journal.session_log import NotLoggedError, SessionLog
from sciatica_stretch.journal.store import Journal

if TYPE_CHECKING:
    from multiprocessing.queues import Queue  # can't be subscripted when it runs

TIMELINE = timeline(step("Fold", hold(30.0), repeated=repeats(Side.RIGHT, Side.LEFT)))
LEAD_IN = Held(0, 10.0, 0.0, Ending.FINISHED)
RIGHT = Held(1, 30.0, 0.0, Ending.FINISHED)
SWITCH = Held(2, 8.0, 0.0, Ending.FINISHED)
LEFT = Held(3, 30.0, 0.0, Ending.FINISHED)
SEVEN = datetime(2026, 3, 1, 7, 0, tzinfo=UTC)
ENOUGH = 120.0  # seconds that nothing here takes, on a busy machine neither
DOC = Path(__file__).parents[1] / "docs" / "log-format.md"


posix = pytest.mark.skipif(os.name != "posix", reason="Windows has no modes, and keeps what is open from being removed")


def after(seconds: float) -> datetime:
    return SEVEN + timedelta(seconds=seconds)


def begin(folder: Path, session_id: str = "one", device: str = "desk") -> SessionLog:
    return Journal(folder, device).open_session(
        TIMELINE, AS_WRITTEN, session_id=session_id, routine_hash="sha256:00", version="0.1.0", at=SEVEN
    )


def finished(folder: Path, session_id: str = "one", device: str = "desk") -> SessionRecord:
    log = begin(folder, session_id, device)
    for second, effect in ((10, LEAD_IN), (40, RIGHT), (48, SWITCH), (78, LEFT)):
        log.note(effect, after(second))
    return log.close(Outcome.COMPLETED, after(78))


def killed(folder: Path) -> Path:
    """Return what `kill -9` would leave of *folder*: the same files, with no one holding a lock on them."""
    return Path(shutil.copytree(folder, folder.with_name(f"{folder.name}-after-kill")))


def log_file(folder: Path, device: str = "desk") -> Path:
    return folder / "log" / f"{device}.jsonl"


def checkpoint_file(folder: Path, session_id: str = "one") -> Path:
    return folder / "checkpoint" / f"{session_id}.jsonl"


def reasons(problems: tuple[LogProblem, ...]) -> list[tuple[str, int, str]]:
    return [(problem.path.name, problem.line, problem.reason) for problem in problems]


# --- a session that goes well


def test_a_finished_session_is_one_line_of_the_log_and_leaves_no_checkpoint(tmp_path: Path) -> None:
    record = finished(tmp_path)

    assert log_file(tmp_path).read_text() == to_json(record) + "\n"
    assert list((tmp_path / "checkpoint").iterdir()) == []
    assert (record.held, record.planned, record.interrupted) == (60.0, 60.0, False)


def test_a_session_read_is_the_session_written(tmp_path: Path) -> None:
    record = finished(tmp_path)

    assert read(tmp_path).sessions == (record,)
    assert read(tmp_path).problems == ()


def test_each_interval_is_on_the_disk_before_the_next_one_starts(tmp_path: Path) -> None:
    log = begin(tmp_path)

    log.note(LEAD_IN, after(10))
    log.note(RIGHT, after(40))

    assert [json.loads(line)["entry"] for line in checkpoint_file(tmp_path).read_text().splitlines()] == [
        "begun",
        "attempted",
        "attempted",
    ]


def test_a_pause_is_on_the_disk_when_it_is_over(tmp_path: Path) -> None:
    log = begin(tmp_path)

    log.note(Halted(1, Reason.KEY), after(20))
    log.note(Resumed(1), after(25))

    (record,) = read(killed(tmp_path)).sessions
    assert [(pause.stretch, pause.seconds) for pause in record.pauses] == [(0, 5.0)]


def test_an_effect_that_tells_nothing_lasting_is_not_written(tmp_path: Path) -> None:
    log = begin(tmp_path)
    before = checkpoint_file(tmp_path).read_bytes()

    log.note(Sound(Tone.BEGIN), after(10))

    assert checkpoint_file(tmp_path).read_bytes() == before


@posix
def test_folders_and_files_are_for_the_person_alone(tmp_path: Path) -> None:
    folder = tmp_path / "share" / "stretch"
    log = begin(folder)
    finished(folder, "two")
    device_name(tmp_path / "state", "desk")

    kept = [folder.parent, folder, folder / "log", folder / "checkpoint", tmp_path / "state"]
    written = [log_file(folder), checkpoint_file(folder), tmp_path / "state" / "device-desk"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept} == {0o700}
    assert {stat.S_IMODE(path.stat().st_mode) for path in written} == {0o600}
    assert log.trouble == ""


def test_a_name_with_half_a_character_in_it_is_kept(tmp_path: Path) -> None:
    odd = replace(finished(tmp_path), id="two", title="caf\udce9")

    Journal(tmp_path, "desk").append(odd)

    assert odd in read(tmp_path).sessions


# --- a session that was interrupted


def test_a_killed_session_reads_as_interrupted_with_all_but_the_interval_in_hand(tmp_path: Path) -> None:
    log = begin(tmp_path)
    log.note(LEAD_IN, after(10))
    log.note(RIGHT, after(40))

    (record,) = read(killed(tmp_path)).sessions

    assert (record.held, record.outcome, record.interrupted) == (30.0, Outcome.STOPPED, True)
    assert record.ended_at == after(40)


def test_a_session_that_is_still_alive_is_neither_read_nor_closed(tmp_path: Path) -> None:
    log = begin(tmp_path)
    log.note(LEAD_IN, after(10))

    assert read(tmp_path).sessions == ()
    assert Journal(tmp_path, "desk").close_interrupted() == ()
    assert checkpoint_file(tmp_path).exists()


def test_the_next_start_moves_a_killed_session_to_the_log_once(tmp_path: Path) -> None:
    begin(tmp_path).note(LEAD_IN, after(10))
    left = killed(tmp_path)
    shown = read(left).sessions

    first = Journal(left, "desk").close_interrupted()
    second = Journal(left, "desk").close_interrupted()

    assert (first, second) == (shown, ())
    assert read(left).sessions == shown
    assert not checkpoint_file(left).exists()


def test_a_session_killed_between_its_line_and_the_end_of_its_checkpoint_is_one_session(tmp_path: Path) -> None:
    log = begin(tmp_path)
    left = killed(tmp_path)
    record = log.close(Outcome.STOPPED, after(5))
    shutil.copytree(tmp_path / "log", left / "log")

    assert read(left).sessions == (record,)
    assert Journal(left, "desk").close_interrupted() == ()
    assert not checkpoint_file(left).exists()


def test_of_two_first_starts_at_once_one_names_the_device_for_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    faster: list[str] = []

    def meanwhile(_: int) -> str:
        monkeypatch.undo()
        faster.append(device_name(tmp_path, "desk"))
        return "slow"

    monkeypatch.setattr("secrets.token_hex", meanwhile)

    assert [device_name(tmp_path, "desk")] == faster


@pytest.mark.parametrize(("device", "is_ours"), [("desk", True), ("desk-0a1f", True), ("desk-top", False)])
def test_a_session_begun_while_the_name_of_its_device_could_not_be_kept_is_ours_once_it_can(
    device: str, is_ours: bool, tmp_path: Path
) -> None:
    begin(tmp_path, device="desk").note(RIGHT, after(40))
    left = killed(tmp_path)
    journal = Journal(left, device)

    assert (journal.cut_off() is not None) is is_ours
    assert len(journal.close_interrupted()) == is_ours


def test_a_session_that_was_taken_for_dead_and_ended_later_is_one_session(tmp_path: Path) -> None:
    record = finished(tmp_path)
    interrupted = replace(record, interrupted=True, stretches=record.stretches[:1])

    Journal(tmp_path, "desk").append(interrupted)
    Journal(tmp_path, "another").append(interrupted)

    assert read(tmp_path).sessions == (record,)


def cant_be_logged(folder: Path, *ended: datetime) -> SessionRecord:
    """Play a session to its end in *folder*, where the log can't be written, and return its record."""
    (folder / "log").write_text("a file is in the way")
    log = begin(folder)
    log.note(RIGHT, after(40))
    for at in ended:
        with pytest.raises(NotLoggedError) as refused:
            log.close(Outcome.COMPLETED, at)
    return refused.value.record


def test_a_session_that_ended_and_could_not_be_logged_is_logged_at_the_next_start_as_it_ended(tmp_path: Path) -> None:
    record = cant_be_logged(tmp_path, after(78))
    left = killed(tmp_path)
    (left / "log").unlink()

    assert (record.outcome, record.interrupted, record.ended_at) == (Outcome.COMPLETED, False, after(78))
    assert read(left).sessions == (record,)
    assert Journal(left, "desk").close_interrupted() == (record,)
    assert read(left).sessions == (record,)
    assert not checkpoint_file(left).exists()


def test_a_session_closed_again_and_again_ended_when_it_was_last_closed(tmp_path: Path) -> None:
    record = cant_be_logged(tmp_path, after(78), after(78), after(90))

    assert record.ended_at == after(90)
    assert read(killed(tmp_path)).sessions == (record,)
    assert len(checkpoint_file(tmp_path).read_text().splitlines()) == 4  # begun, attempted, and two that differ


def test_a_session_logged_as_dead_that_had_noted_its_end_is_logged_again_as_it_ended(tmp_path: Path) -> None:
    record = cant_be_logged(tmp_path, after(78))
    left = killed(tmp_path)
    (left / "log").unlink()
    Journal(left, "desk").append(replace(record, interrupted=True, outcome=Outcome.STOPPED))

    assert Journal(left, "desk").close_interrupted() == (record,)
    assert read(left).sessions == (record,)


def test_another_devices_session_is_read_but_left_for_that_device_to_close(tmp_path: Path) -> None:
    begin(tmp_path, device="laptop")
    left = killed(tmp_path)

    assert Journal(left, "desk").close_interrupted() == ()
    assert [record.device for record in read(left).sessions] == ["laptop"]


def test_a_torn_last_entry_is_named_and_all_before_it_counts(tmp_path: Path) -> None:
    begin(tmp_path).note(RIGHT, after(40))
    left = killed(tmp_path)
    with checkpoint_file(left).open("ab") as file:
        file.write(b'{"format":1,"numb')

    reading = read(left)

    assert reading.sessions[0].held == 30.0
    assert reasons(reading.problems) == [("one.jsonl", 3, TORN)]


def test_an_empty_checkpoint_goes_and_one_that_names_no_session_stays(tmp_path: Path) -> None:
    checkpoint_file(tmp_path).parent.mkdir()
    checkpoint_file(tmp_path, "empty").touch()
    checkpoint_file(tmp_path, "torn").write_text('{"format":1,"num')

    assert Journal(tmp_path, "desk").close_interrupted() == ()

    assert not checkpoint_file(tmp_path, "empty").exists()
    assert ("torn.jsonl", 0, "it doesn't say which session it is of") in reasons(read(tmp_path).problems)


@contextmanager
def running(processes: list[SpawnProcess]) -> Iterator[None]:
    """Wait for *processes* at the end of the block; none is left, however it ends."""
    for process in processes:
        process.start()
    try:
        yield
        for process in processes:
            process.join(ENOUGH)
    finally:
        for process in processes:
            process.kill()
            process.join()


def close_when_told(folder: Path, gate: Barrier, ids: "Queue[list[str]]") -> None:
    gate.wait()
    ids.put([record.id for record in Journal(folder, "desk").close_interrupted()])


def test_two_starts_at_once_log_each_killed_session_once(tmp_path: Path) -> None:
    names = [f"s{number}" for number in range(10)]
    logs = [begin(tmp_path, name) for name in names]
    left = killed(tmp_path)
    context = multiprocessing.get_context("spawn")
    gate, ids = context.Barrier(2), context.Queue()

    starts = [context.Process(target=close_when_told, args=(left, gate, ids)) for _ in range(2)]
    with running(starts):
        closed = sorted(ids.get(timeout=ENOUGH) + ids.get(timeout=ENOUGH))

    assert closed == sorted(names)
    assert len(log_file(left).read_text().splitlines()) == len(logs)


# --- many devices, many writers


def test_the_logs_of_all_devices_are_read_oldest_session_first(tmp_path: Path) -> None:
    later = replace(finished(tmp_path, "a"), id="b", started_at=after(-60))
    Journal(tmp_path, "laptop").append(later)

    assert [record.id for record in read(tmp_path).sessions] == ["b", "a"]


def test_of_two_lines_for_one_session_the_later_one_counts(tmp_path: Path) -> None:
    corrected = replace(finished(tmp_path), title="Corrected")

    Journal(tmp_path, "desk").append(corrected)

    assert read(tmp_path).sessions == (corrected,)


def finish_fifty(folder: Path, gate: Barrier, name: str) -> None:
    gate.wait()
    for number in range(50):
        finished(folder, f"{name}-{number}")


def test_two_writers_at_once_lose_no_line(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    gate = context.Barrier(2)

    writers = [context.Process(target=finish_fifty, args=(tmp_path, gate, name)) for name in "ab"]
    with running(writers):
        pass

    reading = read(tmp_path)
    assert [writer.exitcode for writer in writers] == [0, 0]
    assert (len(reading.sessions), reading.problems) == (100, ())


# --- files that were hurt


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert read(tmp_path / "missing").sessions == ()
    assert Journal(tmp_path / "missing", "desk").close_interrupted() == ()
    assert not (tmp_path / "missing").exists()


@given(st.data())
def test_a_log_cut_at_any_byte_still_reads_up_to_there(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    lines = [f"{to_json(replace(EXAMPLE, id=f's{number}'))}\n".encode() for number in range(3)]
    cut = data.draw(st.integers(0, sum(map(len, lines))))
    log_file(folder).parent.mkdir()
    log_file(folder).write_bytes(b"".join(lines)[:cut])

    ends = [len(b"".join(lines[: number + 1])) - 1 for number in range(3)]  # the newline itself may be missing
    assert [record.id for record in read(folder).sessions] == [f"s{n}" for n, end in enumerate(ends) if end <= cut]


@given(st.binary(max_size=200))
def test_any_bytes_at_all_in_the_log_cost_no_other_line(tmp_path_factory: pytest.TempPathFactory, junk: bytes) -> None:
    folder = tmp_path_factory.mktemp("junk")
    log_file(folder).parent.mkdir()
    log_file(folder).write_bytes(f"{to_json(EXAMPLE)}\n".encode() + junk + b"\n")

    Journal(folder, "desk").append(replace(EXAMPLE, id="later"))

    assert [record.id for record in read(folder).sessions] == [EXAMPLE.id, "later"]


def test_the_next_session_starts_on_a_line_of_its_own_after_a_torn_one(tmp_path: Path) -> None:
    finished(tmp_path)
    with log_file(tmp_path).open("ab") as file:
        file.write(b'{"format":1,"id":"to')

    finished(tmp_path, "two")

    assert [record.id for record in read(tmp_path).sessions] == ["one", "two"]
    assert b'{"format":1,"id":"to\n' in log_file(tmp_path).read_bytes()


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"\0" * 512, "it holds NUL bytes, as a power cut leaves them"),
        (b"\xff\xfe{}", "it is not UTF-8 text"),
        (b"[]", "this is not a JSON object"),
        (b'{"format":2}', "it is in format 2, and this version of stretch reads format 1"),
        (b"a" * 100, "this is not a line of JSON"),
        (b'{"note":"mine', "this is not a line of JSON"),
        (b'{"format":1,"id":?}', "this is not a line of JSON"),
        (b'{"format":1,"id":"\xff"}', "it is not UTF-8 text"),
    ],
    ids=["NUL", "not UTF-8", "no object", "later format", "no JSON", "not ours", "hurt inside", "not UTF-8 inside"],
)
def test_a_line_that_cant_be_read_is_named_and_nothing_is_changed(tmp_path: Path, line: bytes, reason: str) -> None:
    finished(tmp_path)
    before = log_file(tmp_path).read_bytes() + line + b"\n"
    log_file(tmp_path).write_bytes(before)

    reading = read(tmp_path)

    assert ([record.id for record in reading.sessions], reasons(reading.problems)) == (
        ["one"],
        [("desk.jsonl", 2, reason)],
    )
    assert log_file(tmp_path).read_bytes() == before


@pytest.mark.parametrize("tail", [b"\0" * 4096, b"junk", b'{"format":1,"id":"to', b"caf\xc3"])
def test_a_line_without_its_newline_is_named_the_same_when_the_next_session_has_given_it_one(
    tmp_path: Path, tail: bytes
) -> None:
    finished(tmp_path)
    with log_file(tmp_path).open("ab") as file:
        file.write(tail)
    before = read(tmp_path).problems

    finished(tmp_path, "two")

    assert len(before) == 1
    assert read(tmp_path).problems == before


def test_a_line_cut_off_at_any_byte_is_torn_and_said_to_be_harmless(tmp_path: Path) -> None:
    line = to_json(replace(EXAMPLE, title='Täubchen "\\" {')).encode()
    log_file(tmp_path).parent.mkdir()
    log_file(tmp_path).write_bytes(b"\n".join(line[:cut] for cut in range(1, len(line))))

    problems = read(tmp_path).problems

    assert TORN == "a torn line: its writing was cut off; the lines around it are whole"
    assert [problem.reason for problem in problems] == [TORN] * (len(line) - 1)


def test_a_log_that_went_through_an_editor_on_windows_still_reads(tmp_path: Path) -> None:
    line = to_json(finished(tmp_path)).encode()
    log_file(tmp_path).write_bytes(b"\xef\xbb\xbf" + line + b"\r\n\r\n  \r\n")

    assert ([record.id for record in read(tmp_path).sessions], read(tmp_path).problems) == (["one"], ())


def test_a_line_without_end_is_read_in_parts_and_named_once(tmp_path: Path) -> None:
    finished(tmp_path)
    good = log_file(tmp_path).read_bytes().replace(b'"one"', b'"two"')
    with log_file(tmp_path).open("ab") as file:
        file.seek(3 * disk.MAX_LINE_BYTES, os.SEEK_CUR)
        file.truncate()
        file.write(b"\n" + good)

    reading = read(tmp_path)

    assert ([record.id for record in reading.sessions], len(reading.problems)) == (["one", "two"], 1)


def test_folders_and_pipes_with_a_logs_name_are_named_and_wait_for_no_one(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("no pipes with a path")
    finished(tmp_path)
    log_file(tmp_path, "a-folder").mkdir()
    os.mkfifo(log_file(tmp_path, "a-pipe"))
    log_file(tmp_path, "nowhere").symlink_to(tmp_path / "missing")
    checkpoint_file(tmp_path, "a-pipe").symlink_to(log_file(tmp_path, "a-pipe"))

    reading = read(tmp_path)

    assert len(reading.sessions) == 1
    assert reasons(reading.problems) == [
        ("a-pipe.jsonl", 0, "it can't be read: it is not a regular file"),
        ("a-folder.jsonl", 0, "it can't be read: it is not a regular file"),
        ("a-pipe.jsonl", 0, "it can't be read: it is not a regular file"),
        ("nowhere.jsonl", 0, "it can't be read: No such file or directory"),
    ]


def test_a_sync_engines_hidden_files_and_other_files_are_passed_over(tmp_path: Path) -> None:
    finished(tmp_path)
    (tmp_path / "log" / "._desk.jsonl").write_bytes(b"\0\5")
    (tmp_path / "log" / "notes.txt").write_text("mine")

    assert read(tmp_path).problems == ()


def test_a_log_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("")

    assert [(problem.line, problem.path) for problem in read(tmp_path).problems] == [(0, tmp_path / "log")]


# --- disks that fail


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """Yield a folder on a disk of 64 kB; `fill` it."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root on Linux can mount a small disk")
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("mounting a small disk is not permitted here")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def fill(disk: Path) -> Path:
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(b"x" * 512):
            pass
    return ballast


def test_a_session_goes_on_while_the_disk_is_full_and_is_whole_once_there_is_room(full_disk: Path) -> None:
    log = begin(full_disk)
    ballast = fill(full_disk)
    for second in range(60):  # more than the page its file has already
        log.note(Halted(0, Reason.KEY), after(second))
        log.note(Resumed(0), after(second + 0.5))
    trouble = log.trouble
    torn = checkpoint_file(full_disk).read_bytes()

    ballast.unlink()
    log.note(RIGHT, after(70))

    assert trouble == "the log can't be written: No space left on device"
    assert not torn.endswith(b"\n")
    assert log.trouble == ""
    left = Path(shutil.copytree(full_disk, full_disk.with_name("left")))
    assert (read(left).sessions[0].held, len(read(left).sessions[0].pauses)) == (30.0, 60)
    assert len(log.close(Outcome.STOPPED, after(80)).pauses) == 60


def test_a_session_that_cant_be_logged_stays_in_its_checkpoint_for_the_next_start(full_disk: Path) -> None:
    log = begin(full_disk)
    log.note(RIGHT, after(40))
    ballast = fill(full_disk)

    with pytest.raises(NotLoggedError) as refused:
        log.close(Outcome.COMPLETED, after(50))

    assert refused.value.message == "This session isn't in the log: No space left on device."
    assert str(checkpoint_file(full_disk)) in refused.value.hint
    assert refused.value.record.held == 30.0
    ballast.unlink()
    left = Path(shutil.copytree(full_disk, full_disk.with_name("left")))
    assert Journal(left, "desk").close_interrupted() == (refused.value.record,)
    assert log.close(Outcome.COMPLETED, after(50)) == refused.value.record
    assert log.trouble == ""


def test_a_session_whose_end_cant_be_noted_either_is_closed_all_the_same_once_there_is_room(full_disk: Path) -> None:
    log = begin(full_disk)
    ballast = fill(full_disk)
    for second in range(60):
        log.note(Halted(0, Reason.KEY), after(second))
        log.note(Resumed(0), after(second + 0.5))

    with pytest.raises(NotLoggedError, match="No space left on device") as refused:
        log.close(Outcome.COMPLETED, after(70))

    assert "not on the disk" in refused.value.hint
    ballast.unlink()
    assert log.close(Outcome.COMPLETED, after(70)) == refused.value.record == read(full_disk).sessions[0]


def test_a_session_begun_where_nothing_can_be_written_goes_on_and_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.write_text("a file is in the way")

    log = begin(folder)
    log.note(RIGHT, after(40))
    trouble = log.trouble
    with pytest.raises(NotLoggedError) as refused:
        log.close(Outcome.STOPPED, after(50))

    assert trouble.startswith("the log can't be written: ")
    assert refused.value.record.held == 30.0
    assert "not on the disk" in refused.value.hint
    folder.unlink()
    assert log.close(Outcome.STOPPED, after(50)) == refused.value.record == read(folder).sessions[0]


def test_a_read_only_folder_is_said_and_its_sessions_still_read(tmp_path: Path) -> None:
    record = finished(tmp_path)
    for folder in (tmp_path / "checkpoint", tmp_path / "log", tmp_path):
        folder.chmod(0o500)
    if os.access(tmp_path, os.W_OK):
        pytest.skip("this user may write to a read-only folder")

    assert begin(tmp_path, "two").trouble == f"the log can't be written: {os.strerror(errno.EACCES)}"
    assert read(tmp_path).sessions == (record,)
    for folder in (tmp_path, tmp_path / "log", tmp_path / "checkpoint"):
        folder.chmod(0o700)


@posix
def test_a_folder_removed_in_mid_session_is_made_again_with_all_that_was_noted(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    log = begin(folder)
    log.note(RIGHT, after(40))

    shutil.rmtree(folder)
    log.note(LEFT, after(78))

    assert log.trouble == ""
    assert [record.held for record in read(killed(folder)).sessions] == [60.0]
    assert log.close(Outcome.COMPLETED, after(78)).held == 60.0


@posix
def test_a_folder_removed_before_the_end_still_gets_the_sessions_line(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    log = begin(folder)
    log.note(RIGHT, after(40))

    shutil.rmtree(folder)
    record = log.close(Outcome.STOPPED, after(50))

    assert read(folder).sessions == (record,)


# --- this device's name


def test_a_device_is_named_after_its_host_once(tmp_path: Path) -> None:
    name = device_name(tmp_path, "Anna's MacBook.local")

    assert re.fullmatch(r"anna-s-macbook-local-[0-9a-f]{4}", name)
    assert device_name(tmp_path, "Anna's MacBook.local") == name


def test_two_hosts_that_share_a_home_have_two_names_and_keep_them(tmp_path: Path) -> None:
    desk, laptop = device_name(tmp_path, "desk"), device_name(tmp_path, "laptop")

    assert desk != laptop
    assert (device_name(tmp_path, "desk"), device_name(tmp_path, "laptop")) == (desk, laptop)


def test_a_name_that_was_lost_to_a_power_cut_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "device-desk").write_bytes(b"\0" * 10)

    assert device_name(tmp_path, "desk").startswith("desk-")


def test_a_host_without_a_plain_letter_still_has_a_name(tmp_path: Path) -> None:
    assert re.fullmatch(r"device-[0-9a-f]{4}", device_name(tmp_path, "日本"))


def test_where_no_name_can_be_kept_the_hosts_own_is_the_same_at_each_start(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file is in the way")

    assert device_name(tmp_path / "state", "Desk") == "desk"


# --- what others rely on


def examples() -> list[list[str]]:
    return [block.splitlines() for block in re.findall(r"```json\n(.*?)```", DOC.read_text("utf-8"), re.DOTALL)]


EXAMPLE = from_json(examples()[0][0])


def test_the_example_line_in_the_document_is_exactly_what_is_written() -> None:
    (line,), _, _ = examples()

    assert to_json(from_json(line)) == line


def test_the_example_checkpoint_in_the_document_is_exactly_what_is_written_and_folds() -> None:
    _, _, lines = examples()
    numbered = [from_line(line) for line in lines]
    begun, entries = in_order(numbered)

    assert [to_line(number, entry) for number, entry in numbered if entry] == lines
    assert begun is not None
    assert fold_interrupted(begun, entries) == EXAMPLE


def test_importing_the_store_loads_nothing_heavy() -> None:
    code = "import sys, sciatica_stretch.journal.store; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()

    heavy = {"rich", "yaml", "typer", "multiprocessing", "subprocess", "asyncio", "platformdirs"}
    assert not heavy & set(loaded)


def test_a_checkpoint_that_was_killed_while_it_was_made_is_no_problem(tmp_path: Path) -> None:
    folder = tmp_path / "checkpoint"
    folder.mkdir()
    (folder / "empty.jsonl").touch()

    assert read(tmp_path) == Reading(())


def test_the_example_corrections_in_the_document_are_exactly_what_is_written_and_fold_into_the_session() -> None:
    (line,), lines, _ = examples()

    said = [said_in(each.encode()) for each in lines]

    assert all(isinstance(each, Correction) for each in said)
    assert [corrections.to_line(each) for each in said if isinstance(each, Correction)] == lines
    folded = corrected(from_json(line), [each for each in said[:2] if isinstance(each, Correction)])
    assert folded is not None
    assert [(folded.pain(When.BEFORE), folded.pain(When.AFTER))] == [(4, 3)]
    assert [note.text for note in folded.notes] == ["Slept badly."]


def test_an_answer_taken_back_is_none_and_a_forgotten_session_is_gone_whatever_comes_later() -> None:
    (line,), _, _ = examples()
    session = from_json(line)

    def say(number: int, what: Rating | Note | Forgotten) -> Correction:
        return Correction(id=str(number), session=session.id, device="desk", what=what)

    taken_back = say(1, Rating(when=When.BEFORE, at=session.ended_at, pain=None, reach=None, side=None))
    forgotten = say(2, Forgotten(at=SEVEN))
    later = say(3, Note(at=SEVEN + timedelta(days=1), text="?"))

    back = corrected(session, [taken_back])
    assert back is not None
    assert back.pain(When.BEFORE) is None
    assert corrected(session, [later, forgotten, taken_back]) is None


@given(st.permutations(range(4)), st.lists(st.integers(0, 3), max_size=3))
def test_corrections_mean_the_same_in_any_order_and_however_often(order: list[int], again: list[int]) -> None:
    (line,), _, _ = examples()
    session = from_json(line)
    ratings = [
        Rating(when=When.AFTER, at=SEVEN + timedelta(hours=hour), pain=hour, reach=None, side=None)
        for hour in (1, 1, 2)
    ]
    whats: list[Rating | Note] = [*ratings, Note(at=SEVEN, text="a")]
    said = [Correction(id=str(n), session=session.id, device="desk", what=what) for n, what in enumerate(whats)]

    with TemporaryDirectory() as folder:
        log = Path(folder) / "log" / "desk.jsonl"
        log.parent.mkdir()
        lines = [corrections.to_line(said[n]) for n in [*order, *again]]
        log.write_text("".join(f"{each}\n" for each in [*lines[:2], line, *lines[2:]]))
        (folded,) = read(Path(folder)).sessions

    assert folded == corrected(session, said)
    assert folded.pain(When.AFTER) == 2
