"""The yardstick: stretch's own picture, shown the usual way by `rich.live.Live`. `live_yardstick.py ROUTINE REFRESHES`.

It counts the routine's first hold down and knows one key, space. Only the way to the screen differs from stretch:
here a thread of rich's draws the whole screen REFRESHES times a second.
"""

import os
import sys
import termios
import time
import tty
from pathlib import Path

from rich.console import Console, Group
from rich.live import Live
from rich.style import Style
from rich.text import Text

from sciatica_stretch.core.states import Paused, Running
from sciatica_stretch.core.timeline import Kind, Timeline, unroll
from sciatica_stretch.library import shelf
from sciatica_stretch.player.look import Theme
from sciatica_stretch.player.moment import Moment
from sciatica_stretch.player.themes import BOLD, COLOURS, STYLES
from sciatica_stretch.player.view import render

_DARK = COLOURS[Theme.DARK]
_STYLES = {
    name: Style(bold=weight == BOLD, color=f"color({_DARK[ink]})", bgcolor=f"color({_DARK['paper']})")
    for name, (weight, ink) in STYLES.items()
}


def toggled(state: Running | Paused, at: float) -> Running | Paused:
    """Return the state after space."""
    match state:
        case Running(index, ends_at):
            return Paused(index, left=ends_at - at)
        case Paused(index, left):
            return Running(index, ends_at=at + left, seen_at=at)


def picture(timeline: Timeline, state: Running | Paused, console: Console) -> Group:
    """Return what stretch would show now, as rich has it."""
    frame = render(Moment(timeline, state, time.monotonic()), console.width, console.height)
    rows = frame.whole_rows()
    return Group(*(Text.assemble(*((text, _STYLES[style]) for text, style in row), no_wrap=True) for row in rows))


def count_down(timeline: Timeline, refreshes: float) -> None:
    """Show the first hold until Ctrl-C."""
    console = Console()
    hold = next(interval for interval in timeline.intervals if interval.kind is Kind.HOLD)
    now = time.monotonic()
    state: Running | Paused = Running(timeline.intervals.index(hold), ends_at=now + hold.seconds, seen_at=now)
    with Live(
        get_renderable=lambda: picture(timeline, state, console),
        console=console,
        screen=True,
        refresh_per_second=refreshes,
    ) as live:
        live.refresh()  # or the first picture would wait for the thread's first turn
        while typed := os.read(0, 32):
            for _ in range(typed.count(b" ")):
                state = toggled(state, time.monotonic())
            live.refresh()


def main(routine: str, refreshes: str) -> None:
    path = Path(routine)
    plan, _ = shelf.load(shelf.Found(path.stem, path, "file"))
    modes = termios.tcgetattr(0)
    tty.setcbreak(0)
    try:
        count_down(unroll(plan), float(refreshes))
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        termios.tcsetattr(0, termios.TCSANOW, modes)


if __name__ == "__main__":
    main(*sys.argv[1:])
