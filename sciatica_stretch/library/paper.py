"""A sheet of paper typed in: one stretch a line, as a person or a physiotherapist writes it, read for what it says.

Nothing is guessed here and nothing passed over: each line is a stretch, goes with one, is a title, a heading or a
remark, or else is a problem with its place.
"""

from dataclasses import dataclass, replace

from sciatica_stretch.core.text import one_line
from sciatica_stretch.library.lines import DOSE_HINT, Line, figures_in, sentences, take_apart, take_line
from sciatica_stretch.library.problems import RoutineError, split_lines
from sciatica_stretch.library.said import Number, Said
from sciatica_stretch.library.search import sure
from sciatica_stretch.problems import Place, Problem, Problems, quote

PAUSE_NAME = "Rest"  # of a line that says only how long to rest
MOST_LINES = 500
_MOST_NAME_WORDS = 4
_HOW = "Write 30s or x 10 after it, say. A remark begins with #, or is indented below its stretch."


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A stretch of the sheet: its name with where it is, what is said of its dose, and any other words."""

    place: Place
    name: str
    said: Said
    text: str  # the line as it was typed; lines that go on with it after a "/"
    note: str = ""
    above: tuple[str, ...] = ()  # headings and remarks since the stretch before


@dataclass(frozen=True, slots=True)
class Aside:
    """A line that is no part of any stretch, and stands in the routine as a comment."""

    line: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What was written on a sheet, from the top."""

    title: str = ""
    stretches: tuple[Written, ...] = ()
    rest: Number | None = None  # between sets, for all
    pause: Number | None = None  # between stretches
    often: tuple[str, ...] = ()  # how often a day: kept as remarks
    below: tuple[str, ...] = ()  # remarks after the last stretch
    asides: tuple[Aside, ...] = ()  # these, those above a stretch and headings, from the top


class SheetError(RoutineError):
    """A sheet that can't be made into a routine as it stands; its message shows every problem at its place."""

    def __init__(self, source: str, text: str, problems: tuple[Problem, ...]) -> None:
        super().__init__(source, text, problems)
        self.hint = "\nNothing was written."


def read_sheet(text: str, problems: Problems) -> Sheet:
    """Return what *text* says; what makes no sense goes to *problems* (raises Enough where that is too much)."""
    lines = split_lines(text)
    if len(lines) > MOST_LINES:
        problems.add(Place(MOST_LINES + 1, 1), f"there are more than {MOST_LINES} lines", "Is this the right file?")
        lines = lines[:MOST_LINES]
    sheet = _Reading(list(take_apart(lines, problems)), problems).sheet()
    if not (sheet.stretches or len(problems)):
        problems.add(
            Place(1, 1), "there is no stretch on this sheet", "Write one a line, such as Half pigeon 60s each side."
        )
    return sheet


def read_line(text: str, problems: Problems) -> Written | None:
    """Return the one stretch in *text*, or None where there is no name in it."""
    line = take_line(1, one_line(text), 0, problems)
    if not line.name:
        return None
    return Written(
        place=Place(1, line.column, len(line.name)), name=line.name, said=line.said, text=line.text, note=line.note
    )


