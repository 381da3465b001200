"""A YAML text as a tree of texts, lists and mappings, each with its place in the file.

Nothing is resolved: YAML 1.1 would read `1:30` as 90 and `no` as false, and would let the last of two equal
keys win. The events of the parser are composed here with an explicit stack, and the tree is bounded in depth
and weight (aliases counted each time they are used), so that no file, however it was made, costs much.
"""

from collections.abc import Iterator
from collections.abc import Sequence as Row
from dataclasses import dataclass, field

import yaml

from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.library.problems import split_lines
from sciatica_stretch.library.syntax import MOST_NESTED, TOO_DEEP, explain
from sciatica_stretch.problems import Place, Problems, quote

MOST_NODES = 20_000
_Loader = yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader


@frozen
class Scalar:
    """A text as it was typed, quotes and folding undone."""

    text: str
    place: Place


@frozen
class Sequence:
    """A list."""

    items: tuple["Node", ...]
    place: Place


@frozen
class Mapping:
    """Keys and their values in the order of the file, each key once."""

    entries: tuple[tuple[Scalar, "Node"], ...]
    place: Place


Node = Scalar | Sequence | Mapping


class Unreadable(Exception):  # noqa: N818 - carries a place and a sentence to compose(), never further
    """The file makes no sense from here on."""

    def __init__(self, place: Place, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.place, self.message, self.hint = place, message, hint


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end hasn't come yet; in a mapping, keys and values take turns."""

    start: yaml.CollectionStartEvent
    nodes_before: int
    children: list[Node] = field(default_factory=list)
    height: int = 1


@frozen
class _Anchored:
    node: Node
    weight: int
    height: int


def compose(text: str, problems: Problems) -> Node | None:
    """Return the tree of *text*, or None where there is none; what is wrong goes to *problems*."""
    lines = split_lines(text)
    try:
        loader = _Loader(text)
        return _Composer(lines, problems).root(iter(loader.get_event, None))
    except yaml.MarkedYAMLError as error:
        problems.note(explain(error, lines))
    except Unreadable as unreadable:
        problems.add(unreadable.place, unreadable.message, unreadable.hint)
    return None


class _Composer:
    """Builds one tree; holds the stack of what is open and the anchors met so far."""

    def __init__(self, lines: Row[str], problems: Problems) -> None:
        self._lines = lines
        self._problems = problems
        self._open: list[_Open] = []
        self._anchors: dict[str, _Anchored | None] = {}  # None: not closed yet
        self._nodes = 0

    def root(self, events: Iterator[yaml.Event]) -> Node | None:
        root: Node | None = None
        for event in events:
            if type(event) is yaml.ScalarEvent:  # most of a file, and so without the calls that it could share
                self._nodes += 1
                scalar = Scalar(event.value, self._place(event))
                if self._open and event.tag is None and event.anchor is None and self._nodes <= MOST_NODES:
                    self._open[-1].children.append(scalar)
                else:
                    root = self._scalar(event, scalar)
                continue
            match event:
                case yaml.CollectionStartEvent():
                    self._start(event)
                case yaml.CollectionEndEvent():
                    root = self._end(event)
                case yaml.AliasEvent():
                    root = self._alias(event)
                case yaml.DocumentStartEvent() if root is not None:
                    hint = "Write one routine a file, without '---' inside."
                    raise Unreadable(self._place(event), "a second document begins here", hint)
                case _:
                    pass  # the ends of the document and of the stream
        if root is None:
            self._problems.add(Place(1, 1), "there is no routine in this file", "Begin with title: and steps:.")
        return root

    def _scalar(self, event: yaml.ScalarEvent, scalar: Scalar) -> Node:
        self._count(event, 0)
        return self._add(event, _Anchored(scalar, 1, 1))

    def _start(self, event: yaml.CollectionStartEvent) -> None:
        self._count(event, 1)
        if len(self._open) >= MOST_NESTED:
            raise Unreadable(self._place(event), *TOO_DEEP)
        if event.anchor:
            self._anchors[event.anchor] = None
        self._open.append(_Open(event, self._nodes - 1))

    def _end(self, event: yaml.CollectionEndEvent) -> Node:
        closed = self._open.pop()
        place = self._place(closed.start, event)
        node: Node
        if isinstance(closed.start, yaml.SequenceStartEvent):
            node = Sequence(tuple(closed.children), place)
        else:
            node = self._mapping(closed.children, place)
        return self._add(closed.start, _Anchored(node, self._nodes - closed.nodes_before, closed.height + 1))

    def _add(self, event: yaml.NodeEvent, made: _Anchored) -> Node:
        """Hang a finished node where it belongs."""
        tag = getattr(event, "tag", None)
        if tag is not None:
            typed = tag.replace("tag:yaml.org,2002:", "!!")
            message = f"{quote(typed)} (a tag) means nothing here; every value is read as it is typed"
            self._problems.add(self._place(event), message, "Delete the word that begins with '!'.")
        if event.anchor and not isinstance(event, yaml.AliasEvent):
            self._anchors[event.anchor] = made
        if self._open:
            parent = self._open[-1]
            parent.children.append(made.node)
            parent.height = max(parent.height, made.height)
        return made.node

    def _alias(self, event: yaml.AliasEvent) -> Node:
        name = event.anchor or ""
        if name not in self._anchors:
            hint = f"Write &{quote(name)[1:-1]} before the value that it stands for, further up."
            raise Unreadable(self._place(event), f"there is no anchor for *{quote(name)[1:-1]}", hint)
        made = self._anchors[name]
        if made is None:
            raise Unreadable(self._place(event), f"*{quote(name)[1:-1]} would contain itself", "Write it out instead.")
        if len(self._open) + made.height > MOST_NESTED + 1:
            message, hint = TOO_DEEP
            raise Unreadable(self._place(event), f"with *{quote(name)[1:-1]} written out, {message}", hint)
        self._count(event, made.weight)
        return self._add(event, made)

    def _mapping(self, children: list[Node], place: Place) -> Mapping:
        entries: dict[str, tuple[Scalar, Node]] = {}
        turns = iter(children)
        for key, value in zip(turns, turns, strict=True):
            if not isinstance(key, Scalar):
                self._problems.add(key.place, "a key must be a word", "Write a key, a colon and a value: hold: 30s")
            elif key.text == "<<":
                self._problems.add(key.place, "'<<' (a merge key) means nothing here", "Write the keys out.")
            elif first := entries.get(key.text):
                message = f"{quote(key.text)} is written twice; the first is on line {first[0].place.line}"
                self._problems.add(key.place, message, "Keep one of them.")
            else:
                entries[key.text] = (key, value)
        return Mapping(tuple(entries.values()), place)

    def _count(self, event: yaml.Event, weight: int) -> None:
        self._nodes += weight
        if self._nodes > MOST_NODES:
            message = f"up to here the file holds more than {MOST_NODES:,} values"
            raise Unreadable(self._place(event), message, "A routine has some hundreds. Is this the right file?")

    def _place(self, event: yaml.Event, end: yaml.Event | None = None) -> Place:
        """Return where *event* begins and how far it, or else *end*, reaches on that line."""
        first, last = event.start_mark, (end or event).end_mark
        if first is None or last is None or first.line >= len(self._lines):
            return Place(len(self._lines), len(self._lines[-1]) + 1)
        line, column = first.line, first.column
        until = last.column if last.line == line else len(self._lines[line].rstrip())
        return Place(line + 1, column + 1, until - column if until > column else 1)
