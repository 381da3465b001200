"""Whatever happens to the sound, the session is the one that `--sound off` leads: servers that die or freeze."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sound_server import SoundServer, no_server, sound_server
from terminals import clean_env, stretch_command
from test_real_terminal import log

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(sys.platform != "linux", reason="PulseAudio is a Linux matter"),
]

ROUTINE = """\
title: Nine seconds
defaults: {transition: 2s}
steps:
  - name: Reach
    hold: 3s
    setup: Sit tall.
  - name: Fold
    hold: 2s
    setup: Fold over.
    cues: {1s: Soften.}
"""
MIDST = 3.0  # seconds after its first line, in the first hold
APART = 0.5  # seconds between the same lines of two sessions that run side by side on a busy machine


@dataclass
class Session:
    """A session under way, its lines with the instants at which they came."""

    home: Path
    process: subprocess.Popen[str]
    lines: list[tuple[float, str]] = field(default_factory=list)

    def read(self) -> None:
        assert self.process.stdout
        with self.process.stdout as lines:
            self.lines += ((time.monotonic(), line.rstrip()) for line in lines)

    def spoken(self) -> list[str]:
        """Return its lines but for those about the sound, which it is to say out loud."""
        return [line for _, line in self.lines if not line.startswith(("sound:", "no sound:"))]

    def times(self) -> list[float]:
        return [at - self.lines[0][0] for at, line in self.lines if not line.startswith(("sound:", "no sound:"))]


def begin(home: Path, sound: str, environ: Mapping[str, str]) -> Session:
    (home / "stretch" / "state").mkdir(parents=True)
    (home / "stretch" / "state" / "safety.json").write_text('{"notice": 1}\n', encoding="utf-8")
    routine = home / "nine.yaml"
    routine.write_text(ROUTINE, encoding="utf-8")
    server = {name: environ[name] for name in ("PULSE_SERVER", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME") if name in environ}
    process = subprocess.Popen(
        stretch_command("start", str(routine), "--plain", "--sound", sound),
        env=clean_env(home) | server,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return Session(home, process)


def unplug(server: SoundServer) -> None:
    """Take the only sink away, as headphones that are pulled out are."""
    subprocess.run(["pactl", "unload-module", "module-null-sink"], env=server.environ, check=True)


def restart(server: SoundServer, stack: ExitStack) -> None:
    """Kill the server, and have another one there at once, at another place: the old one doesn't come back."""
    server.kill()
    stack.enter_context(sound_server())


TROUBLES: dict[str, Callable[[SoundServer, ExitStack], None]] = {
    "killed": lambda server, _: server.kill(),
    "frozen": lambda server, _: server.freeze(),
    "restarted": restart,
    "unplugged": lambda server, _: unplug(server),
}


@pytest.fixture(scope="module")
def sessions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Session]]:
    """One session for each trouble, all led at once, to their ends; "off" is the one without sound."""
    with ExitStack() as stack:
        servers = {name: stack.enter_context(sound_server()) for name in TROUBLES}
        homes = {name: tmp_path_factory.mktemp(name) for name in ("off", "no device", *TROUBLES)}
        led = {
            "off": begin(homes["off"], "off", os.environ),
            "no device": begin(homes["no device"], "auto", no_server(homes["no device"])),
            **{name: begin(homes[name], "auto", server.environ) for name, server in servers.items()},
        }
        readers = [threading.Thread(target=each.read) for each in led.values()]
        for reader in readers:
            reader.start()
        time.sleep(MIDST)
        for name, trouble in TROUBLES.items():
            trouble(servers[name], stack)
        for each, reader in zip(led.values(), readers, strict=True):
            each.process.wait(60)
            reader.join()
        yield led


@pytest.mark.parametrize("trouble", ["no device", *TROUBLES])
def test_a_session_goes_on_as_if_there_were_no_sound(sessions: dict[str, Session], trouble: str) -> None:
    quiet, troubled = sessions["off"], sessions[trouble]

    assert troubled.process.returncode == quiet.process.returncode == 0
    assert troubled.spoken() == quiet.spoken()
    assert len(quiet.spoken()) == 8
    pairs = zip(troubled.times(), quiet.times(), strict=True)
    assert max(abs(late - due) for late, due in pairs) < APART
    (session,), (expected,) = log(troubled.home), log(quiet.home)
    assert [each["held"] for each in session["stretches"]] == [each["held"] for each in expected["stretches"]]
    assert session["outcome"] == "completed"


@pytest.mark.parametrize("trouble", ["no device", "killed", "restarted", "unplugged"])
def test_and_it_is_said_out_loud(sessions: dict[str, Session], trouble: str) -> None:
    said = [line for _, line in sessions[trouble].lines if line.startswith(("sound:", "no sound:"))]

    assert said, sessions[trouble].lines
