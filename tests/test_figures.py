from datetime import date, datetime, timedelta, timezone
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sittings import BERLIN, a_year, sitting, stretch

from sciatica_stretch.core.events import Outcome
from sciatica_stretch.core.routine import Side
from sciatica_stretch.journal.figures import Day, Figures, Sides, Streak, lately
from sciatica_stretch.journal.pain import Baseline, PainPoint, TrendPoint, median
from sciatica_stretch.journal.record import SessionRecord
from sciatica_stretch.journal.tally import figures

TODAY = date(2026, 3, 18)  # a Wednesday
LEFT, RIGHT = Side.LEFT, Side.RIGHT
EVENING = datetime(2026, 3, 18, 20, 0, tzinfo=BERLIN)


def of(*sessions: SessionRecord, goal: int = 3, today: date = TODAY) -> Figures:
    return figures(sessions, today=today, goal=goal)


def thrice(monday: str) -> list[SessionRecord]:
    first = datetime.fromisoformat(monday).replace(hour=12, tzinfo=BERLIN)
    return [sitting(first + timedelta(days=days)) for days in (0, 2, 4)]


# --- days


def test_a_day_adds_up_its_sessions() -> None:
    morning = sitting("2026-03-02T07:00", stretch(planned=60.0, held=50.0))
    evening = sitting("2026-03-02T21:00", stretch(planned=60.0, held=75.5))

    assert of(morning, evening).days == (Day(date(2026, 3, 2), 2, 120.0, 125.5),)


def test_a_session_over_midnight_counts_once_on_the_day_it_began() -> None:
    assert [day.day for day in of(sitting("2026-03-02T23:58")).days] == [date(2026, 3, 2)]


def test_a_day_is_the_one_of_the_place_where_the_session_was_held() -> None:
    in_tokyo = sitting("2026-03-03T06:00+09:00")  # when it is still the 2nd in Berlin
    in_berlin = sitting("2026-03-02T22:00+01:00")

    assert [day.day for day in of(in_tokyo, in_berlin).days] == [date(2026, 3, 2), date(2026, 3, 3)]


def test_the_change_to_summer_time_moves_no_session() -> None:
    before, after = sitting("2026-03-29T01:59+01:00"), sitting("2026-03-29T03:00+02:00")

    assert [(day.day, day.sessions) for day in of(before, after).days] == [(date(2026, 3, 29), 2)]


def test_a_session_of_which_nothing_was_held_counts_as_none_but_its_rating_does() -> None:
    given_up = sitting("2026-03-02", stretch(held=0.0), pain=(6, None), outcome=Outcome.STOPPED)

    found = of(given_up, sitting("2026-03-03"))

    assert (found.sessions, found.nothing_held, found.planned) == (1, 1, 60.0)
    assert (len(found.pain.points), found.pain.skipped) == (1, (date(2026, 3, 3),))


def test_stopped_sessions_are_not_counted_as_completed() -> None:
    stopped = sitting("2026-03-02", stretch(held=1.0), outcome=Outcome.STOPPED)

    found = of(stopped, sitting("2026-03-03"))

    assert (found.sessions, found.completed) == (2, 1)


# --- weeks


def test_a_week_is_kept_with_as_many_sessions_as_the_goal_says() -> None:
    sessions = [*thrice("2026-03-02"), *thrice("2026-03-09")[:2]]

    assert [(week.begins, week.sessions, week.kept) for week in of(*sessions).weeks] == [
        (date(2026, 3, 2), 3, True),
        (date(2026, 3, 9), 2, False),
        (date(2026, 3, 16), 0, False),
    ]
    assert [week.kept for week in of(*sessions, goal=2).weeks] == [True, True, False]


def test_weeks_without_a_session_are_there_too_and_the_last_one_is_running() -> None:
    weeks = of(sitting("2026-02-24"), sitting("2026-03-17")).weeks

    assert [(week.sessions, week.running) for week in weeks] == [(1, False), (0, False), (0, False), (1, True)]


def test_a_session_late_on_sunday_is_in_the_week_that_ends() -> None:
    week = of(sitting("2026-03-15T23:59")).weeks[0]

    assert week.begins == date(2026, 3, 9)


