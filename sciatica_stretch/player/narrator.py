"""Who reads aloud: of what `core.speech` has to say, fitted, says each line when its moment has come.

It looks at the session as a face does, and changes nothing in it. A line under way ends before the next begins; what
time passing makes untrue has been left out by the fit, and what a key makes untrue is cut off: who skips a stretch
would otherwise hear the words of the one they left.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sciatica_stretch.core import speech
from sciatica_stretch.core.cues import Tone
from sciatica_stretch.core.events import (
    Effect,
    Ended,
    Ending,
    Entered,
    Extended,
    Halted,
    Held,
    Outcome,
    Reason,
    Resumed,
    Sound,
)
from sciatica_stretch.core.fitting import BREATH_SECONDS, Rank, Spoken, fitted
from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.core.speakable import speakable
from sciatica_stretch.core.states import Paused, Running, State
from sciatica_stretch.core.timeline import Timeline

if TYPE_CHECKING:
    from sciatica_stretch.player.sound.speaker import Speaker

_WAITS_SECONDS = 6.0  # how long an aside waits for the line under way
_WAITING = speakable(speech.WAITING)


class Voice(Protocol):
    """Where recorded lines come from. `lengths` has the seconds of each text that is there by now."""

    lengths: dict[str, float]

    @property
    def using(self) -> str:
        """Who reads them, "" where nobody does."""
        ...

    @property
    def tried(self) -> list[tuple[str, str]]:
        """Who doesn't, each with the reason why not."""
        ...

    def ask(self, texts: Iterable[str]) -> None:
        """Ask for *texts* in the order in which they are needed, before what else was asked for. Returns at once."""
        ...

    def lose(self, text: str) -> None:
        """Record *text* anew: its file is gone. Until it is there again it has no length, nor may others have."""
        ...

    def path(self, text: str) -> Path:
        """Return the file of *text*, which has a length."""
        ...

    def attend(self) -> None:
        """Take in what was recorded. Never waits."""
        ...

    def wake_in(self) -> float | None:
        """Return the seconds within which `attend` must be called, or None."""
        ...

    def news(self) -> str:
        """Return one short line about what changed since this was last asked, "" if nothing did."""
        ...

    def close(self) -> None:
        """Ask for nothing more."""
        ...


@frozen
class _Line:
    """A line that was asked for: its text, its number with the speaker, when it begins and is over, its wish.

    An aside is of none; what is said of a wait ends with it.
    """

    text: str
    number: int
    starts_at: float
    ends_at: float
    wish: tuple[Rank, float] | None
    of_wait: bool


