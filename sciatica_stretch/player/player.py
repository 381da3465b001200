"""The only loop: wait for the next key or change, let the machine say what follows, carry it out.

No thread, no timer: `keyboard.wait` is the one wait, and it lasts until the next visible or audible change.
What is carried out first is the note for the log, so that whatever has been heard or seen is on the disk.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sciatica_stretch.core.cues import Tone
from sciatica_stretch.core.duration import format_duration
from sciatica_stretch.core.events import (
    Back,
    Begin,
    Effect,
    Entered,
    Event,
    Extend,
    Extended,
    Halted,
    Hurts,
    Outcome,
    Skip,
    Slept,
    Sound,
    Stop,
    Tick,
    TogglePause,
)
from sciatica_stretch.core.keys import Action
from sciatica_stretch.core.session import GAP_SECONDS, MAX_WAIT_SECONDS, next_change_at, transition
from sciatica_stretch.core.states import CutOff, Over, Paused, Ready, Running, State, Waiting
from sciatica_stretch.core.timeline import Timeline
from sciatica_stretch.player import key_words, wording
from sciatica_stretch.player.keyboard import Answer, Input, Key, Signal
from sciatica_stretch.player.moment import Desk, Moment
from sciatica_stretch.player.pinboard import Pinboard
from sciatica_stretch.player.stage import Result, Stage

if TYPE_CHECKING:
    from sciatica_stretch.player.narrator import Narrator

_EVENTS: dict[Action, type[TogglePause | Skip | Back | Extend]] = {
    Action.PAUSE: TogglePause,
    Action.SKIP: Skip,
    Action.BACK: Back,
    Action.EXTEND: Extend,
}
_NOTICE_SECONDS = 6.0
_ASK_SECONDS = 10.0  # an unanswered question goes away: nobody who lies on the mat should have to answer it
_RULE_SECONDS = 20.0  # long enough to read it twice, coming out of a stretch
_FLASH_SECONDS = 0.4
_SLEPT_SECONDS = 1.0
_OWED_SECONDS = 1.0  # until a picture that the terminal didn't take is sent again, while nothing else changes
_NOT_STOPPED = "Not stopped."
_ROUNDS = 4  # of letting callers in: with them all are in that the system keeps waiting, and a flood stops nothing
_WONT_WAIT = "There is no keyboard, so the session won't wait before a stretch."
BEGINNING = Ready()


def play(timeline: Timeline, stage: Stage, begin: Ready | CutOff = BEGINNING) -> Result:
    """Lead one session from its first second, or from where it was cut off, to its end.

    The terminal is left as it was found.

    Whatever ends it, an error in this program included, the seconds held until then are noted.
    """
    with stage.keyboard:
        try:
            stage.face.enter()
            return _Performance(timeline, stage, begin).run()
        finally:
            stage.wakefulness.let_go()
            stage.door.close()
            stage.face.leave()


class _Performance:
    def __init__(self, timeline: Timeline, stage: Stage, begin: Ready | CutOff) -> None:
        self._timeline = timeline if stage.keys else timeline.without_waits()
        self._wont_wait = timeline.waits and not stage.keys
        self._stage = stage
        self._state: State = begin
        self._board = Pinboard(Desk(keys=stage.keys, keymap=stage.keymap, rehearsal=stage.clock.speed))
        self._signal: Signal | None = None
        self._fed_at = stage.clock.now()
        self._waiting_since = self._fed_at
        self._narrator: Narrator | None = None

    def run(self) -> Result:
        try:
            if self._stage.keys:
                self._stage.face.tell(key_words.keys_sentence(self._stage.keymap))
            if self._wont_wait:
                self._tell(_WONT_WAIT)
            self._feed(Begin(self._now))
            if not self._stage.keys:
                self._go_on_alone()
            self._show()
            self._ask_terminal()
            with self._telling_of_trouble():
                self._stage.notes.open()
            self._give_voice()
            self._stage.door.open()
            self._tell(self._stage.door.trouble)
            while moment := self._show():
                self._stay_awake()
                patience = self._patience(moment)
                self._waiting_since = self._now
                self._take(self._stage.keyboard.wait(patience, self._watched()))
        except BaseException:
            self._note(transition(self._timeline, self._state, Stop(self._now), gap=self._gap)[1])
            raise
        finally:
            if self._narrator:
                self._narrator.close()
        outcome = self._state.outcome if isinstance(self._state, Over) else Outcome.STOPPED
        return Result(outcome, self._signal)

    def _give_voice(self) -> None:
        """Have somebody read aloud; behind the first picture, for it takes longer to get ready than to draw that."""
        if self._stage.voice:
            from sciatica_stretch.player.narrator import Narrator  # noqa: PLC0415 - likewise

            self._narrator = Narrator(self._timeline, self._stage.voice(), self._stage.speaker)
            self._narrator.open()

    def _ask_terminal(self) -> None:
        """Ask the terminal what it can show, if there is a keyboard for answers to come by; nobody waits for them."""
        if self._stage.keys and self._stage.face.ask():
            self._stage.keyboard.expect_answers()

    def _show(self) -> Moment | None:
        """Show the moment it is, and return it; None when the session is over."""
        if moment := self._moment():
            self._stage.face.show(moment)
        return moment

    def _moment(self) -> Moment | None:
        if not isinstance(self._state, Running | Paused):
            return None
        return Moment(self._timeline, self._state, self._now, self._board.desk)

    def _watched(self) -> Sequence[int]:
        """Return the descriptors that have something to say besides the keyboard."""
        speaker = self._stage.speaker.fileno()
        return [*([] if speaker is None else [speaker]), *self._stage.door.filenos(), *self._stage.face.filenos()]

    def _stay_awake(self) -> None:
        """Keep the machine awake while time passes, and in a pause let it sleep."""
        if isinstance(self._state, Running):
            self._stage.wakefulness.keep()
        else:
            self._stage.wakefulness.let_go()

    # --- what comes in

    def _take(self, inputs: Sequence[Input]) -> None:
        was_running = isinstance(self._state, Running)
        if Signal.CONTINUED in inputs:
            self._waiting_since = self._fed_at  # the process had been stopped; no disk was slow
        slept = self._stage.clock.slept() > _SLEPT_SECONDS
        self._feed(Slept(self._now) if slept else Tick(self._now))
        found_paused = was_running and isinstance(self._state, Paused) and not isinstance(self._state, Waiting)
        for each in inputs:
            if not (
                found_paused and isinstance(each, Key)
            ):  # typed before anyone could see the pause: it must not end it
                self._take_one(each)
        if found_paused and not self._stage.keys:
            self._go_on_alone()
        if found_paused or Signal.CONTINUED in inputs:
            self._turn_callers_away()
        self._answer_calls()
        if self._stage.face.gone:
            self._heed(Signal.HANGUP)
        self._listen()
        self._speak()
        if "asking" in self._board.fallen(self._now):
            self._stage.face.tell(_NOT_STOPPED)

    def _take_one(self, came: Input) -> None:
        match came:
            case Key(name):
                self._key(name.lower())
            case Answer(text):
                self._stage.face.hear(text)
            case Signal():
                self._heed(came)

    def _go_on_alone(self) -> None:
        """End a pause that nobody could ever end by a key."""
        if isinstance(self._state, Paused):
            self._feed(TogglePause(self._now))

    def _key(self, name: str) -> None:
        desk, action = self._board.desk, self._stage.keymap.action(name)
        if action is Action.HURTS:
            self._heed_pain()
        elif desk.asking:
            self._answer(yes=action is Action.STOP or (name == "y" and not action))
        elif action is Action.STOP:
            self._sound(Tone.QUESTION)
            self._board.pin(asking=True, until=self._after(_ASK_SECONDS))
            self._stage.face.tell(key_words.question(self._stage.keymap))
        elif action is Action.HELP or (name == "esc" and desk.help):
            self._board.pin(help=not desk.help)
            self._stage.face.tell(key_words.keys_sentence(self._stage.keymap))
        elif action:
            self._feed(_EVENTS[action](self._now))
        elif self._wakes_on_any_key:
            self._feed(TogglePause(self._now))

    @property
    def _wakes_on_any_key(self) -> bool:
        """True where a key without a meaning goes on: before work that waits, and in a pause unless unwanted."""
        return isinstance(self._state, Waiting) or (
            isinstance(self._state, Paused) and self._stage.keymap.any_key_wakes
        )

    def _answer_calls(self) -> None:
        """Do what is asked from afar."""
        calls = self._stage.door.calls()
        if not calls:
            return
        from sciatica_stretch.player import afar  # noqa: PLC0415 - few sessions are ever called

        for call in calls:
            before = self._state
            if call.command is afar.HURTS:
                self._heed_pain()
            elif event := afar.event_of(call.command, self._state):
                self._feed(event(self._now))
            done = self._state != before
            if done:
                self._board.pin(notice=afar.notice(call.command, self._state), until=self._after(_NOTICE_SECONDS))
            call.answer(afar.answer(self._moment(), self._state, done=done))

    def _turn_callers_away(self) -> None:
        """Do nothing of what was asked while the process stood still: the callers were told that it doesn't answer."""
        from sciatica_stretch.player import afar  # noqa: PLC0415 - few sessions are ever called

        for _ in range(_ROUNDS):
            for call in self._stage.door.calls():
                call.answer(afar.answer(self._moment(), self._state, done=False))

    def _heed_pain(self) -> None:
        """End the stretch, and have the rule stand for a while; whatever else was asked or shown gives way."""
        if isinstance(self._state, Over):
            return
        self._board.unpin("asking")
        self._board.unpin("help")
        self._board.pin(rule=True, until=self._after(_RULE_SECONDS))
        self._stage.face.tell(wording.IT_HURTS)
        self._feed(Hurts(self._now))

    def _answer(self, *, yes: bool) -> None:
        """Stop, or take the question away."""
        self._board.unpin("asking")
        if yes:
            self._feed(Stop(self._now))
        else:
            self._stage.face.tell(_NOT_STOPPED)

    def _heed(self, signal: Signal) -> None:
        match signal:
            case Signal.RESIZED:
                self._stage.face.renew()
                self._ask_terminal()
            case Signal.SUSPEND:
                self._suspend()
            case Signal.CONTINUED:
                self._stage.face.enter()  # whatever ran meanwhile may have written on the screen
                self._ask_terminal()
            case Signal.INTERRUPT | Signal.TERMINATE | Signal.HANGUP:
                self._signal = self._signal or signal
                self._feed(Stop(self._now))

    def _suspend(self) -> None:
        """Pause, give the terminal back, and stop the process until it is continued."""
        self._feed(Slept(self._now))
        self._stage.wakefulness.let_go()
        self._stage.face.leave()
        self._stage.keyboard.stop_process()
        self._turn_callers_away()
        self._stage.face.enter()
        self._ask_terminal()
        self._stage.clock.slept()  # what passed meanwhile is no news: the session has been paused

    # --- what goes out

    def _feed(self, event: Event) -> None:
        was_paused = isinstance(self._state, Paused)
        self._state, effects = transition(self._timeline, self._state, event, gap=self._gap)
        self._fed_at = event.at
        if not effects:
            return
        self._note(effects)
        for effect in effects:
            match effect:
                case Sound(tone):
                    self._sound(tone)
                case Halted(_, reason):
                    self._board.pin(reason=reason)
                case Extended(_, seconds):
                    self._board.pin(notice=f"{format_duration(seconds)} more", until=self._after(_NOTICE_SECONDS / 2))
                case Entered() if was_paused and isinstance(self._state, Paused):
                    self._stage.face.tell("Still paused.")
                case _:
                    pass
        self._stage.face.heed(self._timeline, effects)
        if self._narrator:
            self._narrator.heed(effects, self._state, self._now)

    def _speak(self) -> None:
        """Have said what is due; the tones were first."""
        if self._narrator:
            self._narrator.speak(self._state, self._now)
            self._tell(self._narrator.news())

    def _note(self, effects: Iterable[Effect]) -> None:
        with self._telling_of_trouble():
            for effect in effects:
                self._stage.notes.note(effect, self._stage.clock.wall())

    @contextmanager
    def _telling_of_trouble(self) -> Iterator[None]:
        before = self._stage.notes.trouble
        yield
        if (now := self._stage.notes.trouble) != before:
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
        self._stage.face.ring()
        self._board.pin(flash=True, until=self._after(_FLASH_SECONDS))

    def _tell(self, notice: str) -> None:
        if notice:
            self._board.pin(notice=notice, until=self._after(_NOTICE_SECONDS))
            self._stage.face.tell(notice)

    # --- time

    @property
    def _now(self) -> float:
        return self._stage.clock.now()

    @property
    def _gap(self) -> float:
        """How long the machine may have heard nothing: the time that a slow disk or terminal took is no gap."""
        return GAP_SECONDS * self._stage.clock.speed + max(0.0, self._waiting_since - self._fed_at)

    def _patience(self, moment: Moment) -> float | None:
        """Return the real seconds until the next visible or audible change; None while nothing will change."""
        changes = [self._board.next_fall_at()]
        waits = [self._stage.speaker.wake_in(), _OWED_SECONDS if self._stage.face.owes else None]
        if self._narrator:
            waits.append(self._narrator.wake_in())
            changes.append(self._narrator.next_at(moment.state, self._now))
        if isinstance(moment.state, Running):
            waits.append(MAX_WAIT_SECONDS)
            changes += [next_change_at(self._timeline, moment.state), self._stage.face.next_change_at(moment)]
        waits += [self._stage.clock.seconds_until(at) for at in changes if at is not None]
        return min((wait for wait in waits if wait is not None), default=None)

    def _after(self, seconds: float) -> float:
        """Return the session's instant that comes *seconds* of real time from now."""
        return self._now + seconds * self._stage.clock.speed
