"""`stretch backup` and `stretch restore`: what comes back is what was kept, and what was there stays."""

import io
import os
import signal
import stat
import subprocess
import sys
import zipfile
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZipFile, ZipInfo

import pytest
from exports import EVENING, SESSION
from msgspec.structs import replace
from terminals import clean_env
from test_cli import Desk
from test_merging import OTHER, file_of, noted, rated, says
from test_store import begin, killed, posix

from sciatica_stretch import disk
from sciatica_stretch.cli import archive
from sciatica_stretch.errors import StorageError, UnreadableError
from sciatica_stretch.journal.forgetting import forget
from sciatica_stretch.journal.reading import read
from sciatica_stretch.journal.store import Journal

MINE = b"title: Mine\nsteps: [{name: Reach, hold: 20s}]\n"
THEIRS = MINE.replace(b"20s", b"45s")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A home with something of everything in it."""
    desk = Desk(tmp_path / "home")
    file_of(desk.home / "log" / "desk.jsonl", SESSION, says(SESSION, rated(3), "r"))
    file_of(desk.home / "log" / "laptop.jsonl", OTHER)
    routines = desk.home / "routines"
    for name, content in {
        "mine.yaml": MINE,
        ".versions/mine/0001.yaml": b"title: Old\n",
        ".drafts/mine.yaml": b"title: Half\n",
        ".drafts/mine.base": MINE,
        ".drafts/mine.lock": b"",
        ".lock": b"",
        ".hidden": b"flare-8\n",
    }.items():
        disk.replace(routines / name, content)
    disk.replace(desk.home / "state" / "safety.json", b'{"notice": 1}\n')
    disk.replace(desk.home / "config" / "settings.toml", b"volume = 40\n")
    return desk


def files(home: Path) -> dict[str, bytes]:
    return {path.relative_to(home).as_posix(): path.read_bytes() for path in home.rglob("*") if path.is_file()}


def kept(desk: Desk, tmp_path: Path) -> Path:
    path = tmp_path / "backup.zip"
    assert desk.type("backup", "-o", str(path)).code == 0
    return path


def zipped(path: Path, *entries: tuple[str | ZipInfo, bytes]) -> Path:
    with ZipFile(path, "w", ZIP_DEFLATED) as made:
        made.writestr("stretch-backup.json", '{"format":1,"made_at":"2026-03-01T21:30:00+01:00"}')
        for name, content in entries:
            made.writestr(name, content)
    return path


# --- the settings


def test_settings_that_differ_come_beside_yours_once(desk: Desk, tmp_path: Path) -> None:
    path, new = kept(desk, tmp_path), Desk(tmp_path / "new")
    mine = new.home / "config" / "settings.toml"
    disk.replace(mine, b"volume = 7\n")

    first = new.type("restore", str(path), "--yes")
    again = new.type("restore", str(path), "--yes")

    assert "Settings: different; yours stay, and the others come as settings-restored.toml" in first.out
    assert mine.read_bytes() == b"volume = 7\n"
    assert mine.with_name("settings-restored.toml").read_bytes() == b"volume = 40\n"
    assert "Settings: the same." in again.out
    assert "All of it is here already." in again.out
    assert sorted(each.name for each in mine.parent.iterdir()) == ["settings-restored.toml", "settings.toml"]


def test_a_dry_run_writes_no_settings(desk: Desk, tmp_path: Path) -> None:
    path, new = kept(desk, tmp_path), Desk(tmp_path / "new")

    run = new.type("restore", str(path), "--dry-run")

    assert "Settings: new." in run.out
    assert not (new.home / "config").exists()


# --- there and back


def test_a_backup_brings_all_of_it_to_an_empty_home(desk: Desk, tmp_path: Path) -> None:
    path, new = kept(desk, tmp_path), Desk(tmp_path / "new")

    run = new.type("restore", "--yes", str(path))

    before, after = files(desk.home), files(new.home)
    assert (run.code, run.err) == (0, "")
    assert "Log: 2 sessions new, 0 known already." in run.out
    assert "Routines: 1 new." in run.out
    assert read(new.home).sessions == read(desk.home).sessions
    own = {name for name in before if name.startswith("routines/") and not name.endswith(".lock")}
    assert {name: after[name] for name in [*own, "state/safety.json"]} == {
        name: before[name] for name in [*own, "state/safety.json"]
    }


@posix
def test_a_routine_whose_name_is_not_utf_8_is_left_out_and_told(desk: Desk, tmp_path: Path) -> None:
    odd = os.fsencode(desk.home / "routines") + b"/caf\xe9.yaml"
    try:
        Path(os.fsdecode(odd)).write_bytes(MINE)
    except OSError:
        pytest.skip("this file system takes UTF-8 alone")

    run = desk.type("backup", "-o", str(tmp_path / "backup.zip"))

    assert run.code == 0
    assert "Warning: routines/caf\ufffd.yaml is not in it: an archive can't hold that name. Rename it.\n" in run.err
    assert "(2 logs, 1 routine, 6 other files)" in run.out


def test_to_restore_a_second_time_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    path, new = kept(desk, tmp_path), Desk(tmp_path / "new")
    new.type("restore", "--yes", str(path))
    before = files(new.home)

    run = new.type("restore", str(path))

    assert run.out.endswith("All of it is here already.\n")
    assert files(new.home) == before


def test_what_differs_stays_and_the_backups_comes_beside_it_once(desk: Desk, tmp_path: Path) -> None:
    path, new = kept(desk, tmp_path), Desk(tmp_path / "new")
    disk.replace(new.home / "routines" / "mine.yaml", THEIRS)
    disk.replace(new.home / "routines" / ".drafts" / "mine.yaml", b"title: Mine as typed here\n")
    disk.replace(new.home / "routines" / ".versions" / "mine" / "0001.yaml", b"title: Another\n")
    there = files(new.home)

    first = new.type("restore", "--yes", str(path))
    new.type("restore", "--yes", str(path))

    after = files(new.home)
    assert "  mine.yaml differs from yours, and comes beside it as mine-restored.yaml\n" in first.out
    assert "  .drafts/mine.yaml differs from what is here, which stays\n" in first.out
    assert {name: after[name] for name in there} == there
    assert after["routines/mine-restored.yaml"] == MINE
    assert "routines/.drafts/mine.base" not in after  # it would not be what that draft was begun from
    assert len([name for name in after if "restored" in name]) == 1


def test_the_log_is_merged_and_no_file_of_it_replaced(desk: Desk, tmp_path: Path) -> None:
    path, new = kept(desk, tmp_path), Desk(tmp_path / "new")
    theirs = file_of(new.home / "log" / "desk.jsonl", SESSION, says(SESSION, noted("Here."), "n"))
    before = theirs.read_bytes()

    new.type("restore", "--yes", str(path))

    assert theirs.read_bytes() == before
    merged = {each.id: each for each in read(new.home).sessions}
    assert set(merged) == {SESSION.id, OTHER.id}
    assert merged[SESSION.id] == replace(
        SESSION, ratings=(SESSION.ratings[0], rated(3)), notes=(*SESSION.notes, noted("Here."))
    )


def test_a_session_that_was_forgotten_since_does_not_come_back(desk: Desk, tmp_path: Path) -> None:
    path = kept(desk, tmp_path)
    forget(Journal(desk.home, "desk"), SESSION.id, correction_id="gone", at=EVENING)

    desk.type("restore", "--yes", str(path))

    assert read(desk.home).sessions == (OTHER,)


def test_a_session_that_was_cut_off_is_in_it_and_one_that_is_alive_is_not(tmp_path: Path) -> None:
    alive = begin(tmp_path / "home")
    dead = killed(tmp_path / "home")

    for home, sessions in ((tmp_path / "home", 0), (dead, 1)):
        path = tmp_path / f"{sessions}.zip"
        Desk(home).type("backup", "-o", str(path))
        new = Desk(tmp_path / f"new-{sessions}")
        new.type("restore", "--yes", str(path))
        assert [each.interrupted for each in read(new.home).sessions] == [True] * sessions
    del alive


def test_a_session_that_can_still_go_on_is_not_ended_by_a_backup_of_itself(tmp_path: Path) -> None:
    log = begin(tmp_path / "home")
    desk = Desk(killed(tmp_path / "home"))
    del log
    path = kept(desk, tmp_path)

    run = desk.type("restore", "--yes", str(path))

    assert run.out.endswith("All of it is here already.\n")
    assert not (desk.home / "log").exists()


def test_it_shows_what_it_would_do_and_asks(desk: Desk, tmp_path: Path) -> None:
    path, new = kept(desk, tmp_path), Desk(tmp_path / "new")

    dry = new.type("restore", "--dry-run", str(path))
    no = new.type("restore", str(path), typed="n\n", tty=True)
    nobody = new.type("restore", str(path))
    before = set(files(new.home))
    yes = new.type("restore", str(path), typed="y\n", tty=True)

    assert dry.out.endswith("Nothing was changed.\n")
    assert "Bring it back? [y/N]" in no.out
    assert nobody.code == 2
    assert before <= {"state/device-laptop"}
    assert yes.out.endswith("Done. All that was there before is still there.\n")
    assert len(read(new.home).sessions) == 2


# --- the file


@posix
def test_its_name_has_the_day_it_is_private_and_it_replaces_nothing(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    first, second, third = desk.type("backup"), desk.type("backup"), desk.type("backup", "--force")

    path = tmp_path / "stretch-backup-2026-11-23.zip"
    assert [first.code, second.code, third.code] == [0, 2, 0]
    assert first.out.startswith(f"Written and read back: {path.name} (2 logs, 1 routine, 6 other files)\n")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "is there already" in second.err
    assert [each.name for each in tmp_path.iterdir() if each.name != "home"] == [path.name]


def test_what_does_not_read_back_as_it_was_written_is_no_backup(tmp_path: Path) -> None:
    path = tmp_path / "backup.zip"
    packing = archive.Packing([("log/desk.jsonl", b"a line\n" * 99)], {"made_at": ""})

    def hurt() -> bytes:
        whole = bytearray(b"".join(packing.chunks()))
        whole[whole.index(b"log/desk.jsonl") + 20] ^= 0x10
        return bytes(whole)

    with pytest.raises(StorageError, match="did not read back"):
        disk.put(path, [hurt()], check=packing.check)

    assert list(tmp_path.iterdir()) == []


def test_an_archive_with_other_contents_than_went_in_is_found_out(tmp_path: Path) -> None:
    packing = archive.Packing([("log/desk.jsonl", b"a line\n")], {"made_at": ""})
    list(packing.chunks())
    other = zipped(tmp_path / "other.zip", ("log/desk.jsonl", b"another line\n"))

    with pytest.raises(StorageError):
        packing.check(other)


# --- archives that were not made by us


def linked(name: str) -> ZipInfo:
    info = ZipInfo(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


@pytest.mark.parametrize(
    "name",
    [
        "../escape.yaml",
        "routines/../../escape.yaml",
        "/etc/escape.yaml",
        "routines//escape.yaml",
        "C:/escape.yaml",
        "routines/..\\escape.yaml",
        "routines/...",
        "routines/a\nb.yaml",
        linked("routines/link.yaml"),
    ],
)
def test_a_name_that_leads_elsewhere_is_refused_with_all_of_the_archive(
    desk: Desk, tmp_path: Path, name: str | ZipInfo
) -> None:
    before = files(desk.home)
    path = zipped(tmp_path / "slip.zip", ("routines/good.yaml", MINE), (name, MINE))

    run = desk.type("restore", "--yes", str(path))

    assert run.code == 65
    assert "leads elsewhere" in run.err
    assert {key: value for key, value in files(desk.home).items() if key != "state/device-laptop"} == before
    assert not list(tmp_path.rglob("escape*"))


def test_a_bomb_is_refused_before_any_of_it_is_unpacked(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MOST_BYTES", 1 << 20)
    path = zipped(tmp_path / "bomb.zip", ("log/a.jsonl", bytes(600_000)), ("log/b.jsonl", bytes(600_000)))

    run = desk.type("restore", "--yes", str(path))

    assert (run.code, "would unpack to more than" in run.err) == (65, True)


def test_a_size_that_is_a_lie_unpacks_no_more_than_it_says(tmp_path: Path) -> None:
    path = zipped(tmp_path / "lie.zip", ("log/a.jsonl", bytes(1 << 20)))
    whole = path.read_bytes().replace((1 << 20).to_bytes(4, "little"), (9).to_bytes(4, "little"))
    path.write_bytes(whole)

    with archive.opened(path) as found, pytest.raises(UnreadableError):
        found.read("log/a.jsonl")


def test_names_that_come_twice_and_other_ways_of_packing_are_refused(desk: Desk, tmp_path: Path) -> None:
    twice = zipped(tmp_path / "twice.zip", ("routines/a.yaml", MINE), ("routines/b.yaml", MINE))
    twice.write_bytes(twice.read_bytes().replace(b"routines/b.yaml", b"routines/a.yaml"))
    packed = ZipInfo("routines/a.yaml")
    packed.compress_type = ZIP_LZMA
    other = zipped(tmp_path / "lzma.zip", (packed, MINE))

    assert "is in it twice" in desk.type("restore", str(twice)).err
    assert "is packed in a way" in desk.type("restore", str(other)).err


def test_a_torn_zip_a_foreign_one_a_later_format_and_none_are_told_apart(desk: Desk, tmp_path: Path) -> None:
    whole = kept(desk, tmp_path).read_bytes()
    (tmp_path / "torn.zip").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "text.zip").write_bytes(b"not a zip\n")
    with ZipFile(tmp_path / "foreign.zip", "w") as foreign:
        foreign.writestr("photo.jpg", b"?")
    with ZipFile(tmp_path / "later.zip", "w") as later:
        later.writestr("stretch-backup.json", '{"format": 2, "made_at": ""}')

    runs = [desk.type("restore", "-y", str(tmp_path / f"{name}.zip")) for name in ("torn", "text", "foreign", "later")]
    none = desk.type("restore", str(tmp_path / "no.zip"))

    assert [run.code for run in runs] == [65, 65, 65, 65]
    assert [run.err.split("zip ")[-1].split(".")[0].split(",")[0] for run in runs[2:]] == [
        "is no backup of stretch",
        "is in format 2",
    ]
    assert all("is no whole zip" in run.err for run in runs[:2])
    assert none.code == 66


def test_a_hurt_byte_in_an_archive_is_found_and_nothing_comes_of_it(desk: Desk, tmp_path: Path) -> None:
    path, new = kept(desk, tmp_path), Desk(tmp_path / "new")
    whole = bytearray(path.read_bytes())
    with ZipFile(path) as found:
        at = found.getinfo("routines/mine.yaml").header_offset
    whole[at + 30 + len("routines/mine.yaml") + 5] ^= 0x01
    path.write_bytes(whole)

    run = new.type("restore", "--yes", str(path))

    assert (run.code, run.out) == (65, "A backup of 2026-11-23 12:00:\n")
    assert set(files(new.home)) <= {"state/device-laptop"}


def test_logs_with_lines_that_cannot_be_read_give_what_can_be(desk: Desk, tmp_path: Path) -> None:
    disk.append_to(desk.home / "log" / "laptop.jsonl", b"\0\0\0\n")
    path, new = kept(desk, tmp_path), Desk(tmp_path / "new")

    run = new.type("restore", "--yes", str(path))

    assert run.err.startswith("Warning: log/laptop.jsonl:2: ")
    assert len(read(new.home).sessions) == 2


def test_what_is_packed_can_be_opened_by_any_program(desk: Desk, tmp_path: Path) -> None:
    with ZipFile(io.BytesIO(kept(desk, tmp_path).read_bytes())) as found:
        assert found.testzip() is None
        assert set(found.namelist()) == {
            *("stretch-backup.json", "log/desk.jsonl", "log/laptop.jsonl", "state/safety.json", "routines/mine.yaml"),
            *("routines/.versions/mine/0001.yaml", "routines/.drafts/mine.yaml", "routines/.drafts/mine.base"),
            *("routines/.hidden", "config/settings.toml"),
        }
    assert zipfile.is_zipfile(tmp_path / "backup.zip")


@posix
def test_a_name_that_no_archive_can_hold_is_left_out_and_named(desk: Desk, tmp_path: Path) -> None:
    disk.replace(desk.home / "routines" / "a\\b.yaml", MINE)
    disk.replace(desk.home / "routines" / "a:b.yaml", MINE)

    run = desk.type("backup", "-o", str(tmp_path / "backup.zip"))
    new = Desk(tmp_path / "new")
    new.type("restore", "--yes", str(tmp_path / "backup.zip"))

    assert run.code == 0
    assert "a\\b.yaml is not in it" in run.err
    assert {path.name for path in (new.home / "routines").glob("*.yaml")} == {"mine.yaml", "a:b.yaml"}


# --- killed

KILLED_AT = """
import os, signal, sys
from sciatica_stretch.disk import system
left = int(sys.argv.pop(1))
def counted(before):
    def sync(fd):
        global left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        before(fd)
    return sync
