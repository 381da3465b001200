"""What each tone sounds like, and its WAV file: struck bells and wooden ticks, computed once and kept.

For ears two metres away and closed eyes: each tone has its own tune and its own pitches, between 390 and
1320 Hz, where small loudspeakers still carry and ageing ears still hear. Tones are named by strings here,
a `Tone` being one, so that the process that plays them need not import what a routine is.
"""

import math
import threading
from array import array
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from sciatica_stretch.player import kept
from sciatica_stretch.player.sound import wav

RATE = 22_050  # samples a second: four times what the highest partial needs, and half the work of 44,100
RECIPE = 1  # raise it when anything below sounds different, so that no old file is played
MOST_BYTES = 50_000_000  # that is kept: all tones at some forty volumes
_LOUDEST = 32_767
_ATTACK_SECONDS = 0.004  # short enough to be on the beat, long enough not to click
_FADE_SECONDS = 0.03
_INAUDIBLE = 7.6  # time constants after which a partial is 66 dB down


class Partial(NamedTuple):
    """One of the sounds a struck thing is made of: pitch and level relative to the note, and how long it lives."""

    ratio: float
    level: float
    life: float


class Strike(NamedTuple):
    """One note, *at* seconds from the tone's start; after *decay* seconds its main partial is down to 37 %."""

    at: float
    hertz: float
    decay: float
    level: float = 1.0


class Score(NamedTuple):
    """One tone: its length in seconds, its peak of full scale at volume 100, its notes, and what is struck."""

    seconds: float
    peak: float
    strikes: tuple[Strike, ...]
    partials: tuple[Partial, ...]


# A bell's own, not quite harmonic row: hum, prime, tierce, nominal and one above.
_BELL = (
    Partial(0.5, 0.25, 1.4),
    Partial(1.0, 1.0, 1.0),
    Partial(1.2, 0.35, 0.8),
    Partial(2.0, 0.6, 0.55),
    Partial(2.74, 0.2, 0.35),
)
_WOOD = (Partial(1.0, 1.0, 1.0), Partial(2.57, 0.25, 0.4))  # a bar: dull, and over at once

_G4, _GIS4, _A4, _C5, _CIS5, _D5, _DIS5, _E5 = 392.0, 415.3, 440.0, 523.3, 554.4, 587.3, 622.3, 659.3
_F5, _FIS5, _G5, _A5, _B5 = 698.5, 740.0, 784.0, 880.0, 987.8
_C6, _D6, _E6 = 1046.5, 1174.7, 1318.5

SCORES = {  # in the order in which a first session needs them
    # three steps up
    "get-ready": Score(1.8, 0.5, (Strike(0, _C5, 0.3), Strike(0.28, _E5, 0.3), Strike(0.56, _G5, 0.3)), _BELL),
    # two steps up, from low to high
    "next-stretch": Score(1.5, 0.5, (Strike(0, _G4, 0.28), Strike(0.3, _C6, 0.28)), _BELL),
    # across and back
    "change-side": Score(1.3, 0.5, (Strike(0, _A5, 0.2), Strike(0.18, _E5, 0.2), Strike(0.36, _A5, 0.22)), _BELL),
    # a slow fall
    "rest": Score(1.8, 0.4, (Strike(0, _E5, 0.35), Strike(0.45, _G4, 0.35)), _BELL),
    # one clear bell
    "begin": Score(1.2, 0.6, (Strike(0, _G5, 0.3),), _BELL),
    # an octave down, quickly
    "pause": Score(0.9, 0.45, (Strike(0, _D6, 0.1), Strike(0.13, _D5, 0.2)), _BELL),
    # the same octave up
    "resume": Score(0.9, 0.45, (Strike(0, _D5, 0.12), Strike(0.13, _D6, 0.18)), _BELL),
    # down three steps that nothing else takes, softly
    "ease": Score(1.5, 0.35, (Strike(0, _F5, 0.3), Strike(0.3, _CIS5, 0.3), Strike(0.6, _GIS4, 0.35)), _BELL),
    # knock, knock, and a step up, as a question ends
    "wait": Score(1.6, 0.45, (Strike(0, _A4, 0.12), Strike(0.22, _A4, 0.12), Strike(0.5, _DIS5, 0.4)), _BELL),
    # one fall, and then the knocks and the question of "wait" on other notes
    "ease-and-wait": Score(
        2.2,
        0.4,
        (
            Strike(0, _F5, 0.2),
            Strike(0.22, _GIS4, 0.25),
            Strike(0.8, _CIS5, 0.12, 1.3),
            Strike(1.02, _CIS5, 0.12, 1.3),
            Strike(1.3, _FIS5, 0.35, 1.3),
        ),
        _BELL,
    ),
    # a hop down, and the pause's low end
    "moved": Score(0.9, 0.4, (Strike(0, _B5, 0.08), Strike(0.12, _FIS5, 0.08), Strike(0.24, _D5, 0.2)), _BELL),
    # a quick step up, high
    "more": Score(0.6, 0.35, (Strike(0, _C6, 0.07), Strike(0.11, _E6, 0.12)), _BELL),
    # a wide step up, left open
    "question": Score(1.2, 0.45, (Strike(0, _DIS5, 0.18), Strike(0.26, _B5, 0.3)), _BELL),
    # three steps down: what the beginning went up
    "stopped": Score(1.8, 0.5, (Strike(0, _G5, 0.3), Strike(0.28, _E5, 0.3), Strike(0.56, _C5, 0.4)), _BELL),
    # the same note twice, softly: one half, the other half
    "halfway": Score(0.9, 0.3, (Strike(0, _B5, 0.16), Strike(0.22, _B5, 0.18)), _BELL),
    "last-three": Score(0.18, 0.3, (Strike(0, _E6, 0.03),), _WOOD),
    # a small hop
    "prompt": Score(0.28, 0.15, (Strike(0, _FIS5, 0.03), Strike(0.08, _B5, 0.05)), _BELL),
    "phase": Score(0.12, 0.08, (Strike(0, _D5, 0.02),), _WOOD),
    # up the chord, and the chord rings out
    "done": Score(
        3.0,
        0.6,
        (
            Strike(0, _C5, 0.3),
            Strike(0.2, _E5, 0.3),
            Strike(0.4, _G5, 0.35),
            Strike(0.6, _C6, 0.55),
            Strike(0.9, _C5, 0.55, 0.7),
            Strike(0.9, _G5, 0.55, 0.7),
        ),
        _BELL,
    ),
}


