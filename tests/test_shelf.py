"""Routines found by name or by path, listed and loaded."""

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from sciatica_stretch.errors import StorageError, UnknownRoutineError
from sciatica_stretch.library.problems import RoutineError
from sciatica_stretch.library.shelf import Folder, Found, bundled_folder, each, find, fingerprint, load

TEXT = "title: {}\nsteps: [{{name: a, hold: 30s}}]\n"
POSIX = pytest.mark.skipif(os.name != "posix", reason="pipes, links and permissions as POSIX has them")
NOT_ROOT = pytest.mark.skipif(getattr(os, "geteuid", lambda: 1)() == 0, reason="root may read everything")


@pytest.fixture
def folders(tmp_path: Path) -> list[Folder]:
    """A person's own folder over the bundled one; both have "morning"."""
    for origin, names in {
        "yours": ["morning.yaml", "tea.yml"],
        "bundled": ["morning.yaml", "sciatica-13.yaml"],
    }.items():
        (tmp_path / origin).mkdir()
        for name in names:
            (tmp_path / origin / name).write_text(TEXT.format(origin))
    return [Folder(tmp_path / "yours", "yours"), Folder(tmp_path / "bundled", "bundled")]


def test_a_routine_is_found_by_the_name_of_its_file(folders: list[Folder]) -> None:
    assert find("sciatica-13", folders) == Found("sciatica-13", folders[1].path / "sciatica-13.yaml", "bundled")
    assert find("tea", folders) == Found("tea", folders[0].path / "tea.yml", "yours")


def test_your_own_routine_stands_in_front_of_a_bundled_one(folders: list[Folder]) -> None:
    routine, _ = load(find("morning", folders))

    assert (routine.name, routine.title) == ("morning", "yours")


def test_the_list_is_by_name_and_leaves_out_what_stands_behind(folders: list[Folder]) -> None:
    assert [(found.name, found.origin) for found in each(folders)] == [
        ("morning", "yours"),
        ("sciatica-13", "bundled"),
        ("tea", "yours"),
    ]


def test_a_near_miss_is_told_the_name(folders: list[Folder]) -> None:
    with pytest.raises(UnknownRoutineError) as caught:
        find("sciatca-13", folders)

    assert (caught.value.message, caught.value.hint, caught.value.exit_code) == (
        "There is no routine 'sciatca-13'.",
        "Did you mean 'sciatica-13'?",
        66,
    )


def test_a_name_in_other_letters_is_told_the_name(folders: list[Folder]) -> None:
    with pytest.raises(UnknownRoutineError) as caught:
        find("Sciatica-13", folders)

    assert caught.value.hint == "Did you mean 'sciatica-13'?"


@pytest.mark.parametrize("path", ["sciatica-13.yaml", "elsewhere/sciatica-13.yaml", "./sciatca-13"])
def test_a_path_to_nothing_is_told_so_and_the_routine_of_that_name(
    path: str, folders: list[Folder], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    with pytest.raises(UnknownRoutineError) as caught:
        find(path, folders)

    assert (caught.value.message, caught.value.hint, caught.value.exit_code) == (
        f"There is no file {path!r}.",
        "Did you mean 'sciatica-13'?",
        66,
    )


@pytest.mark.parametrize("typed", ["mornign.yaml", "mornign.yml", "mornign", "Morning"])
def test_a_path_to_nothing_is_told_of_a_file_beside_it_that_has_almost_that_name(
    typed: str, folders: list[Folder]
) -> None:
    with pytest.raises(UnknownRoutineError) as caught:
        find(str(folders[0].path / typed), folders)

    assert caught.value.hint == f"Did you mean {str(folders[0].path / 'morning.yaml')!r}?"


def test_beside_a_path_without_a_folder_is_the_folder_one_is_in(
    folders: list[Folder], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folders[0].path)

    with pytest.raises(UnknownRoutineError, match=r"^There is no file 'mornign.yaml'\.$") as caught:
        find("mornign.yaml", [])

    assert caught.value.hint == "Did you mean 'morning.yaml'?"


def test_a_path_like_nothing_there_is_gets_told_what_to_do(folders: list[Folder]) -> None:
    with pytest.raises(UnknownRoutineError, match=r"^There is no file '\./nothing\.yaml'\.$") as caught:
        find("./nothing.yaml", folders)

    assert caught.value.hint == 'Check the path, or give the name of a routine: "stretch list" shows them all.'


@pytest.mark.parametrize("path", ["a\0b/c.yaml", "x" * 5000 + "/c.yaml", "/", "\x1b[2J.yaml"])
def test_a_path_that_no_file_can_have_is_told_like_any_other(path: str, folders: list[Folder]) -> None:
    with pytest.raises(UnknownRoutineError) as caught:
        load(find(path, folders))

    assert caught.value.message.isprintable()


def test_a_wild_guess_is_told_what_there_is(folders: list[Folder]) -> None:
    with pytest.raises(UnknownRoutineError) as caught:
        find("zzz", folders)

    assert caught.value.hint == 'There are morning, sciatica-13, tea; "stretch list" shows them all.'


def test_with_no_routines_at_all_the_hint_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnknownRoutineError) as caught:
        find("tea", [Folder(tmp_path / "gone", "yours")])

    assert caught.value.hint == "There are none at all."


