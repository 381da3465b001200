"""The machine stays awake while the session runs, may sleep in a pause, and is kept awake by nobody who is gone."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from desktop import Desktop, desktop
from fakes import Theatre
from plans import SHORT
from terminals import Terminal, clean_env, stretch_command

from sciatica_stretch.player.children.process import Child
from sciatica_stretch.player.keyboard import Signal
from sciatica_stretch.player.wakefulness import LetSleep, Vigil, vigil, why_not


def test_the_machine_stays_awake_while_time_passes_and_may_sleep_in_a_pause() -> None:
    theatre = Theatre(SHORT, [(5.0, "space"), (500.0, "space")])

    theatre.play()

    assert theatre.vigil.changes == [
        (0.0, "awake"),
        (5.0, "may sleep"),
        (500.0, "awake"),
        (theatre.clock.time, "may sleep"),
    ]


def test_nothing_is_done_about_it_before_the_first_picture() -> None:
    theatre = Theatre(SHORT)

    theatre.play()

    assert theatre.vigil.pictures_before > 0


def test_a_session_that_is_stopped_by_ctrl_z_lets_the_machine_sleep_before_it_stands_still() -> None:
    theatre = Theatre(SHORT, [(5.0, Signal.SUSPEND), (700.0, "q"), (701.0, "q")])
    theatre.keyboard.stopped_for = 600.0

    theatre.play()

    assert theatre.vigil.changes[:2] == [(0.0, "awake"), (5.0, "may sleep")]


def test_a_bug_lets_the_machine_sleep() -> None:
    theatre = Theatre(SHORT)
    theatre.eyes.fail_at = 4.0

    with pytest.raises(ZeroDivisionError):
        theatre.play()

    assert theatre.vigil.changes[-1][1] == "may sleep"


def test_without_a_desktop_to_ask_no_process_is_started() -> None:
    assert isinstance(vigil({}), LetSleep) is (sys.platform == "linux")
    assert "DBUS_SESSION_BUS_ADDRESS" in why_not({}, "linux")
    assert why_not({"DBUS_SESSION_BUS_ADDRESS": "unix:path=/run/bus"}, "linux") == ""
    assert why_not({}, "darwin") == why_not({}, "win32") == ""


def test_a_child_that_cannot_be_started_is_no_drama(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    awake = Vigil({})

    awake.keep()
    awake.let_go()
    awake.keep()
    awake.close()


def wakes(tmp_path: Path, script: str) -> tuple[Vigil, Path]:
    """Return a vigil whose child is a shell script that can write down what it is asked for in `$LOG`; and that log."""
    log = tmp_path / "log"

    def start(environ: Mapping[str, str]) -> Child:
        return Child(["/bin/sh", "-c", script], environ=environ, folder=tmp_path)

    return Vigil({**os.environ, "LOG": str(log)}, start), log


def keep_until(awake: Vigil, log: Path, lines: int) -> list[str]:
    until = time.monotonic() + 30
    said: list[str] = []
    while len(said) < lines and time.monotonic() < until:
        awake.keep()
        time.sleep(0.01)
        said = log.read_text().splitlines() if log.exists() else []
    return said


@pytest.mark.skipif(sys.platform == "win32", reason="the child is a shell script")
def test_a_child_that_crashes_is_started_anew_and_keeps_the_machine_awake(tmp_path: Path) -> None:
    awake, log = wakes(
        tmp_path, 'read l; echo "$l" >> "$LOG"; [ -e crashed ] || { touch crashed; exit 3; }; cat >> "$LOG"'
    )

    said = keep_until(awake, log, 2)
    awake.let_go()
    awake.close()

    assert said == ["keep", "keep"]
    until = time.monotonic() + 30
    while len(log.read_text().splitlines()) < 3 and time.monotonic() < until:
        time.sleep(0.01)
    assert log.read_text().splitlines() == ["keep", "keep", "let go"]


@pytest.mark.skipif(sys.platform == "win32", reason="the child is a shell script")
def test_a_child_that_crashes_again_and_again_is_left_alone(tmp_path: Path) -> None:
    awake, log = wakes(tmp_path, 'echo begun >> "$LOG"; exit 3')

    keep_until(awake, log, 3)
    for _ in range(50):
        awake.let_go()
        awake.keep()
        time.sleep(0.005)
    awake.close()

    assert log.read_text().splitlines() == ["begun"] * 3


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Desktop]:
    with desktop(tmp_path) as found:
        yield found


@pytest.mark.real
def test_the_desktop_is_asked_and_told_when_it_is_over(screen: Desktop) -> None:
    awake = Vigil(screen.environ)

    awake.keep()
    awake.keep()
    screen.await_said("inhibit")
    awake.let_go()
    screen.await_said("inhibit", "uninhibit")
    awake.keep()
    screen.await_said("inhibit", "uninhibit", "inhibit")
    awake.close()

    screen.await_said("inhibit", "uninhibit", "inhibit", "uninhibit")


@pytest.mark.real
def test_a_child_that_is_killed_is_no_drama(screen: Desktop) -> None:
    awake = Vigil(screen.environ)
    awake.keep()
    screen.await_said("inhibit")
    assert awake._child  # noqa: SLF001 - the process has no name of its own

    os.kill(awake._child._process.pid, signal.SIGKILL)  # noqa: SLF001
    screen.await_said("inhibit", "gone")
    time.sleep(0.1)

    for _ in range(3):
        awake.let_go()
        awake.keep()
    awake.close()


@pytest.mark.real
def test_a_session_keeps_the_screen_on_lets_it_go_in_a_pause_and_at_its_end(
    screen: Desktop, home: Path, short_routine: Path
) -> None:
    environ = clean_env(home, STRETCH_AWAKE="on", STRETCH_SOUND="off", **bus(screen))
    with Terminal(stretch_command("start", str(short_routine)), env=environ) as terminal:
        terminal.until("NEXT")
        screen.await_said("inhibit")
        terminal.type(" ")
        screen.await_said("inhibit", "uninhibit")
        terminal.type(" ")
        screen.await_said("inhibit", "uninhibit", "inhibit")
        terminal.type("qq")
        terminal.finish()

    screen.await_said("inhibit", "uninhibit", "inhibit", "uninhibit")


@pytest.mark.real
def test_a_session_that_is_killed_leaves_nobody_awake(screen: Desktop, home: Path, short_routine: Path) -> None:
    environ = clean_env(home, STRETCH_AWAKE="on", STRETCH_SOUND="off", **bus(screen))
    with subprocess.Popen(
        stretch_command("start", str(short_routine), "--plain"),
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as session:
        screen.await_said("inhibit")

        session.kill()

    screen.await_said("inhibit", "uninhibit")


@pytest.mark.real
def test_a_session_that_is_killed_before_it_is_answered_leaves_nobody_awake(screen: Desktop) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "sciatica_stretch.player.awake"],
        env=screen.environ,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as child:
        assert child.stdin
        assert child.stdout
        child.stdout.close()

        child.stdin.write(b"keep\n")
        child.stdin.close()

    screen.await_said("inhibit", "uninhibit")


def bus(screen: Desktop) -> dict[str, str]:
    return {"DBUS_SESSION_BUS_ADDRESS": screen.environ["DBUS_SESSION_BUS_ADDRESS"]}
