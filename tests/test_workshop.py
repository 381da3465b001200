"""A person's own folder of routines, written to."""

import os
import sys
from pathlib import Path

import pytest

from sciatica_stretch.errors import BadRoutineError, StorageError, UnknownRoutineError, UsageError
from sciatica_stretch.library import hidden
from sciatica_stretch.library.drafts import BusyError
from sciatica_stretch.library.shelf import Folder, Found, each
from sciatica_stretch.library.versions import MOST_KEPT, Versions
from sciatica_stretch.library.workshop import ChangedError, Workshop

POSIX = pytest.mark.skipif(os.name != "posix", reason="links and modes as POSIX has them")


def routine(title: str) -> bytes:
    return f"title: {title}\nsteps: [{{name: a, hold: 30s}}]\n".encode()


ONE, TWO, THREE = routine("One"), routine("Two"), routine("Three")


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path / "routines")


def own(workshop: Workshop, name: str = "evening") -> Found:
    return Found(name, workshop.folder / f"{name}.yaml", "yours")


def names(workshop: Workshop) -> list[str]:
    return [found.name for found in each([Folder(workshop.folder, "yours")])]


@pytest.mark.parametrize("name", ["evening", "Evening-10", "after_the_run", "5", "a" * 60])
def test_a_name_of_letters_digits_hyphens_and_underscores_can_be_a_routine_s(name: str, workshop: Workshop) -> None:
    workshop.check_name(name)


@pytest.mark.parametrize(
    ("name", "instead"),
    [
        ("my evening", "my-evening"),
        ("../evening", "evening"),
        ("a/b", "a-b"),
        ("a\\b", "a-b"),
        (".hidden", "hidden"),
        ("-x", "x"),
        ("v1.2", "v1-2"),
        ("Nul", "my-Nul"),
        ("com1", "my-com1"),
        ("", "evening-10"),
        ("朝", "evening-10"),
        ("a" * 61, "a" * 57),
        ("a\nb", "a-b"),
    ],
)
def test_any_other_name_is_answered_with_one_that_would_do(name: str, instead: str, workshop: Workshop) -> None:
    with pytest.raises(UsageError) as caught:
        workshop.create(name, ONE)

    assert caught.value.hint.endswith(f"such as {instead}.")
    workshop.check_name(instead)


def test_a_new_routine_is_on_the_shelf_and_its_folder_is_private(workshop: Workshop) -> None:
    path = workshop.create("evening", ONE)

    assert path.read_bytes() == ONE
    assert names(workshop) == ["evening"]
    if os.name == "posix":
        assert workshop.folder.stat().st_mode & 0o777 == 0o700
        assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("ending", ["yaml", "yml"])
def test_a_new_routine_never_takes_the_place_of_another_one(ending: str, workshop: Workshop) -> None:
    workshop.folder.mkdir()
    (workshop.folder / f"evening.{ending}").write_bytes(ONE)

    with pytest.raises(UsageError, match="There is a routine 'evening' of your own already"):
        workshop.create("evening", TWO)

    assert (workshop.folder / f"evening.{ending}").read_bytes() == ONE


def test_a_change_is_undone_and_done_again(workshop: Workshop) -> None:
    path = workshop.create("evening", ONE)
    workshop.put(workshop.take(own(workshop)), TWO)

    assert workshop.undo(path) == (TWO, ONE)
    assert path.read_bytes() == ONE
    assert workshop.undo(path) == (ONE, TWO)
    assert workshop.undo(path) == (TWO, ONE)


def test_undo_steps_over_a_version_that_did_not_work(workshop: Workshop) -> None:
    path = workshop.create("evening", ONE)
    workshop.replace(path, ONE, b"broken: [")
    workshop.replace(path, b"broken: [", TWO)

    assert workshop.undo(path) == (TWO, ONE)


def test_what_was_never_changed_has_nothing_to_undo(workshop: Workshop) -> None:
    path = workshop.create("evening", ONE)

    with pytest.raises(UsageError, match="There is no earlier version of evening"):
        workshop.undo(path)


