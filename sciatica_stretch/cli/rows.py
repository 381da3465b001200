"""Timelines as rows of a table, or of JSON."""

from sciatica_stretch.core.cues import schedule
from sciatica_stretch.core.duration import clock, format_duration
from sciatica_stretch.core.timeline import Interval, Kind, Timeline


def timeline_rows(timeline: Timeline) -> list[list[str]]:
    """Return a row a stretch, with the time to get there."""
    rows = []
    lead: Interval | None = None
    for interval in timeline.intervals:
        if not interval.is_work:
            lead = interval
            continue
        rows.append(
            [
                clock(interval.start),
                interval.step.name,
                interval.step.id,
                interval.side or "both",
                _dose(interval),
                _way_in(lead, interval),
            ]
        )
        lead = None
    return rows


def _way_in(lead: Interval | None, work: Interval) -> str:
    """Return "14s transition, then waits"."""
    steps = [f"{format_duration(lead.seconds)} {lead.kind}"] if lead else []
    return ", then ".join([*steps, *(["waits"] if work.waits else [])])


def _dose(interval: Interval) -> str:
    text = f"hold {format_duration(interval.seconds)}"
    if interval.kind is Kind.MOVE:
        text = f"{interval.reps} x {format_duration(interval.rep_seconds)}"
    return f"{text}, set {interval.set_number} of {interval.sets}" if interval.sets > 1 else text


def timeline_json(timeline: Timeline) -> dict[str, object]:
    """Return every interval with its cues."""
    return {
        "routine": timeline.routine.name,
        "title": timeline.routine.title,
        "seconds": timeline.seconds,
        "intervals": [
            {
                "start": interval.start,
                "seconds": interval.seconds,
                "kind": interval.kind,
                "step": interval.step.id,
                "name": interval.step.name,
                "side": interval.side,
                "set": interval.set_number,
                "waits": interval.waits,
                "cues": [{"at": cue.at, "tone": cue.tone, "text": cue.text} for cue in schedule(interval)],
            }
            for interval in timeline.intervals
        ],
    }
