"""What is said before and after a session, as the window is wide enough for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciatica_stretch.cli.words import in_width

SUMMARY = "Done: Bad-day gentle, on the back, 11 of 11 stretches, 10:40 held of 10:40 planned."


@pytest.mark.parametrize(
    ("columns", "lines"),
    [
        (90, [SUMMARY]),
        (79, ["Done: Bad-day gentle, on the back, 11 of 11 stretches,", "10:40 held of 10:40 planned."]),
        (39, ["Done: Bad-day gentle, on the back,", "11 of 11 stretches,", "10:40 held of 10:40 planned."]),
        (24, ["Done: Bad-day gentle,", "on the back,", "11 of 11 stretches,", "10:40 held of 10:40", "planned."]),
    ],
)
def test_the_summary_breaks_where_a_clause_ends(columns: int, lines: list[str]) -> None:
    assert in_width(SUMMARY, columns).split("\n") == lines


def test_a_command_stays_in_one_piece() -> None:
    said = in_width("It was cut off. Go on with it: stretch start --resume", 39)

    assert said.split("\n") == ["It was cut off. Go on with it:", "stretch start --resume"]


def test_a_path_is_never_broken_and_an_excerpt_stays_as_it_is() -> None:
    path = "/home/someone/with-a-long-name/routines/mine.yaml"
    excerpt = f"{14:>6} | hold: thirty, or as long as it takes\n{'':>6} |       ^^^^^^"

    said = in_width(f"Error: {path}:14:11: hold: 'thirty' is not a duration\n{excerpt}\n  At the end, or so: of it", 24)

    assert said.split("\n") == [
        *("Error:", f"{path}:14:11:", "hold:", "'thirty' is not a", "duration", *excerpt.split("\n")),
        *("  At the end, or so:", "  of it"),
    ]


@given(st.lists(st.text("ab,.:;", min_size=1, max_size=12), min_size=1).map(" ".join), st.integers(20, 60))
def test_no_line_is_too_wide_and_no_word_is_lost(text: str, columns: int) -> None:
    lines = in_width(text, columns).split("\n")

    assert max(map(len, lines)) <= columns
    assert " ".join(lines).split() == text.split()
