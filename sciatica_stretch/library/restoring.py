"""A person's routines, as a backup keeps them and brings them back. What is there now always stays.

A routine that differs from the one in the backup is written beside it, under a name of its own. Versions and drafts
come back where there are no others.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path, PurePosixPath

from sciatica_stretch import disk
from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.library.names import MOST_CHARACTERS
from sciatica_stretch.library.shelf import ENDINGS

_NOT_KEPT = ".lock"
_DRAFT = (*ENDINGS, ".base")
_BESIDE = "-restored"


class Verdict(StrEnum):
    """What becomes of a file of the backup."""

    NEW = "new"
    SAME = "same"
    BESIDE = "beside"  # yours differs: it comes under another name
    STAYS = "stays"  # yours differs, and the one in the backup stays in the backup


@frozen
class Coming:
    """A file of the backup by its name below the routines, where it goes, and what is in it."""

    name: str
    verdict: Verdict
    target: Path
    content: bytes


def worth_keeping(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the files in *folder* with their names below it: routines, versions, drafts, what is hidden."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and _belongs(name):
            yield name, path


def plan(folder: Path, files: Mapping[str, bytes]) -> list[Coming]:
    """Return what becomes of each of *files*, by their names below *folder*; what belongs nowhere is passed over."""
    names = sorted(filter(_belongs, files), key=lambda name: (not name.endswith(".base"), name))  # a draft's base first
    busy = {group for group in map(_group, names) if group and not _agrees(folder, group, files)}
    return [_coming(folder, name, files[name], busy) for name in names]


def carry_out(coming: Coming) -> None:
    """Write *coming*, if it is to be written; what came up meanwhile stays. May raise OSError."""
    if coming.verdict in {Verdict.NEW, Verdict.BESIDE}:
        disk.put_new(coming.target, coming.content)


def _belongs(name: str) -> bool:
    match PurePosixPath(name).parts:
        case (file,):
            return file == ".hidden" or (file.endswith(ENDINGS) and not file.startswith("."))
        case (".drafts", file):
            return file.endswith(_DRAFT) and not file.startswith(".")
        case (".versions", _, file):
            return file.endswith(ENDINGS) and not file.startswith(".")
        case _:
            return False


def _group(name: str) -> str:
    """Return what *name* makes sense with alone: the versions of one routine, the two files of one draft; else ""."""
    match PurePosixPath(name).parts:
        case (".versions", key, _):
            return f".versions/{key}/*"
        case (".drafts", file):
            return f".drafts/{PurePosixPath(file).stem}.*"
        case _:
            return ""


def _agrees(folder: Path, group: str, files: Mapping[str, bytes]) -> bool:
    """Return whether all there is of *group* in *folder* is in *files*, too, so that the rest fits beside it."""
    head, _, last = group.rpartition("/")
    stem = last.removesuffix(".*") if last != "*" else ""
    there = [path for path in _files(folder / head) if not stem or path.stem == stem]
    return all(files.get(f"{head}/{path.name}") == path.read_bytes() for path in there if path.suffix != _NOT_KEPT)


def _files(folder: Path) -> list[Path]:
    """Return the files in *folder*, but for what was being written when somebody was killed, which is hidden."""
    if not folder.is_dir():
        return []
    return [path for path in folder.iterdir() if path.is_file() and not path.name.startswith(".")]


def _coming(folder: Path, name: str, content: bytes, busy: set[str]) -> Coming:
    target = folder / name
    if "/" in name or name == ".hidden":
        there = _content(target)
        if there is None and _group(name) not in busy:
            return Coming(name, Verdict.NEW, target, content)
        return Coming(name, Verdict.SAME if there == content else Verdict.STAYS, target, content)
    verdict = Verdict.NEW
    for stem in _stems(target.stem):
        there = next((found for end in ENDINGS if (found := _content(folder / f"{stem}{end}")) is not None), None)
        if there is None or there == content:
            verdict = verdict if there is None else Verdict.SAME
            return Coming(name, verdict, folder / f"{stem}{target.suffix}", content)
        verdict = Verdict.BESIDE
    return Coming(name, Verdict.STAYS, target, content)


def _stems(stem: str) -> Iterator[str]:
    """Yield the names that a routine called *stem* may come under, best first."""
    yield stem
    for number in range(1, 100):
        ending = _BESIDE if number == 1 else f"{_BESIDE}-{number}"
        yield f"{stem[: MOST_CHARACTERS - len(ending)]}{ending}"


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
