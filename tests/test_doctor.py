"""`stretch doctor`: what it finds out, and that it tells nobody who somebody is."""

import os
import platform
import re
import subprocess
import sys
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from desktop import desktop
from fakes import Ears, FakeClock
from terminals import clean_env, stretch_command
from test_cli import Desk

from sciatica_stretch import __version__
from sciatica_stretch.cli.anonymous import Anonymous
from sciatica_stretch.cli.world import World
from sciatica_stretch.player.sound import players
from sciatica_stretch.player.sound.voice.voices import NAMES as VOICES
from sciatica_stretch.player.wakefulness import try_out

SECTIONS = ["Versions", "Settings", "Folders", "Kept", "Terminal", "Voices", "Staying awake", "Sound"]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "home")


def env(desk: Desk, **more: str) -> dict[str, str]:
    return {"STRETCH_HOME": str(desk.home), "TERM": "xterm-256color", **more}


def test_it_tells_of_all_that_a_bug_report_needs(desk: Desk) -> None:
    found = desk.type("doctor", "--json").json

    assert [*found] == SECTIONS
    assert found["Versions"]["stretch"] == __version__
    assert found["Versions"]["Python"].startswith(platform.python_version())
    assert "wakepy" in found["Versions"]["with"]
    assert found["Kept"] == {"routines": "0 own, 7 bundled, 0 shared", "sessions": "0"}
    assert found["Folders"]["data"].startswith("$STRETCH_HOME: not there yet, ")
    assert set(players.NAMES) < set(found["Sound"])
    assert set(VOICES) <= set(found["Voices"])


def test_the_text_says_the_same_as_the_json(desk: Desk) -> None:
    text, found = desk.type("doctor", "--quick").out, desk.type("doctor", "--quick", "--json").json

    shown = [(line[2:17].strip(), line[17:]) for line in text.splitlines() if line.startswith("  ")]
    rows = [row for section in found.values() for row in section.items()]
    assert [label for label, _ in shown] == [label for label, _ in rows]
    changing = {"data", "routines", "state", "cache", "config"}  # by the space that is free
    assert [row for row in shown if row[0] not in changing] == [row for row in rows if row[0] not in changing]


def test_what_is_in_force_is_said_with_where_it_is_from(desk: Desk) -> None:
    (desk.home / "config").mkdir(parents=True)
    text = 'volume = 40\ncalm = maybe\naffected = "left"\n'
    (desk.home / "config" / "settings.toml").write_text(text, encoding="utf-8")

    settings = desk.type("doctor", "--quick", "--json", env=env(desk, STRETCH_THEME="dark", STRETCH_FLIP="up")).json[
        "Settings"
    ]

    assert settings == {
        "file": "$STRETCH_HOME/config/settings.toml: problems in line 2 (stretch settings)",
        "volume": "40 (line 1)",
        "affected": "(not shown) (line 3)",
        "theme": "dark (environment)",
        "others": "22, as they come",
        "problems": "STRETCH_FLIP",
    }


