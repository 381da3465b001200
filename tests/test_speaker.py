"""Speakers over real child processes, with players that are tiny programs: some work, some don't."""

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from sciatica_stretch.core.cues import Tone
from sciatica_stretch.core.session import GAP_SECONDS
from sciatica_stretch.errors import UsageError
from sciatica_stretch.player.children import pipe, stillness
from sciatica_stretch.player.children.process import Child
from sciatica_stretch.player.sound import players, tones
from sciatica_stretch.player.sound.child_speaker import START_SECONDS, ChildSpeaker
from sciatica_stretch.player.sound.mouth import Reports
from sciatica_stretch.player.sound.played import PlayError, Stop
from sciatica_stretch.player.sound.playing import run
from sciatica_stretch.player.sound.speaker import Bell, Manners, Silence, choose, launch
from sciatica_stretch.player.sound.turns import ByTurns, InThreads

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the players here are shell scripts")

ROOT = Path(__file__).parents[1]
VOLUME = 30
ENOUGH = 60.0  # seconds that nothing here takes, on a busy machine neither

# Players: each notes what it was asked to play.
WORKS = 'echo "$@" >> "$LOG"; sleep 0.1'
REFUSES = 'echo "ALSA lib: noise" >&2; echo "player: main:831: open error: Host is down" >&2; exit 1'
CRASHES = "kill -SEGV $$"
BABBLES = "for i in 1 2 3 4 5 6 7 8 9; do echo 1 failed x; head -c 9999 /dev/urandom >&2; done; " + WORKS
LASTS = 'echo "$$" >> "$LOG"; exec sleep 600'


