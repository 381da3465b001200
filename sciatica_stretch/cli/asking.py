"""Asking how it hurts: one question a line, the same anchors each time; Enter skips, and nothing is ever forced."""

from typing import TYPE_CHECKING, TypeVar

from sciatica_stretch.journal.rating import WORST, Legs, Rating, Reach, When

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from sciatica_stretch.cli.world import World

T = TypeVar("T")

_MOMENTS = {
    When.BEFORE: "Pain before the session",
    When.AFTER: "Pain right now",
    When.NEXT_MORNING: "Pain the morning after",
}
_PAIN = {str(pain): pain for pain in range(WORST + 1)} | {"t": WORST}
_REACH = {str(number): reach for number, reach in enumerate(Reach)}
_SIDE = {side[0]: side for side in Legs}


def ask_rating(world: "World", when: When, at: "Callable[[], datetime]") -> Rating | None:
    """Ask for the pain of that moment, how far down the leg it goes and on which side; None if all are skipped.

    *at* is asked for the time once the person has answered.
    """
    pain = _ask(world, f"{_MOMENTS[when]}, 0 no pain ... 10 worst imaginable (t is 10)", _PAIN)
    reach = _ask(world, f"How far down the leg: {_listed(_REACH)}", _REACH)
    side = _ask(world, f"Which side: {_listed(_SIDE)}", _SIDE) if reach not in {None, Reach.NONE} else None
    if pain is None and reach is None:
        return None
    return Rating(when=when, at=at(), pain=pain, reach=reach, side=side)


def _ask(world: "World", question: str, answers: "Mapping[str, T]") -> T | None:
    """Ask until the answer is one of *answers*; None for Enter alone, or where nobody is there any more."""
    while True:
        world.stdout.write(f"{question}; Enter skips: ")
        world.stdout.flush()
        line = world.stdin.readline()
        if not line.endswith("\n"):
            world.say()
        word = line.strip().lower()
        if not word or word in answers:
            return answers.get(word)
        world.say(f"Please answer with one of {', '.join(answers)}.")


def _listed(answers: "Mapping[str, object]") -> str:
    return ", ".join(f"{key} {answer}" for key, answer in answers.items())
