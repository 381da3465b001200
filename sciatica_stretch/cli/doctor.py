"""`stretch doctor`: how things stand on this machine, as text for a bug report."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sciatica_stretch.cli.examined import Section
    from sciatica_stretch.cli.world import World

_LABEL = 14  # columns
_LEAST = 24  # columns of what stands beside it; in a window that is narrower it stands below


def doctor(
    ctx: typer.Context,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
    quick: Annotated[bool, typer.Option("--quick", help="Try neither sound nor staying awake.")] = False,
) -> None:
    """Say how things stand on this machine: settings, folders, terminal, sound, voices, versions.

    It is text to paste into a bug report, and holds no names of yours: no user, no machine, no folder, no routine. Each
    player of sounds is tried with a tone that is hardly heard.
    """
    from sciatica_stretch.cli.anonymous import Anonymous
    from sciatica_stretch.core.text import visible

    world: World = ctx.obj
    nameless = Anonymous(world)
    seen: dict[str, dict[str, str]] = {}
    for title, rows in _sections(world, quick=quick):
        clean = {label: nameless(visible(text)) for label, text in rows}
        seen[title] = clean
        if not as_json:
            _say(world, title, clean, first=len(seen) == 1)
    if as_json:
        import json

        world.say(json.dumps(seen, indent=2, ensure_ascii=False))


def _sections(world: "World", *, quick: bool) -> "Iterator[Section]":
    """Yield each section as soon as it is known; those that take a while come last."""
    from sciatica_stretch.cli import examined, examined_sound

    yield examined.versions()
    yield examined.settings(world)
    yield examined.folders(world)
    yield examined.kept(world)
    yield examined.terminal(world)
    yield examined_sound.voices()
    if not quick:
        yield examined_sound.awake(world)
        yield examined_sound.players(world)


def _say(world: "World", title: str, rows: dict[str, str], *, first: bool) -> None:
    from textwrap import wrap

    world.say(title if first else f"\n{title}")
    columns = world.size()[0] - 1 if world.stdout.isatty() else 10_000
    beside = columns - _LABEL - 3
    for label, text in rows.items():
        if beside < _LEAST:
            world.say(f"  {label}")
            lines = wrap(text, max(_LEAST, columns - 4))
            indent = 4
        else:
            lines = wrap(text, beside, break_long_words=False) or [""]
            world.say(f"  {label:<{_LABEL}} {lines.pop(0)}".rstrip())
            indent = _LABEL + 3
        for line in lines:
            world.say(f"{'':{indent}}{line}")
