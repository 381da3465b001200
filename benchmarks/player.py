"""What a session costs: stretch beside termdown and beside its own picture on rich.live. See README.md."""

import argparse
import random
import sys
from collections.abc import Callable, Sequence
from contextlib import chdir
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median

from playback import Figures, key_latencies, run_figures, watch, window_figures
from programs import home, program
from ptybench import median_of, quantile, spread
from recording import Plan, record
from report import Goal, figure, print_goals, print_machine, print_table, ratio

_COUNTING = (5.0, 15.0)  # seconds after exec; by then stretch counts its hold
_TYPING = (16.0, 26.0)
_KEYS = 48  # an even number of each, so that after them the time runs again
_PAUSE_AT = 27.0
_PAUSED = (28.5, 38.5)
_UNTIL = 39.0
_START_UNTIL = 1.5  # where only the first digit is of interest

_STRETCH, _BELL, _TERMDOWN = "stretch", "stretch, bell", "termdown"
_LIVE_4, _LIVE_1, _IMPORTS = "rich.live, 4/s", "rich.live, 1/s", "imports alone"


@dataclass(frozen=True, slots=True)
class Contender:
    """A program that is measured, and the keys that mean something to it."""

    command: Sequence[str]
    keys: Sequence[bytes] = (b" ",)


@dataclass(slots=True)
class Results:
    """What was measured of one contender: a dict of figures for each round, all key latencies, all first digits."""

    counting: list[Figures] = field(default_factory=list)
    paused: list[Figures] = field(default_factory=list)
    whole: list[Figures] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)
    first_ms: list[float] = field(default_factory=list)


def contenders(routine: Path) -> dict[str, Contender]:
    """Return the programs that are compared."""
    start = (program("stretch"), "start", str(routine), "--no-rating", "--sound")  # a question has no digits
    stretch_keys = (b" ", b" ", b"?", b"?")
    live = (sys.executable, str(Path(__file__).with_name("live_yardstick.py")), str(routine))
    return {
        _STRETCH: Contender((*start, "off"), stretch_keys),
        _BELL: Contender((*start, "bell"), stretch_keys),
        _TERMDOWN: Contender((program("termdown"), "600")),
        _LIVE_4: Contender((*live, "4")),
        _LIVE_1: Contender((*live, "1")),
    }


def measure_session(contender: Contender, plan: Plan, results: Results) -> None:
    """Count, type, pause; each in its own part of one run."""
    keys = [*spread(contender.keys, _KEYS, *_TYPING), (_PAUSE_AT, b" ")]
    plan = replace(plan, until=_UNTIL, windows={"counting": _COUNTING, "paused": _PAUSED}, keys=keys)
    recording = record(contender.command, plan)
    seen = watch(recording)
    results.counting.append(window_figures(recording, seen, "counting"))
    results.paused.append(window_figures(recording, seen, "paused"))
    results.whole.append(run_figures(recording, seen))
    results.latencies += key_latencies(recording, seen)[:_KEYS]


def measure_start(contender: Contender, plan: Plan, results: Results) -> None:
    """Start, and wait for the first digit."""
    recording = record(contender.command, replace(plan, until=_START_UNTIL))
    first = run_figures(recording, watch(recording)).get("first_visible_ms")
    if first is None:
        sys.exit(f"{contender.command[0]} showed no digit within {_START_UNTIL} s: the machine is too busy.")
    results.first_ms.append(first)


def take_turns(rounds: int, names: Sequence[str], measure: Callable[[str], None]) -> None:
    """Measure each of *names* once a round, in a new order each time."""
    for number in range(rounds):
        print(f"round {number + 1} of {rounds}", file=sys.stderr)
        for name in random.sample(names, len(names)):
            measure(name)


