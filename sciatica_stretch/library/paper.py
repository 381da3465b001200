"""A sheet of paper typed in: one stretch a line, as a person or a physiotherapist writes it, read for what it says.

Nothing is guessed here and nothing passed over: each line is a stretch, goes with one, is a title, a heading or a
remark, or else is a problem with its place.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sciatica_stretch.core.text import one_line
from sciatica_stretch.library.problems import Place, Problem, Problems, RoutineError, quote, split_lines
from sciatica_stretch.library.said import Number, Said, Words, read_phrases, simplify
from sciatica_stretch.library.search import sure

PAUSE_NAME = "Rest"  # of a line that says only how long to rest
MOST_LINES = 500
MOST_CHARACTERS = 300  # of a line
_BULLET = re.compile(
    r"\s*(?:(?:[-*+\u2022·\u2023\u25aa\u25e6\u25cb\u25cf\u2013\u2014>\u2610\u2611\u2713\u2714]|o(?=\s)|\[[ xX]?\]"
    r"|\(?\d{1,2}[.):]\)?(?!\d)|\d{1,2}\s?[-\u2013](?=\s+[^\W\d])|\(?[a-hA-H][.)](?=\s)|#\d{1,2}[.):]?"
    r"|(?:stretch|exercise|ex|no)\.?\s?#?\d{1,2}\s?[.):-])\s*)*",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"\s*(\d{1,2})\s+(?=[^\W\d_])")
_RULE = re.compile(r"[\s=_*~#.+-]+")
_LETTER = re.compile(r"[^\W\d_]")
_EDGE = " \t\u00a0,;:.-\u2013\u2014/&+|=@*\u2022"
_BEFORE = re.compile(
    r"(?:do|perform|(?:finish|end|start|begin) with|finally|next|then|and|repeat|of|x|for|with|but|now)\b[ ,:]*",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"[ ,(]*\b(?:for|with|x|of|and|then|hold|holding|at|on|do|repeat|the|in|is|time|times)$", re.IGNORECASE
)
_HEAD = re.compile(r"(?P<head>[^\W\d_][^:;]*?[^\W_])(?:: |; |\. | [-\u2013\u2014] )(?P<tail>.*[^\W_].*)")
_FIGURES = re.compile(r"(?<!\w)\d\w*")
_FIGURES_IN_A_NAME = re.compile(r"90|\d(?:d|way|point)?|\d+(?:st|nd|rd|th|kg|lbs?|cm|mm|in|inch|inches|ft)")
_ENCLOSED = re.compile(r"^\(([^()]*)\)$")
_TITLE = re.compile(r"title\s*[:=]\s*", re.IGNORECASE)
_ABOUT_THE_SHEET = re.compile(
    r"(?:date|name|patient|dob|client|from|physio(?:therapist)?|therapist|clinic|tel|phone|email|review|nhs)\b.*:",
    re.IGNORECASE,
)
_DOSE_HINT = "Write a dose as 30s, 2 x 30s, x 10 or 3 sets of 10."
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What was written on a sheet, from the top."""

    title: str = ""
    stretches: tuple[Written, ...] = ()
    rest: Number | None = None  # between sets, for all
    pause: Number | None = None  # between stretches
    often: tuple[str, ...] = ()  # how often a day: kept as remarks
    below: tuple[str, ...] = ()  # remarks after the last stretch


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One line taken apart."""

    number: int
    indent: int
    text: str
    title: str  # the line as a title or a remark
    name: str
    column: int
    said: Said
    note: str
    after_blank: bool


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
    sheet = _Reading(list(_take_apart(lines, problems)), problems).sheet()
    if not (sheet.stretches or len(problems)):
        problems.add(
            Place(1, 1), "there is no stretch on this sheet", "Write one a line, such as Half pigeon 60s each side."
        )
    return sheet


def read_line(text: str, problems: Problems) -> Written | None:
    """Return the one stretch in *text*, or None where there is no name in it."""
    line = _line(1, one_line(text), 0, problems, after_blank=True)
    if not line.name:
        return None
    return Written(
        place=Place(1, line.column, len(line.name)), name=line.name, said=line.said, text=line.text, note=line.note
    )


class _Reading:
    """Puts the lines of one sheet together."""

    def __init__(self, lines: list[_Line], problems: Problems) -> None:
        self._lines = lines
        self._problems = problems
        self._sheet = Sheet()
        self._stretches: list[Written] = []
        self._indent = 0  # of the last stretch
        self._above: list[str] = []

    def sheet(self) -> Sheet:
        index = 0
        while index < len(self._lines):
            index += 1 + self._take(self._lines[index], self._lines[index + 1 :])
        return replace(self._sheet, stretches=tuple(self._stretches), below=tuple(self._above))

    def _take(self, line: _Line, below: list[_Line]) -> int:
        """Put one line where it belongs; return how many of those below it were taken, too."""
        said = line.said
        if line.text.startswith(("#", "//")) or (_ABOUT_THE_SHEET.match(line.title) and not self._stretches):
            self._remark(line.text)
        elif said.amounts and line.name:
            self._begin(line)
        elif said.anything and not line.name:
            self._go_on(line)
        elif sure(line.name):
            return self._begin_over_lines(line, below) or self._begin(line)
        elif said.often and not said.sides:
            self._sheet = replace(self._sheet, often=(*self._sheet.often, line.title))
        elif self._stretches and line.indent > self._indent and not said.anything:
            self._note(line.title)
        else:
            return self._begin_over_lines(line, below) or self._without_dose(line)
        return 0

    def _begin(self, line: _Line) -> int:
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

    def _begin_over_lines(self, line: _Line, below: list[_Line]) -> int:
        """Begin a stretch whose dose is further down its paragraph; return how many lines below belong to it."""
        between: list[str] = []
        for count, other in enumerate(below, 1):
            if other.after_blank or (other.said.amounts and other.name) or sure(other.name):
                break
            if other.said.amounts:
                self._begin(replace(line, note=_joined([line.note, *between])))
                self._go_on(other)
                return count
            between.append(other.title)
        return 0

    def _go_on(self, line: _Line) -> None:
        """Take a line without a name: it says more of the stretch above, or something of the whole sheet."""
        said = line.said
        if said.pause:
            self._sheet = replace(self._sheet, pause=said.pause[0])
        elif said.rest and said.between and not said.amounts and line.indent <= self._indent:
            self._sheet = replace(self._sheet, rest=said.rest[0])
        elif said.often and not said.amounts:
            self._sheet = replace(self._sheet, often=(*self._sheet.often, line.title))
        elif said.rest and not said.amounts and line.indent <= self._indent:
            self._begin(replace(line, name=PAUSE_NAME, said=Said(time=said.rest)))
        elif self._stretches and not line.after_blank and not _contradict(self._stretches[-1].said, said):
            above = self._stretches[-1]
            self._stretches[-1] = replace(
                above,
                said=above.said | said,
                text=f"{above.text} / {line.text}",
                note=_joined([above.note, line.note]),
            )
        else:
            message = "there is a dose here, but not of which stretch"
            self._complain(line, message, "Write the stretch's name in front of it, on the same line.")

    def _note(self, text: str) -> None:
        above = self._stretches[-1]
        self._stretches[-1] = replace(above, note=_joined([above.note, text]), text=f"{above.text} / {text}")

    def _remark(self, text: str) -> None:
        text = text.lstrip("#/ \t").rstrip("# \t")
        if text and not (self._sheet.title or self._stretches):
            self._sheet = replace(self._sheet, title=text)
        elif text:
            self._above.append(text)

    def _without_dose(self, line: _Line) -> int:
        """Take a line that names nothing that is known and says no dose."""
        bare = line.title.rstrip(" :")
        shouts = bare.isupper() and len(bare) > 3  # noqa: PLR2004 - initials are no heading
        if not (self._sheet.title or self._stretches):
            self._sheet = replace(self._sheet, title=bare)
        elif line.title.endswith(":") or shouts:
            self._above.append(bare)
        elif figures := _FIGURES.search(line.title):
            self._complain(line, f"{quote(figures.group())} makes no sense here", _DOSE_HINT)
        else:
            self._complain(line, f"there is no dose with {quote(line.title)}", _HOW)
        return 0

    def _complain(self, line: _Line, message: str, hint: str) -> None:
        self._problems.add(Place(line.number, line.column, len(line.title)), message, hint)


def _take_apart(lines: list[str], problems: Problems) -> Iterable[_Line]:
    numbered = _numbers(lines)
    after_blank = True
    for number, raw in enumerate(lines, 1):
        if not raw.strip() or _RULE.fullmatch(raw):
            after_blank = True
        elif len(raw) > MOST_CHARACTERS:
            hint = "Write one stretch a line, with its dose."
            problems.add(Place(number, 1), f"this line has more than {MOST_CHARACTERS} characters", hint)
        else:
            bullet = _BARE_NUMBER if numbered else _BULLET
            match = (bullet.match(raw) if not raw.lstrip().startswith(("# ", "##", "//")) else None) or re.match(
                r"\s*", raw
            )
            begin = match.end() if match else 0
            yield _line(number, raw[begin:], begin, problems, after_blank=after_blank)
            after_blank = False


def _numbers(lines: list[str]) -> bool:
    """Tell whether the lines are numbered by bare figures: "1 Bridge x 10", "2 Cat-cow x 10"."""
    figures = [match[1] for line in lines if (match := _BARE_NUMBER.match(line))]
    return len(figures) > 1 and [int(figure) for figure in figures] == list(range(1, len(figures) + 1))


def _line(number: int, text: str, begin: int, problems: Problems, *, after_blank: bool) -> _Line:
    said, pieces = read_phrases(text, number, begin)
    words = [trimmed for piece in pieces if _LETTER.search((trimmed := _trim(piece)).text)]
    name, *notes = words or [Words("", 1)]
    notes_said = [note.text for note in notes]
    if said.amounts and not sure(name.text) and (parts := _HEAD.fullmatch(name.text)):
        name = replace(name, text=parts["head"])
        notes_said.insert(0, parts["tail"])
    if said.anything and not (text.startswith(("#", "//")) or _ABOUT_THE_SHEET.match(text)):
        for piece in pieces:
            _check_figures(number, piece, problems)
    return _Line(
        number=number,
        indent=begin,
        text=text.strip(),
        title=one_line(_TITLE.sub("", text)),
        name=one_line(name.text.translate({ord("{"): "(", ord("}"): ")"})),
        column=name.column,
        said=said,
        note=_joined(notes_said),
        after_blank=after_blank,
    )


def _check_figures(number: int, piece: Words, problems: Problems) -> None:
    """Note a problem with a figure that is in no phrase, lest a dose is taken for a part of a name."""
    for figures in _FIGURES.finditer(simplify(piece.text)):
        if not _FIGURES_IN_A_NAME.fullmatch(figures.group()):
            place = Place(number, piece.column + figures.start(), len(figures.group()))
            problems.add(place, f"{quote(figures.group())} makes no sense here", _DOSE_HINT)


def _trim(piece: Words) -> Words:
    """Return *piece* without the words and marks at its ends that only join it to a dose."""
    text, begin = piece.text, 0
    while True:
        rest = text.lstrip(_EDGE + ")]")
        rest = rest[1:] if rest[:1] in {"(", "["} and not {")", "]"} & set(rest) else rest
        rest = rest[match.end() :] if (match := _BEFORE.match(rest)) else rest
        begin += len(text) - len(rest)
        rest = rest.rstrip(_EDGE + "([")
        rest = rest[:-1] if rest[-1:] in {")", "]"} and not {"(", "["} & set(rest) else rest
        rest = _AFTER.sub("", rest)
        if rest == text:
            return Words(text, piece.column + begin)
        text = rest


def _contradict(above: Said, below: Said) -> bool:
    """Tell whether a line that goes on says something again that was said already."""
    again = any(getattr(above, name) and getattr(below, name) for name in ("sets", "reps", "times", "time", "bare"))
    return again or bool(above.sides and below.sides)


def _joined(notes: Iterable[str]) -> str:
    """Return *notes* as sentences."""
    said = [_ENCLOSED.sub(r"\1", one_line(note).strip(" ,;-")) for note in notes]
    sentences = [f"{note[0].upper()}{note[1:]}" for note in said if note]
    return " ".join(note if note.endswith((".", "!", "?")) else f"{note}." for note in sentences)
