"""The page for a physiotherapist, as HTML and as Markdown."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest
from exports import EVENING, SESSION
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from msgspec.structs import replace
from sittings import BERLIN, a_year, sitting, stretch
from test_record import RECORDS

from sciatica_stretch.core.side import Side
from sciatica_stretch.journal.export.markdown import markdown
from sciatica_stretch.journal.export.page import html
from sciatica_stretch.journal.export.pain_chart import pain_chart
from sciatica_stretch.journal.export.report import HONESTY, MOST_NOTES, MOST_ROWS, OF_THE_BAND
from sciatica_stretch.journal.newest import Newest
from sciatica_stretch.journal.period import EVER, Period
from sciatica_stretch.journal.rating import Note
from sciatica_stretch.journal.record import SessionRecord
from sciatica_stretch.journal.tally import figures

TODAY = date(2026, 3, 22)
_VOID = {"meta", "br", "path", "rect", "circle"}


class Elements(HTMLParser):
    """What a browser makes of a page: its elements with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def marks(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for _, attributes in self.found if attributes.get("class") == name]

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def page(*sessions: SessionRecord, period: Period = EVER) -> str:
    return "".join(html(sessions, period, TODAY))


def words(*sessions: SessionRecord, period: Period = EVER) -> str:
    return "".join(markdown(sessions, period, TODAY))


def six_weeks() -> Iterator[SessionRecord]:
    return a_year(datetime(2026, 3, 22, 20, tzinfo=BERLIN), days=41)


def chart(*sessions: SessionRecord, first: date, last: date) -> Elements:
    return Elements(pain_chart(figures(sessions, today=last).pain, first, last))


# --- the pain chart


def test_each_session_is_a_stroke_from_a_filled_mark_before_to_a_hollow_one_after() -> None:
    drawn = chart(sitting("2026-03-02", pain=(8, 3)), first=date(2026, 3, 1), last=date(2026, 3, 11))

    (before,), (after,), (stroke,) = drawn.marks("before"), drawn.marks("after"), drawn.marks("stroke")
    assert (before["cy"], after["cy"]) == ("42.4", "128.4")  # the field is from 8 (a ten) to 180 (a nought)
    assert stroke["d"] == f"M{before['cx']} {before['cy']}V{after['cy']}"


def test_a_question_that_was_skipped_leaves_no_mark() -> None:
    drawn = chart(
        sitting("2026-03-02", pain=(8, None)), sitting("2026-03-03"), first=date(2026, 3, 1), last=date(2026, 3, 11)
    )

    assert [len(drawn.marks(name)) for name in ("before", "after", "stroke")] == [1, 0, 0]


def test_the_scale_is_from_0_to_10_whatever_was_rated() -> None:
    drawn = chart(sitting("2026-03-02", pain=(1, 1)), first=date(2026, 3, 1), last=date(2026, 3, 11))

    assert [word for word in drawn.words if word.strip().isdigit()] == ["0", "2", "4", "6", "8", "10"]


def test_days_are_as_far_apart_as_they_were_so_that_a_gap_is_a_gap() -> None:
    sessions = [sitting(f"2026-03-{day:02}T12:00:00+01:00", pain=(3, 3)) for day in (1, 2, 11)]

    drawn = chart(*sessions, first=date(2026, 3, 1), last=date(2026, 3, 11))

    first, second, third = (float(mark["cx"] or "") for mark in drawn.marks("before"))
    assert third - second == pytest.approx(9 * (second - first), abs=1)


def test_the_median_does_not_cross_a_week_without_an_answer() -> None:
    sessions = [sitting(f"2026-03-{day:02}", pain=(3, 3)) for day in (1, 2, 3, 4, 19, 20, 21, 22)]

    drawn = chart(*sessions, first=date(2026, 3, 1), last=date(2026, 3, 22))

    ends = [[float(x) for x in re.findall(r"[ML]([\d.]+)", mark["d"] or "")] for mark in drawn.marks("trend")]
    assert len(ends) == 2
    assert max(right - left for left, right in ends) < 30


