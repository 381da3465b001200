"""A session is killed, or its disk fails, before each of its system calls in turn; nothing it said was kept is lost.

The session is a process of its own (see held_whole.py), under strace, which does the killing.
"""

import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from held_whole import LOGGED, OPENED, TIMELINE

from sciatica_stretch.core.events import Outcome
from sciatica_stretch.journal.reading import read
from sciatica_stretch.journal.store import Journal

CALLS = ("openat", "write", "fsync", "flock", "mkdir", "lseek", "read", "close", "unlink")
KILLED = 128 + 9
DRIVER = Path(__file__).with_name("held_whole.py")


@dataclass(frozen=True)
class Run:
    """What a session said before it came to its end, and what it left."""

    exit_code: int
    said: list[str]
    calls: list[str]  # the names of its system calls, in order
    folder: Path

    @property
    def held(self) -> float:
        """The seconds of work that it said were kept."""
        return sum(TIMELINE.intervals[int(word)].seconds for word in self.said if word in {"1", "3"})


def run(tmp: Path, *inject: str) -> Run:
    """Play a session in a new folder under strace, which sees (and hurts) what happens in that folder alone."""
    folder = Path(tmp, "-".join(["run", *inject]).translate({ord(c): "-" for c in ":=+"}))
    folder.mkdir()
    data, trace = folder / "data", folder / "trace"
    places = [
        folder,
        data,
        data / "checkpoint",
        data / "log",
        data / "checkpoint" / "one.jsonl",
        data / "log" / "desk.jsonl",
    ]
    # With a filter in the kernel strace is faster, but sends no signals.
    fast = ["--seccomp-bpf"] if not any("signal" in each for each in inject) else []
    strace = ["strace", "-f", "-qq", *fast, "-o", str(trace), "-e", f"trace={','.join(CALLS)}"]
    strace += [word for place in places for word in ("-P", str(place))]
    strace += [word for each in inject for word in ("-e", f"inject={each}")]
    done = subprocess.run(
        [*strace, sys.executable, str(DRIVER), str(data)], check=False, capture_output=True, text=True, timeout=60
    )
    assert done.stderr == ""
    calls = [line.split(maxsplit=1)[1].split("(")[0] for line in trace.read_text().splitlines() if "(" in line]
    return Run(done.returncode, done.stdout.splitlines(), calls, data)


@cache
def why_not() -> str:
    """Return why no session can be run under strace here, or an empty text."""
    if sys.platform != "linux" or not shutil.which("strace"):
        return "needs strace, which is for Linux"
    tried = subprocess.run(["strace", "-qq", "-e", "trace=none", "true"], check=False, capture_output=True, text=True)
    return f"strace may not trace here: {tried.stderr.strip()}" if tried.returncode else ""


@pytest.fixture
def tmp() -> Iterator[Path]:
    """Yield a folder for many runs; not pytest's, which would keep hundreds of files."""
    if why_not():
        pytest.skip(why_not())
    with TemporaryDirectory() as folder:
        yield Path(folder).resolve()


def each_call(calls: list[str], what: str) -> list[str]:
    return [f"{call}:{what}:when={turn}" for call, count in Counter(calls).items() for turn in range(1, count + 1)]


def runs(tmp: Path, injections: list[str]) -> list[Run]:
    """Return a run for each of *injections*, when all are over: a process being born shares our open files' locks."""
    with ThreadPoolExecutor() as threads:
        return list(threads.map(lambda inject: run(tmp, inject), injections))


@pytest.mark.real
def test_kill_before_any_system_call_loses_nothing_that_was_said_to_be_kept(tmp: Path) -> None:
    whole = run(tmp)
    assert whole.said == [OPENED, "0", "1", "2", "3", LOGGED]
    assert {"openat", "write", "fsync", "flock", "mkdir", "unlink"} <= set(whole.calls)

    for killed in runs(tmp, each_call(whole.calls, "signal=KILL")):
        assert killed.exit_code in {-9, KILLED}, killed
        assert_nothing_is_lost(killed)


@pytest.mark.real
def test_all_that_is_written_is_synced_at_once_and_the_checkpoint_goes_last(tmp: Path) -> None:
    calls = [call for call in run(tmp).calls if call in {"openat", "flock", "write", "fsync", "unlink"}]

    after_write = [then for call, then in pairwise(calls) if call == "write"]
    assert after_write == ["fsync"] * 7  # a power cut, unlike a kill, takes what is not synced
    line, its_folder, gone = ["openat", "flock", "write", "fsync"], ["openat", "fsync"], ["unlink", "openat", "fsync"]
    assert calls[-9:] == [*line, *its_folder, *gone]


@pytest.mark.real
def test_kill_never_comes_after_the_last_call_that_was_counted(tmp: Path) -> None:
    beyond = [f"{call}:signal=KILL:when={count + 1}" for call, count in Counter(run(tmp).calls).items()]

    assert [survivor.said[-1] for survivor in runs(tmp, beyond)] == [LOGGED] * len(beyond)


@pytest.mark.real
@pytest.mark.parametrize("failure", ["ENOSPC", "EIO"])
def test_a_disk_that_fails_once_at_any_system_call_loses_nothing(tmp: Path, failure: str) -> None:
    calls = [call for call in run(tmp).calls if call in {"openat", "write", "fsync", "mkdir", "unlink"}]

    for hurt in runs(tmp, each_call(calls, f"error={failure}")):
        assert hurt.exit_code == 0, hurt
        retried = replace(hurt, said=[OPENED, "0", "1", "2", "3", hurt.said[-1]])
        assert_nothing_is_lost(retried)
        (record,) = read(hurt.folder).sessions
        assert (record.outcome, record.interrupted) == (Outcome.COMPLETED, False), hurt


def assert_nothing_is_lost(run: Run) -> None:
    """Hold what is left to what was said: before the next start, after it, and after the one that follows."""
    left = read(run.folder).sessions
    if OPENED in run.said:
        (record,) = left
        assert record.held >= run.held, run
    if LOGGED in run.said:
        assert (left[0].outcome, left[0].interrupted) == (Outcome.COMPLETED, False)

    closed = Journal(run.folder, "desk").close_interrupted()
    reading = read(run.folder)

    assert reading.sessions == left, run
    assert all(record in left for record in closed)
    assert list((run.folder / "checkpoint").glob("*")) == [], run
    assert Journal(run.folder, "desk").close_interrupted() == ()
