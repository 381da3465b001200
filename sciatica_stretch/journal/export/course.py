"""Where in a session's time each stretch lay, as near as the log can say.

The log keeps how long each stretch was held, not when it began. So the time that is left of the session, when all holds
and pauses are taken off, is spread evenly over the ways into the stretches; a pause stands before its stretch.
"""

from datetime import datetime, timedelta

from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.journal.record import SessionRecord, StretchRecord


@frozen
class Turn:
    """A stretch that something was held of, and the way into it: it lies `rest` seconds after `starts_at`.

    Of these it was `paused` for so many.
    """

    starts_at: datetime
    rest: float
    paused: float
    stretch: StretchRecord

    @property
    def work_starts_at(self) -> datetime:
        """When the stretch itself began."""
        return self.starts_at + timedelta(seconds=self.rest)

    @property
    def ends_at(self) -> datetime:
        """When it was over."""
        return self.work_starts_at + timedelta(seconds=self.stretch.held)


def turns(session: SessionRecord) -> list[Turn]:
    """Return the stretches of *session* that something was held of, one after the other without a gap.

    They end when the session did, or later where the clock was set back meanwhile.
    """
    reached = [number for number, stretch in enumerate(session.stretches) if stretch.held > 0]
    if not reached:
        return []
    paused = dict.fromkeys(reached, 0.0)
    for pause in session.pauses:
        if pause.stretch in paused:
            paused[pause.stretch] += pause.seconds
    elapsed = (session.ended_at - session.started_at).total_seconds()
    spare = max(0.0, elapsed - session.held - sum(paused.values())) / len(reached)
    found: list[Turn] = []
    at = session.started_at
    for number in reached:
        turn = Turn(at, spare + paused[number], paused[number], session.stretches[number])
        found.append(turn)
        at = turn.ends_at
    return found
