"""A YAML document without its layout: texts, lists and keys, to be compared."""

from collections.abc import Mapping, Sequence

import yaml

Plain = str | Sequence["Plain"] | Mapping[str, "Plain"]
Path = tuple[str | int, ...]  # keys, and numbers from 0, from the top of a document
_Loader = yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader


def compose(text: str) -> yaml.Node | None:
    """Return the tree of *text*, each node with its marks. Raise yaml.YAMLError where it makes no sense."""
    root: yaml.Node | None = yaml.compose(text, Loader=_Loader)
    return root


def plain(node: yaml.Node | None) -> Plain:
    """Return what *node* holds; line breaks at the end of a text, which `|` and `>` may leave there, say nothing."""
    match node:
        case yaml.MappingNode():
            return {key.value: plain(value) for key, value in node.value}
        case yaml.SequenceNode():
            return [plain(value) for value in node.value]
        case yaml.ScalarNode():
            return str(node.value).rstrip("\n")
        case _:
            return ""


def entry(node: yaml.Node | None, part: str | int) -> yaml.Node | None:
    """Return what *node* holds under a key or a number, or None."""
    if isinstance(node, yaml.MappingNode) and isinstance(part, str):
        return next((value for key, value in node.value if key.value == part), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        inside: yaml.Node = node.value[part]
        return inside
    return None


def at(node: yaml.Node | None, path: Path) -> yaml.Node | None:
    """Return the node at *path* below *node*, or None."""
    for part in path:
        node = entry(node, part)
    return node


def changed(document: Plain, path: Path, value: Plain, sides: Sequence[str]) -> Plain:
    """Return *document* with *value* at *path*; a text in the way is first taken apart, into the same for each side."""
    if not path:
        return value.rstrip("\n") if isinstance(value, str) else value
    first, rest = path[0], path[1:]
    if isinstance(document, str):
        document = dict.fromkeys(sides, document)
    if isinstance(document, Mapping):
        return {**document, str(first): changed(document.get(str(first), {}), rest, value, sides)}
    return [changed(each, rest, value, sides) if i == first else each for i, each in enumerate(document)]
