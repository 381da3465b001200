"""`stretch start`: the main job, from a routine's name to a session in the log (session.py has the session)."""

from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from sciatica_stretch.cli.choices import (
    CALM,
    FIGURE,
    FIRST,
    FLIP,
    FROM,
    ONLY,
    PACE,
    PRIMER,
    ROUTINE,
    SMOOTH,
    SOUND,
    THEME,
    VOICE,
    VOLUME,
    Primer,
    a_voice,
    look_for,
    options_from,
)
from sciatica_stretch.cli.numbers import decimal
from sciatica_stretch.cli.safety import acknowledge
from sciatica_stretch.cli.world import EXIT_CODES
from sciatica_stretch.core.side import Side
from sciatica_stretch.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from sciatica_stretch.cli.intent import Intent
    from sciatica_stretch.cli.session import Session
    from sciatica_stretch.cli.world import World
    from sciatica_stretch.core.timeline import Options
    from sciatica_stretch.journal.rating import Rating
    from sciatica_stretch.library.shelf import Found
    from sciatica_stretch.player.narrator import Voice
    from sciatica_stretch.player.sound.speaker import Speaker

PLAIN = typer.Option("--plain", help="One line a change instead of the full screen, as for a screen reader.")
SPEED = typer.Option(
    "--speed",
    parser=decimal("--speed", 0.1, 1000),
    metavar="0.1-1000",
    help="Rehearse: run the clock so many times as fast, and keep it out of the log.",
)
RESUME = typer.Option("--resume", help="Go on with the session that was cut off: its side, pace, steps and waits.")
WAIT = typer.Option(
    "--wait/--no-wait", help="Wait for a key before every stretch, or before none.", show_default="as in the routine"
)
NO_RATING = typer.Option("--no-rating", help="Don't ask how it hurts. With the setting rating=off: never.")


def start(
    ctx: typer.Context,
    routine: Annotated[str, ROUTINE] = "",
    *,
    first: Annotated[Side | None, FIRST] = None,
    pace: Annotated[float, PACE] = 1.0,
    from_step: Annotated[str, FROM] = "",
    only: Annotated[list[str] | None, ONLY] = None,
    sound: Annotated[str | None, SOUND] = None,
    volume: Annotated[int | None, VOLUME] = None,
    voice: Annotated[str | None, VOICE] = None,
    primer: Annotated[Primer | None, PRIMER] = None,
    plain: Annotated[bool, PLAIN] = False,
    theme: Annotated[str | None, THEME] = None,
    flip: Annotated[bool | None, FLIP] = None,
    calm: Annotated[bool | None, CALM] = None,
    figure: Annotated[bool | None, FIGURE] = None,
    smooth: Annotated[bool | None, SMOOTH] = None,
    speed: Annotated[float, SPEED] = 1.0,
    wait: Annotated[bool | None, WAIT] = None,
    resume: Annotated[bool, RESUME] = False,
    no_rating: Annotated[bool, NO_RATING] = False,
) -> None:
    """Start a session: put the computer down, lie down, and be led through it.

    Nothing has to be touched. Keys: space pause, n skip, b back, + more time, x it hurts, q stop, ? help.
    """
    from sciatica_stretch.cli import manners

    world: World = ctx.obj
    if resume:
        given = {"a ROUTINE": routine, "--first": first, "--from": from_step, "--only": only}
        _refuse_beside_resume(given | {"--pace": pace != 1, "--speed": speed != 1})
    elif not routine:
        raise UsageError("stretch start needs the name of a routine.", "See them with: stretch list")
    look = look_for(world, theme, flip=flip, calm=calm, figure=figure, smooth=smooth)
    found = None if resume else _find(world, routine)
    settings = world.settings
    volume = settings.volume if volume is None else volume
    voice = a_voice(voice if voice is not None else settings.voice)
    asks = world.interactive and not no_rating and speed == 1 and settings.rating
    with closing(
        world.speaker(sound or settings.sound, volume, world.folders.cache, manners.wanted(world, primer))
    ) as speaker:  # it gets ready
        intent = _intent(world, found, lambda: options_from(first or settings.first, pace, from_step, only))
        acknowledge(world)
        remind = partial(_remind, world, speaker)
        if found and speed == 1:
            intent = _offered_to_go_on(world, intent, remind, plain=plain)
        if wait is None and intent.log is None:  # one that goes on waits as it was begun
            wait = world.settings.wait or None
        if wait is not None:
            intent = _waiting(intent, wanted=wait)
        before = _rating_before(world, remind, plain=plain) if asks and intent.log is None else None
        reading = _voice(world, voice if speed == 1 else "off", volume, speaker)
        room = _session_room()
        session = room(world, intent, speaker, before, plain=plain, speed=speed, look=look, voice=reading)
        led = session.lead() if speed == 1 else None
        result = led.result if led else session.rehearse()
    if result.signal is not None:
        raise typer.Exit(EXIT_CODES[result.signal.value])
    if led and asks and world.interactive and led.record.held:  # somebody is still there, and did something
        _rate_after(world, led.record.id, plain=plain)


def _refuse_beside_resume(given: dict[str, object]) -> None:
    if names := [name for name, value in given.items() if value]:
        raise UsageError(
            f"--resume goes on with a session as it was begun, so it takes no {names[0].removeprefix('a ')}.",
            "Leave that out, or leave out --resume to begin a session anew.",
        )


def _find(world: "World", routine: str) -> "Found":
    from sciatica_stretch.library import shelf

    return shelf.find(routine, world.routine_folders)


def _intent(world: "World", found: "Found | None", options: "Callable[[], Options]") -> "Intent":
    """Return what is to be played; before the notice, for nobody should read that only to learn of a mistake."""
    if found:
        from sciatica_stretch.cli.intent import intended

        return intended(found, options())
    from sciatica_stretch.cli.resume import resumed

    return resumed(world)


def _remind(world: "World", speaker: "Speaker") -> None:
    """Have it heard on the mat that something is asked, and waits for a key."""
    from sciatica_stretch.core.cues import Tone

    speaker.play(Tone.WAIT)
    if speaker.rings:
        world.ring()


def _offered_to_go_on(world: "World", intent: "Intent", remind: "Callable[[], object]", *, plain: bool) -> "Intent":
    from sciatica_stretch.journal.places import has_checkpoints

    if not has_checkpoints(world.folders.data):
        return intent
    from sciatica_stretch.cli.resume import offered

    return offered(world, intent, remind, plain=plain)


def _waiting(intent: "Intent", *, wanted: bool) -> "Intent":
    from sciatica_stretch.cli.intent import waiting

    return waiting(intent, wanted=wanted)


def _rating_before(world: "World", remind: "Callable[[], object]", *, plain: bool) -> "Rating | None":
    from sciatica_stretch.cli import rated

    return rated.before(world, _session_room, remind, plain=plain)


def _rate_after(world: "World", session: str, *, plain: bool) -> None:
    from sciatica_stretch.cli import rated

    rated.after(world, session, plain=plain)


def _voice(world: "World", wanted: str, volume: int, speaker: "Speaker") -> "Callable[[], Voice] | None":
    """Return what makes the recordings, once it is called; None where nobody is to speak, or nothing could be heard."""
    if wanted == "off" or not speaker.speaks:
        return None
    return partial(world.voice, wanted, volume, world.folders.cache, world.settings.voice_rate)


def _session_room() -> "type[Session]":
    """Import what plays a session, which takes longer than anything else here; while a question stands, if one does."""
    from sciatica_stretch.cli.session import Session

    return Session
