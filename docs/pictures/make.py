"""Make the pictures in this folder: the real program in a real terminal emulator, brought to each moment by its keys.

    python docs/pictures/make.py               # all of them: two minutes
    python docs/pictures/make.py hold-right    # those whose names begin so
    python docs/pictures/make.py --to /tmp/x   # somewhere else, to look at before they are kept

Nothing in them is made up: each is an xterm on a screen of its own (Xvfb), in which `stretch` runs at its own speed.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent / "tests"))

from sittings import a_year  # noqa: E402 - it is found there

from sciatica_stretch.journal.record import to_json  # noqa: E402

PACKAGES = {"Xvfb": "xvfb", "xterm": "xterm", "xdotool": "xdotool", "import": "imagemagick", "fc-list": "fontconfig"}
FONT = "DejaVu Sans Mono"
POINTS = {40: 16, 80: 10, 200: 6}  # the font's size, by columns
AT_ONCE = 6
PATIENCE = 20.0  # seconds for a program to come up
COLOURS, SMOOTH_COLOURS = 16, 32  # a cell has two, and smooth letters and pictures have some between them
DISPLAYS = 120  # the first number of a display; lower ones may be somebody's
TWO_SETS = """\
title: Two sets
steps:
  - {name: "Half pigeon, reclined", id: half-pigeon, picture: half-pigeon, sides: [right], sets: 2, hold: 60s,
     transition: 14s, rest: 20s, setup: "Right ankle across the left thigh."}
