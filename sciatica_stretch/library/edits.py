"""Where a routine's value stands in its text, or would: each way to set it, first the most like what is there."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

import yaml

from sciatica_stretch.core.duration import parse_duration
from sciatica_stretch.library import keys
from sciatica_stretch.library.fields import ZERO
from sciatica_stretch.library.plain import Path, entry
from sciatica_stretch.library.spelling import Block, flow_list, line_end, spellings

Edit = tuple[int, int, str]  # what stands from here to there is to be this
Value = str | list[str]
_ANCHOR = re.compile(r"&\S+\s+")
_ALIAS = re.compile(r"\s*:\s*\*[^\s,\[\]{}]+")
_BREAK = re.compile("\r\n|[\n\r]")


def edits(text: str, root: yaml.Node, path: Path, value: Value, sides: Sequence[str]) -> Iterator[Edit]:
    """Yield the ways to let *value* stand at *path* of the document *root* of *text*.

    They are worth trying, no more: whether one reads back as it should is for the caller to see.
    """
    depth, node = 0, root
    while depth < len(path) and (inner := entry(node, path[depth])):
        depth, node = depth + 1, inner
    missing = [str(part) for part in path[depth:]]
    if not missing:
        yield from _replaced(text, node, value)
    elif isinstance(node, yaml.MappingNode) and node.value:
        yield from _inserted(text, node, _rank(node, path[:depth]), missing, value)
    elif isinstance(node, yaml.ScalarNode) and isinstance(value, str):
        yield from _taken_apart(text, node, missing[0], value, sides)


def _replaced(text: str, node: yaml.Node, value: Value) -> Iterator[Edit]:
    start, end = _inside_anchor(text, node)
    if isinstance(value, list):
        yield start, end, flow_list(value)
    elif block := _block(text, node):
        yield from ((start, block.end, new) for new in block.spellings(value))
    elif isinstance(node, yaml.ScalarNode):
        yield from ((start, end, new) for new in spellings(value, node.style or None))


def _taken_apart(text: str, node: yaml.ScalarNode, side: str, value: str, sides: Sequence[str]) -> Iterator[Edit]:
    """Write `{right: 60s, left: 90s}` in the place of `60s`."""
    start, end = _inside_anchor(text, node)
    for new in islice(spellings(value), 2):
        parts = (f"{each}: {new if each == side else text[start:end]}" for each in sides)
        yield start, end, f"{{{', '.join(parts)}}}"


def _inserted(
    text: str, mapping: yaml.MappingNode, rank: Callable[[str], float], missing: Sequence[str], value: Value
) -> Iterator[Edit]:
    """Write a new key behind the last one that belongs before it, or before them all."""
    newline = _newline(text)
    first = mapping.value[0][0]
    indent = f"{newline}{' ' * first.start_mark.column}"
    before = [entry for entry in mapping.value if rank(entry[0].value) <= rank(missing[0])]
    for new in _written(missing, value, "" if mapping.flow_style else indent):
        start = first.start_mark.index
        if before:
            end = _end_of_entry(text, *before[-1])
            if mapping.flow_style:
                yield end, end, f", {new}"
            else:
                yield (end := line_end(text, end)), end, f"{indent}{new}"
        else:
            yield start, start, f"{new}, " if mapping.flow_style else f"{new}{indent}"


def _written(missing: Sequence[str], value: Value, indent: str) -> Iterator[str]:
    """Yield ways to write a key, the key inside it if there is one, and a value; cues go on lines of their own."""
    values = [flow_list(value)] if isinstance(value, list) else list(spellings(value))
    for key in islice(spellings(missing[-1]), 2):
        for new in values:
            last = f"{key}: {new}"
            if len(missing) == 1:
                yield last
            elif missing[0] == "cues" and indent:
                yield f"cues:{indent}  {last}"
            else:
                yield f"{missing[0]}: {{{last}}}"


def _rank(mapping: yaml.MappingNode, path: Path) -> Callable[[str], float]:
    """Return what tells the order of the keys in the mapping at *path*."""
    if path and path[-1] == "cues":
        return _moment
    if path and path[-1] in {"tempo", *keys.PER_SIDE}:
        return lambda _: 0.0
    order: Sequence[str] = keys.IN_STEP if entry(mapping, "steps") is None else keys.IN_GROUP
    if not path:
        order = keys.AT_TOP
    elif path[-1] == "defaults":
        order = keys.IN_DEFAULTS
    return lambda key: float(order.index(key)) if key in order else 0.0


def _moment(key: str) -> float:
    """Return a number that is higher for a later moment: 0s, 12s, half, -10s, -5s."""
    offset = key.strip().removeprefix("-")
    try:
        seconds = 0.0 if offset in ZERO else parse_duration(offset)
    except ValueError:
        return 1e6 if key.strip() == "half" else 0.0
    return seconds if offset == key.strip() else 2e6 - seconds


def _inside_anchor(text: str, node: yaml.Node) -> tuple[int, int]:
    start, end = node.start_mark.index, node.end_mark.index
    anchor = _ANCHOR.match(text, start)
    return (anchor.end() if anchor else start), end


def _end_of_entry(text: str, key: yaml.Node, value: yaml.Node) -> int:
    """Return where the last character of a key with its value is."""
    if value.start_mark.index < key.end_mark.index:  # an alias of something further up
        alias = _ALIAS.match(text, key.end_mark.index)
        return alias.end() if alias else int(key.end_mark.index)
    return _end(text, value)


def _end(text: str, node: yaml.Node) -> int:
    """Return where the last character of *node* is: the marks of a block include the lines after it."""
    if block := _block(text, node):
        return block.end
    if isinstance(node, yaml.MappingNode) and not node.flow_style and node.value:
        return _end_of_entry(text, *node.value[-1])
    if isinstance(node, yaml.SequenceNode) and not node.flow_style and node.value:
        is_alias = node.value[-1].start_mark.index < node.start_mark.index
        return len(text[: node.end_mark.index].rstrip()) if is_alias else _end(text, node.value[-1])
    return int(node.end_mark.index)


def _block(text: str, node: yaml.Node) -> Block | None:
    if not (isinstance(node, yaml.ScalarNode) and node.style in {">", "|"}):
        return None
    return Block(text, *_inside_anchor(text, node), _newline(text))


def _newline(text: str) -> str:
    match = _BREAK.search(text)
    return match[0] if match else "\n"
