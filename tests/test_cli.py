"""The commands as a person types them, in a world of their own."""

import io
import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fakes import Ears, FakeClock, ScriptedKeyboard
from terminals import clean_env, stretch_command

from sciatica_stretch.cli.app import main
from sciatica_stretch.cli.world import World
from sciatica_stretch.core.cues import Tone


class Tty(io.StringIO):
    def isatty(self) -> bool:
        return True


@dataclass
class Run:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def replace_speed(clock: FakeClock, speed: float) -> FakeClock:
    clock.speed = speed
    return clock


@dataclass
class Desk:
    """A person's home, and a way to type commands in it."""

    home: Path

    def type(self, *args: str, typed: str = "", tty: bool = False, **world: Any) -> Run:
        stream = Tty if tty else io.StringIO
        clock = FakeClock()
        parts: dict[str, Any] = {
            "env": {"STRETCH_HOME": str(self.home), "TERM": "xterm"},
            "stdin": stream(typed),
            "stdout": stream(),
            "stderr": io.StringIO(),
            "hostname": "laptop",
            "clock": lambda speed: replace_speed(clock, speed),
            "keyboard": lambda keys: ScriptedKeyboard(clock),  # noqa: ARG005
            "speaker": lambda wanted, volume, cache: Ears(clock),  # noqa: ARG005
        }
        stage = World(**(parts | world))
        code = 0
        try:
            main(stage, list(args))
        except SystemExit as exit_:
            code = int(exit_.code or 0)
        assert isinstance(stage.stdout, io.StringIO)
        assert isinstance(stage.stderr, io.StringIO)
        return Run(code, stage.stdout.getvalue(), stage.stderr.getvalue())


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "home")


def test_the_list_shows_what_there_is_with_its_length_and_equipment(desk: Desk) -> None:
    run = desk.type("list")

    assert run.code == 0
    assert "sciatica-13  Thirteen minutes, hips and hamstrings   13:00  mat, band or towel  bundled" in run.out


def test_the_list_is_json_for_programs(desk: Desk) -> None:
    entries = {entry["name"]: entry for entry in desk.type("list", "--json").json}

    assert entries["sciatica-13"]["seconds"] == 780.0
    assert entries["sciatica-13"]["equipment"] == ["mat", "band or towel"]
    assert entries["flare-8"]["from"] == "bundled"


def test_a_person_s_own_routine_is_listed_before_a_bundled_one_of_its_name(desk: Desk, short_routine: Path) -> None:
    (desk.home / "routines").mkdir(parents=True)
    (desk.home / "routines" / "flare-8.yaml").write_bytes(short_routine.read_bytes())

    entries = {entry["name"]: entry for entry in desk.type("list", "--json").json}

    assert (entries["flare-8"]["title"], entries["flare-8"]["from"]) == ("Three short holds", "yours")


def test_a_broken_routine_does_not_hide_the_others(desk: Desk) -> None:
    (desk.home / "routines").mkdir(parents=True)
    (desk.home / "routines" / "broken.yaml").write_text("title: [", encoding="utf-8")

    run = desk.type("list")

    assert run.code == 0
    assert "has problems; see them with: stretch show broken" in run.out
    assert "sciatica-13" in run.out


def test_on_a_terminal_the_list_is_drawn(desk: Desk) -> None:
    run = desk.type("list", tty=True)

    assert "sciatica-13" in run.out
    assert "13:00" in run.out


def test_show_prints_each_stretch_with_its_start_side_and_dose(desk: Desk) -> None:
    run = desk.type("show", "sciatica-13")

    row = next(line for line in run.out.splitlines() if line.strip().startswith("7:44"))
    assert re.split(r"\s{2,}", row.strip()) == [
        *("7:44", "Full pigeon, folded on the mat", "full-pigeon", "right", "hold 1m30s", "14s transition"),
    ]
    assert run.out.rstrip().endswith("Total: 13:00, 11 stretches.")


