"""What is wrong with a file that a person wrote, and how it is shown: where, what, the line itself, what to do."""

from collections.abc import Iterable, Sequence
from operator import attrgetter

from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.core.text import one_line, visible

MOST_PROBLEMS = 100  # more than anyone reads; the limit bounds the time that "did you mean" can take
_GUTTER = 6
_CELLS_BEFORE = 60  # so many cells of a line may stand before the caret, and
_CELLS = 100  # so many in all; the rest of a longer line is clipped
_QUOTED_CHARACTERS = 40


@frozen
class Place:
    """A stretch of one line of the file; line and column count from 1, in characters."""

    line: int
    column: int
    length: int = 1


@frozen
class Problem:
    """One thing that is wrong: *message* is a sentence without its full stop, *hint* says what to do."""

    line: int
    column: int
    length: int
    message: str
    hint: str = ""


_IN_ORDER = attrgetter("line", "column", "length", "message", "hint")


class Enough(Exception):  # noqa: N818 - not an error: the way out once MOST_PROBLEMS are found
    """There is no need to read on."""


class Problems:
    """The problems found so far, each once."""

    def __init__(self) -> None:
        self._found: dict[Problem, None] = {}

    def add(self, place: Place, message: str, hint: str = "") -> None:
        """Note what is wrong at *place*. Raise Enough when that was the last problem worth noting."""
        self.note(Problem(place.line, place.column, place.length, message, hint))

    def note(self, problem: Problem) -> None:
        """Note *problem*, once. Raise Enough when it was the last one worth noting."""
        self._found[problem] = None
        if len(self._found) >= MOST_PROBLEMS:
            raise Enough

    def __len__(self) -> int:
        return len(self._found)

    def in_order(self) -> tuple[Problem, ...]:
        """Return the problems as they stand in the file, from the top."""
        return tuple(sorted(self._found, key=_IN_ORDER))


def shown(problems: Sequence[Problem], source: str, lines: Sequence[str]) -> str:
    """Return all *problems* of the file *source* as a person sees them, in the order they come."""
    rendered = [render(problem, visible(source), lines) for problem in problems]
    if len(problems) >= MOST_PROBLEMS:
        rendered.append(f"These are the first {MOST_PROBLEMS} problems; there may be more.")
    return "\n\n".join(rendered)


def render(problem: Problem, source: str, lines: Sequence[str]) -> str:
    """Return *problem* as a person sees it: its sentence, its line with a caret under it, its hint."""
    line = lines[problem.line - 1]
    before, marked, after = _clip(
        visible(line[: problem.column - 1]),
        visible(line[problem.column - 1 :][: problem.length]),
        visible(line[problem.column - 1 + problem.length :]),
    )
    rows = [
        f"{source}:{problem.line}:{problem.column}: {problem.message}",
        f"{problem.line:>{_GUTTER}} | {before}{marked}{after}".rstrip(),
        f"{'':>{_GUTTER}} | {' ' * _cells(before)}{'^' * max(1, _cells(marked))}",
        problem.hint,
    ]
    return "\n".join(filter(None, rows))


def quote(text: str) -> str:
    """Return *text* in quotes, safe to show and clipped, for the inside of a sentence."""
    shown = one_line(text)
    return repr(shown if len(shown) <= _QUOTED_CHARACTERS else shown[: _QUOTED_CHARACTERS - 1] + "…")


def listed(words: Iterable[str], last: str = "and") -> str:
    """Return *words* as a sentence lists them: "a, b and c"."""
    *others, final = words
    return f"{', '.join(others)} {last} {final}" if others else final


def _clip(before: str, marked: str, after: str) -> tuple[str, str, str]:
    """Cut the three parts of a line so that together they fit on a screen and the marked one is seen."""
    if _cells(before) > _CELLS_BEFORE:
        before = "…" + _fitting(before[::-1], _CELLS_BEFORE - 1)[::-1]
    for_marked = _CELLS - _cells(before)
    if _cells(marked) > for_marked:
        return before, _fitting(marked, for_marked - 1) + "…", ""
    for_after = for_marked - _cells(marked)
    return before, marked, after if _cells(after) <= for_after else _fitting(after, for_after - 1) + "…"


def _fitting(text: str, cells: int) -> str:
    """Return as much of the beginning of *text* as fits into *cells*."""
    text = text[: max(0, cells)]
    while text and _cells(text) > cells:
        text = text[:-1]
    return text


def _cells(text: str) -> int:
    """Return how many cells of a terminal *text* takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len  # noqa: PLC0415 - only a mistake in a line that isn't ASCII pays for it

    return cell_len(text)
