"""The commands there are, by what they are for; each is imported and made only when it is called for.

To make them all takes longer than `--help` and the way to a session's first picture may.
"""

from collections.abc import Iterator, MutableMapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

import typer
from typer.core import TyperGroup

from sciatica_stretch.errors import USAGE

if TYPE_CHECKING:
    from typer._click import Command, Context, HelpFormatter


class Entry(NamedTuple):
    """Where a command's function is, and what `--help` says of it beside the others."""

    module: str
    function: str
    summary: str


SECTIONS = {
    "On the mat": {
        "start": Entry("start", "start", "Start a session, and be led through it."),
        "remote": Entry("remote", "remote", "Tell a running session something, from elsewhere."),
        "list": Entry("listing", "list_", "List the routines there are, by what they are for."),
        "show": Entry("routines", "show", "Show what is in a routine, second by second."),
        "poses": Entry("poses", "poses", "List the poses that figures are drawn of, or show one."),
    },
    "How it goes": {
        "log": Entry("history", "log", "List the sessions there were, or show one whole."),
        "rate": Entry("afterwards", "rate", "Say how it hurts, afterwards or the next morning."),
        "note": Entry("afterwards", "note", "Add words of your own to a session."),
        "stats": Entry("stats", "stats", "Show how it goes, in pictures."),
        "export": Entry("export", "export", "Write the log for a spreadsheet, a calendar, a person."),
        "forget": Entry("afterwards", "forget", "Remove a session from the log for good."),
        "import-log": Entry("merging", "import_log", "Bring another device's log, or an export, into this one."),
        "backup": Entry("backup", "backup", "Put log and routines into one archive."),
        "restore": Entry("backup", "restore", "Bring a backup back, beside what is there."),
    },
    "Your own routines": {
        "new": Entry("new", "new", "Write one from another, from paper, or by questions."),
        "edit": Entry("edit", "edit", "Change a routine in your editor."),
        "set": Entry("amend", "set_", "Set values of a routine: half-pigeon.hold=75s."),
        "copy": Entry("keep", "copy", "Copy a routine, to try a variant of it."),
        "rename": Entry("keep", "rename", "Give a routine of your own another name."),
        "remove": Entry("keep", "remove", "Remove a routine of your own, or hide a bundled one."),
        "import": Entry("take", "import_", "Take in a routine file, checked and shown first."),
        "check": Entry("check", "check", "Check routines: what is wrong, what to think about."),
        "schema": Entry("schema", "schema", "Print the format as JSON Schema, for editors."),
    },
    "Good to know": {
        "safety": Entry("safety", "safety", "Read the safety notice."),
        "settings": Entry("settings", "settings", "Show the settings in force, or change them."),
        "doctor": Entry("doctor", "doctor", "Say how things stand here, for a bug report."),
        "sound-test": Entry("sound", "sound_test", "Play every tone, and name what plays it."),
    },
}
ENTRIES = {name: entry for commands in SECTIONS.values() for name, entry in commands.items()}


class _Commands(MutableMapping[str, "Command"]):
    """All commands by name; one is made the first time it is looked up."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self._settings = settings
        self._made: dict[str, Command] = {}

    def __getitem__(self, name: str) -> "Command":
        if name not in self._made:
            entry = ENTRIES[name]
            function = getattr(import_module(f"sciatica_stretch.cli.{entry.module}"), entry.function)
            alone = typer.Typer(add_completion=False, rich_markup_mode=None, context_settings=self._settings)
            alone.command(name)(function)
            self._made[name] = typer.main.get_command(alone)
        return self._made[name]

    def __setitem__(self, name: str, command: "Command") -> None:
        self._made[name] = command

    def __delitem__(self, name: str) -> None:
        del self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(ENTRIES)

    def __len__(self) -> int:
        return len(ENTRIES)


class Group(TyperGroup):
    """The group of all commands, which shows them in sections."""

    def __init__(self, **attrs: Any) -> None:  # noqa: ANN401 - typer's own
        super().__init__(**attrs | {"commands": None})
        self.commands = _Commands(attrs.get("context_settings") or {})

    def parse_args(self, ctx: "Context", args: list[str]) -> list[str]:
        """Show the help where nothing was typed."""
        if not args and not ctx.resilient_parsing:
            typer.echo(ctx.get_help(), err=True)
            raise typer.Exit(USAGE)
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: "Context") -> list[str]:
        """Return the names, without making the commands."""
        del ctx
        return list(ENTRIES)

    def format_commands(self, ctx: "Context", formatter: "HelpFormatter") -> None:
        """Write each section."""
        del ctx
        for heading, commands in SECTIONS.items():
            with formatter.section(heading):
                formatter.write_dl([(f"{name:<10}", entry.summary) for name, entry in commands.items()])
