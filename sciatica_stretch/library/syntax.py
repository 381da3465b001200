"""What a YAML parser complains about, in words for the person who wrote the file.

Both of PyYAML's parsers are understood, libyaml's and the one in Python; they word some complaints differently.
"""

from collections.abc import Sequence

import yaml

from sciatica_stretch.problems import Place, Problem, quote

MOST_NESTED = 32  # more than anyone can follow
TOO_DEEP = (f"this is nested more than {MOST_NESTED} deep", "Put fewer lists and groups inside each other.")
_QUOTES = 'Put the text in double quotes: "…".'
_LINE_UP = "Begin each key of one block, and each '- ' of one list, in the same column."

_INSIDE = {
    "flow sequence": ("this '[' has no ']', or a comma is missing", "Write a list as [first, second]."),
    "flow mapping": ("this '{' has no '}', or a comma is missing", "Write it as {name: 3s, other: 3s}."),
    "block collection": ("this doesn't line up with what stands above it", _LINE_UP),
    "block mapping": ("this doesn't line up with what stands above it", f"{_LINE_UP} Quotes may help, too."),
    "quoted scalar": ("a '\\' means something else in double quotes", "Write it twice, or use single quotes."),
}
_ELSEWHERE = (
    "from here on the file can't be read",
    "Look at the quotes, brackets and indentation of this line and the one above.",
)


def explain(error: yaml.MarkedYAMLError, lines: Sequence[str]) -> Problem:
    """Return *error* as a problem inside the file that *lines* make up."""
    here = _place(error.problem_mark or error.context_mark, lines)
    begun = _place(error.context_mark or error.problem_mark, lines)
    complaint, context = error.problem or "", error.context or ""
    if tab := _tab(here, lines):
        return _problem(tab, "a tab can't indent; use spaces", "Replace each tab with two spaces.")
    if "maximum nesting depth" in complaint:  # libyaml's own limit, which its scanner can reach before we see anything
        return _problem(here, *TOO_DEEP)
    if "mapping values are not allowed" in complaint:
        return _stray_colon(here, lines)
    if "could not find expected ':'" in complaint:
        return _no_colon(begun.line, lines)
    if "cannot start any token" in complaint:
        return _problem(here, f"a text can't begin with {quote(_character(here, lines))}", _QUOTES)
    if "block sequence entries are not allowed" in complaint:
        return _problem(here, "a list can't begin on the line of its key", "Begin the list on the next line.")
    if "quoted" in context and "end of stream" in complaint:
        return _problem(
            begun, "this quote is never closed", "Close it with the same mark, or write two for one inside."
        )
    place = begun if "flow" in context else here
    message, hint = next((words for part, words in _INSIDE.items() if part in context), _ELSEWHERE)
    return _problem(place, message, hint)


def _stray_colon(here: Place, lines: Sequence[str]) -> Problem:
    """Tell a second colon in a line from a key that the line above has swallowed."""
    if ": " in lines[here.line - 1][: here.column - 1]:
        return _problem(here, "a ':' inside a text needs quotes around the text", _QUOTES)
    above = next((number for number in range(here.line - 1, 0, -1) if lines[number - 1].strip()), 0)
    if above and ":" not in lines[above - 1]:
        return _no_colon(above, lines)
    start = Place(here.line, 1 + len(lines[here.line - 1]) - len(lines[here.line - 1].lstrip()), 1)
    return _problem(start, "this key doesn't line up with the one above", _LINE_UP)


def _no_colon(line: int, lines: Sequence[str]) -> Problem:
    text = lines[line - 1].strip().removeprefix("- ").strip()
    column = lines[line - 1].find(text) + 1
    message = f"there is no ': ' after {quote(text)}"
    return _problem(Place(line, column, len(text)), message, "Write a key, a colon, a space and the value: hold: 30s")


def _tab(here: Place, lines: Sequence[str]) -> Place | None:
    """Return the first tab that stands where only spaces may, if *here* is about one."""
    line = lines[here.line - 1]
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent:
        return Place(here.line, indent.index("\t") + 1)
    return here if _character(here, lines) == "\t" else None


def _character(here: Place, lines: Sequence[str]) -> str:
    return lines[here.line - 1][here.column - 1 :][:1]


def _place(mark: yaml.Mark | None, lines: Sequence[str]) -> Place:
    """Return where *mark* points, or the end of the file if that is where reading stopped."""
    if mark is None or mark.line >= len(lines):
        return Place(len(lines), len(lines[-1]) + 1)
    return Place(mark.line + 1, mark.column + 1)


def _problem(place: Place, message: str, hint: str) -> Problem:
    return Problem(place.line, place.column, place.length, message, hint)
