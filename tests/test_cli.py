"""The commands as a person types them, in a world of their own."""

import errno
import io
import json
import os
import platform
import re
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from fakes import Ears, FakeClock, Reader, ScriptedKeyboard
from terminals import Terminal, clean_env, stretch_command

from sciatica_stretch import __version__
from sciatica_stretch.cli import commands
from sciatica_stretch.cli.app import main
from sciatica_stretch.cli.world import World
from sciatica_stretch.core.cues import Tone
from sciatica_stretch.player.sound.speaker import Manners


class Tty(io.StringIO):
    """A terminal that shows what was flushed to it."""

    shown = ""

    def isatty(self) -> bool:
        return True

    def flush(self) -> None:
        self.shown = self.getvalue()


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
            "env": {"STRETCH_HOME": str(self.home), "TERM": "xterm", "STRETCH_RATING": "off", "STRETCH_AWAKE": "off"},
            "stdin": stream(typed),
            "stdout": stream(),
            "stderr": io.StringIO(),
            "hostname": "laptop",
            "size": lambda: (80, 24),
            "clock": lambda speed: replace_speed(clock, speed),
            "keyboard": lambda keys: ScriptedKeyboard(clock),  # noqa: ARG005
            "speaker": lambda wanted, volume, cache, manners: Ears(clock),  # noqa: ARG005
            "voice": lambda wanted, volume, cache, rate: Reader(clock),  # noqa: ARG005
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


def test_show_prints_each_stretch_with_its_start_side_and_dose(desk: Desk) -> None:
    run = desk.type("show", "sciatica-13")

    row = next(line for line in run.out.splitlines() if line.strip().startswith("7:44"))
    assert re.split(r"\s{2,}", row.strip()) == [
        *("7:44", "Full pigeon, folded on the mat", "full-pigeon", "right", "hold 1m30s", "14s transition"),
    ]
    assert run.out.rstrip().endswith("Total: 13:00, 11 stretches.")


@pytest.mark.parametrize("rings", [False, True])
def test_a_question_that_nobody_answers_is_heard_on_the_mat(desk: Desk, short_routine: Path, rings: bool) -> None:
    clock = FakeClock()
    scripts: Any = iter([[(30.0, "enter")], [], [(0.0, "enter")]])  # before the session, in it, and after it
    ears = Ears(clock, rings=rings)
    (desk.home / "state").mkdir(parents=True)
    (desk.home / "state" / "safety.json").write_text('{"notice": 1}\n', encoding="utf-8")

    run = desk.type(
        *("start", str(short_routine)),
        tty=True,
        env={"STRETCH_HOME": str(desk.home), "TERM": "xterm", "STRETCH_AWAKE": "off"},
        clock=lambda _: clock,
        keyboard=lambda _: ScriptedKeyboard(clock, next(scripts)),
        speaker=lambda *_: ears,
    )

    assert run.code == 0
    assert ears.heard[:2] == [(20.0, Tone.WAIT), (30.0, Tone.GET_READY)]
    assert ("q: leave. \a-\n" in run.out) == rings


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

    run = desk.type("sound-test", "--voice", "off", speaker=lambda wanted, volume, cache, manners: ears)  # noqa: ARG005

    assert {tone for _, tone in ears.heard} == set(Tone)
    assert [line.split()[0] for line in run.out.splitlines()[: len(Tone)]] == [tone for _, tone in ears.heard]
    assert run.out.endswith(
        "Played by: aplay.\nNot by pw-play: not installed.\nNot by paplay: Connection refused.\n"
        "What else is playing can't be lowered here.\n"
    )


def test_the_sound_test_has_the_voice_say_a_line_and_names_it(desk: Desk) -> None:
    ears, reader = Ears(FakeClock()), Reader(FakeClock(), tried=[("natural", "not installed")])

    run = desk.type(
        *("sound-test", "--voice", "auto"),
        speaker=lambda wanted, volume, cache, manners: ears,  # noqa: ARG005
        voice=lambda wanted, volume, cache, rate: reader,  # noqa: ARG005
    )

    assert ears.heard == []
    assert [text for _, text in ears.said] == ["Change sides: left leg. Hold for two times thirty seconds."]
    assert "\nSaid by: reader.\nNot by natural: not installed.\n" in run.out