def test_a_path_that_exists_is_used_as_it_is(folders: list[Folder], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folders[1].path)

    found = find("morning.yaml", folders)

    assert (found, load(found)[0].title) == (Found("morning", Path("morning.yaml"), "file"), "bundled")
    assert find("./morning.yaml", []).origin == "file"
    assert find("morning", folders).origin == "yours"


@pytest.mark.parametrize("name", ["../outside", "..", ".", "", "a\0b", "x" * 5000, "../bundled/sciatica-13", "\x1b[2J"])
def test_a_name_never_reaches_outside_the_folders(name: str, folders: list[Folder]) -> None:
    (folders[0].path.parent / "outside.yaml").write_text(TEXT.format("outside"))

    with pytest.raises(UnknownRoutineError) as caught:
        find(name, folders)

    assert caught.value.message.isprintable()


def test_a_folder_that_does_not_exist_is_empty(folders: list[Folder]) -> None:
    gone = Folder(folders[0].path / "gone", "yours")

    assert each([gone]) == []
    assert find("tea", [gone, *folders]).origin == "yours"


def test_a_file_in_the_place_of_a_folder_is_a_storage_error(folders: list[Folder]) -> None:
    with pytest.raises(StorageError) as caught:
        each([Folder(folders[0].path / "tea.yml", "yours")])

    assert caught.value.message.endswith("tea.yml can't be read: not a directory.")
    assert caught.value.hint


def test_only_ordinary_yaml_files_are_listed(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no")
    (tmp_path / ".hidden.yaml").write_text("no")
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "both.yml").write_text("no")
    (tmp_path / "both.yaml").write_text("yes")

    assert each([Folder(tmp_path, "yours")]) == [Found("both", tmp_path / "both.yaml", "yours")]


@POSIX
def test_pipes_and_broken_links_are_not_listed(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    (tmp_path / "broken.yaml").symlink_to("gone")
    (tmp_path / "real.txt").write_text(TEXT.format("T"))
    (tmp_path / "link.yaml").symlink_to("real.txt")

    assert [found.name for found in each([Folder(tmp_path, "yours")])] == ["link"]


def test_a_loaded_routine_comes_with_the_hash_of_its_bytes(folders: list[Folder]) -> None:
    found = find("tea", folders)

    digest = fingerprint(load(found)[1])

    assert digest == f"sha256:{sha256(found.path.read_bytes()).hexdigest()}"


def test_what_is_wrong_in_a_file_is_told_with_its_path(folders: list[Folder]) -> None:
    path = folders[0].path / "tea.yml"
    path.write_text("title: T\n")

    with pytest.raises(RoutineError) as caught:
        load(find("tea", folders))

    assert caught.value.message.startswith(f"{path}:1:1: a routine needs steps")


def test_a_folder_is_not_a_routine(tmp_path: Path) -> None:
    with pytest.raises(UnknownRoutineError, match="is a folder, not a routine"):
        load(find(f"{tmp_path}{os.sep}", []))


def test_a_file_that_has_gone_is_told_from_one_that_never_was(folders: list[Folder]) -> None:
    found = find("tea", folders)
    found.path.unlink()

    with pytest.raises(UnknownRoutineError, match=r"There is no file .*tea\.yml\."):
        load(found)


@POSIX
def test_a_pipe_is_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")

    with pytest.raises(StorageError, match="is not an ordinary file"):
        load(find(str(tmp_path / "pipe.yaml"), []))


@POSIX
@NOT_ROOT
def test_what_may_not_be_read_is_a_storage_error(folders: list[Folder]) -> None:
    found = find("tea", folders)
    found.path.chmod(0)
    folders[1].path.chmod(0)

    with pytest.raises(StorageError, match="permission denied"):
        load(found)
    with pytest.raises(StorageError, match="permission denied"):
        each(folders)
    folders[1].path.chmod(0o700)


def test_a_huge_file_is_not_read_whole(tmp_path: Path) -> None:
    with (tmp_path / "huge.yaml").open("wb") as file:
        file.truncate(1 << 33)

    with pytest.raises(RoutineError, match="larger than 256 KiB"):
        load(find("huge", [Folder(tmp_path, "yours")]))


def test_the_bundled_folder_has_routines() -> None:
    assert find("sciatica-13", [Folder(bundled_folder(), "bundled")]).path.is_file()


def test_names_can_be_listed_without_a_yaml_parser() -> None:
    code = (
        "import sys; from sciatica_stretch.library.shelf import *; "
        "each([Folder(bundled_folder(), 'bundled')]); "
        "print(sorted({'yaml', 'rich', 'hashlib', 'sciatica_stretch.library.parser'} & set(sys.modules)))"
    )

    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert printed == "[]\n"
