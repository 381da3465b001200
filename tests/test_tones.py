"""What the tones sound like, by their samples, and how their files come to be."""

import io
import stat
import subprocess
import sys
import wave
from array import array
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from sciatica_stretch.core.cues import Tone
from sciatica_stretch.player.sound import wav
from sciatica_stretch.player.sound.tones import RATE, SCORES, gain, seconds, synthesise, wav_path
from sciatica_stretch.player.sound.voice.wav import read

Samples = npt.NDArray[np.float64]

TICKS = (Tone.LAST_THREE, Tone.PROMPT, Tone.PHASE)
OPENINGS = (Tone.GET_READY, Tone.NEXT_STRETCH, Tone.CHANGE_SIDE, Tone.REST, Tone.BEGIN)


@pytest.fixture(scope="module")
def sounds() -> dict[Tone, Samples]:
    return {tone: _samples(synthesise(tone, 100)) for tone in Tone}


def test_every_tone_has_a_score_and_no_other_sound_has() -> None:
    assert set(SCORES) == set(Tone)


@pytest.mark.parametrize("tone", Tone)
def test_a_tone_is_a_mono_16_bit_wav_as_long_as_its_score_says(tone: Tone) -> None:
    with wave.open(io.BytesIO(synthesise(tone, 100))) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        assert file.getnframes() == round(seconds(tone) * RATE)


def test_no_tone_clips_or_clicks(sounds: dict[Tone, Samples]) -> None:
    for tone, sound in sounds.items():
        assert abs(sound).max() <= 0.61 * 32767, tone
        assert abs(sound[:5]).max() < 0.005 * 32767, tone
        assert abs(sound[-5:]).max() < 0.001 * 32767, tone


def test_two_overlapping_tones_do_not_clip_either(sounds: dict[Tone, Samples]) -> None:
    bells, ticks = max(abs(sound).max() for sound in sounds.values()), max(abs(sounds[tone]).max() for tone in TICKS)

    assert bells + ticks < 32767


def test_what_comes_again_and_again_is_short_and_what_opens_is_not() -> None:
    assert all(seconds(tone) < 0.3 for tone in TICKS)
    assert all(0.8 <= seconds(tone) <= 1.8 for tone in OPENINGS)
    assert seconds(Tone.DONE) <= 3.0


def test_the_ticks_of_a_rep_and_the_prompts_are_much_quieter_than_the_start_of_a_hold(
    sounds: dict[Tone, Samples],
) -> None:
    peak = {tone: abs(sound).max() for tone, sound in sounds.items()}

    assert peak[Tone.PHASE] < peak[Tone.PROMPT] < peak[Tone.LAST_THREE] < peak[Tone.BEGIN]
    assert peak[Tone.PROMPT] < 0.3 * peak[Tone.BEGIN]


def test_no_two_tones_are_alike(sounds: dict[Tone, Samples]) -> None:
    for one, other in combinations(Tone, 2):
        assert _likeness(sounds[one], sounds[other]) < 0.65, (one, other)


def test_the_sound_is_where_small_loudspeakers_and_old_ears_are_good(sounds: dict[Tone, Samples]) -> None:
    for tone, sound in sounds.items():
        power = abs(np.fft.rfft(sound)) ** 2
        hertz = np.fft.rfftfreq(len(sound), 1 / RATE)
        assert power[(hertz > 350) & (hertz < 3500)].sum() > 0.9 * power.sum(), tone


def test_twice_the_volume_is_ten_decibels_more() -> None:
    assert 20 * np.log10(gain(80) / gain(40)) == pytest.approx(10, abs=0.1)
    assert gain(100) == 1.0


def test_more_volume_is_louder_and_none_is_silent() -> None:
    peaks = [abs(_samples(synthesise(Tone.PHASE, volume))).max() for volume in (0, 5, 25, 50, 75, 100)]

    assert peaks == sorted(set(peaks))
    assert peaks[0] == 0


def test_a_file_is_made_once(tmp_path: Path) -> None:
    first = wav_path(Tone.PHASE, 70, tmp_path)
    made = first.stat()

    again = wav_path(Tone.PHASE, 70, tmp_path)

    assert again == first
    assert (again.stat().st_ino, again.stat().st_mtime_ns) == (made.st_ino, made.st_mtime_ns)
    assert first.read_bytes() == synthesise(Tone.PHASE, 70)


def test_each_volume_has_its_own_file(tmp_path: Path) -> None:
    assert wav_path(Tone.PHASE, 70, tmp_path) != wav_path(Tone.PHASE, 71, tmp_path)


def test_the_folder_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "cache" / "tones"

    wav_path(Tone.PHASE, 70, folder)

    if sys.platform != "win32":
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("left_over", [b"", b"RIFF....WAVE"])
def test_a_file_that_a_power_cut_left_is_written_again(tmp_path: Path, left_over: bytes) -> None:
    path = wav_path(Tone.PHASE, 70, tmp_path)
    path.write_bytes(left_over)

    assert wav_path(Tone.PHASE, 70, tmp_path).read_bytes() == synthesise(Tone.PHASE, 70)


def test_makers_at_the_same_time_make_one_whole_file_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        inodes = set(pool.map(lambda _: wav_path(Tone.PHASE, 70, tmp_path).stat().st_ino, range(16)))

    assert [path.stat().st_ino for path in tmp_path.iterdir()] == list(inodes)
    assert wav_path(Tone.PHASE, 70, tmp_path).read_bytes() == synthesise(Tone.PHASE, 70)


def test_a_folder_that_can_not_be_is_an_error_with_a_reason(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")

    with pytest.raises(OSError, match=r"exists|Not a directory"):
        wav_path(Tone.PHASE, 70, tmp_path / "cache")


def test_the_process_that_plays_loads_little() -> None:
    heavy = {"typer", "rich", "yaml", "dataclasses", "inspect", "shutil", "sciatica_stretch.core.cues"}
    code = f"import sys, sciatica_stretch.player.sound.child; print(*({heavy!r} & set(sys.modules)))"

    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout

    assert loaded.split() == []


ROOT = Path(__file__).parents[1]


def _samples(wav: bytes) -> Samples:
    with wave.open(io.BytesIO(wav)) as file:
        return np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").astype(np.float64)


def _likeness(one: Samples, other: Samples) -> float:
    """Return their greatest normalised cross-correlation: 1.0 for the same sound at any level."""
    size = 1 << (len(one) + len(other)).bit_length()
    products = np.fft.irfft(np.fft.rfft(one, size) * np.conj(np.fft.rfft(other, size)), size)
    return float(abs(products).max() / np.sqrt((one @ one) * (other @ other)))


def test_samples_are_brought_into_a_file_s_order_once_on_any_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    samples = array("h", [1, 256])
    here, there = {"little": (b"\1\0\0\1", "big"), "big": (b"\1\0\0\1", "little")}[sys.byteorder]
    assert wav.written(samples, RATE)[-4:] == here

    monkeypatch.setattr(sys, "byteorder", there)

    assert wav.written(samples, RATE)[-4:] == b"\0\1\1\0"
    assert read(wav.written(samples, RATE)).samples == samples
