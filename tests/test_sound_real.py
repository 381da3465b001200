"""Players that are installed here, heard through a real sound server that plays into a recording."""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import pytest
from ears import Recording, listen
from sound_server import SoundServer, no_server, sound_server

from sciatica_stretch.core.cues import Tone
from sciatica_stretch.player.sound import players, tones
from sciatica_stretch.player.sound.child_speaker import ChildSpeaker
from sciatica_stretch.player.sound.speaker import launch

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(sys.platform != "linux", reason="PulseAudio's null sink is a Linux matter"),
]

VOLUME = 70
ENOUGH = 60.0  # seconds that nothing here takes, on a busy machine neither
ROOT = Path(__file__).parents[1]
SOME = (Tone.BEGIN, Tone.LAST_THREE, Tone.PROMPT)
PLAYERS = [
    pytest.param(
        name,
        tuple(Tone) if name == "pulse" else SOME,
        marks=pytest.mark.skipif(not found, reason=f"{name} is not installed"),
    )
    for name, found in {
        "pulse": not players.why_not("pulse"),
        "paplay": shutil.which("paplay"),
        "aplay": shutil.which("aplay") and list(Path("/usr/lib").glob("*/alsa-lib/libasound_module_pcm_pulse.so")),
        "simpleaudio": find_spec("simpleaudio"),
    }.items()
]
FIRST = [name for name in ("pulse", "paplay", "aplay") if not players.why_not(name)]

needs_libpulse = pytest.mark.skipif(bool(players.why_not("pulse")), reason="libpulse is not installed")

FROZEN_SIMPLEAUDIO = """
import ctypes, os
class WaveObject:
    def from_wave_file(path): return WaveObject()
    def play(self):
        print(os.getpid(), file=open(os.environ["LOG"], "w"), flush=True)
        ctypes.PyDLL(None).sleep(600)  # keeps the interpreter's lock, as simpleaudio does for a frozen server
"""


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tones")
    for tone in Tone:
        tones.wav_path(tone, VOLUME, folder)
    return folder


@pytest.fixture
def server() -> Iterator[SoundServer]:
    with sound_server() as running:
        yield running


def speaker_over(
    names: list[str], cache: Path, environ: Mapping[str, str], clock: Callable[[], float] = time.monotonic
) -> ChildSpeaker:
    return ChildSpeaker(names, lambda player: launch(player, cache, VOLUME, environ), clock=clock)


def stopped() -> float:
    """Return the time of a clock by which a tone stays news, however long a busy machine takes to start a player."""
    return 0.0


def await_sound(recording: Recording) -> None:
    until = time.monotonic() + ENOUGH
    while not recording.samples.any():
        assert time.monotonic() < until, "nothing is heard"
        time.sleep(0.005)


def await_bell(speaker: ChildSpeaker) -> None:
    until = time.monotonic() + ENOUGH
    while not speaker.rings:
        assert time.monotonic() < until, "a player is still there"
        time.sleep(0.005)
        speaker.attend()


@pytest.mark.timed
@pytest.mark.parametrize(("player", "heard"), PLAYERS)
def test_each_tone_is_heard_at_its_time(player: str, heard: Sequence[Tone], server: SoundServer, cache: Path) -> None:
    asked = []
    with listen(server) as recording, closing(speaker_over([player], cache, server.environ)) as speaker:
        first = time.monotonic() + 0.5
        for i, tone in enumerate([Tone.PHASE, *heard]):
            time.sleep(max(0.0, first + 0.8 * i - time.monotonic()))
            asked.append((time.monotonic(), tone))
            speaker.play(tone)
            speaker.attend()
        assert speaker.finish(ENOUGH)
        assert speaker.tried == []

    came = recording.heard(VOLUME)

    assert [tone for _, tone in came] == [tone for _, tone in asked]
    late = [at - due for (at, _), (due, _) in zip(came, asked, strict=True)]
    gaps = [after - before for before, after in pairwise(late[1:])]  # the first also starts a server
    assert max(map(abs, gaps)) < 0.025
    assert max(late) < 0.1


