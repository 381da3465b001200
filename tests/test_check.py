"""`stretch check` and `stretch schema` as a person types them."""

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from test_cli import Desk, desk  # noqa: F401 - a fixture

from sciatica_stretch import __version__
from sciatica_stretch.library.advice import CODES
from sciatica_stretch.library.schema import build

STEP = "    setup: Sit tall.\n    hold: 30s\n"
GOOD = f"title: Tea break\nsteps:\n  - name: Child's pose\n{STEP}"
ADVISED = GOOD.replace("30s", "5s")
BROKEN = GOOD.replace("30s", "thirty")
# What is wrong, the file, and what is said of it: the place, words of the sentence, words of the cure.
MISTAKES = {
    "a misspelt key": (
        GOOD + "    transitoin: 5s\n",
        "6:5: unknown key 'transitoin'",
        "     6 |     transitoin: 5s\n       |     ^^^^^^^^^^",
        "Did you mean 'transition'?",
    ),
    "a wrong unit": (
        GOOD.replace("30s", "30 sec"),
        "5:11: hold: '30 sec' is not a duration",
        "     5 |     hold: 30 sec\n       |           ^^^^^^",
        "Write a duration as 30s, 1m30s, 1:30 or 90.",
    ),
    "a cue beyond the end": (
        GOOD + "    cues:\n      0s: Breathe.\n      45s: Nearly there.\n",
        "8:7: cues: '45s' is outside the work, which lasts 30s",
        "     8 |       45s: Nearly there.\n       |       ^^^",
        "Write 15s or 1:10 from the start, half, or -5s before the end.",
    ),
    "a missing colon": (
        GOOD.replace("hold:", "hold"),
        "5:5: there is no ': ' after 'hold 30s'",
        "     5 |     hold 30s\n       |     ^^^^^^^^",
        "Write a key, a colon, a space and the value: hold: 30s",
    ),
    "a tab": (
        GOOD.replace("    hold", "\thold"),
        "5:1: a tab can't indent; use spaces",
        "     5 | ␉hold: 30s\n       | ^",
        "Replace each tab with two spaces.",
    ),
    "a duplicate key": (
        GOOD + "    hold: 45s\n",
        "6:5: 'hold' is written twice; the first is on line 5",
        "     6 |     hold: 45s\n       |     ^^^^",
        "Keep one of them.",
    ),
    "an unknown side": (
        GOOD + "    sides: [right, lfet]\n",
        "6:20: sides: 'lfet' is not a side",
        "     6 |     sides: [right, lfet]\n       |                    ^^^^",
        "Did you mean 'left'?",
    ),
    "an alias bomb": (
        "title: T\n" + "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
        "b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\n"
        "d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]\ne: [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]\n",
        "6:5: up to here the file holds more than 20,000 values",
        "     6 | e: [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]\n       |     ^^",
        "A routine has some hundreds. Is this the right file?",
    ),
    "a binary file": (
        "\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        "1:1: this is not UTF-8",
        "       | ^",
        "Save the file as UTF-8.",
    ),
}


@pytest.fixture
def shelf(desk: Desk) -> Path:  # noqa: F811 - the fixture
    """The folder of the person's own routines."""
    folder = desk.home / "routines"
    folder.mkdir(parents=True)
    return folder


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_every_mistake_names_its_line_and_says_what_to_write(
    desk: Desk,  # noqa: F811 - the fixture
    tmp_path: Path,
    mistake: tuple[str, str, str, str],
) -> None:
    content, sentence, line, cure = mistake
    path = tmp_path / "mine.yaml"
    path.write_bytes(content.encode("latin-1"))

    run = desk.type("check", str(path))

    assert run.code == 65
    assert run.err == ""
    assert run.out.startswith(f"{path}:{sentence}\n")
    assert line in run.out
    assert f"\n{cure}\n" in run.out
    assert run.out.endswith("1 routine checked: 1 problem.\n")


def test_the_bundled_routines_have_neither_problems_nor_advice(desk: Desk) -> None:  # noqa: F811 - the fixture
    run = desk.type("check")

    assert run.code == 0
    assert re.fullmatch(r"\d+ routines checked: no problems, no advice\.\n", run.out), run.out