def test_every_version_is_kept_up_to_a_hundred(workshop: Workshop) -> None:
    path = workshop.create("evening", routine("0"))
    for number in range(MOST_KEPT + 20):
        workshop.replace(path, routine(str(number)), routine(str(number + 1)))

    kept = list(Versions(workshop.folder / ".versions" / "evening").newest_first())

    assert kept == [routine(str(number)) for number in range(MOST_KEPT + 19, 19, -1)]


def test_a_file_that_was_changed_since_it_was_read_is_left_as_it_is(workshop: Workshop) -> None:
    path = workshop.create("evening", ONE)
    piece = workshop.take(own(workshop))
    path.write_bytes(THREE)

    with pytest.raises(ChangedError):
        workshop.put(piece, TWO)

    assert path.read_bytes() == THREE


def test_a_bundled_routine_becomes_a_copy_whose_undo_is_the_bundled_text(workshop: Workshop, tmp_path: Path) -> None:
    bundled = tmp_path / "bundled" / "flare.yaml"
    bundled.parent.mkdir()
    bundled.write_bytes(ONE)
    piece = workshop.take(Found("flare", bundled, "bundled"))

    workshop.put(piece, TWO)

    assert piece.is_copied
    assert bundled.read_bytes() == ONE
    assert piece.target.read_bytes() == TWO
    assert workshop.undo(piece.target) == (TWO, ONE)
    with pytest.raises(ChangedError):  # a second one that began before it was there
        workshop.put(piece, THREE)


@POSIX
def test_a_file_given_by_its_path_is_changed_in_place_with_its_mode_and_kept_here(
    workshop: Workshop, tmp_path: Path
) -> None:
    path = tmp_path / "team" / "evening.yaml"
    path.parent.mkdir()
    path.write_bytes(ONE)
    path.chmod(0o664)

    workshop.put(workshop.take(Found("evening", path, "file")), TWO)

    assert path.read_bytes() == TWO
    assert path.stat().st_mode & 0o777 == 0o664
    assert [each.name for each in path.parent.iterdir()] == ["evening.yaml"]
    assert workshop.undo(path) == (TWO, ONE)


@POSIX
def test_a_link_stays_a_link(workshop: Workshop, tmp_path: Path) -> None:
    behind = tmp_path / "dotfiles.yaml"
    behind.write_bytes(ONE)
    workshop.folder.mkdir()
    link = workshop.folder / "evening.yaml"
    link.symlink_to(behind)

    workshop.replace(link, ONE, TWO)
    assert link.is_symlink()
    assert behind.read_bytes() == TWO

    workshop.remove("evening")
    assert behind.read_bytes() == TWO
    assert names(workshop) == []
    assert workshop.bring_back("evening")
    assert link.read_bytes() == TWO


def test_what_is_removed_is_brought_back(workshop: Workshop) -> None:
    path = workshop.create("evening", ONE)
    workshop.replace(path, ONE, TWO)

    kept = workshop.remove("evening")

    assert kept.read_bytes() == TWO
    assert names(workshop) == []
    assert workshop.bring_back("evening") == path
    assert path.read_bytes() == TWO
    assert workshop.undo(path) == (TWO, ONE)


def test_what_is_brought_back_takes_the_place_of_nothing(workshop: Workshop) -> None:
    workshop.create("evening", ONE)
    workshop.remove("evening")
    path = workshop.create("evening", TWO)

    with pytest.raises(UsageError, match="already"):
        workshop.bring_back("evening")

    assert path.read_bytes() == TWO


def test_nothing_that_was_never_there_is_brought_back(workshop: Workshop) -> None:
    assert workshop.bring_back("evening") is None
    assert workshop.bring_back("../evening") is None


@pytest.mark.parametrize("name", ["../secret", "..", "", ".versions", "a/b"])
def test_no_name_leads_out_of_the_folder(name: str, workshop: Workshop) -> None:
    workshop.folder.mkdir()
    (workshop.folder.parent / "secret.yaml").write_bytes(ONE)

    assert workshop.path_of(name) is None
    with pytest.raises(UnknownRoutineError):
        workshop.remove(name)
    assert workshop.orphan(name) is None


