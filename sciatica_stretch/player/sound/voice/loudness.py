"""How loud a line is: made as loud as the tones, and cut to where something is heard. Standard library only."""

import math
from array import array
from operator import mul

from sciatica_stretch.player.sound.tones import gain
from sciatica_stretch.player.sound.voice.voices import Recorded, VoiceError

TONES_LEVEL = 0.125  # of full scale at volume 100: the mean of the tones that announce something
_PEAK = 0.98
_BLOCK_SECONDS = 0.05
_GATE = 0.25  # of the loudest block's level: what lies 12 dB below it is a pause, a breath or a bell's tail
_SILENCE = 0.01  # likewise for what is nothing at all
_EDGE_SECONDS = 0.02  # of what is left around a line
_FULL = 32_767


def matched(recorded: Recorded, volume: int) -> Recorded:
    """Return *recorded* without the silence around it, as loud as the tones are at *volume*. Raise VoiceError."""
    block = round(_BLOCK_SECONDS * recorded.rate)
    levels = _levels(recorded.samples, block)
    loudest = max(levels, default=0.0)
    if loudest < 1:
        raise VoiceError("it gave only silence")
    heard = [i for i, each in enumerate(levels) if each > _SILENCE * loudest]
    edge = round(_EDGE_SECONDS * recorded.rate)
    spoken = recorded.samples[max(0, heard[0] * block - edge) : (heard[-1] + 1) * block + edge]
    target = TONES_LEVEL * gain(volume) * _FULL
    scale = target / gated_level(recorded)
    limit = _PEAK * _FULL * max(gain(volume), target / _FULL)
    return Recorded(array("h", [_limited(sample * scale, limit) for sample in spoken]), recorded.rate)


def gated_level(recorded: Recorded) -> float:
    """Return the root mean square of the parts that are not much quieter than the loudest one."""
    levels = _levels(recorded.samples, round(_BLOCK_SECONDS * recorded.rate))
    loud = [each for each in levels if each > _GATE * max(levels)]
    return math.sqrt(sum(each * each for each in loud) / len(loud))


def _levels(samples: "array[int]", block: int) -> list[float]:
    parts = (samples[start : start + block] for start in range(0, len(samples), block))
    return [math.sqrt(sum(map(mul, part, part)) / len(part)) for part in parts]


def _limited(sample: float, limit: float) -> int:
    """Return *sample*, its peaks bent down to *limit*: a voice has some that are far above its level."""
    knee = 0.7 * limit
    if -knee <= sample <= knee:
        return round(sample)
    over = abs(sample) - knee
    bent = knee + (limit - knee) * math.tanh(over / (limit - knee))
    return round(math.copysign(bent, sample))