@pytest.mark.parametrize(
    ("options", "ears", "manners", "said"),
    [
        (
            ("--primer", "on"),
            {"lead": 0.6, "lowered": True},
            ("on", True),
            [
                "Before the line headphones were woken up, for 0.6 s (primer: on).",
                "What else was playing was lowered meanwhile.",
            ],
        ),
        (
            (),
            {"lowered": False},
            ("auto", True),
            [
                "Headphones were not woken up before the line (primer: auto, and sound does not go to Bluetooth).",
                "Nothing else was playing that could be lowered.",
            ],
        ),
    ],
)
def test_the_sound_test_has_the_manners_of_a_session_and_says_so(
    desk: Desk, options: tuple[str, ...], ears: dict[str, Any], manners: tuple[str, bool], said: list[str]
) -> None:
    speaker = Ears(FakeClock(), **ears)
    wanted: list[Manners | None] = []

    def choose(_: str, __: int, ___: Path, manners: Manners | None) -> Ears:
        wanted.append(manners)
        return speaker

    run = desk.type(
        *("sound-test", "--voice", "auto", *options),
        speaker=choose,
        voice=lambda wanted, volume, cache, rate: Reader(FakeClock()),  # noqa: ARG005
    )

    assert wanted == [Manners(*manners)]
    assert [at for at, _ in speaker.said] == [speaker.lead]
    assert run.out.splitlines()[-2:] == said


def test_a_voice_that_there_is_not_is_refused_with_those_there_are(desk: Desk) -> None:
    run = desk.type("start", "flare-8", "--voice", "siri")

    assert run.code == 2
    assert "There is no voice 'siri'." in run.err
    assert "espeak-ng" in run.err


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
    for command in ("start", "list", "show", "log", "rate", "note", "forget", "sound-test", "safety"):
        assert f"\n  {command} " in run.stdout


NOT_NEEDED_BY_HELP = {
    *("pydantic", "rich", "yaml", "platformdirs", "simpleaudio", "msgspec"),
    *("importlib.metadata", "dataclasses", "json"),
    *("sciatica_stretch.core.routine", "sciatica_stretch.core.session", "sciatica_stretch.core.timeline"),
}


@pytest.mark.parametrize("args", [("--help",), ("--version",), ("start", "--help"), ("list", "--help")])
def test_what_help_and_version_do_not_need_is_not_imported(desk: Desk, args: tuple[str, ...]) -> None:
    script = (
        "import sys; sys.argv = ['stretch', *sys.argv[1:]]\n"
        "from sciatica_stretch.cli.app import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        f"print(sorted({NOT_NEEDED_BY_HELP} & set(sys.modules)), file=sys.stderr)"
    )

    run = subprocess.run(
        [sys.executable, "-c", script, *args], env=clean_env(desk.home), capture_output=True, text=True, check=True
    )

    assert run.stderr.strip() == "[]"


def test_what_stands_between_a_start_and_its_first_picture_does_not_import_what_reads_logs() -> None:
    modules = ", ".join(f"sciatica_stretch.cli.{name}" for name in ("start", "session", "rated", "recorder", "resume"))
    script = f"import sys, {modules}, sciatica_stretch.player.player; print('msgspec' in sys.modules)"

    said = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout

    assert said.strip() == "False"


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
        ("stretch show s", ["sciatica-13", "standing-5"]),
        ("stretch start sciatica-13 --from half", ["half-pigeon", "half-pigeon-cr"]),
        ("stretch start sciatica-13 --sound b", ["bell"]),
        ("stretch sound-test --sound pw", ["pw-play"]),
        ("stretch settings vol", ["volume="]),
        ("stretch settings theme=", [f"theme={word}" for word in ("auto", "dark", "light", "contrast")]),
        ("stretch settings --unset keys.s", ["keys.skip", "keys.stop"]),
    ],
)
def test_the_shell_completes_routines_and_steps(desk: Desk, words: str, offered: list[str]) -> None:
    env = clean_env(desk.home, _STRETCH_COMPLETE="complete_bash", COMP_WORDS=words, COMP_CWORD=str(words.count(" ")))

    script = "import sys; sys.argv = ['stretch']; from sciatica_stretch.cli.app import main; main()"
    run = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, check=False)

    assert run.stdout.split() == offered


def test_the_version_is_the_one_that_was_installed(desk: Desk) -> None:
    run = subprocess.run(
        stretch_command("--version"), env=clean_env(desk.home), capture_output=True, text=True, check=True
    )

    assert run.stdout == f"stretch {__version__}\n"
    assert __version__ == version("sciatica-stretch")


def test_the_garbage_collector_is_only_off_while_the_program_is_imported() -> None:
    script = "import gc; from sciatica_stretch.cli import app; print(gc.isenabled(), gc.get_freeze_count() > 1000)"

    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert run.stdout == "True True\n"


