"""Run terminal programs, each under a pseudo-terminal of its own, and print what they cost and show.

python benchmarks/ptybench.py --until 20 --window 5:15 --rounds 3 termdown='termdown 600' tty-clock='tty-clock -s'

Columns, of the whole run:
  status            how it ended: the exit code, or minus the signal
  ed2, sync2026, blank_flashes  whole-screen erasures; synchronized updates (DEC mode 2026); screens that lost
                    more than 60 % of their cells and had them back within 100 ms
  first_visible_ms  from exec to the first screen with a digit on it
  key p50/p95/max   milliseconds from a key to the next change of the screen
Of the window:
  cpu_s_per_min     user and system time of the program and all below it
  nvcsw_per_s       voluntary context switches, which are wake-ups; nivcsw_per_s: the others
  bytes_per_s, chunks_per_s  what came out of the terminal, and in how many reads
  changed_per_s, useless_bursts_per_s  updates (chunks less than 4 ms apart) that changed the screen, or did not
  torn_writes       updates in several chunks outside synchronized ones
  rss_kb            memory at the window's end
"""

import argparse
import json
import random
import re
import shlex
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

from playback import DIGIT, Figures, key_latencies, run_figures, watch, window_figures
from recording import Plan, record
from report import figure, print_table

_WINDOW = "window"


def spread(cycle: Sequence[bytes], count: int, begin: float, end: float) -> list[tuple[float, bytes]]:
    """Return *count* keys, those of *cycle* over and over, between *begin* and *end*: evenly, with a jitter."""
    step = (end - begin) / count
    return [(begin + step * (number + random.random() * 0.8), cycle[number % len(cycle)]) for number in range(count)]


def quantile(values: Sequence[float], share: float) -> float:
    """Return the value that *share* of *values* don't exceed."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def median_of(runs: Sequence[Figures], column: str) -> float | None:
    """Return the median of *column* over the runs that have it."""
    return median(found) if (found := [run[column] for run in runs if column in run]) else None


def _measure(command: str, plan: Plan, first: str) -> dict[str, Any]:
    recording = record(shlex.split(command), plan)
    seen = watch(recording, first)
    window = window_figures(recording, seen, _WINDOW) if _WINDOW in recording.windows else {}
    return {**run_figures(recording, seen), **window, "key_latency_ms": key_latencies(recording, seen)}


def _print_medians(runs: dict[str, list[dict[str, Any]]]) -> None:
    keys = "key_latency_ms"
    columns = list(dict.fromkeys(column for each in runs.values() for run in each for column in run if column != keys))
    rows = []
    for name, each in runs.items():
        latencies = [latency for run in each for latency in run[keys]]
        key = "/".join(figure(quantile(latencies, share)) for share in (0.5, 0.95, 1)) if latencies else figure(None)
        rows.append([name, *(figure(median_of(each, column)) for column in columns), key])
    print_table(["", *columns, "key p50/p95/max ms"], rows)


def _named(argument: str) -> tuple[str, str]:
    name, equals, command = argument.partition("=")
    if equals and re.fullmatch(r"[\w.+-]+", name):
        return name, command
    return Path(shlex.split(argument)[0]).name, argument


def _plan(options: argparse.Namespace) -> Plan:
    keys = []
    for typed in options.keys:
        begin, end, count, text = typed.split(":", 3)
        keys += spread([text.encode()], int(count), float(begin), float(end))
    begin, _, end = options.window.partition(":")
    columns, _, rows = options.size.partition("x")
    return Plan(options.until, {_WINDOW: (float(begin), float(end))}, keys, (int(columns), int(rows)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--until", type=float, default=15, help="SIGINT after so many seconds, SIGKILL 2 s later")
    parser.add_argument("--window", default="3:13", metavar="A:B", help="seconds after exec between which is counted")
    parser.add_argument(
        "--keys", action="append", default=[], metavar="A:B:N:TEXT", help="type TEXT N times from A to B"
    )
    parser.add_argument("--first", default=DIGIT, metavar="REGEX", help="what the first digit looks like")
    parser.add_argument("--size", default="100x30", metavar="COLUMNSxROWS")
    parser.add_argument("--rounds", type=int, default=1, help="the programs take turns")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all runs there, too")
    parser.add_argument("commands", nargs="+", metavar="[NAME=]COMMAND", help="split as a shell would; no shell is run")
    options = parser.parse_args()
    named = dict(map(_named, options.commands))
    runs: dict[str, list[dict[str, Any]]] = {name: [] for name in named}
    for _ in range(options.rounds):
        for name, command in named.items():
            runs[name].append(_measure(command, _plan(options), options.first))
    if options.json:
        options.json.write_text(json.dumps(runs, indent=1), encoding="utf-8")
    _print_medians(runs)


if __name__ == "__main__":
    main()
