"""What children make ahead and keep: pictures and recordings."""

import os
import time
from pathlib import Path

import pytest

from sciatica_stretch.player import kept


@pytest.mark.parametrize("suffix", ["wav", "picture"])
def test_what_was_least_recently_used_goes_first(tmp_path: Path, suffix: str) -> None:
    for age, name in enumerate(["new", "middle", "old"]):
        path = tmp_path / f"{name}.{suffix}"
        path.write_bytes(b"x" * 100)
        os.utime(path, (1000 - age, 1000 - age))
    (tmp_path / "another's").write_bytes(b"x" * 1000)
    kept.use(tmp_path / f"old.{suffix}")

    kept.tidy(tmp_path, f"*.{suffix}", 250)

    assert sorted(each.stem for each in tmp_path.iterdir()) == ["another's", "new", "old"]


def test_what_was_left_half_written_is_removed_once_it_is_old(tmp_path: Path) -> None:
    for name, at in ((".a.wav.1.0", 1000.0), (".b.wav.2.0", time.time())):
        (tmp_path / name).write_bytes(b"x")
        os.utime(tmp_path / name, (at, at))

    kept.tidy(tmp_path, "*.wav", 1000)

    assert [each.name for each in tmp_path.iterdir()] == [".b.wav.2.0"]


@pytest.mark.parametrize("synced", [True, False])
def test_a_file_is_put_in_its_place_whole_and_for_nobody_else_to_read(tmp_path: Path, synced: bool) -> None:
    path = tmp_path / "made" / "a.wav"
    path.parent.mkdir()
    path.write_bytes(b"older and longer")

    kept.put(path, b"whole", synced=synced)

    assert path.read_bytes() == b"whole"
    assert [each.name for each in path.parent.iterdir()] == ["a.wav"]
    assert os.name == "nt" or path.stat().st_mode & 0o777 == 0o600
