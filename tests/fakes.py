"""A world for one session without a real clock, terminal or sound card: the player's own loop runs in it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from sciatica_stretch.core.cues import Tone
from sciatica_stretch.core.events import Effect, Held
from sciatica_stretch.core.states import CutOff, Ready
from sciatica_stretch.core.timeline import Timeline
from sciatica_stretch.player.keyboard import Answer, Input, Key, Signal
from sciatica_stretch.player.moment import Moment, next_change_at
from sciatica_stretch.player.player import BEGINNING, play
from sciatica_stretch.player.remote.calls import Call, Command
from sciatica_stretch.player.stage import Result, Stage
from sciatica_stretch.player.view import render

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

Typed = str | Signal | Answer | Command | tuple[str | Signal | Answer, ...]  # of a tuple, all is read at once


@dataclass
class FakeClock:
    """Stands still unless the keyboard waits."""

    speed: float = 1.0
    time: float = 0.0
    asleep: float = 0.0

    def now(self) -> float:
        return self.time

    def seconds_until(self, at: float) -> float:
        return max(0.0, (at - self.time) / self.speed)

    def slept(self) -> float:
        slept, self.asleep = self.asleep, 0.0
        return slept

    def wall(self) -> datetime:
        return NOON + timedelta(seconds=self.time)


@dataclass
class ScriptedKeyboard:
    """Types what the script says when its time has come, and lets the clock run while it waits."""

    clock: FakeClock
    script: "list[tuple[float, Typed]]" = field(default_factory=list)
    door: "Doorway | None" = None
    waits: list[float | None] = field(default_factory=list)
    stopped_for: float = 0.0  # how long Ctrl-Z keeps the process stopped
    stalls: dict[float, float] = field(default_factory=dict)  # when the process stands still, and for how long
    suspends: dict[float, float] = field(default_factory=dict)  # likewise the machine, which its clock doesn't see
    is_open: bool = False
    expecting: list[float] = field(default_factory=list)  # when the terminal was asked something

    def __enter__(self) -> Self:
        self.is_open = True
        return self

    def __exit__(self, *exc: object) -> None:
        self.is_open = False

    def wait(self, seconds: float | None, watch: Sequence[int] = ()) -> Sequence[Input]:  # noqa: ARG002
        self.waits.append(seconds)
        self.clock.asleep += self.suspends.pop(self.clock.time, 0.0)
        seconds = self.stalls.pop(self.clock.time, seconds)
        until = float("inf") if seconds is None else self.clock.time + seconds * self.clock.speed
        if self.script and self.script[0][0] <= until:
            at, what = self.script.pop(0)
            self.clock.time = max(at, self.clock.time)
            if isinstance(what, Command):
                assert self.door
                self.door.knock(what)
                return []
            together = what if isinstance(what, tuple) else (what,)
            return [Key(each) if isinstance(each, str) else each for each in together]
        assert seconds is not None, "the session would wait for ever"
        self.clock.time = until
        return []

    def expect_answers(self) -> None:
        self.expecting.append(self.clock.time)

    def stop_process(self) -> None:
        self.clock.time += self.stopped_for


@dataclass
class Doorway:
    """A door at which the script knocks; keeps what was answered."""

    trouble: str = ""
    answers: list[str] = field(default_factory=list)
    waiting: list[Command] = field(default_factory=list)
    is_open: bool = False

    def open(self) -> None:
        self.is_open = True

    def filenos(self) -> Sequence[int]:
        return ()

    def knock(self, command: Command) -> None:
        assert self.is_open
        self.waiting.append(command)

    def calls(self) -> Sequence[Call]:
        waiting, self.waiting = self.waiting, []
        return [Call(command, self.answers.append) for command in waiting]

    def close(self) -> None:
        self.is_open = False


@dataclass
class Ears:
    """A speaker that remembers what was heard, and when."""

    clock: FakeClock
    heard: list[tuple[float, Tone]] = field(default_factory=list)
    rings: bool = False
    using: str = "ears"
    tried: list[tuple[str, str]] = field(default_factory=list)
    deaf_from: float = float("inf")  # when its last player fails
    pending_news: str = ""
    closed: bool = False
    said: list[tuple[float, str]] = field(default_factory=list)  # when each line begins, and its file
    hushed: list[float] = field(default_factory=list)
    taken_back: list[str] = field(default_factory=list)  # what was hushed before it began
    numbered: dict[int, tuple[float, str]] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)  # files that somebody deleted
    missed: list[tuple[float, int]] = field(default_factory=list)  # the lines of such files
    lead: float = 0.0
    lowered: bool | None = None
    ready: bool = True
    speaks: bool = True

    def say(self, path: Path, seconds: float, delay: float) -> int:
        assert seconds > 0
        number = len(self.numbered) + 1
        self.numbered[number] = (self.clock.time + delay, path.name)
        if path.name in self.removed:
            self.missed.append((self.clock.time + delay, number))
        else:
            self.said.append(self.numbered[number])
        return number

    def unsaid(self) -> Sequence[int]:
        begun = [number for at, number in self.missed if at <= self.clock.time]
        self.missed = [each for each in self.missed if each[1] not in begun]
        unsaid = [number for number in begun if self.numbered[number][1] in self.removed]
        self.said += [self.numbered[number] for number in begun if number not in unsaid]
        return unsaid

    def hush(self, number: int) -> None:
        self.hushed.append(self.clock.time)
        line = self.numbered[number]
        if line[0] > self.clock.time:
            self.said.remove(line)
            self.taken_back.append(line[1])

    def play(self, tone: Tone) -> None:
        self.heard.append((self.clock.time, tone))

    def fileno(self) -> int | None:
        return None

    def wake_in(self) -> float | None:
        return min((max(0.0, at - self.clock.time) for at, _ in self.missed), default=None)

    def attend(self) -> None:
        if self.clock.time >= self.deaf_from and not self.rings:
            self.rings = True
            self.pending_news = "no sound: paplay failed (no answer): terminal bell and flash"

    def news(self) -> str:
        news, self.pending_news = self.pending_news, ""
        return news

    def finish(self, timeout: float) -> bool:
        assert timeout > 0
        return True

    def close(self) -> None:
        self.closed = True


@dataclass
class Reader:
    """Recordings that are there as soon as they are asked for, or by *ready_at*."""

    clock: FakeClock
    ready_at: float = 0.0
    gone_at: float = float("inf")  # when its last voice fails
    seconds_a_word: float = 0.35
    removed: set[str] = field(default_factory=set)  # files that somebody deleted
    lengths: dict[str, float] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    asks: list[list[str]] = field(default_factory=list)  # each in its order
    using: str = "reader"
    tried: list[tuple[str, str]] = field(default_factory=list)
    pending_news: str = ""

    def ask(self, texts: Iterable[str]) -> None:
        self.asks.append([*texts])
        self.asked += self.asks[-1]
        self.attend()

    def lose(self, text: str) -> None:
        assert text in self.removed
        self.removed.clear()
        self.lengths.clear()
        self.ready_at = self.clock.time + 0.5

    def path(self, text: str) -> Path:
        assert text in self.lengths
        return Path(text)

    def wake_in(self) -> float | None:
        return 0.1 if self.clock.time < min(self.ready_at, self.gone_at) else None

    def attend(self) -> None:
        if self.ready_at <= self.clock.time < self.gone_at:
            self.lengths |= {text: self.seconds_a_word * len(text.split()) for text in self.asked}

    def news(self) -> str:
        news, self.pending_news = self.pending_news, ""
        return news

    def close(self) -> None:
        self.asked.clear()


@dataclass
class Eyes:
    """A face that remembers each picture, and when it was shown."""

    clock: FakeClock
    size: tuple[int, int] = (80, 24)
    gone: bool = False
    fail_at: float = float("inf")
    slow: float = 0.0  # how long a picture takes
    renewed: list[float] = field(default_factory=list)
    pictures: list[tuple[float, str]] = field(default_factory=list)
    moments: list[Moment] = field(default_factory=list)
    rung: list[float] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    asked: list[float] = field(default_factory=list)  # when the terminal was
    pictures_before_asking: int = 0
    answers: list[str] = field(default_factory=list)
    on_screen: bool = False
    owes: bool = False
    entered: int = 0

    def enter(self) -> None:
        self.on_screen = True
        self.entered += 1

    def leave(self) -> None:
        self.on_screen = False

    def open(self) -> None:
        pass

    def ask(self) -> bool:
        self.pictures_before_asking = self.pictures_before_asking or len(self.pictures)
        self.asked.append(self.clock.time)
        return True

    def hear(self, answer: str) -> None:
        self.answers.append(answer)

    def filenos(self) -> Sequence[int]:
        return ()

    def heed(self, timeline: Timeline, effects: Sequence[Effect]) -> None:
        pass

    def show(self, moment: Moment) -> None:
        if self.clock.time >= self.fail_at:
            raise ZeroDivisionError("a bug")
        self.moments.append(moment)
        self.pictures.append((self.clock.time, render(moment, *self.size).as_text()))
        self.clock.time += self.slow

    def renew(self) -> None:
        self.renewed.append(self.clock.time)

    def ring(self) -> None:
        self.rung.append(self.clock.time)

    def tell(self, notice: str) -> None:
        self.told.append(notice)

    def next_change_at(self, moment: Moment) -> float | None:
        return next_change_at(moment)

    def at(self, time: float) -> str:
        """Return the picture that stood on the screen at *time*."""
        return [picture for shown_at, picture in self.pictures if shown_at <= time][-1]


@dataclass
class Vigilant:
    """Remembers from when to when it kept the machine awake."""

    clock: FakeClock
    eyes: Eyes
    changes: list[tuple[float, str]] = field(default_factory=list)
    pictures_before: int = 0

    def keep(self) -> None:
        self.pictures_before = self.pictures_before or len(self.eyes.pictures)
        self._change("awake")

    def let_go(self) -> None:
        self._change("may sleep")

    def close(self) -> None:
        self._change("may sleep")

    def _change(self, to: str) -> None:
        if not self.changes or self.changes[-1][1] != to:
            self.changes.append((self.clock.time, to))


@dataclass
class Theatre:
    """One session in the fake world."""

    timeline: Timeline
    script: "list[tuple[float, Typed]]" = field(default_factory=list)
    speed: float = 1.0
    voice: bool = False

    def __post_init__(self) -> None:
        self.clock = FakeClock(self.speed)
        self.reader = Reader(self.clock)
        self.door = Doorway()
        self.keyboard = ScriptedKeyboard(self.clock, self.script, self.door)
        self.eyes = Eyes(self.clock)
        self.ears = Ears(self.clock, removed=self.reader.removed)
        self.vigil = Vigilant(self.clock, self.eyes)
        self.noted: list[tuple[Effect, datetime]] = []
        self.trouble = ""
        self.opened_at = 0  # how many pictures there were by then

    @property
    def stage(self) -> Stage:
        return Stage(
            clock=self.clock,
            keyboard=self.keyboard,
            face=self.eyes,
            speaker=self.ears,
            notes=self,
            wakefulness=self.vigil,
            voice=(lambda: self.reader) if self.voice else None,
            door=self.door,
        )

    def open(self) -> None:
        self.opened_at = len(self.eyes.pictures)

    def note(self, effect: Effect, at: datetime) -> None:
        self.noted.append((effect, at))
        self.on_note(effect)

    def play(
        self, on_note: Callable[[Effect], None] = lambda _: None, begin: Ready | CutOff = BEGINNING, **changes: Any
    ) -> Result:
        self.on_note = on_note
        return play(self.timeline, replace(self.stage, **changes), begin)

    @property
    def held(self) -> list[float]:
        return [effect.seconds for effect, _ in self.noted if isinstance(effect, Held)]