def test_adherence_is_what_was_held_of_what_was_planned_and_nothing_where_nothing_was() -> None:
    found = of(sitting("2026-03-03", stretch(planned=60.0, held=45.0)), sitting("2026-03-17", stretch(held=75.0)))

    assert [week.adherence for week in found.weeks] == [0.75, None, 1.25]
    assert found.adherence == 1.0
    assert of().adherence is None


def test_a_clock_that_was_set_to_the_last_day_there_is_ends_in_no_error() -> None:
    found = of(sitting("9999-12-31T12:00"), today=date(9999, 12, 30))

    assert [week.sessions for week in found.weeks] == [1]
    assert of(sitting("0001-01-01T12:00")).weeks[0].begins == date(1, 1, 1)


# --- the streak


def test_weeks_kept_in_a_row_are_a_streak_however_their_sessions_lie() -> None:
    weekend = [sitting("2026-03-07T09:00"), sitting("2026-03-07T20:00"), sitting("2026-03-08")]

    assert of(*weekend, *thrice("2026-03-09")).streak == Streak(2, 2)


def test_the_running_week_breaks_no_streak_and_counts_once_it_is_kept() -> None:
    kept = [*thrice("2026-03-02"), *thrice("2026-03-09")]

    assert of(*kept).streak.weeks == 2
    assert of(*kept, sitting("2026-03-16")).streak.weeks == 2
    assert of(*kept, *thrice("2026-03-16")).streak.weeks == 3


def test_a_week_that_missed_the_goal_ends_a_streak_and_the_longest_stays() -> None:
    sessions = [*thrice("2026-02-16"), *thrice("2026-02-23"), sitting("2026-03-03"), *thrice("2026-03-09")]

    assert of(*sessions).streak == Streak(1, 2)


def test_a_traveller_s_session_tomorrow_is_counted_and_breaks_nothing() -> None:
    sunday = date(2026, 3, 15)

    found = of(*thrice("2026-03-09"), sitting("2026-03-16T08:00+13:00"), today=sunday)

    assert found.streak == Streak(1, 1)
    assert [week.running for week in found.weeks] == [True, True]


# --- sides


def test_seconds_are_added_up_for_each_side_and_step_and_what_is_for_both_stays_apart() -> None:
    session = sitting(
        "2026-03-02",
        stretch("half-pigeon", side=LEFT, held=60.0),
        stretch("half-pigeon", side=RIGHT, held=41.5),
        stretch("full-pigeon", side=RIGHT, held=90.0),
        stretch("wag", side=None, held=48.0),
        stretch("never-reached", side=LEFT, held=0.0),
    )

    found = of(session, session)

    assert found.sides == Sides("", "", 120.0, 263.0, 96.0)
    assert found.steps == (
        Sides("half-pigeon", "Half pigeon", 120.0, 83.0, 0.0),
        Sides("full-pigeon", "Full pigeon", 0.0, 180.0, 0.0),
        Sides("wag", "Wag", 0.0, 0.0, 96.0),
    )


# --- pain


def test_a_session_without_an_answer_is_skipped_and_never_a_zero() -> None:
    pain = of(sitting("2026-03-02"), sitting("2026-03-03", pain=(0, None))).pain

    assert (len(pain.points), pain.skipped) == (1, (date(2026, 3, 2),))
    assert [(point.before, point.after) for point in pain.points] == [(0, None)]


def test_points_are_in_order_of_time_in_whatever_zone() -> None:
    first = sitting("2026-03-02T20:00+01:00", pain=(5, 4), next_morning=3)
    second = sitting("2026-03-03T05:00+09:00", pain=(2, 2))  # an hour later

    assert of(second, first).pain.points == (
        PainPoint(first.started_at, 5, 4, 3),
        PainPoint(second.started_at, 2, 2, None),
    )


@pytest.mark.parametrize(
    ("answers", "middle"), [([4], 4.0), ([5, 1, 3], 3.0), ([2, 8, 3, 4], 3.5), ([10, 0], 5.0), ([3, 3], 3.0)]
)
def test_the_median_is_the_middle_one(answers: list[int], middle: float) -> None:
    assert median(answers) == middle


