"""`stretch settings`: what is in force and where from, and changing it."""

from typing import TYPE_CHECKING, Annotated

import typer

from sciatica_stretch.cli.choices import setting_names, settings_typed
from sciatica_stretch.errors import BAD_ROUTINE, UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sciatica_stretch.cli.world import World
    from sciatica_stretch.settings.force import InForce
    from sciatica_stretch.settings.kinds import Value
    from sciatica_stretch.settings.table import Setting

CHANGES = typer.Argument(
    metavar="[NAME|NAME=VALUE]...",
    help="What to change, or a name to have it explained: volume=40, voice=off, keys.skip='n right'",
    autocompletion=settings_typed,
)
UNSET = typer.Option(
    "--unset",
    metavar="NAME",
    help="Have its default again; can be repeated.",
    show_default=False,
    autocompletion=setting_names,
)
EDIT = typer.Option("--edit", help="Open the file in your editor, and check it then.")
PATH = typer.Option("--path", help="Print where the file is.")
JSON = typer.Option("--json", help="Print JSON instead of a table.")


def settings(
    ctx: typer.Context,
    changes: Annotated[list[str] | None, CHANGES] = None,
    *,
    unset: Annotated[list[str] | None, UNSET] = None,
    edit: Annotated[bool, EDIT] = False,
    path: Annotated[bool, PATH] = False,
    as_json: Annotated[bool, JSON] = False,
) -> None:
    """Show the settings in force and where they come from, or change them: stretch settings volume=40.

    An option counts most, then the environment, then the file, then the default. The exit code is 65 where the file has
    problems; they never stop a session.
    """
    world: World = ctx.obj
    names = [each for each in changes or [] if "=" not in each]
    changing = [each for each in changes or [] if "=" in each]
    _refuse_together({"--path": path, "--edit": edit, "NAME=VALUE": bool(changing or unset), "NAME": bool(names)})
    if path:
        world.say(str(world.folders.settings_file))
    elif edit:
        _edit(world)
    elif changing or unset:
        _change(world, changing, unset or [])
    elif names:
        _explain(world, [_setting(name) for name in names])
    else:
        _show(world, as_json=as_json)


def _refuse_together(asked: dict[str, bool]) -> None:
    if len(given := [name for name, is_given in asked.items() if is_given]) > 1:
        raise UsageError(f"{given[0]} goes without {given[1]}.", "Do one of the two first, and then the other.")


def _setting(name: str) -> "Setting":
    from sciatica_stretch.core.text import closest, visible
    from sciatica_stretch.settings.table import BY_NAME

    if name not in BY_NAME:
        hint = closest(name, BY_NAME) or "See all there are: stretch settings"
        raise UsageError(f"There is no setting {visible(name)!r}.", hint)
    return BY_NAME[name]


def _found(world: "World") -> "InForce":
    from sciatica_stretch.settings.force import in_force

    return in_force(world.folders.settings_file, world.env)


def _show(world: "World", *, as_json: bool) -> None:
    from sciatica_stretch.cli.settings_shown import as_text, show_table

    found = _found(world)
    if as_json:
        world.say(as_text(found, world.folders.settings_file))
    else:
        show_table(world, found)
    _tell(world, found)


def _tell(world: "World", found: "InForce") -> None:
    """Show what is wrong, and end with 65 where that is something in the file."""
    from sciatica_stretch.settings.telling import in_full, unknown

    for remark in unknown(found, world.folders.settings_file):
        world.warn(f"\n{remark}")
    for problem in in_full(found, world.folders.settings_file):
        world.warn(f"\nError: {problem}")
    if found.unreadable or (found.contents and found.contents.problems):
        raise typer.Exit(BAD_ROUTINE)


