"""What a session costs: stretch beside termdown and beside its own picture on rich.live. See README.md."""

import argparse
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import chdir
from dataclasses import dataclass, field, replace
from pathlib import Path
from shutil import which
from statistics import median
from subprocess import run

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
_RECORDED = 15.0  # by then a voice has recorded all lines of the routine

_STRETCH, _BELL, _TERMDOWN = "stretch", "stretch, bell", "termdown"
_CALM, _LED_HOLD, _LED_MOVE = "stretch, calm", "stretch, hold: figure and voice", "stretch, move: figure and voice"
_FIGURE_HOLD, _FIGURE_MOVE = "stretch, hold: figure", "stretch, move: figure"  # without a sound
_LIVE_4, _LIVE_1, _IMPORTS = "rich.live, 4/s", "rich.live, 1/s", "imports alone"


@dataclass(frozen=True, slots=True)
class Contender:
    """A program that is measured, and the keys that mean something to it."""

    command: Sequence[str]
    keys: Sequence[bytes] = (b" ",)
    first_run: float = _START_UNTIL  # seconds; by then it has kept what it needs to make only once


@dataclass(slots=True)
class Results:
    """What was measured of one contender: a dict of figures for each round, all key latencies, all first digits."""

    counting: list[Figures] = field(default_factory=list)
    paused: list[Figures] = field(default_factory=list)
    whole: list[Figures] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)
    first_ms: list[float] = field(default_factory=list)


def contenders(folder: Path) -> dict[str, Contender]:
    """Return the programs that are compared; those that speak only where there is something to speak with."""
    start = (program("stretch"), "start", "--no-rating")  # a question has no digits
    hold = (*start, str(folder / "hold.yaml"), "--voice", "off", "--sound")
    stretch_keys = (b" ", b" ", b"?", b"?")
    live = (sys.executable, str(Path(__file__).with_name("live_yardstick.py")), str(folder / "hold.yaml"))
    found = {
        _STRETCH: Contender((*hold, "off"), stretch_keys),
        _BELL: Contender((*hold, "bell"), stretch_keys),
        _CALM: Contender((*start, str(folder / "led-hold.yaml"), "--sound", "off", "--calm"), stretch_keys),
        _FIGURE_HOLD: Contender(
            (*start, str(folder / "led-hold.yaml"), "--voice", "off", "--sound", "off"), stretch_keys
        ),
        _FIGURE_MOVE: Contender(
            (*start, str(folder / "led-move.yaml"), "--voice", "off", "--sound", "off"), stretch_keys
        ),
        _TERMDOWN: Contender((program("termdown"), "600")),
        _LIVE_4: Contender((*live, "4")),
        _LIVE_1: Contender((*live, "1")),
    }
    if can_speak():
        for name, routine in ((_LED_HOLD, "led-hold"), (_LED_MOVE, "led-move")):
            led = (*start, str(folder / f"{routine}.yaml"), "--voice", "espeak-ng", "--sound", "auto")
            found[name] = Contender(led, stretch_keys, first_run=_RECORDED)
    return found


def can_speak() -> bool:
    """Return whether a voice, a player and a sound server are here; say so where they aren't."""
    missing = [name for name in ("espeak-ng", "pactl") if not which(name)]
    if not missing and run(["pactl", "info"], capture_output=True, check=False).returncode:
        missing = ["a running PulseAudio"]
    if missing:
        print(f"Not measured with a voice: {', '.join(missing)} is missing.\n")
    return not missing


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
        flashes = figure(sum(each["blank_flashes"] for each in result.whole))
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
    """Return the goals of each stretch that was measured; those of whole *sessions* if there were any."""
    termdown = results[_TERMDOWN]
    plain = (_STRETCH, _BELL)
    found = [
        Goal(f"{name}: exec to first digit, x termdown", ratio(results[name].first_ms, termdown.first_ms), 1.2)
        for name in plain
    ]
    if sessions:
        led = (name for name in (_LED_HOLD, _LED_MOVE) if name in results)
        for name in (*plain, _CALM, _FIGURE_HOLD, _FIGURE_MOVE, *led):
            found += session_goals(name, results)
    return found


def session_goals(name: str, results: dict[str, Results]) -> Iterator[Goal]:
    """Yield the goals of one stretch's sessions."""
    mine = results[name]
    yield Goal(f"{name}: CPU while counting, x termdown", ratio(cpu(mine), cpu(results[_TERMDOWN])), 0.25)
    wakeups = max(each["nvcsw_per_s"] for each in mine.counting)
    if name in (_STRETCH, _BELL):
        yield Goal(f"{name}: CPU while counting, x rich.live at 4/s", ratio(cpu(mine), cpu(results[_LIVE_4])), 0.25)
        beyond = max(each["nvcsw_per_s"] - each["changed_per_s"] for each in mine.counting)
        yield Goal(f"{name}: wake-ups beyond frames, a second, worst round", beyond, 1)
        yield Goal(f"{name}: key to frame p95, ms", quantile(mine.latencies, 0.95), 5)
    else:
        most = {_CALM: 1.2, _FIGURE_HOLD: 1.2, _FIGURE_MOVE: 3}.get(name, 5)
        yield Goal(f"{name}: wake-ups a second, worst round", wakeups, most)
    if name not in (_LED_HOLD, _LED_MOVE):  # players that end meanwhile take their wake-ups out of the sum
        paused = max(each["nvcsw_per_s"] for each in mine.paused)
        yield Goal(f"{name}: wake-ups a second paused, worst round", paused, 0.1)
    yield Goal(f"{name}: flashes", sum(each["blank_flashes"] for each in mine.whole), 0)
    torn = sum(each["torn_writes"] for each in [*mine.counting, *mine.paused])
    yield Goal(f"{name}: torn frames", torn, 0)


def cpu(results: Results) -> list[float]:
    return [each["cpu_s_per_min"] for each in results.counting]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--rounds",
        type=int,
        default=3,
        help="whole sessions of 40 s for each of the ten (default 3; 0: starts alone)",
    )
    parser.add_argument("--starts", type=int, default=20, help="starts of 1.5 s for each (default 20)")
    options = parser.parse_args()
    with home() as folder, chdir(folder):
        everyone = contenders(folder)
        imports = "import typer, yaml, rich.console; print(1)"
        starters = {**everyone, _IMPORTS: Contender((sys.executable, "-c", imports))}
        plan = Plan(_START_UNTIL, env={"STRETCH_HOME": str(folder)})
        results = {name: Results() for name in starters}
        for contender in starters.values():  # once unmeasured: bytecode is compiled, files are read in
            record(contender.command, replace(plan, until=contender.first_run))
        print_machine("sciatica-stretch", "termdown", "rich", "typer")
        take_turns(options.starts, list(starters), lambda name: measure_start(starters[name], plan, results[name]))
        take_turns(options.rounds, list(everyone), lambda name: measure_session(everyone[name], plan, results[name]))
    if options.rounds:
        print_sessions({name: results[name] for name in everyone})
    print_starts(results)
    print_goals(goals(results, sessions=bool(options.rounds)))


if __name__ == "__main__":
    main()
