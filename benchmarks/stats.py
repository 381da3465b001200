"""How fast and how large `stretch stats --json` is, beside a bare loop of json over the same log. See README.md."""

import argparse
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from programs import home, program
from report import Goal, figure, print_goals, print_machine, print_table, ratio

_BARE = """\
import json, sys
with open(sys.argv[1], encoding="utf-8") as log:
    for line in log:
        json.loads(line)
"""
_STEPS = (
    *(("band-flex-extend", "move", 48.0), ("band-hold", "hold", 50.0)),
    *(("half-pigeon", "hold", 60.0), ("full-pigeon", "hold", 90.0)),
)
_BARE_NAME, _STATS_NAME = "bare json loop", "`stretch stats --json`"
_SINCE_NAME = "with `--since 1900-01-01`"


@dataclass(slots=True)
class Runs:
    """Each round's seconds by the wall clock and on a processor, and kilobytes in memory at most."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    rss: list[float] = field(default_factory=list)

    def take(self, command: Sequence[str]) -> None:
        """Run *command* once more, its output going nowhere."""
        with open(os.devnull, "r+b") as nowhere:  # noqa: PTH123 - not a file anyone has to find
            began = time.perf_counter()
            process = subprocess.Popen(command, stdin=nowhere, stdout=nowhere)
            _, status, usage = os.wait4(process.pid, 0)
            self.wall.append(time.perf_counter() - began)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(f"{command} failed: {process.returncode}")
        self.cpu.append(usage.ru_utime + usage.ru_stime)
        self.rss.append(usage.ru_maxrss)


def lines(count: int) -> Iterator[str]:
    """Yield a log of *count* sessions of ten stretches, two a day up to now, four of five of them rated."""
    chance = random.Random(13)
    at = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=12 * count)
    for number in range(count):
        at += timedelta(hours=12)
        yield json.dumps(_session(number, at, chance), separators=(",", ":")) + "\n"


def _session(number: int, at: datetime, chance: random.Random) -> dict[str, object]:
    stretches = [_stretch(step, side, chance) for step in _STEPS for side in ("right", "left")]
    before = chance.randrange(3, 8)
    rated = {"before": before, "after": max(0, before - chance.randrange(3))} if number % 5 else {}
    return {
        "format": 1,
        "id": f"00000000-0000-4000-8000-{number:012x}",
        "device": "bench-0000",
        "routine": "sciatica-13",
        "title": "Thirteen minutes, hips and hamstrings",
        "routine_hash": "sha256:9f2c41d07be0",
        "started_at": at.isoformat(),
        "ended_at": (at + timedelta(minutes=13)).isoformat(),
        "outcome": "completed",
        "interrupted": False,
        "options": {"first": None, "pace": 1.0, "from_step": "", "only": []},
        "stretches": [
            *stretches,
            _stretch(("downdog-wag", "move", 84.0), None, chance),
            _stretch(("childs-pose", "hold", 60.0), None, chance),
        ],
        "pauses": [],
        "ratings": [
            {"when": when, "at": at.isoformat(), "pain": pain, "reach": "thigh", "side": "right"}
            for when, pain in rated.items()
        ],
        "notes": [],
        "version": "0.1.0",
    }


def _stretch(step: tuple[str, str, float], side: str | None, chance: random.Random) -> dict[str, object]:
    name, kind, planned = step
    held = planned if chance.random() < 0.9 else round(chance.uniform(0, planned), 3)  # noqa: PLR2004 - most are whole
    return {
        "step": name,
        "name": name.replace("-", " ").capitalize(),
        "side": side,
        "set_number": 1,
        "kind": kind,
        "planned": planned,
        "held": held,
        "extended": 0.0,
        "skipped": held < planned,
        "hurt": False,
    }


def write_log(folder: Path, count: int) -> Path:
    log = folder / "log" / "bench-0000.jsonl"
    log.parent.mkdir(exist_ok=True)
    with log.open("w", encoding="utf-8") as file:
        file.writelines(lines(count))
    return log


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="runs of each, in a new order each round (default 5)")
    parser.add_argument("--sessions", type=int, default=100_000, help="how long the log is (default 100000)")
    options = parser.parse_args()
    with home() as folder:
        os.environ["STRETCH_HOME"] = str(folder)
        stats = [program("stretch"), "stats", "--json"]
        write_log(folder, 1)
        one = Runs()
        one.take(stats)  # bytecode is compiled
        one.take(stats)
        log = write_log(folder, options.sessions)
        compared = {
            _BARE_NAME: [sys.executable, "-c", _BARE, str(log)],
            _STATS_NAME: stats,
            _SINCE_NAME: [*stats, "--since", "1900-01-01"],
        }
        runs = {name: Runs() for name in compared}
        print_machine("sciatica-stretch")
        print(f"{options.sessions} sessions, {log.stat().st_size / 1e6:.0f} MB\n")
        for _ in range(options.rounds):
            for name in random.sample(list(compared), len(compared)):
                runs[name].take(compared[name])
    bare = runs[_BARE_NAME]
    rows = [
        [
            name,
            figure(median(each.wall)),
            figure(median(each.cpu)),
            figure(ratio(each.wall, bare.wall)),
            figure(ratio(each.cpu, bare.cpu)),
            figure(median(each.rss) / 1024),
        ]
        for name, each in runs.items()
    ]
    print_table(["", "wall s", "CPU s", "x bare, wall", "CPU", "MB at most"], rows)
    growth = (median(runs[_STATS_NAME].rss) - one.rss[-1]) / 1024
    print_goals(
        [
            Goal("stats --json, CPU, x bare json loop", ratio(runs[_STATS_NAME].cpu, bare.cpu), 1.3),
            Goal(f"stats --json, MB more than with 1 session, of {options.sessions}", growth, 10),
        ]
    )


if __name__ == "__main__":
    main()