def _explain(world: "World", those: "Sequence[Setting]") -> None:
    from sciatica_stretch.cli.settings_shown import as_said, where_from, who_has
    from sciatica_stretch.settings.kinds import shown

    found = _found(world)
    for number, setting in enumerate(those):
        given = found.given[setting.name]
        world.say_wrapped("\n" * bool(number) + setting.does)
        world.say_wrapped(f"  {setting.name} = {as_said(given.value)} ({who_has(given) or where_from(given)})")
        world.say_wrapped(f"  It can be: {setting.kind.metavar}. By default: {shown(setting.default)}.")
        world.say_wrapped(f"  In the environment: {setting.variable}")
    _tell(world, found.about([setting.name for setting in those]))


def _change(world: "World", changing: "Sequence[str]", unset: "Sequence[str]") -> None:
    from sciatica_stretch.cli.settings_shown import as_said
    from sciatica_stretch.settings.force import in_force
    from sciatica_stretch.settings.writing import change_all, write

    wanted: dict[str, Value | None] = {_setting(name).name: None for name in unset}
    wanted |= dict(_typed(each) for each in changing)

    file = world.folders.settings_file
    before = in_force(file, {})
    write(file, lambda text: change_all(text, wanted))
    after = in_force(file, {})
    for name in wanted:
        old, new = (as_said(found.given[name].value) for found in (before, after))
        world.say_wrapped(f"{name}: {old} -> {new}" if old != new else f"{name}: {new}, as it was")
    for name in wanted:
        _say_what_others_lost(world, name, before, after)
    _say_what_else_counts(world, wanted, after)


def _typed(change: str) -> "tuple[str, Value]":
    from sciatica_stretch.core.text import visible
    from sciatica_stretch.settings.kinds import NotOneError

    name, _, text = change.partition("=")
    setting = _setting(name.strip())
    try:
        return setting.name, setting.kind.typed(text.strip())
    except NotOneError as error:
        raise UsageError(f"{setting.name}: {visible(text)!r} {error}.", error.hint) from error


def _say_what_others_lost(world: "World", name: str, before: "InForce", after: "InForce") -> None:
    """Say which keys *name* took from other actions, and which do now what they did: `q` may have been the last."""
    for other, given in after.given.items():
        lost = [key for key, owner in given.taken if owner == name and (key, name) not in before.given[other].taken]
        if lost and isinstance(given.value, tuple):
            world.say_wrapped(_no_longer(other.rpartition(".")[2], lost, given.value))


def _no_longer(action: str, lost: "Sequence[str]", left: "Sequence[str]") -> str:
    """Return "q no longer stops; Ctrl-C does."."""
    from sciatica_stretch.settings.keys import ALWAYS, DOES

    one, several = DOES[action]
    others = left or ALWAYS.get(action, ("no key",))
    return (
        f"{' '.join(lost)} no longer {one if len(lost) == 1 else several};"
        f" {' '.join(others)} {'does' if len(others) == 1 else 'do'}."
    )


def _say_what_else_counts(world: "World", wanted: "Collection[str]", after: "InForce") -> None:
    """Say why something that was set isn't in force, or does nothing."""
    from sciatica_stretch.settings.table import BY_NAME

    for name in wanted:
        if world.env.get(BY_NAME[name].variable):
            world.say_wrapped(f"{BY_NAME[name].variable} is set in the environment, which counts more than the file.")
    if {"first", "affected"} & {*wanted} and after.given["first"].value == "affected" and not after.settings.affected:
        world.say_wrapped("No side is affected yet. Say which one is: stretch settings affected=left")


def _edit(world: "World") -> None:
    """Run the editor on the file itself: one with a slip in it stops nothing, so it needs no draft."""
    from sciatica_stretch.cli.editor import choose_editor, run_editor
    from sciatica_stretch.errors import StretchError
    from sciatica_stretch.settings.writing import write

    command = choose_editor(world.env)
    write(world.folders.settings_file, str)
    if code := run_editor(command, world.folders.settings_file, None, world.env):
        raise StretchError(f"The editor ended with code {code}.", "What is in the file: stretch settings")
    found = _found(world)
    _tell(world, found)
    world.say_wrapped("The settings are fine.")
