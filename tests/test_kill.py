"""`kill -9` at random moments of a real session: the log always reads, and no finished interval is lost."""

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
SESSION_SECONDS = 2.0
QUICK = "title: Quick\nsteps:\n" + "".join(
    f"  - {{name: Hold {number}, hold: 0.1s, transition: 0.1s}}\n" for number in range(10)
)

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(sys.platform == "win32", reason="needs kill -9"),
]


def lead_and_kill(home: Path, routine: Path, after: float) -> int:
    """Kill a session *after* seconds from its first line; return how many of its holds had been seen to end."""
    command = stretch_command("start", str(routine), "--sound", "off", "--plain")
    with subprocess.Popen(
        command, env=clean_env(home), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout
        while not process.stdout.readline().startswith(b"Quick:"):
            pass  # of earlier sessions, which were cut off
        time.sleep(after)
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
