"""`stretch stats` as a person types it; its pictures are in snapshots/ and were looked at before they were kept."""

import io
import os
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from fakes import NOON
from hypothesis import given, settings
from hypothesis import strategies as st
from sittings import a_year, sitting, stretch
from test_cli import Desk

from sciatica_stretch.core.routine import Side
from sciatica_stretch.journal.record import SessionRecord, to_json

SNAPSHOTS = Path(__file__).parent / "snapshots"
PAGE = Path(__file__).parent.parent / "docs" / "stats.md"
VERDICTS = re.compile(
    r"\b(improv\w*|better|worse\w*|good|bad|well done|great|progress\w*|congrat\w*|keep it up|poor|success\w*|fail\w*|"
    r"treat\w*|cure\w*|reliev\w*|relief|heal\w*|diagnos\w*)\b",
    re.IGNORECASE,
)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "home")


class Ascii(io.StringIO):
    """An output that knows no other characters."""

    encoding = "ascii"


def keep(desk: Desk, sessions: Iterable[SessionRecord]) -> None:
    log = desk.home / "log"
    log.mkdir(parents=True)
    lines = (to_json(session) + "\n" for session in sessions)
    (log / "desk-1a2b.jsonl").write_text("".join(lines), encoding="utf-8")


def drawn(desk: Desk, columns: int, *args: str) -> str:
    run = desk.type("stats", *args, size=lambda: (columns, 50))
    assert (run.code, run.err) == (0, "")
    return run.out


LOGS: dict[str, Callable[[], Iterable[SessionRecord]]] = {
    "year": lambda: a_year(NOON),
    "unrated": lambda: a_year(NOON, rated=False),
    "six-weeks": lambda: a_year(NOON, days=42, seed=6),
    "single": lambda: [sitting(NOON - timedelta(hours=2), pain=(5, 3))],
}


@pytest.mark.parametrize("columns", [40, 60, 80, 120, 200])
@pytest.mark.parametrize("name", LOGS)
def test_the_pictures_look_as_they_did_when_somebody_last_looked(desk: Desk, name: str, columns: int) -> None:
    keep(desk, LOGS[name]())

    pictures = drawn(desk, columns)

    kept = SNAPSHOTS / f"stats-{name}-{columns}.txt"
    if "UPDATE_SNAPSHOTS" in os.environ:
        kept.write_text(pictures, encoding="utf-8")
    assert pictures == kept.read_text(encoding="utf-8")


def test_where_the_output_knows_no_utf_8_all_is_plain_characters(desk: Desk) -> None:
    keep(desk, LOGS["year"]())

    run = desk.type("stats", stdout=Ascii())

    kept = SNAPSHOTS / "stats-year-80-ascii.txt"
    if "UPDATE_SNAPSHOTS" in os.environ:
        kept.write_text(run.out, encoding="utf-8")
    assert run.out.isascii()
    assert run.out == kept.read_text(encoding="utf-8")


@settings(max_examples=15)
@given(st.integers(40, 260), st.integers(0, 2**32), st.integers(0, 200), st.integers(1, 20))
def test_at_any_width_no_line_is_too_long_and_none_gives_a_verdict(
    tmp_path_factory: pytest.TempPathFactory, columns: int, seed: int, days: int, goal: int
) -> None:
    desk = Desk(tmp_path_factory.mktemp("home"))
    keep(desk, [sitting(NOON), *a_year(NOON - timedelta(minutes=1), days=days, seed=seed)])

    pictures = drawn(desk, columns, "--goal", str(goal)) + drawn(desk, columns, "--since", f"{days // 2}d")

    assert max(map(len, pictures.splitlines())) <= columns
    assert not VERDICTS.search(pictures)


def test_the_words_for_a_screen_reader_hold_what_the_pictures_do_and_give_no_verdict(desk: Desk) -> None:
    keep(desk, [sitting("2026-11-18T12:00+00:00", pain=(5, None), next_morning=4), sitting("2026-11-23T08:00+00:00")])

    words = desk.type("stats", env={"STRETCH_HOME": str(desk.home), "ACCESSIBLE": "1"}).out

    assert "16 Nov: 1 session, goal 3, 1.0 minutes held, 100 % of what was planned.\n" in words
    assert "All together: left 2.0, right 0.\n" in words
    assert "18 Nov 2026: before 5, next morning 4.\n" in words
    assert not re.search("[░▒▓█━│●○◉■□]", words)
    assert not VERDICTS.search(words)