def test_each_bell_of_the_sound_test_rings_with_its_own_name(desk: Desk) -> None:
    stdout = Tty()
    heard: list[str] = []

    desk.type(
        *("sound-test", "--sound", "bell"),
        stdout=stdout,
        speaker=lambda wanted, volume, cache, manners: Ears(FakeClock(), rings=True, speaks=False),  # noqa: ARG005
        sleep=lambda seconds: heard.append(stdout.shown.splitlines()[-2]),  # noqa: ARG005
    )

    assert [line.lstrip("\a").split()[0] for line in heard] == list(Tone)


_PACES = "Write a number from 0.1 to 10."


@pytest.mark.parametrize(
    ("typed", "said", "hint"),
    [
        ("show flare-8 --pace nan", "--pace: 'nan' is not a number.", _PACES),
        ("start flare-8 --pace foo", "--pace: 'foo' is not a number.", _PACES),
        ("start flare-8 --pace 20", "--pace: '20' is too large.", _PACES),
        ("start flare-8 --pace=-1", "--pace: '-1' is too small.", _PACES),
        ("start flare-8 --speed NaN", "--speed: 'NaN' is not a number.", "Write a number from 0.1 to 1000."),
        ("start flare-8 --volume 101", "--volume: '101' is too large.", "Write a whole number from 0 to 100."),
        ("rate --pain 5.5", "--pain: '5.5' is not a whole number.", "Write a whole number from 0 to 10."),
        ("stats --goal 0", "--goal: '0' is too small.", "Write a whole number from 1 to 99."),
        ("log --limit 0", "--limit: '0' is too small.", "Write a whole number, 1 or more."),
        ("start --first up", "--first: 'up' is none of its words.", "Write one of left, right."),
        (
            "show a --first lefft",
            "--first: 'lefft' is none of its words.",
            "Did you mean 'left'? Write one of left, right.",
        ),
        (
            "start flare-8 --theme drak",
            "--theme: 'drak' is none of its words.",
            "Did you mean 'dark'? Write one of auto, dark, light, contrast.",
        ),
        (
            "remote togle",
            "stretch remote: 'togle' is none of its words.",
            "Did you mean 'toggle'? Write one of pause, resume, toggle, next, back, extend, hurts, stop, status.",
        ),
        ("export", "--format is missing.", "Write one of csv, json, jsonl, fit, ics, md, html."),
        ("show", "ROUTINE is missing.", "See: stretch show --help"),
        ("show a b", "stretch show has no use for 'b'.", "See: stretch show --help"),
        ("start --pac 2", "There is no option --pac.", "Did you mean '--pace'? See: stretch start --help"),
        ("start --plain=3", "--plain takes no value.", None),
        ("start --pace", "--pace needs a value.", None),
        ("starp", "There is no command 'starp'.", "Did you mean 'start'? See all there are: stretch --help"),
        ("-q", "There is no option -q.", "See: stretch --help"),
    ],
)
def test_what_makes_no_sense_on_the_command_line_is_said_in_plain_words(
    desk: Desk, typed: str, said: str, hint: str | None
) -> None:
    run = desk.type(*typed.split())

    assert (run.code, run.out) == (2, "")
    assert run.err.splitlines() == [f"Error: {said}", *([hint] if hint else [])]


@pytest.mark.parametrize("columns", [40, 60, 80])
@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("log --since foo", ["2026-11-01."]),
        ("list --tag foo", ["standing.", "hamstrings,"]),
        ("copy nope a", ["sciatica-13,", '"stretch list" shows them all.']),
        ("settings keys.skip=spce", ["Did you mean 'space'?"]),
        ("settings keys.stop=n", ["right down pagedown"]),
    ],
)
def test_on_a_terminal_sentences_break_between_words_and_a_pipe_gets_them_whole(
    desk: Desk, typed: str, whole: list[str], columns: int
) -> None:
    piped = desk.type(*typed.split())
    again = Desk(desk.home.with_name("another"))
    shown = again.type(*typed.split(), tty=True, stderr=Tty(), size=lambda: (columns, 24))

    said = shown.out + shown.err
    assert max(map(len, said.splitlines())) < columns
    assert said.split() == (piped.out + piped.err).split()
    assert all(part in said.replace("\n", " ") for part in whole)
    assert len((piped.out + piped.err).splitlines()) < len(said.splitlines()) or columns > 40


