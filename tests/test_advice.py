"""What is advised: each rule with what it finds, where, and what it leaves alone."""

import re
from pathlib import Path
from textwrap import indent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciatica_stretch.core.timeline import unroll
from sciatica_stretch.core.total import total_seconds
from sciatica_stretch.library import advice
from sciatica_stretch.library.advice import CODES, Advice, advise
from sciatica_stretch.library.parser import parse, read

DOCS = (Path(__file__).parent.parent / "docs" / "checking.md").read_text("utf-8")
WORDS_10 = "Lie on your back with both knees bent and wait."


def advised(text: str, name: str = "mine") -> list[Advice]:
    routine, root, _ = read(text.encode(), f"{name}.yaml", name)
    return advise(routine, root)


def of_steps(steps: str, name: str = "mine") -> list[tuple[str, int, int]]:
    """Return code, line and column (both counted from the first step's) of what is advised on *steps*."""
    found = advised(f"title: T\nsteps:\n{indent(steps, '  ')}", name)
    return [(each.code, each.place.line - 2, each.place.column - 2) for each in found]


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        (f"- {{name: A, setup: {WORDS_10}, hold: 30s, transition: 3s}}", [("short-transition", 1, 92)]),
        (f"- {{name: A, setup: {WORDS_10}, hold: 30s, transition: 0}}", [("short-transition", 1, 92)]),
        (f"- {{name: A, setup: {WORDS_10}, hold: 30s, transition: 4s}}", [("unspoken-setup", 1, 20)]),
        (f"- {{name: A, setup: {WORDS_10}, hold: 30s, transition: 5s}}", []),
        ("- {name: A, hold: 30s}", [("no-setup", 1, 10)]),
        ("- {name: A, setup: x, hold: 30s, picture: half-pidgeon}", [("no-figure", 1, 43)]),
        ("- {name: A, setup: x, hold: 30s, picture: half-pigeon}", []),
        ("- {name: A, setup: x, hold: 9s}", [("short-hold", 1, 29)]),
        ("- {name: A, setup: x, hold: 10s}", []),
        ("- {name: A, setup: x, hold: 3m}", []),
        ("- {name: A, setup: x, hold: 181s}", [("long-hold", 1, 29)]),
        ("- {name: A, setup: x, reps: 1, tempo: {up: 5s}}", []),
    ],
)
def test_a_step_is_advised_on_by_itself(steps: str, found: list[tuple[str, int, int]]) -> None:
    assert of_steps(steps) == found


def test_the_words_of_a_switch_are_those_of_switch_setup_or_else_of_setup() -> None:
    step = f"- name: A\n  setup: {WORDS_10}\n  hold: 30s\n  sides: [right, left]\n  switch: 3s\n"

    assert of_steps(step) == [("short-switch", 5, 11)]
    assert of_steps(step + '  switch_setup: "{side} knee."') == []


def test_the_switch_of_a_group_says_the_words_of_its_first_step() -> None:
    group = f"- sides: [right, left]\n  switch: 3s\n  steps:\n    - {{name: A, setup: {WORDS_10}, hold: 30s}}\n"

    assert of_steps(group) == [("short-switch", 2, 11)]


def test_a_lead_in_that_only_the_defaults_set_is_shown_at_the_step() -> None:
    text = f"title: T\ndefaults: {{transition: 2s}}\nsteps:\n  - name: A\n    setup: {WORDS_10}\n    hold: 30s"

    assert [(each.code, each.place.line) for each in advised(text)] == [("short-transition", 4)]


@pytest.mark.parametrize(
    ("dose", "found"),
    [
        ("sides: [left], hold: 30s", "'A' is done on the left only"),
        ("sides: [right, left], hold: {right: 30s, left: 1m}", "'A' takes 0:30 on the right and 1:00 on the left"),
        (
            "sides: [right, left], reps: {right: 8, left: 10}, tempo: {up: 3s}",
            "'A' takes 0:24 on the right and 0:30 on the left",
        ),
    ],
)
def test_sides_that_get_unequal_work_are_shown(dose: str, found: str) -> None:
    (one,) = advised(f"title: T\nsteps: [{{name: A, setup: x, {dose}}}]")

    assert (one.code, one.message) == ("unequal-sides", found)


def test_sides_may_be_written_as_two_steps_of_one_name() -> None:
    right, left = (f"- {{name: A, setup: x, sides: [{side}], hold: 30s}}\n" for side in ("right", "left"))

    assert of_steps(right + left) == []
    assert of_steps(right + left.replace("30s", "40s")) == [("unequal-sides", 1, 45)]


def test_sets_of_a_group_count_for_the_work_of_its_steps() -> None:
    steps = """\
- sets: 2
  steps: [{name: A, setup: x, sides: [right], hold: 30s}]
- {name: a, setup: x, sides: [left], hold: 60s}
"""

    assert of_steps(steps) == []


@pytest.mark.parametrize(
    ("cues", "found"),
    [
        ("0s: a, 5s: b", ["5s"]),
        ("0s: a, 6s: b", []),
        ("28s: a, half: b", []),  # half gives way by itself
        ("-5s: a, 58s: b, 0s: c", ["58s"]),
        ("0s: a, 3s: b, 5s: c", ["3s", "5s"]),
    ],
)
def test_cues_with_no_time_to_say_them_are_shown(cues: str, found: list[str]) -> None:
    text = f"title: T\nsteps: [{{name: A, setup: x, hold: 1m, cues: {{{cues}}}}}]"

    close = advised(text)

    assert {each.code for each in close} <= {"close-cues"}
    assert sorted(each.message.split("'")[1] for each in close) == sorted(found)


