"""How the sounds of a session behave beside others', as options and settings have it, and what came of it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sciatica_stretch.cli.choices import Primer
    from sciatica_stretch.cli.world import World
    from sciatica_stretch.player.sound.speaker import Manners, Speaker


def wanted(world: "World", primer: "Primer | None") -> "Manners":
    """Return the manners that *primer*, if it was given, and the settings ask for."""
    from sciatica_stretch.player.sound.speaker import Manners

    return Manners(primer or world.settings.primer, lower_others=world.settings.lower_others)


def shown(manners: "Manners", speaker: "Speaker", *, spoke: bool) -> "Iterator[str]":
    """Yield what *speaker* did beside playing, in a sentence each."""
    if spoke and speaker.lead:
        yield f"Before the line headphones were woken up, for {speaker.lead:g} s (primer: {manners.primer})."
    elif spoke:
        why = ", and sound does not go to Bluetooth" if manners.primer == "auto" else ""
        yield f"Headphones were not woken up before the line (primer: {manners.primer}{why})."
    if not manners.lower_others:
        yield "What else was playing was left alone (lower_others: false)."
    elif speaker.lowered is None:
        yield "What else is playing can't be lowered here."
    elif speaker.lowered:
        yield "What else was playing was lowered meanwhile."
    else:
        yield "Nothing else was playing that could be lowered."
