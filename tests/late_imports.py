"""One `stretch start` in a process of its own, led by a script; prints which modules came after its first pictures.

`python late_imports.py HOME SCRIPT ARGUMENTS...`, SCRIPT as JSON: for each keyboard that is asked for, when which keys,
signals (in capitals) or calls from afar (as in "@status") come.
"""

import io
import json
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from fakes import Ears, FakeClock, Reader, ScriptedKeyboard, Typed

from sciatica_stretch.cli.app import main
from sciatica_stretch.cli.world import World
from sciatica_stretch.player.keyboard import Input, Signal

SMALL, LARGE, GROWS_AT = (30, 8), (80, 24), 15.0  # the window, and when somebody makes it larger


class Tty(io.StringIO):
    def isatty(self) -> bool:
        return True


@dataclass
class Watch:
    """What had been imported when the loop of a session waited for the first time."""

    early: set[str] = field(default_factory=set)

    def look(self) -> None:
        self.early = self.early or {*sys.modules}


@dataclass
class WatchedKeyboard(ScriptedKeyboard):
    watch: Watch = field(default_factory=Watch)
    sockets: Path = Path()

    def wait(self, seconds: float | None, watch: Sequence[int] | None = None) -> Sequence[Input]:
        if watch is not None:  # it is the loop that waits, and no question
            self.watch.look()
        if self.script and isinstance(what := self.script[0][1], str) and what.startswith("@"):
            self.script.pop(0)
            with socket.socket(socket.AF_UNIX) as caller:
                caller.connect(str(next(self.sockets.glob("*.sock"))))
                caller.send(f"{what[1:]}\n".encode())
            return []
        return super().wait(seconds, watch or ())


def signal_or_key(name: str) -> Typed:
    return Signal[name] if name.isupper() else name


def lead(home: str, script: str, *args: str) -> None:
    clock, watch, scripts = FakeClock(), Watch(), json.loads(script)

    def keyboard(keys: bool) -> WatchedKeyboard:  # noqa: ARG001
        came = [(at, signal_or_key(name)) for at, name in scripts.pop(0)]
        return WatchedKeyboard(clock, came, watch=watch, sockets=Path(home) / "state" / "remote")

    world = World(
        env={"STRETCH_HOME": home, "TERM": "xterm", "STRETCH_AWAKE": "off"},
        stdin=Tty(),
        stdout=Tty(),
        hostname="laptop",
        size=lambda: SMALL if clock.time < GROWS_AT else LARGE,
        clock=lambda speed: clock,  # noqa: ARG005
        keyboard=keyboard,
        speaker=lambda wanted, volume, cache, manners: Ears(clock),  # noqa: ARG005
        voice=lambda wanted, volume, cache, rate: Reader(clock),  # noqa: ARG005
    )
    with suppress(SystemExit):
        main(world, [*args])
    print(json.dumps(sorted({*sys.modules} - watch.early)))  # noqa: T201 - that is what it is for


if __name__ == "__main__":
    lead(*sys.argv[1:])
