"""The signs of what the time is for, one a kind, and how wide each is in heights."""

from collections.abc import Iterator

from sciatica_stretch.player.letters.pen import Arrowhead, Pen, Round, Shapes, Stroke, Wedge


def _square(p: Pen) -> Iterator[Stroke]:
    """Hold: stay."""
    yield True, Round(0, 0, p.wide, p.tall, p.thick / 2)


def _up_and_down(p: Pen) -> Iterator[Stroke]:
    """Move."""
    middle, head = p.wide / 2, p.tall * 0.38
    yield p.bar(middle - p.thick / 2, head * 0.8, middle + p.thick / 2, p.tall - head * 0.8)
    yield True, Wedge(middle, 0, head, p.wide)
    yield True, Wedge(middle, p.tall, p.tall - head, p.wide)


def _there_and_back(p: Pen) -> Iterator[Stroke]:
    """Change sides."""
    tall = p.tall * 0.5
    head, half = p.wide * 0.36, p.level / 2
    for middle, tip in ((round(tall / 2), p.wide), (p.tall - round(tall / 2), 0.0)):
        base = abs(tip - head)
        yield p.bar(min(p.wide - tip, base), middle - half, max(p.wide - tip, base), middle + half)
        yield True, Arrowhead(tip, middle, base, tall)


def _onwards(p: Pen) -> Iterator[Stroke]:
    """Get into position."""
    middle, head = p.tall / 2, p.wide / 2
    for left in (0.0, head):
        yield True, Arrowhead(left + head, middle, left, p.tall)


def _ring(p: Pen) -> Iterator[Stroke]:
    """Rest."""
    half = p.tall / 2
    yield True, Round(0, 0, p.wide, p.tall, half)
    yield False, Round(p.thick, p.level, p.wide - p.thick, p.tall - p.level, half - p.thick)


def _go(p: Pen) -> Iterator[Stroke]:
    """Wait: any key begins."""
    yield True, Arrowhead(p.wide, p.tall / 2, 0, p.tall)


def _two_bars(p: Pen) -> Iterator[Stroke]:
    """Paused."""
    wide = p.wide * 0.36
    yield p.bar(0, 0, wide, p.tall)
    yield p.bar(p.wide - wide, 0, p.wide, p.tall)


SHAPES: Shapes = {
    "■": (1.0, _square),
    "↕": (0.7, _up_and_down),
    "⇄": (1.2, _there_and_back),
    "»": (1.0, _onwards),
    "○": (1.0, _ring),
    "▸": (0.9, _go),
    "‖": (0.7, _two_bars),
}