def test_nothing_typed_is_answered_with_the_help(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    run = desk.type()

    assert (run.code, run.out) == (2, "")
    assert "stretch start sciatica-13" in capsys.readouterr().err


@pytest.mark.parametrize("name", commands.ENTRIES)
def test_the_help_says_what_can_be_typed_as_a_person_would(
    desk: Desk, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    desk.type(name, "--help")

    told = capsys.readouterr().out
    assert not re.search(r"range|<=|>=|<(str|int|float|path)>", told)
    assert "[name]" not in told


@pytest.mark.parametrize("command", ["show", "start"])
@pytest.mark.parametrize("nothing", [",", "", " , "])
def test_an_only_with_nothing_in_it_is_refused(desk: Desk, command: str, nothing: str) -> None:
    run = desk.type(command, "sciatica-13", "--only", nothing)

    assert run.code == 2
    assert run.err == "Error: --only names no step.\nGive it a step's id, as in: --only half-pigeon\n"


def test_a_wrong_step_is_named_before_anyone_has_to_read_the_notice(desk: Desk) -> None:
    run = desk.type("start", "sciatica-13", "--only", "half-pigon", typed="\n", tty=True)

    assert run.code == 2
    assert "Did you mean 'half-pigeon'?" in run.err
    assert "BEFORE YOU START" not in run.out


def test_where_nothing_can_be_kept_the_first_session_is_led_all_the_same(desk: Desk, short_routine: Path) -> None:
    desk.home.write_text("a file in the place of the folder", encoding="utf-8")

    run = desk.type("start", str(short_routine), "--plain", typed="\n" * 5, tty=True)

    warning, error, *_ = run.err.splitlines()
    assert warning.startswith("Warning: the notice will be shown again next time, for ")
    assert "safety.json can't be written: " in warning
    assert error.startswith("Error: This session isn't in the log: ")
    assert "\nDone: Three short holds, 3 of 3 stretches, 0:06 held of 0:06 planned.\n" in run.out
    assert run.code == 74


def test_a_session_that_could_not_be_logged_is_logged_at_the_next_start_as_it_ended(home: Path) -> None:
    routine, folder = home / "quick.yaml", home / "stretch"
    routine.write_text("title: Quick\nsteps: [{name: Reach, hold: 0.1s, transition: 0.1s}]\n", encoding="utf-8")
    (folder / "log").write_text("a file where the folder should be", encoding="utf-8")
    command = stretch_command("start", str(routine), "--sound", "off")
    failed = subprocess.run(command, env=clean_env(home), capture_output=True, text=True, check=False)
    (folder / "log").unlink()

    late = Desk(folder).type("start", str(routine), hostname=platform.node())

    assert failed.returncode == 74
    assert "Done: Quick, 1 of 1 stretch" in failed.stdout
    assert "could not be logged then: Quick, 1 of 1 stretch, " in late.out
    assert "It is in the log now.\n" in late.out
    assert [session["outcome"] for session in Desk(folder).type("log", "--json").json] == ["completed", "completed"]


def test_the_real_size_of_a_terminal_counts_and_not_the_environment_s(home: Path) -> None:
    env = clean_env(home, COLUMNS="200", LINES="90")

    with Terminal(stretch_command("safety"), env=env, columns=40) as terminal:
        assert terminal.finish() == 0

    lines = terminal.written.decode().split("\r\n")
    assert 30 < max(len(line) for line in lines) < 40


def test_a_size_that_no_window_has_is_cut_down() -> None:
    world = World(stdout=io.StringIO())

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", "99999999")
        patch.setenv("LINES", "99999999")
        assert world.size() == (1000, 500)


CLOSED = {"stdin": "<&-", "stdout": ">&-", "stdin and stdout": "<&- >&-", "all": "<&- >&- 2>&-"}


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
@pytest.mark.parametrize("closed", CLOSED.values(), ids=CLOSED)
@pytest.mark.parametrize("args", [("--help",), ("list",), ("start", "{short}", "--speed", "100", "--sound", "off")])
def test_closed_standard_streams_do_no_harm(
    home: Path, short_routine: Path, closed: str, args: tuple[str, ...]
) -> None:
    words = [word.format(short=short_routine) for word in args]

    run = subprocess.run(
        ["sh", "-c", f'exec "$@" {closed}', "sh", *stretch_command(*words)],
        env=clean_env(home),
        capture_output=True,
        text=True,
        check=False,
    )

    assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    "args",
    [
        ("--help",),
        ("--version",),
        ("list",),
        ("show", "flare-8", "--json"),
        ("log",),
        ("safety",),
        ("sound-test", "--sound", "off"),
        ("start", "flare-8", "--sound", "off"),
        ("start", "flare-8", "--sound", "off", "--speed", "1000"),
    ],
)
def test_a_full_disk_behind_the_output_is_said_in_one_sentence(
    home: Path, args: tuple[str, ...], unbuffered: str
) -> None:
    env = clean_env(home, PYTHONUNBUFFERED=unbuffered)

    with Path("/dev/full").open("w") as full:
        run = subprocess.run(
            stretch_command(*args), env=env, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )

    assert run.stderr == f"Error: the output can't be written: {os.strerror(errno.ENOSPC)}.\n"
    assert run.returncode == 74


def test_a_narrow_terminal_is_shown_the_names_and_doses_whole(desk: Desk) -> None:
    narrow = desk.type("show", "sciatica-13", tty=True, size=lambda: (40, 24)).out

    assert " 7:44 Full pigeon,      right hold 1m30s\n      folded on the mat" in narrow
    assert "full-pigeon" not in narrow


def test_a_narrow_terminal_is_shown_what_came_of_each_session(desk: Desk, short_routine: Path) -> None:
    desk.type("start", str(short_routine))

    short_id = desk.type("log", "--json").json[0]["id"][:6]
    narrow = desk.type("log", tty=True, size=lambda: (40, 24)).out
    wide = desk.type("log", tty=True).out

    assert [re.sub(r"\x1b\[\d*m", "", line).split() for line in narrow.splitlines()] == [
        ["Date", "Routine", "%", "Pain", "Id"],
        ["2026-11-23", "short", "100", short_id],
        ["12:00"],
    ]
    assert " ".join(wide.splitlines()[1].split()) == f"2026-11-23 12:00 short completed 3/3 0:06/0:06 100 {short_id}"


def test_one_stretch_is_called_one(desk: Desk, short_routine: Path) -> None:
    shown = desk.type("show", str(short_routine), "--only", "reach").out
    led = desk.type("start", str(short_routine), "--only", "reach").out

    assert shown.endswith(", 1 stretch.\n")
    assert led.splitlines()[0].endswith(", 1 stretch.")
    assert led.splitlines()[-1].endswith(", 1 of 1 stretch, 0:02 held of 0:02 planned.")


@pytest.fixture
def killed(home: Path, short_routine: Path) -> Path:
    """A home in which a session was killed in its first hold."""
    with subprocess.Popen(
        stretch_command("start", str(short_routine), "--sound", "off"), env=clean_env(home), stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        while not process.stdout.readline().startswith(b"Hold"):
            pass
        process.kill()
    return home


def test_a_session_that_was_cut_off_is_told_of_before_plain_lines(killed: Path, short_routine: Path) -> None:
    run = subprocess.run(
        stretch_command("start", str(short_routine), "--sound", "off", "--only", "reach"),
        env=clean_env(killed),
        capture_output=True,
        text=True,
        check=True,
    )

    told, opening, *_ = run.stdout.splitlines()
    assert "was cut off: Three short holds, 0 of 3 stretches, " in told
    assert told.endswith(" It is in the log now.")
    assert opening == "Three short holds: 0:03, 1 stretch."


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_session_that_was_cut_off_is_told_of_after_the_full_screen(killed: Path, short_routine: Path) -> None:
    command = stretch_command("start", str(short_routine), "--sound", "off", "--only", "reach")

    with Terminal(command, env=clean_env(killed)) as terminal:
        terminal.finish()

    *_, told, done = re.split(r"\n(?=The session|Done)", terminal.text)
    assert " was cut off: " in told.replace("\n", " ")
    assert done.startswith("Done: ")
    assert b"cut off" not in terminal.written.split(b"\x1b[?1049l")[0]


@pytest.mark.parametrize("name", commands.ENTRIES)
def test_each_command_explains_itself(capsys: pytest.CaptureFixture[str], name: str) -> None:
    with pytest.raises(SystemExit) as left:
        main(args=[name, "--help"])

    assert left.value.code == 0
    assert f" {name} [OPTIONS]" in capsys.readouterr().out


def test_help_shows_all_commands_and_makes_none_of_them() -> None:
    modules = {f"sciatica_stretch.cli.{entry.module}" for entry in commands.ENTRIES.values()}
    script = (
        "import sys; from sciatica_stretch.cli.app import main\n"
        "try: main(args=['--help'])\n"
        "except SystemExit: print('loaded', *sys.modules)"
    )

    said = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout

    shown, loaded = said.split("loaded")
    assert all(f"\n  {name} " in shown for name in commands.ENTRIES)
    assert not modules & set(loaded.split())


def test_a_misspelt_command_is_answered_with_those_like_it() -> None:
    run = subprocess.run(stretch_command("expotr"), capture_output=True, text=True, check=False)

    assert run.returncode == 2
    assert "Did you mean 'export'?" in run.stderr