def test_show_as_json_adds_up_to_the_total_with_equal_sides(desk: Desk) -> None:
    timeline = desk.type("show", "sciatica-13", "--json").json

    intervals = timeline["intervals"]
    assert sum(each["seconds"] for each in intervals) == timeline["seconds"] == 780.0
    work = [each for each in intervals if each["kind"] in {"hold", "move"} and each["side"]]
    for step in {each["step"] for each in work}:
        seconds = {
            side: sum(each["seconds"] for each in work if each["step"] == step and each["side"] == side)
            for side in ("left", "right")
        }
        assert seconds["left"] == seconds["right"]
    assert {"start", "seconds", "kind", "step", "side", "cues"} <= set(intervals[0])


def test_show_follows_the_options_of_start(desk: Desk) -> None:
    intervals = desk.type(
        "show", "sciatica-13", "--json", "--first", "left", "--pace", "0.5", "--only", "half-pigeon,childs-pose"
    ).json["intervals"]

    assert [(each["kind"], each["side"], each["seconds"]) for each in intervals] == [
        ("transition", "left", 14.0),
        ("hold", "left", 30.0),
        ("switch", "right", 10.0),
        ("hold", "right", 30.0),
        ("transition", None, 12.0),
        ("hold", None, 30.0),
    ]


@pytest.mark.parametrize("command", ["show", "start"])
def test_a_misspelt_routine_is_answered_with_the_one_that_was_meant(desk: Desk, command: str) -> None:
    run = desk.type(command, "sciatca-13")

    assert run.code == 66
    assert run.err == "Error: There is no routine 'sciatca-13'.\nDid you mean 'sciatica-13'?\n"
    assert run.out == ""


def test_a_misspelt_step_is_answered_likewise(desk: Desk) -> None:
    run = desk.type("start", "sciatica-13", "--from", "ful-pigeon")

    assert run.code == 2
    assert "Did you mean 'full-pigeon'?" in run.err


def test_a_file_with_problems_is_answered_with_all_of_them(desk: Desk, tmp_path: Path) -> None:
    routine = tmp_path / "mine.yaml"
    routine.write_text("title: Mine\nsteps:\n  - name: Reach\n    hold: thirty\n    transitoin: 5s\n", encoding="utf-8")

    run = desk.type("start", str(routine))

    assert run.code == 65
    assert f"Error: {routine}:4:11: hold: 'thirty' is not a duration" in run.err
    assert "Did you mean 'transition'?" in run.err


def test_an_empty_log_says_how_to_begin(desk: Desk) -> None:
    assert desk.type("log").out == "No sessions yet. Start one with: stretch start sciatica-13\n"
    assert desk.type("log", "--json").json == []


def test_a_session_that_was_led_is_in_the_log(desk: Desk, short_routine: Path) -> None:
    led = desk.type("start", str(short_routine))

    (session,) = desk.type("log", "--json").json
    assert led.out.rstrip().endswith("Done: Three short holds, 3 of 3 stretches, 0:06 held of 0:06 planned.")
    assert session["outcome"] == "completed"
    assert session["routine"] == "short"
    assert session["routine_hash"].startswith("sha256:")
    assert session["held"] == session["planned"] == 6.0
    assert "completed" in desk.type("log").out


def test_a_torn_line_in_the_log_is_named_and_stepped_over(desk: Desk, short_routine: Path) -> None:
    desk.type("start", str(short_routine))
    (log,) = (desk.home / "log").iterdir()
    with log.open("a", encoding="utf-8") as file:
        file.write('{"format": 1, "id": "torn')

    run = desk.type("log", "--json")

    assert len(run.json) == 1
    assert f"Warning: {log}:2: " in run.err


def test_the_safety_notice_can_be_read_again_and_names_no_promise(desk: Desk) -> None:
    notice = desk.type("safety").out

    assert "Get emergency help now" in notice
    assert not any(word in notice.lower() for word in ("cures", "treats", "relieves", "diagnoses"))


