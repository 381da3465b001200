"""A session held from its beginning to its end, told on stdout as far as the journal says that it is kept.

See test_store_crash.py, which runs this program under strace; it imports no more than that takes.
"""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from plans import hold, repeats, step, timeline

from sciatica_stretch.core.events import Ending, Held, Outcome
from sciatica_stretch.core.routine import Side
from sciatica_stretch.core.timeline import AS_WRITTEN
from sciatica_stretch.journal.session_log import NotLoggedError
from sciatica_stretch.journal.store import Journal

TIMELINE = timeline(step("Fold", hold(30.0), repeated=repeats(Side.RIGHT, Side.LEFT)))  # 10, 30, 8, 30 seconds
SEVEN = datetime(2026, 3, 1, 7, 0, tzinfo=UTC)
OPENED, LOGGED = "opened", "logged"


def session(folder: Path) -> None:
    """Play a whole session and say on stdout what is safe, each time after the store said so."""
    log = Journal(folder, "desk").open_session(
        TIMELINE, AS_WRITTEN, session_id="one", routine_hash="sha256:00", version="0.1.0", at=SEVEN
    )
    say(OPENED, log.trouble)
    for index, interval in enumerate(TIMELINE.intervals):
        end = SEVEN + timedelta(seconds=interval.start + interval.seconds)
        log.note(Held(index, interval.seconds, 0.0, Ending.FINISHED), end)
        say(f"{index}", log.trouble)
    try:
        log.close(Outcome.COMPLETED, end)
        say(LOGGED)
    except NotLoggedError as error:
        say(error.message)


def say(what: str, trouble: str = "") -> None:
    print(trouble or what, flush=True)  # noqa: T201 - a pipe to the test


if __name__ == "__main__":
    session(Path(sys.argv[1]))
