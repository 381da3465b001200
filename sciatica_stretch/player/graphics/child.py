"""The process that draws smooth pictures: `python -m sciatica_stretch.player.graphics.child PROTOCOL THEME WAY FOLDER`.

WAY is "upright" or "turned". Each line on standard input is `<width> <height> <pose> <frame> <left|right>`, in pixels,
and is answered in its order: `ready <file>` or `failed <reason>`. What was drawn before is in FOLDER, and costs next to
nothing: Pillow is only imported for what isn't there.
"""

import base64
import hashlib
import io
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from sciatica_stretch.player import kept
from sciatica_stretch.player.children.pipe import one_line, report, standard_input
from sciatica_stretch.player.figure import canvas, film, props, shapes
from sciatica_stretch.player.figure.moving import Posture
from sciatica_stretch.player.graphics.orders import LAST
from sciatica_stretch.player.graphics.terminal import Protocol
from sciatica_stretch.player.look import Theme

RECIPE = 1  # raise it when a picture would look different for another reason than its pose or the figure's drawing
MOST_BYTES = 50_000_000  # that are kept: twenty routines in some sizes
_NICENESS = 5


class Studio:
    """Draws pictures for one terminal, and keeps them in *folder* among those for others."""

    def __init__(self, protocol: Protocol, theme: Theme, folder: Path, *, turned: bool) -> None:
        self._protocol = protocol
        self._theme = theme
        self._folder = folder
        self._turned = turned

    def take(self, posture: Posture, width: int, height: int) -> Path:
        """Return the file of a picture, drawn if it isn't there whole. Raise OSError, or what Pillow raises."""
        path = self._path(posture, width, height)
        if _is_whole(path):
            with suppress(OSError):  # a folder that can't be written is no reason to show nothing
                kept.use(path)
        else:
            kept.put(path, (self.drawn(posture, width, height) + LAST).encode("ascii"), synced=False)
        return path

    def drawn(self, posture: Posture, width: int, height: int) -> str:
        """Return what a terminal is sent of a picture: sixels, or a PNG file in base64 for kitty's protocol."""
        from sciatica_stretch.player.graphics.sixel import encoded  # noqa: PLC0415 - see above
        from sciatica_stretch.player.graphics.smooth import palette, smooth, with_palette  # noqa: PLC0415 - likewise

        colours = palette(self._theme, many=self._protocol is Protocol.KITTY)
        picture = smooth(posture, width, height, self._theme, turned=self._turned)
        picture = with_palette(picture, colours)
        if self._protocol is Protocol.SIXEL:
            return encoded(picture.tobytes(), width, colours)
        file = io.BytesIO()
        picture.save(file, "PNG")
        return base64.b64encode(file.getvalue()).decode()

    def _path(self, posture: Posture, width: int, height: int) -> Path:
        asked = f"{_recipe(posture.pose)} {posture} {width} {height} {self._protocol} {self._theme} {self._turned}"
        return self._folder / f"{hashlib.sha256(asked.encode()).hexdigest()[:32]}.picture"


@lru_cache
def _recipe(pose: str) -> str:
    """Return what all pictures of a pose follow from: the pose itself, and how figures are drawn."""
    sources = [Path(module.__file__ or "") for module in (canvas, film, props, shapes)]
    sources += [film.FOLDER / f"{pose}.json", *(Path(__file__).with_name(name) for name in ("smooth.py", "sixel.py"))]
    return f"{RECIPE} {hashlib.sha256(b''.join(each.read_bytes() for each in sources)).hexdigest()}"


def serve(requests: Iterable[str], studio: Studio) -> None:
    """Answer each of *requests*, until there are no more or nobody listens: the session is over."""
    with suppress(BrokenPipeError):
        for request in requests:
            width, height, pose, frame, side = request.split()
            posture = Posture(pose, int(frame), flipped=side == "left")
            try:
                path = studio.take(posture, int(width), int(height))
            except Exception as error:  # noqa: BLE001 - whatever a library raises, it is a reason to tell
                report(f"failed {one_line(error)}")
            else:
                report(f"ready {path.name}")


def main(protocol: str, theme: str, way: str, folder: str) -> None:
    """Serve standard input, then tidy up. Whatever else the machine does goes first, the session above all."""
    os.nice(_NICENESS)
    serve(standard_input(), Studio(Protocol(protocol), Theme(theme), Path(folder), turned=way == "turned"))
    with suppress(OSError):  # another session tidies up too
        kept.tidy(Path(folder), "*.picture", MOST_BYTES)


def _is_whole(path: Path) -> bool:
    """Return whether a file is there to its end: a power cut may have left less of it."""
    try:
        return path.read_text(encoding="ascii").endswith(LAST)
    except (OSError, UnicodeDecodeError):
        return False


if __name__ == "__main__":
    main(*sys.argv[1:])
