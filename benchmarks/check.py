"""How fast a thousand routines are checked, beside a bare loop over them with PyYAML's CSafeLoader. See README.md."""

import argparse
import os
import random
import sys
from itertools import cycle
from pathlib import Path
from statistics import median

from programs import home, program
from report import Goal, figure, print_goals, print_machine, print_table, ratio
from startup import Times

from sciatica_stretch.library.shelf import bundled_folder

_LOOP = """\
import sys, yaml
for path in sys.argv[1:]:
    with open(path, "rb") as file:
        yaml.load(file, Loader=yaml.CSafeLoader)
"""


def routines(folder: Path, number: int) -> list[str]:
    """Put *number* copies of the bundled routines into *folder*, each under its own name, and return their paths."""
    bundled = [(path.name, path.read_bytes()) for path in sorted(bundled_folder().glob("*.yaml"))]
    paths = []
    for count, (name, content) in zip(range(number), cycle(bundled), strict=False):
        path = folder / str(count // len(bundled)) / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        paths.append(str(path))
    return paths


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10, help="runs of each, in a new order each round (default 10)")
    parser.add_argument("--files", type=int, default=1000, help="how many routines (default 1000)")
    args = parser.parse_args()
    stretch = program("stretch")
    with home() as folder:
        os.environ["STRETCH_HOME"] = str(folder)
        paths = routines(folder, args.files)
        compared = {
            "CSafeLoader loop": [sys.executable, "-c", _LOOP, *paths],
            "stretch check": [stretch, "check", *paths],
            "stretch check --no-advice": [stretch, "check", "--no-advice", *paths],
            "stretch check --format sarif": [stretch, "check", "--format", "sarif", *paths],
        }
        times = {name: Times() for name in compared}
        for command in compared.values():  # once unmeasured: bytecode is compiled, files are read in
            Times().take(command)
        print_machine("sciatica-stretch", "PyYAML")
        for _ in range(args.rounds):
            for name in random.sample(list(compared), len(compared)):
                times[name].take(compared[name])
    loop = times["CSafeLoader loop"]
    rows = [
        [
            f"`{name}`",
            figure(median(each.wall) * 1000),
            figure(median(each.cpu) * 1000),
            figure(ratio(each.wall, loop.wall)),
            figure(ratio(each.cpu, loop.cpu)),
        ]
        for name, each in times.items()
    ]
    print_table([f"{args.files:,} routines", "wall ms", "CPU ms", "x loop, wall", "CPU"], rows)
    print_goals([Goal("stretch check, wall, x loop", ratio(times["stretch check"].wall, loop.wall), 2)])


if __name__ == "__main__":
    main()
