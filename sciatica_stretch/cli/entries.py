"""The lines of a list of routines: each file with what there is to say of it, and the heading it stands under."""

from time import time_ns
from typing import TYPE_CHECKING

from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.core.text import visible
from sciatica_stretch.library import groups, index, shelf

if TYPE_CHECKING:
    from sciatica_stretch.cli.world import World

_INDEX = "routines.index"


@frozen
class Entry:
    """A routine file, what a list says of it, and the heading of its group."""

    found: shelf.Found
    said: index.Summary
    group: str

    @property
    def trouble(self) -> str:
        """Why it can't be started and what to do, or nothing."""
        if self.said.problems:
            what = "1 problem; see it" if self.said.problems == 1 else f"{self.said.problems} problems; see them"
            return f"has {what} with: stretch show {visible(self.found.name)}"
        return self.said.unreadable

    @property
    def note(self) -> str:
        """Where it comes from and what it stands in front of, if that isn't what one would think."""
        if self.found.hidden:
            return f"hidden; to bring it back: stretch remove --undo {self.found.name}"
        origin, behind = self.found.origin, self.found.shadows
        if origin == shelf.BUNDLED or (origin == shelf.YOURS and not behind):
            return ""
        where = "yours" if origin == shelf.YOURS else f"from {origin}"
        return f"{where}, over {' and '.join(map(_the_one, behind))}" if behind else where

    def as_json(self) -> dict[str, object]:
        """Return what a program wants to know of it; of one that can't be started, its problem."""
        about: dict[str, object] = {
            "name": self.found.name,
            "from": self.found.origin,
            "path": str(self.found.path),
            "group": self.group,
            "shadows": list(self.found.shadows),
            "hidden": self.found.hidden,
        }
        if self.trouble:
            return about | {"problem": self.trouble}
        return about | {
            "title": self.said.title,
            "seconds": self.said.seconds,
            "equipment": list(self.said.equipment),
            "optional": list(self.said.optional),
            "tags": list(self.said.tags),
        }


def entries(world: "World", *, hidden: bool = False) -> list[Entry]:
    """Return what there is, by name; what is *hidden* only if that is wanted."""
    found = shelf.each(world.routine_folders, hidden=hidden)
    said = index.summaries(found, world.folders.cache / _INDEX, time_ns())
    return [
        Entry(each, summary, groups.group_of(each.origin, summary.tags))
        for each, summary in zip(found, said, strict=True)
    ]


def _the_one(origin: str) -> str:
    return "the bundled one" if origin == shelf.BUNDLED else f"the one from {origin}"
