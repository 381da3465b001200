"""The only loop: wait for the next key or change, let the machine say what follows, carry it out.

No thread, no timer: `keyboard.wait` is the one wait, and it lasts until the next visible or audible change.
What is carried out first is the note for the log, so that whatever has been heard or seen is on the disk.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from sciatica_stretch.core.cues import Tone
from sciatica_stretch.core.duration import format_duration
from sciatica_stretch.core.session import (
    GAP_SECONDS,
    MAX_WAIT_SECONDS,
    Back,
    Begin,
    Effect,
    Event,
    Extend,
    Extended,
    Halted,
    Outcome,
    Over,
    Paused,
    Ready,
    Running,
    Skip,
    Slept,
    Sound,
    State,
    Stop,
    Tick,
    TogglePause,
    next_change_at,
    transition,
)
from sciatica_stretch.core.timeline import Timeline
from sciatica_stretch.player.clock import Clock
from sciatica_stretch.player.faces import Face
from sciatica_stretch.player.keyboard import Input, Key, Keyboard, Signal
from sciatica_stretch.player.moment import Desk, Moment

if TYPE_CHECKING:
    from sciatica_stretch.player.sound.speaker import Speaker

_EVENTS: dict[str, type[TogglePause | Skip | Back | Extend]] = {
    "space": TogglePause,
    "p": TogglePause,
    "n": Skip,
    "right": Skip,
    "pagedown": Skip,
    "b": Back,
    "left": Back,
    "pageup": Back,
    "+": Extend,
    "=": Extend,  # the same key without shift
    "up": Extend,
}
_NOTICE_SECONDS = 6.0
_ASK_SECONDS = 10.0  # an unanswered question goes away: nobody who lies on the mat should have to answer it
_FLASH_SECONDS = 0.4
_SLEPT_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Result:
    """How a session ended, and by which signal if one ended it."""

    outcome: Outcome
    signal: Signal | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """What a session is played on."""

    clock: Clock
    keyboard: Keyboard
    face: Face
    speaker: "Speaker"
    note: Callable[[Effect, datetime], None]  # for the log; called before anything is heard or seen
    trouble: Callable[[], str]  # why the log can't be written at the moment, or ""


def play(timeline: Timeline, stage: Stage) -> Result:
    """Lead one session from its first second to its end; the terminal is left as it was found.

    Whatever ends it, an error in this program included, the seconds held until then are noted.
    """
    with stage.keyboard:
        stage.face.enter()
        try:
            return _Performance(timeline, stage).run()
        finally:
            stage.face.leave()
            stage.speaker.close()


class _Performance:
    def __init__(self, timeline: Timeline, stage: Stage) -> None:
        self._timeline = timeline
        self._stage = stage
        self._state: State = Ready()
        self._desk = Desk(rehearsal=stage.clock.speed)
        self._ends: dict[str, float] = {}  # what goes from the desk by itself, and when
        self._signal: Signal | None = None
        self._ring = False

    def run(self) -> Result:
        try:
            self._feed(Begin(self._stage.clock.now()))
            while not isinstance(self._state, Over):
                self._show(self._state)
                self._take(self._stage.keyboard.wait(self._patience(), self._stage.speaker.fileno()))
        except BaseException:
            self._note(transition(self._timeline, self._state, Stop(self._stage.clock.now()))[1])
            raise
        return Result(self._state.outcome, self._signal)

    # --- what comes in

    def _take(self, inputs: Iterable[Input]) -> None:
        was_running = isinstance(self._state, Running)
        slept = self._stage.clock.slept() > _SLEPT_SECONDS
        self._feed(Slept(self._now) if slept else Tick(self._now))
        found_paused = was_running and isinstance(self._state, Paused)
        for each in inputs:
            match each:
                case Key() if found_paused:
                    pass  # typed before anyone could see the pause: it must not end it
                case Key(name):
                    self._key(name)
                case Signal():
                    self._heed(each)
        if self._stage.face.gone:
            self._heed(Signal.HANGUP)
        self._listen()
        self._clear_desk()

    def _key(self, name: str) -> None:
        if self._desk.asking:
            self._put_on_desk("asking", value=False)
            if name in {"q", "y"}:
                self._feed(Stop(self._now))
        elif name == "q":
            self._put_on_desk("asking", value=True, seconds=_ASK_SECONDS)
            self._stage.face.tell("Stop here? q: yes. Any other key: go on.")
        elif name in {"?", "h"} or (name == "esc" and self._desk.help):
            self._put_on_desk("help", value=not self._desk.help)
        elif event := _EVENTS.get(name):
            self._feed(event(self._now))

    def _heed(self, signal: Signal) -> None:
        match signal:
            case Signal.RESIZED:
                pass  # the next picture has the new size
            case Signal.SUSPEND:
                self._suspend()
            case Signal.CONTINUED:
                self._stage.face.enter()  # whatever ran meanwhile may have written on the screen
            case Signal.INTERRUPT | Signal.TERMINATE | Signal.HANGUP:
                self._signal = self._signal or signal
                self._feed(Stop(self._now))

    def _suspend(self) -> None:
        """Pause, give the terminal back, and stop the process until it is continued."""
        self._feed(Slept(self._now))
        self._stage.face.leave()
        self._stage.keyboard.stop_process()
        self._stage.face.enter()
        self._stage.clock.slept()  # what passed meanwhile is no news: the session has been paused

    # --- what goes out

    def _feed(self, event: Event) -> None:
        gap = GAP_SECONDS * self._stage.clock.speed
        self._state, effects = transition(self._timeline, self._state, event, gap=gap)
        if not effects:
            return
        self._note(effects)
        for effect in effects:
            match effect:
                case Sound(tone):
                    self._sound(tone)
                case Halted(_, reason):
                    self._desk = replace(self._desk, reason=reason)
                case Extended(_, seconds):
                    self._put_on_desk("notice", value=f"{format_duration(seconds)} more", seconds=_NOTICE_SECONDS / 2)
                case _:
                    pass
        self._stage.face.heed(self._timeline, effects)

    def _note(self, effects: Iterable[Effect]) -> None:
        before = self._stage.trouble()
        for effect in effects:
            self._stage.note(effect, self._stage.clock.wall())
        if (now := self._stage.trouble()) != before:
            self._tell(now)

    def _sound(self, tone: Tone) -> None:
        self._stage.speaker.play(tone)
        if self._stage.speaker.rings and tone is not Tone.PHASE:
            self._ring_and_flash()

    def _listen(self) -> None:
        """Take in how the sounds went; when the last player fails, ring for the tone that it failed to play."""
        rang = self._stage.speaker.rings
        self._stage.speaker.attend()
        if self._stage.speaker.rings and not rang:
            self._ring_and_flash()
        self._tell(self._stage.speaker.news())

    def _ring_and_flash(self) -> None:
        self._ring = True
        self._put_on_desk("flash", value=True, seconds=_FLASH_SECONDS)

    def _tell(self, notice: str) -> None:
        if notice:
            self._put_on_desk("notice", value=notice, seconds=_NOTICE_SECONDS)
            self._stage.face.tell(notice)

    def _show(self, state: State) -> None:
        if isinstance(state, Running | Paused):
            ring, self._ring = self._ring, False
            self._stage.face.show(Moment(self._timeline, state, self._now, self._desk), ring=ring)

    # --- time

    @property
    def _now(self) -> float:
        return self._stage.clock.now()

    def _patience(self) -> float | None:
        """Return the real seconds until the next visible or audible change; None while nothing will change."""
        clock = self._stage.clock
        changes = list(self._ends.values())
        if isinstance(self._state, Running):
            changes.append(next_change_at(self._timeline, self._state))
            moment = Moment(self._timeline, self._state, clock.now(), self._desk)
            changes += [at for at in [self._stage.face.next_change_at(moment)] if at is not None]
        waits = [clock.seconds_until(at) for at in changes]
        if isinstance(self._state, Running):
            waits.append(MAX_WAIT_SECONDS)
        if (wake_in := self._stage.speaker.wake_in()) is not None:
            waits.append(wake_in)
        return min(waits, default=None)

    def _put_on_desk(self, what: str, *, value: bool | str, seconds: float | None = None) -> None:
        """Show something, for *seconds* of real time or until it is taken away."""
        self._desk = replace(self._desk, **{what: value})  # type: ignore[arg-type] # the names are Desk's own
        self._ends.pop(what, None)
        if seconds is not None:
            self._ends[what] = self._now + seconds * self._stage.clock.speed

    def _clear_desk(self) -> None:
        for what in [what for what, ends_at in self._ends.items() if ends_at <= self._now]:
            self._put_on_desk(what, value="" if what == "notice" else False)
