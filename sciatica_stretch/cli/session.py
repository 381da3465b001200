"""One session, from the timeline to the log: the face it shows, what is kept of it and what is said after it."""

import os
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

from sciatica_stretch.cli.recorder import Recorder
from sciatica_stretch.cli.words import going_on, opening, report, summary, tell
from sciatica_stretch.core.events import Outcome
from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.core.states import CutOff, Ready
from sciatica_stretch.core.stop_rule import STOP_RULE
from sciatica_stretch.player.keyboard import Signal
from sciatica_stretch.player.keymap import keymap
from sciatica_stretch.player.notes import Unwritten
from sciatica_stretch.player.player import play
from sciatica_stretch.player.remote.door import SocketDoor
from sciatica_stretch.player.stage import Stage
from sciatica_stretch.player.wakefulness import LetSleep

if TYPE_CHECKING:
    from collections.abc import Callable

    from sciatica_stretch.cli.intent import Intent
    from sciatica_stretch.cli.world import World
    from sciatica_stretch.journal.rating import Rating
    from sciatica_stretch.journal.record import SessionRecord
    from sciatica_stretch.journal.session_log import NotLoggedError
    from sciatica_stretch.player.faces import Face, FullScreen
    from sciatica_stretch.player.graphics.gallery import Gallery
    from sciatica_stretch.player.look import Look
    from sciatica_stretch.player.narrator import Voice
    from sciatica_stretch.player.notes import Notes
    from sciatica_stretch.player.sound.speaker import Speaker
    from sciatica_stretch.player.stage import Result
    from sciatica_stretch.player.wakefulness import Wakefulness


_CUT_OFF = {Signal.TERMINATE, Signal.HANGUP}  # by the machine or its terminal, and not by the person


@frozen
class Led:
    """A session that was led, and how it ended."""

    record: "SessionRecord"
    result: "Result"


@frozen
class Session:
    """One session about to be played, and all that it is played with."""

    world: "World"
    intent: "Intent"
    speaker: "Speaker"
    before: "Rating | None"  # how it hurts, if that was said
    plain: bool
    speed: float
    look: "Look"
    voice: "Callable[[], Voice] | None" = None

    def rehearse(self) -> "Result":
        """Play without a log."""
        result = self._play(Unwritten())
        self._say(f"A rehearsal at {self.speed:g}x: it is not in the log.")
        return result

    def lead(self) -> Led:
        """Play, and keep what was held, whatever happens.

        What neither the routine's end nor the person ended is left as it is, so that a later start can go on with it.
        """
        recorder = Recorder(self.world, self.intent, self.before)
        earlier = recorder.close_interrupted()
        if self._in_lines:
            report(self.world, earlier, plain=self.plain)
        try:
            result = self._play(recorder)
        except BaseException:
            recorder.leave()  # if that fails, too, what is raised still says more
            raise
        ended = result.outcome is Outcome.COMPLETED or result.signal not in _CUT_OFF
        record, problem = recorder.close(result.outcome) if ended else recorder.leave()
        if not self._in_lines:  # told before, it would have gone behind the full screen at once
            report(self.world, earlier, plain=self.plain)
        self._say(summary(record))
        while ended and problem and not problem.kept and self._tries_again(problem):
            record, problem = recorder.close(result.outcome)
        if problem:
            raise problem
        if not ended and record.held:
            self._say("It was cut off. Go on with it: stretch start --resume")
        elif ended and record.stretches[-1].hurt:  # the screen that the rule stood on is gone
            self._say(STOP_RULE)
        return Led(record, result)

    def _say(self, text: str) -> None:
        tell(self.world, text, plain=self.plain)

    def _tries_again(self, problem: "NotLoggedError") -> bool:
        """Offer to write what would be lost with this process, where somebody is there to make room for it."""
        from sciatica_stretch.cli.questions import choose

        if not self.world.interactive:
            return False
        self.world.say(f"{problem.message} {problem.hint}")
        return choose(self.world, {"t": "try again", "q": "leave without it"}, "q") == "t"

    def _play(self, notes: "Notes") -> "Result":
        typed_on, settings = self.world.stdin.isatty(), self.world.settings
        with closing(self._wakefulness()) as wakefulness:
            stage = Stage(
                clock=self.world.clock(self.speed),
                keyboard=self.world.keyboard(typed_on),
                face=self._face(),
                speaker=self.speaker,
                notes=notes,
                keys=typed_on,
                keymap=keymap(settings.keys, any_key_wakes=settings.any_key_wakes),
                door=SocketDoor(self.world.folders.sockets, str(os.getpid())),
                voice=self.voice,
                wakefulness=wakefulness,
            )
            return play(self.intent.timeline, stage, self.intent.begin)

    def _wakefulness(self) -> "Wakefulness":
        """Return what keeps the machine awake; a rehearsal is watched, and needs nothing."""
        wanted = self.world.settings.awake and self.speed == 1
        return self.world.wakefulness(self.world.env) if wanted else LetSleep()

    @property
    def _in_lines(self) -> bool:
        return self.plain or self.world.wants_plain_lines

    def _face(self) -> "Face":
        if self._in_lines:
            from sciatica_stretch.player.plain import PlainLines

            face = PlainLines(self.world.stdout, bell=self.world.stdout.isatty())
            face.tell(self._opening)
            return face
        return self._full_screen()

    def _full_screen(self) -> "FullScreen":
        from sciatica_stretch.player import console_linux
        from sciatica_stretch.player.faces import FullScreen
        from sciatica_stretch.player.look import depth
        from sciatica_stretch.player.screen import Screen
        from sciatica_stretch.player.themes import paint

        on_console = console_linux.is_it(self.world.env)
        colours = paint(self.look.theme, depth(self.world.env, windows=os.name == "nt"))
        screen = Screen(self.world.stdout, self.world.size, colours, console_linux.STAND_INS if on_console else None)
        return FullScreen(screen, self.look, has_braille=not on_console, smooth=self._gallery)

    def _gallery(self) -> "Gallery | None":
        """Return where smooth pictures of the figure hang, unless the terminal needn't even be asked for them."""
        from sciatica_stretch.player.graphics import reasons

        world = self.world
        if reasons.why_not(self.look, world.env) or not reasons.is_one_terminal(world.stdin, world.stdout):
            return None
        from sciatica_stretch.player.graphics.gallery import gallery

        return gallery(world.folders.cache, self.look, world.env, partial(reasons.cell_by_system, world.stdout))

    @property
    def _opening(self) -> str:
        match self.intent.begin:
            case Ready():
                return opening(self.intent.timeline, self.speed)
            case CutOff(index):
                return going_on(self.intent.timeline, index)
