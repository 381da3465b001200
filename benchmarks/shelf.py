"""How fast a list comes, of the bundled routines and of very many, beside a bare YAML parser. See README.md."""

import argparse
import fcntl
import os
import pty
import random
import struct
import sys
import termios
import time
from collections.abc import Iterator, Sequence
from contextlib import chdir, contextmanager
from pathlib import Path
from statistics import median

from programs import home, program
from report import Goal, figure, print_goals, print_machine, print_table, ratio
from startup import Times

_BOTH = "import typer, yaml"
_BARE = """\
import sys, yaml
from pathlib import Path
for path in Path(sys.argv[1]).glob("*.yaml"):
    yaml.load(path.read_bytes(), yaml.CSafeLoader)
"""
_PIPED, _DRAWN = "stretch list, piped", "stretch list, on a terminal"
_LOOP, _COLD, _WARM = "the bare loop", "stretch list, cold", "stretch list, warm"
_GRAIN_SECONDS = 2.5  # a file that was changed less than two seconds ago isn't kept in the index


@contextmanager
def terminal(columns: int = 80, rows: int = 24) -> Iterator[int]:
    """Yield a terminal that nobody looks at; it takes a list of the bundled routines without being read."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    try:
        yield theirs
    finally:
        os.close(theirs)
        os.close(ours)


def bundled_lists(rounds: int) -> dict[str, Times]:
    """Time the list of the bundled routines, all of them known from before."""
    command = [program("stretch"), "list"]
    times = {name: Times() for name in (_BOTH, _PIPED, _DRAWN)}
    Times().take(command)
    for _ in range(rounds):
        for name in random.sample(list(times), len(times)):
            if name == _BOTH:
                times[name].take([sys.executable, "-c", _BOTH])
            elif name == _PIPED:
                times[name].take(command)
            else:
                with terminal() as theirs:
                    times[name].take(command, theirs)
    return times


def write_routines(folder: Path, count: int) -> int:
    """Write *count* files, the bundled routines in turn, each with a title of its own; return their bytes."""
    from sciatica_stretch.library.shelf import bundled_folder  # noqa: PLC0415 - the program under test

    texts = [path.read_text("utf-8") for path in sorted(bundled_folder().glob("*.yaml"))]
    folder.mkdir()
    size = 0
    for number in range(count):
        text = texts[number % len(texts)].replace("\ntitle: ", f"\ntitle: No. {number}, ", 1)
        size += (folder / f"routine-{number:05}.yaml").write_text(text, encoding="utf-8")
    time.sleep(_GRAIN_SECONDS)
    return size


def long_lists(folder: Path, rounds: int) -> dict[str, Times]:
    """Time the list of all routines in *folder*, with an index and without, beside a loop that only loads them."""
    command, index = [program("stretch"), "list"], folder.parent / "cache" / "routines.index"
    loop = [sys.executable, "-c", _BARE, str(folder)]
    times = {name: Times() for name in (_LOOP, _COLD, _WARM)}
    Times().take(loop)  # files are read in
    for _ in range(rounds):
        for name in random.sample([_LOOP, _COLD], 2):
            index.unlink(missing_ok=True)
            times[name].take(loop if name == _LOOP else command)
        if not index.exists():
            Times().take(command)
        times[_WARM].take(command)
    return times


def print_times(times: dict[str, Times], yardstick: str) -> None:
    rows = [
        [
            name if name.startswith(("stretch", "the")) else f"`{name}`",
            figure(median(each.wall) * 1000),
            figure(median(each.cpu) * 1000),
            figure(ratio(each.wall, times[yardstick].wall)),
            figure(ratio(each.cpu, times[yardstick].cpu)),
        ]
        for name, each in times.items()
    ]
    print_table(["", "wall ms", "CPU ms", f"x {yardstick}, wall", "CPU"], rows)


def goals(few: dict[str, Times], many: dict[str, Times]) -> Sequence[Goal]:
    def of(times: dict[str, Times], name: str, yardstick: str) -> float:
        return ratio(times[name].wall, times[yardstick].wall)

    return [
        Goal(f"{_PIPED}, wall, x {_BOTH}", of(few, _PIPED, _BOTH), 1.25),
        Goal(f"{_DRAWN}, wall, x {_BOTH}", of(few, _DRAWN, _BOTH), 1.6),
        Goal(f"{_WARM}, wall, x {_LOOP}", of(many, _WARM, _LOOP), 0.1),
        Goal(f"{_COLD}, wall, x {_LOOP}", of(many, _COLD, _LOOP), 1.3),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=40, help="lists of the bundled routines (default 40)")
    parser.add_argument("--long-rounds", type=int, default=3, help="lists of very many, of each kind (default 3)")
    parser.add_argument("--files", type=int, default=10_000, help="how many are very many (default 10000)")
    chosen = parser.parse_args()
    print_machine("sciatica-stretch", "typer", "rich", "PyYAML")
    with home() as folder, chdir(folder):
        os.environ["STRETCH_HOME"] = str(folder)
        os.environ["TERM"] = "xterm-256color"
        os.environ.pop("STRETCH_PATH", None)
        few = bundled_lists(chosen.rounds)
        size = write_routines(folder / "routines", chosen.files)
        many = long_lists(folder / "routines", chosen.long_rounds)
    print_times(few, _BOTH)
    print(f"{chosen.files} files of {size / chosen.files / 1024:.1f} KiB each, piped:\n")
    print_times(many, _LOOP)
    print_goals(goals(few, many))


if __name__ == "__main__":
    main()
