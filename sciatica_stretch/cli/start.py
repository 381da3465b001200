"""`stretch start`: the main job, from a routine's name to a session in the log."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Annotated

import typer

from sciatica_stretch.cli.choices import FIRST, FROM, ONLY, PACE, ROUTINE, options_from
from sciatica_stretch.cli.safety import acknowledge
from sciatica_stretch.cli.sound import DEFAULT_VOLUME, SOUND, VOLUME
from sciatica_stretch.core.duration import clock
from sciatica_stretch.core.routine import Side
from sciatica_stretch.core.session import Outcome
from sciatica_stretch.core.text import visible
from sciatica_stretch.core.timeline import Options, Timeline, unroll

if TYPE_CHECKING:
    from datetime import datetime

    from sciatica_stretch.cli.world import World
    from sciatica_stretch.core.session import Effect
    from sciatica_stretch.journal.record import SessionRecord
    from sciatica_stretch.player.faces import Face
    from sciatica_stretch.player.player import Result
    from sciatica_stretch.player.sound.speaker import Speaker

PLAIN = typer.Option("--plain", help="One line a change instead of the full screen, as for a screen reader.")
SPEED = typer.Option(
    "--speed", min=0.1, max=1000, help="Rehearse: run the clock so many times as fast, and keep it out of the log."
)
_EXIT_CODES = {"interrupt": 130, "terminate": 143, "hangup": 129}  # 128 + the signal's number, as shells have it


def start(
    ctx: typer.Context,
    routine: Annotated[str, ROUTINE],
    *,
    first: Annotated[Side | None, FIRST] = None,
    pace: Annotated[float, PACE] = 1.0,
    from_step: Annotated[str, FROM] = "",
    only: Annotated[list[str] | None, ONLY] = None,
    sound: Annotated[str, SOUND] = "auto",
    volume: Annotated[int, VOLUME] = DEFAULT_VOLUME,
    plain: Annotated[bool, PLAIN] = False,
    speed: Annotated[float, SPEED] = 1.0,
) -> None:
    """Start a session: put the computer down, lie down, and be led through it.

    Nothing has to be touched. Keys: space pause, n skip, b back, + more time, q stop, ? help.
    """
    from sciatica_stretch.library import shelf  # noqa: PLC0415

    world: World = ctx.obj
    found = shelf.find(routine, world.routine_folders)
    with closing(world.speaker(sound, volume, world.folders.cache)) as speaker:  # early: it gets ready meanwhile
        plan, routine_hash = shelf.load(found)
        acknowledge(world)
        options = options_from(first, pace, from_step, only)
        session = _Session(world, unroll(plan, options), options, routine_hash, speaker, plain=plain, speed=speed)
        result = session.rehearse() if speed != 1 else session.lead()
    if result.signal is not None:
        raise typer.Exit(_EXIT_CODES[result.signal.value])


@dataclass(frozen=True, slots=True)
class _Session:
    """One session about to be played, and all that it is played with."""

    world: "World"
    timeline: Timeline
    options: Options
    routine_hash: str
    speaker: "Speaker"
    plain: bool
    speed: float

    def rehearse(self) -> "Result":
        """Play without a log."""
        result = self._play(lambda *_: None, str)
        self.world.say_if_anyone_is_there(f"A rehearsal at {self.speed:g}x: it is not in the log.")
        return result

    def lead(self) -> "Result":
        """Play, and keep what was held, whatever happens."""
        from sciatica_stretch.journal.device import device_name  # noqa: PLC0415
        from sciatica_stretch.journal.store import Journal  # noqa: PLC0415

        journal = Journal(self.world.folders.data, device_name(self.world.folders.state, self.world.hostname))
        for record in journal.close_interrupted():
            self.world.say_if_anyone_is_there(
                f"The session of {record.started_at:%Y-%m-%d %H:%M} was cut off and is in the log as stopped."
            )
            self.world.say_if_anyone_is_there(summary(record))
        wall = self.world.clock(1.0).wall
        log = journal.open_session(
            self.timeline,
            self.options,
            session_id=_new_id(),
            routine_hash=self.routine_hash,
            version=version("sciatica-stretch"),
            at=wall(),
        )
        outcome = Outcome.STOPPED
        try:
            result = self._play(log.note, lambda: log.trouble)
            outcome = result.outcome
        finally:
            record = log.close(outcome, wall())
        self.world.say_if_anyone_is_there(summary(record))
        return result

    def _play(self, note: "Callable[[Effect, datetime], None]", trouble: Callable[[], str]) -> "Result":
        from sciatica_stretch.player.player import Stage, play  # noqa: PLC0415

        stage = Stage(
            clock=self.world.clock(self.speed),
            keyboard=self.world.keyboard(self.world.stdin.isatty()),
            face=self._face(),
            speaker=self.speaker,
            note=note,
            trouble=trouble,
        )
        return play(self.timeline, stage)

    def _face(self) -> "Face":
        if self.plain or self.world.wants_plain_lines:
            from sciatica_stretch.player.plain import PlainLines  # noqa: PLC0415

            face = PlainLines(self._write, bell=self.world.stdout.isatty())
            face.tell(_opening(self.timeline, self.speed))
            return face
        from sciatica_stretch.player.faces import FullScreen  # noqa: PLC0415
        from sciatica_stretch.player.screen import Screen  # noqa: PLC0415

        return FullScreen(Screen(self.world.stdout, self.world.size, colour=not self.world.env.get("NO_COLOR")))

    def _write(self, text: str) -> None:
        self.world.stdout.write(text)
        self.world.stdout.flush()


def summary(record: "SessionRecord") -> str:
    """Return what was done, as figures: "Done: 11 of 11 stretches, 10:40 held of 10:40 planned."."""
    word = "Done" if record.outcome is Outcome.COMPLETED else "Stopped"
    return (
        f"{word}: {visible(record.title)}, {record.reached} of {len(record.stretches)} stretches, "
        f"{clock(record.held)} held of {clock(record.planned)} planned."
    )


def _opening(timeline: Timeline, speed: float) -> str:
    rehearsal = f" A rehearsal at {speed:g}x, not logged." if speed != 1 else ""
    return f"{timeline.routine.title}: {clock(timeline.seconds)}, {timeline.stretches} stretches.{rehearsal}"


def _new_id() -> str:
    from uuid import uuid4  # noqa: PLC0415 - only a session needs one

    return str(uuid4())
