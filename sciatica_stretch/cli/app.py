"""The typer app and the one error boundary. The rooms are imported inside the commands, so that --help is fast."""
# ruff: noqa: E402 - the imports below are what the collector is off for

import gc

gc.disable()  # what is imported stays: to look for garbage in it would take a tenth of the start

import sys
from io import TextIOWrapper
from typing import Annotated, NoReturn

import typer

from sciatica_stretch import __version__
from sciatica_stretch.cli.commands import Group
from sciatica_stretch.cli.world import World
from sciatica_stretch.errors import STORAGE, StretchError

gc.freeze()  # nor is it looked through later
gc.set_threshold(50_000)  # what a command imports stays, too
gc.enable()

app = typer.Typer(
    name="stretch",
    cls=Group,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


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


_Mistyped: type[Exception] = typer.BadParameter.__bases__[0]  # click's UsageError, wherever this typer keeps it


def main(world: World | None = None, args: list[str] | None = None) -> None:
    """Run the command line; a person's mistake ends in a sentence and an exit code, a bug in a traceback."""
    world = world or World()
    if isinstance(world.stdout, TextIOWrapper):
        world.stdout.reconfigure(errors="replace")  # a terminal without UTF-8 gets "?", not a traceback
    try:
        sys.exit(app(args=args, obj=world, standalone_mode=False) or 0)
    except StretchError as error:
        _refuse(world, error)
    except _Mistyped as mistyped:
        from sciatica_stretch.cli.mistyped import in_house_words

        _refuse(world, in_house_words(mistyped))
    except typer.Abort:
        world.warn("Aborted!")
        sys.exit(1)
    except OSError as error:
        if not world.output_fails():
            raise
        world.warn(f"Error: the output can't be written: {error.strerror}.")
        sys.exit(STORAGE)


def _refuse(world: World, error: StretchError) -> NoReturn:
    world.warn(f"Error: {error.message}")
    if error.hint:
        world.warn(error.hint)
    sys.exit(error.exit_code)
