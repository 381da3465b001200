"""The ears of the other tests, on recordings whose contents are known."""

import io
import random
import wave

import numpy as np
import numpy.typing as npt
import pytest
from ears import recognise, resampled
from plans import LEFT, ONCE, RIGHT, at_half, at_start, before_end, hold, repeats, reps, step, timeline
from sound_server import RATE

from sciatica_stretch.core.cues import Tone, schedule
from sciatica_stretch.core.timeline import Timeline
from sciatica_stretch.player.sound import tones

Heard = list[tuple[float, Tone]]
LINES = (at_start(0, "Settle."), at_start(15, "Shoulders heavy."), at_half("Halfway."), before_end(5, "Five more."))
BOTH = repeats(RIGHT, LEFT, switch=12.0)

THIRTEEN_MINUTES = timeline(
    step("Band flex", reps(8), transition=20.0, repeated=BOTH, setup="Lie down.", lines=LINES),
    step("Band hold", hold(50.0), transition=6.0, repeated=BOTH, setup="Up.", lines=LINES),
    step("Half pigeon", hold(60.0), transition=14.0, repeated=BOTH, setup="Cross.", lines=LINES),
    step("Dog", reps(8), transition=18.0, setup="Hips up.", lines=LINES),
    step("Full pigeon", hold(75.0), transition=14.0, repeated=BOTH, setup="Knee forward.", lines=LINES),
    step("Twist", hold(30.0), transition=5.0, repeated=repeats(sets=2, rest=10.0), lines=LINES),
    step("Rest", hold(40.0), transition=8.0, repeated=ONCE, lines=LINES),
)


def cues(plan: Timeline) -> Heard:
    planned = [(interval.start + cue.at, cue.tone) for interval in plan.intervals for cue in schedule(interval)]
    return [*planned, (plan.seconds, Tone.DONE)]


def recording(heard: Heard, *, volume: int = 100, noise: float = 20.0, gain: float = 1.0) -> npt.NDArray[np.int16]:
    """Return what a sink would have played, after half a second, with noise of so many steps of 32,768."""
    mix = np.random.default_rng(1).normal(0, noise, round((heard[-1][0] + 5) * RATE))
    for at, tone in heard:
        sound = _sound(tone, volume) * gain
        first = round((at + 0.5) * RATE)
        mix[first : first + len(sound)] += sound
    return np.clip(mix, -32768, 32767).astype(np.int16)


def assert_heard(samples: npt.NDArray[np.int16], expected: Heard, volume: int = 100) -> None:
    heard = recognise(samples, RATE, volume)

    assert [tone for _, tone in heard] == [tone for _, tone in expected]
    assert max(abs(at - 0.5 - due) for (at, _), (due, _) in zip(heard, expected, strict=True)) < 0.005


@pytest.mark.parametrize("tone", Tone)
def test_each_tone_alone_is_recognised(tone: Tone) -> None:
    assert_heard(recording([(0.0, tone)]), [(0.0, tone)])


def test_minutes_of_a_session_are_recognised_at_a_low_volume() -> None:
    expected = cues(THIRTEEN_MINUTES)[:60]
    assert len(expected) == 60

    assert_heard(recording(expected, volume=15, noise=3.0), expected, volume=15)


def test_a_quiet_tick_is_heard_in_the_tail_of_any_bell() -> None:
    for bell in Tone:
        expected = [(0.0, bell), (0.5, Tone.PHASE), (1.0, Tone.LAST_THREE), (1.4, Tone.PROMPT)]
        assert_heard(recording(expected), expected)


@pytest.mark.parametrize("seed", range(2))
def test_any_tones_in_any_order_are_recognised_though_they_overlap(seed: int) -> None:
    chance = random.Random(seed)
    expected, at = [], 0.0
    while at < 30:
        expected.append((at, chance.choice(list(Tone))))
        at += chance.uniform(0.35, 1.2)

    assert_heard(recording(expected), expected)


def test_silence_and_noise_and_other_sounds_are_no_tone() -> None:
    seconds = np.arange(RATE) / RATE
    whistle = (8000 * np.sin(2 * np.pi * 700 * seconds) * (seconds % 1 < 0.3)).astype(np.int16)

    assert recognise(np.zeros(RATE), RATE, 100) == []
    assert recognise(np.random.default_rng(1).normal(0, 3000, RATE // 4), RATE, 100) == []
    assert recognise(whistle, RATE, 100) == []


def test_a_tone_at_a_wrong_volume_is_not_heard_as_itself() -> None:
    assert recognise(recording([(0.0, Tone.BEGIN)], gain=0.3), RATE, 100) == []


def _sound(tone: Tone, volume: int) -> npt.NDArray[np.float64]:
    with wave.open(io.BytesIO(tones.synthesise(tone, volume))) as file:
        sound = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").astype(np.float64)
    return resampled(sound, tones.RATE, RATE)
