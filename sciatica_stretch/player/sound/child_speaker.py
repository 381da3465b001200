"""A speaker over child processes: one player at a time, the next one when it fails, the bell when none is left.

Nothing here waits, and nothing here has a thread: a tone is a line into a pipe, an answer is a line out of
another, and a player that does not answer in time is found out by its deadline.
"""

import contextlib
import select
import time
from collections.abc import Callable, Iterable
from itertools import count
from pathlib import Path
from typing import NamedTuple

from sciatica_stretch.core.cues import Tone
from sciatica_stretch.player.children.relay import Launch, Relay
from sciatica_stretch.player.children.stillness import Stillness
from sciatica_stretch.player.sound import tones
from sciatica_stretch.player.sound.played import GRACE_SECONDS

START_SECONDS = (
    12.0  # the first time, a slow machine has to make the sound before it can play it; and good news is held
)
ANSWER_SECONDS = GRACE_SECONDS + 1.5  # after a sound that started should be over; most players are judged before that
NEWS_SECONDS = 1.0  # a tone older than this would say something that is no longer so
BELL = "terminal bell and flash"
_POLL_SECONDS = 0.01  # where pipes can't be waited for


class _Asked(NamedTuple):
    """A sound that was asked for *at* an instant; an answer is due by *until*. A line is no `tone`."""

    tone: Tone | None
    seconds: float
    at: float
    until: float


