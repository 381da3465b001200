"""Ears for tests: record what a sound server plays, and tell which tone was heard when.

A tone is recognised by taking it away: of all tones, at the instant where something begins, the one that
leaves least behind is what was played. Then the next beginning is looked for in what is left, so that a
bell's tail hides nothing. The volume is known, so a quiet tick is never taken for a bell far away.
"""

import io
import os
import statistics
import subprocess
import threading
import time
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from sound_server import RATE, SINK, SoundServer

from sciatica_stretch.core.cues import Tone
from sciatica_stretch.player.sound import tones

Samples = npt.NDArray[np.float64]

_COARSE_RATE = 12_000  # the tones have nothing above 5 kHz
_BLOCK = 24  # 2 ms: how finely beginnings are looked for
_EARLIER, _LATER = 0.012, 0.006  # seconds around a block that rises in which its tone may have begun
_LIKENESS = (0.6, 1.5)  # how much of a tone, by level, has to be there for it to count as heard
_SHARE = 0.2  # of the quietest tone's level: what is below is noise
_REMAINS = 0.02  # of a tone taken away: what resampling on the way may leave behind


# --- recording


@dataclass
class Recording:
    """What a sink played: chunks of 16-bit samples, each with the monotonic instant at which it came."""

    chunks: list[tuple[float, bytes]] = field(default_factory=list)

    @property
    def samples(self) -> npt.NDArray[np.int16]:
        """All samples so far."""
        whole = b"".join(chunk for _, chunk in list(self.chunks))
        return np.frombuffer(whole[: len(whole) // 2 * 2], dtype="<i2")

    @property
    def began_at(self) -> float:
        """The monotonic instant of the first sample: the median over all chunks, for some come late."""
        chunks, start, origins = list(self.chunks), 0, []
        for came_at, chunk in chunks:
            origins.append(came_at - start / RATE)
            start += len(chunk) // 2
        return statistics.median(origins)

    def heard(self, volume: int) -> list[tuple[float, Tone]]:
        """Return the tones heard, each with the monotonic instant at which it began."""
        began_at = self.began_at
        return [(began_at + at, tone) for at, tone in recognise(self.samples, RATE, volume)]


@contextmanager
def listen(server: SoundServer) -> Iterator[Recording]:
    """Record what *server* plays; the recording is complete when the block ends.

    Recording comes first: without a listener in a hurry the sink would buffer two seconds.
    """
    command = ["parec", "-d", f"{SINK}.monitor", f"--rate={RATE}", "--channels=1", "--format=s16le"]
    recording = Recording()
    with subprocess.Popen([*command, "--latency-msec=5", "--raw"], env=server.environ, stdout=subprocess.PIPE) as parec:
        assert parec.stdout
        thread = threading.Thread(target=_record, args=(parec.stdout.fileno(), recording.chunks))
        thread.start()
        try:
            while not recording.chunks:
                time.sleep(0.005)
            yield recording
        finally:
            parec.terminate()
            thread.join()


def _record(fd: int, chunks: list[tuple[float, bytes]]) -> None:
    while chunk := os.read(fd, 1 << 16):
        chunks.append((time.monotonic(), chunk))


# --- recognising


class _Likeness(NamedTuple):
    """How well a tone fits at one place: the energy it explains, and its level there (1.0 is as expected)."""

    explains: float
    level: float
    at: float
    tone: Tone


def recognise(samples: npt.ArrayLike, rate: int, volume: int) -> list[tuple[float, Tone]]:
    """Return the tones in *samples*, each with the seconds from the start at which it begins.

    The tones must have been played at *volume* with no further change of level. What resembles none of
    them is passed over.
    """
    step = rate // _COARSE_RATE
    left = _thinned(np.asarray(samples, dtype=np.float64), step)
    coarse = rate / step
    shapes = {tone: _shape(tone, volume, rate, step) for tone in Tone}
    left = np.concatenate([left, np.zeros(max(map(len, shapes.values())) + _BLOCK)])
    floor = _floor(left, shapes)
    threshold = np.full(len(left) // _BLOCK, floor)
    found: list[tuple[float, Tone]] = []
    begin = 0
    while (block := _next_rise(left, threshold, begin)) is not None:
        best = _best(left, block * _BLOCK, coarse, shapes)
        if best is None:
            begin = block + 1
            continue
        _take_away(left, threshold, best, shapes[best.tone])
        found.append((best.at / coarse, best.tone))
        begin = max(0, block - round(_EARLIER * coarse) // _BLOCK)
    return sorted(found)


def _next_rise(left: Samples, threshold: Samples, begin: int) -> int | None:
    """Return the first block from *begin* on that is louder than its threshold."""
    span = 2000
    for first in range(begin, len(threshold), span):
        last = min(first + span, len(threshold))
        blocks = left[first * _BLOCK : last * _BLOCK].reshape(-1, _BLOCK)
        rises = np.flatnonzero(np.sqrt((blocks**2).mean(axis=1)) > threshold[first:last])
        if len(rises):
            return first + int(rises[0])
    return None


def _best(left: Samples, at: int, rate: float, shapes: dict[Tone, Samples]) -> _Likeness | None:
    """Return the tone that fits best around the sample *at*, if one is there at about its own level."""
    first = max(0, at - round(_EARLIER * rate))
    lags = at + round(_LATER * rate) - first
    fits = (_likeness(left[first : first + lags + len(shape)], shape, first, tone) for tone, shape in shapes.items())
    best = max(fits)
    least, most = _LIKENESS
    return best if least < best.level < most else None


def _likeness(window: Samples, shape: Samples, first: int, tone: Tone) -> _Likeness:
    """Return the best place of *shape* in *window*, which begins at the sample *first*, to a part of a sample."""
    size = 1 << (len(window) - 1).bit_length()
    products = np.fft.irfft(np.fft.rfft(window, size) * np.conj(np.fft.rfft(shape, size)), size)
    products = products[: max(1, len(window) - len(shape))]
    lag = int(products.argmax())
    energy = float(shape @ shape)
    product, offset = float(products[lag]), 0.0
    if 0 < lag < len(products) - 1:
        before, after = products[lag - 1], products[lag + 1]
        offset = float((before - after) / (2 * (before - 2 * product + after)))
    return _Likeness(2 * product - energy, product / energy, first + lag + offset, tone)


def _take_away(left: Samples, threshold: Samples, best: _Likeness, shape: Samples) -> None:
    """Subtract the tone, and for as long as it sounds take what it may have left behind for noise."""
    whole = int(np.floor(best.at))
    moved = _shifted(shape, best.at - whole)
    place = left[whole : whole + len(moved)]
    place -= moved[: len(place)]
    envelope = np.sqrt(np.convolve(moved**2, np.full(4 * _BLOCK, 1 / (4 * _BLOCK)), "same"))
    first = whole // _BLOCK
    for i, level in enumerate(envelope[::_BLOCK]):
        if first + i < len(threshold):
            threshold[first + i] += _REMAINS * level


def _floor(left: Samples, shapes: dict[Tone, Samples]) -> float:
    """Return the level below which there is only noise."""
    blocks = left[: len(left) // _BLOCK * _BLOCK].reshape(-1, _BLOCK)
    noise = float(np.percentile(np.sqrt((blocks**2).mean(axis=1)), 10))  # the pauses, even in a busy recording
    quietest = min(float(np.sqrt((shape[: 5 * _BLOCK] ** 2).mean())) for shape in shapes.values())
    return max(_SHARE * quietest, 4 * noise)


@lru_cache(maxsize=64)
def _shape(tone: Tone, volume: int, rate: int, step: int) -> Samples:
    """Return *tone* as it will look in a recording."""
    with wave.open(io.BytesIO(tones.synthesise(tone, volume))) as file:
        sound = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").astype(np.float64)
    return _thinned(resampled(sound, tones.RATE, rate), step)


def resampled(sound: Samples, rate: int, to: int) -> Samples:
    """Return *sound* at another rate, by its spectrum."""
    count = round(len(sound) * to / rate)
    spectrum = np.fft.rfft(sound)
    kept = np.zeros(count // 2 + 1, dtype=complex)
    size = min(len(kept), len(spectrum))
    kept[:size] = spectrum[:size]
    return np.fft.irfft(kept, count) * (count / len(sound))


def _shifted(sound: Samples, fraction: float) -> Samples:
    """Return *sound* later by a *fraction* of a sample."""
    size = len(sound) + 64
    turn = np.exp(-2j * np.pi * np.fft.rfftfreq(size) * fraction)
    return np.fft.irfft(np.fft.rfft(sound, size) * turn, size)


def _thinned(sound: Samples, step: int) -> Samples:
    """Return every *step*-th sample, after taking out what is too high for that."""
    if step == 1:
        return sound.copy()
    taps = np.arange(-8 * step, 8 * step + 1)
    low = np.sinc(taps / step) * np.hanning(len(taps) + 2)[1:-1]
    return np.convolve(sound, low / low.sum(), "same")[::step].copy()
