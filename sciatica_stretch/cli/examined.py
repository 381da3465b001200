"""What `stretch doctor` looks at without a sound: versions, settings, folders, what is kept, the terminal."""

import os
from typing import TYPE_CHECKING

from sciatica_stretch.errors import StretchError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sciatica_stretch.cli.world import World
    from sciatica_stretch.journal.reading import LogProblem
    from sciatica_stretch.settings.force import InForce

Section = tuple[str, list[tuple[str, str]]]  # a title, and what is what below it

_NEEDED = ("typer", "rich", "PyYAML", "platformdirs", "wakepy", "msgspec")
_EXTRAS = ("simpleaudio", "fit-tool", "espeakng-loader", "piper-tts", "textual-image", "pillow")
_SECRET = frozenset({"affected", "first"})  # of settings: they tell of somebody's body
_PROGRAMS = {
    "KITTY_WINDOW_ID": "kitty",
    "WEZTERM_PANE": "WezTerm",
    "KONSOLE_VERSION": "Konsole",
    "ITERM_SESSION_ID": "iTerm2",
    "VTE_VERSION": "VTE",
    "WT_SESSION": "Windows Terminal",
    "GHOSTTY_RESOURCES_DIR": "Ghostty",
}
_BETWEEN = {"TMUX": "tmux", "STY": "screen", "ZELLIJ": "zellij", "SSH_CONNECTION": "ssh", "MOSH_CONNECTION": "mosh"}
_PICTURES = {"KITTY_WINDOW_ID": "kitty", "WEZTERM_PANE": "kitty", "GHOSTTY_RESOURCES_DIR": "kitty"}


def versions() -> Section:
    """Tell what runs."""
    import platform

    from sciatica_stretch import __version__

    rows = [
        ("stretch", __version__),
        ("Python", f"{platform.python_version()} ({platform.python_implementation()})"),
        ("system", _system()),
        ("with", ", ".join(f"{name} {_version(name) or 'missing'}" for name in _NEEDED)),
    ]
    extras = [f"{name} {version}" for name in _EXTRAS if (version := _version(name))]
    return "Versions", [*rows, ("extras", ", ".join(extras) or "none")]


def settings(world: "World") -> Section:
    """Tell what isn't as it comes, and where from."""
    from sciatica_stretch.cli.settings_shown import as_said, where_from
    from sciatica_stretch.settings.force import Source, in_force

    found = in_force(world.folders.settings_file, world.env)
    rows = [("file", _settings_file(world, found))]
    for name, given in found.given.items():
        if given.source is not Source.DEFAULT or given.taken:
            value = "(not shown)" if name in _SECRET else as_said(given.value)
            rows.append((name, f"{value} ({where_from(given)})"))
    others = len(found.given) - len(rows) + 1
    rows.append(("others", f"{others}, as they come"))
    if found.environment:
        rows.append(("problems", ", ".join(str(error).partition(":")[0] for error in found.environment)))
    return "Settings", rows


def _settings_file(world: "World", found: "InForce") -> str:
    path = str(world.folders.settings_file)
    if found.unreadable:
        return f"{path}: {found.unreadable}"
    if not found.contents:
        return f"{path}: not there"
    if problems := found.contents.problems:
        lines = ", ".join(str(line) for line in dict.fromkeys(each.line for each in problems))
        return f"{path}: problems in line {lines} (stretch settings)"
    return f"{path}: fine"


def folders(world: "World") -> Section:
    """Tell where things are, whether they can be written, and how much room there is."""
    there = world.folders
    named = {"data": there.data, "routines": there.routines, "state": there.state}
    named |= {"cache": there.cache, "config": there.config}
    return "Folders", [(name, f"{path}: {_state(path)}") for name, path in named.items()]


def kept(world: "World") -> Section:
    """Tell how much there is of what, and whether it can be read."""
    return "Kept", [("routines", _routines(world)), ("sessions", _sessions(world))]


