"""The folders in which routines are looked for, and the bundled ones that a person hid."""

import os
from pathlib import Path

import pytest

from sciatica_stretch.errors import StorageError, UnknownRoutineError
from sciatica_stretch.library import hidden
from sciatica_stretch.library.folders import routine_folders
from sciatica_stretch.library.shelf import Folder, bundled_folder, each, find


def shared(own: Path, *parts: str) -> list[tuple[Path, str]]:
    first, *between, last = routine_folders(own, os.pathsep.join(parts))
    assert (first, last) == (Folder(own, "yours"), Folder(bundled_folder(), "bundled"))
    return [(folder.path, folder.origin) for folder in between]


def test_without_stretch_path_there_are_two(tmp_path: Path) -> None:
    assert shared(tmp_path) == []
    assert shared(tmp_path, "", " ") == []


def test_further_folders_stand_between_in_their_order_known_by_their_names(tmp_path: Path) -> None:
    team, club = tmp_path / "team", tmp_path / "x" / "club"

    assert shared(tmp_path / "own", str(club), str(team)) == [(club, "club"), (team, "team")]


def test_folders_of_one_name_are_known_by_their_whole_path(tmp_path: Path) -> None:
    one, two, yours = tmp_path / "one" / "routines", tmp_path / "two" / "routines", tmp_path / "yours"

    assert shared(tmp_path / "own", str(one), str(two), str(yours)) == [
        (one, str(one)),
        (two, str(two)),
        (yours, str(yours)),
    ]


def test_a_folder_is_looked_into_once(tmp_path: Path) -> None:
    team = str(tmp_path / "team")

    assert shared(tmp_path, team, f"{team}{os.sep}", f"{team}/../team", str(tmp_path), str(bundled_folder())) == [
        (tmp_path / "team", "team")
    ]


def test_a_tilde_is_the_person_s_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))

    assert shared(tmp_path / "own", "~/team") == [(tmp_path / "team", "team")]


def test_a_name_that_would_act_on_the_terminal_is_made_visible(tmp_path: Path) -> None:
    assert shared(tmp_path, str(tmp_path / "a\x1b[2J"))[0][1] == "a␛[2J"


# --- hidden ones


def test_what_was_hidden_is_read_back_until_it_is_not(tmp_path: Path) -> None:
    folder = tmp_path / "routines"

    assert hidden.read(folder) == frozenset()
    hidden.write(folder, ["flare-8", "desk-3", "flare-8"])
    assert hidden.read(folder) == {"desk-3", "flare-8"}
    assert (folder / ".hidden").read_text("utf-8") == "desk-3\nflare-8\n"
    hidden.write(folder, [])
    assert hidden.read(folder) == frozenset()


def test_the_list_of_hidden_ones_may_have_been_written_by_hand(tmp_path: Path) -> None:
    (tmp_path / ".hidden").write_bytes(b"\r\n flare-8 \r\n\xff\n\ndesk-3")

    assert hidden.read(tmp_path) >= {"flare-8", "desk-3"}


def test_a_list_of_hidden_ones_that_cannot_be_read_is_told_of(tmp_path: Path) -> None:
    (tmp_path / ".hidden").mkdir()

    with pytest.raises(StorageError, match=r"\.hidden can't be read: is a directory\.") as caught:
        hidden.read(tmp_path)

    assert caught.value.hint == "It lists the routines that you hid; delete it to see them all."


def test_only_bundled_routines_are_hidden_and_your_own_of_that_name_is_not(tmp_path: Path) -> None:
    hidden.write(tmp_path, ["flare-8", "desk-3"])
    (tmp_path / "flare-8.yaml").write_text("", encoding="utf-8")
    folders = routine_folders(tmp_path, "")

    listed = {found.name: found for found in each(folders)}

    assert (listed["flare-8"].origin, listed["flare-8"].shadows, listed["flare-8"].hidden) == ("yours", (), False)
    assert "desk-3" not in listed
    assert find("flare-8", folders).origin == "yours"
    with pytest.raises(UnknownRoutineError, match="'desk-3' is hidden") as caught:
        find("desk-3", folders)
    assert caught.value.hint == "Bring it back with: stretch remove --undo desk-3"


def test_a_hidden_routine_is_not_what_was_meant(tmp_path: Path) -> None:
    hidden.write(tmp_path, ["desk-3"])

    with pytest.raises(UnknownRoutineError) as caught:
        find("desk-4", routine_folders(tmp_path, ""))

    assert "desk-3" not in caught.value.hint
