"""Values of a routine changed in its text, touching only the characters that change.

Each change is tried in several spellings, the most like what stood there first, and the first one is taken that reads
back as the old document with just that value changed. So no layout, quoting or comment has to be understood to be
kept: a spelling that changes anything else isn't taken.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import yaml

from sciatica_stretch.errors import UsageError
from sciatica_stretch.library import keys
from sciatica_stretch.library.edits import Value, edits
from sciatica_stretch.library.paths import Finder
from sciatica_stretch.library.plain import Path, Plain, at, changed, compose, entry, plain
from sciatica_stretch.problems import listed, quote


@dataclass(frozen=True, slots=True)
class Change:
    """A value to be set: `half-pigeon.hold` and `75s`."""

    typed: str
    value: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A value that was set; *before* is empty where there was none."""

    typed: str
    before: str
    value: str


def read_change(text: str) -> Change:
    """Return the change that `half-pigeon.hold=75s` asks for. Raise UsageError where that asks for none."""
    typed, sign, value = text.partition("=")
    example = "such as half-pigeon.hold=75s"
    if not sign or not typed.strip():
        raise UsageError(f"{quote(text)} is not a change.", f"Write STEP.KEY=VALUE, {example}")
    if not value.strip():
        raise UsageError(f"{quote(text)} has no value.", f"Write one after the =, {example}; stretch edit deletes.")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise UsageError(f"{quote(text)} can't be read as text.", "Type it in a terminal that uses UTF-8.")
    return Change(typed.strip(), value)


def amend(text: str, changes: Sequence[Change], ids: Sequence[str]) -> tuple[str, list[Changed]]:
    """Return *text*, a good routine with steps of these *ids*, with each change made, and what was changed.

    Whether it still is a good one is for the parser to say. Raise UsageError for a value that there can't be.
    """
    done: list[Changed] = []
    for change in changes:
        root = compose(text)
        path = Finder(root, ids).find(change.typed)
        node = at(root, path)
        done.append(Changed(change.typed, _shown(plain(node)), change.value))
        for each in _on_each_side(path, node):
            text = _set(text, each, change)
    return text, done


def _on_each_side(path: Path, node: yaml.Node | None) -> list[Path]:
    """Return *path*, or where it leads to a dose for each side, the paths to these."""
    if path[-1] in keys.PER_SIDE and isinstance(node, yaml.MappingNode):
        return [(*path, key.value) for key, _ in node.value]
    return [path]


def _set(text: str, path: Path, change: Change) -> str:
    """Return *text* with the value at *path* set, spelt so that it reads back."""
    root = compose(text)
    value = _value(path, at(root, path), change)
    sides = _sides(root, path)
    wanted = changed(plain(root), path, value, sides)
    if root is None or wanted == plain(root):
        return text
    for start, end, new in edits(text, root, path, value, sides):
        candidate = text[:start] + new + text[end:]
        if _reads_as(candidate, wanted):
            return candidate
    hint = "It may be shared with another place by & and *. Change it with: stretch edit"
    raise UsageError(f"{quote(change.typed)} is written in a way that can't be changed from here.", hint)


def _value(path: Path, node: yaml.Node | None, change: Change) -> Value:
    """Return what is to stand at *path*, where *node* does: a text, or a list of them where the format has one."""
    if isinstance(node, yaml.MappingNode):
        parts = listed((key.value for key, _ in node.value), "or")
        raise UsageError(f"{quote(change.typed)} has parts.", f"Set one of them, {parts}: {change.typed}.…=…")
    if isinstance(node, yaml.SequenceNode) and not (path[-1] in keys.LISTS and node.flow_style):
        hint = f"Set one entry, such as {change.typed}.1=…, or change it with: stretch edit"
        raise UsageError(f"{quote(change.typed)} is a list of several lines.", hint)
    if path[-1] not in keys.LISTS:
        return change.value
    return [text.strip() for text in change.value.strip().strip("[]").split(",") if text.strip()]


def _sides(root: yaml.Node | None, path: Path) -> list[str]:
    """Return the sides on which the step at *path* is done, in their order."""
    for end in range(len(path) - 1, 0, -1):
        sides = plain(entry(at(root, path[:end]), "sides"))
        if isinstance(sides, list) and sides:
            return [str(side) for side in sides]
    return ["right", "left"]


def _reads_as(text: str, wanted: Plain) -> bool:
    try:
        return plain(compose(text)) == wanted
    except yaml.YAMLError:
        return False


def _shown(value: Plain) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_shown(inner)}" for key, inner in value.items())
    return ", ".join(map(_shown, value))