class Stage:
    """A folder with players on its PATH, and a place where they note what they do."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self.log = folder / "log"
        self._bin = folder / "bin"
        self._bin.mkdir()
        self.cache = cache
        self.lines = folder / "voice"
        self.lines.mkdir()
        self.environ = {
            **os.environ,
            "PATH": f"{self._bin}:{os.environ['PATH']}",
            "LOG": str(self.log),
            "PYTHONPATH": str(self._bin),
        }

    def player(self, name: str, script: str) -> None:
        path = self._bin / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def module(self, name: str, code: str) -> None:
        (self._bin / f"{name}.py").write_text(code)

    def line(self, name: str) -> Path:
        """Return the file of a line that was recorded."""
        path = self.lines / name
        path.touch()
        return path

    def speaker(self, *names: str, clock: Callable[[], float] = time.monotonic) -> ChildSpeaker:
        return ChildSpeaker(names, lambda player: launch(player, self.cache, VOLUME, self.environ), clock=clock)

    def asked(self) -> list[str]:
        return self.log.read_text().split("\n")[:-1] if self.log.exists() else []


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tones")
    for tone in Tone:
        tones.wav_path(tone, VOLUME, folder)
    return folder


@pytest.fixture
def stage(tmp_path: Path, cache: Path) -> Stage:
    return Stage(tmp_path, cache)


class Hand:
    """A clock that is set by hand: left alone, nothing ever is late or no longer news."""

    def __init__(self) -> None:
        self.time = 1000.0

    def __call__(self) -> float:
        return self.time


def scripted(*scripts: str) -> Iterator[Child]:
    """Yield children that are shell scripts and talk to the speaker themselves.

    With `cat` for its last command a script ends when the speaker is closed, however the test went.
    """
    for script in scripts:
        yield Child(["/bin/sh", "-c", script], environ=os.environ, folder=Path("/"))


def talking(clock: Callable[[], float], *scripts: str) -> ChildSpeaker:
    children = scripted(*scripts)
    return ChildSpeaker([f"player{i}" for i, _ in enumerate(scripts, 1)], lambda _: next(children), clock=clock)


def attend_until(speaker: ChildSpeaker, done: Callable[[], object]) -> None:
    until = time.monotonic() + ENOUGH
    while not done():
        assert time.monotonic() < until
        time.sleep(0.005)
        speaker.attend()


def await_report(speaker: ChildSpeaker) -> None:
    """Wait until the child has said something, or is gone."""
    reports = speaker.fileno()
    assert reports is not None
    assert select.select([reports], [], [], ENOUGH)[0]


def is_running(pid: int) -> bool:
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(state.strip()) and not state.startswith("Z")


def await_end(pid: int) -> None:
    until = time.monotonic() + ENOUGH
    while is_running(pid):
        assert time.monotonic() < until, "still running"
        time.sleep(0.02)


# --- players that work, and players that don't


def test_a_tone_is_played_by_the_first_player(stage: Stage) -> None:
    stage.player("paplay", WORKS)
    with closing(stage.speaker("paplay", "aplay")) as speaker:
        speaker.play(Tone.LAST_THREE)

        assert speaker.finish(ENOUGH)
        assert stage.asked() == [f"--client-name=stretch {tones.wav_path(Tone.LAST_THREE, VOLUME, stage.cache)}"]
        assert (speaker.using, speaker.tried, speaker.news(), speaker.rings) == ("paplay", [], "", False)
        assert speaker.wake_in() is None


def test_what_a_kill_left_half_written_is_gone_after_a_session(stage: Stage, tmp_path: Path) -> None:
    stage.cache = tmp_path / "cache"
    stage.cache.mkdir()
    torn, fresh = (stage.cache / f".{name}.wav.4711.0" for name in ("begin-30-v1", "rest-30-v1"))
    for part in (torn, fresh):
        part.write_bytes(b"RIFF")
    os.utime(torn, (0, 0))
    stage.player("paplay", WORKS)
    with closing(stage.speaker("paplay")) as speaker:
        speaker.play(Tone.LAST_THREE)
        assert speaker.finish(ENOUGH)

    until = time.monotonic() + ENOUGH
    while torn.exists():
        assert time.monotonic() < until
        time.sleep(0.02)
    assert fresh.exists()


def test_a_player_that_refuses_gives_way_to_the_next_which_plays_the_tone(stage: Stage) -> None:
    stage.player("paplay", REFUSES)
    stage.player("aplay", WORKS)
    with closing(stage.speaker("paplay", "aplay", clock=Hand())) as speaker:
        speaker.play(Tone.BEGIN)
        attend_until(speaker, lambda: speaker.wake_in() is None)

        assert [line.split("/")[-1] for line in stage.asked()] == [f"begin-{VOLUME}-v{tones.RECIPE}.wav"]
        assert speaker.news() == "sound: paplay failed (Host is down), using aplay"
        assert speaker.news() == ""
        assert speaker.tried == [("paplay", "Host is down")]


def test_a_player_that_crashes_gives_way_too(stage: Stage) -> None:
    stage.player("paplay", CRASHES)
    stage.player("aplay", WORKS)
    with closing(stage.speaker("paplay", "aplay")) as speaker:
        speaker.play(Tone.BEGIN)

        assert speaker.finish(ENOUGH)
        assert speaker.news() == "sound: paplay failed (SIGSEGV), using aplay"


def test_a_player_that_is_not_there_gives_way_too(stage: Stage) -> None:
    stage.environ["PATH"] = str(stage.log.parent / "bin")
    with closing(stage.speaker("paplay")) as speaker:
        speaker.play(Tone.BEGIN)

        assert speaker.finish(ENOUGH)
        assert speaker.news() == "no sound: paplay failed (No such file or directory): terminal bell and flash"


def test_a_player_that_babbles_is_no_trouble(stage: Stage) -> None:
    stage.player("paplay", BABBLES)
    with closing(stage.speaker("paplay")) as speaker:
        speaker.play(Tone.BEGIN)

        assert speaker.finish(ENOUGH)
        assert speaker.tried == []


def test_when_no_player_is_left_the_screen_rings(stage: Stage) -> None:
    stage.player("paplay", REFUSES)
    stage.player("aplay", CRASHES)
    with closing(stage.speaker("paplay", "aplay")) as speaker:
        speaker.play(Tone.BEGIN)

        assert speaker.finish(ENOUGH)
        assert speaker.rings
        assert speaker.news() == "no sound: aplay failed (SIGSEGV): terminal bell and flash"
        assert speaker.tried == [("paplay", "Host is down"), ("aplay", "SIGSEGV")]
        assert (speaker.using, speaker.fileno(), speaker.wake_in()) == ("", None, None)

        speaker.play(Tone.BEGIN)
        speaker.attend()

        assert speaker.finish(0)


def test_tones_overlap(stage: Stage) -> None:
    both = 'until [ "$(grep -c + "$LOG")" = 2 ]; do sleep 0.01; done'
    stage.player("paplay", f'echo "+" >> "$LOG"; {both}; echo "-" >> "$LOG"')
    with closing(stage.speaker("paplay")) as speaker:
        speaker.play(Tone.BEGIN)
        speaker.play(Tone.LAST_THREE)

        assert speaker.finish(ENOUGH)
        assert stage.asked() == ["+", "+", "-", "-"]


def test_a_player_that_hangs_is_killed() -> None:
    with pytest.raises(TimeoutError):
        run(["sleep", "600"], timeout=0.1)


def test_a_reason_is_one_short_line_that_can_not_act_on_the_terminal() -> None:
    with pytest.raises(PlayError) as caught:
        run(["sh", "-c", r"printf 'first\nerror: \033[2Jgone %0100d\n\n' 1 >&2; exit 3"], timeout=ENOUGH)

    assert str(caught.value) == ("[2Jgone " + "0" * 100)[:60]


# --- simpleaudio, in the child's own process


SIMPLEAUDIO = """
import os, signal, time
class WaveObject:
    def from_wave_file(path): return WaveObject()
    def play(self): return self
    def wait_done(self): {}
    def stop(self): pass