def test_advice_says_that_it_is_none_of_the_problems_and_exits_with_0(desk: Desk, shelf: Path) -> None:  # noqa: F811
    (shelf / "mine.yaml").write_text(ADVISED)

    run = desk.type("check", "mine")

    assert run.code == 0
    assert run.out == (
        f"{shelf / 'mine.yaml'}:5:11: advice: a hold of 5s is over before anyone has settled into it [short-hold]\n"
        "     5 |     hold: 5s\n"
        "       |           ^^\n"
        "Write 10s or more, or reps with a tempo for what moves.\n"
        "\n"
        "1 routine checked: no problems, 1 piece of advice.\n"
    )


def test_on_a_narrow_terminal_sentences_break_between_words(desk: Desk, shelf: Path) -> None:  # noqa: F811
    (shelf / "mine.yaml").write_text(ADVISED)

    run = desk.type("check", "mine", tty=True, size=lambda: (40, 12))

    assert "\nadvice: a hold of 5s is over before\nanyone has settled into it [short-hold]\n" in run.out
    assert "     5 |     hold: 5s\n       |           ^^\n" in run.out


def test_strict_takes_advice_for_a_problem(desk: Desk, shelf: Path) -> None:  # noqa: F811 - the fixture
    (shelf / "mine.yaml").write_text(ADVISED)

    assert desk.type("check", "mine", "--strict").code == 65
    assert desk.type("check", "mine", "--strict", "--no-advice").code == 0


def test_without_advice_only_problems_are_looked_for(desk: Desk, shelf: Path) -> None:  # noqa: F811 - the fixture
    (shelf / "mine.yaml").write_text(ADVISED)
    (shelf / "other.yaml").write_text(BROKEN)

    run = desk.type("check", "mine", "other", "--no-advice")

    assert run.code == 65
    assert "advice:" not in run.out
    assert run.out.endswith("2 routines checked: 1 problem.\n")


def test_quiet_says_nothing_of_what_is_in_order(desk: Desk, shelf: Path) -> None:  # noqa: F811 - the fixture
    (shelf / "mine.yaml").write_text(GOOD)

    assert (desk.type("check", "mine", "-q").out, desk.type("check", "--quiet").out) == ("", "")


def test_what_is_not_there_keeps_nothing_else_from_being_checked(desk: Desk, shelf: Path) -> None:  # noqa: F811
    (shelf / "mine.yaml").write_text(BROKEN)

    run = desk.type("check", "sciatca-13", str(shelf), str(shelf / "gone.yaml"), "mine")

    assert run.code == 66
    assert "Error: There is no routine 'sciatca-13'.\nDid you mean 'sciatica-13'?\n" in run.err
    assert "is a folder, not a routine." in run.err
    assert "gone.yaml" in run.err
    assert "'thirty' is not a duration" in run.out
    assert run.out.endswith("1 routine checked: 1 problem. 3 could not be read.\n")


def test_where_nothing_could_be_read_nothing_was_checked(desk: Desk) -> None:  # noqa: F811 - the fixture
    run = desk.type("check", "gone")

    assert (run.code, run.out) == (66, "Nothing could be checked.\n")


def test_a_file_that_ends_in_the_middle_is_shown_with_its_last_line(desk: Desk, tmp_path: Path) -> None:  # noqa: F811
    path = tmp_path / "mine.yaml"
    path.write_text('title: "Tea')

    run = desk.type("check", str(path))

    assert (run.code, run.out.count("^")) == (65, 1)


def test_the_findings_are_json_for_programs(desk: Desk, shelf: Path) -> None:  # noqa: F811 - the fixture
    (shelf / "mine.yaml").write_text(ADVISED)
    (shelf / "other.yaml").write_text(BROKEN)

    run = desk.type("check", "mine", "other", "gone", "--format", "json")

    mine, other, gone = run.json
    assert run.code == 66
    assert (mine["name"], mine["path"], mine["problems"]) == ("mine", str(shelf / "mine.yaml"), [])
    assert mine["advice"] == [
        {
            "code": "short-hold",
            "line": 5,
            "column": 11,
            "length": 2,
            "message": "a hold of 5s is over before anyone has settled into it",
            "hint": "Write 10s or more, or reps with a tempo for what moves.",
        }
    ]
    assert [(each["line"], each["message"]) for each in other["problems"]] == [(5, "hold: 'thirty' is not a duration")]
    assert gone["error"] == "There is no routine 'gone'."


