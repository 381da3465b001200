"""What `stretch doctor` tries out: each player of sounds, staying awake; and the voices there are."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sciatica_stretch.cli.examined import Section
    from sciatica_stretch.cli.world import World

_HARDLY_HEARD = 1  # of 100
_LONGEST_SECONDS = 8.0  # for one tone of one player


def players(world: "World") -> "Section":
    """Try each player that can be used here, and tell how it went."""
    from sciatica_stretch.player.sound import players

    rows = [(name, players.why_not(name) or _tried(world, name)) for name in players.NAMES]
    return "Sound", [*rows, ("in use", _in_use(world, [name for name, said in rows if said == "plays"]))]


def _in_use(world: "World", playing: "Sequence[str]") -> str:
    """Return what a session would sound through, as the settings have it and no option says otherwise."""
    from sciatica_stretch.settings.force import in_force

    settings = in_force(world.folders.settings_file, world.env).settings
    if settings.sound == "off" or not settings.volume:
        return "nothing, as the settings have it"
    wanted = [name for name in playing if settings.sound in {"auto", name}]
    return next(iter(wanted), "the terminal's bell, and a flash")


def _tried(world: "World", name: str) -> str:
    from tempfile import TemporaryDirectory

    from sciatica_stretch.core.cues import Tone

    with (
        TemporaryDirectory(prefix="stretch-", ignore_cleanup_errors=True) as folder,
        closing(world.speaker(name, _HARDLY_HEARD, Path(folder), None)) as speaker,
    ):
        speaker.play(Tone.PHASE)
        finished = speaker.finish(_LONGEST_SECONDS)
        failed = dict(speaker.tried).get(name, "")
    return failed or ("plays" if finished else f"no answer within {_LONGEST_SECONDS:g} s")


def voices() -> "Section":
    """Tell which voices there are, and how to get one where there is none."""
    from sciatica_stretch.player.sound.voice.voices import voices

    rows = [(name, why_not or "here") for name, why_not, _ in voices()]
    if any(said == "here" for _, said in rows):
        return "Voices", rows
    get = next(how for name, why_not, how in voices() if how.startswith("pip") and not why_not.startswith("only"))
    return "Voices", [*rows, ("to get one", get)]


def awake(world: "World") -> "Section":
    """Keep the machine awake for a moment, and tell what did it or why nothing does."""
    from sciatica_stretch.player.wakefulness import try_out

    return "Staying awake", [("by", try_out(world.env, world.sleep))]
