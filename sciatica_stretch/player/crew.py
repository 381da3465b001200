"""What goes out: all that a session comes to is noted, sounded, said aloud, pinned up and told.

What is carried out first is the note for the log, so that whatever has been heard or seen is on the disk. Nothing here
changes the session, and nothing waits for sound or voice.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sciatica_stretch.core.cues import Tone
from sciatica_stretch.core.duration import format_duration
from sciatica_stretch.core.events import Effect, Entered, Extended, Halted, Sound
from sciatica_stretch.core.states import Paused, State
from sciatica_stretch.core.timeline import Timeline
from sciatica_stretch.player.moment import Desk, Moment
from sciatica_stretch.player.pinboard import Pinboard
from sciatica_stretch.player.stage import Stage

if TYPE_CHECKING:
    from sciatica_stretch.player.narrator import Narrator

NOTICE_SECONDS = 6.0
_FLASH_SECONDS = 0.4
_OWED_SECONDS = 1.0  # until a picture that the terminal didn't take is sent again, while nothing else changes


class Crew:
    """Carries out on *stage* what becomes of *timeline*; `board` is what is pinned over the picture."""

    def __init__(self, timeline: Timeline, stage: Stage) -> None:
        self._timeline = timeline
        self._stage = stage
        self.board = Pinboard(Desk(keys=stage.keys, keymap=stage.keymap, rehearsal=stage.clock.speed))
        self._narrator: Narrator | None = None
        self._early: list[Effect] = []  # what happened before there was one

    def open(self, state: State) -> None:
        """Begin the log, and have somebody read aloud.

        Behind the first picture: each takes longer to get ready than that to draw.
        """
        with self._telling_of_trouble():
            self._stage.notes.open()
        if self._stage.voice:
            from sciatica_stretch.player.narrator import Narrator  # noqa: PLC0415 - likewise

            self._narrator = Narrator(self._timeline, self._stage.voice(), self._stage.speaker)
            self._narrator.open(self._early, state, self._now)

    def close(self) -> None:
        """Have nothing more read aloud."""
        if self._narrator:
            self._narrator.close()

    def carry_out(self, effects: Sequence[Effect], before: State, after: State) -> None:
        """Do what is to be done about the step that led from the state *before* to that *after*."""
        self.note(effects)
        for effect in effects:
            match effect:
                case Sound(tone):
                    self.sound(tone)
                case Halted(_, reason):
                    self.board.pin(reason=reason)
                case Extended(_, seconds):
                    self.pin(NOTICE_SECONDS / 2, notice=f"{format_duration(seconds)} more")
                case Entered() if isinstance(before, Paused) and isinstance(after, Paused):
                    self._stage.face.tell("Still paused.")
                case _:
                    pass
        self._stage.face.heed(self._timeline, effects)
        if self._narrator:
            self._narrator.heed(effects, after, self._now)
        elif self._stage.voice:
            self._early += effects

    def note(self, effects: Iterable[Effect]) -> None:
        """Note *effects* down for the log."""
        with self._telling_of_trouble():
            for effect in effects:
                self._stage.notes.note(effect, self._stage.clock.wall())

    def sound(self, tone: Tone) -> None:
        """Have *tone* heard, or seen where nothing plays it."""
        self._stage.speaker.play(tone)
        if self._stage.speaker.rings and tone is not Tone.PHASE:
            self._ring_and_flash()

    def listen(self) -> None:
        """Take in how the sounds went; when the last player fails, ring for the tone that it failed to play."""
        rang = self._stage.speaker.rings
        self._stage.speaker.attend()
        if self._stage.speaker.rings and not rang:
            self._ring_and_flash()
        self.tell(self._stage.speaker.news())

    def speak(self, state: State) -> None:
        """Have said what is due; the tones were first."""
        if self._narrator:
            self._narrator.speak(state, self._now)
            self.tell(self._narrator.news())

    def tell(self, notice: str) -> None:
        """Have the *notice* read, if there is one."""
        if notice:
            self.pin(NOTICE_SECONDS, notice=notice)
            self._stage.face.tell(notice)

    def pin(self, seconds: float, **what: object) -> None:
        """Pin fields of the desk for so many real seconds."""
        self.board.pin(until=self._now + seconds * self._stage.clock.speed, **what)

    def wake_in(self) -> float | None:
        """Return the real seconds within which there is something to attend to whatever the session does, or None."""
        waits = [self._stage.speaker.wake_in(), _OWED_SECONDS if self._stage.face.owes else None]
        if self._narrator:
            waits.append(self._narrator.wake_in())
        return min((wait for wait in waits if wait is not None), default=None)

    def next_change_at(self, moment: Moment) -> float | None:
        """Return the instant at which something falls off the board or is to be said, or None."""
        changes = [self.board.next_fall_at()]
        if self._narrator:
            changes.append(self._narrator.next_at(moment.state, self._now))
        return min((at for at in changes if at is not None), default=None)

    @contextmanager
    def _telling_of_trouble(self) -> Iterator[None]:
        before = self._stage.notes.trouble
        yield
        if (now := self._stage.notes.trouble) != before:
            self.tell(now)

    def _ring_and_flash(self) -> None:
        self._stage.face.ring()
        self.pin(_FLASH_SECONDS, flash=True)

    @property
    def _now(self) -> float:
        return self._stage.clock.now()
