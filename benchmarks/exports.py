"""How fast and how large `stretch export` is, beside a bare loop of json over the same log. See README.md."""

import argparse
import os
import random
import sys
from pathlib import Path
from statistics import median

from logs import write_log
from programs import home, program
from report import Goal, figure, print_goals, print_machine, print_table, ratio
from stats import Runs

_JSON_LOOP = "json.loads of each line"
_ROW_LOOP = "json.loads, a row of csv a session"
_HOLDS_LOOP = "json.loads, a row of csv a stretch"
_LOOPS = {
    _JSON_LOOP: """\
import json, sys
for line in open(sys.argv[1], encoding="utf-8"):
    json.loads(line)
""",
    _ROW_LOOP: """\
import csv, json, sys
write = csv.writer(sys.stdout).writerow
for line in open(sys.argv[1], encoding="utf-8"):
    write([len(value) if isinstance(value, list | dict) else value for value in json.loads(line).values()])
""",
    _HOLDS_LOOP: """\
import csv, json, sys
write = csv.writer(sys.stdout).writerow
for line in open(sys.argv[1], encoding="utf-8"):
    for stretch in json.loads(line).get("stretches", ()):
        write(stretch.values())
""",
}
_EXPORTS = {
    "json": (["--format", "json"], _JSON_LOOP),
    "jsonl": (["--format", "jsonl"], _JSON_LOOP),
    "ics": (["--format", "ics"], _JSON_LOOP),
    "csv": (["--format", "csv"], _ROW_LOOP),
    "csv, holds": (["--format", "csv", "--rows", "holds"], _HOLDS_LOOP),
    "md": (["--format", "md"], _JSON_LOOP),
    "html": (["--format", "html"], _JSON_LOOP),
}


def measured(folder: Path, sessions: int, rounds: int) -> tuple[dict[str, Runs], dict[str, float]]:
    """Return the runs of each program over a log of so many *sessions*, and each one's megabytes beyond a short log."""
    exports = {name: [program("stretch"), "export", *options] for name, (options, _) in _EXPORTS.items()}
    write_log(folder, 1)
    least = {name: Runs() for name in exports}
    for name, command in exports.items():
        least[name].take(command)  # bytecode is compiled
        least[name].take(command)
    log = write_log(folder, sessions)
    print(f"{sessions:,} sessions of 14 stretches, {log.stat().st_size / 1e6:.0f} MB.\n")
    commands = exports | {name: [sys.executable, "-c", loop, str(log)] for name, loop in _LOOPS.items()}
    runs = {name: Runs() for name in commands}
    for _ in range(rounds):
        for name in random.sample(list(commands), len(commands)):
            runs[name].take(commands[name])
    return runs, {name: (median(runs[name].rss) - each.rss[-1]) / 1024 for name, each in least.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="runs of each, in a new order each round (default 5)")
    parser.add_argument("--sessions", type=int, default=100_000, help="how many are in the log (default 100,000)")
    options = parser.parse_args()
    print_machine("sciatica-stretch")
    with home() as folder:
        os.environ["STRETCH_HOME"] = str(folder)
        runs, growth = measured(folder, options.sessions, options.rounds)
    print_table(
        ["", "CPU s", f"x {_JSON_LOOP}", "MB at most"],
        [
            [
                name if name in _LOOPS else f"`stretch export`, {name}",
                figure(median(each.cpu)),
                figure(ratio(each.cpu, runs[_JSON_LOOP].cpu)),
                figure(median(each.rss) / 1024),
            ]
            for name, each in runs.items()
        ],
    )
    print_goals(
        [
            *(
                Goal(f"{name}, CPU, x {loop}", ratio(runs[name].cpu, runs[loop].cpu), 1.3)
                for name, (_, loop) in _EXPORTS.items()
            ),
            *(Goal(f"{name}, MB more than with 1 session", more, 10) for name, more in growth.items()),
        ]
    )


if __name__ == "__main__":
    main()
