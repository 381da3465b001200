"""Which value of each setting is in force, and where from: the environment, then the file, then the default."""

import os
from collections.abc import Collection, Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.core.side import Side
from sciatica_stretch.core.text import visible
from sciatica_stretch.settings.keys import shared_out
from sciatica_stretch.settings.kinds import NotOneError, Value
from sciatica_stretch.settings.table import TABLE
from sciatica_stretch.settings.value import Settings

if TYPE_CHECKING:
    from sciatica_stretch.settings.reading import Contents

_KEYS = "keys."
MOST_BYTES = 1 << 16  # some twenty times what all settings with their explanations take


class Source(Enum):
    """Where a value can come from, what counts most first."""

    ENVIRONMENT = "environment"
    FILE = "file"
    DEFAULT = "default"


@frozen
class Given:
    """A value in force, and who gave it: *line* is that of the file.

    Of keys the value has those that were left; *taken* are the others, each with the setting that has it now.
    """

    value: Value
    source: Source
    line: int = 0
    taken: tuple[tuple[str, str], ...] = ()


@frozen
class InForce:
    """What is in force, and all that stands in the way of more."""

    settings: Settings
    given: Mapping[str, Given]
    environment: tuple[NotOneError, ...]  # what it says of settings that makes no sense
    contents: "Contents | None"  # of the file, if there is one that can be read
    unreadable: str  # why there is one that can't be

    @property
    def is_hurt(self) -> bool:
        """True when something that was meant to be in force isn't."""
        return bool(self.environment or self.unreadable or (self.contents and self.contents.problems))

    def about(self, names: Collection[str]) -> "InForce":
        """Return this with only what stands in the way of the settings called *names*."""
        variables = {each.variable for each in TABLE if each.name in names}
        environment = tuple(each for each in self.environment if str(each).partition(":")[0] in variables)
        contents = self.contents.about(names) if self.contents else None
        return InForce(self.settings, self.given, environment, contents, self.unreadable)


def in_force(path: Path, environ: Mapping[str, str]) -> InForce:
    """Return what is in force where the file is at *path*. Raises nothing: what can't be used is passed over."""
    given, troubles = _of_environment(environ)
    contents, unreadable = _of_file(path)
    entries = contents.entries if contents else {}
    for entry in entries.values():
        given.setdefault(entry.name, Given(entry.value, Source.FILE, entry.line))
    whole = _shared_out({each.name: given.get(each.name) or Given(each.default, Source.DEFAULT) for each in TABLE})
    return InForce(settings_from(whole), whole, tuple(troubles), contents, unreadable)


def settings_from(given: Mapping[str, Given]) -> Settings:
    """Return the settings of which *given* has all."""
    plain: dict[str, Any] = {name: each.value for name, each in given.items() if not name.startswith(_KEYS)}
    affected = _side(plain["affected"])
    first = affected if plain["first"] == "affected" else _side(plain["first"])
    keys = {name.removeprefix(_KEYS): each.value for name, each in given.items() if name.startswith(_KEYS)}
    return Settings(**plain | {"affected": affected, "first": first, "keys": keys})


def _of_environment(environ: Mapping[str, str]) -> tuple[dict[str, Given], list[NotOneError]]:
    given: dict[str, Given] = {}
    troubles: list[NotOneError] = []
    for setting in TABLE:
        if text := environ.get(setting.variable, "").strip():
            try:
                given[setting.name] = Given(setting.kind.typed(text), Source.ENVIRONMENT)
            except NotOneError as error:
                troubles.append(NotOneError(f"{setting.variable}: {visible(text)!r} {error}", error.hint))
    return given, troubles


def _of_file(path: Path) -> "tuple[Contents | None, str]":
    """Return what the file says, or why it can't be read; neither where there is none."""
    from sciatica_stretch import disk  # noqa: PLC0415 - most people have no file

    try:
        with disk.opened(path) as fd:  # which a pipe doesn't hold up
            content = os.read(fd, MOST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        return None, ""
    except OSError as error:
        return None, f"can't be read: {(error.strerror or type(error).__name__).lower()}"
    if len(content) > MOST_BYTES:
        return None, f"is larger than {MOST_BYTES >> 10} KiB"
    from sciatica_stretch.settings.reading import read  # noqa: PLC0415 - likewise

    return read(content), ""


def _side(word: str) -> Side | None:
    return None if word in {"none", "affected"} else Side(word)


def _shared_out(given: Mapping[str, Given]) -> dict[str, Given]:
    """Return *given* with no key twice; one that an action has by default gives way to what somebody wants."""
    ranks = list(Source)
    names = sorted((name for name in given if name.startswith(_KEYS)), key=lambda name: ranks.index(given[name].source))
    wanted: Sequence[tuple[str, Any]] = [(name, given[name].value) for name in names]
    owners = shared_out(wanted)
    return {name: _left(name, each, owners[name]) if name in owners else each for name, each in given.items()}


def _left(name: str, given: Given, owners: Mapping[str, str]) -> Given:
    left = tuple(key for key, owner in owners.items() if owner == name)
    taken = tuple((key, owner) for key, owner in owners.items() if owner != name)
    return Given(left, given.source, given.line, taken)
