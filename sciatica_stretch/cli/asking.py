"""Asking how it hurts. Nothing is forced: Enter skips, and what was skipped is None, never 0.

Scores only: no verdict follows on any answer.
"""

from typing import TYPE_CHECKING

from sciatica_stretch.cli.asker import LeftError, asker
from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.journal.scale import WORST, Legs, Reach, When

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sciatica_stretch.cli.world import World
    from sciatica_stretch.journal.rating import Rating

_MOMENTS = {When.BEFORE: "Before the session", When.AFTER: "After the session", When.NEXT_MORNING: "The next morning"}
_ANCHORS = "0 no pain ... 10 worst imaginable"  # the same each time, or the scores could not be compared
_ANCHORS_ALOUD = "0 no pain, to 10 worst imaginable"  # dots and dashes would be spelled out
_PAIN = {str(pain): pain for pain in range(WORST + 1)} | {"t": WORST}
_REACH = {str(number): reach for number, reach in enumerate(Reach)}
_SIDES = {side[0]: side for side in Legs}


@frozen
class Answer:
    """What was said of how it hurts, None if nothing was; and how the person left before the last question."""

    rating: "Rating | None"
    left: LeftError | None


def ask_rating(world: "World", when: When, at: "Callable[[], datetime]", *, plain: bool = False) -> "Rating | None":
    """Ask how it hurts; None where that was skipped. *at* is asked for the time once the person has answered."""
    return ask_how_it_hurts(world, when, at, plain=plain).rating


def ask_how_it_hurts(
    world: "World",
    when: When,
    at: "Callable[[], datetime]",
    *,
    plain: bool = False,
    meanwhile: "Callable[[], object]" = tuple,
    remind: "Callable[[], object]" = tuple,
) -> Answer:
    """Ask for the pain, then how far down the leg it goes, then for the side; who leaves has answered so far.

    Skipping the first skips all; where there is no pain, or none in the leg or back, nothing more is asked of it.
    *meanwhile* is called once the first question stands, *remind* when one has stood for a while.
    """
    pain, reach, side, left = None, None, None, None
    try:
        with asker(world, plain=plain, remind=remind) as ask:
            pain = _PAIN.get(ask.ask(_pain_question(when, in_lines=ask.in_lines), _PAIN, meanwhile=meanwhile))
            if pain:
                reach = _REACH.get(ask.ask(f"How far down does it go?\n{_listed(_REACH)}; Enter: skip.", _REACH))
            if reach not in {None, Reach.NONE}:
                side = _SIDES.get(ask.ask(f"On which side?\n{_listed(_SIDES)}; Enter: skip.", _SIDES))
    except LeftError as error:
        left = error
    if pain is None:
        return Answer(None, left)
    from sciatica_stretch.journal.rating import Rating  # only now: it takes its time, and the question stood first

    return Answer(Rating(when=when, at=at(), pain=pain, reach=reach, side=side), left)


def _pain_question(when: When, *, in_lines: bool) -> str:
    if in_lines:
        return f"{_MOMENTS[when]}: pain right now? {_ANCHORS_ALOUD}. Enter alone skips, q leaves."
    return f"{_MOMENTS[when]}: pain right now?\n{_ANCHORS}\n0-9; t: 10; Enter: skip; q: leave."


def _listed(answers: "dict[str, Reach] | dict[str, Legs]") -> str:
    return ", ".join(f"{key} {answer}" for key, answer in answers.items())