@pytest.mark.parametrize(
    "command", ["log", "log --json", "stats", "stats --json", "export -f html -o {}", "export -f md -o {}"]
)
@pytest.mark.parametrize("day", ["0001-01-01", "0001-02-03", "9999-12-31"])
@pytest.mark.parametrize("bounds", [["--since"], ["--until"], ["--since", "--until"]])
def test_the_first_day_there_is_and_the_last_are_days_like_any(
    desk: Desk, tmp_path: Path, command: str, day: str, bounds: list[str]
) -> None:
    keep(desk, [sitting("0001-01-01T12:00+00:00"), sitting(NOON, pain=(5, 3)), sitting("9999-12-31T12:00+00:00")])

    words = command.format(tmp_path / "page").split()
    run = desk.type(*words, *(word for bound in bounds for word in (bound, day)))

    assert (run.code, run.err.count("Traceback")) == (0, 0)
    assert run.out


def test_on_a_terminal_there_is_colour_and_the_same_text(desk: Desk) -> None:
    keep(desk, LOGS["year"]())

    run = desk.type("stats", tty=True, size=lambda: (120, 50))

    assert "\x1b[32m" in run.out
    text = re.sub(r"\x1b\[[0-9;]*m", "", run.out)
    kept = (SNAPSHOTS / "stats-year-120.txt").read_text(encoding="utf-8")
    assert [line.rstrip() for line in text.splitlines()] == kept.splitlines()


def test_without_a_session_it_says_what_to_type(desk: Desk) -> None:
    run = desk.type("stats")

    assert run.out == "No sessions yet, so there is nothing to draw. Start one with: stretch start sciatica-13\n"
    assert run.code == 0


def test_a_period_without_a_session_says_so(desk: Desk) -> None:
    keep(desk, [sitting("2026-11-18")])

    for option in (["--since", "2d"], ["--until", "2026-01-01"], ["--routine", "flare-8"]):
        assert desk.type("stats", *option).out.endswith(" See all there are with: stretch stats\n")


def test_a_session_of_which_nothing_was_held_is_no_reason_to_say_that_there_is_none(desk: Desk) -> None:
    keep(desk, [sitting("2026-11-18", stretch(held=0.0), pain=(10, None))])

    assert desk.type("stats").out.startswith("Nothing was held yet, so there is nothing to draw.")


def test_a_day_that_is_none_is_a_usage_error(desk: Desk) -> None:
    run = desk.type("stats", "--since", "soon")

    assert (run.code, run.out) == (2, "")
    assert "--since: 'soon' is not a day." in run.err


def test_a_goal_of_nothing_is_a_usage_error(desk: Desk) -> None:
    assert desk.type("stats", "--goal", "0").code == 2


def test_what_cannot_be_read_is_named_and_the_rest_is_drawn(desk: Desk) -> None:
    keep(desk, [sitting(NOON)])
    with (desk.home / "log" / "desk-1a2b.jsonl").open("a") as log:
        log.write("junk\n")

    run = desk.type("stats")

    assert "desk-1a2b.jsonl:2:" in run.err
    assert "1 of 365 days with a session" in run.out


# --- the figures as JSON


def test_the_json_has_all_figures_from_the_day_on_that_is_asked_for(desk: Desk) -> None:
    both = (stretch(planned=60.0, held=75.5), stretch(side=Side.RIGHT, held=30.0), stretch("wag", side=None))
    keep(desk, [sitting("2020-01-01T22:00+09:00", *both, pain=(4, None)), sitting("2026-11-18T12:00+00:00")])

    found = desk.type("stats", "--goal", "1", "--json", "--since", "2020-01-01").json

    weeks = found.pop("weeks")
    assert weeks[0] == {
        "begins": "2019-12-30",
        "sessions": 1,
        "kept": True,
        "running": False,
        "planned": 180.0,
        "held": 165.5,
        "adherence": 0.9194,
    }
    assert (len(weeks), weeks[-1]["begins"], weeks[-1]["running"]) == (361, "2026-11-23", True)
    assert found == {
        "format": 1,
        "since": "2020-01-01",
        "until": None,
        "routine": None,
        "today": "2026-11-23",
        "days_from": None,
        "recent_from": None,
        "goal": 1,
        "first": "2020-01-01",
        "sessions": 2,
        "completed": 2,
        "nothing_held": 0,
        "planned": 240.0,
        "held": 225.5,
        "adherence": 0.9396,
        "streak": {"weeks": 1, "longest": 1},
        "days": [
            {"date": "2020-01-01", "sessions": 1, "planned": 180.0, "held": 165.5},
            {"date": "2026-11-18", "sessions": 1, "planned": 60.0, "held": 60.0},
        ],
        "sides": {"left": 135.5, "right": 30.0, "both": 60.0},
        "steps": [
            {"step": "half-pigeon", "name": "Half pigeon", "left": 135.5, "right": 30.0, "both": 0.0},
            {"step": "wag", "name": "Wag", "left": 0.0, "right": 0.0, "both": 60.0},
        ],
        "pain": {
            "rated": 1,
            "skipped": 1,
            "noise": 2,
            "baseline_ratings": 1,
            "baseline": None,
            "trend": [],
            "points": [{"started_at": "2020-01-01T22:00:00+09:00", "before": 4, "after": None, "next_morning": None}],
        },
    }