def terminal(world: "World") -> Section:
    """Tell what the terminal says of itself."""
    from sciatica_stretch.cli.examined_figure import figure

    env = world.env
    columns, rows = world.size()
    programs = [name for variable, name in _PROGRAMS.items() if env.get(variable)]
    said = " ".join(filter(None, (env.get("TERM_PROGRAM", ""), env.get("TERM_PROGRAM_VERSION", ""))))
    between = [name for variable, name in _BETWEEN.items() if env.get(variable)]
    locale = next((env[each] for each in ("LC_ALL", "LC_CTYPE", "LANG") if env.get(each)), "not set")
    return "Terminal", [
        ("size", f"{columns} x {rows}"),
        ("input", _stream(world.stdin.isatty())),
        ("output", _stream(world.stdout.isatty())),
        ("TERM", env.get("TERM", "") or "not set"),
        ("program", ", ".join(dict.fromkeys([*filter(None, [said]), *programs])) or "not known"),
        ("between", ", ".join(between) or "nothing known"),
        ("colours", _colours(env)),
        ("encoding", f"{world.stdout.encoding or 'not known'} ({locale})"),
        ("pictures", _pictures(env)),
        ("figure", figure(world)),
        ("session", "lines, one a change" if world.wants_plain_lines else "a full screen"),
    ]


def _version(package: str) -> str:
    from importlib import metadata

    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def _system() -> str:
    import platform

    try:
        name = f", {platform.freedesktop_os_release()['PRETTY_NAME']}"
    except (OSError, KeyError):  # not Linux, or a small one
        name = ""
    return f"{platform.system()} {platform.release()} {platform.machine()}{name}"


def _state(path: "Path") -> str:
    import shutil
    from tempfile import TemporaryFile

    above = next((each for each in (path, *path.parents) if os.path.exists(each)), path)  # noqa: PTH110 - never raises
    try:
        with TemporaryFile(dir=above if above.is_dir() else path):
            free = shutil.disk_usage(above).free
    except OSError as error:
        return f"can't be written: {(error.strerror or type(error).__name__).lower()}"
    return f"{'writable' if above == path else 'not there yet'}, {free / (1 << 30):.1f} GiB free"


def _routines(world: "World") -> str:
    from sciatica_stretch.library import checking, shelf

    try:
        found = shelf.each(world.routine_folders)
    except StretchError as error:
        return error.message
    own = [each for each in found if each.origin == shelf.YOURS]
    bundled = [each for each in found if each.origin == shelf.BUNDLED]
    checked = (checking.check(each, with_advice=False) for each in found)
    hurt = sum(bool(each.problems or each.unread) for each in checked)
    said = f"{len(own)} own, {len(bundled)} bundled, {len(found) - len(own) - len(bundled)} shared"
    return f"{said}; {hurt} with problems (stretch check)" if hurt else said


def _sessions(world: "World") -> str:
    from sciatica_stretch.journal.places import checkpoint_folder
    from sciatica_stretch.journal.stream import stream

    problems: list[LogProblem] = []
    try:
        count = sum(1 for _ in stream(world.folders.data, problems))
        cut_off = len([*checkpoint_folder(world.folders.data).glob("*.jsonl")])
    except OSError as error:
        return f"can't be read: {(error.strerror or type(error).__name__).lower()}"
    said = [f"{count}", *([f"{cut_off} cut off or under way"] if cut_off else [])]
    return ", ".join([*said, *([f"{len(problems)} lines that can't be read"] if problems else [])])


def _stream(is_terminal: bool) -> str:
    return "a terminal" if is_terminal else "no terminal"


def _colours(env: "Mapping[str, str]") -> str:
    term = env.get("TERM", "")
    if env.get("NO_COLOR"):
        return "none (NO_COLOR)"
    if env.get("COLORTERM", "").lower() in {"truecolor", "24bit"} or term.endswith("-direct"):
        return "16 million"
    if "256" in term or os.name == "nt":
        return "256"
    return "none" if term in {"", "dumb", "unknown"} else "16"


def _pictures(env: "Mapping[str, str]") -> str:
    """Return which graphics protocol the terminal may know, by what it says of itself."""
    found = [protocol for variable, protocol in _PICTURES.items() if env.get(variable)]
    if env.get("TERM_PROGRAM") == "iTerm.app":
        found.append("iTerm2")
    if env.get("TERM", "").startswith(("foot", "mlterm")):
        found.append("sixel")
    return ", ".join(dict.fromkeys(found)) or "none known"
