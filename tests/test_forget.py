"""A session that is forgotten is gone: from this device's file, its checkpoint, and what every device shows."""

import json
import multiprocessing
import os
from datetime import UTC, datetime
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from test_store import EXAMPLE, begin, finished, killed, log_file, running

from sciatica_stretch import disk
from sciatica_stretch.disk import reading, system
from sciatica_stretch.journal import corrections, forgetting
from sciatica_stretch.journal.corrections import Correction, Forgotten
from sciatica_stretch.journal.rating import Note, Rating
from sciatica_stretch.journal.reading import read
from sciatica_stretch.journal.record import to_json
from sciatica_stretch.journal.scale import When
from sciatica_stretch.journal.store import Journal

SEVEN = datetime(2026, 3, 1, 7, 0, tzinfo=UTC)
OTHER = replace(EXAMPLE, id="7f3d1c22-1111-4222-8333-944455556666")


def forget(folder: Path, session: str, device: str = "desk") -> tuple[Path, ...]:
    return forgetting.forget(Journal(folder, device), session, correction_id="c", at=SEVEN)


def rate(folder: Path, session: str, name: str = "r", device: str = "desk") -> None:
    what = Rating(when=When.AFTER, at=SEVEN, pain=3, reach=None, side=None)
    Journal(folder, device).correct(Correction(id=name, session=session, device=device, what=what))


def test_its_line_its_corrections_and_its_checkpoint_are_gone_and_only_its_bare_id_is_left(tmp_path: Path) -> None:
    begin(tmp_path)
    left = killed(tmp_path)
    record = finished(left, "two")
    Journal(left, "desk").append(replace(record, id="one", title="Between us"))
    rate(left, "one")

    assert forget(left, "one") == ()

    *kept, last = log_file(left).read_text().splitlines()
    assert kept == [to_json(record)]
    assert json.loads(last) == {
        "format": 1,
        "entry": "forgotten",
        "id": "c",
        "session": "one",
        "device": "desk",
        "at": "2026-03-01T07:00:00Z",
    }
    assert list((left / "checkpoint").iterdir()) == []
    assert list((left / "log").iterdir()) == [log_file(left)]
    assert read(left).sessions == (record,)


def test_a_copy_that_comes_back_from_elsewhere_stays_hidden(tmp_path: Path) -> None:
    record = finished(tmp_path)
    forget(tmp_path, "one")

    Journal(tmp_path, "laptop").append(record)

    assert read(tmp_path).sessions == ()


def test_lines_in_another_devices_file_are_named_and_left_to_that_device(tmp_path: Path) -> None:
    record = finished(tmp_path, device="laptop")
    rate(tmp_path, "one")
    before = log_file(tmp_path, "laptop").read_bytes()

    elsewhere = forget(tmp_path, "one")

    assert elsewhere == (log_file(tmp_path, "laptop"),)
    assert log_file(tmp_path, "laptop").read_bytes() == before == f"{to_json(record)}\n".encode()
    assert b"rating" not in log_file(tmp_path).read_bytes()
    assert read(tmp_path).sessions == ()
    assert forget(tmp_path, "one", "laptop") == ()
    assert record.title.encode() not in log_file(tmp_path, "laptop").read_bytes()


def test_forgetting_again_leaves_one_line_that_says_so(tmp_path: Path) -> None:
    finished(tmp_path)

    forget(tmp_path, "one")
    forget(tmp_path, "one")

    assert len(log_file(tmp_path).read_bytes().splitlines()) == 1


def test_a_session_that_is_alive_goes_on(tmp_path: Path) -> None:
    log = begin(tmp_path)

    forget(tmp_path, "another")

    assert log.trouble == ""
    assert len(list((tmp_path / "checkpoint").iterdir())) == 1


def test_a_checkpoint_that_was_left_when_forgetting_was_killed_does_not_bring_the_session_back(tmp_path: Path) -> None:
    begin(tmp_path)
    left = killed(tmp_path)
    gone = Correction(id="c", session="one", device="desk", what=Forgotten(at=SEVEN))
    Journal(left, "desk").correct(gone)

    assert read(left).sessions == ()
    assert Journal(left, "desk").close_interrupted() == ()
    assert list((left / "checkpoint").iterdir()) == []
    assert read(left).sessions == ()


