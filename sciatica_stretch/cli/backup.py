"""All that is a person's own in one file, and back: `stretch backup`, `stretch restore`."""

from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sciatica_stretch.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sciatica_stretch.cli.archive import Archive
    from sciatica_stretch.cli.world import World
    from sciatica_stretch.journal.merging import Line
    from sciatica_stretch.journal.reading import LogProblem
    from sciatica_stretch.library.restoring import Coming

_SAFETY = "state/safety.json"
_SETTINGS = "config/settings.toml"
_ROUTINES = "routines/"
_LOGS = ("log/", "checkpoint/")
_AGAIN = "Run it again once it can: nothing is brought back twice."
_KINDS = ("logs", "routines", "other files")


def backup(
    ctx: typer.Context,
    *,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Where to.",
            show_default="stretch-backup-YYYY-MM-DD.zip in this folder",
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there already.")] = False,
) -> None:
    """Put the log, your routines, their versions and the settings into one file, read back before it counts.

    It is health data, and not encrypted: keep it where only you can read it.
    """
    from sciatica_stretch import __version__
    from sciatica_stretch.cli.archive import Packing
    from sciatica_stretch.cli.delivery import check_is_free, put
    from sciatica_stretch.cli.sessions import journal
    from sciatica_stretch.core.text import visible

    world: World = ctx.obj
    now = world.clock(1.0).wall()
    path = output or Path(f"stretch-backup-{now:%Y-%m-%d}.zip")
    check_is_free(path, force=force)
    made = {"made_at": now.isoformat(), "device": journal(world).device, "version": __version__}
    counts: Counter[str] = Counter()
    packing = Packing(_counted(_portable(world, _everything(world)), counts), made)
    put(path, packing.chunks(), force=force, check=packing.check)
    kept = ", ".join(f"{counts[kind]} {kind if counts[kind] != 1 else kind.removesuffix('s')}" for kind in _KINDS)
    world.say_wrapped(f"Written and read back: {visible(str(path))} ({kept})")
    world.say_wrapped(f"What it would bring back: stretch restore --dry-run {visible(str(path))}")


def restore(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What stretch backup wrote.")],
    *,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")] = False,
) -> None:
    """Bring back what is in a backup, after showing what that would do. What is there now stays.

    Sessions are merged. A routine that differs from yours comes beside it, under another name; so do the settings.
    """
    from sciatica_stretch.cli import archive, merging
    from sciatica_stretch.cli.keep import ask_first
    from sciatica_stretch.core.text import visible
    from sciatica_stretch.library.restoring import Verdict, plan

    world: World = ctx.obj
    with archive.opened(file) as kept, _told("can't be read", "Nothing was changed."):
        world.say_wrapped(f"A backup of {visible(kept.made_at[:16].replace('T', ' '))}:")
        problems: list[LogProblem] = []
        sessions = merging.merged(world, _lines(kept, problems))
        files = {name.removeprefix(_ROUTINES): kept.read(name) for name in kept.names if name.startswith(_ROUTINES)}
        coming = plan(world.folders.routines, files)
        singles, settings = _singles(world, kept)
    merging.name(world, problems)
    world.say_wrapped(f"Log: {merging.summary(sessions, len(problems))}")
    _show(world, coming)
    if settings:
        world.say_wrapped(f"Settings: {settings}")
    if not (sessions.lines or singles or any(each.verdict in {Verdict.NEW, Verdict.BESIDE} for each in coming)):
        world.say_wrapped("All of it is here already.")
        return
    if dry_run:
        world.say_wrapped("Nothing was changed.")
        return
    if not yes:
        ask_first(world, "Bring it back?")
    merging.add(world, sessions)
    _write(world, coming, singles)
    world.say_wrapped("Done. All that was there before is still there.")


def _everything(world: "World") -> "Iterator[tuple[str, bytes]]":
    """Yield each file that is worth keeping, by its name in the archive."""
    from sciatica_stretch.journal.keeping import worth_keeping as logs
    from sciatica_stretch.library.restoring import worth_keeping as routines

    with _told("can't be read", "There is no backup."):
        yield from logs(world.folders.data)
        for name, path in routines(world.folders.routines):
            yield f"{_ROUTINES}{name}", path.read_bytes()
        for name, path in ((_SETTINGS, world.folders.settings_file), (_SAFETY, world.folders.state / "safety.json")):
            if path.is_file():
                yield name, path.read_bytes()


@contextmanager
def _told(what: str, hint: str) -> "Iterator[None]":
    """Turn an OSError in the block into a StorageError that names the file."""
    from sciatica_stretch.core.text import visible

    try:
        yield
    except OSError as error:
        message = f"{visible(str(error.filename or 'The disk'))} {what}: {error.strerror or error}."
        raise StorageError(message, hint) from error


