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

_UP_SECONDS = 60.0  # a time-out, for a busy machine too
Samples = npt.NDArray[np.float64]

_SILENCE = 30  # of 32,768
_COARSE_RATE = 12_000  # the tones have nothing above 5 kHz
_BLOCK = 24  # 2 ms: how finely beginnings are looked for
_EARLIER, _LATER = 0.012, 0.006  # seconds around a block that rises in which its tone may have begun
_LEVELS = (0.6, 1.5)  # a tone counts as heard when its own level times one between these is there
_HEAD = 1_800  # samples, 0.15 s: a tone's beginning, by which it is placed
_HEAD_LIKENESS = 0.3  # which part of the energy there it has to explain
_FINER = 4  # places looked at for each sample: half a sample off, a tick looks like its neighbour cycle
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

    def loud_seconds(self) -> float:
        """Return for how long there was anything but silence, from the first sound to the last."""
        loud = np.flatnonzero(np.abs(self.samples) > _SILENCE)
        return float(loud[-1] - loud[0]) / RATE if len(loud) else 0.0

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
            until = time.monotonic() + _UP_SECONDS
            while not recording.chunks:
                assert time.monotonic() < until, "nothing is recorded"
                time.sleep(0.005)
            yield recording
        finally:
            parec.terminate()
            thread.join()


def _record(fd: int, chunks: list[tuple[float, bytes]]) -> None:
    while chunk := os.read(fd, 1 << 16):
        chunks.append((time.monotonic(), chunk))


# --- recognising


class _Fit(NamedTuple):
    """A tone at the place, in samples, where it fits best.

    `explains` is the energy that goes when it is taken away, and `level` how loud it is: 1.0 is as expected.
    """

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


def _best(left: Samples, at: int, rate: float, shapes: dict[Tone, Samples]) -> _Fit | None:
    """Return the tone that fits best around the sample *at*, if one is there at about its own level."""
    first = max(0, at - round(_EARLIER * rate))
    lags = at + round(_LATER * rate) - first
    fits = (_fit(left, first, lags, shape, tone) for tone, shape in shapes.items())
    return max((fit for fit in fits if fit and _LEVELS[0] < fit.level < _LEVELS[1]), default=None)


def _fit(left: Samples, first: int, lags: int, shape: Samples, tone: Tone) -> _Fit | None:
    """Place *shape* by its beginning, at most *lags* after *first*, and weigh all of it; None if it does not begin so.

    A later tone may overlap the rest of it, and would push it out of place.
    """
    head = shape[:_HEAD]
    window = left[first : first + lags + len(head)]
    products = _products(window, head)[: lags * _FINER]
    best = int(products.argmax())
    lag = best / _FINER
    energy = float((window[round(lag) :][: len(head)] ** 2).sum())
    if 2 * products[best] - float(head @ head) < _HEAD_LIKENESS * energy:
        return None
    at = first + lag + _vertex(products, best) / _FINER
    moved = _shifted(shape, at - int(at))
    product, energy = float(left[int(at) :][: len(moved)] @ moved), float(moved @ moved)
    return _Fit(2 * product - energy, product / energy, at, tone)


def _products(window: Samples, head: Samples) -> Samples:
    """Return how much of *head* there is in *window* at each place, *_FINER* places a sample."""
    size = 1 << (len(window) + len(head)).bit_length()
    spectrum = np.fft.rfft(window, size) * np.conj(np.fft.rfft(head, size))
    return np.fft.irfft(spectrum, size * _FINER) * _FINER


def _vertex(values: Samples, top: int) -> float:
    """Return how far from *top* the parabola through it and its neighbours has its vertex."""
    if not 0 < top < len(values) - 1:
        return 0.0
    before, at, after = values[top - 1 : top + 2]
    return float((before - after) / (2 * (before - 2 * at + after)))


def _take_away(left: Samples, threshold: Samples, best: _Fit, shape: Samples) -> None:
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