def test_without_a_day_the_json_has_the_days_of_a_year_and_sides_and_pain_of_twelve_weeks(desk: Desk) -> None:
    ages = [366, 364, 78, 77, 0]  # in days; the 23rd is a Monday
    keep(desk, [sitting(NOON - timedelta(days=age, minutes=1), pain=(age % 10, None)) for age in ages])

    found = desk.type("stats", "--json").json

    assert (found["days_from"], found["recent_from"]) == ("2025-11-24", "2026-09-07")
    assert [day["date"] for day in found["days"]] == ["2025-11-24", "2026-09-06", "2026-09-07", "2026-11-23"]
    assert [point["before"] for point in found["pain"]["points"]] == [7, 0]
    assert found["sides"]["left"] == 120.0
    assert (found["sessions"], found["held"], found["first"]) == (5, 300.0, "2025-11-22")
    assert (len(found["weeks"]), found["weeks"][0]["begins"]) == (54, "2025-11-17")
    assert found["pain"]["baseline"] == {"median": 6.0, "first": "2025-11-22", "last": "2026-11-23"}


def test_the_json_is_of_the_period_and_routine_that_were_asked_for(desk: Desk) -> None:
    keep(desk, [sitting("2026-11-01"), sitting("2026-11-10"), sitting("2026-11-20")])

    found = desk.type("stats", "--json", "--since", "2026-11-05", "--until", "2026-11-15").json

    assert (found["since"], found["until"]) == ("2026-11-05", "2026-11-15")
    assert (found["today"], found["sessions"]) == ("2026-11-15", 1)
    assert desk.type("stats", "--json", "--routine", "flare-8").json["sessions"] == 0


@pytest.mark.parametrize("began", ["2026-11-10T12:00:00Z", "2026-11-10T12:00:00+01:00", "2026-11-10T12:00:00.250000Z"])
def test_the_json_spells_a_time_as_the_log_does(desk: Desk, began: str) -> None:
    keep(desk, [sitting(began, pain=(5, 3))])

    (point,) = desk.type("stats", "--json").json["pain"]["points"]
    (session,) = desk.type("log", "--json").json

    assert point["started_at"] == session["started_at"] == began


@pytest.mark.parametrize("command", ["log", "stats", "export -f csv -o {}"])
def test_what_could_not_be_read_as_a_whole_is_named_without_a_line(desk: Desk, tmp_path: Path, command: str) -> None:
    folder = desk.home / "log" / "folder.jsonl"
    folder.mkdir(parents=True)

    run = desk.type(*command.format(tmp_path / "log.csv").split())

    assert f"Warning: {folder}: it can't be read: it is not a regular file; stepped over.\n" in run.err


def test_the_json_of_an_empty_log_has_the_same_names(desk: Desk) -> None:
    empty = desk.type("stats", "--json").json

    keep(desk, LOGS["year"]())
    assert empty.keys() == desk.type("stats", "--json").json.keys()


def test_each_name_in_the_json_is_on_the_page_that_describes_it_and_no_other(desk: Desk) -> None:
    keep(desk, LOGS["year"]())

    found = desk.type("stats", "--json").json

    described = re.findall(r"^\| ((?:`[a-z_.\[\]]+`(?:, )?)+) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(name for cell in described for name in re.findall(r"`(.+?)`", cell)) == sorted(names(found))


def names(found: dict[str, object], path: str = "") -> Iterator[str]:
    """Yield the path of each name: `weeks[].kept`."""
    for name, value in found.items():
        yield path + name
        if isinstance(value, dict):
            yield from names(value, f"{path}{name}.")
        elif isinstance(value, list):
            yield from names(value[0], f"{path}{name}[].")
