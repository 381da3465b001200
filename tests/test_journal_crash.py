"""The journal is killed, or its disk full, before each call that writes, whatever is being kept (see keeping.py).

Calls that only read are left out: to be killed before one of them is to be killed before the next one that writes.
"""

import os
import platform
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from keeping import (
    AFTER,
    BEFORE,
    DESK,
    SCENES,
    TIMELINE,
    WORDS,
    begun,
    forgotten,
    gone_on_with,
    hold_all,
    hold_one,
    led_and_spoken_of,
    speak_of,
)
from terminals import clean_env, stretch_command
from test_store_crash import KILLED, why_not

from sciatica_stretch.core.events import Outcome
from sciatica_stretch.errors import STORAGE
from sciatica_stretch.journal.device import device_name
from sciatica_stretch.journal.forgetting import forget
from sciatica_stretch.journal.reading import TORN, Reading, read
from sciatica_stretch.journal.record import SessionRecord
from sciatica_stretch.journal.store import Journal

DRIVER = Path(__file__).with_name("keeping.py")
WRITING = ("openat", "write", "fsync", "mkdir", "link", "rename", "unlink")
THAT_NEED_SPACE = ("openat", "write", "fsync", "mkdir", "rename")
DISK_FULL = "No space left on device"
ACKNOWLEDGED = ("Noted", "forgotten", "Forgotten.")
_CALL = re.compile(r"\d+ +(\w+)\((.*)")

pytestmark = pytest.mark.real


@dataclass(frozen=True)
class Run:
    """What one process said was kept, and what it left."""

    hurt_before: str
    exit_code: int
    said: list[str]
    err: str
    data: Path

    @property
    def reading(self) -> Reading:
        return read(self.data)

    def record(self, session: str = "one") -> SessionRecord:
        (record,) = [each for each in self.reading.sessions if each.id == session]
        return record

    @property
    def acknowledged(self) -> bool:
        """Whether what a command was to do was told to be done."""
        return any(word.startswith(ACKNOWLEDGED) for word in self.said)

    @property
    def files(self) -> list[Path]:
        return list((self.data / "log").iterdir())


@dataclass(frozen=True)
class Stage:
    """What is run, in a copy of what there was before it."""

    before: Path
    words: tuple[str, ...]  # of the command line; a scene of the driver where they are none
    scene: str = ""
    within: str = ""  # the one folder of the data folder that is hurt; the log and its checkpoints where it is none

    def run(self, *inject: str) -> tuple[Run, list[str]]:
        """Run it under strace, which sees (and hurts) what happens in the data folder alone; return the calls, too."""
        name = "-".join(["run", *inject]).translate({ord(c): "-" for c in ":=+"})
        home = self.before.with_name(f"{self.before.name}-{name}")
        shutil.copytree(self.before, home)
        data, trace = home / "stretch", home / "trace"
        # With a filter in the kernel strace is faster, but sends no signals.
        fast = ["--seccomp-bpf"] if not any("signal" in each for each in inject) else []
        strace = ["strace", "-f", "-y", "-qq", *fast, "-o", str(trace), "-e", f"trace={','.join(WRITING)}"]
        if not self.within:
            strace += [word for place in _places(data) for word in ("-P", str(place))]
        strace += [word for each in inject for word in ("-e", f"inject={each}")]
        command = [sys.executable, str(DRIVER), self.scene, str(data)] if self.scene else stretch_command(*self.words)
        done = subprocess.run(
            [*strace, *command], check=False, capture_output=True, text=True, timeout=60, env=clean_env(home)
        )
        run = Run("".join(inject), done.returncode, done.stdout.splitlines(), done.stderr, data)
        return run, trace.read_text().splitlines()

    def hurt(self, what: str, only: tuple[str, ...] = WRITING) -> list[Run]:
        """Return a run for each call that writes, in which it was hurt right there."""
        whole, trace = self.run()
        assert (whole.exit_code, whole.err) == (0, ""), whole
        seen: Counter[str] = Counter()
        injections = []
        for call, text in (match.groups() for line in trace if (match := _CALL.match(line))):
            seen[call] += 1
            if call in only and (call != "openat" or "O_CREAT" in text) and f"stretch/{self.within}" in text:
                injections.append(f"{call}:{what}:when={seen[call]}")
        assert len(injections) > 2
        with ThreadPoolExecutor(os.cpu_count()) as threads:
            return [run for run, _ in threads.map(self.run, injections)]


