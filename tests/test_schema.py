"""The schema and the parser: what one takes the other takes, but for what a schema can't say, which is listed here."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis_jsonschema import from_schema
from jsonschema import Draft202012Validator

from sciatica_stretch.core.duration import parse_duration, pattern
from sciatica_stretch.library import schema
from sciatica_stretch.library.parser import parse
from sciatica_stretch.library.problems import RoutineError
from sciatica_stretch.library.schema_kinds import FILLED, UNFILLED, number

ROUTINES = sorted((Path(__file__).parent.parent / "routines").glob("*.yaml"))
SCHEMA = schema.build()
VALIDATOR = Draft202012Validator(SCHEMA)

# What the parser may say of a document that the schema takes; docs/routine-format.md lists the same.
NOT_IN_A_SCHEMA = [
    "'{side}' in a step without sides",
    "for each side, in a step without sides",
    "there is nothing for the (left|right)",
    "this step is done only on the (left|right)",
    "the group around this has sides already",
    "is the id of the step on line",
    "is outside the work",
    "is the same moment as",
    "is not between 0.1s and 1h",  # of a duration that is a text
    "with all sides and sets",
    "can't name a phase",  # longer than its limit once its characters are made visible
]


class Dumper(yaml.SafeDumper):
    """Writes None as nothing at all: `null` is a text to the parser."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - aliases are not what is tried here
        return True


Dumper.add_representer(type(None), lambda dumper, _: dumper.represent_scalar("tag:yaml.org,2002:null", ""))


def said_of(document: object) -> list[str]:
    """Return what the parser finds wrong in *document* when it is written as YAML."""
    text = yaml.dump(document, Dumper=Dumper, allow_unicode=True, sort_keys=False)
    try:
        parse(text.encode(), "x.yaml", "x")
    except RoutineError as error:
        return [problem.message for problem in error.problems]
    return []


def beyond_a_schema(message: str) -> bool:
    return any(re.search(each, message) for each in NOT_IN_A_SCHEMA)


def unrolled(depth: int) -> dict[str, Any]:
    """Return the schema for hypothesis-jsonschema: groups up to *depth* inside each other, for it knows no recursion.

    Steps with a hold and steps with reps are two kinds there, or it would throw most of what it makes away.
    """
    definitions = SCHEMA["$defs"]

    def step(*needed: str, without: set[str]) -> dict[str, Any]:
        properties = {key: value for key, value in definitions["step"]["properties"].items() if key not in without}
        return {"type": "object", "required": needed, "additionalProperties": False, "properties": properties}

    held = step("name", "hold", without={"reps", "tempo"})
    moved = step("name", "reps", "tempo", without={"hold"})

    def with_blocks(around: dict[str, Any], depth: int) -> dict[str, Any]:
        kinds = [held, moved, *([with_blocks(definitions["group"], depth - 1)] if depth else [])]
        steps = {"type": "array", "minItems": 1, "maxItems": 2, "items": {"anyOf": kinds}}
        return {**around, "properties": {**around["properties"], "steps": steps}}

    return with_blocks({key: value for key, value in SCHEMA.items() if key != "$defs"}, depth)


def as_typed(value: Any) -> Any:
    """Return *value* as a person would type it: 0.1 and not 0.10000000000000001, 3 and not 3.0."""
    match value:
        case float():
            return int(value) if value == int(value) else round(value, 3)
        case list():
            return [as_typed(each) for each in value]
        case dict():
            return {key: as_typed(each) for key, each in value.items()}
        case _:
            return value


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", ROUTINES, ids=lambda path: path.stem)
def test_the_schema_takes_the_bundled_routines(path: Path) -> None:
    assert list(VALIDATOR.iter_errors(yaml.safe_load(path.read_text("utf-8")))) == []
    assert list(VALIDATOR.iter_errors(plain(path))) == []


