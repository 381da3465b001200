"""Questions to a person at the terminal."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sciatica_stretch.cli.world import World


def choose(world: "World", answers: Mapping[str, str], otherwise: str) -> str:
    """Ask for one of *answers*, letters and what they do, until one is typed; *otherwise* if none is, or Ctrl-C is."""
    offers = [f"{letter} = {meaning}" for letter, meaning in answers.items()]
    question = f"{', '.join(offers)}: "
    if len(question) >= world.size()[0]:
        question = "\n".join([*offers, ": "])
    while True:
        answer = _answer(world, question)
        if answer is None:
            world.say()
            return otherwise
        if answer[:1] in answers:
            return answer[:1]


def confirm(world: "World", question: str) -> bool:
    """Ask a question that is answered with y or n; what isn't a clear yes is a no."""
    return (_answer(world, f"{question} [y/N] ") or "") in {"y", "yes"}


def _answer(world: "World", question: str) -> str | None:
    """Return what was typed, in small letters, or None where nothing more can be."""
    world.stdout.write(question)
    world.stdout.flush()
    try:
        typed = world.stdin.readline()
    except KeyboardInterrupt:
        return None
    return typed.strip().lower() if typed else None
