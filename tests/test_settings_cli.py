"""`stretch settings` as a person types it, and what the other commands make of the settings."""

import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from fakes import Ears, FakeClock
from terminals import clean_env
from test_cli import Desk, Run

from sciatica_stretch import disk
from sciatica_stretch.settings.keys import ACTIONS
from sciatica_stretch.settings.table import TABLE
from sciatica_stretch.settings.writing import change, template


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "home")


def file(desk: Desk) -> Path:
    return desk.home / "config" / "settings.toml"


def settle(desk: Desk, text: str) -> None:
    file(desk).parent.mkdir(parents=True, exist_ok=True)
    file(desk).write_text(text, encoding="utf-8")


def env(desk: Desk, **more: str) -> dict[str, str]:
    return {"STRETCH_HOME": str(desk.home), "TERM": "xterm", **more}


def test_the_table_shows_each_setting_with_where_it_is_from(desk: Desk) -> None:
    settle(desk, "\nvolume = 40\n")

    run = desk.type("settings", env=env(desk, STRETCH_CALM="on"))

    rows = {line.split()[0]: line.split()[1:] for line in run.out.splitlines() if line.strip()}
    assert {each.name for each in TABLE} <= rows.keys()
    assert rows["volume"] == ["40", "line", "2"]
    assert rows["calm"] == ["on", "environment"]
    assert rows["theme"] == ["auto", "default"]
    assert (run.code, run.err) == (0, "")


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_the_table_fits_the_window(desk: Desk, columns: int) -> None:
    run = desk.type("settings", tty=True, size=lambda: (columns, 24), env=env(desk, STRETCH_FIRST="affected"))

    table = re.sub("\x1b\\[[0-9;]*m", "", run.out).split("\n\n")[0].splitlines()
    assert all(len(line.rstrip()) <= columns for line in table)
    assert len([line for line in table if line.startswith("first ") and "affected" in line]) == 1


def test_json_has_all_of_it(desk: Desk) -> None:
    settle(desk, "volume = 40\ncalm = 3\n")

    run = desk.type("settings", "--json")

    assert run.code == 65
    assert run.json["settings"]["volume"] == {"value": 40, "from": "file", "line": 1}
    assert run.json["settings"]["keys.skip"] == {"value": [*ACTIONS["skip"]], "from": "default"}
    assert [each["line"] for each in run.json["problems"]] == [2]
    assert run.json["file"] == str(file(desk))


def test_a_file_with_problems_is_shown_whole_and_the_exit_code_is_65(desk: Desk) -> None:
    settle(desk, 'volume = "loud"\ntheme = "drak"\n')

    run = desk.type("settings")

    assert run.code == 65
    assert run.err.count("^") == len('"loud"') + len('"drak"')
    assert "Did you mean 'dark'?" in run.err
    assert "volume" in run.out


def test_a_change_is_written_said_and_in_force(desk: Desk) -> None:
    run = desk.type("settings", "volume=40", "voice=off", "keys.skip=n right")

    assert run.out.splitlines() == [
        *("volume: 70 -> 40", "voice: auto -> off"),
        f"keys.skip: {' '.join(ACTIONS['skip'])} -> n right",
    ]
    settings = desk.type("settings", "--json").json["settings"]
    assert (settings["volume"]["value"], settings["voice"]["value"]) == (40, "off")


def test_a_key_that_an_action_lost_is_shown_with_whom_it_went_to(desk: Desk) -> None:
    desk.type("settings", "keys.skip=q")

    (row,) = [line for line in desk.type("settings").out.splitlines() if line.startswith("keys.stop ")]
    assert row.split() == ["keys.stop", "no", "key", "q", "is", "keys.skip", "now"]
    assert "  keys.stop = no key (q is keys.skip now)\n" in desk.type("settings", "keys.stop").out
    settings = desk.type("settings", "--json").json["settings"]
    assert settings["keys.stop"] == {"value": [], "from": "default", "taken": {"q": "keys.skip"}}
    told = [line.split() for line in desk.type("doctor", "--quick").out.splitlines()]
    assert ["keys.stop", "no", "key", "(q", "is", "keys.skip", "now)"] in told


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("keys.skip=q", ["q no longer stops; Ctrl-C does."]),
        ("keys.stop=x y", ["x no longer says that it hurts; no key does."]),
        (
            "keys.stop=? n",
            ["n no longer skips; right down pagedown medianext do.", "? no longer shows the keys; h does."],
        ),
        ("keys.help=+ =", ["+ = no longer give more time; no key does."]),
        ("keys.stop=q z", []),
    ],
)
def test_a_change_says_which_keys_it_took_from_others(desk: Desk, change: str, said: list[str]) -> None:
    run = desk.type("settings", change)

    assert run.out.splitlines()[1:] == said
    assert desk.type("settings", change).out.count("no longer") == 0


