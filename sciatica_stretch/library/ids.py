"""The name by which a step is asked for: the author's own, or one made of the step's name."""

import re
import unicodedata
from collections.abc import Iterator

from sciatica_stretch.library.fields import Field
from sciatica_stretch.library.nodes import Mapping, Scalar, Sequence
from sciatica_stretch.problems import quote

MOST_CHARACTERS = 60
ID = re.compile(r"[a-z0-9][a-z0-9-]*")


class Ids:
    """The ids of one routine, each used once; what an author writes further down is not given away before."""

    def __init__(self, root: Mapping) -> None:
        self._taken = set(_written(root))
        self._lines: dict[str, int] = {}
        self._made: dict[str, int] = {}

    def written(self, field: Field) -> str:
        """Read an id that the author wrote."""
        typed = read_id(field)
        if typed in self._lines:
            message = f"{quote(typed)} is the id of the step on line {self._lines[typed]}, too"
            field.complain(message, "Give each step an id of its own, or leave it out.")
        elif typed:
            self._lines[typed] = field.node.place.line
        return typed

    def made(self, name: str) -> str:
        """Return an id for the step called *name*: "Child's pose" is childs-pose, the next one childs-pose-2."""
        slug = _slug(name)
        made = slug
        while made in self._taken:
            self._made[slug] = self._made.get(slug, 1) + 1
            made = f"{slug}-{self._made[slug]}"
        self._taken.add(made)
        return made


def read_id(field: Field) -> str:
    """Read a word of lower-case letters, digits and hyphens; an empty text after noting a problem."""
    typed = field.typed(f"a word such as {field.key}: half-pigeon")
    if typed is None:
        return ""
    if ID.fullmatch(typed) and len(typed) <= MOST_CHARACTERS:
        return typed
    hint = f"Use up to {MOST_CHARACTERS} of a to z, 0 to 9 and hyphens, such as {_slug(typed)}."
    field.complain(f"{quote(typed)} can't be used as a short name", hint)
    return ""


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name[:MOST_CHARACTERS]).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain.lower().replace("'", ""))
    return "-".join(words)[:MOST_CHARACTERS].strip("-") or "step"


def _written(block: Mapping) -> Iterator[str]:
    for key, value in block.entries:
        if key.text == "id" and isinstance(value, Scalar):
            yield value.text.strip()
        elif key.text == "steps" and isinstance(value, Sequence):
            for item in value.items:
                if isinstance(item, Mapping):
                    yield from _written(item)
