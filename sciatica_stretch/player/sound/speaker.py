"""What a session asks of sound: to return at once, to raise nothing, and to say in a line what changed."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sciatica_stretch.core.cues import Tone
from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.errors import UsageError
from sciatica_stretch.player.sound import players

if TYPE_CHECKING:
    from sciatica_stretch.player.children.process import Child

CHOICES = ("auto", *players.NAMES, "bell", "off")  # what --sound takes
_CHILD = "sciatica_stretch.player.sound.child"


class Speaker(Protocol):
    """Where tones go."""

    lead: float  # the seconds before its time at which to ask for a line: so long headphones take to wake up
    lowered: bool | None  # whether something else was playing and was lowered; None where that isn't known

    @property
    def using(self) -> str:
        """What plays the tones, "" where that is the bell."""
        ...

    @property
    def tried(self) -> list[tuple[str, str]]:
        """What doesn't play them, each with the reason why not."""
        ...

    @property
    def ready(self) -> bool:
        """True once it is known what `lead` is."""
        ...

    @property
    def speaks(self) -> bool:
        """True while a line could be heard."""
        ...

    @property
    def rings(self) -> bool:
        """True when tones are the screen's to show: the terminal bell and a flash."""
        ...

    def play(self, tone: Tone) -> None:
        """Ask for *tone*. Returns at once and never raises for trouble with sound."""
        ...

    def say(self, path: Path, seconds: float, delay: float) -> int:
        """Ask for the line recorded at *path*, which takes *seconds*, after *delay* seconds. As `play` otherwise.

        Return the number under which it can be hushed.
        """
        ...

    def hush(self, number: int) -> None:
        """Cut off the line with that *number*, or have it never begin. All else goes on."""
        ...

    def unsaid(self) -> Sequence[int]:
        """Return the lines that were not said because their file is gone, since this was last asked."""
        ...

    def fileno(self) -> int | None:
        """Return what is readable when `attend` has something to do, or None; it may change after `attend`."""
        ...

    def wake_in(self) -> float | None:
        """Return the seconds within which `attend` must be called, or None."""
        ...

    def attend(self) -> None:
        """Take in how the sounds asked for went, and move on from a player that failed. Never waits."""
        ...

    def news(self) -> str:
        """Return one short line about what changed since this was last asked, "" if nothing did."""
        ...

    def finish(self, timeout: float) -> bool:
        """Wait up to *timeout* seconds for the sounds in hand; return whether all are over. Not for a session."""
        ...

    def close(self) -> None:
        """Ask for nothing more; sounds in hand finish by themselves."""
        ...


class Silence:
    """No sound at all, as was asked for."""

    using = "nothing: sound is off"
    lead = 0.0
    lowered: bool | None = None
    ready = True

    def __init__(self) -> None:
        self.tried: list[tuple[str, str]] = []

    @property
    def rings(self) -> bool:
        """False: silence is what is wanted."""
        return False

    @property
    def speaks(self) -> bool:
        """False: no line is heard."""
        return False

    def play(self, tone: Tone) -> None:
        """Do nothing."""

    def say(self, path: Path, seconds: float, delay: float) -> int:  # noqa: ARG002 - nothing is said
        """Return 0: nothing is in hand."""
        return 0

    def hush(self, number: int) -> None:
        """Do nothing."""

    def unsaid(self) -> Sequence[int]:
        """Return nothing: nothing was to be said."""
        return ()

    def fileno(self) -> int | None:
        """Return None: there is nothing to watch."""
        return None

    def wake_in(self) -> float | None:
        """Return None: nothing can be late."""
        return None

    def attend(self) -> None:
        """Do nothing."""

    def news(self) -> str:
        """Return "": nothing changes."""
        return ""

    def finish(self, timeout: float) -> bool:  # noqa: ARG002 - nothing is in hand
        """Return True."""
        return True

    def close(self) -> None:
        """Do nothing."""


class Bell(Silence):
    """No sound of its own: the screen rings and flashes."""

    using = ""

    @property
    def rings(self) -> bool:
        """True: the screen rings."""
        return True


@frozen
class Manners:
    """How sounds behave: `primer` is "auto", "on" or "off", and `lower_others` lowers what else is playing."""

    primer: str = "auto"
    lower_others: bool = True


def choose(wanted: str, volume: int, cache: Path, manners: Manners | None = None) -> Speaker:
    """Return the speaker that `--sound` *wanted* names, its tones at *volume* (0 to 100) kept in *cache*.

    "auto" takes the players that are installed, in their order; a player's name takes that one alone. Either
    falls back on the bell. Raise UsageError for any other word.
    """
    if wanted not in CHOICES:
        raise UsageError(f"There is no player {wanted!r}.", f"Choose one of: {', '.join(CHOICES)}.")
    if wanted == "off" or volume == 0:
        return Silence()
    if wanted == "bell":
        return Bell()
    from sciatica_stretch.player.children.relay import usable  # noqa: PLC0415 - silence doesn't need it
    from sciatica_stretch.player.sound.child_speaker import ChildSpeaker  # noqa: PLC0415 - likewise

    names, tried = usable(wanted, players.NAMES, players.why_not)
    return ChildSpeaker(names, lambda player: launch(player, cache, volume, os.environ, manners), tried=tried)


def launch(
    player: str, cache: Path, volume: int, environ: Mapping[str, str], manners: Manners | None = None
) -> "Child":
    """Start the child that plays through *player*. Raise OSError.

    simpleaudio 1.0.4 frees memory in a way that kills Python 3.12 and later, unless the plain allocator is
    used; that has to be set before the interpreter starts, and makes it a third slower.
    """
    plain = {"PYTHONMALLOC": "malloc"} if player == "simpleaudio" else {}
    from sciatica_stretch.player.children.process import ours  # noqa: PLC0415 - likewise

    beside = [manners.primer, "lower" if manners.lower_others else "leave"] if manners else []
    return ours(_CHILD, player, str(cache.absolute()), str(volume), *beside, environ={**environ, **plain})
