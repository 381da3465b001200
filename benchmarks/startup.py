"""How fast stretch answers, beside the imports that it cannot do without. See README.md."""

import argparse
import os
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import chdir
from dataclasses import dataclass, field
from statistics import median

from programs import home, program
from report import Goal, figure, print_goals, print_machine, print_table, ratio

_TYPER = "import typer"
_LOADED = """\
import sys
from sciatica_stretch.cli.app import main
try:
    main(args=sys.argv[1:])
except SystemExit:
    print("loaded:", *sorted({"pydantic", "rich", "yaml"} & sys.modules.keys()))
"""


@dataclass(slots=True)
class Times:
    """Seconds of each round: by the wall clock, and on a processor (user and system)."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def take(self, command: Sequence[str], terminal: int | None = None) -> None:
        """Run *command* once more, its output going to *terminal*, or nowhere (so that to it, this is a pipe)."""
        with open(os.devnull, "r+b") as nowhere:  # noqa: PTH123 - not a file anyone has to find
            began = time.perf_counter()
            process = subprocess.Popen(command, stdin=nowhere, stdout=terminal or nowhere, stderr=nowhere)
            _, status, usage = os.wait4(process.pid, 0)
            self.wall.append(time.perf_counter() - began)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(f"{' '.join(command)[:200]} failed: {process.returncode}")
        self.cpu.append(usage.ru_utime + usage.ru_stime)


def commands() -> dict[str, list[str]]:
    """Return what is compared, by the name it gets in the table."""
    stretch = program("stretch")
    lines = ["pass", _TYPER, "import typer, yaml", "import typer, yaml, rich.console; print(1)"]
    return {
        "stretch --help": [stretch, "--help"],
        "stretch --version": [stretch, "--version"],
        "stretch list, piped": [stretch, "list"],
        **{line: [sys.executable, "-c", line] for line in lines},
    }


def loaded(option: str) -> list[str]:
    """Return which of the slow packages `stretch` *option* has imported when it is done."""
    command = [sys.executable, "-c", _LOADED, option]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return output.splitlines()[-1].removeprefix("loaded:").split()


def print_times(times: dict[str, Times]) -> None:
    typer, both = times[_TYPER], times["import typer, yaml"]
    rows = [
        [
            f"`{name}`",
            figure(median(each.wall) * 1000),
            figure(median(each.cpu) * 1000),
            figure(ratio(each.wall, typer.wall)),
            figure(ratio(each.cpu, typer.cpu)),
            figure(ratio(each.wall, both.wall)),
        ]
        for name, each in times.items()
    ]
    print_table(["", "wall ms", "CPU ms", "x `import typer`, wall", "CPU", "x `import typer, yaml`, wall"], rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=60, help="runs of each, in a new order each round (default 60)")
    rounds = parser.parse_args().rounds
    with home() as folder, chdir(folder):
        os.environ["STRETCH_HOME"] = str(folder)
        compared = commands()
        times = {name: Times() for name in compared}
        for command in compared.values():  # once unmeasured: bytecode is compiled, files are read in
            Times().take(command)
        print_machine("sciatica-stretch", "typer", "rich", "PyYAML")
        for _ in range(rounds):
            for name in random.sample(list(compared), len(compared)):
                times[name].take(compared[name])
        modules = {option: loaded(option) for option in ("--help", "--version")}
    print_times(times)
    typer = times[_TYPER]
    print_goals(
        goal
        for option, found in modules.items()
        for goal in (
            Goal(f"stretch {option}, wall, x import typer", ratio(times[f"stretch {option}"].wall, typer.wall), 1.15),
            Goal(f"stretch {option}: how many of pydantic, rich, yaml are loaded", len(found), 0),
        )
    )


if __name__ == "__main__":
    main()
