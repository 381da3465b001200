"""What a session is played on, and what comes of it."""

from typing import TYPE_CHECKING

from sciatica_stretch.core.events import Outcome
from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.player.clock import Clock
from sciatica_stretch.player.faces import Face
from sciatica_stretch.player.keyboard import Keyboard, Signal
from sciatica_stretch.player.keymap import DEFAULT_KEYMAP, Keymap
from sciatica_stretch.player.notes import Notes
from sciatica_stretch.player.wakefulness import LetSleep, Wakefulness

if TYPE_CHECKING:
    from collections.abc import Callable

    from sciatica_stretch.player.narrator import Voice
    from sciatica_stretch.player.remote.calls import Door
    from sciatica_stretch.player.sound.speaker import Speaker

_LET_SLEEP = LetSleep()


@frozen
class Result:
    """How a session ended, and by which signal if one ended it."""

    outcome: Outcome
    signal: Signal | None = None


@frozen
class Stage:
    """What a session is played on."""

    clock: Clock
    keyboard: Keyboard
    face: Face
    speaker: "Speaker"
    door: "Door"  # for commands from afar
    notes: Notes  # for the log; made before anything is heard or seen
    keys: bool = True  # there is somebody who could press one
    wakefulness: Wakefulness = _LET_SLEEP
    voice: "Callable[[], Voice] | None" = None  # what is said; called behind the first picture
    keymap: Keymap = DEFAULT_KEYMAP
