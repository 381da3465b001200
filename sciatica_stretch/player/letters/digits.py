"""How digits are drawn, and how wide they are in heights."""

from collections.abc import Iterable, Iterator

from sciatica_stretch.player.letters.pen import Pen, Round, Shapes, Stroke


def _zero(p: Pen) -> Iterable[Stroke]:
    return p.ring(0, 0, p.wide, p.tall)


def _one(p: Pen) -> Iterator[Stroke]:
    left = (p.wide - p.thick) / 2 + p.wide * 0.06
    yield p.stem(left)
    yield p.slant(left + p.thick * 0.4, 0, left - p.wide * 0.24, p.tall * 0.3)
    yield p.foot(left - p.wide * 0.32, left + p.thick + p.wide * 0.3)


def _two(p: Pen) -> Iterator[Stroke]:
    yield from p.ring(0, 0, p.wide, p.tall * 0.66)
    yield p.gap(0, p.down(0.3), p.wide - p.thick, p.tall * 0.66)
    yield p.gap(0, p.down(0.4), p.wide, p.tall * 0.66)
    yield p.slant(p.wide - p.thick * 0.6, p.down(0.4), p.thick * 0.62, p.tall - p.level)
    yield p.foot()


def _three(p: Pen) -> Iterator[Stroke]:
    middle, half = p.tall / 2, p.level / 2
    yield from p.ring(0, 0, p.wide, middle + half)
    yield from p.ring(0, middle - half, p.wide, p.tall)
    yield p.gap(0, p.tall * 0.28, p.wide / 2, middle - half)
    yield p.gap(0, p.tall * 0.28, p.wide * 0.36, p.tall * 0.72)
    yield p.gap(0, middle + half, p.wide / 2, p.tall * 0.72)


def _four(p: Pen) -> Iterator[Stroke]:
    stem, level = p.wide * 0.9 - p.thick, p.down(0.76) - p.level
    yield p.slant(stem + p.thick * 0.3, 0, p.thick * 0.62, level)
    yield p.stem(stem)
    yield p.beam(level)


def _five(p: Pen) -> Iterator[Stroke]:
    top = p.down(0.37)
    yield from p.ring(0, top, p.wide, p.tall)
    yield p.gap(0, top + p.level, p.wide / 2, p.tall * 0.73)
    yield p.bar(0, 0, p.thick, top + p.level)
    yield p.beam(0, 0, p.wide * 0.95)


def _six(p: Pen) -> Iterator[Stroke]:
    top = p.down(0.4)
    yield from p.ring(0, 0, p.wide, p.tall)
    yield p.gap(p.wide - p.thick, p.tall * 0.26, p.wide, top + p.level)
    yield from p.ring(0, top, p.wide, p.tall)
    yield p.bar(0, top, p.thick, p.tall * 0.6)


def _seven(p: Pen) -> Iterator[Stroke]:
    yield p.slant(p.wide - p.thick * 0.6, 0, p.wide * 0.34, p.tall)
    yield p.beam(0)


def _eight(p: Pen) -> Iterator[Stroke]:
    middle, half, inset = p.down(0.48), p.level / 2, p.wide * 0.04
    yield from p.ring(inset, 0, p.wide - inset, middle + half)
    yield from p.ring(0, middle - half, p.wide, p.tall)


def _colon(p: Pen) -> Iterator[Stroke]:
    radius = p.wide / 2
    for top in (p.tall * 0.24, p.tall * 0.76 - p.wide):
        yield True, Round(0, top, p.wide, top + p.wide, radius * 0.6)


_WIDE = 0.6
SHAPES: Shapes = {
    "0": (_WIDE, _zero),
    "1": (_WIDE, _one),
    "2": (_WIDE, _two),
    "3": (_WIDE, _three),
    "4": (_WIDE, _four),
    "5": (_WIDE, _five),
    "6": (_WIDE, _six),
    "7": (_WIDE, _seven),
    "8": (_WIDE, _eight),
    ":": (0.2, _colon),
}
