"""Who reads aloud: of what `core.speech` has fitted, says each line when its moment has come.

It looks at the session as a face does, and changes nothing in it. A line under way ends before the next begins; what
time passing makes untrue has been left out by the fit, and what a key makes untrue is cut off: who skips a stretch
would otherwise hear the words of the one they left.
"""

from collections.abc import Iterable, Sequence
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
)
from sciatica_stretch.core.speakable import speakable
from sciatica_stretch.core.speech import Rank, Spoken
from sciatica_stretch.core.states import Running, State
from sciatica_stretch.core.timeline import Timeline

if TYPE_CHECKING:
    from sciatica_stretch.player.sound.speaker import Speaker

_WAITS_SECONDS = 6.0  # how long an aside waits for the line under way


class Voice(Protocol):
    """Where recorded lines come from. `lengths` has the seconds of each text that is there by now.

    `using` names who reads them, "" where nobody does; `tried` who doesn't, and why not.
    """

    lengths: dict[str, float]
    using: str
    tried: list[tuple[str, str]]

    def ask(self, texts: Iterable[str]) -> None:
        """Ask for *texts*, in the order in which they are needed. Returns at once."""
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


class Narrator:
    """Reads *timeline* aloud through *speaker*, from *recordings*."""

    def __init__(self, timeline: Timeline, recordings: Voice, speaker: "Speaker") -> None:
        self._timeline = timeline
        self._recordings = recordings
        self._speaker = speaker
        self._plan: list[Spoken] | None = None  # what is still to be said in this interval; None: to be made
        self._said: dict[tuple[Rank, float], tuple[str, ...]] = {}
        self._under_way: tuple[Rank, float] | None = None  # which wish the newest line is of; None for an aside
        self._starts_at = 0.0
        self._busy_until = 0.0

    def open(self) -> None:
        """Ask for all that will be said. Behind the first picture: it takes longer than drawing it."""
        self._recordings.ask(speech.texts(self._timeline))

    def heed(self, effects: Sequence[Effect], state: State, now: float) -> None:
        """Take in what happened: cut off what is no longer so, and say what changed."""
        if any(isinstance(each, Held) and each.ending is not Ending.FINISHED for each in effects):
            self._cut_off(now)
        elif self._starts_at > now and any(isinstance(each, Halted | Resumed) for each in effects):
            self._take_back(now)
        if any(isinstance(each, Entered) for each in effects):
            self._said.clear()
            effects = [each for each in effects if not isinstance(each, Extended)]  # a lead-in that is longer at once
        for text, lead in dict.fromkeys(filter(None, map(_change, effects))):
            if text != speech.GOING_ON or self._said:  # else the interval is about to be announced
                self._aside(text, now + lead, state, now)
        self._plan = None

    def speak(self, state: State, now: float) -> None:
        """Say what is due. What is too late by now is not said."""
        self._recordings.attend()
        if not isinstance(state, Running):
            return
        for spoken in self._planned(state, now):
            at = self._instant(state, spoken.at)
            if at - self._speaker.lead > now:
                break
            self._plan = [each for each in self._planned(state, now) if each is not spoken]
            start = max(at, now, self._busy_until)
            if start <= self._instant(state, spoken.latest):
                key = (spoken.wish.rank, spoken.wish.at)
                self._said[key] = (*self._said.get(key, ()), spoken.text)
                self._say(spoken.text, start, now)
                self._under_way = key

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
        if self._plan is None:
            wanted = speech.wishes(self._timeline, state.index, state.extended)
            if missing := [text for text in speech.texts_of(wanted) if text not in self._recordings.lengths]:
                self._recordings.ask(missing)
                return []
            free_from = max(now, self._busy_until + speech.BREATH_SECONDS) - self._instant(state, 0.0)
            self._plan = list(speech.fitted(wanted, self._recordings.lengths, free_from, self._said))
        return self._plan

    def _instant(self, state: Running, at: float) -> float:
        """Return the session's instant that comes *at* seconds into the interval."""
        return state.ends_at - self._timeline.intervals[state.index].seconds - state.extended + at

    # --- saying it

    def _aside(self, written: str, at: float, state: State, now: float) -> None:
        """Say what is no part of the timeline, as soon as the line under way is over."""
        text = speakable(written)
        seconds = self._recordings.lengths.get(text)
        start = max(at, self._busy_until + speech.BREATH_SECONDS)
        ends_at = state.ends_at - speech.END_SECONDS if isinstance(state, Running) else start + _WAITS_SECONDS
        if seconds is not None and start + seconds <= ends_at and start - now <= _WAITS_SECONDS:
            self._say(text, start, now)

    def _say(self, text: str, start: float, now: float) -> None:
        self._speaker.say(self._recordings.path(text), self._recordings.lengths[text], start - now)
        self._under_way = None
        self._starts_at, self._busy_until = start, start + self._recordings.lengths[text]

    def _take_back(self, now: float) -> None:
        """Take back a line that was asked for and has not begun, so that it is said later."""
        if self._under_way in self._said:
            self._said[self._under_way] = self._said[self._under_way][:-1]
        self._cut_off(now)

    def _cut_off(self, now: float) -> None:
        if self._busy_until > now:
            self._speaker.hush()
        self._starts_at = self._busy_until = min(self._busy_until, now)


def _change(effect: Effect) -> tuple[str, float] | None:
    """Return what is said of *effect*, and how many seconds after it; None where nothing is."""
    match effect:
        case Held(ending=Ending.HURT):
            return speech.EASE, speech.LEADS[Tone.EASE]
        case Halted(reason=Reason.WAIT):
            return speech.WAITING, speech.LEADS[Tone.WAIT]
        case Halted():
            return speech.PAUSED, speech.LEADS[Tone.PAUSE]
        case Resumed():
            return speech.GOING_ON, speech.LEADS[Tone.RESUME]
        case Extended(_, seconds):
            return speech.more(seconds), 0.0
        case Ended(Outcome.COMPLETED):
            return speech.COMPLETE, speech.LEADS[Tone.DONE]
        case Ended():
            return speech.STOPPED, 0.0
        case _:
            return None
