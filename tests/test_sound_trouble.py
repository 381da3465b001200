"""Whatever happens to the sound, the session is the one that `--sound off` leads: servers that die or freeze.

Its lines are the same, and so are its pictures, cell by cell and with their colours. Only what the screen says of the
sound itself is its own: the last row, where the notice stands, and once tones are the terminal's to show, its bell and
four tenths of a second of light on the label.
"""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sound_server import SoundServer, no_server, sound_server
from terminals import Cells, Terminal, clean_env, stretch_command
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
LEFT_ROW, NOTICE_ROW = -2, -1  # where the screen says how long the session still takes, and what is new


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


@dataclass
class Watched:
    """A session on a screen of its own."""

    home: Path
    terminal: Terminal
    pictures: list[tuple[float, Cells]] = field(default_factory=list)

    def settled(self) -> dict[str, Cells]:
        """Return the last picture of each second without the notice's row; lit by the bell where it was never dark."""
        found: dict[str, Cells] = {}
        for _, cells in self.pictures:
            second = "".join(cell.data for cell in cells[LEFT_ROW])
            if second not in found or not is_lit(cells):
                found[second] = cells[:NOTICE_ROW]
        return found

    def times(self) -> list[float]:
        """Return when each second of the session first stood on the screen, counted from the first."""
        first: dict[str, float] = {}
        for at, cells in self.pictures:
            first.setdefault("".join(cell.data for cell in cells[LEFT_ROW]), at)
        return [at - next(iter(first.values())) for at in first.values()]

    def last_rows(self) -> set[str]:
        return {"".join(cell.data for cell in cells[NOTICE_ROW]).strip() for _, cells in self.pictures}


def is_lit(cells: Cells) -> bool:
    return any(cell.reverse for cell in cells[0])


def command(home: Path, sound: str, *more: str) -> list[str]:
    """Return the command that leads a session in a home of its own."""
    (home / "stretch" / "state").mkdir(parents=True)
    (home / "stretch" / "state" / "safety.json").write_text('{"notice": 1}\n', encoding="utf-8")
    routine = home / "nine.yaml"
    routine.write_text(ROUTINE, encoding="utf-8")
    return stretch_command("start", str(routine), "--sound", sound, *more)


def environment(home: Path, environ: Mapping[str, str]) -> dict[str, str]:
    server = {name: environ[name] for name in ("PULSE_SERVER", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME") if name in environ}
    return clean_env(home) | server


def begin(home: Path, sound: str, environ: Mapping[str, str]) -> Session:
    process = subprocess.Popen(
        command(home, sound, "--plain"),
        env=environment(home, environ),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return Session(home, process)


def watch(home: Path, sound: str, environ: Mapping[str, str]) -> Watched:
    return Watched(home, Terminal(command(home, sound), env=environment(home, environ)))


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


Both = tuple[Session, Watched]  # the same in lines and on a screen


@pytest.fixture(scope="module")
def sessions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Both]:
    """Two sessions for each trouble, all led at once, to their ends; "off" are the ones without sound."""
    with ExitStack() as stack:
        servers = {name: stack.enter_context(sound_server()) for name in TROUBLES}
        nowhere = no_server(tmp_path_factory.mktemp("nowhere"))
        wanted = {"off": ("off", {}), "no device": ("auto", nowhere)}
        wanted |= {name: ("auto", dict(server.environ)) for name, server in servers.items()}
        watched = {name: watch(tmp_path_factory.mktemp(name), *how) for name, how in wanted.items()}
        led = {name: begin(tmp_path_factory.mktemp(name), *how) for name, how in wanted.items()}
        for each in watched.values():
            stack.enter_context(each.terminal)
        readers = [threading.Thread(target=each.read) for each in led.values()]
        readers += [threading.Thread(target=each.terminal.record) for each in watched.values()]
        for reader in readers:
            reader.start()
        time.sleep(MIDST)
        for name, trouble in TROUBLES.items():
            trouble(servers[name], stack)
        for reader in readers:
            reader.join()
        for name in wanted:
            led[name].process.wait(60)
            watched[name].terminal.finish()
            watched[name].pictures = list(watched[name].terminal.replay())
    return {name: (led[name], watched[name]) for name in wanted}


@pytest.mark.parametrize("trouble", ["no device", *TROUBLES])
def test_a_session_goes_on_as_if_there_were_no_sound(sessions: dict[str, Both], trouble: str) -> None:
    (quiet, _), (troubled, _) = sessions["off"], sessions[trouble]

    assert troubled.process.returncode == quiet.process.returncode == 0
    assert troubled.spoken() == quiet.spoken()
    assert len(quiet.spoken()) == 8
    pairs = zip(troubled.times(), quiet.times(), strict=True)
    assert max(abs(late - due) for late, due in pairs) < APART
    (session,), (expected,) = log(troubled.home), log(quiet.home)
    assert [each["held"] for each in session["stretches"]] == [each["held"] for each in expected["stretches"]]
    assert session["outcome"] == "completed"


@pytest.mark.parametrize("trouble", ["no device", *TROUBLES])
def test_its_screen_is_the_same_cell_by_cell_but_for_what_it_says_of_the_sound(
    sessions: dict[str, Both], trouble: str
) -> None:
    (_, quiet), (_, troubled) = sessions["off"], sessions[trouble]

    assert troubled.terminal.status == quiet.terminal.status == 0
    shown, expected_to_be = troubled.settled(), quiet.settled()
    assert [*shown] == [*expected_to_be]
    assert len(shown) == 9  # one a second
    for second, cells in shown.items():
        top = 1 if is_lit(cells) else 0
        assert cells[top:] == expected_to_be[second][top:], second
    pairs = zip(troubled.times(), quiet.times(), strict=True)
    assert max(abs(late - due) for late, due in pairs) < APART
    (session,), (expected,) = log(troubled.home), log(quiet.home)
    assert [each["held"] for each in session["stretches"]] == [each["held"] for each in expected["stretches"]]


@pytest.mark.parametrize("trouble", ["no device", "killed", "restarted", "unplugged"])
def test_and_it_is_said_out_loud(sessions: dict[str, Both], trouble: str) -> None:
    session, watched = sessions[trouble]
    said = [line for _, line in session.lines if line.startswith(("sound:", "no sound:"))]

    assert said, session.lines
    assert any(row.startswith(("sound:", "no sound:")) for row in watched.last_rows()), watched.last_rows()
