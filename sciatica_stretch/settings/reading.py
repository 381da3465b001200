"""What the settings' file says: each value with its place, and every problem at once.

Each statement stands for itself: what is wrong with one costs its own setting, and no other.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import accumulate
from typing import Any

from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.core.text import closest, visible
from sciatica_stretch.problems import Enough, Place, Problem, Problems, quote
from sciatica_stretch.settings.kinds import NotOneError, Value
from sciatica_stretch.settings.statements import Span, Statement, meaning, statements
from sciatica_stretch.settings.table import BY_NAME

_SLIP = 0.75  # how much a name has to be like a known one, or it may be of a newer version
_LOST = "\0"  # a table whose name can't be read: what stands in it is not judged


@frozen
class Entry:
    """A setting as it stands in the file."""

    name: str
    value: Value
    statement: Statement
    line: int


@frozen
class Contents:
    """What the file says. *unknown* are the names that this version doesn't know, and that look like no slip."""

    text: str
    entries: Mapping[str, Entry]
    problems: tuple[Problem, ...]
    unknown: tuple[Problem, ...]

    def about(self, names: Collection[str]) -> "Contents":
        """Return this with only the problems of the settings called *names*."""
        problems = tuple(each for each in self.problems if each.message.partition(":")[0] in names)
        return Contents(self.text, self.entries, problems, ())

    @property
    def lines(self) -> list[str]:
        """The lines, as problems count them."""
        return [line.removesuffix("\r") for line in self.text.split("\n")]


def read(content: bytes) -> Contents:
    """Return what *content* says."""
    text = content.decode("utf-8-sig", "replace")
    reader = _Reader(text)
    with suppress(Enough):
        reader.read()
    return Contents(text, reader.entries, reader.problems.in_order(), tuple(reader.unknown))


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._begins = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
        self._table = ""
        self._keys: dict[str, str] = {}  # which action has a key
        self.entries: dict[str, Entry] = {}
        self.problems = Problems()
        self.unknown: list[Problem] = []

    def read(self) -> None:
        if (at := self._text.find("\ufffd")) >= 0:
            self._complain(Span(at, at + 1), "this character is not UTF-8", "Save the file as UTF-8.")
        for statement in statements(self._text):
            try:
                meant = meaning(self._text, statement)
                leaves = [] if statement.is_header or self._table == _LOST else [*_leaves(meant, self._table)]
            except (ValueError, RecursionError):  # no TOML, a number without end, or brackets within brackets
                self._explain(statement)
                continue
            if statement.is_header:
                self._enter(statement, meant)
            for name, value in leaves:
                self._take(statement, name, value)

    def _explain(self, statement: Statement) -> None:
        from sciatica_stretch.settings.syntax import explain  # noqa: PLC0415 - only a slip pays for it

        slip = explain(self._text, statement, "" if self._table == _LOST else self._table)
        self._complain(slip.span, slip.message, slip.hint)
        self._table = _LOST if statement.is_header else self._table

    def _enter(self, statement: Statement, meant: Mapping[str, Any]) -> None:
        name = ".".join(_path(meant))
        self._table = f"{name}."
        if not any(each.startswith(self._table) for each in BY_NAME):
            self._know_not(statement.whole, name, {each.partition(".")[0] for each in BY_NAME if "." in each})
            self._table = _LOST

    def _take(self, statement: Statement, name: str, value: object) -> None:
        setting = BY_NAME.get(name)
        key = Span(statement.whole.start, statement.whole.start + len(statement.key(self._text)))
        if setting is None:
            self._know_not(key, name, _beside(name))
        elif there := self.entries.get(name):
            hint = f"Line {there.line} has it already, and that counts. Take one of the two out."
            self._complain(key, f"{name} stands here twice", hint)
        else:
            try:
                taken = setting.kind.read(value)
            except NotOneError as error:
                span = _at(statement, error.number)
                said = _quoted(self._text[span.start : span.end])
                self._complain(span, f"{name}: {said} {error}", error.hint)
            else:
                line = self._place(statement.whole).line
                left = self._not_taken_twice(statement, name, taken)
                if left is not None:
                    self.entries[name] = Entry(name, left, statement, line)

    def _not_taken_twice(self, statement: Statement, name: str, value: Value) -> Value | None:
        """Return *value*, of keys only those that no action above has; None if it has them all."""
        if not isinstance(value, tuple):
            return value
        for number, key in enumerate(value):
            action = self._keys.setdefault(key, name)
            if action != name:
                message = f"{name}: {key!r} is a key of {action.removeprefix('keys.')} already"
                self._complain(_at(statement, number), message, "Give each key to one action.")
        left = tuple(key for key in value if self._keys[key] == name)
        return left if left or not value else None

    def _know_not(self, span: Span, name: str, known: Iterable[str]) -> None:
        """Complain about a *name* that looks like a slip; one that doesn't may be of a newer version."""
        message = f"there is no setting {quote(name)}"
        if hint := closest(name.rpartition(".")[2], known, _SLIP):
            self._complain(span, message, hint)
        else:
            self.unknown.append(self._problem(span, message, "It is passed over. See all there are: stretch settings"))

    def _complain(self, span: Span, message: str, hint: str) -> None:
        self.problems.note(self._problem(span, message, hint))

    def _problem(self, span: Span, message: str, hint: str) -> Problem:
        place = self._place(span)
        return Problem(place.line, place.column, place.length, visible(message), visible(hint))

    def _place(self, span: Span) -> Place:
        """Return where *span* is; of more than one line the first."""
        line = bisect_right(self._begins, span.start)
        end = min(span.end, self._begins[line] - 1) if line < len(self._begins) else span.end
        return Place(line, span.start - self._begins[line - 1] + 1, max(1, end - span.start))


def _beside(name: str) -> Iterator[str]:
    """Yield what the settings are called that stand in the same table as *name* would."""
    table, dot, _ = name.rpartition(".")
    return (each.removeprefix(table + dot) for each in BY_NAME if each.rpartition(".")[0] == table)


def _quoted(text: str) -> str:
    """Return *text* in quotes, if it has none."""
    return quote(text[1:-1]) if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" else quote(text)


def _at(statement: Statement, number: int | None) -> Span:
    """Return where the value is, or in a list the one of that *number*."""
    if number is not None and number < len(statement.texts):
        return statement.texts[number]
    return statement.value or statement.whole


def _leaves(meant: Mapping[str, Any], table: str) -> Iterator[tuple[str, object]]:
    """Yield each value with its name, those in tables with a dot."""
    for key, value in meant.items():
        if isinstance(value, dict):
            yield from _leaves(value, f"{table}{key}.")
        else:
            yield f"{table}{key}", value


def _path(meant: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names in a table's header."""
    while meant:
        (key, value), *_ = meant.items()
        yield key
        meant = value[0] if isinstance(value, list) else value
