"""One session, from the timeline to the log: the face it shows, what is kept of it and what is said after it."""

from typing import TYPE_CHECKING

from sciatica_stretch.cli.recorder import Recorder
from sciatica_stretch.cli.words import left_behind, opening, summary
from sciatica_stretch.core.events import Outcome
from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.player.notes import Unwritten
from sciatica_stretch.player.player import Stage, play

if TYPE_CHECKING:
    from sciatica_stretch.cli.world import World
    from sciatica_stretch.core.timeline import Options, Timeline
    from sciatica_stretch.journal.record import SessionRecord
    from sciatica_stretch.player.faces import Face
    from sciatica_stretch.player.notes import Notes
    from sciatica_stretch.player.player import Result
    from sciatica_stretch.player.sound.speaker import Speaker


@frozen
class Session:
    """One session about to be played, and all that it is played with."""

    world: "World"
    timeline: "Timeline"
    options: "Options"
    content: bytes  # of the routine's file
    speaker: "Speaker"
    plain: bool
    speed: float

    def rehearse(self) -> "Result":
        """Play without a log."""
        result = self._play(Unwritten())
        self.world.say_if_anyone_is_there(f"A rehearsal at {self.speed:g}x: it is not in the log.")
        return result

    def lead(self) -> "Result":
        """Play, and keep what was held, whatever happens."""
        recorder = Recorder(self.world, self.timeline, self.options, self.content)
        earlier = recorder.close_interrupted()
        if self._in_lines:
            self._report(earlier)
        outcome = Outcome.STOPPED
        try:
            result = self._play(recorder)
            outcome = result.outcome
        finally:
            record, problem = recorder.close(outcome)
        if not self._in_lines:  # told before, it would have gone behind the full screen at once
            self._report(earlier)
        self.world.say_if_anyone_is_there(summary(record))
        if problem:
            raise problem
        return result

    def _report(self, records: "tuple[SessionRecord, ...]") -> None:
        for record in records:
            self.world.say_if_anyone_is_there(left_behind(record))
            self.world.say_if_anyone_is_there(summary(record))

    def _play(self, notes: "Notes") -> "Result":
        typed_on = self.world.stdin.isatty()
        stage = Stage(
            clock=self.world.clock(self.speed),
            keyboard=self.world.keyboard(typed_on),
            face=self._face(),
            speaker=self.speaker,
            notes=notes,
            keys=typed_on,
        )
        return play(self.timeline, stage)

    @property
    def _in_lines(self) -> bool:
        return self.plain or self.world.wants_plain_lines

    def _face(self) -> "Face":
        if self._in_lines:
            from sciatica_stretch.player.plain import PlainLines

            face = PlainLines(self._write, bell=self.world.stdout.isatty())
            face.tell(opening(self.timeline, self.speed))
            return face
        from sciatica_stretch.player.faces import FullScreen
        from sciatica_stretch.player.screen import Screen

        return FullScreen(Screen(self.world.stdout, self.world.size, colour=not self.world.env.get("NO_COLOR")))

    def _write(self, text: str) -> None:
        self.world.stdout.write(text)
        self.world.stdout.flush()
