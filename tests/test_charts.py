"""Each picture's own rules; how they look together is in test_stats.py and snapshots/."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sittings import BERLIN, a_year, sitting, stretch

from sciatica_stretch.core.routine import Side
from sciatica_stretch.journal.charts.balance import balance
from sciatica_stretch.journal.charts.calendar import calendar
from sciatica_stretch.journal.charts.ink import ASCII, UNICODE, Glyphs, Picture, as_text, cells, fitted, wrapped
from sciatica_stretch.journal.charts.pain import HONESTLY, pain_chart
from sciatica_stretch.journal.charts.weeks import weeks
from sciatica_stretch.journal.figures import Figures
from sciatica_stretch.journal.record import SessionRecord
from sciatica_stretch.journal.tally import figures

TODAY = date(2026, 3, 18)  # a Wednesday
EVENING = datetime(2026, 3, 18, 20, 0, tzinfo=BERLIN)
MONDAY = date(2026, 3, 2)


def of(*sessions: SessionRecord, goal: int = 3) -> Figures:
    return figures(sessions, today=TODAY, goal=goal)


def lines(picture: Picture | None) -> list[str]:
    assert picture
    return [as_text(line) for line in picture.lines]


# --- days


def marks(picture: Picture) -> dict[str, str]:
    """Return the marks of each weekday, the weeks from left to right."""
    return {line[:3]: line[4:] for line in lines(picture)[1:]}


def test_a_day_is_on_the_row_of_its_weekday_and_days_to_come_are_blank() -> None:
    found = marks(calendar(of(sitting("2026-03-10", stretch(held=700.0))), 80, UNICODE, since=MONDAY))

    # at 80 columns three weeks are three columns each
    assert found["Tue"] == "·  ▓▓ ·"
    assert found["Wed"] == "·  ·  ·"
    assert found["Thu"] == "·  ·"


@pytest.mark.parametrize(
    ("seconds", "mark"), [(1, "░"), (299, "░"), (300, "▒"), (599, "▒"), (600, "▓"), (1199, "▓"), (1200, "█")]
)
def test_the_more_was_held_on_a_day_the_fuller_is_its_mark(seconds: int, mark: str) -> None:
    found = marks(calendar(of(sitting("2026-03-16", stretch(held=float(seconds)))), 80, UNICODE, since=TODAY))

    assert found["Mon"] == ""  # before the day it is asked from
    found = marks(calendar(of(sitting("2026-03-18", stretch(held=float(seconds)))), 80, UNICODE, since=TODAY))
    assert found["Wed"] == mark * 2


def test_sessions_of_one_day_are_one_mark() -> None:
    sessions = [sitting(f"2026-03-18T{hour}:00", stretch(held=250.0)) for hour in (10, 20)]

    assert marks(calendar(of(*sessions), 80, UNICODE, since=TODAY))["Wed"] == "▒▒"


@pytest.mark.parametrize(("columns", "count"), [(40, 36), (57, 53), (60, 53)])
def test_a_narrow_terminal_shows_the_newest_weeks(columns: int, count: int) -> None:
    found = marks(calendar(of(sitting("2026-03-18")), columns, UNICODE))

    assert {len(row) for row in found.values()} <= {count, count - 1}
    assert found["Wed"].endswith("░")


def test_each_month_is_named_over_the_week_of_its_first_day() -> None:
    picture = calendar(of(sitting("2026-03-18")), 130, UNICODE)

    head = lines(picture)[0]
    for number, name in ((1, "Jan"), (2, "Feb"), (3, "Mar")):
        first = date(2026, number, 1)
        monday = first - timedelta(days=first.weekday())
        weeks_ago = (date(2026, 3, 16) - monday).days // 7
        assert head.rindex(name) == 4 + 2 * (52 - weeks_ago)


# --- weeks


def test_a_week_shows_its_sessions_against_the_goal_in_glyphs_and_words() -> None:
    sessions = [*(sitting(f"2026-03-0{day}") for day in range(2, 7)), sitting("2026-03-09"), sitting("2026-03-17")]

    rows = lines(weeks(of(*sessions), 80, UNICODE))[1:]

    assert [re.split(r"\s{2,}|━", row.strip())[1] for row in rows] == ["■■■+2 kept", "■□□", "■□□ so far"]


def test_a_goal_that_is_too_high_for_marks_is_a_number() -> None:
    assert "1/12" in lines(weeks(of(sitting("2026-03-16"), goal=12), 80, UNICODE))[1]


def test_the_longest_bar_is_that_of_the_week_with_the_most_minutes_and_nothing_has_none() -> None:
    sessions = [sitting("2026-03-02", stretch(held=600.0)), sitting("2026-03-17", stretch(held=1200.0))]

    bars = [row.count("━") + row.count("╸") / 2 for row in lines(weeks(of(*sessions), 80, UNICODE))[1:]]

    assert bars[1] == 0
    assert bars[0] == pytest.approx(bars[2] / 2, abs=0.5)


def test_of_weeks_in_a_row_nothing_is_said_before_one_is_over() -> None:
    picture = weeks(of(sitting("2026-03-16")), 80, UNICODE)

    assert picture
    assert picture.words == ("100 % of what was planned in the 1 week shown was held.",)


def test_weeks_that_are_all_to_come_are_no_picture() -> None:
    assert weeks(of(sitting("2031-01-01")), 80, UNICODE) is None


# --- left and right


def test_a_bar_is_as_long_as_its_side_is_of_the_longer_one() -> None:
    session = sitting("2026-03-16", stretch(side=Side.LEFT, held=30.0), stretch(side=Side.RIGHT, held=60.0))

    row = lines(balance(of(session), 80, UNICODE))[2]

    left, right = (half.count("━") + (half.count("╸") + half.count("╺")) / 2 for half in row.split("│"))
    assert left == pytest.approx(right / 2, abs=0.5)


def test_what_is_for_both_sides_at_once_is_no_row() -> None:
    session = sitting("2026-03-16", stretch("wag", side=None, held=48.0), stretch("pigeon"))

    assert [line.split()[0] for line in lines(balance(of(session), 80, UNICODE))[1:]] == ["All", "Pigeon"]
    assert balance(of(sitting("2026-03-16", stretch("wag", side=None))), 80, UNICODE) is None


def test_of_many_steps_those_held_longest_are_shown_and_it_says_so() -> None:
    session = sitting("2026-03-16", *(stretch(f"step-{number:02}", held=60.0 + number) for number in range(11)))

    picture = balance(of(session), 80, UNICODE)

    assert picture
    assert [line.split()[1] for line in lines(picture)[2:]] == [f"{number:02}" for number in range(10, 2, -1)]
    assert picture.words[-1] == "Of 11 steps the 8 that were held longest are shown."


# --- pain


def chart(
    sessions: Iterable[SessionRecord], *, columns: int = 60, since: date | None = MONDAY, glyphs: Glyphs = UNICODE
) -> Picture:
    return pain_chart(of(*sessions).pain, columns, glyphs, since=since, until=TODAY)


def scores(picture: Picture) -> dict[int, str]:
    """Return what is on the row of each score."""
    found = {int(line[:2]): line[4:] for line in lines(picture) if line[:2].strip()[:2].isdigit() and "│" in line}
    assert sorted(found) == list(range(11))
    return found


def drawn(picture: Picture) -> dict[tuple[int, int], str]:
    """Return what is drawn, by column and score, but for the band."""
    cells = {(column, score): cell for score, row in scores(picture).items() for column, cell in enumerate(row)}
    return {place: cell for place, cell in cells.items() if cell not in " ·"}


def test_a_session_is_a_stroke_from_before_to_after_on_its_day() -> None:
    picture = chart([sitting("2026-03-04", pain=(6, 3))])

    column = 2 * 3 + 1  # three columns a day, a session alone in the middle one
    assert drawn(picture) == {(column, 6): "●", (column, 5): "│", (column, 4): "│", (column, 3): "○"}


def test_a_stroke_goes_up_where_the_score_did() -> None:
    assert drawn(chart([sitting("2026-03-02", pain=(2, 4))])) == {(1, 4): "○", (1, 3): "│", (1, 2): "●"}


def test_equal_scores_are_one_mark_of_their_own() -> None:
    assert drawn(chart([sitting("2026-03-02", pain=(10, 10))])) == {(1, 10): "◉"}


def test_one_answer_is_one_mark_and_no_stroke() -> None:
    picture = chart([sitting("2026-03-02", pain=(0, None)), sitting("2026-03-03", pain=(None, 7))])

    assert drawn(picture) == {(1, 0): "●", (4, 7): "○"}


def test_the_scale_is_whole_and_days_without_a_rating_stay_empty() -> None:
    picture = chart([sitting("2026-03-02", pain=(1, 1)), sitting("2026-03-03"), sitting("2026-03-18", pain=(1, 1))])

    assert drawn(picture) == {(1, 1): "◉", (49, 1): "◉"}
    assert "n = 2 rated, 1 skipped (not answered)." in picture.words


def test_sessions_of_one_day_stand_beside_each_other_where_there_is_room() -> None:
    sessions = [sitting(f"2026-03-02T{hour}:00", pain=(None, hour - 8)) for hour in (10, 13, 18)]

    assert drawn(chart(sessions)) == {(0, 2): "○", (1, 5): "○", (2, 10): "○"}


def test_sessions_that_share_a_column_are_all_drawn_and_none_is_averaged() -> None:
    sessions = [sitting("2026-03-02T09:00", pain=(8, 6)), sitting("2026-03-02T20:00", pain=(3, 1))]

    picture = chart(sessions, columns=40, since=date(2026, 2, 16))  # 36 columns for 31 days

    strokes = {8: "●", 7: "│", 6: "○", 3: "●", 2: "│", 1: "○"}
    assert drawn(picture) == {(14, score): cell for score, cell in strokes.items()}
    assert picture.words[0].startswith("A column is a day. 1 of them holds several sessions: every mark")


def test_the_median_line_lies_on_its_score_and_breaks_where_no_rating_is_near() -> None:
    days = [2, 3, 4, 12, 13, 14]

    picture = chart(sitting(f"2026-03-{day:02}", pain=(5 if day < 10 else 2, 9)) for day in days)

    line = {place for place, cell in drawn(picture).items() if cell == "━"}
    assert {score for _, score in line} == {5, 2}
    assert {column // 3 for column, _ in line} == {2, 12}  # of the 4th and the 14th, the third of each three
    assert "7 days" in picture.legend


def test_a_median_between_two_scores_lies_between_their_rows() -> None:
    sessions = [sitting(f"2026-03-{day:02}", pain=(pain, None)) for day, pain in ((2, 2), (3, 2), (4, 3), (5, 3))]

    assert (9, 3) in {place for place, cell in drawn(chart(sessions)).items() if cell == "▁"}
    assert "━" in lines(chart(sessions, columns=200))[-2 - 5 - 1]  # with two rows a point on the one of 2.5


def test_the_band_is_two_points_to_each_side_of_the_baseline_and_says_what_it_is() -> None:
    sessions = [sitting(f"2026-03-0{day}", pain=(5, None)) for day in range(2, 7)]

    picture = chart(sessions)

    assert {score for score, row in scores(picture).items() if "·" in row} == {3, 4, 5, 6, 7}
    assert "·· usual measurement noise, 2 around the baseline of 5" in picture.legend


def test_with_too_few_ratings_there_is_neither_line_nor_band_and_it_says_what_they_need() -> None:
    picture = chart(sitting(f"2026-03-0{day}", pain=(5, 4)) for day in (2, 3))

    assert not re.search("[━▁·]", "".join(scores(picture).values()))
    assert (picture.legend, picture.words[1:3]) == (
        "● before  ○ after  ◉ both at one score",
        ("The median line needs 3 ratings of before within 7 days.", "The baseline needs 5 ratings of before: 3 more."),
    )


def test_the_honest_sentences_stand_beneath_each_drawing() -> None:
    assert chart([sitting("2026-03-02", pain=(5, 4))]).words[-len(HONESTLY) :] == HONESTLY


def test_where_nothing_was_rated_there_is_no_drawing() -> None:
    picture = chart([sitting("2026-03-02"), sitting("2026-03-03")])

    assert (picture.lines, picture.words) == ((), ("n = 0 rated, 2 skipped (not answered).",))


@pytest.mark.parametrize(("columns", "count"), [(40, 31), (80, 73), (120, 80), (240, 160)])
def test_without_a_beginning_there_are_as_many_of_twelve_weeks_as_have_a_column_a_day(columns: int, count: int) -> None:
    picture = chart(a_year(EVENING), columns=columns, since=None)

    assert max(map(len, lines(picture))) == 4 + count


def test_the_dates_below_the_axis_have_their_year_where_there_are_several() -> None:
    session = sitting("2026-03-17", pain=(5, 4))

    assert lines(chart([session], columns=60))[-1].split()[:2] == ["2", "Mar"]
    assert lines(chart([session], columns=60, since=date(2023, 5, 1)))[-1].split()[:2] == ["May", "2023"]


def test_a_new_log_is_no_thin_strip_at_the_edge() -> None:
    picture = chart([sitting("2026-03-17", pain=(5, 4))], columns=80, since=None)

    assert picture.heading.endswith("9 Mar to 18 Mar 2026")


@given(
    st.integers(40, 240),
    st.integers(0, 2**32),
    st.dates(date(1970, 1, 1), TODAY),
    st.sampled_from([UNICODE, ASCII]),
)
def test_each_score_that_was_given_has_its_mark_in_any_picture(
    columns: int, seed: int, since: date, glyphs: Glyphs
) -> None:
    sessions = [sitting(EVENING, pain=(4, 3)), *a_year(EVENING - timedelta(minutes=1), days=100, seed=seed)]

    picture = chart(sessions, columns=columns, since=since, glyphs=glyphs)

    rows = dict(_rows(picture, glyphs))
    for point in (point for point in of(*sessions).pain.points if point.at.date() >= since):
        assert point.before is None or {glyphs.before, glyphs.same} & set(rows[point.before])
        assert point.after is None or {glyphs.after, glyphs.same} & set(rows[point.after])
    assert all(cells(line) <= columns for line in lines(picture))


def _rows(picture: Picture, glyphs: Glyphs) -> Iterable[tuple[int, str]]:
    for line in lines(picture):
        if line[:2].strip().isdigit() and line[3:4] == glyphs.axis:
            yield int(line[:2]), line[4:]


# --- what they are drawn with


def test_names_are_cut_and_filled_by_the_cells_they_take() -> None:
    assert fitted("Pigeon", 8, UNICODE) == "Pigeon  "
    assert fitted("Half pigeon", 8, UNICODE) == "Half pi…"
    assert fitted("鳩のポーズ", 6, UNICODE) == "鳩の… "
    assert fitted("\x1b[2J", 8, UNICODE) == "␛[2J    "
    assert cells(fitted("鳩のポーズ", 7, ASCII)) == 7


def test_words_break_first_where_two_blanks_part_them() -> None:
    assert wrapped("● before  ○ after  ━━ the median", 20) == ["● before  ○ after", "━━ the median"]
    assert wrapped("", 20) == []


def test_every_glyph_is_one_cell_and_no_two_that_could_meet_are_the_same() -> None:
    for glyphs in (UNICODE, ASCII):
        for name in ("bar", "bar_end", "bar_start", "middle", "cut", "done", "due", "stroke", "trend", "band"):
            assert cells(getattr(glyphs, name)) == 1
        assert len({glyphs.before, glyphs.after, glyphs.same, glyphs.stroke, glyphs.trend, glyphs.band, " "}) == 7
        assert len(set(glyphs.levels)) == 5
        assert glyphs.done != glyphs.due
