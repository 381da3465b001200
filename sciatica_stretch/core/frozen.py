"""Values: small things that are equal when their fields are, and whose fields stay as they were made.

What `dataclass(frozen=True, slots=True)` makes, for an eighth of its price: that one compiles six methods for each
class, and some forty classes stand between a command and its first picture. Here only `__init__` is compiled, and the
other methods are shared. That nobody assigns to a field is held by mypy, which takes these classes for frozen.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import TypeVar, dataclass_transform, overload

T = TypeVar("T")
_HASHED = 3  # of a value's fields, the first; what differs in later ones alone is rare, and told apart by being unequal


@overload
def frozen(cls: type[T]) -> type[T]: ...
@overload
def frozen(*, kw_only: bool = ...) -> Callable[[type[T]], type[T]]: ...
@dataclass_transform(frozen_default=True)
def frozen(cls: type[T] | None = None, *, kw_only: bool = False) -> type[T] | Callable[[type[T]], type[T]]:
    """Make a class of annotated fields a class of values: slotted, comparable and hashable.

    `dataclasses.replace`, `fields` and `asdict` work on them. With *kw_only* their fields are given by name.
    """

    def make(cls: type[T]) -> type[T]:
        made = dataclass(slots=True, eq=False, repr=False, kw_only=kw_only)(cls)
        names = [field.name for field in fields(made)]  # type: ignore[arg-type] # it just became a dataclass
        everything = attrgetter(*names) if names else type
        first = attrgetter(*names[:_HASHED]) if names else type

        def equal(self: object, other: object) -> bool:
            return everything(self) == everything(other) if type(self) is type(other) else NotImplemented

        def code(self: object) -> int:
            return hash(first(self))

        made.__eq__ = equal  # type: ignore[method-assign]
        made.__hash__ = code  # type: ignore[method-assign]
        made.__repr__ = _shown  # type: ignore[method-assign]
        return made

    return make(cls) if cls else make


def _shown(self: object) -> str:
    inside = ", ".join(f"{field.name}={getattr(self, field.name)!r}" for field in fields(self))  # type: ignore[arg-type]
    return f"{type(self).__qualname__}({inside})"