class ChildSpeaker:
    """Plays through the first of *players* that works; *launch* starts the child for one of them.

    What *tried* has, the caller already knew to be of no use.
    """

    def __init__(
        self,
        players: Iterable[str],
        launch: Launch,
        *,
        tried: Iterable[tuple[str, str]] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.lead = 0.0
        self.lowered: bool | None = None
        self._is_primed = False
        self._relay = Relay(players, launch, tried)
        self._clock = clock
        self._stillness = Stillness(clock)
        self._in_hand: dict[str, _Asked] = {}
        self._numbers = count(1)
        self._unsaid: list[int] = []
        self._news = ""
        self._relay.start_next()
        if not self.using:
            why = "{}: {}".format(*self.tried[0]) if len(self.tried) == 1 else "no player works here"
            self._news = f"no sound: {why}: {BELL}"

    @property
    def using(self) -> str:
        """The player that plays, "" when only the bell is left."""
        return self._relay.using

    @property
    def tried(self) -> list[tuple[str, str]]:
        """The players that don't, with the reason why not."""
        return self._relay.tried

    @property
    def rings(self) -> bool:
        """True when only the terminal bell is left."""
        return not self.using

    def play(self, tone: Tone) -> None:
        """Ask for *tone* and return at once; trouble shows at the next `attend`."""
        self._ask(tone, self._clock())

    @property
    def ready(self) -> bool:
        """True once a player has said what `lead` is, or none is left."""
        return self._is_primed or self.rings

    @property
    def speaks(self) -> bool:
        """True while a player is there."""
        return not self.rings

    def say(self, path: Path, seconds: float, delay: float) -> int:
        """Ask for the line at *path*, and return its number at once. If its player fails it is not said later."""
        now = self._clock()
        asked = _Asked(None, seconds, now, now + max(0.0, delay) + seconds + START_SECONDS)
        return self._send(f"say {max(0.0, delay):.3f} {seconds:.3f} {path}", asked)

    def hush(self, number: int) -> None:
        """Cut off the line with that *number*, where it is still in hand."""
        if self._relay.child and str(number) in self._in_hand:
            with contextlib.suppress(OSError):  # what can't be told is found out at its deadline
                self._relay.child.send(f"stop {number}")

    def unsaid(self) -> list[int]:
        """Return the lines that were not said because their file is gone, since this was last asked."""
        unsaid, self._unsaid = self._unsaid, []
        return unsaid

    def fileno(self) -> int | None:
        """Return what becomes readable when there are reports; it changes with the player."""
        return self._relay.child.fileno() if self._relay.child else None

    def wake_in(self) -> float | None:
        """Return the seconds until the next deadline."""
        until = self._due_at
        return None if until is None else max(0.0, until - self._clock())

    @property
    def _due_at(self) -> float | None:
        return min((asked.until for asked in self._in_hand.values()), default=None)

    def attend(self) -> None:
        """Read the reports, and move on from a player that failed, died or is overdue."""
        self._wait_longer_by(self._stillness.look(self._due_at))
        child = self._relay.child
        if child is None:
            return
        for line in child.lines():
            self._hear(line)
            if self._relay.child is not child:
                return  # what else it said concerns nobody now
        if child.ended:
            self._give_up()
        elif self.wake_in() == 0.0:
            self._give_up("no answer", hung=True)

    def _wait_longer_by(self, seconds: float) -> None:
        for number, asked in self._in_hand.items():
            self._in_hand[number] = asked._replace(until=asked.until + seconds)

    def news(self) -> str:
        """Return what changed since this was last asked, "" if nothing did."""
        news, self._news = self._news, ""
        return news

    def finish(self, timeout: float) -> bool:
        """Wait up to *timeout* seconds for the sounds in hand; return whether all are over. Not for a session."""
        if self._relay.child and self._in_hand:
            with contextlib.suppress(OSError):  # its reports will show it
                self._relay.child.send("promptly")
        until = self._clock() + timeout
        while self._in_hand and self._clock() < until:
            self._wait(min(until - self._clock(), self.wake_in() or 0.0))
            self.attend()
        return not self._in_hand

    def close(self) -> None:
        """Let the sounds in hand finish by themselves, and wait for none of them."""
        self._relay.let_go()
        self._in_hand.clear()

    def _ask(self, tone: Tone, at: float) -> None:
        seconds = tones.seconds(tone)
        self._send(tone, _Asked(tone, seconds, at, self._clock() + seconds + START_SECONDS))

    def _send(self, request: str, asked: _Asked) -> int:
        number = next(self._numbers)
        if self._relay.child is None:
            return number
        try:
            self._relay.child.send(f"{number} {request}")
        except OSError:
            asked = asked._replace(until=asked.at)  # it is dead, which its reports will show, or it reads no more
        self._in_hand[str(number)] = asked
        return number

    def _hear(self, line: str) -> None:
        """Take one report; a line that is none (a library's chatter) means nothing."""
        match line.split(" ", 2):
            case [number, "started"] if asked := self._in_hand.get(number):
                until = self._clock() + asked.seconds + ANSWER_SECONDS
                self._in_hand[number] = asked._replace(until=until)
            case ["primer", seconds] if seconds.replace(".", "").isdecimal():
                self.lead = float(seconds)
                self._is_primed = True
            case ["lowered", "others" | "nobody" as who]:
                self.lowered = bool(self.lowered) or who == "others"
            case [number, "ok"]:
                self._in_hand.pop(number, None)
            case [number, "gone"] if number in self._in_hand:
                del self._in_hand[number]
                self._unsaid.append(int(number))
            case [number, "hung"] if number in self._in_hand:
                self._give_up("no answer", hung=True)
            case [number, "failed", reason] if number in self._in_hand:
                self._give_up(reason)

    def _give_up(self, reason: str = "", *, hung: bool = False) -> None:
        """Put this player aside and go on with the next; without a *reason* it is how the child ended.

        One that *hung* took all of them with it: the others talk to the same sound server, and each would
        cost as many seconds again.
        """
        newest = next((asked for asked in reversed(self._in_hand.values()) if asked.tone), None)
        self._in_hand.clear()
        failed = self._relay.give_up(reason, all_of_them=hung)
        self._news = f"sound: {failed}, using {self.using}" if self.using else f"no sound: {failed}: {BELL}"
        if newest and newest.tone and newest.tone is not Tone.PHASE and self._clock() - newest.at < NEWS_SECONDS:
            self._ask(newest.tone, newest.at)

    def _wait(self, seconds: float) -> None:
        """Wait until there are reports, at most *seconds*."""
        fd = self.fileno()
        if fd is None:
            time.sleep(_POLL_SECONDS)
        else:
            select.select([fd], [], [], max(0.0, seconds))
