"""The typer app and the one error boundary. The rooms are imported inside the commands, so that --help is fast."""
# ruff: noqa: E402 - the imports below are what the collector is off for

import gc

gc.disable()  # what is imported stays: to look for garbage in it would take a tenth of the start

import sys
from io import TextIOWrapper
from typing import Annotated

import typer

from sciatica_stretch import __version__
from sciatica_stretch.cli import (
    afterwards,
    amend,
    backup,
    check,
    edit,
    export,
    history,
    keep,
    listing,
    merging,
    new,
    routines,
    safety,
    schema,
    sound,
    start,
    stats,
    take,
)
from sciatica_stretch.cli.world import World
from sciatica_stretch.errors import STORAGE, StretchError

gc.freeze()  # nor is it looked through later
gc.enable()

app = typer.Typer(
    name="stretch",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("start")(start.start)
app.command("list")(listing.list_)
app.command("show")(routines.show)
app.command("check")(check.check)
app.command("schema")(schema.schema)
app.command("edit")(edit.edit)
app.command("set")(amend.set_)
app.command("copy")(keep.copy)
app.command("rename")(keep.rename)
app.command("remove")(keep.remove)
app.command("import")(take.import_)
app.command("new")(new.new)
app.command("log")(history.log)
app.command("rate")(afterwards.rate)
app.command("note")(afterwards.note)
app.command("forget")(afterwards.forget)
app.command("stats")(stats.stats)
app.command("export")(export.export)
app.command("import-log")(merging.import_log)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.command("sound-test")(sound.sound_test)
app.command("safety")(safety.safety)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"stretch {__version__}")
        raise typer.Exit


@app.callback()
def stretch(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """A guided stretch-session timer for the terminal.

    Begin with: stretch start sciatica-13. It leads you through thirteen slow minutes with huge digits and a tone at
    every change, and keeps a log of what was held. It is a timer with prompts, not a medical device: stretch safety.
    """
    del version  # its callback has dealt with it


def main(world: World | None = None, args: list[str] | None = None) -> None:
    """Run the command line; a person's mistake ends in a sentence and an exit code, a bug in a traceback."""
    world = world or World()
    if isinstance(world.stdout, TextIOWrapper):
        world.stdout.reconfigure(errors="replace")  # a terminal without UTF-8 gets "?", not a traceback
    try:
        app(args=args, obj=world)
    except StretchError as error:
        world.warn(f"Error: {error.message}")
        if error.hint:
            world.warn(error.hint)
        sys.exit(error.exit_code)
    except OSError as error:
        if not world.output_fails():
            raise
        world.warn(f"Error: the output can't be written: {error.strerror}.")
        sys.exit(STORAGE)
