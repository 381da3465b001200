"""A sheet of paper on its way into a routine: read from a file or a pipe, and told how it was understood."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sciatica_stretch.cli.tables import Column, print_table
from sciatica_stretch.core.duration import format_duration
from sciatica_stretch.core.text import one_line, visible
from sciatica_stretch.errors import StorageError, UnknownRoutineError, UsageError
from sciatica_stretch.library.drafting import Draft, about_name, draft
from sciatica_stretch.library.encoding import MOST_BYTES, decode
from sciatica_stretch.library.paper import Sheet, SheetError, read_sheet
from sciatica_stretch.library.telling import assumptions, described
from sciatica_stretch.problems import Enough, Problems

if TYPE_CHECKING:
    from sciatica_stretch.cli.world import World

_STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet that makes sense, and its stretches as steps."""

    source: str
    sheet: Sheet
    drafts: Sequence[Draft]


def read_paper(world: "World", path: str, ways: str) -> Paper:
    """Return the sheet at *path*, or from standard input for "" or "-".

    Raise SheetError with all that makes no sense; UsageError, with the *ways* there are, where nothing comes.
    """
    standard_input = path in {"", _STANDARD_INPUT}
    content = _from_standard_input(world) if standard_input else _from_file(path)
    if standard_input and not content.strip():
        raise UsageError("There is nobody to ask, and standard input is empty.", ways)
    text, unreadable = decode(content)
    problems = Problems()
    sheet, drafts = Sheet(), []
    with suppress(Enough):
        if unreadable:
            problems.note(unreadable)
        else:
            sheet = read_sheet(text, problems)
            drafts = draft(sheet, problems)
    source = "standard input" if standard_input else path
    if len(problems):
        raise SheetError(source, text, problems.in_order())
    return Paper(source, sheet, drafts)


def say_what_was_understood(world: "World", paper: Paper) -> None:
    """Show what each line was taken for, and whatever it left open."""
    world.say_wrapped(f"\n{visible(paper.source)}, as it was understood:\n")
    columns = [Column("Line", right=True, whole=True), Column("On the sheet", spare=True), Column("Taken as")]
    taken = [
        *(
            (each.written.place.line, each.written.text, f"{each.step.name}: {described(each.step)}")
            for each in paper.drafts
        ),
        *((each.line, each.text, "a remark, no stretch") for each in paper.sheet.asides),
    ]
    print_table(world, columns, [[str(line), one_line(text), step] for line, text, step in sorted(taken)])
    remarks = [
        *(remark for each in paper.drafts for remark in _remarks(each)),
        *(
            f"Line {number.line}: {format_duration(number.value)} between {what}, everywhere."
            for number, what in ((paper.sheet.rest, "sets"), (paper.sheet.pause, "stretches"))
            if number
        ),
    ]
    if remarks:
        world.say()
    for remark in remarks:
        world.say_wrapped(remark, indent="  ")


def _remarks(each: Draft) -> list[str]:
    line = f"Line {each.written.place.line}"
    assumed = assumptions(each)
    name = about_name(each.written, each.known)
    return [
        *([f"{line}, assumed: {'; '.join(assumed)}."] if assumed else []),
        *([f"{line}, said before it begins: {each.written.note}"] if each.written.note else []),
        *(f"{line}: how often ({often}) is no part of a routine." for often in each.written.said.often),
        *(f"{line}: {sentence}" for sentence in name),
    ]


def _from_standard_input(world: "World") -> bytes:
    stream = getattr(world.stdin, "buffer", None)  # a test's text has none
    content: bytes = stream.read(MOST_BYTES + 1) if stream else world.stdin.read(MOST_BYTES + 1).encode()
    return content


def _from_file(path: str) -> bytes:
    """Return what is in a file, or in a pipe of that name; a byte more than is allowed at most."""
    try:
        with Path(path).open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        hint = "Type the sheet of paper into a text file, one stretch a line, and give its path."
        raise UnknownRoutineError(f"There is no file {visible(path)!r}.", hint) from error
    except OSError as error:
        message = f"{visible(path)} can't be read: {(error.strerror or 'unknown').lower()}."
        raise StorageError(message, "Check that it is a text file and that you may read it.") from error
