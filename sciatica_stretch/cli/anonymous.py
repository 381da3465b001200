"""What is shown to strangers, in a bug report, without what tells who somebody is: names of people and machines."""

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sciatica_stretch.cli.world import World

_NOBODY = frozenset({"root", "user", "admin", "administrator", "debian", "ubuntu", "pi", "localhost", "localdomain"})
_USER_VARIABLES = ("USER", "LOGNAME", "USERNAME", "SUDO_USER")


class Anonymous:
    """Takes folders of the person's, user name and host name out of a text, and puts in what stands for them."""

    def __init__(self, world: "World") -> None:
        folders = {world.env.get("STRETCH_HOME", ""): "$STRETCH_HOME", **dict.fromkeys(_homes(world), "~")}
        folders = _elsewhere(world, folders) | folders
        self._folders = sorted(
            ((re.escape(folder.rstrip("/\\")), stands) for folder, stands in folders.items() if folder.strip("/\\")),
            key=lambda pair: -len(pair[0]),  # the home may be above the other one
        )
        host = world.hostname
        self._names = [
            *((name, "(user)") for name in _users(world)),
            *((name, "(host)") for name in (host, host.partition(".")[0]) if name),
        ]

    def __call__(self, text: str) -> str:
        """Return *text* with nothing in it that tells who it is from."""
        for folder, stands in self._folders:
            text = re.sub(rf"{folder}(?![^/\\\s:;,'\"])", lambda _, stands=stands: stands, text)  # type: ignore[misc]
        for name, stands in self._names:
            if name.casefold() not in _NOBODY:
                text = re.sub(rf"(?<![^\W_]){re.escape(name)}(?![^\W_])", stands, text, flags=re.IGNORECASE)
        return text


def _elsewhere(world: "World", known: "Collection[str]") -> dict[str, str]:
    """Return what stands for the folders that are below none of those *known*, as XDG_DATA_HOME can have them."""
    shared = (os.path.expanduser(each) for each in world.env.get("STRETCH_PATH", "").split(os.pathsep))  # noqa: PTH111
    named = {str(path): f"({name} folder)" for name, path in world.folders._asdict().items()}
    named |= dict.fromkeys(shared, "(folder of STRETCH_PATH)")
    above = [folder for folder in known if folder.strip("/\\")]
    return {folder: stands for folder, stands in named.items() if _is_elsewhere(folder, above)}


def _is_elsewhere(folder: str, known: "Iterable[str]") -> bool:
    """Tell whether *folder* is below none of those *known*; one like "." names nobody, and may stand anywhere."""
    return Path(folder).is_absolute() and not any(Path(folder).is_relative_to(each) for each in known)


def _homes(world: "World") -> list[str]:
    own = os.path.expanduser("~")  # noqa: PTH111 - who has no home is no error
    found = [world.env.get("HOME", ""), world.env.get("USERPROFILE", ""), own]
    return [*dict.fromkeys([*found, *(os.path.realpath(each) for each in found if each)])]


def _users(world: "World") -> list[str]:
    homes = [Path(home).name for home in _homes(world) if len(Path(home).parts) > 2]  # noqa: PLR2004 - /home/NAME
    found = [*(world.env.get(variable, "") for variable in _USER_VARIABLES), *homes]
    return [name for name in dict.fromkeys(found) if name]
