"""What a voice is given to read: words, and the marks that make it pause."""

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciatica_stretch.core.speakable import SANSKRIT, number_words, speakable
from sciatica_stretch.library.catalogue import known


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("2 x 30 s", "two times thirty seconds"),
        ("2x30s", "two times thirty seconds"),
        ("3 \u00d7 1m30s", "three times one minute thirty seconds"),
        ("1m30s", "one minute thirty seconds"),
        ("1:30", "one minute thirty seconds"),
        ("1 s", "one second"),
        ("1.5 m", "one point five minutes"),
        ("10\u201315 reps", "ten to fifteen reps"),
        ("Knee at 45\u00b0.", "Knee at forty-five degrees."),
        ("50% there", "fifty percent there"),
        ("Half pigeon \u00b7 left", "Half pigeon, left"),
        ("Breathe \u2014 slowly", "Breathe, slowly"),
        ("Band (wide) & foot", "Band wide and foot"),
        ("NPRS below 3", "pain rating, nought to ten, below three"),
        ("Child\u2019s pose", "Child's pose"),
        ("Cat-cow", "Cat-cow"),
        ("\u2192 Next", "Next"),
        ("{side}", "side"),
        ("\u2026", ""),
        ("120 s", "one hundred and twenty seconds"),
    ],
)
def test_what_is_written_is_spoken_as_a_person_would_read_it(written: str, spoken: str) -> None:
    assert speakable(written) == spoken


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("0", "zero"),
        ("13", "thirteen"),
        ("20", "twenty"),
        ("99", "ninety-nine"),
        ("100", "one hundred"),
        ("780", "seven hundred and eighty"),
        ("1000", "1000"),
    ],
)
def test_numbers_are_words(number: str, words: str) -> None:
    assert number_words(number) == words


def test_every_sanskrit_name_of_the_catalogue_has_a_spelling_that_an_english_voice_reads_right() -> None:
    names = [re.sub(r"\(.*\)", "", each.step.sanskrit).lower() for each in known()]

    assert {word for name in names for word in re.split(r"[ -]+", name) if word} <= set(SANSKRIT)


def test_a_sanskrit_name_is_read_syllable_by_syllable() -> None:
    assert speakable("Balasana, then Supta Kapotasana") == "bah-lah-sana, then soop-ta kuh-poh-tah-sana"


@given(st.text())
def test_nothing_unspeakable_is_left(text: str) -> None:
    for character in speakable(text):
        assert character.isalnum() or character in " ,.:!?'-" or character.isalpha() or ord(character) > 127


@given(st.text(alphabet=string.printable))
def test_what_is_speakable_stays_as_it_is(text: str) -> None:
    once = speakable(text)

    assert speakable(once) == once
