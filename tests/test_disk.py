"""Files that are whole or not there, where nothing else holds the primitives to it."""

import errno
import os
from pathlib import Path
from tempfile import TemporaryFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciatica_stretch import disk
from sciatica_stretch.disk import reading, system


def beside(path: Path, number: int, *, hours: float) -> Path:
    """Leave what a process of that number was writing so long ago."""
    left = path.with_name(f".{path.name}.{number}")
    left.write_bytes(b"half a fi")
    long_ago = left.stat().st_mtime - hours * 3600
    os.utime(left, (long_ago, long_ago))
    return left


def test_what_killed_processes_left_is_swept_up_and_what_another_one_may_be_writing_is_not(tmp_path: Path) -> None:
    path = tmp_path / "evening.yaml"
    stale, young = beside(path, 99999991, hours=2), beside(path, 99999992, hours=0)
    others = [beside(tmp_path / "night.yaml", 99999991, hours=2), tmp_path / ".evening.yaml.swp"]
    others[1].touch()
    os.utime(others[1], (0, 0))

    disk.replace(path, b"whole")

    assert path.read_bytes() == b"whole"
    assert not stale.exists()
    assert all(each.exists() for each in [young, *others])


def test_a_leftover_of_our_own_number_that_is_the_file_s_second_name_is_not_written_to(tmp_path: Path) -> None:
    path, other = tmp_path / "evening.yaml", tmp_path / "night.yaml"
    other.write_bytes(b"night")
    os.link(other, path.with_name(f".{path.name}.{os.getpid()}"))

    disk.put_new(path, b"evening")

    assert (path.read_bytes(), other.read_bytes()) == (b"evening", b"night")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["evening.yaml", "night.yaml"]


def test_a_new_file_takes_the_place_of_nothing(tmp_path: Path) -> None:
    path = tmp_path / "evening.yaml"
    path.write_bytes(b"old")

    with pytest.raises(FileExistsError):
        disk.put_new(path, b"new")

    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_moved_file_takes_the_place_of_nothing_either(tmp_path: Path) -> None:
    path, target = tmp_path / "evening.yaml", tmp_path / "night" / "0001.yaml"
    path.write_bytes(b"evening")

    disk.move(path, target)
    assert target.read_bytes() == b"evening"

    path.write_bytes(b"another")
    with pytest.raises(FileExistsError):
        disk.move(path, target)
    assert (path.read_bytes(), target.read_bytes()) == (b"another", b"evening")


@pytest.mark.skipif(os.name != "posix", reason="modes as POSIX has them")
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664])
def test_a_replaced_file_has_the_mode_that_it_is_given_whatever_the_umask(tmp_path: Path, mode: int) -> None:
    before = os.umask(0o077)
    try:
        disk.replace(tmp_path / "evening.yaml", b"x", mode)
    finally:
        os.umask(before)

    assert (tmp_path / "evening.yaml").stat().st_mode & 0o777 == mode


def test_what_cannot_be_written_whole_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "evening.yaml"
    path.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(system, "sync", full)
    with pytest.raises(OSError, match="No space left"):
        disk.replace(path, b"new")

    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


LINES = st.lists(st.integers(0, 12).map(lambda length: b"x" * length + b"\n"), max_size=8)


@given(LINES, st.integers(0, 6), st.integers(1, 9), st.integers(0, 9))
def test_lines_are_the_same_however_many_bytes_are_read_at_once(
    whole: list[bytes], torn: int, at_once: int, added: int
) -> None:
    expected = [*whole, b"y" * torn] if torn else whole
    places = [sum(map(len, expected[:number])) for number in range(len(expected))]
    with pytest.MonkeyPatch.context() as patch, TemporaryFile() as file:
        patch.setattr(reading, "_READ_AT_ONCE", at_once)
        patch.setattr(reading, "_READ_FOR_ONE", at_once)
        file.write(b"".join(expected) + b"z" * added)
        file.flush()
        lines = disk.Lines(file.fileno(), sum(map(len, expected)))

        walked = []
        for place, line in lines:
            walked.append((place, line))
            assert [lines.at(other) for other in places] == expected  # and the walk goes on

    assert walked == list(zip(places, expected, strict=True))


@given(st.integers(1, 9), st.integers(8, 40))
def test_a_line_that_is_too_long_to_be_one_takes_no_other_with_it(at_once: int, length: int) -> None:
    with pytest.MonkeyPatch.context() as patch, TemporaryFile() as file:
        patch.setattr(reading, "_READ_AT_ONCE", at_once)
        patch.setattr(reading, "MAX_LINE_BYTES", 8)
        file.write(b"one\n" + b"x" * length + b"\ntwo\n")
        file.flush()

        (_, first), (_, long), last = disk.Lines(file.fileno())

    assert (first, last) == (b"one\n", (4 + length + 1, b"two\n"))
    assert long.startswith(b"x" * 8)
