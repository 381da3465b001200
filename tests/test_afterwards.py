"""`stretch log`, `rate`, `note` and `forget` as a person types them."""

import json
import os
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from exports import SESSION
from fakes import FakeClock
from msgspec.structs import replace
from test_cli import Desk, Run, desk  # noqa: F401 - a fixture
from test_journal_docs import a_few_sessions

from sciatica_stretch.core.events import Reason
from sciatica_stretch.journal.record import PauseRecord, to_json

NEWEST, MIDDLE, OLDEST = "9a40c7d3-5e88-4b0e-a6f7-1d2c3b4a5968", "0b6f0e4e", "0b11aa52"


@pytest.fixture
def kept(desk: Desk) -> Desk:  # noqa: F811 - the fixture
    """A desk with three sessions in its log, the newest one of today."""
    a_few_sessions(desk.home)
    return desk


def log_file(kept: Desk, device: str = "laptop-1a2b") -> Path:
    return kept.home / "log" / f"{device}.jsonl"


def newest(kept: Desk) -> dict[str, Any]:
    session: dict[str, Any] = kept.type("log", NEWEST, "--json").json
    return session


def ids(run: Run) -> list[str]:
    return [session["id"][:8] for session in run.json]


# --- log


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ([], [NEWEST[:8], MIDDLE, OLDEST]),
        (["--limit", "2"], [NEWEST[:8], MIDDLE]),
        (["--since", "2026-11-21"], [NEWEST[:8], MIDDLE]),
        (["--until", "2026-11-21"], [MIDDLE, OLDEST]),
        (["--since", "1w", "--until", "2026-11-22"], [MIDDLE]),
        (["--routine", "hips-2"], [OLDEST]),
        (["--routine", "hips"], []),
    ],
)
def test_the_log_lists_what_was_asked_for_newest_first(kept: Desk, options: list[str], found: list[str]) -> None:
    assert ids(kept.type("log", "--json", *options)) == found


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--until", "2026-01-01"], "No sessions in that time.\n"),
        (["--since", "2027-01-01"], "No sessions in that time: 2027-01-01 is still to come.\n"),
        (["--routine", "sciatica-31"], "No sessions of the routine 'sciatica-31'. Did you mean 'sciatica-13'?\n"),
        (["--routine", "hips-2", "--since", "2d"], "No sessions of the routine 'hips-2' in that time.\n"),
    ],
)
def test_a_period_without_sessions_says_why(kept: Desk, options: list[str], said: str) -> None:
    assert kept.type("log", *options).out == said


@pytest.mark.parametrize(
    "options",
    [
        ("--since", "1d", "--until", "1w"),
        (NEWEST, "--since", "1d"),
        (NEWEST, "--limit", "1"),
    ],
)
def test_options_that_mean_nothing_are_refused(kept: Desk, options: tuple[str, ...]) -> None:
    assert kept.type("log", *options).code == 2


def test_a_morning_that_is_not_here_yet_can_not_be_rated(kept: Desk) -> None:
    before = log_file(kept).read_bytes()

    run = kept.type("rate", "--pain", "3", "--when", "next-morning")

    assert run.code == 2
    assert run.err.startswith("Error: The morning after that session isn't here yet.\n")
    assert log_file(kept).read_bytes() == before


def test_the_id_that_is_shown_is_the_shortest_that_is_enough(kept: Desk) -> None:
    with log_file(kept).open("a") as file:
        file.write(log_file(kept).read_text().splitlines()[0].replace(OLDEST, "0b11aa53") + "\n")

    rows = kept.type("log").out.splitlines()[1:]

    assert [row.split()[-1] for row in rows] == ["9a40c7", "0b6f0e", "0b11aa53", "0b11aa52"]
    assert kept.type("log", "0b11aa53").code == 0


@pytest.mark.parametrize("command", [("log",), ("log", "--history"), ("rate", "--pain", "1"), ("forget", "--yes")])
def test_an_id_that_is_not_known_or_means_several_is_answered_and_changes_nothing(
    kept: Desk, command: tuple[str, ...]
) -> None:
    before = log_file(kept).read_bytes()

    unknown, several = kept.type(*command, "zz\x1b"), kept.type(*command, "0b")

    assert (unknown.code, several.code) == (66, 66)
    assert unknown.err.startswith("Error: No session's id begins with 'zz␛'.\n")
    assert several.err.startswith("Error: The ids of 2 sessions begin with '0b'.\n    0b11aa  ")
    assert log_file(kept).read_bytes() == before


