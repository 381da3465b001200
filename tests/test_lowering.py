"""Other programs' sounds: lowered beside ours and always put back, on a real sound server."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sound_server import SoundServer, sound_server

from sciatica_stretch.core.cues import Tone
from sciatica_stretch.player.sound import others, tones
from sciatica_stretch.player.sound.child_speaker import ChildSpeaker
from sciatica_stretch.player.sound.hush import Hush
from sciatica_stretch.player.sound.lowering import Lowering
from sciatica_stretch.player.sound.others import Lowered, Stream
from sciatica_stretch.player.sound.speaker import Manners, launch

ENOUGH = 60.0
FULL = (65536,)
MUSIC = Stream(7, 0, "music", FULL)
QUIET = Lowered(7, "music", FULL, (39322,))


# --- what is lowered, and what is put back


def test_every_channel_of_anothers_stream_is_lowered() -> None:
    assert others.lower([Stream(7, 0, "music", (65536, 32768))], 1, []) == [
        Lowered(7, "music", (65536, 32768), (39322, 19661))
    ]


def test_our_own_streams_are_left_alone() -> None:
    ours = Stream(7, os.getpid(), "ALSA plug-in [aplay]", FULL)

    assert others.lower([ours, Stream(8, 0, "stretch", FULL)], os.getsid(0), []) == []


def test_what_is_lowered_already_is_not_lowered_twice_and_silence_stays_silence() -> None:
    assert others.lower([MUSIC._replace(volumes=(39322,)), Stream(9, 0, "call", (0,))], 1, [QUIET]) == []


def test_a_stream_gets_the_volume_back_that_it_had() -> None:
    assert others.raise_again([MUSIC._replace(volumes=(39322,))], [QUIET]) == ([MUSIC], [])


def test_what_the_person_changed_meanwhile_stays_so() -> None:
    assert others.raise_again([MUSIC._replace(volumes=(50000,))], [QUIET]) == ([], [])


def test_a_stream_that_comes_again_as_quiet_as_it_went_is_put_back_under_its_new_number() -> None:
    again = MUSIC._replace(number=12, volumes=(39322,))

    assert others.raise_again([again], [QUIET]) == ([again._replace(volumes=FULL)], [])


def test_a_stream_that_is_gone_is_remembered() -> None:
    assert others.raise_again([], [QUIET]) == ([], [QUIET])


def test_what_was_lowered_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    others.remember(tmp_path / "new" / "lowered.json", [QUIET])

    assert others.remembered(tmp_path / "new" / "lowered.json") == [QUIET]


@pytest.mark.parametrize("content", ["", "[", "{}", "[1]", '[["x", "y", 1, 2]]', "null"])
def test_a_torn_file_says_that_nothing_was_lowered(tmp_path: Path, content: str) -> None:
    (tmp_path / "lowered.json").write_text(content)

    assert others.remembered(tmp_path / "lowered.json") == []


# --- a server as a script, which may refuse


class Pactl:
    """A pactl that lists one stream, music, as loud as was last set; it notes what it is asked."""

    def __init__(self, folder: Path) -> None:
        self._asked = folder / "asked"
        self._volume = folder / "volume"
        self._volume.write_text("65536")
        path = folder / "pactl"
        path.write_text(
            '#!/bin/sh\ncd "${0%/*}"\necho "$*" >> asked\n[ ! -e refuses ] || exit 1\ncase "$1" in\n'
            '--format=json) [ -e silence ] && echo "[]" || printf \'[{"index": 7, "properties": '
            '{"application.name": "music"}, "volume": {"mono": {"value": %s}}}]\' "$(cat volume)";;\n'
            '*) [ -e holds ] && exit 1; echo "$3" > volume;;\nesac\n'
        )
        path.chmod(0o755)
        self._folder = folder

    def now(self, state: str) -> None:
        """From now on it `refuses` all, `holds` the volume as it is, or lists `silence`."""
        (self._folder / state).touch()

    def no_longer(self, state: str) -> None:
        (self._folder / state).unlink()

    @property
    def volume(self) -> int:
        return int(self._volume.read_text())

    @property
    def looks(self) -> int:
        """How often it was asked who plays."""
        asked = self._asked.read_text().splitlines() if self._asked.exists() else []
        return sum("list" in line for line in asked)


@pytest.fixture
def pactl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pactl:
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)
    return Pactl(folder)


@pytest.mark.skipif(sys.platform == "win32", reason="the server here is a shell script")
class TestOnAScriptedServer:
    def test_what_does_not_take_its_volume_back_is_put_back_the_next_time(self, pactl: Pactl, tmp_path: Path) -> None:
        file = tmp_path / "lowered.json"
        lowering = Lowering(file, 1)
        lowering.down()
        pactl.now("holds")
        lowering.up()
        kept = others.remembered(file)

        pactl.no_longer("holds")
        Lowering(file, 1).up()

        assert kept == [QUIET]
        assert pactl.volume == 65536
        assert others.remembered(file) == []

    def test_of_two_sessions_one_lowers_and_both_leave_it_as_it_was(self, pactl: Pactl, tmp_path: Path) -> None:
        one, other = Lowering(tmp_path / "lowered.json", 1), Lowering(tmp_path / "lowered.json", 2)

        one.down()
        other.down()
        lowered_once = pactl.volume
        one.up()
        other.up()

        assert (lowered_once, pactl.volume) == (39322, 65536)

    def test_the_other_session_lowers_when_its_turn_comes(self, pactl: Pactl, tmp_path: Path) -> None:
        one, other = Lowering(tmp_path / "lowered.json", 1), Lowering(tmp_path / "lowered.json", 2)
        one.down()
        one.up()

        other.down()
        one.up()

        assert pactl.volume == 39322
        other.up()
        assert pactl.volume == 65536

    def test_a_server_that_was_frozen_when_the_session_ended_is_asked_again(self, pactl: Pactl, tmp_path: Path) -> None:
        lowering = Lowering(tmp_path / "lowered.json", 1)
        lowering.down()
        pactl.now("refuses")
        waits: list[float] = []

        def thaw(seconds: float) -> None:
            waits.append(seconds)
            if len(waits) == 3:
                pactl.no_longer("refuses")

        lowering.up_at_last(thaw)

        assert len(waits) == 3
        assert pactl.volume == 65536

    @pytest.mark.skipif(sys.platform != "linux", reason="PulseAudio is a Linux matter")
    def test_while_nobody_else_plays_others_are_looked_for_every_half_minute(
        self, pactl: Pactl, tmp_path: Path
    ) -> None:
        pactl.now("silence")
        clock = [1000.0]
        told: list[str] = []
        hush = Hush(told.append, lambda: clock[0])
        hush.start(tmp_path / "lowered.json")

        def sound() -> list[str]:
            with hush.during(wanted=True):
                return told

        try:
            with hush.during(wanted=True):
                await_(lambda: sound() == ["nobody"])
            sound()
            clock[0] += 29.0
            sound()
            looks_until_then = pactl.looks
            clock[0] += 2.0
            sound()
            await_(lambda: pactl.looks == 2)
        finally:
            hush.end()

        assert looks_until_then == 1
        assert told == ["nobody"]


# --- on a real server


@pytest.fixture
def server() -> Iterator[SoundServer]:
    with sound_server() as running:
        yield running


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tones")
    for tone in Tone:
        tones.wav_path(tone, 70, folder)
    return folder


@contextmanager
def music(server: SoundServer) -> Iterator[None]:
    """Have another program play for as long as the block lasts."""
    command = ["pacat", "--client-name=music", "--rate=8000", "--channels=2", "/dev/zero"]
    with subprocess.Popen(command, env=server.environ) as process:
        try:
            await_(lambda: volumes(server) == {"music": 65536})
            yield
        finally:
            process.kill()


def volumes(server: SoundServer) -> dict[str, int]:
    listed = subprocess.run(
        ["pactl", "--format=json", "list", "sink-inputs"], env=server.environ, capture_output=True, check=True
    )
    return {
        each["properties"]["application.name"]: each["volume"]["front-left"]["value"]
        for each in json.loads(listed.stdout)
        if each["properties"].get("application.name") == "music"
    }


def await_(true: Callable[[], bool]) -> None:
    until = time.monotonic() + ENOUGH
    while not true():
        assert time.monotonic() < until, "it never came to be"
        time.sleep(0.02)


def mannerly(server: SoundServer, cache: Path, started: list[int] | None = None) -> ChildSpeaker:
    def start(player: str) -> "object":
        child = launch(player, cache, 70, server.environ, Manners("off", lower_others=True))
        if started is not None:
            started.append(child._process.pid)  # noqa: SLF001 - what is to be killed
        return child

    return ChildSpeaker(["paplay"], start)  # type: ignore[arg-type]


def lowering(cache: Path) -> list[int]:
    """Return the processes that lower, by the file that is theirs."""
    found = subprocess.run(["ps", "-ww", "-eo", "pid=,args="], capture_output=True, text=True, check=True).stdout
    return [int(line.split()[0]) for line in found.splitlines() if f"{cache}/lowered.json" in line]


@pytest.mark.real
@pytest.mark.skipif(sys.platform != "linux", reason="PulseAudio is a Linux matter")
class TestOnARealServer:
    def test_music_is_lowered_while_a_cue_sounds_and_put_back_after_it(self, server: SoundServer, cache: Path) -> None:
        with music(server), closing(mannerly(server, cache)) as speaker:
            speaker.play(Tone.DONE)
            await_(lambda: volumes(server) == {"music": 39322})
            await_(lambda: volumes(server) == {"music": 65536})

        await_(lambda: not lowering(cache))
        assert others.remembered(cache / "lowered.json") == []

    def test_it_is_put_back_when_the_session_ends_in_the_middle_of_a_sound(
        self, server: SoundServer, cache: Path
    ) -> None:
        with music(server):
            with closing(mannerly(server, cache)) as speaker:
                speaker.play(Tone.DONE)
                await_(lambda: volumes(server) == {"music": 39322})

            await_(lambda: volumes(server) == {"music": 65536})

    def test_it_is_put_back_when_the_process_that_plays_is_killed(self, server: SoundServer, cache: Path) -> None:
        started: list[int] = []
        with music(server), closing(mannerly(server, cache, started)) as speaker:
            speaker.play(Tone.DONE)
            await_(lambda: volumes(server) == {"music": 39322})

            os.killpg(started[0], signal.SIGKILL)

            await_(lambda: volumes(server) == {"music": 65536})

    def test_when_even_the_process_that_lowers_is_killed_the_next_session_puts_it_back(
        self, server: SoundServer, cache: Path
    ) -> None:
        with music(server):
            with closing(mannerly(server, cache)) as speaker:
                speaker.play(Tone.DONE)
                await_(lambda: volumes(server) == {"music": 39322})
                [lowers] = lowering(cache)
                os.kill(lowers, signal.SIGKILL)
                assert speaker.finish(ENOUGH)
            assert volumes(server) == {"music": 39322}

            with closing(mannerly(server, cache)):
                await_(lambda: volumes(server) == {"music": 65536})

    def test_a_tick_of_a_rep_lowers_nothing(self, server: SoundServer, cache: Path) -> None:
        with music(server), closing(mannerly(server, cache)) as speaker:
            await_(lambda: bool(lowering(cache)))
            speaker.play(Tone.PHASE)
            assert speaker.finish(ENOUGH)

            assert not (cache / "lowered.json").exists() or others.remembered(cache / "lowered.json") == []

    def test_a_sink_that_is_not_bluetooth_needs_no_primer_and_one_that_is_does(
        self, server: SoundServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name, value in server.environ.items():
            monkeypatch.setenv(name, value)
        assert not others.is_bluetooth()

        headphones = ["module-null-sink", "sink_name=bluez_sink.00", "sink_properties=device.bus=bluetooth"]
        others.pactl("load-module", *headphones)
        others.pactl("set-default-sink", "bluez_sink.00")

        assert others.is_bluetooth()
