"""`stretch edit`: a routine in the person's own editor, on a draft that is never lost."""

from typing import TYPE_CHECKING, Annotated

import typer

from sciatica_stretch.cli.choices import ROUTINE
from sciatica_stretch.errors import BAD_ROUTINE, BadRoutineError, StorageError, StretchError, UnknownRoutineError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sciatica_stretch.cli.world import World
    from sciatica_stretch.library.drafts import Draft
    from sciatica_stretch.library.piece import Piece
    from sciatica_stretch.library.problems import RoutineError
    from sciatica_stretch.library.workshop import Workshop

UNDO = typer.Option("--undo", help="Bring the version before back instead; once more undoes that.")
_GO_ON = {"g": "go on with it", "n": "begin anew and throw it away", "l": "leave it"}
_AFTER_PROBLEMS = {"e": "edit again", "k": "keep as draft", "t": "throw away"}
_SOON = 1.0  # seconds: who comes back sooner had no time to type


def edit(ctx: typer.Context, routine: Annotated[str, ROUTINE], *, undo: Annotated[bool, UNDO] = False) -> None:
    """Change a routine in your editor. Of a bundled one you get a copy of your own.

    The editor is the one in VISUAL or EDITOR. What you type is checked when you leave it, and is never lost: what isn't
    in the routine yet is kept as a draft, which the next edit offers.
    """
    from sciatica_stretch.cli.editor import choose_editor
    from sciatica_stretch.library.workshop import Workshop

    world: World = ctx.obj
    workshop = Workshop(world.folders.routines)
    if undo:
        _undo(world, workshop, routine)
        return
    piece = _piece(world, workshop, routine)
    command = choose_editor(world.env)
    with workshop.draft(piece.target) as draft:
        _begin(world, piece, draft)
        while _edit_once(world, workshop, piece, draft, command):
            pass


def _undo(world: "World", workshop: "Workshop", routine: str) -> None:
    from sciatica_stretch.cli.totals import change_of_total
    from sciatica_stretch.cli.words import as_typed
    from sciatica_stretch.library import shelf

    found = shelf.find(routine, world.routine_folders)
    piece = workshop.take(found)
    if piece.is_copied:
        hint = f"To change a copy of your own: stretch edit {as_typed(routine)}"
        raise UnknownRoutineError(f"{piece.shown} is not your own ({found.origin}): nothing was changed.", hint)
    before, now = workshop.undo(piece.target)
    world.say_wrapped(f"{piece.shown} is as it was before. Total: {change_of_total(before, now)}.")
    world.say_wrapped(f"To undo that: stretch edit {as_typed(routine)} --undo")


def _piece(world: "World", workshop: "Workshop", routine: str) -> "Piece":
    """Return what is to be edited; a draft may be there whose routine isn't, or not any more."""
    from sciatica_stretch.library import shelf

    try:
        found = shelf.find(routine, world.routine_folders)
    except UnknownRoutineError:
        if orphan := workshop.orphan(routine):
            return orphan
        raise
    piece = workshop.take(found)
    if piece.is_copied:
        world.say_wrapped(f"{piece.shown} ({found.origin}) stays as it is: you get a copy of your own, in front of it.")
    return piece


def _begin(world: "World", piece: "Piece", draft: "Draft") -> None:
    """Make the draft, or go on with one that was left over."""
    from sciatica_stretch.cli.questions import choose

    if not draft.left_over or draft.text == piece.content:
        draft.begin(piece.content)
        return
    world.say_wrapped(f"There is a draft of {piece.shown} that isn't in the routine yet.")
    if piece.source == draft.path:
        world.say_wrapped("The routine is gone. Saving the draft makes it anew.")
    elif draft.base != piece.content:
        world.say_wrapped(
            "The routine was changed since. Saving the draft puts it in the place of that; --undo brings it back."
        )
    answer = choose(world, _GO_ON, "l") if world.interactive else "g"
    if answer == "l":
        raise typer.Exit
    if answer == "n":
        draft.begin(piece.content)
    else:
        draft.begun_from(piece.content)


def _edit_once(world: "World", workshop: "Workshop", piece: "Piece", draft: "Draft", command: "Sequence[str]") -> bool:
    """Run the editor and deal with what was typed; return whether the person wants to go on editing."""
    from time import monotonic

    from sciatica_stretch.cli.editor import run_editor
    from sciatica_stretch.library.parser import parse
    from sciatica_stretch.library.problems import RoutineError

    began = monotonic()
    code = run_editor(command, draft.path, draft.lock, world.env)
    text = draft.text
    if text is None or not draft.left_over:
        _nothing_typed(world, draft, code, in_a_blink=monotonic() - began < _SOON)
        return False
    draft.keep()
    if code:
        raise StretchError(f"The editor ended with code {code}: {piece.shown} stays as it was.", _kept(piece, draft))
    try:
        parse(text, piece.target.name, piece.name)
    except RoutineError as error:
        return _edit_again(world, piece, draft, error)
    _save(world, workshop, piece, draft, text)
    return False


def _nothing_typed(world: "World", draft: "Draft", code: int, *, in_a_blink: bool) -> None:
    draft.discard()
    if code:
        raise StretchError(f"The editor ended with code {code}, and nothing was changed.")
    world.say_wrapped("Nothing was changed.")
    if in_a_blink:
        world.say_wrapped("If your editor has a window of its own, it has to wait for it, as in: VISUAL='code --wait'")


def _edit_again(world: "World", piece: "Piece", draft: "Draft", error: "RoutineError") -> bool:
    """Show what is wrong, and return whether the person wants to mend it now."""
    from sciatica_stretch.cli.questions import choose

    if not world.interactive:
        raise BadRoutineError(error.message, _kept(piece, draft)) from error
    world.warn(f"{error.message}\n")
    answer = choose(world, _AFTER_PROBLEMS, "k")
    if answer == "k":
        world.say_wrapped(f"{piece.shown} stays as it was. {_kept(piece, draft)}")
        raise typer.Exit(BAD_ROUTINE)
    if answer == "t":
        draft.discard()
        world.say_wrapped(f"{piece.shown} stays as it was.")
    return answer == "e"


def _save(world: "World", workshop: "Workshop", piece: "Piece", draft: "Draft", text: bytes) -> None:
    from sciatica_stretch.cli.totals import change_of_total
    from sciatica_stretch.core.text import visible

    try:
        workshop.put(piece, text)
    except StorageError as error:
        raise StorageError(error.message, _kept(piece, draft)) from error
    draft.discard()
    world.say_wrapped(f"{piece.shown} is saved. Total: {change_of_total(piece.content, text)}.")
    if piece.is_copied:
        world.say_wrapped(f"It is your own now: {visible(str(piece.target))}")


def _kept(piece: "Piece", draft: "Draft") -> str:
    from sciatica_stretch.cli.words import as_typed
    from sciatica_stretch.core.text import visible

    is_own = piece.is_copied or piece.target.parent == draft.path.parent.parent
    again = as_typed(piece.name if is_own else str(piece.target))
    return f"What you typed is kept as a draft, {visible(str(draft.path))}; to go on with it: stretch edit {again}"
