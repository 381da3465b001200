"""A person's own routines where they are written: whole or not at all, and nothing that was good is lost.

Inside the folder of routines, under names that the shelf passes over: `.versions/NAME/` holds what stood there before,
`.drafts/` what is typed and not yet a routine, `.hidden` the bundled routines to pass over, `.lock` nothing: it is
locked by whoever writes. Of a routine elsewhere, given by its path, versions and drafts are here, too.
"""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from hashlib import sha256
from pathlib import Path

from sciatica_stretch import disk
from sciatica_stretch.core.text import visible
from sciatica_stretch.errors import StorageError, UnknownRoutineError, UsageError
from sciatica_stretch.library import drafts, hidden, shelf
from sciatica_stretch.library.names import check_spelling
from sciatica_stretch.library.piece import Piece, is_good, read_if_there, read_whole, replace_behind
from sciatica_stretch.library.storage import told
from sciatica_stretch.library.versions import Versions


class ChangedError(StorageError):
    """The file is no longer what it was when it was read."""


class Workshop:
    """Writes into *folder*, which need not exist yet. StorageError is raised where the disk says no."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path_of(self, name: str) -> Path | None:
        """Return the file of the person's own routine called *name*, or None."""
        if not _is_name(name):
            return None
        paths = (self.folder / f"{name}{ending}" for ending in shelf.ENDINGS)
        return next((path for path in paths if os.path.lexists(path)), None)

    def check_name(self, name: str) -> None:
        """Raise UsageError for a name that a new routine can't have: by its spelling, or because one has it."""
        check_spelling(name)
        if self.path_of(name):
            raise _taken(name)

    def take(self, found: shelf.Found) -> Piece:
        """Return the routine to be changed: the file itself where it is the person's own or was named by its path."""
        content = read_whole(found.path)
        if found.origin == "file" or self._is_ours(found.path):
            return Piece(found.name, found.path, found.path, content)
        check_spelling(found.name)
        return Piece(found.name, found.path, self._new_path(found.name), content)

    def put(self, piece: Piece, content: bytes) -> None:
        """Let *content* be what becomes of *piece*; what stood there is kept for undo.

        Raise ChangedError, and write nothing, if the file isn't what it was when it was taken.
        """
        if not piece.is_copied:
            self.replace(piece.target, piece.content, content)
            return
        with self._writing(piece.target):
            if self.path_of(piece.name):
                raise _changed(piece.target)
            if piece.content:
                self._versions(piece.target).keep(piece.content)
            disk.put_new(piece.target, content)

    def create(self, name: str, content: bytes) -> Path:
        """Write a new routine, on the disk when this returns, and return its path. Raise UsageError as check_name."""
        path = self._new_path(name)
        with self._writing(path):
            self.check_name(name)
            try:
                disk.put_new(path, content)
            except FileExistsError as error:  # by another name: some file systems take capitals for small letters
                raise _taken(name) from error
        return path

    def replace(self, path: Path, before: bytes, content: bytes) -> None:
        """Put *content* in the place of *before* at *path*, and keep *before* for undo.

        A link stays one: the file behind it is replaced. Raise ChangedError, and write nothing, if something else
        than *before* stands there.
        """
        with self._writing(path):
            if read_if_there(path) != before:
                raise _changed(path)
            if content != before:
                self._versions(path).keep(before)
                replace_behind(path, content)

    def undo(self, path: Path) -> tuple[bytes, bytes]:
        """Exchange what stands at *path* with the newest good version before it; return both, the former first.

        To undo that is to do it again. Raise UsageError where there is no such version.
        """
        with self._writing(path):
            now = read_whole(path)
            before = next((each for each in self._versions(path).newest_first() if each != now and is_good(each)), None)
            if before is None:
                raise UsageError(f"There is no earlier version of {visible(path.stem)}.", "It was not changed yet.")
            self._versions(path).keep(now)
            replace_behind(path, before)
        return now, before

    def remove(self, name: str) -> Path:
        """Take the person's own routine called *name* away, and return where it is now: bring_back finds it there.

        Raise BusyError while an editor has it.
        """
        path = self._own(name)
        with self.draft(path), self._writing(path):
            if not path.is_symlink():  # what a link leads to isn't in this folder, and stays
                return self._versions(path).take_in(path)
            kept = self._versions(path).keep(shelf.read(path))
            disk.remove(path)
            return kept

    def bring_back(self, name: str) -> Path | None:
        """Put the routine called *name* back where it was removed from; None where none was."""
        path = self._new_path(name)
        with self._writing(path):
            kept = next(self._versions(path).newest_first(), None) if _is_name(name) else None
            if kept is None:
                return None
            if self.path_of(name):
                raise UsageError(f"{visible(name)} is there already.", f"What is in it: stretch show {visible(name)}")
            disk.put_new(path, kept)
        return path

    def rename(self, name: str, new_name: str) -> Path:
        """Give the person's own routine another name, and return its path; its versions and its draft go with it.

        Raise UsageError as check_name, BusyError while an editor has it.
        """
        path = self._own(name)
        self.check_name(new_name)
        new_path = path.with_name(f"{new_name}{path.suffix}")
        with self.draft(path) as draft, self.draft(new_path) as new_draft, self._writing(new_path):
            try:
                disk.move(path, new_path)
            except FileExistsError as error:
                raise _taken(new_name) from error
            if new_draft.left_over and draft.left_over:  # of a routine that had this name once
                self._versions(new_path).keep(new_draft.text or b"")
            self._versions(path).move_to(self._versions(new_path))
            draft.move_to(new_draft)
        return new_path

    def hide(self, name: str) -> None:
        """Pass over the bundled routine called *name* from now on."""
        with self._writing(self.folder / hidden.FILE):
            hidden.write(self.folder, hidden.read(self.folder) | {name})

    def unhide(self, name: str) -> bool:
        """Show the bundled routine called *name* again; return whether it was hidden."""
        with self._writing(self.folder / hidden.FILE):
            names = hidden.read(self.folder)
            if name in names:
                hidden.write(self.folder, names - {name})
        return name in names

    def draft(self, path: Path) -> AbstractContextManager[drafts.Draft]:
        """Return the draft of the routine at *path*, ours for as long as the block lasts. See drafts.opened."""
        return drafts.opened(self.folder / ".drafts", self._key(path))

    def orphan(self, name: str) -> Piece | None:
        """Return a routine yet to be made of a draft called *name* whose own is gone, or None where there is none."""
        draft = self.folder / ".drafts" / f"{name}.yaml"
        return Piece(name, draft, self._new_path(name), b"") if _is_name(name) and draft.is_file() else None

    def _own(self, name: str) -> Path:
        path = self.path_of(name)
        if path is None:
            raise UnknownRoutineError(f"{visible(name)!r} is not one of your own routines.", "See: stretch list")
        return path

    def _new_path(self, name: str) -> Path:
        return self.folder / f"{name}{shelf.ENDINGS[0]}"

    def _is_ours(self, path: Path) -> bool:
        return path.parent == self.folder or os.path.realpath(path.parent) == os.path.realpath(self.folder)

    def _key(self, path: Path) -> str:
        """Return the name for versions and drafts of the file at *path*; no name of a routine has an `@` in it."""
        if self._is_ours(path):
            return path.stem
        return f"{path.stem[:60]}@{sha256(os.fsencode(os.path.realpath(path))).hexdigest()[:8]}"

    def _versions(self, path: Path) -> Versions:
        return Versions(self.folder / ".versions" / self._key(path))

    @contextmanager
    def _writing(self, path: Path) -> Iterator[None]:
        """Keep other writers out for as long as the block lasts, which writes the file at *path*."""
        with told(path):
            disk.make_folder(self.folder)
            with disk.opened(self.folder / ".lock", disk.TO_APPEND | os.O_CREAT) as fd:
                disk.lock(fd)
                yield


def _is_name(name: str) -> bool:
    """Return whether *name* stays in its folder when it is joined to it."""
    return bool(name) and not name.startswith(".") and not any(mark in name for mark in "/\\:\0")


def _taken(name: str) -> UsageError:
    hint = f"Choose another name. What is in it: stretch show {name}"
    return UsageError(f"There is a routine {name!r} of your own already.", hint)


def _changed(path: Path) -> ChangedError:
    return ChangedError(f"{visible(str(path))} was changed by something else meanwhile.", "Look at it, then try again.")
