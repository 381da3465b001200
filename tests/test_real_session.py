"""A session of the real program with a real terminal and a real sound server, held to a real clock.

The short one is part of every run. `pytest -m whole -s` leads all of sciatica-13, 780 s, and prints its figures.
"""

import json
import statistics
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from ears import listen
from sound_server import sound_server
from terminals import Terminal, clean_env, stretch_command

from sciatica_stretch.core.cues import Tone, schedule
from sciatica_stretch.core.timeline import Timeline, unroll
from sciatica_stretch.library import shelf

VOLUME = 70
TONE_TOLERANCE, LAST_DIGIT_TOLERANCE, DRIFT_PPM = 0.050, 0.020, 10.0
SHORT = """\
title: Twelve seconds
steps:
  - name: Wag
    transition: 2s
    reps: 2
    tempo: {left: 2s, right: 2s}
  - name: Fold
    transition: 2s
    hold: 4s
    cues: {2s: Breathe out.}
"""


@dataclass(frozen=True)
class Witness:
    """What was seen and heard of a session, in seconds from its start, and what the log says of it."""

    frames: Sequence[float]
    tones: Sequence[tuple[float, Tone]]
    text: str
    record: dict[str, Any]


def lead(home: Path, routine: str, seconds: float) -> Witness:
    with sound_server() as server, listen(server) as recording:
        env = clean_env(home) | {name: server.environ[name] for name in ("PULSE_SERVER", "XDG_RUNTIME_DIR")}
        options = ("--sound", "auto", "--voice", "off", "--volume", str(VOLUME))  # tones alone are told apart
        command = stretch_command("start", routine, *options)
        with Terminal(command, env=env, rows=40) as terminal:
            terminal.until("Press Enter when you have read it")
            terminal.read(2.0)  # nobody reads it faster, and the tones are made meanwhile
            terminal.type("\n")
            terminal.until("left")
            while terminal.read(0.5) and len(terminal.chunks) < seconds:
                pass
            assert terminal.finish() == 0
            terminal.read(0)
            chunks = [at for at, chunk in terminal.chunks if b"\x1b[?2026h" in chunk]
            text = terminal.text
        shown = subprocess.run(stretch_command("log", "--json"), env=env, capture_output=True, check=True)
        subprocess.run(["sleep", "3"], check=True)  # the last bell rings out
    start = min(at - round(at - chunks[0]) for at in chunks)  # the frame that came with the least delay
    return Witness(
        frames=[at - start for at in chunks],
        tones=[(at - start, tone) for at, tone in recording.heard(VOLUME)],
        text=text,
        record=json.loads(shown.stdout)[-1],
    )


def planned_tones(timeline: Timeline) -> list[tuple[float, Tone]]:
    cues = [(each.start + cue.at, cue.tone) for each in timeline.intervals for cue in schedule(each)]
    return [*cues, (timeline.seconds, Tone.DONE)]


def slope_ppm(late: Sequence[float]) -> float:
    return statistics.linear_regression(range(len(late)), late).slope * 1e6


def assert_as_planned(witness: Witness, timeline: Timeline) -> None:
    planned = planned_tones(timeline)
    assert [tone for _, tone in witness.tones] == [tone for _, tone in planned]
    late = [heard - due for (heard, _), (due, _) in zip(witness.tones, planned, strict=True)]
    digits = [at - round(at) for at in witness.frames]
    in_ms = sorted(each * 1000 for each in late)
    middle = statistics.median(in_ms)
    beyond = sum(each > TONE_TOLERANCE * 1000 for each in in_ms)
    print(  # noqa: T201 - the figures are wanted with -s
        f"\n{len(in_ms)} tones, late by ms: min {in_ms[0]:.1f} median {middle:.1f} max {in_ms[-1]:.1f}"
        f"\n95 % within {in_ms[int(len(in_ms) * 0.95)]:.1f}, {beyond} beyond {TONE_TOLERANCE * 1000:.0f}"
        f"\n{len(digits)} frames, late by ms: median {statistics.median(digits) * 1000:.2f} "
        f"max {max(digits) * 1000:.2f} last {digits[-1] * 1000:.2f}; drift {slope_ppm(digits):.2f} ppm"
    )
    assert max(map(abs, late)) <= TONE_TOLERANCE
    assert abs(digits[-1]) <= LAST_DIGIT_TOLERANCE
    assert round(witness.frames[-1]) == timeline.seconds - 1
    held = [(each["step"], each["side"], each["held"]) for each in witness.record["stretches"]]
    assert held == [(each.step.id, each.side, each.seconds) for each in timeline.intervals if each.is_work]
    assert witness.record["outcome"] == "completed"


@pytest.mark.real
@pytest.mark.timed
def test_a_short_session_is_seen_and_heard_as_it_was_planned(tmp_path: Path) -> None:
    path = tmp_path / "twelve.yaml"
    path.write_text(SHORT, encoding="utf-8")
    timeline = unroll(shelf.load(shelf.Found("twelve", path, "file"))[0])

    witness = lead(tmp_path, str(path), timeline.seconds)

    assert_as_planned(witness, timeline)


@pytest.mark.whole
@pytest.mark.timed
def test_the_whole_of_sciatica_13_is_seen_and_heard_as_it_was_planned(tmp_path: Path) -> None:
    timeline = unroll(shelf.load(shelf.find("sciatica-13", [shelf.Folder(shelf.bundled_folder(), "bundled")]))[0])

    witness = lead(tmp_path, "sciatica-13", timeline.seconds)

    assert_as_planned(witness, timeline)
    assert abs(slope_ppm([at - round(at) for at in witness.frames])) <= DRIFT_PPM
    assert "11 of 11 stretches, 10:40 held of 10:40 planned" in witness.text.replace("\n", "")  # the line is wrapped