def test_before_the_first_session_the_notice_is_shown_and_leaving_starts_nothing(desk: Desk) -> None:
    run = desk.type("start", "sciatica-13", "--plain", typed="q\n", tty=True)

    assert run.code == 0
    assert "BEFORE YOU START" in run.out
    assert "Nothing was started." in run.out
    assert desk.type("log", "--json").json == []


def test_where_nobody_can_be_asked_the_notice_is_only_pointed_to(desk: Desk, short_routine: Path) -> None:
    run = desk.type("start", str(short_routine))

    assert "stretch safety" in run.err
    assert "BEFORE YOU START" not in run.out


def test_the_sound_test_plays_and_names_every_tone_and_says_what_played_it(desk: Desk) -> None:
    ears = Ears(FakeClock(), tried=[("pw-play", "not installed"), ("paplay", "Connection refused")], using="aplay")

    run = desk.type("sound-test", speaker=lambda wanted, volume, cache: ears)  # noqa: ARG005

    assert {tone for _, tone in ears.heard} == set(Tone)
    assert [line.split()[0] for line in run.out.splitlines()[: len(Tone)]] == [tone for _, tone in ears.heard]
    assert run.out.endswith("Played by: aplay.\nNot by pw-play: not installed.\nNot by paplay: Connection refused.\n")


def test_a_terminal_that_knows_no_unicode_gets_question_marks_instead_of_an_error(desk: Desk, tmp_path: Path) -> None:
    routine = tmp_path / "pigeon.yaml"
    routine.write_text("title: Kapotāsana\nsteps:\n  - {name: 鳩, hold: 1s}\n", encoding="utf-8")
    env = clean_env(desk.home, PYTHONIOENCODING="latin-1", PYTHONUTF8="0")

    run = subprocess.run(stretch_command("show", str(routine)), env=env, capture_output=True, check=True)

    assert b"Kapot?sana" in run.stdout


def test_help_tells_a_newcomer_where_to_begin(desk: Desk) -> None:
    run = subprocess.run(
        stretch_command("--help"), env=clean_env(desk.home), capture_output=True, text=True, check=True
    )

    assert "stretch start sciatica-13" in run.stdout
    for command in ("start", "list", "show", "log", "sound-test", "safety"):
        assert f"\n  {command} " in run.stdout


@pytest.mark.parametrize("args", [("--help",), ("--version",), ("start", "--help"), ("list", "--help")])
def test_what_help_and_version_do_not_need_is_not_imported(desk: Desk, args: tuple[str, ...]) -> None:
    script = (
        "import sys; sys.argv = ['stretch', *sys.argv[1:]]\n"
        "from sciatica_stretch.cli.app import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(sorted({'pydantic', 'rich', 'yaml', 'platformdirs', 'simpleaudio'} & set(sys.modules)), file=sys.stderr)"
    )

    run = subprocess.run(
        [sys.executable, "-c", script, *args], env=clean_env(desk.home), capture_output=True, text=True, check=True
    )

    assert run.stderr.strip() == "[]"


def test_a_list_in_a_pipe_needs_no_rich(desk: Desk) -> None:
    script = (
        "import sys; sys.argv = ['stretch', 'list']\n"
        "from sciatica_stretch.cli.app import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(sorted({'pydantic', 'rich'} & set(sys.modules)), file=sys.stderr)"
    )

    run = subprocess.run(
        [sys.executable, "-c", script], env=clean_env(desk.home), capture_output=True, text=True, check=True
    )

    assert run.stderr.strip() == "[]"


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("stretch start sci", ["sciatica-13"]),
        ("stretch show ", ["flare-8", "sciatica-13"]),
        ("stretch start sciatica-13 --from half", ["half-pigeon"]),
    ],
)
def test_the_shell_completes_routines_and_steps(desk: Desk, words: str, offered: list[str]) -> None:
    env = clean_env(desk.home, _STRETCH_COMPLETE="complete_bash", COMP_WORDS=words, COMP_CWORD=str(words.count(" ")))

    script = "import sys; sys.argv = ['stretch']; from sciatica_stretch.cli.app import main; main()"
    run = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, check=False)

    assert run.stdout.split() == offered