def each_key(node: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(node, dict):
        for key, value in node.get("properties", {}).items():
            yield f"{path}.{key}", value
        for key, value in node.items():
            yield from each_key(value, f"{path}.{key}")
    elif isinstance(node, list):
        for value in node:
            yield from each_key(value, path)


@pytest.mark.parametrize(
    ("key", "value"), list(each_key(SCHEMA)), ids=lambda each: each if isinstance(each, str) else ""
)
def test_every_key_has_a_description_and_examples_that_it_takes(key: str, value: dict[str, Any]) -> None:
    inner = Draft202012Validator({**value, "$defs": SCHEMA["$defs"]})

    assert value["description"].endswith("."), key
    assert value["examples"], key
    assert [error for example in value["examples"] for error in inner.iter_errors(example)] == []


def test_the_keys_of_the_schema_are_those_of_the_parser() -> None:
    def known_in(text: str) -> set[str]:
        with pytest.raises(RoutineError) as caught:
            parse(text.encode(), "x", "x")
        hint = next(each.hint for each in caught.value.problems if "'zzz'" in each.message)
        return set(re.findall(r"[a-z_]+", hint.removeprefix("The keys here are "))) - {"and"}

    step = known_in("title: T\nsteps: [{name: a, hold: 30s, zzz: x}]")
    group = known_in("title: T\nsteps: [{steps: [{name: a, hold: 30s}], zzz: x}]")
    top = known_in("title: T\nzzz: x\nsteps: [{name: a, hold: 30s}]")
    defaults = known_in("title: T\ndefaults: {zzz: x}\nsteps: [{name: a, hold: 30s}]")

    assert set(SCHEMA["$defs"]["step"]["properties"]) == step - {"steps"}
    assert set(SCHEMA["$defs"]["group"]["properties"]) == group
    assert set(SCHEMA["properties"]) == top
    assert set(SCHEMA["properties"]["defaults"]["properties"]) == defaults


@settings(max_examples=12, phases=[Phase.generate], suppress_health_check=list(HealthCheck))  # it is slow to generate
@given(document=from_schema(unrolled(1)).map(as_typed))
def test_what_the_schema_takes_the_parser_takes(document: Any) -> None:
    assert VALIDATOR.is_valid(document)

    assert [message for message in said_of(document) if not beyond_a_schema(message)] == []


def plain(path: Path) -> Any:
    """Return the document at *path* with every value as a text."""
    return yaml.load(path.read_text("utf-8"), Loader=yaml.CBaseLoader)


def places(node: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    entries = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in entries:
        yield (*path, key)
        yield from places(value, (*path, key))


VALUES: list[Any] = [None, "", " ", "x", "30s", "0s", "0", "1:30", "90m", "half", "both", "left", "no", "{side}", "{x}"]
VALUES += [0, 1, 8, 60, 51, 1001, 2.5, 0.05, 4000, -1, True, "a" * 501, "A b", [], ["x"], ["left"], ["left", "left"]]
VALUES += [{}, {"x": "30s"}, {"left": "30s"}, {"right": "8", "left": 8}, {"half": "x"}, {"-5s": "x"}, {"5 s": "x"}]
KEYS = ["name", "hold", "reps", "tempo", "sides", "steps", "title", "setup", "cues", "id", "transitoin", "rest", "half"]
KEYS += ["wait"]


@settings(max_examples=400)
@given(path=st.sampled_from(ROUTINES), choices=st.data())
def test_of_a_damaged_routine_the_two_say_the_same(path: Path, choices: st.DataObject) -> None:
    document = plain(path)
    *above, last = choices.draw(st.sampled_from(list(places(document))))
    parent = document
    for key in above:
        parent = parent[key]
    match choices.draw(st.sampled_from(["delete", "rename", "retype"])):
        case "delete":
            del parent[last]
        case "rename" if isinstance(parent, dict):
            parent[choices.draw(st.sampled_from(KEYS))] = parent.pop(last)
        case _:
            parent[last] = choices.draw(st.sampled_from(VALUES))

    said = said_of(document)

    if VALIDATOR.is_valid(document):
        assert [message for message in said if not beyond_a_schema(message)] == []
    else:
        assert said


@pytest.mark.parametrize("moment", ["-5s", "1:10", "0", "-0s", "1234567890.1234s", "-1234567890.1234s"])
def test_moments_are_cues_up_to_the_length_of_a_duration(moment: str) -> None:
    (known,) = SCHEMA["$defs"]["step"]["properties"]["cues"]["patternProperties"]

    assert re.search(known, moment)
    assert not re.search(known, moment.replace("s", "0s") + "0000000000")


@given(text=st.from_regex(f"^{pattern()}$", fullmatch=True).filter(lambda text: len(text) <= 16))
def test_every_text_of_the_pattern_is_a_duration(text: str) -> None:
    assert parse_duration(text) > 0


@given(text=st.text(alphabet="0123456789hms:.", max_size=8))
def test_every_duration_is_of_the_pattern(text: str) -> None:
    try:
        parse_duration(text)
    except ValueError:
        assert not re.fullmatch(pattern(), text)
    else:
        assert re.fullmatch(pattern(), text)


@pytest.mark.parametrize("most", [50, 1000])
def test_the_pattern_of_a_number_ends_where_the_number_does(most: int) -> None:
    digits = number("", most, 1)["pattern"]

    taken = [value for value in range(most * 11) if re.search(digits, str(value))]

    assert taken == list(range(1, most + 1))


@given(text=st.text(alphabet="{} sidex", min_size=1))
def test_the_patterns_of_texts_know_what_can_be_filled_in(text: str) -> None:
    filled = re.findall(r"\{([^{}]*)\}", text)

    assert bool(re.search(UNFILLED, text)) == (bool(text.strip()) and not filled)
    assert bool(re.search(FILLED, text)) == (bool(text.strip()) and set(filled) <= {"side"})


def test_the_schema_is_put_beside_the_routines_and_named_in_their_first_line(tmp_path: Path) -> None:
    folder = tmp_path / "my routines"

    schema.put_beside(folder)

    assert schema.FIRST_LINE == "# yaml-language-server: $schema=.schema.json"
    assert json.loads((folder / ".schema.json").read_text("utf-8")) == SCHEMA


def test_a_schema_that_is_there_already_is_left_alone_and_an_old_one_is_not(tmp_path: Path) -> None:
    schema.put_beside(tmp_path)
    before = (tmp_path / ".schema.json").stat()

    schema.put_beside(tmp_path)
    unchanged = (tmp_path / ".schema.json").stat()
    (tmp_path / ".schema.json").write_text("{}")
    schema.put_beside(tmp_path)

    assert (unchanged.st_ino, unchanged.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert json.loads((tmp_path / ".schema.json").read_text("utf-8")) == SCHEMA
