"""`stretch sound-test`: hear every tone, and learn what plays it."""

from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from sciatica_stretch.cli.choices import SOUND, VOLUME, speaker_for

if TYPE_CHECKING:
    from sciatica_stretch.cli.world import World

_MEANINGS = {
    "get-ready": "the session begins: get into position for the first stretch",
    "next-stretch": "the next stretch: get into position",
    "change-side": "change sides",
    "rest": "rest between two sets",
    "begin": "the hold or the movement begins",
    "done": "the session is done",
    "pause": "paused",
    "resume": "going on",
    "ease": "you said that it hurts: ease out of it, and get into position for what comes next",
    "halfway": "half of it is over",
    "last-three": "three, two, one: once a second before anything ends",
    "prompt": "there is a line to read",
    "phase": "the movement's next phase",
}
_BELL_SECONDS = 0.7  # between two rings, or they would be one
_LONGEST_SECONDS = 15.0  # for one tone, with all the players that may fail before the one that plays it


def sound_test(
    ctx: typer.Context,
    *,
    sound: Annotated[str | None, SOUND] = None,
    volume: Annotated[int | None, VOLUME] = None,
) -> None:
    """Play every tone, name it, and say what played it and why the players before it did not."""
    from sciatica_stretch.core.cues import Tone
    from sciatica_stretch.core.text import visible

    world: World = ctx.obj
    with closing(speaker_for(world, sound, volume)) as speaker:
        for name, meaning in _MEANINGS.items():
            world.say(f"{name:<12}  {meaning}")
            speaker.play(Tone(name))
            speaker.finish(_LONGEST_SECONDS)
            if speaker.rings and world.stdout.isatty():
                world.stdout.write("\a")
                world.stdout.flush()
                world.sleep(_BELL_SECONDS)
            if news := speaker.news():
                world.say(visible(news))
        world.say(f"\nPlayed by: {speaker.using or 'the terminal bell'}.")
        for player, reason in speaker.tried:
            world.say(f"Not by {player}: {visible(reason)}.")