def test_cues_that_begin_with_a_phase_may_be_close_if_their_words_fit() -> None:
    step = (
        "- {name: A, setup: x, reps: 2, tempo: {contract: 6s, relax: 4s, stretch: 20s}, cues: {6s: Let go., 10s: %s}}"
    )

    assert of_steps(step % "Draw in and hold.") == []
    assert of_steps(step.replace("Let go.", WORDS_10 + " " + WORDS_10) % "x") != []
    assert [code for code, *_ in of_steps(step.replace("10s: ", "9s: ") % "x")] == ["close-cues"]


def test_a_cue_that_only_one_side_hears_is_shown() -> None:
    found = advised(
        "title: T\nsteps: [{name: A, setup: x, sides: [right, left], hold: {right: 60s, left: 90s}, cues: {70s: a}}]"
    )

    assert [(each.code, each.message) for each in found if each.code != "unequal-sides"] == [
        ("unheard-cue", "'70s' is outside the work on the right, which lasts 1m")
    ]


@pytest.mark.parametrize(
    ("name", "hold", "found"),
    [
        ("mine-5", "290s", []),  # with its transition of 10 s
        ("mine-5", "320s", []),
        ("mine-5", "321s", ["other-total"]),
        ("mine-5", "259s", ["other-total"]),
        ("mine", "30s", []),
        ("2026-11-23", "30s", []),
        ("mine-05", "30s", []),
        ("mine-2026", "30s", []),
    ],
)
def test_a_total_that_is_more_than_half_a_minute_from_the_name_is_shown(name: str, hold: str, found: list[str]) -> None:
    advice = of_steps(f"- {{name: A, setup: x, hold: {hold}}}", name)

    assert [code for code, *_ in advice if code != "long-hold"] == found


@pytest.mark.parametrize(
    ("step", "found"),
    [
        ("name: Half pigeon, hold: 60s", ["deep-first"]),
        ("name: X, picture: full-pigeon, hold: 60s", ["deep-first"]),
        ("name: Half pigeon, hold: 59s", []),
        ("name: Half pigeon, reps: 10, tempo: {up: 6s}", []),
        ("name: Legs up the wall, hold: 2m", []),
    ],
)
def test_a_long_hold_of_a_deep_stretch_is_no_beginning(step: str, found: list[str]) -> None:
    assert [code for code, *_ in of_steps(f"- {{setup: x, {step}}}")] == found


def test_a_deep_stretch_may_come_after_a_gentle_one() -> None:
    assert of_steps("- {name: A, setup: x, hold: 30s}\n- {name: Half pigeon, setup: x, hold: 60s}") == []


def test_advice_comes_in_the_order_of_the_file() -> None:
    found = of_steps("- {name: A, hold: 5s}\n- {name: B, hold: 5s}")

    assert [(code, line) for code, line, _ in found] == [
        *(("no-setup", 1), ("short-hold", 1), ("no-setup", 2), ("short-hold", 2)),
    ]


def test_the_page_on_checking_has_each_code_and_each_figure() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \|", DOCS.partition("## Advice")[2], re.MULTILINE)

    assert rows == list(CODES)
    for figure in (
        f"{advice.WORDS_A_SECOND:g} words a second",
        f"under {advice.SHORTEST_HOLD:g} s",
        f"over {advice.LONGEST_HOLD:g} s",
        f"{advice.DEEP_FROM_SECONDS:g} s or longer",
        f"more than {advice.TOTAL_TOLERANCE_SECONDS:g} s",
        *(f"`{word}`" for word in advice.DEEP),
    ):
        assert figure in DOCS


REPEATS = st.fixed_dictionaries(
    {},
    optional={
        "sides": st.sampled_from(["[right, left]", "[left]"]),
        "sets": st.sampled_from(["2", "3"]),
        "switch": st.sampled_from(["0", "5s"]),
        "rest": st.sampled_from(["0", "2.5s"]),
    },
)
STEPS = st.builds(
    lambda repeats, dose: repeats | {"name": "A", "transition": "4s"} | dose,
    REPEATS,
    st.sampled_from([{"hold": "30s"}, {"reps": "8", "tempo": "{up: 2s, down: 1.5s}"}]),
)


def flow(block: dict[str, object]) -> str:
    return "{" + ", ".join(f"{key}: {value}" for key, value in block.items()) + "}"


@given(
    groups=st.lists(st.tuples(REPEATS, st.lists(STEPS, min_size=1, max_size=3)), min_size=1, max_size=3),
)
def test_the_total_is_that_of_the_timeline(
    groups: list[tuple[dict[str, object], list[dict[str, object]]]],
) -> None:
    blocks = []
    for repeats, steps in groups:
        inside = [{key: value for key, value in step.items() if not (key == "sides" in repeats)} for step in steps]
        blocks.append(flow(repeats | {"steps": f"[{', '.join(map(flow, inside))}]"}))
    routine = parse(f"title: T\nsteps: [{', '.join(blocks)}]".encode(), "x", "x")

    assert total_seconds(routine) == pytest.approx(unroll(routine).seconds)
