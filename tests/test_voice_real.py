"""A session with a voice, heard through a real sound server: each line at its place, with no two at once."""

import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from ears import listen
from sound_server import RATE, sound_server

from sciatica_stretch.core.cues import Tone
from sciatica_stretch.core.fitting import fitted
from sciatica_stretch.core.speech import texts, wishes
from sciatica_stretch.core.timeline import Timeline, unroll
from sciatica_stretch.library.parser import parse
from sciatica_stretch.player.sound import tones
from sciatica_stretch.player.sound.voice import wav
from sciatica_stretch.player.sound.voice.child import Shelf

pytestmark = [
    pytest.mark.real,
    pytest.mark.timed,
    pytest.mark.skipif(sys.platform != "linux", reason="PulseAudio's null sink is a Linux matter"),
    pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is not installed (apt-get install espeak-ng)"),
]

ROOT = Path(__file__).parents[1]
VOLUME, WORDS_A_MINUTE = 70, 160
TOLERANCE = 0.15
ROUTINE = """\
title: Two sides
steps:
  - name: Half pigeon, reclined
    sides: [right, left]
    transition: 8s
    switch: 6s
    hold: {right: 8s, left: 5s}
    setup: "Cross the {side} ankle above the other knee."
    switch_setup: "{side} ankle over the other knee."
    cues: {0s: Foot flexed.}
"""


def test_each_line_is_heard_at_its_place_and_no_two_at_once(home: Path, tmp_path: Path) -> None:
    routine = tmp_path / "sides.yaml"
    routine.write_text(ROUTINE, encoding="utf-8")
    timeline = unroll(parse(routine.read_bytes(), str(routine), "sides"))
    shelf = Shelf(home / "stretch" / "cache" / "voice", "espeak-ng", WORDS_A_MINUTE, VOLUME)
    lengths = {text: shelf.take(text)[0] for text in texts(timeline)}

    with sound_server() as server, listen(server) as recording:
        subprocess.run(
            [sys.executable, "-m", "sciatica_stretch", "start", str(routine), "--plain", "--voice", "espeak-ng"],
            env={**server.environ, "STRETCH_HOME": str(home / "stretch"), "STRETCH_LOWER_OTHERS": "off"},
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            check=True,
        )

    heard = np.asarray(recording.samples, dtype=np.float64)
    first = int(np.argmax(np.abs(heard) > 300)) / RATE
    begin = find(heard, tones.wav_path(Tone.BEGIN, VOLUME, tmp_path), first + timeline.intervals[1].start)
    assert begin is not None, "no bell begins the first hold"
    began = begin - timeline.intervals[1].start  # the very first tone waits for its player
    due = expected(timeline, lengths)
    places = [find(heard, shelf.path(text), began + at) for at, text in due]
    assert len(due) == 6
    for (at, text), place in zip(due, places, strict=True):
        assert place is not None, f"{text} is not heard"
        assert abs(place - began - at) < TOLERANCE, f"{text}: {place - began - at:+.3f} s"
    for (before, (_, text)), (after, _) in pairwise(zip(places, due, strict=True)):
        assert before is not None
        assert after is not None
        assert before + lengths[text] <= after + TOLERANCE


def expected(timeline: Timeline, lengths: dict[str, float]) -> list[tuple[float, str]]:
    """Return what is said in the session, with the seconds from its start."""
    return [
        (interval.start + spoken.at, spoken.text)
        for index, interval in enumerate(timeline.intervals)
        for spoken in fitted(wishes(timeline, index), lengths)
    ]


def find(heard: "np.typing.NDArray[np.float64]", path: Path, near: float) -> float | None:
    """Return where, in seconds, the line at *path* is in what was *heard*, within a second of *near*."""
    line = np.asarray(wav.read(path.read_bytes()).samples, dtype=np.float64)
    at = np.arange(0, len(line) / 22_050, 1 / RATE) * 22_050
    line = np.interp(at, np.arange(len(line)), line)[: 2 * RATE]
    start = max(0, round((near - 1) * RATE))
    part = heard[start : start + 2 * RATE + len(line)]
    size = len(part) + len(line)
    likeness = np.fft.irfft(np.fft.rfft(part, size) * np.conj(np.fft.rfft(line, size)), size)
    likeness = likeness[: len(part) - len(line) + 1]
    place = int(np.argmax(likeness))
    there = part[place : place + len(line)]
    alike = likeness[place] / (np.linalg.norm(there) * np.linalg.norm(line) + 1)
    return (start + place) / RATE if alike > 0.4 else None
