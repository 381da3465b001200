"""Players that are installed here, heard through a real sound server that plays into a recording."""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
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
PLAYERS = [
    pytest.param(name, marks=pytest.mark.skipif(not found, reason=f"{name} is not installed"))
    for name, found in {
        "pulse": not players.why_not("pulse"),
        "paplay": shutil.which("paplay"),
        "aplay": shutil.which("aplay") and list(Path("/usr/lib").glob("*/alsa-lib/libasound_module_pcm_pulse.so")),
        "simpleaudio": find_spec("simpleaudio"),
    }.items()
]
FIRST = [name for name in ("pulse", "paplay", "aplay") if not players.why_not(name)]

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
@pytest.mark.parametrize("player", PLAYERS)
def test_every_tone_is_heard_at_its_time(player: str, server: SoundServer, cache: Path) -> None:
    asked = []
    with listen(server) as recording, closing(speaker_over([player], cache, server.environ)) as speaker:
        first = time.monotonic() + 0.5
        for i, tone in enumerate([Tone.PHASE, *Tone]):
            time.sleep(max(0.0, first + 0.8 * i - time.monotonic()))
            asked.append((time.monotonic(), tone))
            speaker.play(tone)
            speaker.attend()
        assert speaker.finish(ENOUGH)
        assert speaker.tried == []

    heard = recording.heard(VOLUME)

    assert [tone for _, tone in heard] == [tone for _, tone in asked]
    late = [at - due for (at, _), (due, _) in zip(heard, asked, strict=True)]
    gaps = [after - before for before, after in pairwise(late[1:])]  # the first also starts a server
    assert max(map(abs, gaps)) < 0.025
    assert max(late) < 0.1


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
