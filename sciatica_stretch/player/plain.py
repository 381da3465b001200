"""A session as plain lines, one a change, nothing redrawn: for pipes, dumb terminals and screen readers."""

from collections.abc import Callable, Iterable, Sequence
from typing import TextIO

from sciatica_stretch.core.cues import Tone
from sciatica_stretch.core.duration import clock, format_duration
from sciatica_stretch.core.events import (
    Effect,
    Ended,
    Entered,
    Extended,
    Halted,
    Held,
    Outcome,
    Reason,
    Resumed,
    Say,
    Sound,
)
from sciatica_stretch.core.timeline import Interval, Kind, Timeline
from sciatica_stretch.player.backlog import Backlog
from sciatica_stretch.player.moment import Moment
from sciatica_stretch.player.outlet import LEAVE_SECONDS
from sciatica_stretch.player.wording import GET_READY, WAITED, WAITING

_HALTED = {
    Reason.KEY: "Paused.",
    Reason.GAP: f"Paused. {WAITED}",
}
_ENDED = {Outcome.COMPLETED: "Done.", Outcome.STOPPED: "Stopped."}


class PlainLines:
    """A face that only ever adds lines to *stream*; *bell* allows the bell character where that is a terminal."""

    def __init__(self, stream: TextIO, *, bell: bool) -> None:
        self._backlog = Backlog(stream)
        self._bell = bell
        self.gone = False

    @property
    def owes(self) -> bool:
        """True while a line was not taken, and there still is somebody to read it."""
        return self._backlog.waits and not self.gone

    def enter(self) -> None:
        """Do nothing: plain lines need no terminal."""

    def leave(self) -> None:
        """Have the last lines read, but don't wait for ever."""
        self._attempt(lambda: self._backlog.push(LEAVE_SECONDS))
        self._backlog.close()

    def open(self) -> None:
        """Do nothing: there is nothing to be ready for."""

    def ask(self) -> bool:
        """Ask nothing: lines are the same everywhere."""
        return False

    def hear(self, answer: str) -> None:
        """Do nothing: nothing was asked."""

    def filenos(self) -> Sequence[int]:
        """Return nothing: there is nothing to wait for."""
        return ()

    def heed(self, timeline: Timeline, effects: Sequence[Effect]) -> None:
        """Write a line for each change."""
        for line in sentences(timeline, effects):
            self.tell(line)

    def show(self, moment: Moment) -> None:  # noqa: ARG002 - lines follow on what happens, not on the time
        """Send what was not taken when it happened; else there is nothing to do."""
        self._attempt(self._backlog.push)

    def renew(self) -> None:
        """Do nothing: nothing is ever written twice."""

    def ring(self) -> None:
        """Ring the bell, if there is one; not for somebody who is to hear it later."""
        if self._bell and not self.owes:
            self._put("\a")

    def tell(self, notice: str) -> None:
        """Write the notice as a line of its own."""
        self._put(notice + "\n")

    def next_change_at(self, moment: Moment) -> float | None:
        """Return None: a line that is written stays as it is."""

    def _put(self, text: str) -> None:
        self._attempt(lambda: self._backlog.put(text))

    def _attempt(self, act: Callable[[], None]) -> None:
        if self.gone:
            return
        try:
            act()
        except OSError:  # the pipe or the terminal was closed, the disk behind it is full: nobody reads on
            self.gone = True


def sentences(timeline: Timeline, effects: Iterable[Effect]) -> Iterable[str]:
    """Yield a line for each change among *effects*; what is said at a change joins its line."""
    begun = ""
    for effect in effects:
        if isinstance(effect, Say):
            yield effect.text if not begun or effect.text.startswith(begun[:-1]) else f"{begun} {effect.text}"
            begun = ""
        elif sentence := _sentence(timeline, effect):
            if begun:
                yield begun
            begun = sentence
    if begun:
        yield begun


def _sentence(timeline: Timeline, effect: Effect) -> str:
    match effect:
        case Entered(index, extended):
            return _entered(timeline.intervals[index], extended)
        case Sound(Tone.HALFWAY):
            return "Halfway."
        case Halted(index, Reason.WAIT):
            return _standing(WAITING, timeline, index)
        case Halted(index, Reason.CUT_OFF):
            return _standing(f"Paused. {GET_READY}", timeline, index)
        case Halted(_, reason):
            return _HALTED[reason]
        case Resumed():
            return "Going on."
        case Extended(_, seconds):
            return f"{format_duration(seconds)} more."
        case Ended(outcome):
            return _ENDED[outcome]
        case Sound() | Say() | Held():
            return ""


def _entered(interval: Interval, extended: float) -> str:
    """Return "Hold, 1m." or "Change sides: Half pigeon, left side, in 10s."."""
    stretch = _stretch(interval)
    length = interval.seconds + extended
    seconds = format_duration(length)
    match interval.kind:
        case Kind.TRANSITION:
            return f"{'Get ready' if interval.is_first else 'Next'}: {stretch}, in {seconds}."
        case Kind.SWITCH:
            return f"Change sides: {stretch}, in {seconds}."
        case Kind.REST:
            return f"Rest, {seconds}. Then again: {stretch}."
        case Kind.HOLD:
            return f"Hold, {seconds}."
        case Kind.MOVE:
            return f"Move, {round(length / interval.rep_seconds)} reps in {clock(length)}."


def _standing(words: str, timeline: Timeline, index: int) -> str:
    """Return the *words* with what they are about, and how to get into it where no lead-in has said so."""
    lead_in = timeline.untold(index)
    sentence = f"{words}: {_stretch(timeline.intervals[index])}."
    return f"{sentence} {lead_in.setup}" if lead_in and lead_in.setup else sentence


def _stretch(interval: Interval) -> str:
    """Return "Half pigeon, left side, set 1 of 2"."""
    stretch = interval.step.name
    if interval.side:
        stretch += f", {interval.side} side"
    if interval.sets > 1:
        stretch += f", set {interval.set_number} of {interval.sets}"
    return stretch
