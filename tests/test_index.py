"""What a list keeps between runs: never stale, whatever becomes of the files or of the index."""

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from zlib import crc32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sciatica_stretch.library.hands import FEW, with_many_hands
from sciatica_stretch.library.index import Summary, summaries
from sciatica_stretch.library.shelf import Folder, each

SECOND = 1_000_000_000
GOOD = "title: {}\nequipment: [mat or bed]\noptional: [pillow]\ntags: [a]\nsteps: [{{name: Reach, hold: 30s}}]\n"


class Shelf:
    """A folder of routines with its index, and a clock that may be set on."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "routines"
        self.index = folder / "cache" / "routines.index"
        self.folder.mkdir()

    def put(self, name: str, content: str) -> Path:
        path = self.folder / f"{name}.yaml"
        path.write_text(content, encoding="utf-8")
        return path

    def listed(self, later: float = 0.0) -> dict[str, Summary]:
        """Return what is listed *later* seconds from now, by name."""
        found = each([Folder(self.folder, "yours")])
        said = summaries(found, self.index, time.time_ns() + int(later * SECOND))
        return {routine.name: summary for routine, summary in zip(found, said, strict=True)}

    def kept(self) -> dict[str, list[object]]:
        """Return the rows of the index by the names of their files."""
        rows = json.loads(self.index.read_bytes().split(b"\n", 1)[1])
        return {Path(path).stem: row for path, row in rows.items()}

    def forge(self, old: str, new: str) -> None:
        """Let the index say something else, as if the program had written it."""
        head, body = self.index.read_bytes().split(b"\n", 1)
        body = body.replace(old.encode(), new.encode())
        self.index.write_bytes(head[:-8] + f"{crc32(body):08x}\n".encode() + body)


@contextmanager
def fresh_shelf() -> Iterator[Shelf]:
    with TemporaryDirectory() as folder:
        yield Shelf(Path(folder))


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    with fresh_shelf() as shelf:
        yield shelf


def test_a_routine_is_summed_up(shelf: Shelf) -> None:
    shelf.put("tea", GOOD.format("Tea"))

    assert shelf.listed() == {"tea": Summary("Tea", 40.0, ("mat or bed",), ("pillow",), ("a",))}


def test_what_was_read_once_is_not_read_again(shelf: Shelf) -> None:
    shelf.put("tea", GOOD.format("Tea"))
    before = shelf.listed(later=3)
    shelf.forge("Tea", "Kept")

    after = shelf.listed()

    assert (before["tea"].title, after["tea"].title) == ("Tea", "Kept")
    assert after["tea"] == Summary("Kept", 40.0, ("mat or bed",), ("pillow",), ("a",))


def test_the_index_is_only_written_when_there_is_something_new(shelf: Shelf) -> None:
    shelf.put("tea", GOOD.format("Tea"))
    shelf.listed(later=3)
    written = shelf.index.stat()

    shelf.listed(later=3)

    assert shelf.index.stat() == written


def test_a_file_that_was_written_just_now_is_not_kept_yet(shelf: Shelf) -> None:
    shelf.put("tea", GOOD.format("Tea"))

    shelf.listed(later=1)

    assert not shelf.index.exists() or shelf.kept() == {}
    shelf.listed(later=3)
    assert list(shelf.kept()) == ["tea"]


def test_a_file_from_the_future_is_never_kept(shelf: Shelf) -> None:
    path = shelf.put("tea", GOOD.format("Tea"))
    os.utime(path, (2e9, 2e9))

    shelf.listed(later=3)

    assert not shelf.index.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="where the second time is of the making, not of the change")
def test_an_edit_is_seen_even_if_size_and_time_are_as_before(shelf: Shelf) -> None:
    path = shelf.put("tea", GOOD.format("One"))
    before = path.stat()
    shelf.listed(later=3)

    shelf.put("tea", GOOD.format("Two"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert shelf.listed()["tea"].title == "Two"


EDITS = st.lists(
    st.tuples(st.sampled_from(["write", "replace", "back", "gone", "bad", "nothing"]), st.sampled_from("abc")),
    max_size=12,
)


@settings(max_examples=150)
@given(EDITS)
def test_however_fast_one_edits_the_list_is_what_the_files_say(edits: list[tuple[str, str]]) -> None:
    with fresh_shelf() as shelf:
        path = shelf.put("tea", GOOD.format("a"))
        for how, title in edits:
            match how:
                case "write":  # in place and of the same size, within the same tick of the file system's clock
                    shelf.put("tea", GOOD.format(title))
                case "replace":
                    shelf.put("other", GOOD.format(title)).replace(path)
                case "back":
                    shelf.put("tea", GOOD.format(title))
                    os.utime(path, (1e9, 1e9))
                case "gone":
                    path.unlink(missing_ok=True)
                case "bad":
                    shelf.put("tea", GOOD.format(title).replace("hold", "holt"))
                case _:
                    pass
            text = path.read_text("utf-8") if path.exists() else None

            listed = shelf.listed()

            if text is None:
                assert listed == {}
            elif "holt" in text:
                assert listed["tea"].problems == 2
            else:
                assert listed["tea"].title == text[7]


def test_what_has_problems_is_kept_too(shelf: Shelf) -> None:
    shelf.put("bad", "title: T\nsteps: [{name: a, hold: x}]\nsum: y\n")

    assert shelf.listed(later=3)["bad"] == Summary(problems=2)
    assert list(shelf.kept()) == ["bad"]
    assert shelf.listed()["bad"] == Summary(problems=2)


def test_what_could_not_be_read_is_tried_again(shelf: Shelf) -> None:
    path = shelf.put("tea", GOOD.format("Tea"))
    found = each([Folder(shelf.folder, "yours")])
    path.unlink()
    path.mkdir()

    (said,) = summaries(found, shelf.index, time.time_ns() + 3 * SECOND)

    assert said.unreadable == f"{path} is a folder, not a routine."
    assert not shelf.index.exists()


def test_a_file_that_is_gone_is_forgotten(shelf: Shelf) -> None:
    shelf.put("tea", GOOD.format("Tea"))
    shelf.put("nap", GOOD.format("Nap")).unlink()
    shelf.put("nap", GOOD.format("Nap"))
    shelf.listed(later=3)

    (shelf.folder / "nap.yaml").unlink()
    shelf.listed(later=3)

    assert list(shelf.kept()) == ["tea"]


def test_a_name_that_is_no_text_is_kept_like_any_other(shelf: Shelf) -> None:
    try:
        (shelf.folder / os.fsdecode(b"na\xefve.yaml")).write_text(GOOD.format("Naive"), encoding="utf-8")
    except (OSError, UnicodeEncodeError):
        pytest.skip("this file system knows no such names")

    shelf.listed(later=3)
    shelf.forge("Naive", "Kept")

    assert [said.title for said in shelf.listed().values()] == ["Kept"]


def test_a_torn_index_is_made_again(shelf: Shelf) -> None:
    shelf.put("tea", GOOD.format("Tea"))
    shelf.listed(later=3)
    whole = shelf.index.read_bytes()

    for length in range(len(whole)):
        shelf.index.write_bytes(whole[:length])
        assert shelf.listed(later=3)["tea"].title == "Tea"
        assert shelf.index.read_bytes() == whole


@pytest.mark.parametrize("foreign", [b"", b"\0\1\2", b"{}", b"[]\n{}", b"stretch 0.0.1 routines 00000000\n"])
def test_an_index_of_another_program_or_version_is_made_again(shelf: Shelf, foreign: bytes) -> None:
    shelf.put("tea", GOOD.format("Tea"))
    shelf.listed(later=3)
    whole = shelf.index.read_bytes()
    shelf.index.write_bytes(foreign)

    assert shelf.listed(later=3)["tea"].title == "Tea"
    assert shelf.index.read_bytes() == whole


def test_an_older_version_s_index_is_not_believed(shelf: Shelf) -> None:
    shelf.put("tea", GOOD.format("Tea"))
    shelf.listed(later=3)
    shelf.forge("Tea", "Old")
    name, version, rest = shelf.index.read_bytes().split(b" ", 2)
    shelf.index.write_bytes(b" ".join([name, version + b".dev1", rest]))

    assert shelf.listed()["tea"].title == "Tea"


def test_where_no_index_can_be_kept_the_list_is_as_right(shelf: Shelf) -> None:
    shelf.put("tea", GOOD.format("Tea"))
    shelf.index.parent.write_text("a file in the place of the folder", encoding="utf-8")

    assert shelf.listed(later=3)["tea"].title == "Tea"


def test_very_many_routines_are_read_in_their_order(shelf: Shelf) -> None:
    for number in range(FEW + 50):
        shelf.put(f"{number:03}", GOOD.format(f"No. {number}") if number % 7 else "title: [")

    listed = list(shelf.listed(later=3).values())

    assert [said.title for said in listed] == [f"No. {n}" if n % 7 else "" for n in range(FEW + 50)]
    assert [bool(said.problems) for said in listed] == [n % 7 == 0 for n in range(FEW + 50)]
    assert len(shelf.kept()) == FEW + 50


def test_what_goes_wrong_in_other_hands_comes_out() -> None:
    with pytest.raises(ValueError, match="could not convert string to float: 'x'"):
        with_many_hands(float, ["1"] * FEW + ["x"])
    assert with_many_hands(float, ["1"] * (FEW + 1)) == [1.0] * (FEW + 1)


def test_a_hand_that_is_cut_off_does_not_stop_the_work() -> None:
    first = os.getpid()

    assert set(with_many_hands(_end_unless_in, [first] * (FEW + 100))) == {first}


def _end_unless_in(pid: int) -> int:
    if os.getpid() != pid:
        os._exit(1)
    return pid
