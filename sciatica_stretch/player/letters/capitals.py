"""How the capitals are drawn that the words of the screen need, and how wide each is in heights."""

from collections.abc import Iterable, Iterator

from sciatica_stretch.player.letters.pen import Pen, Shapes, Stroke


def _letter_a(p: Pen) -> Iterator[Stroke]:
    yield from p.ring(0, 0, p.wide, p.tall * 2)
    yield p.beam(p.tall * 0.56)


def _letter_c(p: Pen) -> Iterator[Stroke]:
    yield from p.ring(0, 0, p.wide, p.tall)
    yield p.gap(p.wide - p.thick, p.tall * 0.3, p.wide, p.tall * 0.7)


def _letter_d(p: Pen) -> Iterator[Stroke]:
    yield from p.ring(-p.wide, 0, p.wide, p.tall)
    yield p.stem()


def _letter_e(p: Pen) -> Iterator[Stroke]:
    yield from _letter_l(p)
    yield p.beam(0)
    yield p.beam((p.tall - p.level) / 2, 0, p.wide * 0.88)


def _letter_f(p: Pen) -> Iterator[Stroke]:
    yield p.stem()
    yield p.beam(0)
    yield p.beam((p.tall - p.level) / 2, 0, p.wide * 0.88)


def _letter_g(p: Pen) -> Iterator[Stroke]:
    yield from p.ring(0, 0, p.wide, p.tall)
    yield p.gap(p.wide - p.thick, p.tall * 0.3, p.wide, p.tall * 0.5)
    yield p.bar(p.wide - p.thick, p.tall * 0.5, p.wide, p.tall * 0.8)
    yield p.beam(p.tall * 0.5, p.wide * 0.52)


def _letter_h(p: Pen) -> Iterator[Stroke]:
    yield p.stem()
    yield p.stem(p.wide - p.thick)
    yield p.beam((p.tall - p.level) / 2)


def _letter_i(p: Pen) -> Iterator[Stroke]:
    yield p.stem()


def _letter_l(p: Pen) -> Iterator[Stroke]:
    yield p.stem()
    yield p.foot()


def _letter_m(p: Pen) -> Iterator[Stroke]:
    half = p.thick / 2
    yield p.slant(half, 0, p.wide / 2, p.tall * 0.62)
    yield p.slant(p.wide - half, 0, p.wide / 2, p.tall * 0.62)
    yield p.stem()
    yield p.stem(p.wide - p.thick)


def _letter_n(p: Pen) -> Iterator[Stroke]:
    half = p.thick / 2
    yield p.slant(half, 0, p.wide - half, p.tall)
    yield p.stem()
    yield p.stem(p.wide - p.thick)


def _letter_o(p: Pen) -> Iterable[Stroke]:
    return p.ring(0, 0, p.wide, p.tall)


def _letter_p(p: Pen) -> Iterator[Stroke]:
    yield from p.ring(-p.wide, 0, p.wide, p.tall * 0.58)
    yield p.stem()


def _letter_r(p: Pen) -> Iterator[Stroke]:
    yield from p.ring(-p.wide, 0, p.wide, p.tall * 0.56)
    yield p.slant(p.wide * 0.46, p.tall * 0.5, p.wide - p.thick * 0.6, p.tall)
    yield p.stem()


def _letter_s(p: Pen) -> Iterator[Stroke]:
    middle, half = p.tall / 2, p.level / 2
    yield from p.ring(0, 0, p.wide, middle + half)
    yield p.gap(p.wide / 2, p.tall * 0.28, p.wide, middle - half)
    yield from p.ring(0, middle - half, p.wide, p.tall)
    yield p.gap(0, middle + half, p.wide / 2, p.tall * 0.72)


def _letter_t(p: Pen) -> Iterator[Stroke]:
    yield p.stem((p.wide - p.thick) / 2)
    yield p.beam(0)


def _letter_u(p: Pen) -> Iterator[Stroke]:
    yield from p.ring(0, -p.tall, p.wide, p.tall)


def _letter_v(p: Pen) -> Iterator[Stroke]:
    yield p.slant(p.thick * 0.6, 0, p.wide / 2, p.tall)
    yield p.slant(p.wide - p.thick * 0.6, 0, p.wide / 2, p.tall)


def _letter_w(p: Pen) -> Iterator[Stroke]:
    half, quarter = p.thick / 2, p.wide / 4
    for left, right in ((half, quarter), (2 * quarter, 3 * quarter)):
        yield p.slant(left, 0, right, p.tall, 1.1)
    for left, right in ((quarter, 2 * quarter), (3 * quarter, p.wide - half)):
        yield p.slant(right, 0, left, p.tall, 1.1)


def _letter_x(p: Pen) -> Iterator[Stroke]:
    yield p.slant(p.thick * 0.6, 0, p.wide - p.thick * 0.6, p.tall)
    yield p.slant(p.wide - p.thick * 0.6, 0, p.thick * 0.6, p.tall)


def _letter_y(p: Pen) -> Iterator[Stroke]:
    yield p.slant(p.thick * 0.6, 0, p.wide / 2, p.tall * 0.56)
    yield p.slant(p.wide - p.thick * 0.6, 0, p.wide / 2, p.tall * 0.56)
    yield p.bar((p.wide - p.thick) / 2, p.tall * 0.45, (p.wide + p.thick) / 2, p.tall)


_WIDE = 0.56
SHAPES: Shapes = {
    "A": (_WIDE, _letter_a),
    "C": (_WIDE, _letter_c),
    "D": (_WIDE, _letter_d),
    "E": (0.5, _letter_e),
    "F": (0.5, _letter_f),
    "G": (_WIDE, _letter_g),
    "H": (_WIDE, _letter_h),
    "I": (0.18, _letter_i),
    "L": (0.5, _letter_l),
    "M": (0.74, _letter_m),
    "N": (0.6, _letter_n),
    "O": (0.6, _letter_o),
    "P": (_WIDE, _letter_p),
    "R": (_WIDE, _letter_r),
    "S": (_WIDE, _letter_s),
    "T": (_WIDE, _letter_t),
    "U": (_WIDE, _letter_u),
    "V": (0.62, _letter_v),
    "W": (0.86, _letter_w),
    "X": (0.6, _letter_x),
    "Y": (0.6, _letter_y),
}
