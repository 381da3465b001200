"""The programs that are compared, from the environment of the Python that runs this, and a home for stretch."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

_HOLD = """\
title: One long hold
steps:
  - name: Hamstring stretch
    id: hamstring
    sides: [right, left]
    transition: 3s
    hold: 10m
    setup: "Lie on your back, {side} leg long."
"""
_LED = """\
title: One long stretch with a figure and words
steps:
  - name: Hamstring stretch
    picture: {picture}
    sides: [right, left]
    transition: 3s
    {dose}
    cues: {{5s: Shoulders heavy and jaw soft., 25s: Long breath out.}}
"""
_ROUTINES = {
    "hold": _HOLD,
    "led-hold": _LED.format(picture="band-hold", dose="hold: 10m"),
    "led-move": _LED.format(picture="band-flex-extend", dose="reps: 100\n    tempo: {extend: 3s, flex: 3s}"),
}


def program(name: str) -> str:
    """Return the path of *name*: beside this Python, or else on PATH. Exit with what to install where it is missing."""
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.exists() else shutil.which(name)
    if not found:
        sys.exit(
            f"{name} is missing. From the repository:\n"
            "    python -m venv bench && bench/bin/pip install . termdown==2.0.0 pyte\n"
            f"    bench/bin/python {sys.argv[0]}"
        )
    return found


@contextmanager
def home() -> Iterator[Path]:
    """Yield a STRETCH_HOME of its own for as long as the block lasts: its safety notice read, with the routines."""
    with TemporaryDirectory(prefix="stretch-bench-") as folder:
        path = Path(folder)
        (path / "state").mkdir()
        (path / "state" / "safety.json").write_text('{"notice": 1}\n', encoding="utf-8")
        for name, text in _ROUTINES.items():
            (path / f"{name}.yaml").write_text(text, encoding="utf-8")
        yield path
