"""A timeline with a figure for each step: `stretch show --pictures`."""

from typing import TYPE_CHECKING

from sciatica_stretch.cli.figures import beside, cropped, figure, say_rows
from sciatica_stretch.cli.rows import dose
from sciatica_stretch.core.duration import clock
from sciatica_stretch.player.figure.film import describe, load
from sciatica_stretch.player.frame import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sciatica_stretch.cli.world import World
    from sciatica_stretch.core.timeline import Interval, Timeline
    from sciatica_stretch.player.figure.film import Film
    from sciatica_stretch.player.frame import Row

_BESIDE = 60  # columns from which the words stand beside the figure
_WIDEST, _NARROWEST = 44, 20  # columns of a figure
_TEXT = 60


def show_steps(world: "World", timeline: "Timeline") -> None:
    """Write each step of *timeline* once: its figure, when and for how long it comes on which side, its set-up."""
    steps: dict[str, list[Interval]] = {}
    for interval in timeline.intervals:
        steps.setdefault(interval.step.id, []).append(interval)
    for intervals in steps.values():
        say_rows(world, _step(world, intervals))
        world.say()


def _step(world: "World", intervals: "list[Interval]") -> "list[Row]":
    """Return the figure of a step with its words, side by side where there is room."""
    width = world.size()[0] if world.stdout.isatty() else 80
    film = load(intervals[0].step.picture)
    side = next((each.side for each in intervals if each.side), None)
    if film is None or world.wants_words:
        return [*_words(intervals, width - 1), *([((describe(film, side), ""),)] if film else [])]
    columns = max(_NARROWEST, min(_WIDEST, width // 2 if width >= _BESIDE else width - 2))
    frame = _telling(film, moves=any(each.reps for each in intervals))
    drawn = cropped(figure(world, film, frame, columns, side))
    if width < _BESIDE:
        return [*_words(intervals, width - 1), *drawn]
    return beside(drawn, list(_words(intervals, min(_TEXT, width - columns - 3))))


def _words(intervals: "list[Interval]", columns: int) -> "Iterator[Row]":
    step = intervals[0].step
    for line in wrapped(step.name, columns):
        yield ((line, "bold"),)
    for interval in intervals:
        if interval.is_work:
            side = f"{interval.side}, " if interval.side else ""
            for line in wrapped(f"{clock(interval.start)} {side}{dose(interval)}", columns):
                yield ((line, ""),)
    for line in wrapped(next((each.setup for each in intervals if each.setup), ""), columns):
        yield ((line, ""),)


def _telling(film: "Film", *, moves: bool) -> int:
    """Return the frame that says most of what is done: the end of a move's first phase, or the hold."""
    return next(iter(film.phases.values()), film.begin) if moves else film.held
