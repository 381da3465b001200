"""Which part of the list a routine stands in, so that whoever is new here sees which one is theirs today.

A few tags are known, each with the heading it puts a routine under; docs/routine-format.md names them. Of several
known ones the first that the author wrote decides, so that no routine is listed twice.
"""

from collections.abc import Iterable

from sciatica_stretch.library.shelf import YOURS

YOUR_OWN = "Yours"
OTHERS = "Other routines"
BY_TAG = {
    "everyday": "An ordinary day",
    "bad day": "A bad day",
    "at a desk": "At a desk, or no floor",
    "no floor": "At a desk, or no floor",
    "morning": "Morning and evening",
    "evening": "Morning and evening",
}
IN_ORDER = tuple(dict.fromkeys((YOUR_OWN, *BY_TAG.values(), OTHERS)))


def group_of(origin: str, tags: Iterable[str]) -> str:
    """Return the heading for a routine with these *tags*; a person's own are together, whatever their tags."""
    if origin == YOURS:
        return YOUR_OWN
    return next((BY_TAG[tag.casefold()] for tag in tags if tag.casefold() in BY_TAG), OTHERS)
