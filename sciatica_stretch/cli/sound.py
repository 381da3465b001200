"""`stretch sound-test`: hear every tone, and learn what plays it."""

from contextlib import closing
from time import sleep
from typing import TYPE_CHECKING, Annotated

import typer

from sciatica_stretch.core.cues import Tone
from sciatica_stretch.core.text import visible

if TYPE_CHECKING:
    from sciatica_stretch.cli.world import World

SOUND = typer.Option(
    "--sound",
    metavar="auto|NAME|bell|off",
    help="What plays the tones: the first player that works, one by its name, the terminal's bell, or nothing.",
)
VOLUME = typer.Option("--volume", min=0, max=100, help="How loud the tones are.")
DEFAULT_VOLUME = 70


_MEANINGS = {
    Tone.GET_READY: "the session begins: get into position for the first stretch",
    Tone.NEXT_STRETCH: "the next stretch: get into position",
    Tone.CHANGE_SIDE: "change sides",
    Tone.REST: "rest between two sets",
    Tone.BEGIN: "the hold or the movement begins",
    Tone.DONE: "the session is done",
    Tone.PAUSE: "paused",
    Tone.RESUME: "going on",
    Tone.HALFWAY: "half of it is over",
    Tone.LAST_THREE: "three, two, one: once a second before anything ends",
    Tone.PROMPT: "there is a line to read",
    Tone.PHASE: "the movement's next phase",
}
_BELL_SECONDS = 0.7  # between two rings, or they would be one
_LONGEST_SECONDS = 15.0  # for one tone, with all the players that may fail before the one that plays it


def sound_test(
    ctx: typer.Context,
    *,
    sound: Annotated[str, SOUND] = "auto",
    volume: Annotated[int, VOLUME] = DEFAULT_VOLUME,
) -> None:
    """Play every tone, name it, and say what played it and why the players before it did not."""
    world: World = ctx.obj
    with closing(world.speaker(sound, volume, world.folders.cache)) as speaker:
        for tone, meaning in _MEANINGS.items():
            world.say(f"{tone:<12}  {meaning}")
            speaker.play(tone)
            speaker.finish(_LONGEST_SECONDS)
            if speaker.rings and world.stdout.isatty():
                world.stdout.write("\a")
                sleep(_BELL_SECONDS)
            if news := speaker.news():
                world.say(visible(news))
        world.say(f"\nPlayed by: {speaker.using or 'the terminal bell'}.")
        for player, reason in speaker.tried:
            world.say(f"Not by {player}: {visible(reason)}.")
