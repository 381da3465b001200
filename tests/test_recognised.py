"""Sides as an offline recogniser hears them: what it can tell apart, ears half awake can, too."""

from pathlib import Path
from tempfile import NamedTemporaryFile

import numpy as np
import numpy.typing as npt
import pytest

from sciatica_stretch.core.fitting import fitted
from sciatica_stretch.core.speech import texts_of, wishes
from sciatica_stretch.core.timeline import Kind, unroll
from sciatica_stretch.library.parser import parse
from sciatica_stretch.player.sound.voice import voices, wav
from sciatica_stretch.player.sound.voice.child import Shelf

pocketsphinx = pytest.importorskip("pocketsphinx", reason="pocketsphinx is not installed")

HERE = [name for name, why_not, _ in voices.voices() if not why_not]
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not HERE, reason="there is no voice here (apt-get install espeak-ng)"),
]

ROUTINES = sorted((Path(__file__).parents[1] / "routines").glob("*.yaml"))
GRAMMAR = "#JSGF V1.0; grammar side; public <side> = [change sides] (left | right) [leg | side | foot | arm];"
RATE = 16_000


class Recogniser:
    """Hears a side in a recording, with half a second of near silence around it."""

    def __init__(self) -> None:
        with NamedTemporaryFile("w", suffix=".gram") as grammar:
            grammar.write(GRAMMAR)
            grammar.flush()
            self._decoder = pocketsphinx.Decoder(jsgf=grammar.name, loglevel="FATAL", samprate=RATE)
        self._noise = np.random.default_rng(1)

    def hears(self, path: Path) -> str:
        """Return the words heard in the WAV file at *path*."""
        recorded = wav.read(path.read_bytes())
        return self.hears_samples(np.asarray(recorded.samples, dtype=float), recorded.rate)

    def hears_samples(self, line: npt.NDArray[np.float64], rate: int) -> str:
        """Return the words heard in *line*, *rate* samples of it a second."""
        at = np.arange(0, len(line), rate / RATE)
        sound = np.pad(3 * np.interp(at, np.arange(len(line)), line), RATE // 2)
        sound += self._noise.normal(0, 5, len(sound))
        self._decoder.start_utt()
        self._decoder.process_raw(np.clip(sound, -32768, 32767).astype("<i2").tobytes(), full_utt=True)
        self._decoder.end_utt()
        return self._decoder.hyp().hypstr if self._decoder.hyp() else ""


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return Shelf(tmp_path_factory.mktemp("voice"), HERE[0], 160, 70)


def test_the_side_is_heard_right_at_nine_of_ten_changes_of_the_bundled_routines(shelf: Shelf) -> None:
    recogniser, right, wrong = Recogniser(), 0, []
    for path in ROUTINES:
        timeline = unroll(parse(path.read_bytes(), str(path), path.stem))
        for index, interval in enumerate(timeline.intervals):
            if interval.kind is Kind.SWITCH:
                wanted = wishes(timeline, index)
                lengths = {text: shelf.take(text)[0] for text in texts_of(wanted)}
                line = fitted(wanted, lengths)[0].text
                heard = recogniser.hears(shelf.path(line))
                right += str(interval.side) in heard.split()
                wrong += [] if str(interval.side) in heard.split() else [(line, heard)]

    assert right + len(wrong) > 10
    assert right >= 0.9 * (right + len(wrong)), wrong


@pytest.mark.parametrize("line", [f"{side} {part}." for side in ("Left", "Right") for part in ("leg", "arm", "side")])
def test_a_side_by_itself_is_heard_right(shelf: Shelf, line: str) -> None:
    _, path = shelf.take(line)

    assert line.split(maxsplit=1)[0].lower() in Recogniser().hears(path).split()