def test_the_band_is_two_points_around_the_first_five_and_says_what_it_is() -> None:
    sessions = [sitting(f"2026-03-{day:02}", pain=(pain, None)) for day, pain in enumerate((5, 5, 5, 4, 6, 9), start=1)]

    drawn = chart(*sessions, first=date(2026, 3, 1), last=date(2026, 3, 11))
    with_four = chart(*sessions[:4], first=date(2026, 3, 1), last=date(2026, 3, 11))

    (band,) = drawn.marks("band")
    assert (band["y"], band["height"]) == ("59.6", "68.8")  # 7 to 3
    assert "usual measurement noise" in drawn.text
    assert with_four.marks("band") == []
    assert "noise" not in with_four.text


@pytest.mark.parametrize("days", [1, 2, 9, 30, 126, 127, 400, 3000, 20_000])
def test_the_days_below_the_chart_have_room_for_their_names(days: int) -> None:
    first = date(1999, 7, 14)

    drawn = chart(first=first, last=first + timedelta(days=days - 1))

    ticks = sorted(float(mark["x"] or "") for mark in drawn.marks("day"))
    assert 1 <= len(ticks) <= 14
    assert min((b - a for a, b in pairwise(ticks)), default=99) >= 40


# --- the page


def test_the_page_has_no_script_and_nothing_from_elsewhere() -> None:
    drawn = Elements(page(*six_weeks()))

    assert {tag for tag, _ in drawn.found} & {"script", "link", "img", "iframe", "object", "embed", "base"} == set()
    assert {key for _, attributes in drawn.found for key in attributes} & {"src", "href", "onload", "onclick"} == set()
    assert not re.search(r"url\(|@import|//", page(*six_weeks()))
    assert drawn.open == []


def test_what_it_says_of_six_weeks_is_what_the_sessions_say() -> None:
    left, right = stretch(side=Side.LEFT, held=60.0), stretch(side=Side.RIGHT, held=30.0)
    sessions = [sitting(f"2026-03-{day:02}", left, right, pain=(day, 2)) for day in (2, 3, 5, 9)]

    text = Elements(page(*sessions, sitting("2026-03-10", left, right))).text

    assert "2 Mar to 22 Mar 2026" in text
    assert "Sessions 5, 5 of them to the end" in text
    assert "Days with a session 5 of 21" in text
    assert "Weeks of 3 sessions or more 1 of 2" in text  # the running one isn't kept yet
    assert "Held of what was planned 75%" in text
    assert "n = 4 rated, 1 skipped" in text
    assert "Half pigeon 1:40 0:50" in text  # 5 x 60 s and 5 x 30 s in three weeks
    assert "before 4 (n = 4), after 2 (n = 4)" in text
    assert "2026-03-09 9 2" in text


def test_the_period_is_the_one_that_was_asked_for_also_where_nothing_was_done() -> None:
    period = Period(since=date(2026, 2, 1), until=date(2026, 3, 1))

    assert "1 Feb to 1 Mar 2026" in Elements(page(sitting("2026-02-20"), period=period)).text


@pytest.mark.parametrize("write", [page, words])
def test_of_a_period_that_is_long_over_it_says_what_it_said_on_its_last_day(write: Any) -> None:
    monday = date(2025, 9, 1)
    days = [str(monday + timedelta(weeks=week, days=day)) for week in range(12) for day in (0, 2, 4)]
    twelve_weeks = Period(since=monday, until=date(2025, 11, 23))

    said = Elements(write(*map(sitting, days), period=twelve_weeks))

    assert re.search(r"Weeks of 3 sessions or more\W+12 of 12\b", said.text)
    assert {bar["height"] for bar in said.marks("bar")} <= {"100.0"}  # each week is as long as the longest
    assert len(said.marks("bar")) in {12, 0}


def test_the_page_ends_with_the_day_a_traveller_has_been_to_already() -> None:
    assert "1 Mar to 23 Mar 2026" in Elements(page(sitting("2026-03-01"), sitting("2026-03-23"))).text


def test_without_a_session_it_says_so() -> None:
    assert "No sessions in this period." in page()
    assert "No sessions in this period." in words()


@pytest.mark.parametrize("write", [page, words])
def test_of_years_of_sessions_the_chart_has_the_newest_thousand_and_the_page_says_so(write: Any) -> None:
    start = datetime(2022, 1, 1, 20, tzinfo=BERLIN)
    days = [(start + timedelta(days=day)).isoformat() for day in range(1100)]

    said = write(*(sitting(day, pain=(3, 2)) for day in days))

    assert "Days with a session" in said
    assert "1100" in said
    assert "Sessions rated before 2022-04-18, left out of the chart and its medians: 107." in said
    assert "n = 993 rated, 0 skipped since 2022-04-18" in said
    assert said.count('class="stroke"') in {993, 0}