ABOUT = [
    to_json(EXAMPLE).encode(),
    to_json(EXAMPLE).encode()[:200],
    json.dumps({"device": "x", "id": EXAMPLE.id}).encode(),
    to_json(EXAMPLE).replace('"format":1', '"format":2').encode(),
    corrections.to_line(Correction(id="r", session=EXAMPLE.id, device="x", what=Note(at=SEVEN, text="\n"))).encode(),
]
NOT_ABOUT = st.one_of(
    st.sampled_from(
        [
            to_json(OTHER).encode(),
            to_json(OTHER).encode()[:150],
            b"",
            b"\0\0",
            b"\xff\xfe",
            b"  \r",
            corrections.to_line(
                Correction(id="r", session=OTHER.id, device="x", what=Note(at=SEVEN, text=f'"{EXAMPLE.id}"'))
            ).encode(),
        ]
    ),
    st.binary(max_size=20).map(lambda junk: junk.replace(b"\n", b"")),
)


@given(
    st.lists(
        st.one_of(NOT_ABOUT.map(lambda line: (False, line)), st.sampled_from(ABOUT).map(lambda line: (True, line)))
    )
)
def test_all_that_is_not_about_it_stays_to_the_byte(
    tmp_path_factory: pytest.TempPathFactory, lines: list[tuple[bool, bytes]]
) -> None:
    folder = tmp_path_factory.mktemp("forget")
    log_file(folder).parent.mkdir()
    log_file(folder).write_bytes(b"".join(line + b"\n" for _, line in lines))

    forget(folder, EXAMPLE.id)

    after = log_file(folder).read_bytes()
    kept = b"".join(line + b"\n" for about, line in lines if not about)
    assert after.startswith(kept)
    assert after[len(kept) :].count(b"\n") == 1
    assert b'"entry":"forgotten"' in after[len(kept) :]


def test_a_torn_last_line_keeps_its_bytes_and_gets_its_newline(tmp_path: Path) -> None:
    finished(tmp_path)
    with log_file(tmp_path).open("ab") as file:
        file.write(b'{"format":1,"id":"tw')

    forget(tmp_path, "one")

    assert log_file(tmp_path).read_bytes().startswith(b'{"format":1,"id":"tw\n{"format":1,"entry":"forgotten"')


# --- while others write


def write_ratings(folder: Path, gate: Barrier, name: str) -> None:
    gate.wait()
    for number in range(60):
        rate(folder, "kept", f"{name}{number}")


def forget_some(folder: Path, gate: Barrier) -> None:
    gate.wait()
    for number in range(20):
        forget(folder, f"s{number}")


def test_nothing_that_is_appended_while_sessions_are_forgotten_is_lost(tmp_path: Path) -> None:
    record = finished(tmp_path, "kept")
    for number in range(20):
        Journal(tmp_path, "desk").append(replace(record, id=f"s{number}"))
    context = multiprocessing.get_context("spawn")
    gate = context.Barrier(3)

    writers = [context.Process(target=write_ratings, args=(tmp_path, gate, name)) for name in "ab"]
    with running([*writers, context.Process(target=forget_some, args=(tmp_path, gate))]):
        pass

    reading = read(tmp_path)
    assert [each.id for each in reading.sessions] == ["kept"]
    assert reading.problems == ()
    ratings = {each.id for each in reading.corrections if isinstance(each.what, Rating)}
    assert ratings == {f"{name}{number}" for name in "ab" for number in range(60)}


def test_an_appender_that_holds_the_old_file_notices_that_it_was_replaced(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    disk.append_to(path, b"one\n")
    os.link(path, tmp_path / "a backup's name for it")
    meanwhile = [b"new\n"]
    lock = disk.lock

    def lock_late(fd: int) -> None:
        if meanwhile:
            disk.replace(path, meanwhile.pop())
        lock(fd)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(system, "lock", lock_late)
        disk.append_to(path, b"two\n")

    assert path.read_bytes() == b"new\ntwo\n"


def test_a_log_that_cant_be_rewritten_stays_as_it_was(tmp_path: Path) -> None:
    finished(tmp_path)
    before = log_file(tmp_path).read_bytes()
    (tmp_path / "log" / ".desk.jsonl.new").mkdir()

    with pytest.raises(OSError, match="directory"):
        forget(tmp_path, "one")

    assert log_file(tmp_path).read_bytes() == before


def test_a_very_long_line_is_kept_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_LINE_BYTES", 8)
    path = tmp_path / "log.jsonl"
    path.write_bytes(b"keep me, I am long\ndrop me, I am long\nkeep\n")

    disk.rewrite(path, lambda line: not line.startswith(b"drop"), b"end\n")

    assert path.read_bytes() == b"keep me, I am long\nkeep\nend\n"
