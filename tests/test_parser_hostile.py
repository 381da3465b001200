"""Files that no person would write: whatever they hold, an answer comes soon, and it is a RoutineError."""

from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from time import process_time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from sciatica_stretch.core.cues import schedule
from sciatica_stretch.core.routine import Routine, Side
from sciatica_stretch.core.text import visible
from sciatica_stretch.core.timeline import AS_WRITTEN, Options, unroll
from sciatica_stretch.library.parser import parse
from sciatica_stretch.library.problems import RoutineError, split_lines
from sciatica_stretch.problems import Problem, render

SCIATICA_13 = (Path(__file__).parent.parent / "routines" / "sciatica-13.yaml").read_text("utf-8")
# How many times the work on sciatica-13 a file may cost: five times the worst that was measured, 43 and 143.
# They have up to sixty times its bytes; what grew with the square of that would cost thousands.
REFUSAL, COSTLY = 220, 720
PIECES = ["title: ", "steps:", "- ", "name: x", "hold: ", "30s", "\n", "\n  ", "\n    ", "[", "]", "{", "}", ", ", ": "]
PIECES += ["&a ", "*a", "!!x ", "'", '"', "\\", "\t", ">-", "|", "? ", "---\n", "#", "%", "\ufeff", "\x85", "日", "<<"]
PIECES += ["cues: ", "half: x", "sides: [left]", "sets: 50", "reps: 8", "tempo: {a: 1s}", "{side}", "\r", "\u2028"]


def check(content: bytes) -> RoutineError | None:
    """Parse *content*; return the error, held to what every error must be, or None for a routine that unrolls."""
    try:
        routine = parse(content, "x.yaml", "x")
    except RoutineError as error:
        check_error(error, content)
        return error
    check_routine(routine)
    return None


def check_routine(routine: Routine) -> None:
    """Hold *routine* to what the parser promises to everything after it: all of it can be played."""
    *_, last = routine.each_step()
    assert 0 < unroll(routine).seconds <= 24 * 3600
    for options in (
        AS_WRITTEN,
        Options(first=Side.LEFT, pace=0.1),
        Options(from_step=last.id),
        Options(only=(last.id,)),
    ):
        timeline = unroll(routine, options)
        assert timeline.stretches > 0
        assert all(0 <= cue.at < interval.seconds for interval in timeline.intervals for cue in schedule(interval))


def check_error(error: RoutineError, content: bytes) -> None:
    """Hold *error* to places inside the file and to a message that is safe to show."""
    text = content.decode("utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig", "replace")
    lines = split_lines(text)
    assert error.problems
    assert all(1 <= problem.line <= len(lines) for problem in error.problems)
    assert all(1 <= problem.column <= len(lines[problem.line - 1]) + 1 for problem in error.problems)
    assert all(line == visible(line) for line in error.message.split("\n"))


def spent_on(content: bytes) -> float:
    """Return the seconds of processor time that it takes to parse *content*: a busy machine adds none."""
    start = process_time()
    with suppress(RoutineError):
        parse(content, "x.yaml", "x")
    return process_time() - start


def spent_on_a_routine() -> float:
    """Return the seconds of processor time that a good routine takes, which is what to measure others by."""
    return min(spent_on(SCIATICA_13.encode()) for _ in range(5))


def bomb(levels: int) -> str:
    names = [f"a{level}" for level in range(levels)]
    rows = [f"{name}: &{name} [{', '.join([f'*{below}'] * 9)}]" for below, name in pairwise(names)]
    return "\n".join(["a0: &a0 [x, x, x, x, x, x, x, x, x]", *rows])


def ladder(rungs: int) -> str:
    return "a0: &a0 [x]\n" + "".join(f"a{rung}: &a{rung} [*a{rung - 1}]\n" for rung in range(1, rungs))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (bomb(9), "up to here the file holds more than 20,000 values"),
        ("a: &a [*a]", "*a would contain itself"),
        ("a: &a {b: {c: *a}}", "*a would contain itself"),
        (ladder(100), "with *a30 written out, this is nested more than 32 deep"),
        ("[" * 100_000, "this is nested more than 32 deep"),
        ("{a: " * 60_000, "this is nested more than 32 deep"),
        ("- " * 100_000, "this is nested more than 32 deep"),
        ("? " * 100_000, "this is nested more than 32 deep"),
        ("- a\n" * 60_000, "up to here the file holds more than 20,000 values"),
        ("a" * 10_000_000, "the file is larger than 256 KiB"),
        ("title: \0", "this is not a text file"),
        ("title: \x1b[2J", "the character U+001B can't be in a routine"),
        ("title: a\ufeffb", "the character U+FEFF can't be in a routine"),
    ],
    ids=lambda value: value[:12].replace("\n", " ").replace("\0", "0"),
)
def test_a_hostile_file_gets_one_clear_sentence_at_once(content: str, message: str) -> None:
    error = check(content.encode())

    assert error is not None
    assert [problem.message for problem in error.problems] == [message]
    assert spent_on(content.encode()) < REFUSAL * spent_on_a_routine()


