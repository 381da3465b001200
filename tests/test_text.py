from hypothesis import given
from hypothesis import strategies as st

from sciatica_stretch.core.text import closest, one_line, visible


def test_an_escape_sequence_is_shown_instead_of_obeyed() -> None:
    assert visible("a\x1b[2Jb\x07\x9b1m\x7f") == "a␛[2Jb␇\ufffd1m␡"


def test_marks_that_reverse_the_reading_direction_are_shown() -> None:
    assert visible("left\u202eright\u2066") == "left\ufffdright\ufffd"


def test_ordinary_text_of_any_script_stays_as_it_is() -> None:
    text = "Kapotāsana, 鳩のポーズ, می‌خواهم, [bold]not markup[/bold] 🧘"

    assert visible(text) == text


@given(st.text())
def test_nothing_in_visible_text_can_act(text: str) -> None:
    assert not any(ord(character) < 32 or 0x7F <= ord(character) < 0xA0 for character in visible(text))


def test_a_folded_text_becomes_one_line() -> None:
    assert one_line("  Lie down,\n   knees\tbent. ") == "Lie down, knees bent."


def test_the_word_most_like_a_misspelt_one_is_named() -> None:
    assert closest("transitoin", ["hold", "transition"]) == "Did you mean 'transition'?"
    assert closest("Sciatica-13", ["sciatica-13"]) == "Did you mean 'sciatica-13'?"
    assert closest("quux", ["hold", "transition"]) == ""
