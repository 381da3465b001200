"""The value of a routine that a person means by `half-pigeon.hold.left`, `defaults.rest` or `steps.1.switch`.

A step goes by its id, or as anything does by its number in its list, from 1. What is found is a path from the top of
the document: keys and numbers from 0, of which the last ones need not be there yet.
"""

from collections.abc import Iterator, Sequence

import yaml

from sciatica_stretch.core.text import closest, visible
from sciatica_stretch.errors import UsageError
from sciatica_stretch.library import keys
from sciatica_stretch.library.plain import Path, at, entry
from sciatica_stretch.problems import quote

_SHOWN = 12  # ids in a hint


class Finder:
    """Finds values in one document; *ids* are those of its steps, in their order, groups opened."""

    def __init__(self, root: yaml.Node | None, ids: Sequence[str]) -> None:
        self._root = root
        self.steps: dict[str, Path] = dict(zip(ids, _leaves(entry(root, "steps"), ("steps",)), strict=True))

    def find(self, typed: str) -> Path:
        """Return the path that is meant by *typed*. Raise UsageError, with what may have been meant, for nothing."""
        head, _, rest = typed.partition(".")
        if head == "steps" and rest:
            return self._numbered(typed)
        if rest and head in self.steps:
            return self._inside(typed, self.steps[head], rest, keys.IN_STEP)
        if head == "defaults" and rest:
            return ("defaults", _known(typed, rest, keys.IN_DEFAULTS))
        if rest and head not in keys.AT_TOP:
            raise self._no_step(typed, head)
        if not rest and head in self.steps:
            raise UsageError(f"{visible(typed)} is a step.", f"Say which of its values: {head}.hold=75s")
        return self._inside(typed, (), typed, keys.AT_TOP)

    def _numbered(self, typed: str) -> Path:
        """Follow `steps.1.steps.2.hold`."""
        path: Path = ()
        rest = typed
        while rest.startswith("steps.") and not (path and entry(at(self._root, path), "steps") is None):
            number, _, rest = rest.removeprefix("steps.").partition(".")
            path = (*path, "steps", _number(typed, number, entry(at(self._root, path), "steps")))
        if not rest:
            raise UsageError(f"{visible(typed)} is a step or a group.", f"Say which of its values: {typed}.switch=12s")
        known = keys.IN_STEP if entry(at(self._root, path), "steps") is None else keys.IN_GROUP
        return self._inside(typed, path, rest, known)

    def _inside(self, typed: str, block: Path, rest: str, known: Sequence[str]) -> Path:
        key, dot, rest = rest.partition(".")
        path = (*block, _known(typed, key, known))
        if key == "switch" and known is keys.IN_STEP and entry(at(self._root, block), "sides") is None:
            raise self._no_switch(typed, block)
        if not dot:
            return path
        if key in keys.LISTS:
            return (*path, _number(typed, rest, at(self._root, path)))
        if key in keys.PER_SIDE:
            return (*path, _known(typed, rest, ("right", "left")))
        if key in keys.BY_NAME and rest:
            return (*path, rest)
        raise UsageError(f"{quote(typed)} names nothing: {key} has no parts.", f"Write {typed[: -len(rest) - 1]}=…")

    def _no_step(self, typed: str, head: str) -> UsageError:
        several = len(self.steps) > _SHOWN
        ids = ", ".join(list(self.steps)[:_SHOWN]) + ", …" * several
        return UsageError(
            f"{quote(typed)} names nothing: there is no step {quote(head)}.",
            closest(head, [*self.steps, *keys.AT_TOP]) or f"The steps are {ids}.",
        )

    def _no_switch(self, typed: str, block: Path) -> UsageError:
        ends = [end for end in range(len(block) - 2, 1, -2) if entry(at(self._root, block[:end]), "sides")]
        numbered = ".".join(str(part + 1) if isinstance(part, int) else part for part in block[: ends[0]] if ends)
        hint = f"The group around it has: {numbered}.switch" if ends else "Give it sides first: sides=right,left"
        return UsageError(f"{quote(typed)} would change nothing: the step has no sides of its own.", hint)


def _leaves(steps: yaml.Node | None, path: Path) -> Iterator[Path]:
    for index, block in enumerate(steps.value if isinstance(steps, yaml.SequenceNode) else ()):
        inner = entry(block, "steps")
        if inner is None:
            yield (*path, index)
        else:
            yield from _leaves(inner, (*path, index, "steps"))


def _known(typed: str, key: str, known: Sequence[str]) -> str:
    if key in known:
        return key
    hint = closest(key, known) or f"The keys there are {', '.join(known)}."
    raise UsageError(f"{quote(typed)} names nothing: {quote(key)} is not a key.", hint)


def _number(typed: str, text: str, items: yaml.Node | None) -> int:
    count = len(items.value) if isinstance(items, yaml.SequenceNode) else 0
    if text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= count:
        return int(text) - 1
    message = f"{quote(typed)} names nothing: {quote(text)} is not the number of an entry."
    raise UsageError(message, f"They count from 1 to {count}." if count else "There are none.")