def test_unset_brings_the_default_back(desk: Desk) -> None:
    desk.type("settings", "volume=40")

    assert desk.type("settings", "--unset", "volume").out == "volume: 40 -> 70\n"
    assert desk.type("settings", "--json").json["settings"]["volume"] == {"value": 70, "from": "default"}


@pytest.mark.parametrize(
    ("change", "said", "hint"),
    [
        ("volum=3", "There is no setting 'volum'.", "Did you mean 'volume'?"),
        ("volume=300", "volume: '300' is too large.", "Write a whole number from 0 to 100."),
        ("volume=", "volume: '' is not a whole number.", "Write a whole number from 0 to 100."),
        ("theme=drak", "theme: 'drak' is not one of 4 words.", "Did you mean 'dark'?"),
        ("keys.skip=spce", "keys.skip: 'spce' is not a key.", "Did you mean 'space'?"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_written(desk: Desk, change: str, said: str, hint: str) -> None:
    run = desk.type("settings", "calm=on", change)

    assert run.code == 2
    assert said in run.err
    assert hint in run.err
    assert not file(desk).exists()


def test_of_two_changes_that_do_not_go_together_none_is_made(desk: Desk) -> None:
    run = desk.type("settings", "keys.pause=n", "keys.skip=n")

    assert run.code == 2
    assert "keys.skip: 'n' is a key of pause already" in run.err
    assert not file(desk).exists()


def test_two_actions_can_change_their_keys_for_each_others_in_one_go(desk: Desk) -> None:
    settle(desk, '[keys]\npause = ["space"]\nskip = ["n"]\n')

    run = desk.type("settings", "keys.pause=n", "keys.skip=space")

    assert run.code == 0
    assert file(desk).read_text(encoding="utf-8") == '[keys]\npause = ["n"]\nskip = ["space"]\n'


def test_a_change_that_the_environment_hides_is_said_to_be_hidden(desk: Desk) -> None:
    run = desk.type("settings", "volume=40", env=env(desk, STRETCH_VOLUME="10"))

    assert run.out == "volume: 70 -> 40\nSTRETCH_VOLUME is set in the environment, which counts more than the file.\n"


def test_who_wants_the_affected_side_first_is_asked_to_say_which_it_is(desk: Desk) -> None:
    assert "stretch settings affected=left" in desk.type("settings", "first=affected").out
    assert "stretch settings affected=left" not in desk.type("settings", "affected=right").out


def test_a_name_alone_is_explained(desk: Desk) -> None:
    out = desk.type("settings", "volume").out

    assert "How loud" in out
    assert "0 to 100" in out
    assert "STRETCH_VOLUME" in out


def test_a_name_alone_says_what_stands_in_its_way_and_nothing_else(desk: Desk) -> None:
    settle(desk, 'theme = "drak"\ncalm = 3\n')

    volume = desk.type("settings", "volume", env=env(desk, STRETCH_VOLUME="abc", STRETCH_FLIP="x"))
    theme = desk.type("settings", "theme", env=env(desk, STRETCH_VOLUME="abc"))

    assert "volume = 70 (default)" in volume.out
    assert volume.err == ("\nError: STRETCH_VOLUME: 'abc' is not a whole number\nWrite a whole number from 0 to 100.\n")
    assert volume.code == 0
    assert "theme: 'drak' is not one of 4 words" in theme.err
    assert "calm" not in theme.err
    assert theme.code == 65
    assert desk.type("settings", "figure").err == ""


def test_the_path_can_be_asked_for(desk: Desk) -> None:
    assert desk.type("settings", "--path").out == f"{file(desk)}\n"


@pytest.mark.parametrize("args", [("--path", "--edit"), ("--edit", "volume=3"), ("volume", "calm=on")])
def test_two_wishes_at_once_are_refused(desk: Desk, args: tuple[str, ...]) -> None:
    assert desk.type("settings", *args).code == 2


def edited(desk: Desk, tmp_path: Path, text: str) -> Run:
    editor = tmp_path / "editor.sh"
    editor.write_text(f"#!/bin/sh\ncat > \"$1\" <<'END'\n{text}\nEND\n", encoding="utf-8")
    editor.chmod(0o755)
    return desk.type("settings", "--edit", env=env(desk, VISUAL=str(editor), PATH="/usr/bin:/bin"))


def test_the_editor_gets_the_file_and_what_was_typed_is_checked(desk: Desk, tmp_path: Path) -> None:
    assert edited(desk, tmp_path, "volume = 40").code == 0

    run = edited(desk, tmp_path, "volume = loud")

    assert run.code == 65
    assert "volume = loud" in run.err
    assert file(desk).read_text(encoding="utf-8") == "volume = loud\n"


KILLED_AT = """
import os, signal, sys
left, home = int(sys.argv.pop(1)), os.environ["STRETCH_HOME"]
def count(event, args):
    global left
    if any(isinstance(each, (str, os.PathLike)) and str(each).startswith(home) for each in args):
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(count)
from sciatica_stretch.cli.app import main
main()
"""


@pytest.mark.real
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("before", [None, b"calm = true\nvolume = 1  # by hand\n"])
def test_whenever_a_change_is_killed_the_file_is_the_old_or_the_new_one(tmp_path: Path, before: bytes | None) -> None:
    changed = change((before or template().encode()).decode(), "volume", 40).encode()
    seen = set()

    for calls in range(100):
        desk = Desk(tmp_path / f"home-{calls}" / "stretch")
        if before:
            disk.replace(file(desk), before)
        command = [sys.executable, "-c", KILLED_AT, str(calls), "settings", "volume=40"]
        run = subprocess.run(command, env=clean_env(desk.home.parent), capture_output=True, check=False)
        left = file(desk).read_bytes() if file(desk).exists() else None
        assert left in {before, changed}
        assert desk.type("settings", "volume=40").code == 0
        assert file(desk).read_bytes() == changed
        seen.add(left)
        if run.returncode == 0:
            break
        assert run.returncode == -signal.SIGKILL
    assert seen == {before, changed}
    assert calls > 5


# --- what the other commands make of them


def started(desk: Desk, routine: Path, *args: str, **environ: str) -> tuple[Run, list[Any]]:
    wanted: list[Any] = []

    def speaker(*asked: Any) -> Ears:
        wanted.extend(asked[:2])
        return Ears(FakeClock())

    run = desk.type(
        *("start", str(routine), "--plain", "--speed", "100", *args),
        env=env(desk, **environ),
        typed="\n",
        speaker=speaker,
    )
    return run, wanted


def test_a_session_takes_its_sound_from_the_settings_and_an_option_counts_more(desk: Desk, short_routine: Path) -> None:
    settle(desk, 'sound = "bell"\nvolume = 40\n')

    _, wanted = started(desk, short_routine)
    _, for_once = started(desk, short_routine, "--volume", "0", "--sound", "off")
    _, from_outside = started(desk, short_routine, STRETCH_VOLUME="5")

    assert wanted == ["bell", 40]
    assert for_once == ["off", 0]
    assert from_outside == ["bell", 5]


def test_the_affected_side_is_first_in_start_and_show(desk: Desk, short_routine: Path) -> None:
    settle(desk, 'first = "affected"\naffected = "left"\n')

    def sides(*args: str) -> list[str]:
        intervals = desk.type("show", str(short_routine), "--json", *args).json["intervals"]
        return [each["side"] for each in intervals if each["kind"] == "hold" and each["side"]]

    assert sides() == ["left", "right"]
    assert sides("--first", "right") == ["right", "left"]
    run, _ = started(desk, short_routine)
    assert run.out.index("left side") < run.out.index("right side")


def test_a_broken_file_stops_no_session(desk: Desk, short_routine: Path) -> None:
    settle(desk, 'volume = "loud"\nsound = "bell\n[')

    run, wanted = started(desk, short_routine)

    assert run.code == 0
    assert wanted == ["auto", 70]
    warnings = [line for line in run.err.splitlines() if "settings.toml" in line]
    assert "\n".join(warnings) == (
        f"Warning: {file(desk)}:1:10: volume: 'loud' is not a whole number; that is passed over."
        " There are 2 more. See: stretch settings"
    )


def test_the_weekly_goal_is_that_of_the_statistics(desk: Desk) -> None:
    settle(desk, "weekly_goal = 5\n")

    assert desk.type("stats", "--json").json["goal"] == 5
    assert desk.type("stats", "--json", "--goal", "2").json["goal"] == 2


@pytest.mark.parametrize(
    ("text", "loaded"), [(None, []), ("volume = 3\n", ["sciatica_stretch.settings.table", "tomllib"])]
)
def test_who_sets_nothing_waits_for_nothing(desk: Desk, text: str | None, loaded: list[str]) -> None:
    if text:
        settle(desk, text)
    looked_for = {"tomllib", *(f"sciatica_stretch.settings.{module}" for module in ("table", "syntax"))}
    script = (
        "import sys; from sciatica_stretch.cli.world import World; World().settings\n"
        f"print(*sorted({looked_for} & {{*sys.modules}}))"
    )
    environ = {name: value for name, value in clean_env(desk.home).items() if not name.startswith("STRETCH_")}

    run = subprocess.run(
        [sys.executable, "-c", script],
        env={**environ, "STRETCH_HOME": str(desk.home)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert run.stdout.split() == loaded
