"""Draw the poses as a terminal shows them into PNG files, to look at them: one file a pose, its keyframes side by side.

What is drawn are the terminal's own cells, dot by dot; no font comes into it. Needs Pillow (`pip install pillow`).

    python figures/sheet.py FOLDER [--cells 40x14] [--shuffle SEED] [POSE ...]

With --shuffle the files are numbered instead of named, so that somebody can name the poses who doesn't know them;
the key goes into FOLDER-key.txt.
"""

import argparse
import random
from pathlib import Path

from PIL import Image, ImageDraw

from sciatica_stretch.core.pictures import PICTURES
from sciatica_stretch.player.figure.drawing import Paper, draw
from sciatica_stretch.player.figure.film import Film, load
from sciatica_stretch.player.frame import Row

DOT = 5  # pixels from one to the next
BACKGROUND = (18, 18, 18)
COLOURS = {
    "": (0, 0, 0),
    "figure.near": (95, 215, 95),
    "figure.far": (110, 130, 110),
    "figure.trunk": (230, 230, 230),
    "figure.band": (255, 90, 90),
    "figure.prop": (120, 120, 120),
    "figure.arrow": (255, 215, 60),
}
_DOTS = ((0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3))  # by the bits of braille's numbers


def drawn(rows: tuple[Row, ...]) -> Image.Image:
    """Return rows of braille as a picture."""
    columns = sum(len(text) for text, _ in rows[0])
    image = Image.new("RGB", (columns * 2 * DOT, len(rows) * 4 * DOT), BACKGROUND)
    pen = ImageDraw.Draw(image)
    for number, row in enumerate(rows):
        column = 0
        for text, style in row:
            for character in text:
                dots = max(0, ord(character) - 0x2800) if character != " " else 0
                for bit, (x, y) in enumerate(_DOTS):
                    if dots >> bit & 1:
                        left, top = (column * 2 + x) * DOT, (number * 4 + y) * DOT
                        pen.ellipse((left, top, left + DOT - 1, top + DOT - 1), fill=COLOURS[style])
                column += 1
    return image


def sheet(film: Film, columns: int, rows: int) -> Image.Image:
    """Return the keyframes of a pose beside each other, in the order in which a session comes to them."""
    entered = max(film.begin, film.held)
    getting_in = sorted(frame for frame in film.keyframes.values() if film.setup <= frame <= entered)
    frames = list(dict.fromkeys([*getting_in, *film.phases.values(), film.held, film.inhaled]))
    pictures = [drawn(draw(film, frame, Paper(columns, rows))) for frame in frames]
    gap = 4 * DOT
    width, height = pictures[0].size
    image = Image.new("RGB", ((width + gap) * len(pictures) - gap, height), (70, 70, 70))
    for number, each in enumerate(pictures):
        image.paste(each, (number * (width + gap), 0))
    return image


def main() -> None:
    """Write the sheets."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("poses", nargs="*")
    parser.add_argument("--cells", default="40x14")
    parser.add_argument("--shuffle", type=int)
    wanted = parser.parse_args()
    columns, rows = map(int, wanted.cells.split("x"))
    poses = wanted.poses or sorted(PICTURES)
    if wanted.shuffle is not None:
        random.Random(wanted.shuffle).shuffle(poses)  # noqa: S311 - nothing depends on it
    wanted.folder.mkdir(parents=True, exist_ok=True)
    key = []
    for number, name in enumerate(poses, start=1):
        film = load(name)
        if film is None:
            parser.error(f"there is no pose called {name}")
        stem = f"{number:02}" if wanted.shuffle is not None else name
        sheet(film, columns, rows).save(wanted.folder / f"{stem}.png")
        key.append(f"{stem} {name}")
    if wanted.shuffle is not None:
        wanted.folder.with_name(f"{wanted.folder.name}-key.txt").write_text("\n".join(key) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
