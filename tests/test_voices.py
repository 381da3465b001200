"""Voices: what they read is recorded once, kept, made as loud as the tones, and never waited for."""

import math
import os
import subprocess
import sys
import time
from array import array
from collections.abc import Callable
from contextlib import closing
from math import inf
from pathlib import Path
from typing import NoReturn

import pytest

from sciatica_stretch.player.children.process import Child
from sciatica_stretch.player.sound import tones
from sciatica_stretch.player.sound.voice import child, voices, wav
from sciatica_stretch.player.sound.voice.child import Shelf
from sciatica_stretch.player.sound.voice.loudness import TONES_LEVEL, gated_level, matched
from sciatica_stretch.player.sound.voice.recordings import ANSWER_SECONDS, Recordings, choose
from sciatica_stretch.player.sound.voice.voices import Recorded, VoiceError, reader, why_not

ROOT = Path(__file__).parents[1]
ENOUGH = 60.0
RATE = 22_050
INSTALLED = [
    pytest.param(name, marks=[] if not why_not(name) else [pytest.mark.skip(f"{name}: {why_not(name)}")])
    for name in voices.NAMES
]


def spoken(level: float, *, pause: float = 0.3, seconds: float = 1.0) -> Recorded:
    """Return something like a line: sound between two silences."""
    quiet = array("h", [0] * round(pause * RATE))
    waves = (math.sin(i / 8) * (1 + math.sin(i / 900)) / 2 for i in range(round(seconds * RATE)))
    loud = array("h", (round(level * 32767 * wave) for wave in waves))
    return Recorded(quiet + loud + quiet, RATE)


# --- loudness


@pytest.mark.parametrize("level", [0.02, 0.3, 0.9])
@pytest.mark.parametrize("volume", [10, 70, 100])
def test_a_line_is_made_as_loud_as_the_tones_however_loud_it_was(level: float, volume: int) -> None:
    louder = gated_level(matched(spoken(level), volume)) / 32767 / tones.gain(volume)

    assert 20 * math.log10(louder / TONES_LEVEL) == pytest.approx(0, abs=1)


def test_the_level_of_the_tones_is_that_of_those_that_announce_something() -> None:
    announcing = ("get-ready", "next-stretch", "change-side", "rest", "begin", "done")
    levels = [gated_level(wav.read(tones.synthesise(tone, 100))) / 32767 for tone in announcing]

    assert sum(levels) / len(levels) == pytest.approx(TONES_LEVEL, rel=0.05)


def test_the_silence_around_a_line_is_cut_off() -> None:
    assert len(matched(spoken(0.3, pause=0.5, seconds=1.0), 70).samples) / RATE == pytest.approx(1.0, abs=0.15)