@pytest.mark.parametrize(
    "content",
    [
        "title: T\nsteps:\n" + "".join(f"  - {{titel{number}: x}}\n" for number in range(5000)),
        "title: T\nsteps: [{name: a, hold: 5s, cues: {" + ", ".join(f"{n}: x" for n in range(9000)) + "}}]",
        "title: T\nsteps:\n" + "  - {name: Dog, hold: 5s}\n" * 3900,
        "title: T\nsteps:\n  - {name: a, hold: 5s, setup: '" + "{x} " * 60_000 + "'}",
        "title: '" + "\\" * 250_000,
        "title: " + "日" * 80_000,
        "".join(f"%TAG !a{number}! b\n" for number in range(14_000)),
        "title: T\nsteps: [" + "{steps: [" * 15 + "{name: a, hold: 5s}" + "], sets: 50}" * 15 + "]",
        "title: T\nsteps: [{name: a, reps: 1000, tempo: {" + ", ".join(f"p{n}: 1s" for n in range(9000)) + "}}]",
    ],
    ids=lambda value: value[-20:].replace("\n", " "),
)
def test_a_file_made_to_cost_time_costs_little(content: str) -> None:
    assert check(content.encode()) is not None
    assert spent_on(content.encode()) < COSTLY * spent_on_a_routine()


@pytest.mark.parametrize(
    ("content", "place", "message"),
    [
        (b"title: T\nsummary: caf\xe9\n", (2, 13), "this is not UTF-8"),
        (b"\xef\xbb\xbftitle: caf\xe9\n", (1, 11), "this is not UTF-8"),
        ("title: T\n".encode("utf-16") + b"x", (2, 1), "this is not UTF-16"),
        ("title: T\n".encode("utf-16-le"), (1, 2), "this is not a text file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", (1, 1), "this is not UTF-8"),
        (b"MZ\x00\x01", (1, 3), "this is not a text file"),
    ],
)
def test_bytes_that_are_no_text_name_their_place(content: bytes, place: tuple[int, int], message: str) -> None:
    with pytest.raises(RoutineError) as caught:
        parse(content, "x.yaml", "x")

    (problem,) = caught.value.problems
    assert (problem.line, problem.column) == place
    assert problem.message == message
    assert "UTF-8" in problem.hint


@given(st.binary(max_size=300))
def test_any_bytes_are_a_routine_or_a_routine_error(content: bytes) -> None:
    check(content)


@given(st.text(max_size=300))
def test_any_text_is_a_routine_or_a_routine_error(text: str) -> None:
    check(text.encode("utf-8", "replace"))


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
@settings(max_examples=500)
def test_any_pile_of_yaml_is_a_routine_or_a_routine_error(text: str) -> None:
    check(text.encode())


def _cut(text: str, at: int, length: int) -> str:
    return text[:at] + text[at + length :]


def _repeat(text: str, at: int, length: int) -> str:
    return text[: at + length] + text[at:]


def _swap(text: str, at: int, length: int) -> str:
    return text[:at] + text[at : at + length][::-1] + text[at + length :]


@given(
    st.lists(
        st.tuples(
            st.sampled_from([_cut, _repeat, _swap]),
            st.integers(0, len(SCIATICA_13) - 1),
            st.integers(1, 40),
        ),
        min_size=1,
        max_size=4,
    )
)
@settings(max_examples=300)
def test_a_damaged_routine_is_a_routine_or_a_routine_error(
    damage: list[tuple[Callable[[str, int, int], str], int, int]],
) -> None:
    text = SCIATICA_13
    for change, at, length in damage:
        text = change(text, at, length)

    check(text.encode())


@given(st.text(max_size=150), st.integers(0, 150), st.integers(1, 150))
@example("x" * 150, 50, 50)  # the mark ends where the screen does
def test_any_line_is_shown_on_one_row_with_the_caret_inside_it(text: str, at: int, length: int) -> None:
    line = text.translate(dict.fromkeys(map(ord, "\n\r\x85\u2028\u2029")))
    problem = Problem(1, min(at, len(line)) + 1, length, "message")

    _, row, caret = render(problem, "x.yaml", [line]).split("\n")

    assert cell_len(row) <= 120
    assert "^" in caret
    assert caret.rindex("^") <= max(cell_len(row), caret.index("^"))


@given(st.integers(0, len(SCIATICA_13)))
def test_a_routine_cut_off_anywhere_names_a_line_it_still_has(end: int) -> None:
    check(SCIATICA_13[:end].encode())
