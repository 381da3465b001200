"""`kill -9` at random moments of a real session: the log always reads, and no finished interval is lost."""

import json
import random
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from terminals import clean_env, stretch_command

from sciatica_stretch.core.events import Outcome
from sciatica_stretch.journal.reading import read

KILLS, HOMES = 50, 5
PAIRS, PAIRED_HOMES = 15, 5
START_SECONDS = 0.8  # in which a start reads what there is, and logs what was cut off
SESSION_SECONDS = 2.0
QUICK = "title: Quick\nsteps:\n" + "".join(
    f"  - {{name: Hold {number}, hold: 0.1s, transition: 0.1s}}\n" for number in range(10)
)

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(sys.platform == "win32", reason="needs kill -9"),
]


def lead_and_kill(home: Path, routine: Path, after: float) -> int:
    """Kill a session *after* seconds from its first line; return how many of its holds had been seen to end.

    Less than 0 is so long after it was started, whatever it has come to.
    """
    command = stretch_command("start", str(routine), "--sound", "off", "--plain")
    with subprocess.Popen(
        command, env=clean_env(home), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout
        while after >= 0 and not process.stdout.readline().startswith(b"Quick:"):
            pass  # of earlier sessions, which were cut off
        time.sleep(abs(after))
        process.kill()
        lines = process.stdout.read().decode().splitlines()
    entered = [line for line in lines if line.startswith(("Get ready:", "Next:", "Hold,"))]
    return 10 if "Done." in lines else max(0, len(entered) - 1) // 2


def kill_again_and_again(home: Path, seed: int) -> set[str]:
    """Kill one session after the other; return the ids of those that had begun their checkpoint."""
    home.mkdir()
    routine = home / "quick.yaml"
    routine.write_text(QUICK, encoding="utf-8")
    dice = random.Random(seed)
    known: set[str] = set()
    for _ in range(KILLS // HOMES):
        seen = lead_and_kill(home, routine, dice.uniform(0, SESSION_SECONDS * 1.1))

        reading = read(home / "stretch")
        assert reading.problems == ()
        new = [session for session in reading.sessions if session.id not in known]
        assert len(new) == 1 or (not new and not seen)  # killed before its first interval was over
        for session in new:
            known.add(session.id)
            whole = session.stretches[:seen]
            assert [each.held for each in whole] == [each.planned for each in whole]
            assert seen < 10 or session.outcome is Outcome.COMPLETED or session.interrupted
    return known


def test_no_finished_interval_is_lost_and_every_session_stays_in_the_log(tmp_path: Path) -> None:
    homes = [tmp_path / str(number) for number in range(HOMES)]

    with ThreadPoolExecutor(HOMES) as pool:
        begun = list(pool.map(kill_again_and_again, homes, range(HOMES)))

    for home, known in zip(homes, begun, strict=True):
        assert sorted(session.id for session in read(home / "stretch").sessions) == sorted(known)
    assert sum(map(len, begun)) > KILLS / 2


def kill_two_at_a_time(home: Path, rounds: int, seed: int) -> int:
    """Kill two sessions that live at once, again and again; return how many of them had begun."""
    home.mkdir()
    routines = [home / "left.yaml", home / "right.yaml"]
    for routine in routines:
        routine.write_text(QUICK, encoding="utf-8")
    dice = random.Random(seed)
    known: set[str] = set()
    for _ in range(rounds):
        moments = [dice.uniform(-START_SECONDS, SESSION_SECONDS * 1.1) for _ in routines]
        with ThreadPoolExecutor(2) as pool:
            seen = list(pool.map(lead_and_kill, [home, home], routines, moments))

        reading = read(home / "stretch")
        assert reading.problems == ()
        ids = [session.id for session in reading.sessions]
        assert len(ids) == len(set(ids))
        assert known <= set(ids)
        for routine, held in zip(routines, seen, strict=True):
            new = [each for each in reading.sessions if each.id not in known and each.routine == routine.stem]
            assert len(new) == 1 or (not new and not held)
            whole = [each for session in new for each in session.stretches[:held]]
            assert [each.held for each in whole] == [each.planned for each in whole]
            assert held < 10 or new[0].outcome is Outcome.COMPLETED or new[0].interrupted
        known.update(ids)
    assert_each_is_logged_once(home, known)
    return len(known)


def assert_each_is_logged_once(home: Path, known: set[str]) -> None:
    """Hold the log, after one more start, to the sessions that are known, each on one line of its own."""
    command = stretch_command("start", str(home / "left.yaml"), "--sound", "off", "--plain")
    subprocess.run(command, env=clean_env(home), stdin=subprocess.DEVNULL, capture_output=True, check=True, timeout=60)
    assert list((home / "stretch" / "checkpoint").iterdir()) == []
    (log,) = (home / "stretch" / "log").iterdir()  # of one device, though two began at once
    ids = [json.loads(line)["id"] for line in log.read_text().splitlines()]
    assert len(ids) == len(set(ids)) == len(known) + 1
    assert known <= set(ids)


@pytest.mark.parametrize(
    "pairs", [PAIRS, pytest.param(250, marks=pytest.mark.whole)], ids=lambda pairs: f"{2 * pairs} kills"
)
def test_two_sessions_at_once_lose_nothing_to_each_other_or_to_a_kill(pairs: int, tmp_path: Path) -> None:
    homes = [tmp_path / str(number) for number in range(PAIRED_HOMES)]
    rounds = [pairs // PAIRED_HOMES + (number < pairs % PAIRED_HOMES) for number in range(PAIRED_HOMES)]

    with ThreadPoolExecutor(PAIRED_HOMES) as pool:
        begun = list(pool.map(kill_two_at_a_time, homes, rounds, range(PAIRED_HOMES)))

    print(f"{2 * pairs} kills, {sum(begun)} sessions begun")  # noqa: T201 - to be reported
    assert sum(begun) > pairs / 2
