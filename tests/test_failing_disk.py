"""The real program on a disk that is full, read-only or gone: it says so, goes on, and keeps all once it can."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from terminals import Terminal, clean_env, stretch_command
from test_store import fill, full_disk

from sciatica_stretch.core.events import Outcome
from sciatica_stretch.errors import STORAGE
from sciatica_stretch.journal.reading import read

__all__ = ["full_disk"]  # a fixture
HOLDS = 4
QUICK = "title: Quick\nsteps:\n" + "".join(
    f"  - {{name: Hold {number}, hold: 0.2s, transition: 0.1s}}\n" for number in range(HOLDS)
)
OFFER = "t = try again, q = leave without it:"
FULL, READ_ONLY = "No space left on device", "Read-only file system"

pytestmark = [pytest.mark.real, pytest.mark.skipif(sys.platform == "win32", reason="needs mounts and terminals")]


@pytest.fixture
def routine(tmp_path: Path) -> Path:
    path = tmp_path / "quick.yaml"
    path.write_text(QUICK, encoding="utf-8")
    return path


class Session:
    """A session in lines, as for a screen reader; the home is on the disk that fails."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.out = ""
        self.err = ""

    def until(self, words: str) -> None:
        """Read on until a line that has *words*."""
        assert self._process.stdout
        while words not in (line := self._process.stdout.readline()):
            assert line, self.out + (self._process.stderr.read() if self._process.stderr else "")
            self.out += line
        self.out += line

    def end(self) -> int:
        """Read on to the end and return the exit code."""
        out, err = self._process.communicate(timeout=60)
        self.err = err.removeprefix("Please read the safety notice once: stretch safety\n")
        self.out += out
        return self._process.returncode


@contextmanager
def session(home: Path, routine: Path) -> Iterator[Session]:
    command = stretch_command("start", str(routine), "--sound", "off", "--plain")
    env = clean_env(home, STRETCH_HOME=str(home))
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, env=env, text=True, **pipes) as process:  # type: ignore[call-overload]
        try:
            yield Session(process)
        finally:
            process.kill()


def assert_whole(home: Path) -> None:
    reading = read(home)
    assert reading.problems == ()
    (record,) = reading.sessions
    assert (record.outcome, record.interrupted) == (Outcome.COMPLETED, False)
    assert [stretch.held for stretch in record.stretches] == [0.2] * HOLDS
    assert len(list((home / "log").iterdir())) == 1
    assert list((home / "checkpoint").iterdir()) == []


def remounted(disk: Path, mode: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{mode}", str(disk)], check=True, capture_output=True)


def full(disk: Path) -> Callable[[], None]:
    ballast = fill(disk)
    return ballast.unlink


def read_only(disk: Path) -> Callable[[], None]:
    remounted(disk, "ro")
    return lambda: remounted(disk, "rw")


each_failure = pytest.mark.parametrize(("fail", "words"), [(full, FULL), (read_only, READ_ONLY)])


@each_failure
def test_a_session_goes_on_says_so_and_is_in_the_log_once_the_disk_can_be_written(
    fail: Callable[[Path], Callable[[], None]], words: str, full_disk: Path, routine: Path
) -> None:
    mend = fail(full_disk)

    with session(full_disk, routine) as running:
        running.until(f"the log can't be written: {words}")
        running.until("Next: ")
        mend()
        code = running.end()

    assert (code, running.err) == (0, "")
    assert "Done." in running.out
    assert_whole(full_disk)


@each_failure
def test_a_session_whose_disk_stays_so_says_what_is_not_kept(
    fail: Callable[[Path], Callable[[], None]], words: str, full_disk: Path, routine: Path
) -> None:
    mend = fail(full_disk)

    with session(full_disk, routine) as running:
        code = running.end()

    assert code == STORAGE
    assert running.out.count("the log can't be written") == 1
    assert "Done." in running.out
    assert running.err == (
        f"Error: This session isn't in the log: {words}.\n"
        f"See that {full_disk} can be written; until then this session is not on the disk.\n"
    )
    mend()


def test_a_person_is_offered_to_try_again_and_then_it_is_in_the_log(full_disk: Path, routine: Path) -> None:
    mend = full(full_disk)
    command = stretch_command("start", str(routine), "--sound", "off", "--plain", "--no-rating")

    with Terminal(command, env=clean_env(full_disk, STRETCH_HOME=str(full_disk))) as terminal:
        terminal.until("Enter: read on")
        terminal.type("\n\n")
        terminal.until(OFFER)
        terminal.type("t\n")
        terminal.until(lambda text: text.count(OFFER) == 2)
        mend()
        terminal.type("t\n")
        assert terminal.finish() == 0

    assert f"This session isn't in the log: {FULL}." in terminal.text
    assert_whole(full_disk)


@pytest.mark.parametrize("beyond", ["log", "checkpoint", "."])
def test_a_folder_that_vanishes_under_a_session_is_made_anew_with_all_of_it(
    beyond: str, tmp_path: Path, routine: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()

    with session(home, routine) as running:
        running.until("Hold 1")
        shutil.rmtree(home / beyond, ignore_errors=True)
        code = running.end()

    assert (code, running.err) == (0, "")
    assert_whole(home)


def test_a_folder_that_vanishes_and_a_file_in_its_place_are_said_and_mended_once_it_goes(
    tmp_path: Path, routine: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()

    with session(home, routine) as running:
        running.until("Hold 1")
        shutil.rmtree(home)
        home.write_text("in the way")
        running.until("the log can't be written: Not a directory")
        home.unlink()
        code = running.end()

    assert (code, running.err) == (0, "")
    assert_whole(home)