class _Reading:
    """Puts the lines of one sheet together."""

    def __init__(self, lines: list[Line], problems: Problems) -> None:
        self._lines = lines
        self._problems = problems
        self._sheet = Sheet()
        self._stretches: list[Written] = []
        self._indent = 0  # of the last stretch
        self._above: list[str] = []
        self._asides: list[Aside] = []

    def sheet(self) -> Sheet:
        index = 0
        while index < len(self._lines):
            index += 1 + self._take(self._lines[index], self._lines[index + 1 :])
        return replace(
            self._sheet, stretches=tuple(self._stretches), below=tuple(self._above), asides=tuple(self._asides)
        )

    def _take(self, line: Line, below: list[Line]) -> int:
        """Put one line where it belongs; return how many of those below it were taken, too."""
        said = line.said
        if line.remark or (line.about_the_sheet and not self._stretches):
            self._remark(line)
        elif (said.amounts or said.at_will) and line.name:
            self._begin(line)
        elif said.anything and not line.name:
            self._go_on(line)
        elif sure(line.name):
            return self._begin_over_lines(line, below) or self._begin(line)
        elif said.often and not said.sides:
            self._how_often(line)
        elif self._stretches and line.indent > self._indent and not said.anything:
            self._note(line.title)
        else:
            return self._begin_over_lines(line, below) or self._without_dose(line)
        return 0

    def _begin(self, line: Line) -> int:
        self._indent = line.indent
        self._stretches.append(
            Written(
                place=Place(line.number, line.column, len(line.name)),
                name=line.name,
                said=line.said,
                text=line.text,
                note=line.note,
                above=tuple(self._above),
            )
        )
        self._above = []
        return 0

    def _begin_over_lines(self, line: Line, below: list[Line]) -> int:
        """Begin a stretch whose dose is further down its paragraph; return how many lines below belong to it."""
        between: list[str] = []
        for count, other in enumerate(below, 1):
            if not line.name or other.after_blank or (other.said.amounts and other.name) or sure(other.name):
                break
            if other.said.amounts:
                if self._is_title(between):
                    return 0
                self._begin(replace(line, note=sentences([line.note, *between])))
                self._go_on(other)
                return count
            between.append(other.title)
        return 0

    def _is_title(self, between: list[str]) -> bool:
        """Tell a title above a stretch's name from that name above an instruction: the latter is a sentence."""
        first = not (self._sheet.title or self._stretches)
        return first and bool(between) and len(between[0].split()) <= _MOST_NAME_WORDS and between[0][-1] not in ".!"

    def _go_on(self, line: Line) -> None:
        """Take a line without a name: it says more of the stretch above, or something of the whole sheet."""
        said = line.said
        if said.pause:
            self._sheet = replace(self._sheet, pause=said.pause[0])
        elif said.rest and said.between and not said.amounts and line.indent <= self._indent:
            self._sheet = replace(self._sheet, rest=said.rest[0])
        elif said.often and not said.amounts:
            self._how_often(line)
        elif said.rest and not said.amounts and line.indent <= self._indent:
            self._begin(replace(line, name=PAUSE_NAME, said=Said(time=said.rest)))
        elif self._stretches and not line.after_blank and not _contradict(self._stretches[-1].said, said):
            above = self._stretches[-1]
            self._stretches[-1] = replace(
                above,
                said=above.said | said,
                text=f"{above.text} / {line.text}",
                note=sentences([above.note, line.note]),
            )
        else:
            message = "there is a dose here, but not of which stretch"
            self._complain(line, message, "Write the stretch's name in front of it, on the same line.")

    def _note(self, text: str) -> None:
        above = self._stretches[-1]
        self._stretches[-1] = replace(above, note=sentences([above.note, text]), text=f"{above.text} / {text}")

    def _how_often(self, line: Line) -> None:
        self._sheet = replace(self._sheet, often=(*self._sheet.often, line.title))
        self._asides.append(Aside(line.number, line.title))

    def _set_aside(self, line: Line, text: str) -> None:
        self._above.append(text)
        self._asides.append(Aside(line.number, text))

    def _remark(self, line: Line) -> None:
        text = line.text.lstrip("#/ \t").rstrip("# \t")
        if text and not (self._sheet.title or self._stretches):
            self._sheet = replace(self._sheet, title=text)
        elif text:
            self._set_aside(line, text)

    def _without_dose(self, line: Line) -> int:
        """Take a line that names nothing that is known and says no dose."""
        bare = line.title.rstrip(" :")
        shouts = bare.isupper() and len(bare) > 3  # noqa: PLR2004 - initials are no heading
        if not (self._sheet.title or self._stretches):
            self._sheet = replace(self._sheet, title=bare)
        elif line.title.endswith(":") or shouts:
            self._set_aside(line, bare)
        elif figures := figures_in(line.title):
            self._complain(line, f"{quote(figures[0].group())} makes no sense here", DOSE_HINT)
        else:
            self._complain(line, f"there is no dose with {quote(line.title)}", _HOW)
        return 0

    def _complain(self, line: Line, message: str, hint: str) -> None:
        self._problems.add(Place(line.number, line.column, len(line.title)), message, hint)


def _contradict(above: Said, below: Said) -> bool:
    """Tell whether a line that goes on says something again that was said already."""
    again = any(getattr(above, name) and getattr(below, name) for name in ("sets", "reps", "times", "time", "bare"))
    return again or bool(above.sides and below.sides)