"""

Act = str | float  # keys to press, or seconds to wait


@dataclass(frozen=True)
class Shot:
    """One picture: the command in the terminal, and what is done to it until the picture is taken."""

    name: str
    command: str
    acts: tuple[Act, ...] = ()
    columns: int = 80
    rows: int = 24
    smooth: bool = False  # in a terminal that speaks sixel


def session(step: str, *acts: Act, routine: str = "sciatica-13") -> tuple[str, tuple[Act, ...]]:
    """Return the command that begins *routine* at *step*, and what is done to it."""
    return f"start {routine} --from {step} --sound off --voice off --no-rating", acts


MOMENTS = {
    "get-ready": session("band-flex-extend", 3.4),
    "move": session("band-flex-extend", "n", 7.4),
    "transition": session("half-pigeon", "n", 0.3, "n", 0.3, "n", 0.3, "n", 5.4),
    "hold-right": session("half-pigeon", "n", 13.4),
    "switch": session("half-pigeon", "n", 0.3, "n", 2.4),
    "hold-left": session("half-pigeon", "n", 0.3, "n", 0.3, "n", 33.4),
    "hold": session("childs-pose", "n", 18.4),
    "rest": session("half-pigeon", "n", 0.3, "n", 4.4, routine="two-sets.yaml"),
    "last-three": session("band-hold", "n", 48.4),
    "paused": session("full-pigeon", "n", 10.4, "space", 0.4),
    "it-hurts": session("half-pigeon", "n", 5.4, "x", 1.4),
    "waiting": (f"{session('half-pigeon')[0]} --wait", (15.6,)),
    "done": session("childs-pose", "n", 3.4, "n", 1.0),
}
VARIANTS = {  # a moment, and what is put to its command
    "hold-left-light": ("hold-left", "--theme light"),
    "switch-light": ("switch", "--theme light"),
    "hold-left-contrast": ("hold-left", "--theme contrast"),
    "last-three-contrast": ("last-three", "--theme contrast"),
    "no-figure": ("hold-right", "--no-figure"),
    "flip": ("hold-right", "--flip"),
}
SMOOTH = ("move", "hold-right", "hold-left")
SIZES = {"small": (40, 12), "large": (200, 60)}
PRINTED = {"list": "list", "show": "show piriformis-6", "stats": "stats"}
PRINTED_ROWS = 34


def shots() -> Iterator[Shot]:
    """Yield each picture there is to make."""
    for name, (command, acts) in MOMENTS.items():
        yield Shot(name, command, acts)
    for name, (moment, more) in VARIANTS.items():
        command, acts = MOMENTS[moment]
        yield Shot(name, f"{command} {more}", acts)
    for name in SMOOTH:
        yield Shot(f"{name}-smooth", *MOMENTS[name], smooth=True)
    for size, (columns, rows) in SIZES.items():
        for name in ("hold-right", "last-three"):
            yield Shot(f"{name}-{size}", *MOMENTS[name], columns, rows)
    for name, command in PRINTED.items():
        yield Shot(name, command, (1.0,), rows=PRINTED_ROWS)


def main() -> None:
    """Make the pictures that were asked for, several at once."""
    parser = argparse.ArgumentParser(description="Make the pictures in docs/pictures.")
    parser.add_argument("beginnings", nargs="*", help="make only those whose names begin so")
    parser.add_argument("--to", type=Path, default=HERE, help="the folder to put them into")
    wanted = parser.parse_args()
    if missing := sorted({package for program, package in PACKAGES.items() if not shutil.which(program)}):
        sys.exit(f"Install first: {' '.join(missing)} fonts-dejavu-core")
    wanted.to.mkdir(parents=True, exist_ok=True)
    chosen = [each for each in shots() if each.name.startswith(tuple(wanted.beginnings or [""]))]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for shot, size in zip(chosen, pool.map(lambda pair: take(*pair, wanted.to), enumerate(chosen)), strict=True):
            print(f"{shot.name}.png {size} bytes")


def take(number: int, shot: Shot, folder: Path) -> int:
    """Take one picture; return its size in bytes."""
    path = folder / f"{shot.name}.png"
    colours = SMOOTH_COLOURS if shot.smooth else COLOURS
    with TemporaryDirectory() as home, screen(DISPLAYS + number) as display:
        at_home(Path(home))
        with terminal(shot, Path(home), display) as window:
            for act in shot.acts:
                if isinstance(act, str):
                    subprocess.run(["xdotool", "key", "--window", window, act], env=display, check=True)
                else:
                    time.sleep(act)
            subprocess.run(
                ["import", "-window", window, "-strip", "+dither", "-colors", str(colours), f"PNG8:{path}"],
                env=display,
                check=True,
            )
    return path.stat().st_size


def at_home(home: Path) -> None:
    """Furnish a home: the safety notice has been read, and there is a log."""
    (home / "state").mkdir()
    (home / "state" / "safety.json").write_text(json.dumps({"notice": 99}), encoding="utf-8")
    (home / "two-sets.yaml").write_text(TWO_SETS, encoding="utf-8")
    (home / "log").mkdir()
    sessions = a_year(datetime.now(UTC), days=120, seed=5)  # of nobody: what the tests make up
    (home / "log" / "desk.jsonl").write_text("".join(f"{to_json(each)}\n" for each in sessions), encoding="utf-8")


@contextmanager
def screen(number: int) -> Iterator[dict[str, str]]:
    """Run an X server without a monitor; give the environment in which programs find it."""
    server = subprocess.Popen(
        ["Xvfb", f":{number}", "-screen", "0", "1600x1200x24", "-nolisten", "tcp"],
        stderr=subprocess.DEVNULL,
    )
    try:
        env = {**os.environ, "DISPLAY": f":{number}"}
        while subprocess.run(["xdotool", "getmouselocation"], env=env, capture_output=True, check=False).returncode:
            time.sleep(0.1)
        yield env
    finally:
        server.terminate()
        server.wait()


@contextmanager
def terminal(shot: Shot, home: Path, display: dict[str, str]) -> Iterator[str]:
    """Run the shot's command in an xterm, and give the window's number once there is something in it."""
    stretch = Path(sys.executable).with_name("stretch")
    look = ["-fa", FONT, "-fs", str(POINTS[shot.columns]), "-b", "0", "+sb", "-hold", "-bg", "black", "-fg", "#d0d0d0"]
    kind = ["-ti", "vt340"] if shot.smooth else []
    options = [*look, *kind, "-geometry", f"{shot.columns}x{shot.rows}", "-xrm", "XTerm*allowSendEvents: true"]
    emulator = subprocess.Popen(
        ["xterm", *options, "-tn", "xterm-256color", "-e", stretch, *shot.command.split()],
        env={**display, "STRETCH_HOME": str(home), "LANG": "C.UTF-8", "TZ": "UTC"},
        cwd=home,
    )
    try:
        search = ["xdotool", "search", "--sync", "--onlyvisible", "--class", "XTerm"]
        window = subprocess.run(
            search, env=display, capture_output=True, text=True, check=True, timeout=PATIENCE
        ).stdout.split()[0]
        time.sleep(1.2)  # until the session has begun
        yield window
    finally:
        emulator.terminate()
        emulator.wait()


if __name__ == "__main__":
    main()