_MAKING = {tone: threading.Lock() for tone in SCORES}  # two threads that need one tone make it once


def seconds(tone: str) -> float:
    """Return how long *tone* sounds."""
    return SCORES[tone].seconds


def gain(volume: int) -> float:
    """Return the factor for *volume*, 0 to 100: twice the number sounds twice as loud.

    Loudness doubles each 10 dB, so it grows as the amplitude to the power 0.6 (Stevens); this is its
    inverse. 50 is 10 dB below 100, and 10 is 33 dB below.
    """
    return float((volume / 100) ** (5 / 3))


def synthesise(tone: str, volume: int) -> bytes:
    """Return *tone* at *volume* (0 to 100) as a WAV file: mono, 16 bit, 22.05 kHz."""
    score = SCORES[tone]
    sound = [0.0] * _count(score)
    for strike in score.strikes:
        first = round(strike.at * RATE)
        for i, sample in enumerate(_struck(strike, score.partials, len(sound) - first), first):
            sound[i] += sample
    _fade_out(sound)
    scale = score.peak * gain(volume) * _LOUDEST / max(map(abs, sound))
    return wav.written(array("h", (round(sample * scale) for sample in sound)), RATE)


def wav_path(tone: str, volume: int, folder: Path) -> Path:
    """Return the WAV file of *tone* at *volume* in *folder*, after writing it if need be. Raise OSError.

    It appears there whole or not at all; one that a power cut left too short is written again.
    """
    path = folder / f"{tone}-{volume}-v{RECIPE}.wav"
    with _MAKING[tone]:
        keep(path, _count(SCORES[tone]), lambda: synthesise(tone, volume))
    return path


def keep(path: Path, count: int, make: Callable[[], bytes]) -> None:
    """Have a WAV file of *count* samples at *path*, after making it if need be. Raise OSError."""
    if not _is_whole(path, wav.size(count)):
        kept.put(path, make(), synced=True)


def tidy(folder: Path) -> None:
    """Remove from *folder* what was left half written, and the oldest where too much is kept. Raise OSError."""
    kept.tidy(folder, "*-v[0-9]*.wav", MOST_BYTES)


def _count(score: Score) -> int:
    return round(score.seconds * RATE)


def _struck(strike: Strike, partials: tuple[Partial, ...], count: int) -> list[float]:
    """Return *count* samples of one note: damped sines, by the recurrence y = 2g cos(w) y1 - g^2 y2."""
    note = [0.0] * count
    for partial in partials:
        angle = math.tau * strike.hertz * partial.ratio / RATE
        life = strike.decay * partial.life * RATE
        loss = math.exp(-1 / life)
        turn, damp = 2 * loss * math.cos(angle), -loss * loss
        now, before = strike.level * partial.level * loss * math.sin(angle), 0.0
        for i in range(1, min(count, round(_INAUDIBLE * life))):
            note[i] += now
            now, before = turn * now + damp * before, now
    attack = round(_ATTACK_SECONDS * RATE)
    for i in range(attack):
        note[i] *= 0.5 - 0.5 * math.cos(math.pi * i / attack)
    return note


def _fade_out(sound: list[float]) -> None:
    fade = round(_FADE_SECONDS * RATE)
    for i in range(fade):
        sound[-1 - i] *= i / fade


def _is_whole(path: Path, size: int) -> bool:
    try:
        return path.stat().st_size == size
    except OSError:
        return False
