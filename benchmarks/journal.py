"""How fast the log is read and written, beside the standard library doing the least of it. See README.md."""

import argparse
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import chdir
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from logs import write_log
from programs import home
from report import Goal, figure, print_goals, print_machine, print_table, ratio

from sciatica_stretch import disk

_JSON_LOOP = "json.loads of each line"
_STREAM = "journal.stream"
_SCRIPTS = {
    _JSON_LOOP: "import json\nfor line in open(path, encoding='utf-8'):\n    json.loads(line)",
    _STREAM: "from sciatica_stretch.journal.stream import stream\nfor session in stream(folder, []):\n    pass",
    "journal.stream, held and planned of each": (
        "from sciatica_stretch.journal.stream import stream\nfor session in stream(folder, []):\n    session.adherence"
    ),
    "journal.read": "from sciatica_stretch.journal.reading import read\nread(folder)",
}
_MEASURED = """\
import sys, time
from pathlib import Path
import sciatica_stretch.journal.reading, sciatica_stretch.journal.stream
path = Path(sys.argv[1]); folder = path.parent.parent
def most():  # kB; what getrusage says is also that of the process that started this one
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
began, before = time.process_time(), most()
{script}
print(time.process_time() - began, most() - before)
"""
_APPENDS = 200


@dataclass(slots=True)
class Costs:
    """Of each round: seconds on a processor, and by how many kB the process grew."""

    cpu: list[float] = field(default_factory=list)
    growth: list[float] = field(default_factory=list)

    def take(self, script: str, path: Path) -> None:
        """Run *script* once more, in a process of its own that has imported all it needs."""
        command = [sys.executable, "-c", _MEASURED.format(script=script), str(path)]
        cpu, growth = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
        self.cpu.append(float(cpu))
        self.growth.append(float(growth))


def reading(path: Path, rounds: int) -> dict[str, Costs]:
    costs = {name: Costs() for name in _SCRIPTS}
    for _ in range(rounds):
        for name in random.sample(list(_SCRIPTS), len(_SCRIPTS)):
            costs[name].take(_SCRIPTS[name], path)
    return costs


def appending(path: Path, rounds: int) -> tuple[list[float], list[float]]:
    """Return the seconds of one append in each round: the least that is safe, and stretch's own."""
    line = path.open("rb").readline()
    ours, least = path.with_name("ours.jsonl"), path.with_name("least.jsonl")

    def bare() -> None:
        fd = os.open(least, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        os.write(fd, line)
        os.fsync(fd)
        os.close(fd)

    def appended() -> None:
        disk.append_to(ours, line)

    return _each_in_turn(bare, appended, rounds)


def _each_in_turn(bare: Callable[[], None], ours: Callable[[], None], rounds: int) -> tuple[list[float], list[float]]:
    times: dict[Callable[[], None], list[float]] = {bare: [], ours: []}
    for _ in range(rounds):
        taken: dict[Callable[[], None], list[float]] = {bare: [], ours: []}
        for _ in range(_APPENDS):
            for each in random.sample([bare, ours], 2):
                began = time.perf_counter()
                each()
                taken[each].append(time.perf_counter() - began)
        for each, seconds in taken.items():
            times[each].append(median(seconds))
    return times[bare], times[ours]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="runs of each, in a new order each round (default 5)")
    parser.add_argument("--sessions", type=int, default=100_000, help="how many are in the log (default 100,000)")
    parser.add_argument(
        "--skipped", type=float, default=0.03, help="stretches with a length of their own (default 0.03)"
    )
    options = parser.parse_args()
    with home() as folder, chdir(folder):
        path = write_log(folder, options.sessions, skipped=options.skipped)
        print_machine("sciatica-stretch")
        print(f"{options.sessions:,} sessions of 14 stretches, {path.stat().st_size / 1e6:.0f} MB.\n")
        costs = reading(path, options.rounds)
        bare, ours = appending(path, options.rounds)
    loop = costs[_JSON_LOOP]
    print_table(
        ["", "CPU s", f"x {_JSON_LOOP}", "growth MB"],
        [
            [name, figure(median(each.cpu)), figure(ratio(each.cpu, loop.cpu)), figure(median(each.growth) / 1000)]
            for name, each in costs.items()
        ],
    )
    print_goals(
        [
            Goal(f"{_STREAM}, CPU, x {_JSON_LOOP}", ratio(costs[_STREAM].cpu, loop.cpu), 1.3),
            Goal(f"{_STREAM}, growth, MB", max(costs[_STREAM].growth) / 1000, 10),
            Goal("append, x open + write + fsync", ratio(ours, bare), 3),
        ]
    )


if __name__ == "__main__":
    main()
