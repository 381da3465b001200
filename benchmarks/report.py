"""What the benchmarks print: Markdown tables, the goals with their verdicts, and what it was measured on."""

import os
import platform
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from statistics import median


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure and the most it may be."""

    what: str
    measured: float
    limit: float

    @property
    def row(self) -> list[str]:
        """It, as a row of a table."""
        return [
            self.what,
            f"<= {self.limit:g}",
            figure(self.measured),
            "met" if self.measured <= self.limit else "MISSED",
        ]


def figure(value: float | None) -> str:
    """Return *value* with as many decimals as mean something."""
    if value is None:
        return "-"
    return f"{value:.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"  # noqa: PLR2004


def ratio(of: Sequence[float], to: Sequence[float]) -> float:
    """Return the median of the ratios round by round: what slowed a round down slowed both."""
    return median(a / b for a, b in zip(of, to, strict=True))


def print_table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    for row in [heading, ["---"] * len(heading), *rows]:
        print(f"| {' | '.join(row)} |")
    print()


def print_goals(goals: Iterable[Goal]) -> None:
    print_table(["goal", "limit", "measured", ""], [goal.row for goal in goals])


def print_machine(*packages: str) -> None:
    """Print the day, the kind of machine, how busy it is, and the versions of *packages*."""
    versions = [f"{name} {version(name)}" for name in packages]
    load = os.getloadavg()[0]
    print(
        f"{time.strftime('%Y-%m-%d')}, {platform.system()} on {platform.machine()}, {os.cpu_count()} processors, "
        f"load {load:.1f}; {platform.python_implementation()} {platform.python_version()}, {', '.join(versions)}.\n"
    )
