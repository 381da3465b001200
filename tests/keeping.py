"""What a session and the words about it keep, told on stdout each time the journal says that it is kept.

See test_journal_crash.py, which runs this program under strace. A refused call is told, and made once more.
"""

import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from plans import hold, repeats, step, timeline

from sciatica_stretch.core.events import Ending, Held, Outcome
from sciatica_stretch.core.routine import Side
from sciatica_stretch.core.timeline import AS_WRITTEN
from sciatica_stretch.journal.corrections import Correction, What
from sciatica_stretch.journal.forgetting import forget
from sciatica_stretch.journal.rating import Note, Rating
from sciatica_stretch.journal.scale import When
from sciatica_stretch.journal.session_log import NotLoggedError, SessionLog
from sciatica_stretch.journal.store import Journal

TIMELINE = timeline(step("Fold", hold(30.0), repeated=repeats(Side.RIGHT, Side.LEFT, switch=0.0), transition=0.0))
SEVEN = datetime(2026, 3, 1, 7, 0, tzinfo=UTC)
BEFORE = Rating(when=When.BEFORE, at=SEVEN, pain=5, reach=None, side=None)
AFTER = Rating(when=When.AFTER, at=SEVEN + timedelta(minutes=2), pain=3, reach=None, side=None)
WORDS = Note(at=SEVEN + timedelta(minutes=3), text="Slept badly.")
DESK = "desk"


def led_and_spoken_of(folder: Path) -> None:
    """Lead a session with a rating before it, and say how it was."""
    log = begun(folder, "one", BEFORE)
    hold_all(log, 0)
    speak_of(folder, "one")


def gone_on_with(folder: Path) -> None:
    """Go on with the session that was cut off."""
    journal = Journal(folder, DESK)
    remains = journal.cut_off()
    assert remains
    log = journal.go_on(remains, SEVEN + timedelta(minutes=5))
    assert log
    say("taken up", log.trouble)
    hold_all(log, remains.index)


def forgotten(folder: Path) -> None:
    """Forget a session of which there is a line, a rating, a note and a checkpoint."""
    twice("forgotten", lambda: forget(Journal(folder, DESK), "one", correction_id="gone", at=SEVEN))


SCENES: dict[str, Callable[[Path], None]] = {
    scene.__name__: scene for scene in (led_and_spoken_of, gone_on_with, forgotten)
}


def begun(folder: Path, session: str, *ratings: Rating) -> SessionLog:
    """Begin a session; say so."""
    log = Journal(folder, DESK).open_session(
        TIMELINE,
        AS_WRITTEN,
        session_id=session,
        routine_hash="sha256:00",
        version="0.1.0",
        at=SEVEN,
        ratings=ratings,
    )
    say("begun", log.trouble)
    return log


def hold_all(log: SessionLog, first: int) -> None:
    """Hold what there is from the interval *first* on, to the end."""
    for index in range(first, len(TIMELINE.intervals)):
        hold_one(log, index)
    try:
        log.close(Outcome.COMPLETED, ended(len(TIMELINE.intervals) - 1))
    except NotLoggedError as error:
        say(error.message)
    else:
        say("logged")


def hold_one(log: SessionLog, index: int) -> None:
    """Hold one interval to its end."""
    log.note(Held(index, TIMELINE.intervals[index].seconds, 0.0, Ending.FINISHED), ended(index))
    say(f"{index}", log.trouble)


def speak_of(folder: Path, session: str) -> None:
    """Rate a session, and add words."""
    for word, what in (("rated", AFTER), ("noted", WORDS)):
        twice(word, lambda word=word, what=what: correct(folder, session, word, what))  # type: ignore[misc]


def correct(folder: Path, session: str, name: str, what: What) -> None:
    Journal(folder, DESK).correct(Correction(id=f"{session}-{name}", session=session, device=DESK, what=what))


def ended(index: int) -> datetime:
    interval = TIMELINE.intervals[index]
    return SEVEN + timedelta(seconds=interval.start + interval.seconds)


def twice(word: str, act: Callable[[], object]) -> None:
    """Say *word* once it is done; as a person would, try again where the disk refused."""
    try:
        act()
    except OSError as error:
        say(f"refused: {error.strerror}")
        act()
    say(word)


def say(word: str, trouble: str = "") -> None:
    print(trouble or word, flush=True)  # noqa: T201 - a pipe to the test


if __name__ == "__main__":
    SCENES[sys.argv[1]](Path(sys.argv[2]))