def test_one_session_is_shown_with_all_that_came_of_each_stretch(kept: Desk) -> None:
    kept.type("note", "--session", MIDDLE, "A\nnote\x1b[2J.")

    out = kept.type("log", MIDDLE).out

    assert "Half pigeon  right  1:15  1:00  15s more, paused 12s\n" in out
    assert "Half pigeon  left   0:42  1:00  skipped\n" in out
    assert "Pain before: 5 of 10, thigh, right (" in out
    assert "Note: A note␛[2J. (" in out


def test_pauses_are_told_by_their_reason_and_those_of_no_second_are_not(desk: Desk) -> None:  # noqa: F811
    paused = [
        (0, 16.2, Reason.CUT_OFF),
        (0, 0.4, Reason.KEY),
        (1, 3.0, Reason.GAP),
        (1, 2.0, Reason.KEY),
        (1, 1.0, Reason.KEY),
    ]
    pauses = tuple(PauseRecord(stretch=stretch, seconds=seconds, reason=reason) for stretch, seconds, reason in paused)
    (desk.home / "log").mkdir(parents=True)
    (desk.home / "log" / "desk.jsonl").write_text(to_json(replace(SESSION, pauses=pauses)) + "\n")

    out = desk.type("log", SESSION.id).out

    assert "15s more, cut off for 16s\n" in out
    assert "skipped, paused 3s, slept 3s\n" in out


def test_the_json_of_one_session_holds_its_ratings_and_notes(kept: Desk) -> None:
    kept.type("note", "One.")

    session = newest(kept)

    assert [(rating["when"], rating["pain"]) for rating in session["ratings"]] == [("before", 4), ("after", 3)]
    assert [note["text"] for note in session["notes"]] == ["One."]
    assert (session["planned"], session["held"]) == (120.0, 135.0)


ACTING = "\x1b[2J \x7f \x9b2J \u202e \u2066 \u2028 \U000e0001 \udce9"


@pytest.mark.parametrize("words", ["log", "log odd", "log odd --history", "stats"])
def test_nothing_in_the_log_acts_on_a_terminal_and_the_json_is_the_same(kept: Desk, words: str) -> None:
    line = json.loads(log_file(kept).read_text().splitlines()[-1]) | {"id": "odd"}
    line |= {"title": ACTING, "notes": [{"at": line["ended_at"], "text": f"für {ACTING}"}]}
    line["stretches"][0] |= {"step": ACTING, "name": ACTING}
    log_file(kept).write_text(json.dumps(line) + "\n")

    shown, piped = kept.type(*words.split(), "--json", tty=True), kept.type(*words.split(), "--json")

    assert all(text.isprintable() for text in shown.out.split("\n"))
    assert shown.json == piped.json
    assert "\u202e" in piped.out
    assert ("für" in shown.out) == ("für" in piped.out)


def test_the_history_keeps_what_a_newer_answer_took_back(kept: Desk) -> None:
    kept.type("rate", "--pain", "9")
    kept.type("rate", "--pain", "2", hostname="desk", clock=lambda _: FakeClock(time=60.0))

    lines = kept.type("log", "--history", "9a40").out.splitlines()[1:]
    rows = kept.type("log", "--history", "9a40", "--json").json

    assert "completed, 2 of 2 stretches, 2:15 held" in lines[0]
    assert "9 of 10" in lines[1]
    assert "2 of 10" in lines[2]
    assert "  desk-" in lines[2]
    assert [row.get("entry", "session") for row in rows] == ["session", "rating", "rating"]
    assert newest(kept)["ratings"][1]["pain"] == 2


def test_history_is_of_one_session(kept: Desk) -> None:
    run = kept.type("log", "--history")

    assert (run.code, run.err) == (2, "Error: --history needs a session.\nGive it an id from: stretch log\n")


# --- rate


def asked(kept: Desk, typed: str) -> Run:
    """Rate line by line, as on a terminal without pictures."""
    return kept.type("rate", typed=typed, tty=True, env={"STRETCH_HOME": str(kept.home), "TERM": "dumb"})