def _places(data: Path) -> list[Path]:
    """Return all places that are written to; a process started by nobody has no others."""
    log, checkpoints = data / "log", data / "checkpoint"
    devices = [path.name for path in log.glob("*.jsonl")] or [f"{DESK}.jsonl"]
    lines = [log / f"{dot}{name}{new}" for name in devices for dot, new in (("", ""), (".", ".new"))]
    return [data, log, checkpoints, *lines, checkpoints / "one.jsonl"]


@pytest.fixture
def tmp() -> Iterator[Path]:
    """Yield a folder for many runs; not pytest's, which would keep hundreds of files."""
    if why_not():
        pytest.skip(why_not())
    with TemporaryDirectory() as folder:
        yield Path(folder).resolve()


def furnish(home: Path, what: str) -> Path:
    """Return the home *what* is done in: two sessions in the log, all said of both, and of "one" a checkpoint, too."""
    data = home / "stretch"
    home.mkdir()
    (home / "stretch").mkdir()
    if what == gone_on_with.__name__:
        cut_off(data)
    elif what != led_and_spoken_of.__name__:
        cut_off(data)
        checkpoint = data / "checkpoint" / "one.jsonl"
        left = checkpoint.read_bytes()
        for session in ("one", "two"):
            checkpoint.unlink(missing_ok=True)
            hold_all(begun(data, session, BEFORE), 0)
            speak_of(data, session)
        checkpoint.write_bytes(left)
        call_this_machine_by_its_name(home)
    return home


def call_this_machine_by_its_name(home: Path) -> None:
    state = home / "stretch" / "state"
    device_name(state, platform.node())
    (kept,) = state.iterdir()
    kept.write_text(f"{DESK}\n", encoding="utf-8")


def cut_off(data: Path) -> None:
    """Leave a session as it is after its first hold."""
    log = begun(data, "one", BEFORE)
    hold_one(log, 0)
    log.leave()


def set_in(tmp: Path, scene: str) -> Stage:
    return Stage(furnish(tmp / scene, scene), (), scene)


def seconds(said: list[str]) -> float:
    """Return the seconds of work that were said to be kept."""
    return sum(TIMELINE.intervals[int(word)].seconds for word in said if word.isdecimal())


def what_was_said_is_kept(run: Run) -> None:
    if "begun" not in run.said:
        assert len(run.reading.sessions) <= 1
        return
    record = run.record()
    assert record.held >= seconds(run.said)
    assert BEFORE in record.ratings
    assert ("logged" not in run.said) or (record.outcome, record.interrupted) == (Outcome.COMPLETED, False)
    assert ("rated" not in run.said) or AFTER in record.ratings
    assert ("noted" not in run.said) or record.notes == (WORDS,)


def it_is_one_session(run: Run) -> None:
    record = run.record()
    assert record.held >= 30 + seconds(run.said)
    assert record.ratings == (BEFORE,)
    pauses = [pause.stretch for pause in record.pauses]
    assert pauses == [1] or (not pauses and "taken up" not in run.said)
    assert ("logged" not in run.said) or (record.outcome, record.interrupted) == (Outcome.COMPLETED, False)
    assert record.interrupted is False or Journal(run.data, DESK).cut_off() is not None


def the_other_is_whole_and_one_is_there_or_gone(run: Run) -> None:
    two = run.record("two")
    assert (two.held, two.ratings, two.notes) == (60.0, (BEFORE, AFTER), (WORDS,))
    one = [each for each in run.reading.sessions if each.id == "one"]
    assert [(each.held, each.ratings, each.notes) for each in one] in ([], [(60.0, (BEFORE, AFTER), (WORDS,))])
    if run.acknowledged:
        assert not one
        assert [path.name for path in run.files] == [f"{DESK}.jsonl"]

    forget(Journal(run.data, DESK), "one", correction_id="again", at=AFTER.at)

    (left,) = run.files
    assert b"one-noted" not in left.read_bytes()
    assert run.reading.sessions == (two,)