def print_sessions(results: dict[str, Results]) -> None:
    columns = ["cpu_s_per_min", "nvcsw_per_s", "changed_per_s", "bytes_per_s", "torn_writes", "rss_kb"]
    headings = ["CPU s/min", "wake-ups/s", "frames/s", "bytes/s", "torn", "RSS kB"]
    rows = []
    for name, result in results.items():
        counting = [figure(median_of(result.counting, column)) for column in columns]
        paused = [figure(median_of(result.paused, column)) for column in ("nvcsw_per_s", "cpu_s_per_min")]
        keys = "/".join(figure(quantile(result.latencies, share)) for share in (0.5, 0.95, 1))
        flashes = figure(sum(run["blank_flashes"] for run in result.whole))
        rows.append([name, *counting, flashes, *paused, keys])
    more = ["flashes", "wake-ups/s paused", "CPU s/min paused", "key to frame p50/p95/max ms"]
    print_table(["counting", *headings, *more], rows)


def print_starts(results: dict[str, Results]) -> None:
    rows = [
        [name, figure(median(result.first_ms)), figure(ratio(result.first_ms, results[_TERMDOWN].first_ms))]
        for name, result in results.items()
        if result.first_ms
    ]
    print_table(["exec to first digit", "ms", "x termdown"], rows)


def goals(results: dict[str, Results], *, sessions: bool) -> list[Goal]:
    """Return the goals, for stretch without sound and with the bell; those of whole *sessions* if there were any."""

    def cpu(name: str) -> list[float]:
        return [run["cpu_s_per_min"] for run in results[name].counting]

    termdown = results[_TERMDOWN]
    found = []
    for name in (_STRETCH, _BELL):
        mine = results[name]
        found.append(Goal(f"{name}: exec to first digit, x termdown", ratio(mine.first_ms, termdown.first_ms), 1.2))
        if not sessions:
            continue
        beyond = max(run["nvcsw_per_s"] - run["changed_per_s"] for run in mine.counting)
        torn = sum(run["torn_writes"] for run in [*mine.counting, *mine.paused])
        found += [
            Goal(f"{name}: CPU while counting, x termdown", ratio(cpu(name), cpu(_TERMDOWN)), 0.25),
            Goal(f"{name}: CPU while counting, x rich.live at 4/s", ratio(cpu(name), cpu(_LIVE_4)), 0.25),
            Goal(f"{name}: wake-ups beyond frames, a second, worst round", beyond, 1),
            Goal(f"{name}: wake-ups a second paused, worst round", max(run["nvcsw_per_s"] for run in mine.paused), 0.1),
            Goal(f"{name}: key to frame p95, ms", quantile(mine.latencies, 0.95), 5),
            Goal(f"{name}: flashes", sum(run["blank_flashes"] for run in mine.whole), 0),
            Goal(f"{name}: torn frames", torn, 0),
        ]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--rounds", type=int, default=3, help="whole sessions of 40 s for each of the five (default 3; 0: starts alone)"
    )
    parser.add_argument("--starts", type=int, default=20, help="starts of 1.5 s for each (default 20)")
    options = parser.parse_args()
    with home() as folder, chdir(folder):
        everyone = contenders(folder / "hold.yaml")
        imports = "import typer, yaml, rich.console; print(1)"
        starters = {**everyone, _IMPORTS: Contender((sys.executable, "-c", imports))}
        plan = Plan(_START_UNTIL, env={"STRETCH_HOME": str(folder)})
        results = {name: Results() for name in starters}
        for contender in starters.values():  # once unmeasured: bytecode is compiled, files are read in
            measure_start(contender, plan, Results())
        print_machine("sciatica-stretch", "termdown", "rich", "typer")
        take_turns(options.starts, list(starters), lambda name: measure_start(starters[name], plan, results[name]))
        take_turns(options.rounds, list(everyone), lambda name: measure_session(everyone[name], plan, results[name]))
    if options.rounds:
        print_sessions({name: results[name] for name in everyone})
    print_starts(results)
    print_goals(goals(results, sessions=bool(options.rounds)))


if __name__ == "__main__":
    main()