def test_a_person_is_asked_with_the_same_words_each_time(kept: Desk) -> None:
    run = asked(kept, "7\n3\nr\n")

    assert "Session of 2026-11-23 07:20, sciatica-13, 2 of 2 stretches." in run.out
    assert "pain right now? 0 no pain, to 10 worst imaginable. Enter alone skips, q leaves." in " ".join(
        run.out.split()
    )
    assert "Noted, after: 7 of 10, thigh, right." in run.out
    assert newest(kept)["ratings"][1] == {
        "when": "after",
        "at": "2026-11-23T12:00:00Z",
        "pain": 7,
        "reach": "thigh",
        "side": "right",
    }


@pytest.mark.parametrize(
    ("typed", "pain", "reach", "side"),
    [
        ("4\n\n", 4, None, None),
        ("t\n0\n", 10, "none", None),
        ("10\n\n", 10, None, None),
        ("0\n", 0, None, None),
        ("11\nx\n5\n1\nb\n", 5, "back", "both"),
    ],
)
def test_enter_skips_and_what_is_skipped_is_null_and_never_0(
    kept: Desk, typed: str, pain: int | None, reach: str | None, side: str | None
) -> None:
    asked(kept, typed)

    rating = newest(kept)["ratings"][1]
    assert (rating["pain"], rating["reach"], rating["side"]) == (pain, reach, side)


@pytest.mark.parametrize("typed", ["\n", "q\n", ""])
def test_skipping_all_of_it_notes_nothing(kept: Desk, typed: str) -> None:
    before = log_file(kept).read_bytes()

    run = asked(kept, typed)

    assert run.out.endswith("Nothing was noted.\n")
    assert log_file(kept).read_bytes() == before


def test_a_session_of_an_earlier_day_is_rated_for_the_next_morning_unless_another_moment_is_named(kept: Desk) -> None:
    assert "Noted, next morning: 2 of 10." in kept.type("rate", MIDDLE, "--pain", "2").out
    assert "Noted, before: 8 of 10." in kept.type("rate", MIDDLE, "--pain", "8", "--when", "before").out

    session = kept.type("log", MIDDLE, "--json").json
    assert {rating["when"]: rating["pain"] for rating in session["ratings"]} == {
        "before": 8,
        "after": 4,
        "next-morning": 2,
    }


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "Nobody can be asked here.\nAnswer with --pain 0 to 10, --reach and --side.\n"),
        (["--reach", "knee"], "--reach: 'knee' is none of its words.\nWrite one of none, back, buttock, "),
        (["--when", "noon"], "--when: 'noon' is none of its words.\nWrite one of before, after, next-morning.\n"),
        (["--pain", "11"], "--pain: '11' is too large.\nWrite a whole number from 0 to 10.\n"),
    ],
)
def test_an_answer_that_is_none_changes_nothing(kept: Desk, options: list[str], said: str) -> None:
    before = log_file(kept).read_bytes()

    run = kept.type("rate", *options)

    assert run.code == 2
    assert log_file(kept).read_bytes() == before
    assert run.err.startswith(f"Error: {said}")


def test_what_was_answered_before_the_first_option_stays_as_it_was(kept: Desk) -> None:
    assert (
        "Noted, after: 3 of 10, calf, left."
        in kept.type("rate", "--pain", "3", "--reach", "calf", "--side", "left").out
    )
    assert "Noted, after: 3 of 10, calf, right." in kept.type("rate", "--side", "right").out
    assert "Noted, after: 3 of 10, back." in kept.type("rate", "--reach", "back").out
    assert "Noted, after: 2 of 10." in kept.type("rate", "--pain", "2").out


@pytest.mark.parametrize(
    "options",
    [("--pain", "0", "--reach", "calf"), ("--pain", "0", "--side", "left"), ("--reach", "none", "--side", "left")],
)
def test_answers_that_the_questions_would_not_come_to_are_refused(kept: Desk, options: tuple[str, ...]) -> None:
    before = log_file(kept).read_bytes()

    assert kept.type("rate", *options).code == 2
    assert log_file(kept).read_bytes() == before


def test_without_any_session_there_is_nothing_to_rate(desk: Desk) -> None:  # noqa: F811 - the fixture
    run = desk.type("rate", "--pain", "3")

    assert (run.code, run.err.splitlines()[0]) == (66, "Error: There are no sessions yet.")
    assert not (desk.home / "log").exists()


