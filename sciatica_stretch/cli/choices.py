"""The arguments and options that several commands share, and the completion of their values."""

from contextlib import suppress
from enum import StrEnum
from typing import TYPE_CHECKING

import typer

from sciatica_stretch.cli.numbers import decimal, whole
from sciatica_stretch.errors import StretchError, UsageError

if TYPE_CHECKING:
    from sciatica_stretch.cli.world import World
    from sciatica_stretch.core.side import Side
    from sciatica_stretch.core.timeline import Options
    from sciatica_stretch.player.look import Look

_THEMES = ("auto", "dark", "light", "contrast")


def _world(ctx: typer.Context) -> "World":
    from sciatica_stretch.cli.world import World

    return ctx.obj if isinstance(ctx.obj, World) else World()


def routine_names(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return the names of routines that begin with *incomplete*."""
    from sciatica_stretch.library import shelf

    return [found.name for found in shelf.each(_world(ctx).routine_folders) if found.name.startswith(incomplete)]


def _step_ids(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return the ids of all steps there are: the parser of an unfinished line can't tell which routine it is about."""
    from sciatica_stretch.library import shelf

    ids: set[str] = set()
    for found in shelf.each(_world(ctx).routine_folders):
        with suppress(StretchError):  # a routine with problems has nothing to offer
            ids.update(step.id for step in shelf.load(found)[0].each_step())
    return sorted(each for each in ids if each.startswith(incomplete))


def _tags(ctx: typer.Context, incomplete: str) -> list[str]:
    from sciatica_stretch.cli.entries import entries

    tags = {tag for entry in entries(_world(ctx)) for tag in entry.said.tags}
    return sorted(tag for tag in tags if tag.startswith(incomplete))


def settings(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return what `stretch set` can be told about the routine that is named before."""
    from sciatica_stretch.cli.settable import settable
    from sciatica_stretch.library import shelf

    with suppress(StretchError):  # of a routine that isn't there, or has problems, nothing can be set
        routine, _ = shelf.load(shelf.find(str(ctx.params.get("routine")), _world(ctx).routine_folders))
        return [each for each in settable(routine, incomplete) if each.startswith(incomplete)]
    return []


def _players(incomplete: str) -> list[str]:
    from sciatica_stretch.player.sound.speaker import CHOICES

    return [choice for choice in CHOICES if choice.startswith(incomplete)]


def setting_names(incomplete: str) -> list[str]:
    """Return the names of settings that begin with *incomplete*."""
    from sciatica_stretch.settings.table import BY_NAME

    return [name for name in BY_NAME if name.startswith(incomplete)]


def settings_typed(incomplete: str) -> list[str]:
    """Return what `stretch settings` can be told: `volume=`, or once the name is there, `voice=off`."""
    from sciatica_stretch.settings.table import BY_NAME

    name, equals, _ = incomplete.partition("=")
    words = getattr(BY_NAME[name].kind, "words", ("on", "off")) if equals and name in BY_NAME else ()
    return [
        each
        for each in [*(f"{name}=" for name in BY_NAME), *(f"{name}={word}" for word in words)]
        if each.startswith(incomplete) and each != incomplete
    ]


def _themes(incomplete: str) -> list[str]:
    return [theme for theme in _THEMES if theme.startswith(incomplete)]


def _voices(incomplete: str) -> list[str]:
    from sciatica_stretch.player.sound.voice.voices import CHOICES

    return [choice for choice in CHOICES if choice.startswith(incomplete)]


def a_voice(name: str) -> str:
    """Return *name*, if there is such a voice. Raise UsageError."""
    if name != "auto":
        from sciatica_stretch.player.sound.voice.voices import CHOICES

        if name not in CHOICES:
            raise UsageError(f"There is no voice {name!r}.", f"Choose one of: {', '.join(CHOICES)}.")
    return name


class Primer(StrEnum):
    """When headphones are woken up."""

    AUTO = "auto"
    ON = "on"
    OFF = "off"


ROUTINE = typer.Argument(
    metavar="ROUTINE", help="A routine's name (see: stretch list), or a file.", autocompletion=routine_names
)
ROUTINES = typer.Argument(
    metavar="[ROUTINE]...",
    help="Names of routines, or files; without any, all routines there are.",
    show_default=False,
    autocompletion=routine_names,
)
JSON = typer.Option("--json", help="Print JSON instead of a table.")
FIRST = typer.Option("--first", help="The side to begin with.", show_default=False)
PACE = typer.Option(
    "--pace",
    parser=decimal("--pace", 0.1, 10),
    metavar="0.1-10",
    help="Multiply the holds: 0.5 halves them, 1.5 makes them longer.",
)
FROM = typer.Option(
    "--from",
    metavar="STEP",
    help="Begin with this step (its id; see: stretch show ROUTINE).",
    show_default=False,
    autocompletion=_step_ids,
)
ONLY = typer.Option(
    "--only",
    metavar="STEP",
    help="Do only this step (its id; see: stretch show ROUTINE); can be repeated.",
    show_default=False,
    autocompletion=_step_ids,
)
TAG = typer.Option(
    "--tag",
    metavar="TAG",
    help="List only what has this tag; can be repeated.",
    show_default=False,
    autocompletion=_tags,
)
SOUND = typer.Option(
    "--sound",
    metavar="auto|NAME|bell|off",
    help="What plays the tones: the first player that works, one by its name (see: stretch sound-test), the terminal's"
    " bell, or nothing.",
    show_default=False,
    autocompletion=_players,
)
VOLUME = typer.Option(
    "--volume", parser=whole("--volume", 0, 100), metavar="0-100", help="How loud the tones are.", show_default=False
)


LIMIT = typer.Option("--limit", parser=whole("--limit", 1), metavar="N", help="Only the newest N.")
GOAL = typer.Option(
    "--goal", parser=whole("--goal", 1, 99), metavar="1-99", help="Sessions that keep a week.", show_default=False
)
PAIN = typer.Option(
    "--pain",
    parser=whole("--pain", 0, 10),
    metavar="0-10",
    help="0 no pain ... 10 worst imaginable.",
    show_default=False,
)


def a_theme(value: str | None) -> str | None:
    """Return *value*. Raise UsageError for what is no theme."""
    if value and value not in _THEMES:
        from sciatica_stretch.cli.mistyped import none_of

        raise none_of("--theme", value, _THEMES)
    return value


THEME = typer.Option(
    "--theme",
    metavar="|".join(_THEMES),
    callback=a_theme,
    help="The colours of the full screen.",
    show_default=False,
    autocompletion=_themes,
)
FLIP = typer.Option(
    "--flip/--no-flip",
    help="Turn digits, side and figure upside down, to be read from downward dog.",
    show_default=False,
)
CALM = typer.Option("--calm/--no-calm", help="Move nothing but the digits.", show_default=False)
FIGURE = typer.Option(
    "--figure/--no-figure", help="Show the pose as a figure; without it the digits get its room.", show_default=False
)
SMOOTH = typer.Option(
    "--smooth/--no-smooth",
    help="Draw the figure as a smooth picture, where the terminal can and the extra [pictures] is installed.",
    show_default=False,
)


VOICE = typer.Option(
    "--voice",
    metavar="auto|NAME|off",
    help="Who reads aloud what to do: the first voice that works, one by its name (see: stretch sound-test), or"
    " nobody.",
    show_default=False,
    autocompletion=_voices,
)
PRIMER = typer.Option(
    "--primer",
    help="A noise too quiet to hear, which wakes up headphones before a line; auto: where they are Bluetooth.",
    show_default=False,
)


def options_from(first: "Side | None", pace: float, from_step: str, only: list[str] | None) -> "Options":
    """Return the options of one session; `--only a,b` is as good as `--only a --only b`.

    Raise UsageError for an `--only` with nothing in it.
    """
    from sciatica_stretch.core.timeline import Options

    steps = tuple(step.strip() for each in only or [] for step in each.split(",") if step.strip())
    if only and not steps:
        raise UsageError("--only names no step.", "Give it a step's id, as in: --only half-pigeon")
    return Options(first=first, pace=pace, from_step=from_step, only=steps)


def look_for(
    world: "World", theme: str | None, *, flip: bool | None, calm: bool | None, figure: bool | None, smooth: bool | None
) -> "Look":
    """Return what the full screen is to look like: as it was asked for, or else as the settings have it."""
    from sciatica_stretch.player import look

    settings = world.settings
    return look.Look(
        theme=look.theme(theme or settings.theme, world.env),
        flip=settings.flip if flip is None else flip,
        calm=settings.calm if calm is None else calm,
        figure=settings.figure if figure is None else figure,
        smooth=settings.smooth if smooth is None else smooth,
    )
