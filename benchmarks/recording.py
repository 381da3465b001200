"""One program under a pseudo-terminal of its own: everything it writes with its instant, and what it costs.

The child is its terminal's foreground program, as under a shell. Instants are CLOCK_MONOTONIC nanoseconds, a chunk's
is taken right after the read that gave it. Needs Linux: processor time and wake-ups come from /proc.
"""

import errno
import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

SECOND = 1_000_000_000
_READ_AT_ONCE = 65_536
_LONGEST_WAIT = 1.0  # seconds; a longer select is late if the process is stopped meanwhile
_KILLED_AFTER = 2.0  # seconds after it was asked to end


@dataclass(frozen=True, slots=True)
class Plan:
    """What is done to a program; times are seconds after exec. At *until* it gets SIGINT, two seconds later SIGKILL."""

    until: float
    windows: Mapping[str, tuple[float, float]] = field(default_factory=dict)  # where costs are counted
    keys: Sequence[tuple[float, bytes]] = ()
    size: tuple[int, int] = (100, 30)
    env: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process and all below it have used until *at*."""

    at: int
    cpu: int  # nanoseconds on a processor, by the scheduler's own sum
    wakeups: int  # voluntary context switches: each is a wait that ended
    preemptions: int
    rss_kb: int


@dataclass(frozen=True, slots=True)
class Recording:
    """One run."""

    size: tuple[int, int]
    started: int
    status: int  # the exit code, or minus the signal
    chunks: list[tuple[int, bytes]]
    keys: list[int]  # when each was typed
    windows: dict[str, tuple[Cost, Cost]]


def record(command: Sequence[str], plan: Plan) -> Recording:
    """Run *command* to its end."""
    return _Run(command, plan).record()


def cost(pid: int) -> Cost:
    """Return what *pid* and the processes below it have used. What has ended already is not counted."""
    cpu = wakeups = preemptions = rss_kb = 0
    for task in [task for each in _family(pid) for task in _listed(Path(f"/proc/{each}/task"))]:
        with suppress(OSError):  # it ended just now
            cpu += int((task / "schedstat").read_text().split()[0])
            status = _status(task)
            wakeups += int(status["voluntary_ctxt_switches"])
            preemptions += int(status["nonvoluntary_ctxt_switches"])
            if task.name == task.parent.parent.name:  # the process's first thread: memory is shared by all
                rss_kb += int(status.get("VmRSS", "0 kB").split()[0])
    return Cost(time.monotonic_ns(), cpu, wakeups, preemptions, rss_kb)


def _family(pid: int) -> list[int]:
    family = [pid]
    for parent in family:  # grows while it is walked
        for task in _listed(Path(f"/proc/{parent}/task")):
            with suppress(OSError):
                family += [int(child) for child in (task / "children").read_text().split()]
    return family


def _listed(folder: Path) -> list[Path]:
    with suppress(OSError):
        return list(folder.iterdir())
    return []


def _status(task: Path) -> dict[str, str]:
    lines = (line.partition(":") for line in (task / "status").read_text().splitlines())
    return {name: value.strip() for name, _, value in lines}


class _Run:
    def __init__(self, command: Sequence[str], plan: Plan) -> None:
        self._plan = plan
        self._chunks: list[tuple[int, bytes]] = []
        self._keys: list[int] = []
        self._costs: dict[str, list[Cost]] = {name: [] for name in plan.windows}
        self._started = time.monotonic_ns()
        self._pid, self._terminal = pty.fork()
        if self._pid == 0:
            _become(command, plan)
        self._agenda = sorted(self._to_do(), key=lambda entry: entry[0])

    def record(self) -> Recording:
        try:
            while self._read_one():
                pass
        finally:
            status = self._reap()
        windows = {name: (costs[0], costs[1]) for name, costs in self._costs.items() if len(costs) > 1}
        return Recording(self._plan.size, self._started, status, self._chunks, self._keys, windows)

    def _to_do(self) -> list[tuple[float, Callable[[], None]]]:
        looks = [(at, self._looking(name)) for name, edges in self._plan.windows.items() for at in edges]
        keys = [(at, self._typing(key)) for at, key in self._plan.keys]
        ends = [
            (self._plan.until, self._signalling(signal.SIGINT)),
            (self._plan.until + _KILLED_AFTER, self._signalling(signal.SIGKILL)),
        ]
        return [*looks, *keys, *ends]

    def _looking(self, window: str) -> Callable[[], None]:
        return lambda: self._costs[window].append(cost(self._pid))

    def _typing(self, key: bytes) -> Callable[[], None]:
        def write() -> None:
            self._keys.append(time.monotonic_ns())
            os.write(self._terminal, key)

        return write

    def _signalling(self, number: signal.Signals) -> Callable[[], None]:
        return lambda: os.killpg(self._pid, number)

    def _read_one(self) -> bool:
        """Do what is due, and take what the program writes; return False once it has closed its terminal."""
        while self._agenda and self._seconds_until(self._agenda[0][0]) <= 0:
            _, action = self._agenda.pop(0)
            with suppress(ProcessLookupError):
                action()
        wait = min(_LONGEST_WAIT, self._seconds_until(self._agenda[0][0])) if self._agenda else _LONGEST_WAIT
        if not select.select([self._terminal], [], [], max(0.0, wait))[0]:
            return True
        try:
            written = os.read(self._terminal, _READ_AT_ONCE)
        except OSError as error:
            if error.errno != errno.EIO:  # what Linux says when the other end is closed
                raise
            return False
        self._chunks.append((time.monotonic_ns(), written))
        return bool(written)

    def _seconds_until(self, at: float) -> float:
        return at - (time.monotonic_ns() - self._started) / SECOND

    def _reap(self) -> int:
        """Return how the program ended; end it if it has closed its terminal and goes on."""
        os.close(self._terminal)
        until = time.monotonic() + _KILLED_AFTER
        while not (ended := os.waitpid(self._pid, os.WNOHANG))[0]:
            if time.monotonic() > until:
                os.killpg(self._pid, signal.SIGKILL)
            time.sleep(0.005)
        return os.waitstatus_to_exitcode(ended[1])


def _become(command: Sequence[str], plan: Plan) -> None:
    """In the child: turn into *command*; never returns."""
    try:
        columns, rows = plan.size
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        env = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES", "NO_COLOR"}}
        env |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", **plan.env}
        os.closerange(3, 64)
        os.execvpe(command[0], command, env)
    finally:
        os._exit(127)