def test_versions_and_a_draft_go_with_a_renamed_routine(workshop: Workshop) -> None:
    path = workshop.create("evening", ONE)
    workshop.replace(path, ONE, TWO)
    with workshop.draft(path) as draft:
        draft.begin(TWO)
        draft.path.write_bytes(THREE)

    new_path = workshop.rename("evening", "night")

    assert names(workshop) == ["night"]
    assert workshop.undo(new_path) == (TWO, ONE)
    with workshop.draft(new_path) as draft:
        assert (draft.text, draft.base) == (THREE, TWO)
    assert workshop.bring_back("evening") is None


def test_a_draft_that_is_left_of_another_routine_of_the_new_name_is_kept(workshop: Workshop) -> None:
    path = workshop.create("evening", ONE)
    for at, text in ((path, TWO), (path.with_stem("night"), THREE)):
        with workshop.draft(at) as draft:
            draft.begin(ONE)
            draft.path.write_bytes(text)

    new_path = workshop.rename("evening", "night")

    with workshop.draft(new_path) as draft:
        assert draft.text == TWO
    assert workshop.undo(new_path) == (ONE, THREE)


def test_a_routine_never_gets_another_one_s_name(workshop: Workshop) -> None:
    workshop.create("evening", ONE)
    workshop.create("night", TWO)

    with pytest.raises(UsageError, match="There is a routine 'night' of your own already"):
        workshop.rename("evening", "night")

    assert names(workshop) == ["evening", "night"]


def test_a_draft_that_is_open_keeps_others_out(workshop: Workshop) -> None:
    path = workshop.create("evening", ONE)

    with workshop.draft(path):
        for change in (
            lambda: workshop.draft(path).__enter__(),
            lambda: workshop.remove("evening"),
            lambda: workshop.rename("evening", "night"),
        ):
            with pytest.raises(BusyError, match="evening is being edited in another window"):
                change()

    assert workshop.remove("evening").exists()


def test_a_file_that_is_too_large_is_never_cut_short(workshop: Workshop) -> None:
    workshop.folder.mkdir()
    path = workshop.folder / "evening.yaml"
    path.write_bytes(large := ONE + b"# x\n" * 100_000)

    for change in (lambda: workshop.take(own(workshop)), lambda: workshop.undo(path)):
        with pytest.raises(BadRoutineError, match="larger than 256 KiB"):
            change()

    assert workshop.remove("evening").read_bytes() == large


def test_hidden_routines_are_written_down_in_order_and_shown_again(workshop: Workshop) -> None:
    for name in ("flare-8", "desk-3", "flare-8"):
        workshop.hide(name)

    assert (workshop.folder / ".hidden").read_text() == "desk-3\nflare-8\n"
    assert hidden.read(workshop.folder) == {"desk-3", "flare-8"}
    assert workshop.unhide("desk-3")
    assert not workshop.unhide("desk-3")
    assert hidden.read(workshop.folder) == {"flare-8"}


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "routines").write_bytes(b"a file in the place of the folder")

    with pytest.raises(StorageError, match=r"evening.yaml can't be written: "):
        Workshop(tmp_path / "routines").create("evening", ONE)


@pytest.mark.skipif(sys.platform == "win32", reason="hard links and rename as POSIX has them")
@pytest.mark.parametrize("exists", [False, True])
def test_without_second_names_for_files_a_new_one_is_still_whole_and_overwrites_nothing(
    exists: bool, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(source: Path, target: Path) -> None:
        raise PermissionError(1, "Operation not permitted", str(source), None, str(target))

    monkeypatch.setattr(os, "link", no_links)
    if exists:
        workshop.folder.mkdir()
        (workshop.folder / "evening.yml").write_bytes(TWO)
        with pytest.raises(UsageError, match="already"):
            workshop.create("evening", ONE)
    else:
        assert workshop.create("evening", ONE).read_bytes() == ONE
    assert [path.name for path in workshop.folder.iterdir() if path.name.startswith(".e")] == []