class Narrator:
    """Reads *timeline* aloud through *speaker*, from *recordings*."""

    def __init__(self, timeline: Timeline, recordings: Voice, speaker: "Speaker") -> None:
        self._timeline = timeline
        self._recordings = recordings
        self._speaker = speaker
        self._plan: list[Spoken] | None = None  # what is still to be said in this interval; None: to be made
        self._said: dict[tuple[Rank, float], tuple[str, ...]] = {}
        self._in_hand: list[_Line] = []  # the line under way, and those that were asked for and have not begun
        self._owed: deque[str] = deque()  # what is still to be said of a wait: it may not be recorded yet
        self._owed_from = 0.0

    def open(self, effects: Sequence[Effect], state: State, now: float) -> None:
        """Ask for all that may be said, and take in what has happened by now.

        Behind the first picture: it takes longer than drawing it.
        """
        self.heed(effects, state, now)
        self._ask_from_here(state)
        self._say_owed(now)

    def heed(self, effects: Sequence[Effect], state: State, now: float) -> None:
        """Take in what happened: cut off what is no longer so, and say what changed."""
        moved = any(isinstance(each, Held) and each.ending is not Ending.FINISHED for each in effects)
        if moved:
            self._cut_off(now)
        elif any(isinstance(each, Halted | Resumed) for each in effects):
            self._take_back(now)
        if isinstance(state, Running):
            self._owed.clear()
            self._stop([line for line in self._in_hand if line.of_wait and line.ends_at > now])
        if any(isinstance(each, Entered) for each in effects):
            self._said.clear()
        lead = max((speech.LEADS[each.tone] for each in effects if isinstance(each, Sound)), default=0.0)
        for text in dict.fromkeys(filter(None, map(_change, effects))):
            if text != speech.GOING_ON or Sound(Tone.RESUME) in effects:  # else the interval is about to be announced
                self._aside(text, now + lead, state, now)
        if isinstance(state, Paused):
            self._owed.extend(_of_wait(self._timeline, state.index, effects))
            self._owed_from = now + lead
            self._say_owed(now)
        if moved and self._recordings.wake_in() is not None:
            self._ask_from_here(state)
        self._plan = None

    def speak(self, state: State, now: float) -> None:
        """Say what is due. What is too late by now is not said."""
        self._heed_losses(state)
        self._recordings.attend()
        self._say_owed(now)
        if not isinstance(state, Running):
            return
        fitted_now = False
        while plan := self._planned(state, now):
            spoken = plan[0]
            at = self._instant(state, spoken.at)
            if at - self._speaker.lead > now:
                break
            start = max(at, now, self._busy_until)
            if start <= self._instant(state, spoken.latest):
                key = (spoken.wish.rank, spoken.wish.at)
                self._said[key] = (*self._said.get(key, ()), spoken.text)
                self._say(spoken.text, start, now, key)
            elif not fitted_now:
                self._plan, fitted_now = None, True  # there may be room for fewer words
                continue
            self._plan = plan[1:]

    def next_at(self, state: State, now: float) -> float | None:
        """Return the instant at which there is something to say, or None."""
        if not isinstance(state, Running):
            return None
        return next((self._instant(state, each.at) - self._speaker.lead for each in self._planned(state, now)), None)

    def wake_in(self) -> float | None:
        """Return the seconds within which `speak` must be called for what is still being recorded, or None."""
        return self._recordings.wake_in()

    def news(self) -> str:
        """Return one short line about a voice that failed, "" if none did."""
        return self._recordings.news()

    def close(self) -> None:
        """Ask for nothing more."""
        self._recordings.close()

    # --- what is to be said in this interval

    def _planned(self, state: Running, now: float) -> list[Spoken]:
        """Return what is still to be said; nothing while words are being recorded that may be needed for it.

        Where no more will be recorded it is made of what is there.
        """
        if self._plan is None:
            wanted = speech.wishes(self._timeline, state.index, state.extended)
            free_from = max(now, self._busy_until + BREATH_SECONDS) - self._instant(state, 0.0)
            plan = list(fitted(wanted, self._recordings.lengths, free_from, self._said))
            said = {spoken.text for spoken in plan}.union(*self._said.values())
            if not all(said.issuperset(way.texts) for wish in wanted for way in wish.ways[:1]):
                missing = [text for text in speech.texts_of(wanted) if text not in self._recordings.lengths]
                self._recordings.ask(missing)
                if missing and self._recordings.wake_in() is not None:
                    return []  # a shorter form may be what fits
            self._plan = plan
        return self._plan

    def _ask_from_here(self, state: State) -> None:
        """Have recorded first what is needed soonest: what is owed, then what is said from this interval on."""
        if isinstance(state, Running | Paused):
            self._recordings.ask([*self._owed, *speech.texts(self._timeline, state.index)])

    def _instant(self, state: Running, at: float) -> float:
        """Return the session's instant that comes *at* seconds into the interval."""
        return state.ends_at - self._timeline.intervals[state.index].seconds - state.extended + at

    # --- saying it

    def _aside(self, written: str, at: float, state: State, now: float) -> None:
        """Say what is no part of the timeline, as soon as the line under way is over."""
        text = speakable(written)
        seconds = self._recordings.lengths.get(text)
        start = max(at, self._busy_until + BREATH_SECONDS)
        ends_at = state.ends_at - speech.END_SECONDS if isinstance(state, Running) else start + _WAITS_SECONDS
        if seconds is not None and start + seconds <= ends_at and start - now <= _WAITS_SECONDS:
            self._say(text, start, now)

    def _say_owed(self, now: float) -> None:
        """Say what is owed, line after line, as far as it is recorded."""
        while self._owed and self._owed[0] in self._recordings.lengths:
            text = self._owed.popleft()
            if self._recordings.lengths[text] < inf:
                self._say(text, max(self._owed_from, now, self._busy_until + BREATH_SECONDS), now, of_wait=True)

    def _say(
        self, text: str, start: float, now: float, wish: tuple[Rank, float] | None = None, *, of_wait: bool = False
    ) -> None:
        seconds = self._recordings.lengths[text]
        number = self._speaker.say(self._recordings.path(text), seconds, start - now)
        self._in_hand = [line for line in self._in_hand if line.ends_at > now]
        self._in_hand.append(_Line(text, number, start, start + seconds, wish, of_wait))

    @property
    def _busy_until(self) -> float:
        """When the last line that was asked for is over."""
        return max((line.ends_at for line in self._in_hand), default=0.0)

    def _take_back(self, now: float) -> None:
        """Take back what was asked for and has not begun, so that it is said later; the line under way goes on."""
        back = [line for line in self._in_hand if line.starts_at > now]
        self._unsay(back)
        self._stop(back)

    def _heed_losses(self, state: State) -> None:
        """Have recorded anew what could not be said because its file is gone; it is said where there still is time."""
        unsaid = set(self._speaker.unsaid())
        lost = [line for line in self._in_hand if line.number in unsaid]
        if not lost:
            return
        self._in_hand = [line for line in self._in_hand if line not in lost]
        self._unsay(lost)
        self._owed.extendleft(line.text for line in reversed(lost) if line.of_wait)
        for line in lost:
            self._recordings.lose(line.text)
        self._ask_from_here(state)
        self._plan = None

    def _unsay(self, lines: Iterable[_Line]) -> None:
        for line in lines:
            if line.wish in self._said:
                self._said[line.wish] = self._said[line.wish][:-1]

    def _cut_off(self, now: float) -> None:
        self._stop([line for line in self._in_hand if line.ends_at > now])
        self._in_hand.clear()
        self._owed.clear()

    def _stop(self, lines: Sequence[_Line]) -> None:
        for line in lines:
            self._speaker.hush(line.number)
            self._in_hand.remove(line)


def _of_wait(timeline: Timeline, index: int, effects: Sequence[Effect]) -> Sequence[str]:
    """Return what is said of work that has begun to wait, by the tone that says so; nothing where none has."""
    if Sound(Tone.WAIT) in effects:
        return *speech.standing(timeline, index), _WAITING
    return speech.standing(timeline, index) if Sound(Tone.EASE_AND_WAIT) in effects else ()


def _change(effect: Effect) -> str:
    """Return what is said of *effect*, an empty text where nothing is."""
    match effect:
        case Held(ending=Ending.HURT):
            return speech.EASE
        case Halted(reason=Reason.WAIT | Reason.CUT_OFF):
            return ""  # more is said of it
        case Halted():
            return speech.PAUSED
        case Resumed():
            return speech.GOING_ON
        case Extended(_, seconds):
            return speech.more(seconds)
        case Ended(Outcome.COMPLETED):
            return speech.COMPLETE
        case Ended():
            return speech.STOPPED
        case _:
            return ""