# --- note


def test_words_without_quotes_are_as_good(kept: Desk) -> None:
    kept.type("note", "Slept", "badly.")

    assert [note["text"] for note in newest(kept)["notes"]] == ["Slept badly."]


def test_no_words_are_no_note(kept: Desk) -> None:
    assert kept.type("note", "  ").code == 2


def test_a_log_that_cant_be_written_is_said_and_stays_as_it_was(kept: Desk) -> None:
    (kept.home / "state" / "device-tower").write_text("tower-0000\n")
    log_file(kept, "tower-0000").mkdir()

    for command in (("note", "Hi."), ("rate", "--pain", "3"), ("forget", "9a40", "--yes")):
        run = kept.type(*command, hostname="tower")

        assert run.code == 74
        assert "Error: The log can't be written: " in run.err


# --- forget


def test_forgetting_asks_and_takes_yes_alone_for_an_answer(kept: Desk) -> None:
    for answer in ("\n", "n\n", "maybe\n", ""):
        run = kept.type("forget", "9a40", typed=answer, tty=True)
        assert "Forgetting it can't be undone." in run.out
        assert run.out.endswith("Nothing was forgotten.\n")
    assert len(kept.type("log", "--json").json) == 3

    assert "Forgotten." in kept.type("forget", "9a40", typed="yes\n", tty=True).out
    assert len(kept.type("log", "--json").json) == 2


def test_where_nobody_can_be_asked_forgetting_wants_to_be_told_twice(kept: Desk) -> None:
    run = kept.type("forget", "9a40")

    assert (run.code, run.err.splitlines()[1]) == (2, "Add --yes to forget it without being asked.")
    assert len(kept.type("log", "--json").json) == 3


def test_a_session_of_another_device_is_hidden_and_can_be_removed_there(kept: Desk) -> None:
    (kept.home / "state" / "device-tower").write_text("tower-0000\n")

    first = kept.type("forget", "9a40", "--yes", hostname="tower")
    hidden = ids(kept.type("log", "--json"))
    stands = NEWEST in log_file(kept).read_text()
    second = kept.type("forget", NEWEST, "--yes")

    assert f"run on laptop-1a2b: stretch forget {NEWEST}" in " ".join(first.out.split())
    assert (hidden, stands) == ([MIDDLE, OLDEST], True)
    assert "That session is forgotten already; its lines still stand somewhere." in second.out
    assert [json.loads(line).get("entry") for line in log_file(kept).read_text().splitlines()] == [
        None,
        None,
        "forgotten",
    ]
    assert kept.type("forget", NEWEST, "--yes").code == 66


def test_a_next_morning_is_told_by_the_persons_own_clock(kept: Desk) -> None:
    late = datetime(2026, 11, 22, 23, 50, tzinfo=timezone(timedelta(hours=-5)))  # 04:50 of today in UTC
    line = json.loads(log_file(kept).read_text().splitlines()[-1])
    line |= {"id": "late", "started_at": late.isoformat(), "ended_at": late.isoformat()}
    with log_file(kept).open("a") as file:
        file.write(json.dumps(line) + os.linesep)

    assert "Noted, after: 1 of 10." in kept.type("rate", "late", "--pain", "1").out


@pytest.mark.parametrize(
    ("ended_at", "hour", "moment"),
    [
        ("2026-11-22T23:58:00+00:00", 0.05, "after"),
        ("2026-11-22T23:58:00+00:00", 3.96, "after"),
        ("2026-11-22T23:58:00+00:00", 3.97, "next morning"),
        ("2026-11-23T00:00:00+00:00", 8, "after"),
        ("0001-01-01T00:00:00+12:00", 8, "next morning"),
        ("9999-12-31T23:59:59-12:00", 8, "after"),
    ],
)
def test_the_next_morning_is_another_day_and_four_hours_later(
    kept: Desk, ended_at: str, hour: float, moment: str
) -> None:
    line = json.loads(log_file(kept).read_text().splitlines()[-1]) | {"id": "late", "ended_at": ended_at}
    with log_file(kept).open("a") as file:
        file.write(json.dumps(line) + os.linesep)

    run = kept.type("rate", "late", "--pain", "1", clock=lambda _: FakeClock(time=(hour - 12) * 3600))

    assert f"Noted, {moment}: 1 of 10." in run.out
