"""What stands on the page for a physiotherapist, before it is Markdown or HTML. Scores, never verdicts.

The sessions are gone through once. Kept of them are the figures, what the newest thousand were rated, and the last few
rows and notes: the page stays one page, and says what it left out.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from operator import attrgetter

from sciatica_stretch.core.duration import clock
from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.journal.figures import Figures, Sides, Window
from sciatica_stretch.journal.newest import Newest
from sciatica_stretch.journal.period import Period
from sciatica_stretch.journal.rating import Note, Rating
from sciatica_stretch.journal.record import SessionRecord
from sciatica_stretch.journal.scale import When
from sciatica_stretch.journal.tally import Tally

MOST_RATED = 1000  # in the chart, which has about half as many points from side to side
MOST_ROWS = 24
MOST_NOTES = 6
MOST_STEPS = 9
MOST_CHARACTERS = 240  # of a note
MOST_OF_A_NAME = 48
_DAYS = 7

RATED = ("Date", "Before", "After", "Morning", "Reaches", "Side", "Held")
FOOTER = "Made by stretch, a timer; not a medical device."
SCALE = "Pain right now, as the person rated it: a whole number from 0 (no pain) to 10 (worst imaginable)."
HONESTY = (
    "This page has scores and no verdicts: what they mean is for people to say.",
    "One answer is uncertain by about a point, and so a difference of one point within a session is inside the error.",
    "A question that was skipped is counted as skipped, and never as 0.",
    "The answers are an order and no length: there are medians here and no means.",
    "Seconds are the timer's: it knows how long a stretch was led, not how it was done.",
)
OF_THE_BAND = (
    "The band, two points around the baseline, is usual measurement noise; a single day beyond it says little."
)


@frozen(kw_only=True)
class RatedRow:
    """One rated session, in words for a table."""

    at: datetime
    before: str
    after: str
    next_morning: str
    reach: str
    side: str
    held: str


@frozen(kw_only=True)
class Report:
    """All that stands on the page."""

    first: date
    last: date
    today: date
    routines: tuple[tuple[str, int], ...]  # titles and how many sessions each, the most first
    figures: Figures
    rows: tuple[RatedRow, ...]  # newest first
    notes: tuple[Note, ...]  # newest first
    more_rows: int  # earlier ones
    more_notes: int

    @property
    def days(self) -> int:
        """How many days the period has, both ends counted."""
        return (self.last - self.first).days + 1

    @property
    def pain_from(self) -> date:
        """The first day in the chart: that of the period, or a later one where there is too much for a chart."""
        return min(max(self.first, self.figures.pain_from), self.last)

    @property
    def weeks(self) -> float:
        """The period in weeks; a shorter one counts as one, for nothing is known of the rest of its week."""
        return max(1.0, self.days / _DAYS)

    @property
    def steps(self) -> list[Sides]:
        """What was held of each stretch, the most held first; steps of one name are one to the reader."""
        by_name: dict[str, Sides] = {}
        for step in self.figures.steps:
            known = by_name.get(step.name)
            by_name[step.name] = _added(known, step) if known else step
        return sorted(by_name.values(), key=lambda step: -step.left - step.right - step.both)


def report(sessions: Iterable[SessionRecord], period: Period, today: date) -> Report:
    """Return what is to be said of *sessions*, which are those of *period*, in the log's order."""
    end = period.last_day(today)
    tally = Tally(Window(days_from=end, recent_from=date.min), MOST_RATED)
    routines: Counter[str] = Counter()
    rated: Newest[SessionRecord] = Newest(MOST_ROWS, attrgetter("started_at"))
    notes: Newest[Note] = Newest(MOST_NOTES, attrgetter("at"))
    first = None
    for session in sessions:
        tally.add(session)
        routines[session.title] += 1
        day = session.started_at.date()
        first = min(first or day, day)
        if any(rating.pain is not None for rating in session.ratings):
            rated.add(session)
        for note in session.notes:
            notes.add(note)
    figures = tally.figures(today=end)
    start = period.since or first or today
    return Report(
        first=start,
        last=max(start, figures.newest),
        today=today,
        routines=tuple(routines.most_common(MOST_STEPS)),
        figures=figures,
        rows=tuple(map(_row, reversed(rated.oldest_first()))),
        notes=tuple(reversed(notes.oldest_first())),
        more_rows=rated.left_out,
        more_notes=notes.left_out,
    )


