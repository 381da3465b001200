"""All figures as JSON; docs/stats.md says what each name means, and a test holds the names to that page."""

import json
from datetime import date

from msgspec import to_builtins

from sciatica_stretch.journal.figures import Figures, Sides
from sciatica_stretch.journal.pain import NOISE, Pain
from sciatica_stretch.journal.period import Period

_FORMAT = 1


def as_text(figures: Figures, period: Period) -> str:
    """Return the JSON, each of its names on a line of its own.

    Not indented: Python writes indented JSON ten times slower, and years of figures are long.
    """
    rows = (f"{json.dumps(name)}: {json.dumps(found, ensure_ascii=False)}" for name, found in _rows(figures, period))
    return "{\n" + ",\n".join(rows) + "\n}"


def _rows(figures: Figures, period: Period) -> list[tuple[str, object]]:
    return [
        ("format", _FORMAT),
        ("since", period.since and str(period.since)),
        ("until", period.until and str(period.until)),
        ("routine", period.routine),
        ("today", str(figures.today)),
        ("days_from", _day(figures.window.days_from)),
        ("recent_from", _day(figures.window.recent_from)),
        ("goal", figures.goal),
        ("first", figures.first and str(figures.first)),
        ("sessions", figures.sessions),
        ("completed", figures.completed),
        ("nothing_held", figures.nothing_held),
        ("planned", round(figures.planned, 3)),
        ("held", round(figures.held, 3)),
        ("adherence", _rounded(figures.adherence)),
        ("streak", {"weeks": figures.streak.weeks, "longest": figures.streak.longest}),
        (
            "days",
            [
                {
                    "date": str(day.day),
                    "sessions": day.sessions,
                    "planned": round(day.planned, 3),
                    "held": round(day.held, 3),
                }
                for day in figures.days
            ],
        ),
        (
            "weeks",
            [
                {
                    "begins": str(week.begins),
                    "sessions": week.sessions,
                    "kept": week.kept,
                    "running": week.running,
                    "planned": round(week.planned, 3),
                    "held": round(week.held, 3),
                    "adherence": _rounded(week.adherence),
                }
                for week in figures.weeks
            ],
        ),
        ("sides", _seconds(figures.sides)),
        ("steps", [{"step": each.step, "name": each.name, **_seconds(each)} for each in figures.steps]),
        ("pain", _pain(figures.pain)),
    ]


def _pain(pain: Pain) -> dict[str, object]:
    baseline = pain.baseline
    return {
        "rated": len(pain.points),
        "skipped": len(pain.skipped),
        "noise": NOISE,
        "baseline_ratings": pain.baseline_ratings,
        "baseline": baseline and {"median": baseline.median, "first": str(baseline.first), "last": str(baseline.last)},
        "trend": [{"date": str(each.day), "median": each.median, "ratings": each.ratings} for each in pain.trend],
        "points": [
            {
                "started_at": to_builtins(each.at),
                "before": each.before,
                "after": each.after,
                "next_morning": each.next_morning,
            }
            for each in pain.points
        ],
    }


def _seconds(sides: Sides) -> dict[str, float]:
    return {"left": round(sides.left, 3), "right": round(sides.right, 3), "both": round(sides.both, 3)}


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def _day(day: date) -> str | None:
    return None if day == date.min else str(day)