def _portable(world: "World", files: "Iterator[tuple[str, bytes]]") -> "Iterator[tuple[str, bytes]]":
    """Yield *files* but for those whose names could not be brought back, and name these."""
    from sciatica_stretch.cli.archive import stays_inside
    from sciatica_stretch.core.text import visible

    for name, content in files:
        if stays_inside(name):
            yield name, content
        else:
            world.warn(f"Warning: {visible(name)} is not in it: an archive can't hold that name. Rename it.")


def _counted(files: "Iterator[tuple[str, bytes]]", counts: "Counter[str]") -> "Iterator[tuple[str, bytes]]":
    """Yield *files*, and count them by their kind."""
    for name, content in files:
        routine = name.startswith(_ROUTINES) and _is_routine(name.removeprefix(_ROUTINES))
        counts["logs" if name.startswith("log/") else "routines" if routine else "other files"] += 1
        yield name, content


def _is_routine(name: str) -> bool:
    """Return whether the file called *name* below the routines is one, and no version, draft or list."""
    return "/" not in name and not name.startswith(".")


def _lines(kept: "Archive", problems: "list[LogProblem]") -> "list[Line]":
    """Return what the logs and checkpoints in the archive say; they are unpacked to a private folder for that."""
    from dataclasses import replace
    from tempfile import TemporaryDirectory

    from sciatica_stretch.journal.sources import read_source

    with TemporaryDirectory(prefix="stretch-") as folder:
        for name in kept.names:
            if name.startswith(_LOGS) and name.count("/") == 1:
                path = Path(folder, name)
                path.parent.mkdir(exist_ok=True)
                with path.open("ab") as file:  # two names may be one here, where capitals don't count
                    file.write(kept.read(name))
        found: list[LogProblem] = []
        lines = list(read_source(Path(folder), found)) if any(Path(folder).iterdir()) else []
        problems += [replace(each, path=each.path.relative_to(folder)) for each in found]
    return lines


def _show(world: "World", coming: "Sequence[Coming]") -> None:
    from sciatica_stretch.core.text import visible
    from sciatica_stretch.library.restoring import Verdict

    routines = [each for each in coming if _is_routine(each.name)]
    for what, those in (
        ("Routines", routines),
        ("Versions and drafts", [each for each in coming if each not in routines]),
    ):
        counts = Counter(each.verdict for each in those)
        words = {Verdict.NEW: "new", Verdict.SAME: "the same", Verdict.BESIDE: "different", Verdict.STAYS: "different"}
        if those:
            said = [f"{counts[each]} {words[each]}" for each in Verdict if counts[each]]
            world.say_wrapped(f"{what}: {', '.join(said)}.")
    for each in coming:
        match each.verdict:
            case Verdict.BESIDE:
                world.say_wrapped(
                    f"  {visible(each.name)} differs from yours, and comes beside it as {visible(each.target.name)}"
                )
            case Verdict.STAYS:
                world.say_wrapped(f"  {visible(each.name)} differs from what is here, which stays")
            case Verdict.NEW | Verdict.SAME:
                pass


def _singles(world: "World", kept: "Archive") -> tuple[list[tuple[Path, bytes]], str]:
    """Return what is to be written of the files of which there is one each, and what becomes of the settings."""
    from sciatica_stretch.core.text import visible
    from sciatica_stretch.settings.restoring import goes_to

    singles, said = list[tuple[Path, bytes]](), ""
    if _SETTINGS in kept.names:
        path, content = world.folders.settings_file, kept.read(_SETTINGS)
        said = "the same."
        if target := goes_to(path, content):
            singles.append((target, content))
            said = "new." if target == path else f"different; yours stay, and the others come as {visible(target.name)}"
    notice = world.folders.state / "safety.json"
    if _SAFETY in kept.names and not notice.exists():
        singles.append((notice, kept.read(_SAFETY)))
    return singles, said


def _write(world: "World", coming: "Sequence[Coming]", singles: "Sequence[tuple[Path, bytes]]") -> None:
    from functools import partial

    from sciatica_stretch import disk
    from sciatica_stretch.core.text import visible
    from sciatica_stretch.library.restoring import carry_out

    writes = [(each.target, partial(carry_out, each)) for each in coming]
    writes += [(path, partial(disk.put_new, path, content)) for path, content in singles]
    with _told("can't be written", _AGAIN):
        for path, write in writes:
            try:
                write()
            except FileExistsError:
                world.warn(f"Warning: {visible(str(path))} came up meanwhile, and stays.")