"""


def test_simpleaudio_runs_with_the_plain_allocator(stage: Stage) -> None:
    stage.module(
        "simpleaudio", SIMPLEAUDIO.format("open(os.environ['LOG'], 'w').write(os.environ['PYTHONMALLOC'] + '\\n')")
    )
    with closing(stage.speaker("simpleaudio")) as speaker:
        speaker.play(Tone.PHASE)
        speaker.finish(ENOUGH)

        assert stage.asked() == ["malloc"]


def test_simpleaudio_that_crashes_gives_way_and_the_tone_is_heard(stage: Stage) -> None:
    stage.module("simpleaudio", SIMPLEAUDIO.format("signal.raise_signal(signal.SIGSEGV)"))
    stage.player("paplay", WORKS)
    with closing(stage.speaker("simpleaudio", "paplay", clock=Hand())) as speaker:
        speaker.play(Tone.BEGIN)
        attend_until(speaker, lambda: speaker.wake_in() is None)

        assert speaker.news() == "sound: simpleaudio failed (SIGSEGV), using paplay"
        assert len(stage.asked()) == 1


def test_simpleaudio_that_is_over_too_soon_was_cut_off(stage: Stage) -> None:
    stage.module("simpleaudio", SIMPLEAUDIO.format("pass"))
    with closing(stage.speaker("simpleaudio")) as speaker:
        speaker.play(Tone.BEGIN)

        assert speaker.finish(ENOUGH)
        assert speaker.tried == [("simpleaudio", "stopped early")]


def test_simpleaudio_tells_its_reason_by_an_exception(stage: Stage) -> None:
    stage.module("simpleaudio", SIMPLEAUDIO.format("raise RuntimeError('Error opening\\nPCM device. -- CODE: -2')"))
    with closing(stage.speaker("simpleaudio")) as speaker:
        speaker.play(Tone.BEGIN)

        assert speaker.finish(ENOUGH)
        assert speaker.tried == [("simpleaudio", "Error opening PCM device. -- CODE: -2")]


# --- what is played again through the next player


ANSWERS = 'while read n tone; do echo "$tone" >> "$LOG"; echo "$n ok"; done'
FAILS = 'read n tone; echo "$n failed of old age"; cat'


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "log"
    path.touch()
    monkeypatch.setenv("LOG", str(path))
    return path


def test_only_the_newest_tone_is_played_again(log: Path) -> None:
    with closing(talking(Hand(), 'read n tone; read m tone; echo "$n failed x"; cat', ANSWERS)) as speaker:
        speaker.play(Tone.NEXT_STRETCH)
        speaker.play(Tone.BEGIN)
        attend_until(speaker, lambda: speaker.using == "player2" and speaker.wake_in() is None)

    assert log.read_text().split() == ["begin"]


def test_a_tick_of_a_rep_is_not_played_again(log: Path) -> None:
    with closing(talking(Hand(), FAILS, ANSWERS)) as speaker:
        speaker.play(Tone.PHASE)
        attend_until(speaker, lambda: speaker.using == "player2")

        assert speaker.wake_in() is None
    assert log.read_text() == ""


def test_a_tone_that_is_no_longer_news_is_not_played_again() -> None:
    clock = Hand()
    with closing(talking(clock, FAILS, ANSWERS)) as speaker:
        speaker.play(Tone.BEGIN)
        clock.time += 1.1
        attend_until(speaker, lambda: speaker.using == "player2")

        assert speaker.wake_in() is None
        assert speaker.news() == "sound: player1 failed (of old age), using player2"


# --- children that die, hang or chatter


def test_a_child_that_dies_between_two_sounds_is_replaced() -> None:
    with closing(talking(Hand(), "kill -SEGV $$", ANSWERS)) as speaker:
        attend_until(speaker, lambda: speaker.using == "player2")

        assert speaker.news() == "sound: player1 failed (SIGSEGV), using player2"


def test_a_child_that_does_not_answer_costs_all_players_and_only_by_its_deadline() -> None:
    clock = Hand()
    with closing(talking(clock, "sleep 60", ANSWERS)) as speaker:
        speaker.play(Tone.BEGIN)
        patience = START_SECONDS + tones.seconds(Tone.BEGIN)
        assert speaker.wake_in() == pytest.approx(patience)
        speaker.attend()
        assert not speaker.rings

        clock.time += patience
        speaker.attend()

        assert speaker.rings
        assert speaker.news() == "no sound: player1 failed (no answer): terminal bell and flash"


def test_time_in_which_nobody_could_run_makes_no_player_late() -> None:
    clock = Hand()
    with closing(talking(clock, 'read n tone; read go; echo "$n ok"; cat', ANSWERS)) as speaker:
        speaker.play(Tone.BEGIN)
        clock.time += 1.0
        speaker.attend()
        patience = speaker.wake_in()
        clock.time += 60.0  # a frozen container

        speaker.attend()

        assert (speaker.using, speaker.news()) == ("player1", "")
        assert speaker.wake_in() == patience
        clock.time += patience or 0.0
        speaker.attend()
        assert speaker.rings


def test_a_gap_is_what_the_session_takes_for_one() -> None:
    assert stillness.GAP_SECONDS == GAP_SECONDS


def test_a_sound_that_started_has_its_length_and_a_few_seconds() -> None:
    clock = Hand()
    with closing(talking(clock, 'read n tone; echo "$n started"; cat')) as speaker:
        speaker.play(Tone.BEGIN)
        attend_until(speaker, lambda: (speaker.wake_in() or 0) < START_SECONDS)

        assert 3 < (speaker.wake_in() or 0) - tones.seconds(Tone.BEGIN) < 6


def test_a_player_that_hangs_costs_all_players() -> None:
    with closing(talking(Hand(), 'read n tone; echo "$n hung"; cat', ANSWERS)) as speaker:
        speaker.play(Tone.BEGIN)
        attend_until(speaker, lambda: speaker.rings)

        assert speaker.news() == "no sound: player1 failed (no answer): terminal bell and flash"


def test_an_answer_that_came_in_time_counts_though_it_is_read_late() -> None:
    clock = Hand()
    with closing(talking(clock, 'read n tone; echo "$n ok"; cat')) as speaker:
        speaker.play(Tone.BEGIN)
        await_report(speaker)
        clock.time += 3600  # the session was stopped meanwhile

        attend_until(speaker, lambda: speaker.wake_in() is None)

        assert not speaker.rings


def test_chatter_among_the_reports_means_nothing() -> None:
    chatter = 'read n tone; printf "\\377\\n\\n1\\n9 failed x\\nok 1\\nhello there all\\n"; echo "$n ok"; cat'
    with closing(talking(Hand(), chatter)) as speaker:
        speaker.play(Tone.BEGIN)
        attend_until(speaker, lambda: speaker.wake_in() is None)

        assert not speaker.rings


def test_a_child_that_does_not_read_never_makes_the_session_wait() -> None:
    clock = Hand()
    with closing(talking(clock, "sleep 60")) as speaker:
        for _ in range(20_000):  # many times what a pipe holds
            speaker.play(Tone.PHASE)
        assert speaker.wake_in() == 0.0

        speaker.attend()

        assert speaker.rings


def test_playing_to_a_child_that_just_died_raises_nothing() -> None:
    with closing(talking(Hand(), "exit 3", ANSWERS)) as speaker:
        await_report(speaker)  # which is the end of them
        speaker.play(Tone.BEGIN)
        attend_until(speaker, lambda: speaker.using == "player2" and speaker.wake_in() is None)

        assert speaker.tried == [("player1", "exit code 3")]


def test_children_that_can_not_be_started_leave_the_bell() -> None:
    def no_more_processes(_: str) -> Child:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    speaker = ChildSpeaker(["paplay", "aplay"], no_more_processes)

    assert speaker.rings
    assert speaker.news() == "no sound: no player works here: terminal bell and flash"
    assert speaker.tried[0] == ("paplay", "Resource temporarily unavailable")


# --- nothing is left running


def test_a_sound_in_hand_outlives_the_session_and_then_all_is_gone(stage: Stage) -> None:
    closed = stage.log.with_name("closed")
    stage.player("paplay", f'echo $PPID >> "$LOG"; until [ -e {closed} ]; do sleep 0.01; done; echo done >> "$LOG"')
    with closing(stage.speaker("paplay")) as speaker:
        speaker.play(Tone.DONE)
        attend_until(speaker, stage.asked)

    speaker.play(Tone.DONE)  # too late, and no harm
    closed.touch()
    await_end(int(stage.asked()[0]))
    assert stage.asked()[1:] == ["done"]


def test_moving_on_kills_what_the_child_had_started(stage: Stage) -> None:
    stage.player("paplay", f'case "$2" in *begin*) {REFUSES};; esac; {LASTS}')
    stage.player("aplay", WORKS)
    with closing(stage.speaker("paplay", "aplay")) as speaker:
        speaker.play(Tone.REST)
        attend_until(speaker, stage.asked)
        speaker.play(Tone.BEGIN)
        attend_until(speaker, lambda: speaker.using == "aplay")

        await_end(int(stage.asked()[0]))


def test_the_child_of_a_killed_session_ends_by_itself(stage: Stage) -> None:
    stage.player("paplay", 'echo $PPID >> "$LOG"; sleep 0.1')
    session = f"""