SCENE_CHECKS: dict[str, Callable[[Run], None]] = {
    led_and_spoken_of.__name__: what_was_said_is_kept,
    gone_on_with.__name__: it_is_one_session,
    forgotten.__name__: the_other_is_whole_and_one_is_there_or_gone,
}


def the_next_start_mends_it(run: Run) -> None:
    """Hold what is read before the next start to what is read after it, and after a line that follows."""
    before = run.reading
    assert {problem.reason for problem in before.problems} <= {TORN}, run

    Journal(run.data, DESK).close_interrupted()
    speak_of(run.data, "another")

    after = run.reading
    assert after.sessions == before.sessions, run
    assert len(after.corrections) == len({*before.corrections, *after.corrections})
    assert {problem.reason for problem in after.problems} <= {TORN}, run
    assert list((run.data / "checkpoint").glob("*")) == [], run


@pytest.mark.parametrize("scene", SCENES)
def test_kill_before_any_call_that_writes_loses_nothing_that_was_said_to_be_kept(scene: str, tmp: Path) -> None:
    runs = set_in(tmp, scene).hurt("signal=KILL")

    for run in runs:
        assert run.exit_code in {-9, KILLED}, run
        SCENE_CHECKS[scene](run)
        the_next_start_mends_it(run)


@pytest.mark.parametrize("scene", SCENES)
def test_a_disk_that_is_full_for_any_one_call_loses_nothing(scene: str, tmp: Path) -> None:
    runs = set_in(tmp, scene).hurt("error=ENOSPC", THAT_NEED_SPACE)

    assert any(DISK_FULL in word for run in runs for word in run.said)
    for run in runs:
        assert (run.exit_code, run.err) == (0, ""), run
        SCENE_CHECKS[scene](run)
        the_next_start_mends_it(run)


def noted_or_not(run: Run) -> None:
    _all_or_nothing(run, run.record("two").notes[1:])


def rated_or_not(run: Run) -> None:
    _all_or_nothing(run, [each for each in run.record("two").ratings if each.pain == 8])


def _all_or_nothing(run: Run, said: Sequence[object]) -> None:
    assert len(said) == 1 or (not said and not run.acknowledged)
    two = run.record("two")
    assert (two.held, BEFORE in two.ratings, two.notes[:1]) == (60.0, True, (WORDS,))


COMMANDS: dict[tuple[str, ...], Callable[[Run], None]] = {
    ("note", "--session", "two", "Better."): noted_or_not,
    ("rate", "two", "--pain", "8"): rated_or_not,
    ("forget", "one", "--yes"): the_other_is_whole_and_one_is_there_or_gone,
}
each_command = pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])


@each_command
def test_kill_before_any_call_that_a_command_writes_with_leaves_all_of_it_or_nothing(
    words: tuple[str, ...], tmp: Path
) -> None:
    for run in Stage(furnish(tmp / words[0], words[0]), words).hurt("signal=KILL"):
        assert run.exit_code in {-9, KILLED}, run
        COMMANDS[words](run)
        the_next_start_mends_it(run)


@each_command
def test_a_command_that_finds_the_disk_full_says_so_and_its_word_holds(words: tuple[str, ...], tmp: Path) -> None:
    for run in Stage(furnish(tmp / words[0], words[0]), words).hurt("error=ENOSPC", THAT_NEED_SPACE):
        assert run.exit_code == STORAGE, run
        assert f"The log can't be written: {DISK_FULL}.\n" in run.err
        assert not run.acknowledged
        left = (run.data / "log" / f"{DESK}.jsonl").read_bytes()
        assert "Nothing was changed." not in run.err or left == unchanged(tmp, words[0]), run
        COMMANDS[words](run)
        the_next_start_mends_it(run)


def unchanged(tmp: Path, home: str) -> bytes:
    return (tmp / home / "stretch" / "log" / f"{DESK}.jsonl").read_bytes()
