"""A backup's archive: a zip that is read back before it counts, and that is not trusted when it is opened.

Whatever a file of that name may hold: no name in it leads anywhere, and no more is unpacked than `MOST_BYTES`.
"""

import json
import os
import re
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812 - a class

from sciatica_stretch.core.text import visible
from sciatica_stretch.errors import NotFoundError, StorageError, UnreadableError

FORMAT = 1
MOST_BYTES = 1 << 30  # of all files together; a log of a hundred thousand sessions is a third of it
MOST_FILES = 100_000
_MANIFEST = "stretch-backup.json"
_ONE_TIME = (1980, 1, 1, 0, 0, 0)  # the same files make the same archive; when it was made stands in the manifest
_PRIVATE = (stat.S_IFREG | 0o600) << 16
_NOWHERE = r"/\\\x00-\x1f\ud800-\udfff"  # the last are halves of characters: a name that isn't UTF-8 has them
_PART = re.compile(rf'[^{_NOWHERE}:*?"<>|]+' if os.name == "nt" else f"[^{_NOWHERE}]+")
_TORN = (BadZipFile, ZlibError, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)


class Packing:
    """Makes the archive of *files*, by their names in it, as it goes; then `check` holds what was written to them."""

    def __init__(self, files: Iterable[tuple[str, bytes]], made: dict[str, str]) -> None:
        manifest = json.dumps({"format": FORMAT, **made}).encode() + b"\n"
        self._files = files
        self._manifest = manifest
        self._sums: dict[str, bytes] = {}

    def chunks(self) -> Iterator[bytes]:
        """Yield the archive's bytes."""
        pipe = _Pipe()
        with ZipFile(pipe, "w") as archive:
            for name, content in self._all():
                info = ZipInfo(name, _ONE_TIME)
                info.external_attr, info.compress_type = _PRIVATE, ZIP_DEFLATED
                archive.writestr(info, content)
                self._sums[name] = sha256(content).digest()
                yield pipe.taken()
        yield pipe.taken()

    def check(self, path: Path) -> None:
        """Read the archive at *path* back. Raise StorageError unless each file in it is what went into it.

        Raise UnreadableError for one that could not be brought back.
        """
        try:
            with ZipFile(path) as archive:
                _check(archive.infolist(), path)
                sums = {name: sha256(archive.read(name)).digest() for name in archive.namelist()}
        except _TORN as error:
            raise _hurt() from error
        if sums != self._sums:
            raise _hurt()

    def _all(self) -> Iterator[tuple[str, bytes]]:
        yield _MANIFEST, self._manifest
        yield from self._files


class _Pipe:
    """Takes what a zip writes, for someone else to carry on; it can't be sought in."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Hold nothing back: there is nothing below to be flushed."""

    def close(self) -> None:
        """Leave open what `taken` still gives."""

    def taken(self) -> bytes:
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


class Archive:
    """An archive that was found to be one of ours, with names and sizes that do no harm."""

    def __init__(self, archive: ZipFile, path: Path) -> None:
        self._archive = archive
        self._path = path
        infos = archive.infolist()
        _check(infos, path)
        self.names = tuple(info.filename for info in infos if info.filename != _MANIFEST and not info.is_dir())
        self.made_at = self._made_at()

    def read(self, name: str) -> bytes:
        """Return what is in the file called *name*. Raise UnreadableError where that is hurt."""
        try:
            return self._archive.read(name)
        except _TORN as error:
            raise _torn(self._path) from error

    def _made_at(self) -> str:
        if _MANIFEST not in self._archive.namelist():
            raise UnreadableError(
                f"{visible(str(self._path))} is no backup of stretch.", "Make one with: stretch backup"
            )
        try:
            made = json.loads(self.read(_MANIFEST))
            number, at = int(made["format"]), str(made["made_at"])
        except (ValueError, LookupError, TypeError) as error:
            raise _torn(self._path) from error
        if number > FORMAT:
            message = (
                f"{visible(str(self._path))} is in format {number}, and this version of stretch reads format {FORMAT}."
            )
            raise UnreadableError(message, "Bring it back with the version that made it, or a newer one.")
        return at


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """Open the archive at *path*. Raise NotFoundError where there is none, UnreadableError where it can't be used."""
    if not path.is_file():
        raise NotFoundError(f"There is no file {visible(str(path))}.", "Nothing was changed.")
    try:
        archive = ZipFile(path)
    except _TORN as error:
        raise _torn(path) from error
    with archive:
        yield Archive(archive, path)


def _check(infos: list[ZipInfo], path: Path) -> None:
    """Raise UnreadableError unless all that *infos* tell of can be unpacked without harm."""
    if len(infos) > MOST_FILES or sum(info.file_size for info in infos) > MOST_BYTES:
        most = f"{MOST_FILES} files or {MOST_BYTES >> 20} MiB"
        raise _refused(path, f"it would unpack to more than {most}")
    seen = set[str]()
    for info in infos:
        kind = stat.S_IFMT(info.external_attr >> 16)
        if not stays_inside(info.filename) or kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
            raise _refused(path, f"the name {visible(info.filename)[:80]!r} in it leads elsewhere")
        if info.flag_bits & 1 or info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
            raise _refused(path, f"{visible(info.filename)[:80]!r} is packed in a way that stretch doesn't use")
        if info.filename in seen:
            raise _refused(path, f"{visible(info.filename)[:80]!r} is in it twice")
        seen.add(info.filename)


def stays_inside(name: str) -> bool:
    """Return whether a file called *name* in an archive can be unpacked here, and only below the folder it is for."""
    first, *more = parts = name.removesuffix("/").split("/")
    return all(_PART.fullmatch(part) and part.strip(". ") for part in parts) and not (more and ":" in first)


def _refused(path: Path, why: str) -> UnreadableError:
    return UnreadableError(f"{visible(str(path))} is not unpacked: {why}.", "Nothing was changed.")


def _torn(path: Path) -> UnreadableError:
    return UnreadableError(
        f"{visible(str(path))} is no whole zip archive.", "Take another copy of it. Nothing was changed."
    )


def _hurt() -> StorageError:
    return StorageError(
        "The backup did not read back as it was written.", "Write it to another disk; there is none now."
    )