def test_only_so_many_of_the_newest_are_kept_in_whatever_order_they_come() -> None:
    newest: Newest[int] = Newest(3, int)

    for number in (5, 1, 9, 2, 8, 7, 3):
        newest.add(number)

    assert (newest.oldest_first(), newest.left_out) == ([7, 8, 9], 4)


@pytest.mark.parametrize("write", [page, words])
def test_it_has_scores_and_no_verdicts(write: Any) -> None:
    said = write(*six_weeks()).lower()

    assert re.findall(r"\b(?:improve\w*|better|worse\w*|progress|relie\w+|treat\w*|cure\w*|success)\b", said) == []
    assert "not a medical device" in said


@pytest.mark.parametrize("write", [page, words])
def test_the_honest_sentences_are_on_it(write: Any) -> None:
    said = Elements(write(*six_weeks())).text

    assert [sentence for sentence in (*HONESTY, OF_THE_BAND) if sentence not in said] == []


@pytest.mark.parametrize("write", [page, words])
def test_nothing_is_said_of_a_band_where_none_is_drawn(write: Any) -> None:
    assert OF_THE_BAND not in Elements(write(SESSION)).text


def test_the_chart_in_markdown_says_which_mark_is_which() -> None:
    assert "● before  ○ after  ◉ both at one score" in words(SESSION)


HOSTILE = "<script>alert(1)</script> & \"quotes\" 'too' | pipe\nnew `line` [x](y) *b*\x1b[2J\u202e"


def test_names_and_notes_cannot_become_markup() -> None:
    hostile = replace(
        SESSION,
        title=HOSTILE,
        notes=(Note(at=EVENING, text=HOSTILE),),
        stretches=(replace(SESSION.stretches[0], name=HOSTILE),),
    )

    drawn = Elements(page(hostile))

    assert "script" not in {tag for tag, _ in drawn.found}
    assert drawn.text.count("<script>alert(1)</script>") == 3
    assert "\x1b" not in page(hostile)
    assert "\u202e" not in page(hostile)


def test_names_and_notes_cannot_become_markdown() -> None:
    hostile = replace(
        SESSION,
        title=HOSTILE,
        notes=(Note(at=EVENING, text=HOSTILE),),
        stretches=(replace(SESSION.stretches[0], name=HOSTILE),),
    )

    drawn = Elements(MarkdownIt("commonmark").enable("table").render(words(hostile)))

    assert {tag for tag, _ in drawn.found} & {"script", "a", "em", "strong"} == set()
    assert drawn.text.count('<script>alert(1)</script> & "quotes"') == 3
    assert "'too' | pipe / new `line` [x](y) *b*" in drawn.text
    cells = [len(row.split(" | ")) for row in re.findall(r"^\| .* \|$", words(hostile), re.MULTILINE)]
    assert set(cells) <= {3, 4, 5, 7, 8}


def test_a_long_log_leaves_the_page_as_long_as_it_was_and_it_says_what_it_leaves_out() -> None:
    year = [
        replace(session, notes=(Note(at=session.ended_at, text="x" * 999),))
        for session in a_year(datetime(2026, 3, 22, 20, tzinfo=BERLIN))
    ]

    drawn = Elements(page(*year))

    assert len([tag for tag, _ in drawn.found if tag == "li"]) == MOST_NOTES
    assert f"Earlier notes, left out here: {len(year) - MOST_NOTES}." in drawn.text
    assert len(re.findall(r"\d{4}-\d\d-\d\d \d", drawn.text)) == MOST_ROWS
    assert "x" * 240 not in drawn.text


@settings(max_examples=30)
@given(st.lists(RECORDS, max_size=3))
def test_any_sessions_make_a_page(sessions: list[SessionRecord]) -> None:
    days = [session.started_at.date() for session in sessions] or [TODAY]
    period = Period(since=min(days))
    if (max(days) - min(days)).days > 9999:
        return

    assert Elements("".join(html(sessions, period, max(days)))).open == []
    assert "not a medical device" in "".join(markdown(sessions, period, max(days)))