def test_the_trend_is_the_median_of_seven_days_where_three_were_rated() -> None:
    rated = {1: 6, 2: 5, 4: 2, 7: 3, 8: 7, 30: 1}
    sessions = [sitting(f"2026-01-{day:02}", pain=(pain, None)) for day, pain in rated.items()]

    assert of(*sessions).pain.trend == (
        TrendPoint(date(2026, 1, 4), 5.0, 3),
        TrendPoint(date(2026, 1, 7), 4.0, 4),  # of 6, 5, 2, 3
        TrendPoint(date(2026, 1, 8), 4.0, 4),  # of 5, 2, 3, 7: the 1st is eight days ago
    )


def test_an_answer_after_the_session_is_no_part_of_trend_and_baseline() -> None:
    pain = of(*(sitting(f"2026-03-0{day}", pain=(None, 9)) for day in range(1, 8))).pain

    assert (len(pain.points), pain.trend, pain.baseline) == (7, (), None)


def test_the_baseline_is_the_median_of_the_first_five() -> None:
    sessions = [sitting(f"2026-03-0{day}", pain=(pain, 0)) for day, pain in enumerate([9, 7, 3, 8, 2, 1, 1], start=1)]

    assert of(*sessions[:4]).pain.baseline is None
    assert of(*sessions).pain.baseline == Baseline(7.0, date(2026, 3, 1), date(2026, 3, 5))


def test_a_median_is_given_of_three_answers_or_more() -> None:
    sessions = [sitting(f"2026-03-0{day}", pain=(4, 3 if day > 1 else None)) for day in range(1, 4)]

    pain = of(*sessions).pain

    assert (pain.median("before"), pain.median("after"), pain.median("next_morning")) == (4.0, None, None)


def test_the_first_medians_of_a_window_are_of_ratings_before_it_too() -> None:
    days = ["2025-12-27", "2025-12-28", "2025-12-29"]  # the window begins on the last of these
    sessions = [sitting(day, pain=(pain, None)) for day, pain in zip(days, (2, 3, 9), strict=True)]

    pain = figures(sessions, today=TODAY, window=lately(TODAY)).pain

    assert [point.before for point in pain.points] == [9]
    assert pain.trend == (TrendPoint(date(2025, 12, 29), 3.0, 3),)


# --- all of them


def test_no_session_at_all_has_no_figures_but_zeros() -> None:
    found = of()

    assert (found.sessions, found.days, found.weeks, found.steps, found.held) == (0, (), (), (), 0)
    assert found.streak == Streak(0, 0)


@given(st.integers(0, 2**32))
def test_the_order_in_which_sessions_come_changes_nothing(seed: int) -> None:
    sessions = list(a_year(EVENING, days=40, seed=seed))
    mixed = Random(seed).sample(sessions, len(sessions))

    assert of(*mixed) == of(*sessions)


@given(st.integers(0, 2**32), st.integers(1, 9), st.integers(-12, 14))
def test_days_and_weeks_both_add_up_to_the_whole(seed: int, goal: int, hours: int) -> None:
    zone = timezone(timedelta(hours=hours))
    found = figures(a_year(EVENING.astimezone(zone), days=60, seed=seed), today=TODAY, goal=goal)

    for rows in (found.days, found.weeks):
        assert sum(row.sessions for row in rows) == found.sessions
        assert sum(row.held for row in rows) == pytest.approx(found.held)
    assert found.sides.left + found.sides.right + found.sides.both == pytest.approx(found.held)
    assert found.streak.weeks <= found.streak.longest <= sum(week.kept for week in found.weeks)
    assert len(found.pain.points) + len(found.pain.skipped) == found.sessions


def test_a_session_of_a_clock_that_was_set_wrong_is_in_no_week_to_come() -> None:
    found = of(*thrice("2026-03-09"), sitting("2031-01-01"))

    assert [week.sessions for week in found.weeks] == [3, 0]
    assert (found.sessions, found.newest) == (4, TODAY)
    assert of(sitting("2031-01-01")).weeks == ()