@needs_libpulse
def test_a_line_that_is_cut_off_is_silent_at_once_and_what_else_sounds_goes_on(
    server: SoundServer, cache: Path
) -> None:
    line = tones.wav_path(Tone.DONE, VOLUME, cache)
    with listen(server) as recording, closing(speaker_over(["pulse"], cache, server.environ)) as speaker:
        number = speaker.say(line, 3.0, 0.0)
        await_sound(recording)
        speaker.play(Tone.HALFWAY)
        speaker.hush(number)
        assert speaker.finish(ENOUGH)

        assert speaker.tried == []
    assert [tone for _, tone in recording.heard(VOLUME)][-1] is Tone.HALFWAY
    assert recording.loud_seconds() < 2.0  # of the three that the line takes


@needs_libpulse
def test_a_line_is_played_after_its_delay_though_a_tone_sounds(server: SoundServer, cache: Path) -> None:
    with listen(server) as recording, closing(speaker_over(["pulse"], cache, server.environ)) as speaker:
        speaker.say(tones.wav_path(Tone.LAST_THREE, VOLUME, cache), 0.18, 0.6)
        speaker.play(Tone.REST)
        assert speaker.finish(ENOUGH)

    assert [tone for _, tone in recording.heard(VOLUME)] == [Tone.REST, Tone.LAST_THREE]


@needs_libpulse
def test_a_server_that_was_replaced_between_two_tones_costs_neither(cache: Path, tmp_path: Path) -> None:
    with closing(speaker_over(["pulse"], cache, no_server(tmp_path))) as speaker:
        for _ in range(2):
            with sound_server(tmp_path) as server, listen(server) as recording:
                speaker.play(Tone.BEGIN)
                assert speaker.finish(ENOUGH)
                assert speaker.tried == []
                assert recording.samples.any()


def test_without_a_server_the_bell_is_left(cache: Path, tmp_path: Path) -> None:
    with closing(speaker_over(FIRST, cache, no_server(tmp_path), stopped)) as speaker:
        speaker.play(Tone.GET_READY)
        await_bell(speaker)

        assert [name for name, _ in speaker.tried] == FIRST
        assert speaker.news() == f"no sound: {FIRST[-1]} failed ({speaker.tried[-1][1]}): terminal bell and flash"
        assert speaker.tried[0] == (FIRST[0], "Connection refused")


def test_a_server_killed_while_it_plays_is_noticed_before_the_sound_is_overdue(
    server: SoundServer, cache: Path
) -> None:
    with listen(server) as recording, closing(speaker_over(FIRST, cache, server.environ, stopped)) as speaker:
        speaker.play(Tone.DONE)
        await_sound(recording)
        server.kill()
        await_bell(speaker)

        assert speaker.tried[0] == ("pulse", "Connection terminated")


def test_a_frozen_server_costs_one_wait_and_then_the_bell(server: SoundServer, cache: Path) -> None:
    server.freeze()
    with closing(speaker_over(FIRST, cache, server.environ)) as speaker:
        speaker.play(Tone.LAST_THREE)

        assert speaker.finish(ENOUGH)
        assert speaker.rings
        assert speaker.tried == [(FIRST[0], "no answer")]
        assert speaker.news() == f"no sound: {FIRST[0]} failed (no answer): terminal bell and flash"


def test_a_frozen_simpleaudio_is_killed_and_then_the_bell(cache: Path, tmp_path: Path) -> None:
    environ = _with_frozen_simpleaudio(tmp_path)
    with closing(speaker_over(["simpleaudio"], cache, environ)) as speaker:
        speaker.play(Tone.LAST_THREE)

        assert speaker.finish(ENOUGH)
        assert speaker.news() == "no sound: simpleaudio failed (no answer): terminal bell and flash"


def test_a_frozen_child_of_a_killed_session_does_not_stay(cache: Path, tmp_path: Path) -> None:
    environ = _with_frozen_simpleaudio(tmp_path)
    command = [sys.executable, "-m", "sciatica_stretch.player.sound.child", "simpleaudio", str(cache), str(VOLUME)]

    ended = subprocess.run(command, input=b"1 last-three\n", env=environ, cwd=ROOT, check=False, timeout=ENOUGH)

    assert ended.returncode == 1
    assert (tmp_path / "log").exists()


def _with_frozen_simpleaudio(folder: Path) -> dict[str, str]:
    (folder / "simpleaudio.py").write_text(FROZEN_SIMPLEAUDIO)
    return {**no_server(folder), "PYTHONPATH": str(folder), "LOG": str(folder / "log")}
