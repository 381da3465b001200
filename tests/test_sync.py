"""docs/sync.md held to the program: two homes with one log between them, carried by real git, and by files alone."""

import shutil
import subprocess
from pathlib import Path

import pytest
from msgspec.structs import replace
from test_cli import Desk
from test_store import SEVEN, finished

from sciatica_stretch.journal.corrections import Correction
from sciatica_stretch.journal.forgetting import forget
from sciatica_stretch.journal.rating import Rating
from sciatica_stretch.journal.reading import read
from sciatica_stretch.journal.scale import When
from sciatica_stretch.journal.store import Journal

DOC = Path(__file__).parent.parent / "docs" / "sync.md"
IGNORED = DOC.read_text(encoding="utf-8").split("```gitignore\n")[1].split("```")[0]


def git(folder: Path, *args: str) -> str:
    names = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "pull.rebase=false")
    command = ["git", *names, "-C", str(folder), *args]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def rate(folder: Path, device: str, session: str, pain: int) -> None:
    what = Rating(when=When.AFTER, at=SEVEN, pain=pain, reach=None, side=None)
    Journal(folder, device).correct(Correction(id=f"{device}-{pain}", session=session, device=device, what=what))


def sync(folder: Path) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "Log")
    git(folder, "pull", "-q", "--no-edit", "origin", "main")
    git(folder, "push", "-q", "origin", "HEAD:main")


@pytest.fixture
def homes(tmp_path: Path) -> tuple[Path, Path]:
    """Two clones of one bare repository, each the data folder of another computer."""
    bare, desk, laptop = (tmp_path / name for name in ("bare.git", "desk", "laptop"))
    git(tmp_path, "init", "-q", "--bare", "-b", "main", str(bare))
    git(tmp_path, "clone", "-q", str(bare), str(desk))
    (desk / ".gitignore").write_text(IGNORED)
    git(desk, "checkout", "-q", "-b", "main")
    git(desk, "add", "-A")
    git(desk, "commit", "-qm", "Begin")
    git(desk, "push", "-q", "origin", "main")
    git(tmp_path, "clone", "-q", str(bare), str(laptop))
    return desk, laptop


def test_two_computers_that_log_apart_and_sync_with_git_see_the_same_without_a_conflict(
    homes: tuple[Path, Path],
) -> None:
    desk, laptop = homes

    for day in ("monday", "tuesday"):
        finished(desk, f"{day}-at-the-desk", device="desk")
        finished(laptop, f"{day}-on-the-road", device="laptop")
        sync(desk)
        sync(laptop)
        sync_again = git(desk, "pull", "-q", "--no-edit", "origin", "main")
        assert "CONFLICT" not in sync_again
        rate(desk, "desk", f"{day}-on-the-road", 3)
        rate(laptop, "laptop", f"{day}-at-the-desk", 2)
    sync(desk)
    sync(laptop)
    git(desk, "pull", "-q", "--no-edit", "origin", "main")

    seen = read(desk)
    assert seen.sessions == read(laptop).sessions
    assert seen.problems == ()
    assert [(each.id, each.pain(When.AFTER)) for each in seen.sessions] == [
        ("monday-at-the-desk", 2),
        ("monday-on-the-road", 3),
        ("tuesday-at-the-desk", 2),
        ("tuesday-on-the-road", 3),
    ]
    assert git(desk, "status", "--porcelain") == git(laptop, "status", "--porcelain") == ""
    assert sorted(git(desk, "ls-files").split()) == [".gitignore", "log/desk.jsonl", "log/laptop.jsonl"]


def test_a_session_forgotten_on_one_is_gone_on_both(homes: tuple[Path, Path]) -> None:
    desk, laptop = homes
    finished(desk, "one", device="desk")
    finished(laptop, "two", device="laptop")
    sync(desk)
    sync(laptop)

    forget(Journal(laptop, "laptop"), "one", correction_id="gone", at=SEVEN)
    sync(laptop)
    git(desk, "pull", "-q", "--no-edit", "origin", "main")

    assert [each.id for each in read(desk).sessions] == [each.id for each in read(laptop).sessions] == ["two"]


@pytest.mark.parametrize(
    "name",
    [
        "desk.sync-conflict-20260301-070000-ABCDEFG.jsonl",  # Syncthing
        "desk (laptop's conflicted copy 2026-03-01).jsonl",  # Dropbox
        "desk-laptop.jsonl",  # OneDrive
        "desk (1).jsonl",  # Google Drive
    ],
)
def test_a_conflict_copy_is_one_more_file_and_changes_nothing(tmp_path: Path, name: str) -> None:
    record = finished(tmp_path, "one", device="desk")
    shutil.copy(tmp_path / "log" / "desk.jsonl", tmp_path / "log" / name)
    rate(tmp_path, "desk", "one", 4)
    finished(tmp_path, "two", device="desk")

    sessions = read(tmp_path).sessions

    assert [each.id for each in sessions] == ["one", "two"]
    assert sessions[0] == replace(record, ratings=(Rating(when=When.AFTER, at=SEVEN, pain=4, reach=None, side=None),))


def test_a_conflict_copy_may_go_once_it_was_imported(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "home")
    finished(desk.home, "one", device="desk")
    copy = desk.home / "log" / "desk (1).jsonl"
    finished(tmp_path / "other", "two", device="desk")
    (tmp_path / "other" / "log" / "desk.jsonl").rename(copy)
    before = read(desk.home).sessions

    moved = copy.rename(tmp_path / "copy.jsonl")
    desk.type("import-log", str(moved))

    assert read(desk.home).sessions == before
