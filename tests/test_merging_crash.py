"""`import-log` and `restore` killed before each call that writes to the log: what was there stays.

See test_journal_crash.py for the stage this is played on.
"""

import subprocess
from pathlib import Path

import pytest
from keeping import AFTER, BEFORE, DESK, WORDS, begun, hold_all, speak_of
from terminals import clean_env, stretch_command
from test_journal_crash import THAT_NEED_SPACE, Run, Stage, furnish, tmp  # noqa: F401
from test_store_crash import KILLED

from sciatica_stretch.errors import STORAGE
from sciatica_stretch.journal.reading import TORN

ROUTINE = "title: Mine\nsteps: [{name: Fold, hold: 30s}]\n"
YOURS = {"mine.yaml": "title: Yours\nsteps: [{name: Fold, hold: 40s}]\n"}
BROUGHT = {"mine-restored.yaml": ROUTINE, ".versions/mine/1.yaml": ROUTINE}
THERE, COMING = {"one", "two"}, {"three", "four"}

pytestmark = pytest.mark.real


def another_home(tmp: Path) -> Path:  # noqa: F811 - the fixture
    """Return the data folder of another computer, with two sessions and a routine of its own."""
    data = tmp / "other" / "stretch"
    (data / "routines").mkdir(parents=True)
    (data / "routines" / "mine.yaml").write_text(ROUTINE, encoding="utf-8")
    for session in COMING:
        hold_all(begun(data, session, BEFORE), 0)
        speak_of(data, session)
    return data


def stage_for(command: str, tmp: Path) -> Stage:  # noqa: F811 - the fixture
    """Return where *command* takes in what the other computer has."""
    other = another_home(tmp)
    here = furnish(tmp / command, "note")
    if command == "import-log":
        return Stage(here, (command, str(other / "log" / f"{DESK}.jsonl")))
    archive = tmp / "other.zip"
    backup = stretch_command("backup", "-o", str(archive))
    subprocess.run(backup, check=True, capture_output=True, env=clean_env(tmp / "other"))
    return Stage(here, (command, str(archive), "--yes"))


def with_routines_that_differ(stage: Stage, tmp: Path) -> Stage:  # noqa: F811 - the fixture
    """Return the stage of a restore of what is in the log already, and of routines that are not."""
    subprocess.run(stretch_command(*stage.words), check=True, capture_output=True, env=clean_env(stage.before))
    (stage.before / "stretch" / "routines" / "mine.yaml").write_text(YOURS["mine.yaml"], encoding="utf-8")
    version = tmp / "other" / "stretch" / "routines" / ".versions" / "mine" / "1.yaml"
    version.parent.mkdir(parents=True)
    version.write_text(ROUTINE, encoding="utf-8")
    archive = tmp / "more.zip"
    backup = stretch_command("backup", "-o", str(archive))
    subprocess.run(backup, check=True, capture_output=True, env=clean_env(tmp / "other"))
    return Stage(stage.before, ("restore", str(archive), "--yes"), within="routines")


def routines(run: Run) -> dict[str, str]:
    """Return what is in each file that counts as a routine or as a version of one."""
    folder = run.data / "routines"
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("[!.]*.yaml")}


def yours_and_some_of_what_comes(run: Run) -> None:
    found = routines(run).items()
    assert YOURS.items() <= found <= (YOURS | BROUGHT).items(), run


def what_was_there_is_there(run: Run) -> set[str]:
    """Hold a home after a run to what it held before; return the ids of its sessions."""
    reading = run.reading
    assert {problem.reason for problem in reading.problems} <= {TORN}, run
    ids = [session.id for session in reading.sessions]
    assert len(ids) == len(set(ids))
    assert set(ids) >= THERE
    for session in reading.sessions:
        assert session.held == 60.0
    routine = run.data / "routines" / "mine.yaml"
    assert not routine.exists() or routine.read_text("utf-8") == ROUTINE
    return set(ids)


def done_again(run: Run, words: tuple[str, ...]) -> None:
    again = subprocess.run(
        stretch_command(*words), check=False, capture_output=True, text=True, env=clean_env(run.data.parent)
    )

    assert again.returncode == 0, again
    assert what_was_there_is_there(run) == THERE | COMING
    for session in run.reading.sessions:
        assert (session.ratings, session.notes) == ((BEFORE, AFTER), (WORDS,))
    if words[0] == "restore":
        assert (run.data / "routines" / "mine.yaml").read_text("utf-8") == ROUTINE


@pytest.mark.parametrize("command", ["import-log", "restore"])
def test_killed_at_any_moment_it_leaves_what_was_there_and_can_be_done_again(command: str, tmp: Path) -> None:  # noqa: F811
    stage = stage_for(command, tmp)

    for run in stage.hurt("signal=KILL"):
        assert run.exit_code in {-9, KILLED}, run
        what_was_there_is_there(run)
        done_again(run, stage.words)


def test_killed_at_any_moment_restore_leaves_each_routine_whole_or_not_there_and_yours_as_it_was(tmp: Path) -> None:  # noqa: F811
    stage = with_routines_that_differ(stage_for("restore", tmp), tmp)

    for run in stage.hurt("signal=KILL"):
        assert run.exit_code in {-9, KILLED}, run
        yours_and_some_of_what_comes(run)
        again = subprocess.run(
            stretch_command(*stage.words), capture_output=True, check=True, env=clean_env(run.data.parent)
        )
        assert routines(run) == YOURS | BROUGHT, again


def test_a_full_disk_leaves_each_routine_whole_or_not_there_and_yours_as_it_was(tmp: Path) -> None:  # noqa: F811
    stage = with_routines_that_differ(stage_for("restore", tmp), tmp)

    for run in stage.hurt("error=ENOSPC", THAT_NEED_SPACE):
        assert run.exit_code == STORAGE, run
        assert "o space left on device" in run.err, run
        yours_and_some_of_what_comes(run)


@pytest.mark.parametrize("command", ["import-log", "restore"])
def test_a_full_disk_is_told_and_there_is_nothing_to_mend_after_it(command: str, tmp: Path) -> None:  # noqa: F811
    stage = stage_for(command, tmp)

    for run in stage.hurt("error=ENOSPC", THAT_NEED_SPACE):
        assert run.exit_code == STORAGE, run
        assert "No space left on device" in run.err or "no space left on device" in run.err, run
        what_was_there_is_there(run)
        done_again(run, stage.words)
