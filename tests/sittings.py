"""Sessions as the log gives them back, for tests about many of them."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from itertools import count
from random import Random

from exports import AS_WRITTEN

from sciatica_stretch.core.events import Outcome
from sciatica_stretch.core.routine import Side
from sciatica_stretch.core.timeline import Kind
from sciatica_stretch.journal.rating import Rating
from sciatica_stretch.journal.record import SessionRecord, StretchRecord
from sciatica_stretch.journal.scale import When

BERLIN = timezone(timedelta(hours=1))
_ids = count()


def stretch(
    step: str = "half-pigeon", *, side: Side | None = Side.LEFT, planned: float = 60.0, held: float = 60.0
) -> StretchRecord:
    name = step.replace("-", " ").capitalize()
    return StretchRecord(
        step=step,
        name=name,
        side=side,
        set_number=1,
        kind=Kind.HOLD,
        planned=planned,
        held=held,
        extended=0.0,
        skipped=False,
    )


def sitting(
    at: datetime | str,
    *stretches: StretchRecord,
    pain: tuple[int | None, int | None] | None = None,
    next_morning: int | None = None,
    outcome: Outcome = Outcome.COMPLETED,
) -> SessionRecord:
    """Return a session that began at *at* (without a zone: at noon in Berlin), a minute on the left if nothing else."""
    if isinstance(at, str):
        at = datetime.fromisoformat(at)
        at = at if at.tzinfo else at.replace(hour=at.hour or 12, tzinfo=BERLIN)
    before, after = pain or (None, None)
    answers = {When.BEFORE: before, When.AFTER: after, When.NEXT_MORNING: next_morning}
    return SessionRecord(
        id=f"sitting-{next(_ids)}",
        device="desk-1a2b",
        routine="sciatica-13",
        title="Thirteen minutes",
        routine_hash="sha256:00",
        started_at=at,
        ended_at=at + timedelta(minutes=13),
        outcome=outcome,
        interrupted=False,
        options=AS_WRITTEN,
        stretches=stretches or (stretch(),),
        pauses=(),
        ratings=tuple(
            Rating(when=when, at=at, pain=pain, reach=None, side=None)
            for when, pain in answers.items()
            if pain is not None
        ),
        version="0.1.0",
    )


def a_year(until: datetime, *, rated: bool = True, days: int = 364, seed: int = 13) -> Iterator[SessionRecord]:
    """Yield the sessions of somebody who stretches on most days, was away for five weeks, and skips some ratings."""
    random = Random(seed)
    for ago in range(days, -1, -1):
        if 170 < ago < 206 or random.random() > 0.62:
            continue
        for minutes in random.sample(range(1, 600), random.choice([1, 1, 1, 1, 1, 2, 3])):
            at = until - timedelta(days=ago, minutes=minutes)
            before = max(0, min(10, round(2.5 + 4 * ago / 364 + random.gauss(0, 1.2))))
            after = max(0, min(10, before + random.choice([-2, -1, -1, 0, 0, 0, 1])))
            answers = rated and random.random() > 0.15
            morning = random.choice([None, None, before]) if answers else None
            yield sitting(
                at,
                *(stretch(held=random.choice([60.0, 60.0, 60.0, 75.0, 20.5, 0.0]), side=side) for side in Side),
                *(
                    stretch("full-pigeon", planned=90.0, held=random.choice([90.0, 90.0, 42.0]), side=side)
                    for side in Side
                ),
                *(stretch("band-flex-extend", planned=48.0, held=48.0, side=side) for side in Side),
                *(stretch("band-hold", planned=50.0, held=random.choice([50.0, 35.5]), side=side) for side in Side),
                stretch("downdog-wag", planned=84.0, held=84.0, side=None),
                stretch("childs-pose", planned=60.0, held=random.choice([60.0, 0.0]), side=None),
                pain=(before, random.choice([after, after, after, after, None])) if answers else None,
                next_morning=morning,
            )
