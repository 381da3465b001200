"""A change of a routine is killed, or its disk fails, before each of its system calls in turn (see changing.py).

Always the old file or the new one is there, whole, and what was typed is somewhere. Calls that only read are left out:
to be killed before one of them is to be killed before the next one that writes.
"""

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from changing import CALLS, FIRST, HURT_AT, HURT_OTHERS_AT, NEW, OLD, UNHURT, WARM, change, furnish
from test_store_crash import why_not

from sciatica_stretch.errors import STORAGE
from sciatica_stretch.library.drafts import opened
from sciatica_stretch.library.versions import Versions
from sciatica_stretch.library.workshop import Workshop

DRIVER = Path(__file__).with_name("changing.py")
THAT_NEED_SPACE = ("write", "mkdir", "link", "rename")
KILLED = -9
_CALL = re.compile(r"(\d+) +(\w+)\(")


@dataclass(frozen=True)
class Home:
    """What one change left; the folder's name says before which call it was hurt."""

    path: Path
    code: int

    @property
    def err(self) -> str:
        return (self.path / "err").read_text()

    @property
    def typed(self) -> bool:
        return (self.path / "typed").exists()

    @property
    def evening(self) -> bytes | None:
        return self.content("evening")

    @property
    def draft(self) -> bytes | None:
        with opened(self.path / "routines" / ".drafts", "evening") as draft:
            return draft.text

    def content(self, name: str) -> bytes | None:
        path = self.path / "routines" / f"{name}.yaml"
        return path.read_bytes() if path.exists() else None

    def kept(self, name: str = "evening") -> list[bytes]:
        return list(Versions(self.path / "routines" / ".versions" / name).newest_first())


def made(tmp: Path, line: str, names: list[str], *inject: str) -> tuple[list[Home], str]:
    """Make a change in a new home for each of *names*, and return these, and the calls as strace saw them."""
    root = Path(tmp, str(len(list(tmp.iterdir()))))
    for name in (WARM, *names):
        furnish(root / name)
    # With a filter in the kernel strace is faster, but sends no signals.
    fast = ["--seccomp-bpf"] if not any("signal" in each for each in inject) else []
    strace = ["strace", "-f", "-y", "-qq", *fast, "-o", str(root / "trace"), "-e", f"trace={','.join(CALLS)}"]
    strace += [word for each in inject for word in ("-e", f"inject={each}")]
    command = [*strace, sys.executable, str(DRIVER), str(root), *names]
    run = subprocess.run(
        command, check=True, text=True, timeout=60, input="\n".join(line.split()), stdout=subprocess.PIPE
    )
    codes = dict(line.split() for line in run.stdout.splitlines()[-len(names) :])
    return [Home(root / name, int(codes[name])) for name in names], (root / "trace").read_text()


def calls_on_the_folder(tmp: Path, line: str) -> list[str]:
    """Return a name for each call that the change makes on the routines' folder: "rename-2" is its second rename."""
    (home,), trace = made(tmp, line, [UNHURT])
    assert home.code == 0, home.err
    calls = [(match[1], match[2], text) for text in trace.splitlines() if (match := _CALL.match(text))]
    process = [process for process, _, text in calls if f"{home.path}/routines" in text][-1]
    count: Counter[str] = Counter()
    names = []
    for by, call, text in calls:
        if by == process:
            count[call] += 1
            if f"{home.path}/routines" in text and (call != "openat" or "O_CREAT" in text):
                names.append(f"{call}-{count[call]}")
    assert max(count.values()) < HURT_OTHERS_AT
    return names


def hurt(tmp: Path, line: str, what: str, only: tuple[str, ...] = tuple(CALLS)) -> list[Home]:
    """Return a home for each call of the change, in which it was hurt right there."""
    names = [name for name in calls_on_the_folder(tmp, line) if name.split("-")[0] in only]
    assert names
    homes, _ = made(tmp, line, names, *(f"{call}:{what}:when={HURT_AT.get(call, HURT_OTHERS_AT)}" for call in only))
    return homes