def test_peaks_are_bent_and_not_cut() -> None:
    line = spoken(0.05)
    line.samples[RATE // 2] = 32767

    assert max(map(abs, matched(line, 100).samples)) <= 32767


def test_silence_is_no_line() -> None:
    with pytest.raises(VoiceError, match="silence"):
        matched(Recorded(array("h", [0] * 1000), RATE), 70)


# --- the shelf


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Stand in for a voice; return what it has read."""
    read: list[str] = []

    def line(text: str) -> Recorded:
        read.append(text)
        if text == "unreadable":
            raise VoiceError("it can't read that")
        return spoken(0.3)

    monkeypatch.setattr(child, "reader", lambda _voice, _rate: line)
    return read


def test_a_line_is_read_once(reads: list[str], tmp_path: Path) -> None:
    first = Shelf(tmp_path / "voice", "any", 160, 70).take("Left leg.")
    again = Shelf(tmp_path / "voice", "any", 160, 70).take("Left leg.")

    assert reads == ["Left leg."]
    assert first[1] == again[1]
    assert first[0] == pytest.approx(again[0])
    assert (tmp_path / "voice").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("content", [b"", b"RIFF", b"\0" * 50_000])
def test_a_torn_file_is_recorded_anew(reads: list[str], tmp_path: Path, content: bytes) -> None:
    shelf = Shelf(tmp_path, "any", 160, 70)
    _, path = shelf.take("Left leg.")
    whole = path.read_bytes()
    path.write_bytes(content or whole[:-2])

    shelf.take("Left leg.")

    assert path.read_bytes() == whole
    assert len(reads) == 2
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_voice_rate_volume_and_text_have_each_their_own_file(tmp_path: Path) -> None:
    shelves = [("a", 160, 70), ("b", 160, 70), ("a", 161, 70), ("a", 160, 71)]

    paths = {Shelf(tmp_path, *each).path(text) for each in shelves for text in ("Left.", "Right.")}

    assert len(paths) == 8


# --- recordings, over real child processes


def scripted(*scripts: str, clock: Callable[[], float] = time.monotonic) -> Recordings:
    """Return recordings whose voices are shell scripts: each line they read is a text."""
    names = [f"voice{i}" for i, _ in enumerate(scripts, 1)]
    by_name = dict(zip(names, scripts, strict=True))

    def launch(name: str) -> Child:
        return Child(["/bin/sh", "-c", by_name[name]], environ=os.environ, folder=Path("/"))

    return Recordings(names, launch, Path("/cache"), clock=clock)


ANSWERS = 'while read text; do echo "ready 1.5 $(echo $text | tr -d " .").wav"; done'


def attend_until(made: Recordings, done: Callable[[], object]) -> None:
    until = time.monotonic() + ENOUGH
    while not done():
        assert time.monotonic() < until
        time.sleep(0.005)
        made.attend()


posix = pytest.mark.skipif(sys.platform == "win32", reason="the voices here are shell scripts")


@posix
def test_lines_come_with_their_lengths_and_files() -> None:
    with closing(scripted(ANSWERS)) as made:
        made.ask(["Left leg.", "Right leg."])
        attend_until(made, lambda: made.all_there)

        assert made.lengths == {"Left leg.": 1.5, "Right leg.": 1.5}
        assert made.path("Left leg.") == Path("/cache/Leftleg.wav")
        assert (made.using, made.wake_in(), made.news()) == ("voice1", None, "")


@posix
@pytest.mark.parametrize(
    ("fails", "reason"),
    [
        ('read t; echo "broken it has no tongue"; exit 1', "it has no tongue"),
        ("kill -SEGV $$", "SIGSEGV"),
        ("read t; echo ready 1 a.wav; exit 3", "exit code 3"),
    ],
)
def test_a_voice_that_fails_gives_way_to_the_next_which_reads_what_is_missing(fails: str, reason: str) -> None:
    with closing(scripted(fails, ANSWERS)) as made:
        made.ask(["Left.", "Right."])
        attend_until(made, lambda: made.all_there)

        assert made.lengths.keys() == {"Left.", "Right."}
        assert made.news() == f"voice: voice1 failed ({reason}), using voice2"
        assert made.tried == [("voice1", reason)]


@posix
def test_when_no_voice_is_left_it_says_so_and_asks_for_nothing_more() -> None:
    with closing(scripted("exit 3")) as made:
        made.ask(["Left."])
        attend_until(made, lambda: not made.using)

        assert made.news() == "voice: voice1 failed (exit code 3), the tones go on"
        assert (made.all_there, made.wake_in(), made.lengths) == (True, None, {})


@pytest.mark.parametrize(
    ("tried", "news"),
    [
        ([("natural", "not installed")], "voice: natural: not installed, the tones go on"),
        ([("natural", "not installed"), ("say", "only on macOS")], "no voice: tones alone (see stretch doctor)"),
    ],
)
def test_where_no_voice_can_be_had_it_is_said_once(tried: list[tuple[str, str]], news: str) -> None:
    made = Recordings([], pytest.fail, Path("/cache"), tried=tried)

    assert (made.news(), made.news()) == (news, "")


@posix
def test_a_line_that_can_not_be_read_takes_for_ever_and_so_is_never_said() -> None:
    with closing(scripted('read t; echo "failed it is too long"; cat >/dev/null')) as made:
        made.ask(["Left."])
        attend_until(made, lambda: made.all_there)

        assert made.lengths == {"Left.": inf}
        assert made.news() == "voice: voice1 left out a line (it is too long)"


@posix
def test_a_voice_that_fails_at_its_first_lines_gives_way_to_one_that_reads_them() -> None:
    fails = 'while read text; do echo "failed it is hoarse"; done'
    with closing(scripted(fails, ANSWERS)) as made:
        made.ask(["One.", "Two.", "Three.", "Four."])
        attend_until(made, lambda: made.all_there)

        assert made.lengths == dict.fromkeys(["One.", "Two.", "Three.", "Four."], 1.5)
        assert made.news() == "voice: voice1 failed (it is hoarse), using voice2"


@posix
def test_a_voice_that_has_read_a_line_is_kept_though_it_fails_at_others() -> None:
    hums = 'read text; echo "ready 1.5 a.wav"; while read text; do echo "failed too long"; done'
    with closing(scripted(hums, ANSWERS)) as made:
        made.ask(["One.", "Two.", "Three.", "Four."])
        attend_until(made, lambda: made.all_there)

        assert (made.using, made.tried) == ("voice1", [])
        assert made.lengths == {"One.": 1.5, "Two.": inf, "Three.": inf, "Four.": inf}


@posix
def test_when_a_recording_is_gone_all_are_asked_for_again(tmp_path: Path) -> None:
    with closing(scripted(writing_down(tmp_path / "log"))) as made:
        made.ask(["Left.", "Right.", "Both."])
        asked_of(made, tmp_path / "log")
        made.lose("Right.")
        made.lose("Left.")  # of the same deletion
        without = dict(made.lengths)

        assert asked_of(made, tmp_path / "log")[3:] == ["Left.", "Right.", "Both."]
        assert without == {}
        assert made.lengths == {"Left.": 1.5, "Right.": 1.5, "Both.": 1.5}
        assert (made.using, made.news()) == ("voice1", "")


@posix
def test_recordings_that_vanish_again_and_again_are_given_up_aloud() -> None:
    with closing(scripted(ANSWERS, ANSWERS)) as made:
        made.ask(["Left."])
        for _ in range(3):
            attend_until(made, lambda: made.all_there)
            made.lose("Left.")

        assert (made.using, made.all_there, made.lengths) == ("", True, {})
        assert made.news() == "voice: voice1 failed (its recordings vanish), the tones go on"


@posix
def test_a_recording_that_is_gone_when_no_voice_is_left_is_told() -> None:
    with closing(scripted('read t; echo "ready 1.5 a.wav"; read t; exit 3')) as made:
        made.ask(["Left.", "Right."])
        attend_until(made, lambda: not made.using)
        assert made.news() == "voice: voice1 failed (exit code 3), the tones go on"
        made.lose("Left.")

        assert (made.lengths, made.news()) == ({}, "voice: its recordings are gone, the tones go on")


@posix
def test_a_voice_that_does_not_answer_is_ended_and_gives_way(tmp_path: Path) -> None:
    now = [1000.0]
    hangs = f'echo $$ > "{tmp_path}/pid"; exec sleep 600'
    with closing(scripted(hangs, ANSWERS, clock=lambda: now[0])) as made:
        made.ask(["Left."])
        attend_until(made, lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text())
        for _ in range(int(ANSWER_SECONDS)):
            now[0] += 1.0
            made.attend()
        in_time = made.using
        now[0] += 0.1
        attend_until(made, lambda: made.all_there)

        assert in_time == "voice1"
        assert made.tried == [("voice1", "no answer")]
        assert made.lengths == {"Left.": 1.5}
        with pytest.raises(ProcessLookupError):
            os.kill(int((tmp_path / "pid").read_text()), 0)


@posix
def test_time_in_which_nobody_could_run_makes_no_voice_late() -> None:
    now = [1000.0]
    with closing(scripted("exec sleep 600", ANSWERS, clock=lambda: now[0])) as made:
        made.ask(["Left."])
        made.attend()
        now[0] += 10 * ANSWER_SECONDS  # the machine slept

        made.attend()

        assert (made.using, made.news()) == ("voice1", "")


@posix
def test_each_answer_gives_a_voice_its_time_anew() -> None:
    now = [1000.0]
    steady = 'read text; read next; echo "ready 1.5 a.wav"; read more; echo "ready 1.5 b.wav"; cat >/dev/null'
    with closing(scripted(steady, clock=lambda: now[0])) as made:
        made.ask(["One.", "Two."])
        attend_until(made, lambda: len(made.lengths) == 1)
        now[0] += ANSWER_SECONDS
        made.attend()
        made.ask(["Three."])
        attend_until(made, lambda: len(made.lengths) == 2)
        now[0] += ANSWER_SECONDS
        made.attend()

        assert (made.using, made.tried) == ("voice1", [])


def asked_of(made: Recordings, log: Path) -> list[str]:
    """Return what its voice was asked for, once all is there."""
    attend_until(made, lambda: made.all_there)
    return log.read_text(encoding="utf-8").splitlines()


def writing_down(log: Path) -> str:
    return f'while read text; do echo "$text" >> "{log}"; sleep 0.01; echo "ready 1.5 a.wav"; done'


@posix
def test_what_is_asked_for_last_is_needed_first_and_nothing_is_recorded_twice(tmp_path: Path) -> None:
    with closing(scripted(writing_down(tmp_path / "log"))) as made:
        made.ask([f"Line {i}." for i in range(12)])
        made.ask(["Line 9.", "Now.", "Line 1."])

        asked = asked_of(made, tmp_path / "log")

    under_way = [f"Line {i}." for i in range(4)]
    assert asked == [*under_way, "Line 9.", "Now.", *(f"Line {i}." for i in (4, 5, 6, 7, 8, 10, 11))]


@posix
def test_no_more_is_under_way_than_any_pipe_holds(tmp_path: Path) -> None:
    with closing(scripted(f"sleep 0.2; {writing_down(tmp_path / 'log')}")) as made:
        long = [f"{i} {'word ' * 300}".strip() for i in range(6)]
        made.ask([*long, "Short."])
        made.ask(["Now."])  # the first two of the long ones are under way: three would not fit

        assert [line[:4] for line in asked_of(made, tmp_path / "log")][:3] == ["0 wo", "1 wo", "Now."]


@posix
def test_a_voice_that_takes_over_records_what_is_needed_first(tmp_path: Path) -> None:
    with closing(scripted("sleep 0.1; exit 3", writing_down(tmp_path / "log"))) as made:
        made.ask(["One.", "Two.", "Three.", "Four.", "Five.", "Six."])
        made.ask(["Now."])

        assert asked_of(made, tmp_path / "log") == ["One.", "Two.", "Three.", "Four.", "Now.", "Five.", "Six."]


@posix
def test_more_lines_than_a_pipe_holds_are_all_recorded() -> None:
    many = [f"{i} {'word ' * 40}" for i in range(3000)]
    with closing(scripted('while read text; do echo "ready 1 x.wav"; done')) as made:
        made.ask(many)
        attend_until(made, lambda: made.all_there)

        assert len(made.lengths) == len(many)


def test_a_voice_that_is_not_installed_is_named_with_the_reason(tmp_path: Path) -> None:
    with closing(choose("sapi" if sys.platform != "win32" else "say", 70, tmp_path, 160)) as made:
        made.ask(["Left."])

        assert made.using == ""
        assert made.news().endswith(", the tones go on")
        assert [reason for _, reason in made.tried] == [f"only on {'Windows' if sys.platform != 'win32' else 'macOS'}"]


def test_every_voice_says_how_to_get_it() -> None:
    assert [name for name, _, _ in voices.voices()] == list(voices.NAMES)
    assert all(get for _, _, get in voices.voices())


# --- the process that records


@pytest.mark.skipif(bool(why_not("espeak-ng")), reason="espeak-ng is not installed")
def test_a_session_that_is_gone_leaves_nothing_running_that_records(tmp_path: Path) -> None:
    command = [sys.executable, "-m", child.__name__, "espeak-ng", "160", "70", str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as made:
        assert made.stdin
        assert made.stdout
        made.stdin.write("".join(f"line {i}\n" for i in range(500)).encode())
        made.stdin.flush()
        made.stdout.readline()
        made.stdout.close()  # as when the session is killed
        made.stdin.close()

        assert made.wait(ENOUGH) == 0
    assert len(list(tmp_path.iterdir())) < 400


def test_a_voice_that_does_not_get_ready_is_broken_and_not_each_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def hoarse(_voice: str, _rate: int) -> NoReturn:
        raise VoiceError("it is hoarse")

    monkeypatch.setattr(child, "reader", hoarse)
    monkeypatch.setattr(child, "standard_input", lambda: ["Left.\n", "Right.\n"])
    monkeypatch.setattr(os, "nice", lambda _: 0, raising=False)

    with pytest.raises(SystemExit):
        child.main("any", "160", "70", str(tmp_path))

    assert capfd.readouterr().out == "broken it is hoarse\n"


@pytest.mark.usefixtures("reads")
def test_a_text_reaches_the_process_as_it_is_whatever_the_locale(tmp_path: Path) -> None:
    _, kept = Shelf(tmp_path, "any", 160, 70).take("Füße hüftbreit.")
    command = [sys.executable, "-m", child.__name__, "any", "160", "70", str(tmp_path)]
    environ = {**os.environ, "PYTHONIOENCODING": "latin-1"}

    made = subprocess.run(
        command, cwd=ROOT, env=environ, input="Füße hüftbreit.\n".encode(), capture_output=True, check=True
    )

    assert made.stdout.decode().split()[0::2] == ["ready", kept.name]


# --- voices that are installed here


@pytest.mark.real
@pytest.mark.parametrize("name", INSTALLED)
def test_a_voice_reads_a_line_in_about_the_time_a_person_takes(name: str) -> None:
    read = reader(name, 160)
    line = matched(read("Cross the left ankle above the other knee and hold behind that thigh."), 70)
    short = matched(read("Left leg."), 70)

    assert 2.5 < len(line.samples) / line.rate < 6
    assert 0.3 < len(short.samples) / short.rate < 1.5


@pytest.mark.real
@pytest.mark.parametrize("name", INSTALLED)
def test_a_voice_that_is_to_speak_faster_does(name: str) -> None:
    line = "Cross the left ankle above the other knee and hold behind that thigh."

    slow, fast = (len(matched(reader(name, rate)(line), 70).samples) for rate in (120, 240))

    assert fast < 0.75 * slow
