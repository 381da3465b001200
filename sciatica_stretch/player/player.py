"""The only loop: wait for the next key or change, let the machine say what follows, have it carried out.

No thread, no timer: `keyboard.wait` is the one wait, and it lasts until the next visible or audible change. What goes
out is the crew's.
"""

from collections.abc import Sequence

from sciatica_stretch.core.cues import Tone
from sciatica_stretch.core.events import (
    Back,
    Begin,
    Event,
    Extend,
    Hurts,
    Outcome,
    Reason,
    Skip,
    Slept,
    Stop,
    Tick,
    TogglePause,
)
from sciatica_stretch.core.keys import Action
from sciatica_stretch.core.session import GAP_SECONDS, MAX_WAIT_SECONDS, next_change_at, transition
from sciatica_stretch.core.states import CutOff, Over, Paused, Ready, Running, State, Waiting
from sciatica_stretch.core.timeline import Timeline
from sciatica_stretch.player import key_words, wording
from sciatica_stretch.player.crew import NOTICE_SECONDS, Crew
from sciatica_stretch.player.keyboard import Answer, Input, Key, Signal
from sciatica_stretch.player.moment import Moment
from sciatica_stretch.player.stage import Result, Stage

_EVENTS: dict[Action, type[TogglePause | Skip | Back | Extend]] = {
    Action.PAUSE: TogglePause,
    Action.SKIP: Skip,
    Action.BACK: Back,
    Action.EXTEND: Extend,
}
_ASK_SECONDS = 10.0  # an unanswered question goes away: nobody who lies on the mat should have to answer it
_RULE_SECONDS = 20.0  # long enough to read it twice, coming out of a stretch
_SLEPT_SECONDS = 1.0
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
        if isinstance(begin, CutOff):
            timeline = timeline.going_on_at(begin.index)
        self._timeline = timeline if stage.keys else timeline.without_waits()
        self._wont_wait = timeline.waits and not stage.keys
        self._stage = stage
        self._state: State = begin
        self._crew = Crew(self._timeline, stage)
        self._signal: Signal | None = None
        self._fed_at = stage.clock.now()
        self._waiting_since = self._fed_at
        self._came_back = False  # what stood still, just now; nobody has seen yet how it was found

    def run(self) -> Result:
        try:
            if self._stage.keys:
                self._stage.face.tell(key_words.keys_sentence(self._stage.keymap))
            if self._wont_wait:
                self._crew.tell(_WONT_WAIT)
            self._feed(Begin(self._now, alone=not self._stage.keys))
            self._show()
            self._open()
            while moment := self._show():
                self._stay_awake()
                patience = self._patience(moment)
                self._waiting_since = self._now
                self._take(self._stage.keyboard.wait(patience, self._watched()))
        except BaseException:
            self._crew.note(transition(self._timeline, self._state, Stop(self._now), gap=self._gap)[1])
            raise
        finally:
            self._crew.close()
        outcome = self._state.outcome if isinstance(self._state, Over) else Outcome.STOPPED
        return Result(outcome, self._signal)

    def _open(self) -> None:
        """Get all ready that takes longer than the first picture to draw.

        What a session may need until its end is imported by now: an upgrade can replace the program while it runs.
        """
        from sciatica_stretch.player import afar as afar  # noqa: PLC0415, PLC0414 - as said above

        self._stage.face.open()
        self._ask_terminal()
        self._crew.open(self._state)
        self._stage.door.open()
        self._crew.tell(self._stage.door.trouble)

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
        return Moment(self._timeline, self._state, self._now, self._crew.board.desk)

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
        self._came_back = was_running and isinstance(self._state, Paused) and not isinstance(self._state, Waiting)
        for each in inputs:
            unseeing = self._came_back and isinstance(each, Key)  # typed before anyone could see the pause
            if not unseeing:  # or it would end it
                self._take_one(each)
        if not self._stage.keys:
            self._go_on_alone()
        if self._came_back or Signal.CONTINUED in inputs:
            self._turn_callers_away()
        self._answer_calls()
        if self._stage.face.gone:
            self._heed(Signal.HANGUP)
        self._crew.listen()
        self._crew.speak(self._state)
        if "asking" in self._crew.board.fallen(self._now):
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
        """End a pause that nobody wanted, and nobody could ever end by a key."""
        if isinstance(self._state, Paused) and self._crew.board.desk.reason is Reason.GAP:
            self._feed(TogglePause(self._now))

    def _key(self, name: str) -> None:
        if isinstance(self._state, Over):
            return
        self._crew.board.unpin("told")  # what was done from afar is over with what is done here
        desk, action = self._crew.board.desk, self._stage.keymap.action(name)
        if action is Action.HURTS:
            self._heed_pain()
        elif desk.asking:
            self._answer(yes=action is Action.STOP or (name == "y" and not action))
        elif action is Action.STOP:
            self._crew.sound(Tone.QUESTION)
            self._crew.pin(_ASK_SECONDS, asking=True)
            self._stage.face.tell(key_words.question(self._stage.keymap))
        elif action is Action.HELP or (name == "esc" and desk.help):
            self._crew.board.pin(help=not desk.help)
            self._stage.face.tell(key_words.keys_sentence(self._stage.keymap))
        elif action:
            self._feed(_EVENTS[action](self._now))
        elif self._wakes_on_any_key:
            self._feed(TogglePause(self._now))

    @property
    def _wakes_on_any_key(self) -> bool:
        """True where a key without a meaning goes on: before work that waits, and in a pause unless unwanted."""
        stands = isinstance(self._state, Paused)
        waits = isinstance(self._state, Waiting) or (stands and self._crew.board.desk.reason is Reason.CUT_OFF)
        return waits or (stands and self._stage.keymap.any_key_wakes)

    def _answer_calls(self) -> None:
        """Do what is asked from afar."""
        calls = self._stage.door.calls()
        if not calls:
            return
        from sciatica_stretch.player import afar  # noqa: PLC0415 - see _open

        for call in calls:
            before = self._state
            if call.command is afar.HURTS:
                self._heed_pain()
            elif event := afar.event_of(call.command, self._state):
                self._feed(event(self._now))
            done = self._state != before
            if done:
                self._crew.pin(NOTICE_SECONDS, told=afar.notice(call.command, self._state))
            call.answer(afar.answer(self._moment(), self._state, done=done))

    def _turn_callers_away(self) -> None:
        """Do nothing of what was asked while the process stood still: the callers were told that it doesn't answer."""
        from sciatica_stretch.player import afar  # noqa: PLC0415 - see _open

        for _ in range(_ROUNDS):
            for call in self._stage.door.calls():
                call.answer(afar.answer(self._moment(), self._state, done=False))

    def _heed_pain(self) -> None:
        """End the stretch, and have the rule stand for a while; whatever else was asked or shown gives way."""
        if isinstance(self._state, Over):
            return
        self._crew.board.unpin("asking")
        self._crew.board.unpin("help")
        self._crew.pin(_RULE_SECONDS, rule=True)
        self._stage.face.tell(wording.IT_HURTS)
        self._feed(Hurts(self._now))

    def _answer(self, *, yes: bool) -> None:
        """Stop, or take the question away."""
        self._crew.board.unpin("asking")
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
        self._came_back = True
        self._stage.face.enter()
        self._ask_terminal()
        self._stage.clock.slept()  # what passed meanwhile is no news: the session has been paused

    def _feed(self, event: Event) -> None:
        """Let the machine say what follows on *event*, and have it carried out."""
        before = self._state
        self._state, effects = transition(self._timeline, before, event, gap=self._gap)
        self._fed_at = event.at
        if effects:
            self._crew.carry_out(effects, before, self._state)

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
        waits, changes = [self._crew.wake_in()], [self._crew.next_change_at(moment)]
        if isinstance(moment.state, Running):
            waits.append(MAX_WAIT_SECONDS)
            changes += [next_change_at(self._timeline, moment.state), self._stage.face.next_change_at(moment)]
        waits += [self._stage.clock.seconds_until(at) for at in changes if at is not None]
        return min((wait for wait in waits if wait is not None), default=None)