def check_sarif(log: dict[str, Any]) -> list[dict[str, Any]]:
    """Hold *log* to what SARIF 2.1.0 requires of what is used of it (sections 3.13 to 3.58); return the results."""
    assert set(log) <= {"$schema", "version", "runs"}
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert set(run) <= {"tool", "columnKind", "newlineSequences", "invocations", "results"}
    assert run["columnKind"] in {"utf16CodeUnits", "unicodeCodePoints"}
    assert run["newlineSequences"]
    assert len(set(run["newlineSequences"])) == len(run["newlineSequences"])
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("stretch", __version__)
    rules = [rule["id"] for rule in driver["rules"]]
    assert len(set(rules)) == len(rules)
    assert all(rule["shortDescription"]["text"].endswith(".") for rule in driver["rules"])
    for invocation in run["invocations"]:
        assert isinstance(invocation["executionSuccessful"], bool)
        for notification in invocation["toolExecutionNotifications"]:
            assert notification["level"] in {"none", "note", "warning", "error"}
            assert notification["message"]["text"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in {"none", "note", "warning", "error"}
        assert result["message"]["text"]
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert re.fullmatch(r"[A-Za-z0-9%/._~:@!$&'()*+,;=-]+", place["artifactLocation"]["uri"])
        assert place["region"]["startLine"] >= 1
        assert 1 <= place["region"]["startColumn"] < place["region"]["endColumn"]
        assert isinstance(place["region"]["snippet"]["text"], str)
    results: list[dict[str, Any]] = run["results"]
    return results


def test_the_findings_are_sarif_for_code_scanning(desk: Desk, shelf: Path) -> None:  # noqa: F811 - the fixture
    (shelf / "mine.yaml").write_text(ADVISED)
    (shelf / "other.yaml").write_text(BROKEN)

    run = desk.type("check", "mine", "other", "gone", "--format", "sarif")

    results = check_sarif(run.json)
    assert run.code == 66
    assert [(each["ruleId"], each["level"]) for each in results] == [("short-hold", "note"), ("problem", "error")]
    region = results[1]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 5, "startColumn": 11, "endColumn": 17, "snippet": {"text": "    hold: thirty"}}
    assert results[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].startswith("file:///")
    (invocation,) = run.json["runs"][0]["invocations"]
    assert invocation["executionSuccessful"] is False
    assert [rule["id"] for rule in run.json["runs"][0]["tool"]["driver"]["rules"]] == ["problem", *CODES]


def test_every_mistake_is_sarif(desk: Desk, shelf: Path) -> None:  # noqa: F811 - the fixture
    for number, (content, *_) in enumerate(MISTAKES.values()):
        (shelf / f"mine {number}é.yaml").write_bytes(content.encode("latin-1"))

    results = check_sarif(desk.type("check", "--format", "sarif").json)

    assert [each["ruleId"] for each in results] == ["problem"] * len(MISTAKES)


def test_a_relative_path_stays_one(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    (tmp_path / "my routines").mkdir()
    (tmp_path / "my routines" / "a.yaml").write_text(BROKEN)
    monkeypatch.chdir(tmp_path)

    (result,) = check_sarif(desk.type("check", "my routines/a.yaml", "--format", "sarif").json)

    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "my%20routines/a.yaml"


def test_nothing_of_a_file_can_move_the_cursor(desk: Desk, shelf: Path) -> None:  # noqa: F811 - the fixture
    (shelf / "mine.yaml").write_text(GOOD.replace("Child's pose", '"a\\e[2J"') + "    hold: \x1b[2J\n")

    run = desk.type("check", "mine")

    assert "\x1b" not in run.out
    assert run.code == 65


def test_a_thousand_routines_are_each_checked(desk: Desk, tmp_path: Path) -> None:  # noqa: F811 - the fixture
    paths = [tmp_path / f"r{number}.yaml" for number in range(1000)]
    for path in paths:
        path.write_text(GOOD)

    assert desk.type("check", *map(str, paths)).out == "1000 routines checked: no problems, no advice.\n"


def test_the_schema_is_printed_as_json(desk: Desk) -> None:  # noqa: F811 - the fixture
    run = desk.type("schema")

    assert (run.code, json.loads(run.out)) == (0, build())


def test_starting_a_session_needs_no_advice() -> None:
    from subprocess import run  # noqa: PLC0415 - only here

    script = (
        "import sys; from sciatica_stretch.cli.app import app; from sciatica_stretch.library import shelf, parser\n"
        "print(sorted(m for m in sys.modules if m.endswith(('advice', 'checking', 'schema_kinds', 'written'))))"
    )

    done = run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
