"""One session with something of everything in it, for the tests of exports."""

from datetime import datetime, timedelta, timezone

from sciatica_stretch.core.events import Outcome, Reason
from sciatica_stretch.core.side import Side
from sciatica_stretch.core.timeline import Kind
from sciatica_stretch.journal.rating import Note, Rating
from sciatica_stretch.journal.record import OptionsRecord, PauseRecord, SessionRecord, StretchRecord
from sciatica_stretch.journal.scale import Legs, Reach, When

AS_WRITTEN = OptionsRecord(first=None, pace=1.0, from_step="", only=())
EVENING = datetime(2026, 3, 1, 21, 30, tzinfo=timezone(timedelta(hours=1)))


def later(seconds: float) -> datetime:
    return EVENING + timedelta(seconds=seconds)


RIGHT = StretchRecord(
    step="half-pigeon",
    name="Half pigeon",
    side=Side.RIGHT,
    set_number=1,
    kind=Kind.HOLD,
    planned=60.0,
    held=75.0,
    extended=15.0,
    skipped=False,
)
LEFT = StretchRecord(
    step="half-pigeon",
    name="Half pigeon",
    side=Side.LEFT,
    set_number=1,
    kind=Kind.HOLD,
    planned=60.0,
    held=41.5,
    extended=0.0,
    skipped=True,
)
DOG = StretchRecord(
    step="downdog-wag",
    name="Downward dog",
    side=None,
    set_number=2,
    kind=Kind.MOVE,
    planned=48.0,
    held=6.1,
    extended=0.0,
    skipped=False,
    hurt=True,
)
NEVER = StretchRecord(
    step="rest",
    name="Rest",
    side=None,
    set_number=1,
    kind=Kind.HOLD,
    planned=32.0,
    held=0.0,
    extended=0.0,
    skipped=False,
)
SESSION = SessionRecord(
    id="0b6f0e4e-2f0a-4a57-9a5e-6a3c1b7f9d21",
    device="desk-1a2b",
    routine="hips-2",
    title="Hips, before bed",
    routine_hash="sha256:9f2c41d07be0",
    started_at=EVENING,
    ended_at=later(200),
    outcome=Outcome.STOPPED,
    interrupted=False,
    options=OptionsRecord(first=Side.RIGHT, pace=1.5, from_step="", only=("half-pigeon", "rest")),
    stretches=(RIGHT, LEFT, DOG, NEVER),
    pauses=(PauseRecord(stretch=1, seconds=12.5, reason=Reason.KEY),),
    ratings=(
        Rating(when=When.BEFORE, at=later(-9), pain=4, reach=Reach.THIGH, side=Legs.RIGHT),
        Rating(when=When.AFTER, at=later(210), pain=0, reach=Reach.NONE, side=None),
    ),
    notes=(Note(at=later(220), text="Slept badly."), Note(at=later(300), text='Then "better".')),
    version="0.1.0",
)
