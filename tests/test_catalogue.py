"""The stretches that the program knows, and how they are found."""

import re
from pathlib import Path

import pytest

import sciatica_stretch
from sciatica_stretch.core.timeline import unroll
from sciatica_stretch.library.catalogue import FILE, Known, known
from sciatica_stretch.library.parser import parse
from sciatica_stretch.library.search import search, sure
from sciatica_stretch.library.writing import Entry, write_step

TEXT = FILE.read_text(encoding="utf-8")
BLOCKS = ["  - name: " + block for block in TEXT.split("\n  - name: ")[1:]]
BY_ID = {each.step.id: each for each in known()}


def first(text: str) -> str:
    return search(text)[0].known.step.id


def test_there_are_25_each_with_an_id_words_and_a_picture() -> None:
    assert len(known()) == len(BY_ID) == 25
    assert all(each.step.setup and each.step.lines and each.step.picture for each in known())


def test_what_each_needs_is_known() -> None:
    equipment = {thing for each in known() for thing in each.equipment}

    assert equipment == {"mat", "band or towel", "chair", "wall", "step"}


@pytest.mark.parametrize("block", BLOCKS, ids=[*BY_ID])
def test_a_block_of_the_file_can_be_copied_into_a_routine_as_it_stands(block: str) -> None:
    routine = parse(f"title: Mine\nsteps:\n{block}\n".encode(), "mine.yaml", "mine")

    (step,) = routine.each_step()
    assert step == BY_ID[step.id].step
    assert unroll(routine).seconds > 0


@pytest.mark.parametrize("each", known(), ids=[*BY_ID])
def test_the_file_is_written_as_the_program_writes(each: Known) -> None:
    block = BLOCKS[list(BY_ID).index(each.step.id)].rstrip().splitlines()

    assert [f"  {line}" for line in write_step(Entry(step=each.step))] == block


@pytest.mark.parametrize("each", known(), ids=[*BY_ID])
def test_holds_are_neither_short_nor_long_and_lead_ins_leave_time_for_their_words(each: Known) -> None:
    for interval in timeline(each):
        if interval.is_work:
            assert 20 <= interval.seconds <= 180
        else:
            assert interval.seconds >= len(interval.setup.split()) / 2.5


def timeline(each: Known) -> tuple:  # type: ignore[type-arg] # of intervals
    block = BLOCKS[list(BY_ID).index(each.step.id)]
    return unroll(parse(f"title: Mine\nsteps:\n{block}\n".encode(), "mine.yaml", "mine")).intervals


def test_no_text_claims_to_be_medicine() -> None:
    assert not re.search(r"\b(treat|cure|heal|reliev|relief|prevent|diagnos|remed|improve)", TEXT, re.IGNORECASE)


def test_no_setup_goes_on_from_a_stretch_that_may_not_have_been_done() -> None:
    assert "put the band down" not in TEXT.lower()
    assert "leave the" not in BY_ID["band-hold"].step.setup.lower()


@pytest.mark.parametrize("each", known(), ids=[*BY_ID])
def test_every_stretch_is_found_by_its_name_and_by_its_id(each: Known) -> None:
    assert sure(each.step.name) is each
    assert sure(each.step.id) is each
    assert sure(each.step.name.upper()) is each


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("hamstring with strap", "band-hold"),
        ("Strap, hamstring", "band-hold"),
        ("hamstrings with a towel", "band-hold"),
        ("half pigeon", "half-pigeon"),
        ("pidgeon half", "half-pigeon"),
        ("figure four", "half-pigeon"),
        ("fig. 4 stretch", "half-pigeon"),
        ("seated figure 4", "seated-figure-four"),
        ("childs pose", "childs-pose"),
        ("Child\u2019s pose", "childs-pose"),
        ("BALASANA", "childs-pose"),
        ("catcow", "cat-cow"),
        ("cat camel", "cat-cow"),
        ("brigde", "bridge"),
        ("glute bridges", "bridge"),
        ("90/90", "rest-90-90"),
        ("windshield wipers", "knee-rolls"),
        ("nerve flossing", "supine-slider"),
        ("piriformis figure four", "half-pigeon"),
    ],
)
def test_what_people_write_is_known_for_what_it_is(words: str, found: str) -> None:
    each = sure(words)

    assert each is BY_ID[found]
    assert first(words) == found


@pytest.mark.parametrize(
    "words",
    [
        "pigeon",  # two of them
        "hamstring stretch",
        "twist",
        "single leg bridge",  # not the bridge
        "both knees to chest",  # not the single one
        "knees to chest",
        "supine march",
        "kneeling hip flexor",
        "downward dog",  # it doesn't wag
        "rest",
        "plank",
        "",
        "?!",
    ],
)
def test_what_may_be_another_stretch_is_not_taken_for_a_known_one(words: str) -> None:
    assert sure(words) is None


def test_pigeon_ranks_half_pigeon_and_full_pigeon_first() -> None:
    assert [match.known.step.id for match in search("pigeon")][:2] == ["half-pigeon", "full-pigeon"]


def test_figure_four_ranks_the_reclined_one_before_the_seated_and_the_standing_one() -> None:
    found = [match.known.step.id for match in search("figure four")]

    assert found[:3] == ["half-pigeon", "seated-figure-four", "standing-figure-four"]


@pytest.mark.parametrize(("typed", "found"), [("pig", "half-pigeon"), ("wal", "legs-up-wall"), ("ham", "band-hold")])
def test_the_beginning_of_a_word_is_enough_to_find_it(typed: str, found: str) -> None:
    assert found in [match.known.step.id for match in search(typed)][:3]


def test_a_search_without_words_finds_all_and_one_for_nonsense_nothing() -> None:
    assert len(search("")) == 25
    assert search("wibble") == []


def test_the_catalogue_is_a_file_of_the_package() -> None:
    assert FILE.parent == Path(sciatica_stretch.__file__).parent / "library"
