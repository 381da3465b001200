"""The weeks, a row each: sessions against the goal, minutes held as a bar, and their share of what was planned."""

from collections.abc import Iterator, Sequence
from datetime import date

from sciatica_stretch.journal.charts.ink import Glyphs, Picture, bar, day_month, minutes, percent, span
from sciatica_stretch.journal.figures import RECENT, Figures, Week, adherence

MOST = 53  # rows; of a longer period the newest
_MARKS = 7  # the highest goal at which each session has a mark of its own
_WORDS = 60  # columns from which there is room to say it in words too
_DATE, _MINUTES, _SHARE, _GAP = 6, 4, 5, 2  # columns: "16 Mar", "1234", "100 %", and between two


def weeks(figures: Figures, columns: int, glyphs: Glyphs, *, since: date | None = None) -> Picture | None:
    """Return the weeks from *since* (else the last twelve), and what is to be said of weeks kept in a row.

    None where no session is of such a week: clocks may have been set wrong.
    """
    shown = figures.weeks[-(MOST if since else RECENT) :]
    if not shown:
        return None
    goals = [_against_goal(week, figures.goal, glyphs, wordy=columns >= _WORDS) for week in shown]
    goal = f"goal {figures.goal}"
    width = max(len(goal), *map(len, goals))
    room = columns - _DATE - width - _MINUTES - _SHARE - 4 * _GAP
    most = max(week.held for week in shown)
    gap = " " * _GAP
    held = f"{'minutes held':{room + _GAP + _MINUTES}}{'of plan':>{_GAP + _SHARE}}"
    head = f"{'week':>{_DATE}}{gap}{goal:{width}}{gap}{held}"
    rows = (
        (
            (f"{day_month(week.begins):>{_DATE}}{gap}", "quiet"),
            (f"{against:{width}}{gap}", "kept" if week.kept else ""),
            (f"{bar(week.held / most if most else 0.0, room, glyphs):{room}}", "kept" if week.kept else ""),
            (f"{gap}{minutes(week.held):>{_MINUTES}}{gap}{percent(week.adherence):>{_SHARE}}", ""),
        )
        for week, against in zip(shown, goals, strict=True)
    )
    return Picture(
        f"Weeks, {span(shown[0].begins, figures.newest)}",
        (((head, "quiet"),), *rows),
        "",
        tuple(_words(figures, shown)),
        tuple(_sentence(week, figures.goal) for week in shown),
    )


def _against_goal(week: Week, goal: int, glyphs: Glyphs, *, wordy: bool) -> str:
    """Return "■■■+2 kept" or, of a running week, "■■□ so far"."""
    if goal <= _MARKS:
        over = max(0, week.sessions - goal)
        marks = glyphs.done * min(week.sessions, goal) + glyphs.due * (goal - week.sessions)
        marks += f"+{over}" if over else ""
    else:
        marks = f"{week.sessions}/{goal}"
    word = "kept" if week.kept else "so far" if week.running else ""
    return f"{marks} {word}".rstrip() if wordy else marks


def _sentence(week: Week, goal: int) -> str:
    kept = ", kept" if week.kept else ", so far" if week.running else ""
    share = f", {percent(week.adherence)} of what was planned" if week.planned else ""
    count = "1 session" if week.sessions == 1 else f"{week.sessions} sessions"
    return f"{day_month(week.begins)}: {count}, goal {goal}{kept}, {minutes(week.held)} minutes held{share}."


def _words(figures: Figures, shown: Sequence[Week]) -> Iterator[str]:
    over = [week for week in figures.weeks if not week.running]
    streak = figures.streak
    if over:
        kept = sum(week.kept for week in over)
        yield (
            f"{kept} of all {_weeks(len(over))} that are over have {figures.goal} sessions or more.  "
            f"In a row: {streak.weeks} up to now, {streak.longest} at most."
        )
    share = adherence(sum(week.held for week in shown), sum(week.planned for week in shown))
    if share is not None:
        yield f"{percent(share)} of what was planned in the {_weeks(len(shown))} shown was held."
    if len(shown) == MOST < len(figures.weeks):
        yield f"Of {len(figures.weeks)} weeks the newest {MOST} are shown."


def _weeks(count: int) -> str:
    return "1 week" if count == 1 else f"{count} weeks"