@pytest.fixture
def tmp() -> Iterator[Path]:
    """Yield a folder for many homes; not pytest's, which would keep hundreds of files."""
    if why_not():
        pytest.skip(why_not())
    with TemporaryDirectory() as folder:
        yield Path(folder).resolve()


def old_or_new(home: Home) -> None:
    assert home.evening in {OLD, NEW}
    assert OLD in {home.evening, *home.kept()}

    if home.evening == OLD:
        workshop = Workshop(home.path / "routines")
        workshop.replace(workshop.folder / "evening.yaml", OLD, NEW)
    assert home.kept()[0] == OLD


def all_or_nothing(home: Home) -> None:
    assert home.content("morning") in {None, NEW}
    assert home.evening == OLD


def under_one_name(home: Home) -> None:
    assert {home.evening, home.content("morning")} == {None, OLD}
    assert home.kept("evening") + home.kept("morning") == [FIRST]


def there_or_brought_back(home: Home) -> None:
    if home.evening is None:
        Workshop(home.path / "routines").bring_back("evening")

    assert home.evening == OLD


def this_one_or_the_one_before(home: Home) -> None:
    assert home.evening in {OLD, FIRST}
    assert {OLD, FIRST} <= {home.evening, *home.kept()}

    now, before = Workshop(home.path / "routines").undo(home.path / "routines" / "evening.yaml")

    assert {now, before} == {OLD, FIRST}


def hidden_or_not(home: Home) -> None:
    path = home.path / "routines" / ".hidden"
    assert not path.exists() or path.read_text() == "flare-8\n"


def typed_and_kept(home: Home) -> None:
    assert home.evening in {OLD, NEW}
    assert OLD in {home.evening, *home.kept()}
    if home.typed:
        assert NEW in {home.evening, home.draft}

    if home.typed and home.evening == OLD:  # the next edit offers what is left over, and goes on from there
        (home.path / "editor").write_text("#!/bin/sh\n", encoding="utf-8")
        change(home.path, ["edit", "evening"])
        assert home.evening == NEW


EDIT = "edit evening"
CHANGES: dict[str, Callable[[Home], None]] = {
    "set evening title=New a.hold=40s": old_or_new,
    "copy {home}/gift.yaml morning": all_or_nothing,
    "import {home}/gift.yaml --as morning --yes": all_or_nothing,
    "import {home}/gift.yaml --as evening --yes --force": old_or_new,
    "rename evening morning": under_one_name,
    "remove evening --yes": there_or_brought_back,
    "remove flare-8 --yes": hidden_or_not,
    "edit evening --undo": this_one_or_the_one_before,
    EDIT: typed_and_kept,
}


@pytest.mark.real
@pytest.mark.parametrize("line", CHANGES)
def test_kill_before_any_system_call_leaves_the_old_file_or_the_new_one_whole(line: str, tmp: Path) -> None:
    homes = hurt(tmp, line, "signal=KILL")

    if line == EDIT:
        assert {(home.typed, home.evening) for home in homes} == {(False, OLD), (True, OLD), (True, NEW)}
    for home in homes:
        assert home.code == KILLED, home
        CHANGES[line](home)


@pytest.mark.real
@pytest.mark.parametrize("line", CHANGES)
def test_a_full_disk_leaves_the_old_file_or_the_new_one_whole(line: str, tmp: Path) -> None:
    for home in hurt(tmp, line, "error=ENOSPC", THAT_NEED_SPACE):
        assert home.code == STORAGE, home
        assert "can't be written: no space left on device" in home.err
        assert "What you typed is kept as a draft, " in home.err or not home.typed
        assert [path for path in home.path.rglob(".*.*") if path.suffix[1:].isdecimal()] == [], "half a file is left"
        CHANGES[line](home)
