"""docs/routine-format.md held to the parser: every example works, every mistake is answered as it says."""

import re
from itertools import pairwise
from pathlib import Path
from textwrap import indent

import pytest
import yaml
from jsonschema import Draft202012Validator

from sciatica_stretch import problems
from sciatica_stretch.core.cues import GIVE_WAY_SECONDS
from sciatica_stretch.core.timeline import unroll
from sciatica_stretch.library import cues, dose, encoding, fields, ids, nodes, parser, schema, syntax
from sciatica_stretch.library.problems import RoutineError

DOCS = (Path(__file__).parent.parent / "docs" / "routine-format.md").read_text("utf-8")
BLOCKS: list[tuple[str, str]] = re.findall(r"^```(\w+(?: \w+)?)\n(.*?)^```$", DOCS, re.MULTILINE | re.DOTALL)
WHOLE = [text for kind, text in BLOCKS if kind == "yaml"]
STEPS = [f"title: T\nsteps:\n{indent(text, '  ')}" for kind, text in BLOCKS if kind == "yaml steps"]
MISTAKES = [
    (text, answer) for (kind, text), (after, answer) in pairwise(BLOCKS) if (kind, after) == ("yaml mistake", "text")
]


def test_every_block_of_the_page_is_held_to_something() -> None:
    assert (len(WHOLE), len(STEPS), len(MISTAKES)) == (3, 6, 3)
    assert len(BLOCKS) == len(WHOLE) + len(STEPS) + 2 * len(MISTAKES)


@pytest.mark.parametrize("text", [*WHOLE, *STEPS])
def test_every_example_is_a_routine(text: str) -> None:
    assert unroll(parser.parse(text.encode(), "docs", "docs")).stretches > 0


def test_the_sum_on_the_page_is_right() -> None:
    assert unroll(parser.parse(WHOLE[2].encode(), "docs", "docs")).seconds == 240.0


@pytest.mark.parametrize(("text", "answer"), MISTAKES)
def test_every_mistake_is_answered_as_the_page_says(text: str, answer: str) -> None:
    with pytest.raises(RoutineError) as caught:
        parser.parse(text.encode(), "routines/mine.yaml", "mine")

    assert f"Error: {caught.value.message}\n" == answer


@pytest.mark.parametrize(
    "sentence",
    [
        f"up to {encoding.MOST_BYTES // 1024} KiB and {nodes.MOST_NODES:,} values",
        f"nested up to {syntax.MOST_NESTED} deep",
        f"up to {parser.MOST_INTERVALS:,}\nintervals and takes up to {parser.MOST_SECONDS / 3600:g} hours",
        f"how often, 1 to {parser.MOST_SETS}, on each side",
        f"up to {fields.MOST_CHARACTERS} characters",
        f"each in up to {dose.MOST_PHASE_CHARACTERS} characters",
        f"1 to {dose.MOST_REPS:,}, and how long",
        f"up to {ids.MOST_CHARACTERS} of `a` to `z`",
        f"up to {cues.MOST_CUES} cues in a step",
        f"the first {problems.MOST_PROBLEMS} are shown",
        f"within\n{GIVE_WAY_SECONDS:g} seconds",
        "is written `0`, `0s`, `0m` or `0:00`",
        f"There are up to {dose.MOST_PHASES} parts",
        f"may be `0` | {parser.TRANSITION_SECONDS:g} s |",
        f"may be `0` | {parser.SWITCH_SECONDS:g} s |",
        f"may be `0` | {parser.REST_SECONDS:g} s |",
    ],
)
def test_the_figures_on_the_page_are_those_of_the_program(sentence: str) -> None:
    assert sentence in DOCS


def test_the_page_has_each_key_of_the_schema_where_it_belongs() -> None:
    sections = dict(re.findall(r"^##+ ([^\n]+)\n(.*?)(?=^##|\Z)", DOCS, re.MULTILINE | re.DOTALL))
    built = schema.build()

    def rows(section: str) -> set[str]:
        return set(re.findall(r"^(?:\| |- )\*{0,2}`([a-z_]+)`", sections[section], re.MULTILINE))

    assert rows("At the top") == set(built["properties"])
    assert rows("A step") | {"name", "tempo"} == set(built["$defs"]["step"]["properties"])
    assert all(f"`{key}`" in sections["A step"] for key in ("name", "tempo"))
    assert all(f"`{key}`" in sections["A group"] for key in built["$defs"]["group"]["properties"])
    assert all(f"`{key}`" in sections["At the top"] for key in built["properties"]["defaults"]["properties"])


@pytest.mark.parametrize("text", [*WHOLE, *STEPS])
def test_every_example_is_taken_by_the_schema(text: str) -> None:
    document = yaml.load(text, Loader=yaml.CBaseLoader)

    assert list(Draft202012Validator(schema.build()).iter_errors(document)) == []


@pytest.mark.parametrize("text", [text for text, _ in MISTAKES if "five minutes" not in text])
def test_every_mistake_that_yaml_can_read_is_refused_by_the_schema(text: str) -> None:
    document = yaml.load(text, Loader=yaml.CBaseLoader)

    assert not Draft202012Validator(schema.build()).is_valid(document)


def test_no_step_can_have_more_cues_than_a_person_can_follow() -> None:
    many = ", ".join(f"{second}s: x" for second in range(cues.MOST_CUES + 1))

    with pytest.raises(RoutineError, match="there are more than 100"):
        parser.parse(f"title: T\nsteps: [{{name: a, hold: 5m, cues: {{{many}}}}}]".encode(), "docs", "docs")