def test_each_player_is_tried_with_a_tone_that_is_hardly_heard(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(players, "why_not", lambda name: "" if name in {"paplay", "aplay"} else "not installed")
    volumes = []

    def speaker(wanted: str, volume: int, *_: Any) -> Ears:
        volumes.append(volume)
        ears = Ears(FakeClock())
        ears.tried = [("paplay", "Connection refused")] if wanted == "paplay" else []
        return ears

    sound = desk.type("doctor", "--json", speaker=speaker).json["Sound"]

    assert (sound["paplay"], sound["aplay"], sound["in use"]) == ("Connection refused", "plays", "aplay")
    assert sound["pw-play"] == "not installed"
    for setting, used in {
        "off": "nothing, as the settings have it",
        "paplay": "the terminal's bell, and a flash",
    }.items():
        report = desk.type("doctor", "--json", speaker=speaker, env=env(desk, STRETCH_SOUND=setting))
        assert report.json["Sound"]["in use"] == used
    assert set(volumes) == {1}


@pytest.mark.parametrize(
    ("environ", "label", "said"),
    [
        ({"NO_COLOR": "1"}, "colours", "none (NO_COLOR)"),
        ({"COLORTERM": "truecolor"}, "colours", "16 million"),
        ({}, "colours", "256"),
        ({"TERM": "linux"}, "colours", "16"),
        ({"TERM": ""}, "TERM", "not set"),
        ({"KITTY_WINDOW_ID": "1", "TERM": "xterm-kitty"}, "pictures", "kitty"),
        ({"TERM": "foot"}, "pictures", "sixel"),
        ({"TERM_PROGRAM": "iTerm.app", "TERM_PROGRAM_VERSION": "3.5"}, "program", "iTerm.app 3.5"),
        ({"TMUX": "/tmp/x", "SSH_CONNECTION": "10.0.0.7 1 10.0.0.8 22"}, "between", "tmux, ssh"),
    ],
)
def test_the_terminal_is_described(desk: Desk, environ: dict[str, str], label: str, said: str) -> None:
    terminal = desk.type("doctor", "--quick", "--json", env=env(desk, **environ)).json["Terminal"]

    assert terminal[label] == said


@pytest.mark.parametrize("columns", [30, 40, 80, 200])
def test_it_fits_the_window(desk: Desk, columns: int) -> None:
    run = desk.type("doctor", "--quick", tty=True, size=lambda: (columns, 24))

    too_long = [line for line in run.out.splitlines() if len(line) > columns]
    assert all(len(line.split()[-1]) > columns - 20 for line in too_long)  # a path can't be broken


def test_what_is_broken_is_told_and_stops_nothing(desk: Desk) -> None:
    desk.home.write_text("a file, where a folder should be", encoding="utf-8")

    run = desk.type("doctor", "--quick", "--json")

    assert run.code == 0
    assert "can't be written: not a directory" in run.json["Folders"]["data"]


@pytest.mark.parametrize("home", ["x" * 300, "~nobody-of-this-name/x"])
def test_a_home_that_cannot_be_is_told_and_stops_nothing(
    tmp_path: Path, home: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    run = Desk(Path(home)).type("doctor", "--quick", "--json")

    assert run.code == 0
    assert "$STRETCH_HOME" in run.json["Folders"]["data"]


# --- nobody is named


def test_a_report_names_nobody(tmp_path: Path) -> None:
    home = tmp_path / "hildegard"
    desk = Desk(home / "stretch things")
    (desk.home / "routines").mkdir(parents=True)
    text = "title: Hildegards secret knee\nsteps:\n  - {name: Nameless stretch, hold: 2s, setup: x}\n"
    (desk.home / "routines" / "knee-of-doom.yaml").write_text(text, encoding="utf-8")
    world: dict[str, Any] = {
        "hostname": "hildegards-laptop.home.arpa",
        "env": env(desk, HOME=str(home), USER="hildegard"),
    }
    assert desk.type("start", "knee-of-doom", "--sound", "off", typed="\n", **world).code == 0
    assert desk.type("note", "Doctor Mabuse was kind", **world).code == 0

    for run in (desk.type("doctor", **world), desk.type("doctor", "--json", **world)):
        said = run.out + run.err
        assert "1 own" in said
        assert re.search(r"sessions\W+1\b", said)
        for secret in ("hildegard", "laptop", "home.arpa", "knee", "doom", "secret", "mabuse", str(tmp_path)):
            assert secret not in said.casefold().replace("$stretch_home", "")


def test_a_report_of_the_real_program_names_nobody(tmp_path: Path) -> None:
    home = tmp_path / "hildegard"
    environ = clean_env(home, USER="hildegard", LOGNAME="hildegard", HOME=str(home))
    del environ["STRETCH_HOME"]

    run = subprocess.run(stretch_command("doctor"), env=environ, capture_output=True, text=True, check=True)

    said = run.stdout + run.stderr
    assert "~" in said
    assert "hildegard" not in said.casefold()
    assert str(tmp_path) not in said
    assert platform.node() in {"", "localhost"} or not re.search(rf"\b{re.escape(platform.node())}\b", said)


def test_folders_that_are_elsewhere_are_called_by_what_they_are_for(tmp_path: Path) -> None:
    environ = clean_env(tmp_path / "home", HOME=str(tmp_path / "home"))
    del environ["STRETCH_HOME"]
    for name in ("DATA", "STATE", "CACHE", "CONFIG"):
        environ[f"XDG_{name}_HOME"] = str(tmp_path / "clinic" / name.lower())
    environ["STRETCH_PATH"] = os.pathsep.join([str(tmp_path / "mabuse"), str(tmp_path / "home" / "own")])

    run = subprocess.run(stretch_command("doctor", "--quick"), env=environ, capture_output=True, text=True, check=True)

    if sys.platform == "linux":
        for name in ("data", "state", "cache", "config"):
            assert f"({name} folder): not there yet" in run.stdout
        assert "(config folder)/settings.toml: not there" in run.stdout
    assert str(tmp_path) not in run.stdout
    assert not {"clinic", "mabuse"} & {*re.findall(r"\w+", run.stdout)}


@pytest.mark.skipif(sys.platform == "win32", reason="the folders are POSIX ones")
def test_a_folder_of_others_routines_is_not_named_and_one_in_the_home_is_where_it_is() -> None:
    environ = {"HOME": "/home/ann", "STRETCH_HOME": "/data/st", "STRETCH_PATH": "/mnt/acme/kit:/home/ann/kit:."}
    nameless = Anonymous(World(env=environ, hostname="box"))

    assert nameless("/mnt/acme/kit/a.yaml") == "(folder of STRETCH_PATH)/a.yaml"
    assert nameless("It is fine.") == "It is fine."
    assert nameless("/home/ann/kit/a.yaml") == "~/kit/a.yaml"
    assert nameless("/data/st/state") == "$STRETCH_HOME/state"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("/home/ann/x: no", "~/x: no"),
        ("/home/ann: no", "~: no"),
        ("/home/anna/x", "/home/anna/x"),
        ("/data/st/log", "$STRETCH_HOME/log"),
        ("Ann's, ANN, ann-2", "(user)'s, (user), (user)-2"),
        ("annual cannon", "annual cannon"),
        ("on Box and box.example.org", "on (host) and (host)"),
    ],
)
def test_names_are_taken_out_and_words_stay(text: str, shown: str) -> None:
    world = World(env={"HOME": "/home/ann", "USER": "ann", "STRETCH_HOME": "/data/st"}, hostname="box.example.org")

    assert Anonymous(world)(text) == shown


# --- staying awake


def test_why_nothing_keeps_it_awake_is_told() -> None:
    assert try_out({}, lambda _: None).startswith("nothing: there is no D-Bus") or sys.platform != "linux"


@pytest.mark.real
def test_what_keeps_it_awake_is_told(tmp_path: Path) -> None:
    with desktop(tmp_path) as screen:
        assert try_out(screen.environ, sleep) == "org.freedesktop.ScreenSaver"


@pytest.mark.real
@pytest.mark.skipif(sys.platform != "linux", reason="D-Bus is there")
def test_a_bus_that_is_gone_is_told(tmp_path: Path) -> None:
    said = try_out({**os.environ, "DBUS_SESSION_BUS_ADDRESS": f"unix:path={tmp_path}/gone"}, sleep)

    assert said.startswith("nothing: ")
    assert "\n" not in said