def summary(page: Report) -> list[tuple[str, str]]:
    """Return the figures that come first, each with its name."""
    figures = page.figures
    weeks = [week.kept for week in figures.weeks if week.kept or not week.running]
    adherence = figures.adherence
    hours, minutes = divmod(round(figures.held / 60), 60)
    return [
        ("Sessions", f"{figures.sessions}, {figures.completed} of them to the end"),
        ("Days with a session", f"{figures.days_held} of {page.days}"),
        (f"Weeks of {figures.goal} sessions or more", f"{sum(weeks)} of {len(weeks)}"),
        ("Held of what was planned", "nothing was planned" if adherence is None else f"{adherence:.0%}"),
        ("Held in all", f"{hours} h {minutes} min" if hours else f"{minutes} min"),
    ]


def honesty(page: Report) -> list[str]:
    """Return what stands below such figures, so that nobody takes them for more than they are."""
    return [*HONESTY, *([OF_THE_BAND] if page.figures.pain.baseline else [])]


def rated_line(page: Report) -> str:
    """Return how many answers there are, which stands beside the chart."""
    pain = page.figures.pain
    since = f" since {page.pain_from}" if page.figures.earlier_ratings else ""
    return f"n = {len(pain.points)} rated, {len(pain.skipped)} skipped{since}"


def medians(page: Report) -> list[tuple[str, str]]:
    """Return the median of each moment with its number of answers, where there are enough of them."""
    pain = page.figures.pain
    moments = {"before": "before", "after": "after", "next_morning": "next morning"}
    return [
        (name, f"{median:g} (n = {len(pain.ratings(moment))})")
        for moment, name in moments.items()
        if (median := pain.median(moment)) is not None
    ]


def a_week(seconds: float, page: Report) -> str:
    """Return *seconds* of the whole period as those of one week; an empty text for none."""
    return clock(seconds / page.weeks) if seconds else ""


def left_out(page: Report) -> list[str]:
    """Return what there is beyond what the page shows, a sentence each."""
    more_steps = len(page.steps) - MOST_STEPS
    before_chart = page.figures.earlier_ratings
    return [
        f"{what}: {count}."
        for count, what in [
            (before_chart, f"Sessions rated before {page.pain_from}, left out of the chart and its medians"),
            (page.more_rows - before_chart, "Earlier rated sessions, in the chart and not in the table"),
            (page.more_notes, "Earlier notes, left out here"),
            (more_steps, "Further stretches, in the sum alone"),
        ]
        if count > 0
    ]


def clipped(text: str, most: int) -> str:
    """Return *text*, or its beginning with an ellipsis."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def noted(note: Note) -> str:
    """Return the words of *note*, as many as there is room for."""
    return clipped(note.text, MOST_CHARACTERS)


def rated_cells(row: RatedRow) -> list[str]:
    """Return the cells of *row* under the heads `RATED`."""
    return [f"{row.at:%Y-%m-%d}", row.before, row.after, row.next_morning, row.reach, row.side, row.held]


def _added(one: Sides, other: Sides) -> Sides:
    return Sides(one.step, one.name, one.left + other.left, one.right + other.right, one.both + other.both)


def _row(session: SessionRecord) -> RatedRow:
    ratings = {rating.when: rating for rating in session.ratings}
    before, after = ratings.get(When.BEFORE), ratings.get(When.AFTER)
    sides = dict.fromkeys(rating.side for rating in session.ratings if rating.side)
    return RatedRow(
        at=session.started_at,
        before=_pain(before),
        after=_pain(after),
        next_morning=_pain(ratings.get(When.NEXT_MORNING)),
        reach=_reach(before, after),
        side=", ".join(sides),
        held=f"{session.adherence:.0%}",
    )


def _pain(rating: Rating | None) -> str:
    return "" if rating is None or rating.pain is None else str(rating.pain)


def _reach(before: Rating | None, after: Rating | None) -> str:
    reaches = [rating.reach if rating and rating.reach else "?" for rating in (before, after)]
    return "" if reaches == ["?", "?"] else " → ".join(reaches)
