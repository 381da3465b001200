"""All of sciatica-13 by ear, in real time: tones and lines at their places, and the sides as a recogniser hears them.

`pytest tests/test_voice_whole.py -m whole -s` takes a quarter of an hour, wants the machine for itself, and prints
its figures.
"""

import statistics
import subprocess
import sys
import wave
from collections.abc import Sequence
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from ears import Samples, listen
from sound_server import RATE, sound_server
from test_recognised import Recogniser
from test_voice_real import expected

from sciatica_stretch.core.cues import Tone, schedule
from sciatica_stretch.core.speech import texts
from sciatica_stretch.core.timeline import Kind, Timeline, unroll
from sciatica_stretch.library.parser import parse
from sciatica_stretch.player.sound import tones
from sciatica_stretch.player.sound.voice import voices, wav
from sciatica_stretch.player.sound.voice.child import Shelf

pytestmark = [
    pytest.mark.real,
    pytest.mark.whole,
    pytest.mark.timed,
    pytest.mark.skipif(sys.platform != "linux", reason="PulseAudio's null sink is a Linux matter"),
]

ROOT = Path(__file__).parents[1]
VOLUME, WORDS_A_MINUTE = 70, 160
TONE_TOLERANCE, LINE_TOLERANCE = 0.050, 0.150
FIRST_TOLERANCE = 0.150  # nobody read a notice meanwhile, so the very first tone waits for its player to start
NATURAL = [name for name, why_not, _ in voices.voices() if name == "natural" and not why_not]


@pytest.mark.skipif(not NATURAL, reason="the extra natural-voice is not installed")
def test_the_whole_of_sciatica_13_is_heard_and_said_as_it_was_planned(home: Path) -> None:
    path = ROOT / "routines" / "sciatica-13.yaml"
    timeline = unroll(parse(path.read_bytes(), str(path), path.stem))
    shelf = Shelf(home / "stretch" / "cache" / "voice", "natural", WORDS_A_MINUTE, VOLUME)
    lengths = {text: shelf.take(text)[0] for text in texts(timeline)}  # as after the first session

    heard = lead(home)
    lines = expected(timeline, lengths)
    planned = [(each.start + cue.at, cue.tone) for each in timeline.intervals for cue in schedule(each)]
    began, tones_alone = beginning(heard, planned), heard.copy()
    line_late = [late(heard, of_line(shelf.path(text)), began + at, 0.5) for at, text in lines]
    for (at, text), by in zip(lines, line_late, strict=True):
        take_away(tones_alone, of_line(shelf.path(text)), began + at + by)
    tone_late = [late(tones_alone, of_tone(tone), began + at, 0.15) for at, tone in planned]
    sides = sides_heard(heard, timeline, lines, lengths, began)

    print_figures("tones but the first, which may still be being made", tone_late[1:])
    print(f"that one: {1000 * tone_late[0]:.1f} ms")  # noqa: T201 - the figures are wanted with -s
    print_figures("lines", line_late)
    print(f"sides heard right at {sum(sides)} of {len(sides)} changes")  # noqa: T201 - the figures are wanted with -s
    assert abs(tone_late[0]) <= FIRST_TOLERANCE
    assert max(map(abs, tone_late[1:])) <= TONE_TOLERANCE
    assert max(map(abs, line_late)) <= LINE_TOLERANCE
    for ((at, text), before), ((after, _), behind) in pairwise(zip(lines, line_late, strict=True)):
        assert at + before + lengths[text] <= after + behind, f"{text} is not over when the next line begins"
    assert sum(sides) >= 0.9 * len(sides)


def lead(home: Path) -> Samples:
    """Return what is heard of the session."""
    with sound_server() as server, listen(server) as recording:
        subprocess.run(
            [sys.executable, "-m", "sciatica_stretch", "start", "sciatica-13", "--plain", "--voice", "natural"],
            env={**server.environ, "STRETCH_HOME": str(home / "stretch"), "STRETCH_LOWER_OTHERS": "off"},
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            check=True,
        )
    return np.asarray(recording.samples, dtype=np.float64)


def beginning(heard: Samples, planned: Sequence[tuple[float, Tone]]) -> float:
    """Return the second of the recording in which the session began, by the middle of its first ten bells."""
    bells = [(at, tone) for at, tone in planned if tone not in {Tone.LAST_THREE, Tone.PHASE, Tone.PROMPT}][:10]
    first = int(np.argmax(np.abs(heard) > 300)) / RATE
    return first + statistics.median(late(heard, of_tone(tone), first + at, 0.4) for at, tone in bells)


def late(heard: Samples, sound: Samples, due: float, within: float) -> float:
    """Return by how many seconds *sound* is heard later than *due*; it has to be there *within* so many."""
    start = max(0, round((due - within) * RATE))
    part = heard[start : start + round(2 * within * RATE) + len(sound)]
    size = len(part) + len(sound)
    alike = np.fft.irfft(np.fft.rfft(part, size) * np.conj(np.fft.rfft(sound, size)), size)
    alike = alike[: max(1, len(part) - len(sound) + 1)]
    place = int(np.argmax(alike))
    share = alike[place] / float(sound @ sound)
    assert share > 0.5, f"at {due:.2f} s of the recording there is no such sound ({share:.2f} of it)"
    return (start + place) / RATE - due


def take_away(heard: Samples, sound: Samples, at: float) -> None:
    """Take *sound*, which begins *at* so many seconds, out of what was *heard*, as loud as it is there.

    A quiet tick in the middle of a word would else not be found.
    """
    first = round(at * RATE)
    part = heard[first : first + len(sound)]
    part -= sound[: len(part)] * (float(part @ sound[: len(part)]) / float(sound @ sound))


@cache
def of_tone(tone: Tone) -> Samples:
    with wave.open(BytesIO(tones.synthesise(tone, VOLUME))) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").astype(np.float64)
    return at_rate(samples, tones.RATE)


def of_line(path: Path) -> Samples:
    recorded = wav.read(path.read_bytes())
    return at_rate(np.asarray(recorded.samples, dtype=np.float64), recorded.rate)


def at_rate(samples: npt.NDArray[np.float64], rate: int) -> Samples:
    at = np.arange(0, len(samples) / rate, 1 / RATE) * rate
    return np.asarray(np.interp(at, np.arange(len(samples)), samples))


def sides_heard(
    heard: Samples, timeline: Timeline, lines: Sequence[tuple[float, str]], lengths: dict[str, float], began: float
) -> list[bool]:
    """Return for each change of sides whether the recogniser hears, in the recording, the side that it is."""
    recogniser, right = Recogniser(), []
    for interval in timeline.intervals:
        if interval.kind is Kind.SWITCH:
            at, text = next((at, text) for at, text in lines if at >= interval.start)
            first, last = (round((began + at + more) * RATE) for more in (-0.05, lengths[text] + 0.05))
            right.append(str(interval.side) in recogniser.hears_samples(heard[first:last], RATE).split())
    return right


def print_figures(what: str, found: Sequence[float]) -> None:
    in_ms = sorted(each * 1000 for each in found)
    middle = statistics.median(in_ms)
    print(  # noqa: T201 - the figures are wanted with -s
        f"\n{len(in_ms)} {what}, late by ms: min {in_ms[0]:.1f} median {middle:.1f} "
        f"95 % {in_ms[int(len(in_ms) * 0.95)]:.1f} max {in_ms[-1]:.1f}"
    )
