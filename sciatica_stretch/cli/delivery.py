"""Where an export goes: to standard output, or whole to a file of the person's choice."""

from typing import TYPE_CHECKING

from sciatica_stretch.core.text import json_shown, visible
from sciatica_stretch.errors import StorageError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from sciatica_stretch.cli.world import World


def to_output(world: "World", chunks: "Iterable[str]") -> None:
    """Write *chunks* to standard output: byte by byte as they are in a pipe, and made safe to show on a terminal."""
    if not world.stdout.isatty():
        bytes_to_output(world, encoded(chunks))
        return
    for chunk in chunks:
        world.stdout.write(_shown(chunk))
    world.stdout.flush()


def bytes_to_output(world: "World", chunks: "Iterable[bytes]") -> None:
    """Write *chunks* to standard output as they are, on each system: no line end becomes another one."""
    world.stdout.flush()
    world.stdout.buffer.writelines(chunks)
    world.stdout.buffer.flush()


def say_json(world: "World", text: str) -> None:
    """Write *text*, which is JSON, to standard output: as it is in a pipe, and with escapes for what would act else."""
    world.say(json_shown(text) if world.stdout.isatty() else text)


def to_file(world: "World", path: "Path", chunks: "Iterable[str]", *, force: bool) -> None:
    """Write *chunks* to the file at *path*, whole or not at all, and say so."""
    check_is_free(path, force=force)
    put(path, encoded(chunks), force=force)
    world.say_wrapped(f"Written: {visible(str(path))}")


def check_is_free(path: "Path", *, force: bool) -> None:
    """Raise UsageError unless there can be a new file at *path*, or with *force* one in the place of another."""
    shown = visible(str(path))
    if path.is_dir():
        raise UsageError(f"{shown} is a folder.", f"Name a file in it, as in: -o {shown.rstrip('/')}/stretch")
    if not path.parent.is_dir():
        raise UsageError(f"There is no folder {visible(str(path.parent))}.", "Make it first, or name another file.")
    if not path.exists():
        return
    if not path.is_file():
        raise UsageError(f"{shown} is no file that could be replaced.", "Leave -o out to write to standard output.")
    if not force:
        raise _is_there(path)


def put(path: "Path", chunks: "Iterable[bytes]", *, force: bool, check: "Callable[[Path], None] | None" = None) -> None:
    """Write *chunks* to the file at *path*. Raise StretchError where that can't be done; then nothing is changed.

    *check* may look at the file before it gets its name.
    """
    from sciatica_stretch import disk

    try:
        disk.put(path.resolve(), chunks, over=force, check=check)  # of a link it is what it points to that is written
    except FileExistsError:
        raise _is_there(path) from None
    except OSError as error:
        raise StorageError(f"{visible(str(path))} can't be written: {error.strerror or error}.") from None


def encoded(chunks: "Iterable[str]") -> "Iterator[bytes]":
    """Yield *chunks* as UTF-8; half a character, which a log can hold, is written out as JSON reads it back."""
    return (chunk.encode("utf-8", "backslashreplace") for chunk in chunks)


def _is_there(path: "Path") -> UsageError:
    return UsageError(f"{visible(str(path))} is there already.", "Write over it with --force, or name another file.")


def _shown(text: str) -> str:
    return "\n".join(visible(line.removesuffix("\r")) for line in text.split("\n"))