system.sync = counted(system.sync)
from sciatica_stretch.cli.app import main
main()
"""


@posix
@pytest.mark.real
def test_a_restore_that_is_killed_before_any_of_its_writes_is_made_whole_by_the_next(
    desk: Desk, tmp_path: Path
) -> None:
    path = kept(desk, tmp_path)

    for writes in range(20):
        home = tmp_path / f"home-{writes}"
        disk.replace(home / "routines" / "mine.yaml", THEIRS)
        command = [sys.executable, "-c", KILLED_AT, str(writes), "restore", "--yes", str(path)]
        run = subprocess.run(command, env=clean_env(home), capture_output=True, check=False)
        assert read(home).problems == ()
        assert (home / "routines" / "mine.yaml").read_bytes() == THEIRS
        Desk(home).type("restore", "--yes", str(path))
        assert read(home).sessions == read(desk.home).sessions
        assert (home / "routines" / "mine-restored.yaml").read_bytes() == MINE
        assert (home / "routines" / ".versions" / "mine" / "0001.yaml").read_bytes() == b"title: Old\n"
        if run.returncode == 0:
            break
        assert run.returncode == -signal.SIGKILL
    else:
        pytest.fail("it never came to its end")
    assert writes > 5


@posix
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="this user may write anywhere")
def test_a_folder_that_cannot_be_written_is_74(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o500)

    run = desk.type("backup", "-o", str(tmp_path / "closed" / "backup.zip"))

    assert run.code == 74