import os, signal, time
from pathlib import Path
from sciatica_stretch.core.cues import Tone
from sciatica_stretch.player.sound.speaker import choose
speaker = choose("paplay", {VOLUME}, Path({str(stage.cache)!r}))
speaker.play(Tone.BEGIN)
while not Path({str(stage.log)!r}).exists():
    time.sleep(0.01)
os.kill(os.getpid(), signal.SIGKILL)
"""

    ended = subprocess.run([sys.executable, "-c", session], cwd=ROOT, env=stage.environ, check=False, timeout=ENOUGH)

    assert ended.returncode == -signal.SIGKILL
    await_end(int(stage.asked()[0]))


# --- choosing


@pytest.mark.parametrize(("wanted", "volume"), [("off", 70), ("auto", 0), ("bell", 0)])
def test_off_and_no_volume_are_silence(wanted: str, volume: int, tmp_path: Path) -> None:
    speaker = choose(wanted, volume, tmp_path)
    speaker.play(Tone.BEGIN)
    speaker.attend()
    speaker.close()

    assert isinstance(speaker, Silence)
    assert (speaker.rings, speaker.fileno(), speaker.wake_in(), speaker.news()) == (False, None, None, "")


def test_the_bell_can_be_asked_for(tmp_path: Path) -> None:
    speaker = choose("bell", 70, tmp_path)

    assert isinstance(speaker, Bell)
    assert speaker.rings


def test_an_unknown_player_is_a_mistake_that_lists_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no player 'ffplay'") as caught:
        choose("ffplay", 70, tmp_path)

    assert caught.value.hint == (
        "Choose one of: auto, simpleaudio, pulse, pw-play, paplay, aplay, afplay, winsound, bell, off."
    )


def test_auto_takes_the_first_player_that_is_installed(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.player("aplay", WORKS)
    monkeypatch.setenv("PATH", str(stage.log.parent / "bin"))
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    monkeypatch.setattr(players, "is_linkable", lambda _: False)

    with closing(choose("auto", VOLUME, stage.cache)) as speaker:
        assert isinstance(speaker, ChildSpeaker)
        assert speaker.using == "aplay"
        assert dict(speaker.tried).keys() >= {"simpleaudio", "pulse", "pw-play", "paplay"}


def test_a_named_player_that_is_not_installed_leaves_the_bell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with closing(choose("pw-play", 70, tmp_path)) as speaker:
        assert speaker.rings
        assert speaker.news() == "no sound: pw-play: not installed: terminal bell and flash"


@pytest.mark.parametrize(
    ("name", "platform", "reason"),
    [("afplay", "linux", "only on macOS"), ("winsound", "linux", "only on Windows"), ("sh", "linux", "")],
)
def test_a_player_says_why_it_can_not_be_used(name: str, platform: str, reason: str) -> None:
    assert players.why_not(name, platform) == reason


def test_a_library_is_known_by_the_linkers_cache_or_where_there_is_none_by_its_file(tmp_path: Path) -> None:
    cache, folder = tmp_path / "ld.so.cache", tmp_path / "lib"
    folder.mkdir()

    assert not players.is_linkable("libx.so.0", cache, [folder])
    (folder / "libx.so.0").touch()
    assert players.is_linkable("libx.so.0", cache, [folder])
    cache.write_bytes(b"\1libx.so.01\0/lib/liby.so.0\0")
    assert not players.is_linkable("libx.so.0", cache, [folder])
    assert players.is_linkable("liby.so.0", cache, [folder])


def test_what_went_well_may_be_told_in_one_go_and_what_did_not_is_told_at_once(
    capfd: pytest.CaptureFixture[str],
) -> None:
    stage = InThreads()
    reports = Reports(stage, held=True)

    reports.ok("1")
    reports.ok("2")
    held = capfd.readouterr().out
    reports.tell("3 failed x")
    told = capfd.readouterr().out
    reports.promptly()
    reports.ok("4")
    stage.finish()

    assert (held, told) == ("", "1 ok\n2 ok\n3 failed x\n")
    assert capfd.readouterr().out == "4 ok\n"


def test_sounds_that_take_turns_are_all_gone_on_with_when_one_is() -> None:
    out, into = os.pipe()
    seen: list[str] = []

    def sound(name: str, seconds: float) -> Iterator[float]:
        until = time.monotonic() + seconds
        while time.monotonic() < until and not stop.pulled.is_set():
            seen.append(name)
            yield until

    stage, stop = ByTurns(), Stop()

    def take(request: str) -> None:
        if request == "stop":
            stop.pull()
        else:
            stage.add(sound(request, 600.0), stop)

    os.write(into, b"one\ntwo\nst")
    os.write(into, b"op\n")
    os.close(into)
    stage.serve(out, take)
    stage.finish()
    os.close(out)

    assert seen[:2] == ["one", "two"]


# --- pipes


def test_reading_takes_what_is_there_and_knows_the_end() -> None:
    out, into = os.pipe()
    pipe.never_wait(out)

    assert pipe.read_nonblocking(out) == b""
    os.write(into, b"1 ok\n")
    assert pipe.read_nonblocking(out) == b"1 ok\n"
    os.close(into)
    assert pipe.read_nonblocking(out) is None
    os.close(out)


def test_where_reading_would_wait_only_what_was_counted_is_read() -> None:
    out, into = os.pipe()
    os.write(into, b"1 ok\n2")

    def broken(_: int) -> int:
        raise BrokenPipeError

    assert pipe.read_peeked(out, lambda _: 0) == b""
    assert pipe.read_peeked(out, lambda _: 5) == b"1 ok\n"
    assert pipe.read_peeked(out, broken) is None
    os.close(out)
    os.close(into)


# --- lines that were recorded


def test_a_line_is_played_by_its_path_after_its_delay(stage: Stage) -> None:
    stage.player("paplay", WORKS)
    with closing(stage.speaker("paplay")) as speaker:
        speaker.say(stage.line("with a blank.wav"), 1.5, 0.05)

        assert speaker.finish(ENOUGH)
        assert stage.asked() == [f"--client-name=stretch {stage.lines}/with a blank.wav"]
        assert speaker.tried == []


def test_a_recording_that_is_gone_costs_that_line_and_not_the_player(stage: Stage) -> None:
    stage.player("paplay", WORKS)
    stage.player("aplay", WORKS)
    with closing(stage.speaker("paplay", "aplay")) as speaker:
        removed = speaker.say(stage.lines / "removed.wav", 1.0, 0.0)
        assert speaker.finish(ENOUGH)
        assert (speaker.unsaid(), speaker.unsaid()) == ([removed], [])
        speaker.say(stage.line("line.wav"), 1.0, 0.0)
        assert speaker.finish(ENOUGH)

        assert (speaker.using, speaker.tried, speaker.news()) == ("paplay", [], "")
        assert [line.split("/")[-1] for line in stage.asked()] == ["line.wav"]


@pytest.mark.skipif(sys.platform == "darwin", reason="each name of a file is UTF-8 there")
def test_a_path_is_handed_over_to_the_byte_whatever_the_locale(stage: Stage) -> None:
    stage.player("paplay", WORKS)
    stage.environ["PYTHONIOENCODING"] = "latin-1"
    with closing(stage.speaker("paplay")) as speaker:
        speaker.say(stage.line(os.fsdecode(b"f\xc3\xbcr \xff.wav")), 1.0, 0.0)

        assert speaker.finish(ENOUGH)
        assert stage.log.read_bytes().endswith(b"/f\xc3\xbcr \xff.wav\n")


def test_hushing_ends_the_player_of_a_line_and_no_other(stage: Stage) -> None:
    stage.player("paplay", LASTS)
    with closing(stage.speaker("paplay")) as speaker:
        number = speaker.say(stage.line("line.wav"), 600.0, 0.0)
        attend_until(speaker, lambda: len(stage.asked()) == 1)
        speaker.play(Tone.BEGIN)
        attend_until(speaker, lambda: len(stage.asked()) == 2)
        line, tone = map(int, stage.asked())

        speaker.hush(number)
        await_end(line)

        assert is_running(tone)
        assert speaker.tried == []
        os.kill(tone, signal.SIGKILL)


def test_hushing_the_next_line_leaves_the_one_under_way(log: Path) -> None:
    with closing(
        talking(Hand(), 'read line; read next; read stop; echo "$stop" >> "$LOG"; echo "2 ok"; cat')
    ) as speaker:
        speaker.say(Path("/line.wav"), 600.0, 0.0)
        number = speaker.say(Path("/next.wav"), 1.0, 300.0)
        speaker.hush(number)
        attend_until(speaker, log.read_text)

    assert log.read_text() == f"stop {number}\n"


def test_a_line_that_is_hushed_before_its_time_is_never_played(stage: Stage) -> None:
    stage.player("paplay", WORKS)
    with closing(stage.speaker("paplay")) as speaker:
        number = speaker.say(stage.line("line.wav"), 1.0, 300.0)
        speaker.hush(number)

        assert speaker.finish(ENOUGH)
        assert stage.asked() == []


def test_of_a_line_and_a_tone_only_the_tone_is_played_again(log: Path) -> None:
    both_fail = 'read n tone; read m line; echo "$m failed x"; cat'
    with closing(talking(Hand(), both_fail, ANSWERS)) as speaker:
        speaker.play(Tone.BEGIN)
        speaker.say(Path("/line.wav"), 1.0, 0.0)
        attend_until(speaker, lambda: speaker.using == "player2" and speaker.wake_in() is None)

    assert log.read_text().split() == ["begin"]


def test_a_long_line_has_its_delay_its_length_and_a_few_seconds() -> None:
    clock = Hand()
    with closing(talking(clock, 'read n line; echo "$n started"; cat')) as speaker:
        speaker.say(Path("/line.wav"), 12.0, 2.0)
        patience = 2.0 + 12.0 + START_SECONDS
        assert speaker.wake_in() == pytest.approx(patience)
        attend_until(speaker, lambda: speaker.wake_in() != pytest.approx(patience))

        assert 3 < (speaker.wake_in() or 0) - 12.0 < 6


def test_headphones_that_have_to_be_woken_up_ask_for_lines_early() -> None:
    with closing(talking(Hand(), "echo primer 0.6; echo primer soon; cat")) as speaker:
        assert speaker.lead == 0.0
        attend_until(speaker, lambda: speaker.lead)

        assert speaker.lead == 0.6


def test_the_primer_is_played_before_a_line_where_it_is_wanted(stage: Stage) -> None:
    stage.player("paplay", WORKS)

    def start(player: str) -> Child:
        return launch(player, stage.cache, VOLUME, stage.environ, Manners("on", lower_others=False))

    with closing(ChildSpeaker(["paplay"], start)) as speaker:
        attend_until(speaker, lambda: speaker.lead)
        speaker.say(stage.line("line.wav"), 0.5, speaker.lead)

        assert speaker.finish(ENOUGH)
        assert [line.split("/")[-1] for line in stage.asked()] == [f"primer-v{tones.RECIPE}.wav", "line.wav"]
