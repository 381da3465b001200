"""`stretch sound-test`: hear every tone, and learn what plays it."""

from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from sciatica_stretch.cli.choices import PRIMER, SOUND, VOICE, VOLUME, Primer, a_voice

if TYPE_CHECKING:
    from sciatica_stretch.cli.world import World
    from sciatica_stretch.player.sound.speaker import Speaker

_MEANINGS = {
    "get-ready": "the session begins: get into position for the first stretch",
    "next-stretch": "the next stretch: get into position",
    "change-side": "change sides",
    "rest": "rest between two sets",
    "begin": "the hold or the movement begins",
    "done": "the session is done",
    "pause": "paused",
    "resume": "going on",
    "stopped": "you stopped the session",
    "question": "stop? the same key says yes; otherwise it goes on",
    "ease": "you said that it hurts: ease out of it, and get into position for what comes next",
    "ease-and-wait": "you said that it hurts: ease out of it; what comes next waits for you",
    "moved": "at another stretch, and still paused",
    "more": "there is more of it now",
    "wait": "in position? it begins when you press any key",
    "halfway": "half of it is over",
    "last-three": "three, two, one: once a second before anything ends",
    "prompt": "there is a line to read",
    "phase": "the movement's next phase",
}
_BELL_SECONDS = 0.7  # between two rings, or they would be one
SAMPLE = "Change sides: left leg. Hold for 2 x 30 s."
_LOOK_SECONDS = 0.05  # between two looks whether it is recorded
_LONGEST_SECONDS = 15.0  # for one tone, with all the players that may fail before the one that plays it


def sound_test(
    ctx: typer.Context,
    *,
    sound: Annotated[str | None, SOUND] = None,
    volume: Annotated[int | None, VOLUME] = None,
    voice: Annotated[str | None, VOICE] = None,
    primer: Annotated[Primer | None, PRIMER] = None,
) -> None:
    """Play every tone, name it, and say what played it and why the players before it did not; then hear the voice.

    With --voice only that is heard. What else is playing is lowered meanwhile, and headphones are woken up, as in a
    session.
    """
    from sciatica_stretch.cli import manners
    from sciatica_stretch.core.cues import Tone
    from sciatica_stretch.core.text import visible

    world: World = ctx.obj
    settings = world.settings
    volume = settings.volume if volume is None else volume
    chosen = a_voice(voice if voice is not None else settings.voice)
    polite = manners.wanted(world, primer)
    with closing(world.speaker(sound or settings.sound, volume, world.folders.cache, polite)) as speaker:
        for name, meaning in _MEANINGS.items() if voice in {None, "off"} else ():
            world.say(f"{name:<12}  {meaning}")
            speaker.play(Tone(name))
            speaker.finish(_LONGEST_SECONDS)
            if speaker.rings and world.stdout.isatty():
                world.stdout.write("\a")
                world.stdout.flush()
                world.sleep(_BELL_SECONDS)
            if news := speaker.news():
                world.say(visible(news))
        world.say_wrapped(f"\nPlayed by: {speaker.using or 'the terminal bell'}.")
        for player, reason in speaker.tried:
            world.say_wrapped(f"Not by {player}: {visible(reason)}.")
        spoke = chosen != "off" and speaker.speaks and _speak(world, speaker, chosen, volume)
        if speaker.speaks:
            for sentence in manners.shown(polite, speaker, spoke=spoke):
                world.say_wrapped(sentence)


def _speak(world: "World", speaker: "Speaker", chosen: str, volume: int) -> bool:
    """Say a line, and who said it; return whether it was."""
    from sciatica_stretch.core.speakable import speakable
    from sciatica_stretch.core.text import visible

    line = speakable(SAMPLE)
    with closing(world.voice(chosen, volume, world.folders.cache, world.settings.voice_rate)) as voice:
        voice.ask([line])
        until = _LONGEST_SECONDS
        while until > 0 and (not speaker.ready or (line not in voice.lengths and voice.wake_in() is not None)):
            world.sleep(_LOOK_SECONDS)
            until -= _LOOK_SECONDS
            voice.attend()
            speaker.attend()
        if line in voice.lengths:
            world.say(f'\n"{SAMPLE}"')
            speaker.say(voice.path(line), voice.lengths[line], speaker.lead)
            speaker.finish(_LONGEST_SECONDS)
        world.say_wrapped(f"Said by: {voice.using or 'nobody, for there is no voice here'}.")
        for name, reason in voice.tried:
            world.say_wrapped(f"Not by {name}: {visible(reason)}.")
        return line in voice.lengths
