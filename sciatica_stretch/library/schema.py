"""The routine format as JSON Schema (2020-12), for editors: made of the parser's own limits and patterns.

An editor reads YAML as YAML 1.2 does: what is a text to the parser may be a number or true there, and so both are
taken. What a schema can't say, the parser and docs/routine-format.md do: see "For editors" there.
"""

import json
from pathlib import Path

from sciatica_stretch import disk
from sciatica_stretch.core.routine import Side
from sciatica_stretch.library import dose, parser
from sciatica_stretch.library import schema_kinds as kinds
from sciatica_stretch.library.schema_kinds import Schema

FILE_NAME = ".schema.json"
FIRST_LINE = f"# yaml-language-server: $schema={FILE_NAME}"  # of a routine; still right when the folder moves


def put_beside(folder: Path) -> None:
    """Write the schema into *folder*, where FIRST_LINE leads an editor to it. May raise OSError."""
    path, content = folder / FILE_NAME, as_json().encode()
    if not (path.is_file() and path.read_bytes() == content):
        disk.replace(path, content)


def as_json() -> str:
    """Return the schema as a file has it."""
    return json.dumps(build(), indent=2, ensure_ascii=False) + "\n"


def build() -> Schema:
    """Return the schema of a routine file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A routine of stretch",
        "description": "A timed stretch routine: stretch start NAME leads through it.",
        **kinds.keys(_at_the_top(), needed=["title", "steps"]),
        "$defs": {
            "block": {"if": {"required": ["steps"]}, "then": _ref("group"), "else": _ref("step")},
            "group": kinds.keys(_group(), needed=["steps"]),
            "step": {
                **kinds.keys(_step(), needed=["name"]),
                "oneOf": [{"required": ["hold"]}, {"required": ["reps"]}],
                "dependentRequired": {"reps": ["tempo"], "tempo": ["reps"]},
            },
        },
    }


def _at_the_top() -> Schema:
    return {
        "title": kinds.text("One line that says what the routine is.", "Tea break"),
        "summary": kinds.text("A sentence or two on what is in it.", "Eight quiet minutes on the back."),
        "tags": kinds.texts("Words to find it by.", "sciatica", "gentle"),
        "equipment": kinds.texts("What has to be at hand.", "mat", "band or towel"),
        "optional": kinds.texts("What may be at hand.", "pillow"),
        "inspired_by": kinds.text("Where the idea comes from.", "The sheet from my physiotherapist."),
        "defaults": {
            "description": "Lengths for all steps and groups that don't say their own.",
            "examples": [{"transition": "8s", "switch": "6s"}],
            **kinds.keys(_lead_ins(), needed=[]),
        },
        "steps": _blocks("The steps and groups, in order."),
    }


def _group() -> Schema:
    return {
        **_repeats("the group"),
        "steps": _blocks("The steps that are done together on one side, then together on the other."),
    }


def _step() -> Schema:
    reps = kinds.number(
        f"How many movements, 1 to {dose.MOST_REPS:,}; with tempo, in place of hold.", dose.MOST_REPS, 8
    )
    return {
        "name": kinds.text("What the stretch is called.", "Child's pose"),
        "id": kinds.word(
            "The step's short name, for --from and --only; made of the name where there is none.", "childs-pose"
        ),
        **_repeats("the step"),
        "hold": kinds.per_side("How long to stay.", kinds.duration("60s"), {"right": "60s", "left": "90s"}),
        "reps": {**kinds.per_side("", reps, {"right": 8, "left": 12}), "description": reps["description"]},
        "tempo": kinds.tempo(),
        "transition": _lead_ins()["transition"],
        "wait": kinds.flag("Wait before the work, on each side, until any key is pressed. Not between sets."),
        "setup": kinds.text(
            "How to get into position; said in the transition. {side} becomes right or left.", "Sit tall.", kinds.FILLED
        ),
        "switch_setup": kinds.text("Said when changing sides, in place of setup.", "{side} ankle over.", kinds.FILLED),
        "cues": kinds.cues(),
        "sanskrit": kinds.text("The stretch's Sanskrit name.", "Balasana"),
        "also_known_as": kinds.texts("Other names of the stretch.", "shell stretch"),
        "picture": kinds.word("The short name of the figure to draw.", "childs-pose"),
        "targets": kinds.texts("What it stretches.", "hamstrings", "calves"),
        "easier": kinds.text("How to do less.", "Pillow under the head."),
        "harder": kinds.text("How to do more.", "Straighten the top leg."),
        "skip_if": kinds.texts("Reasons not to begin.", "hip replacement"),
        "stop_if": kinds.texts("Reasons not to go on.", "tingling in the foot"),
    }


def _lead_ins() -> Schema:
    return {
        "transition": kinds.lead_in("Time to get into position before the work begins", parser.TRANSITION_SECONDS),
        "switch": kinds.lead_in("Time to change sides, in place of the transition", parser.SWITCH_SECONDS),
        "rest": kinds.lead_in("Time between sets, in place of the transition", parser.REST_SECONDS),
    }


def _repeats(what: str) -> Schema:
    lead_ins = _lead_ins()
    return {
        "sides": {
            "description": f"The sides on which {what} is done, in order. Both at once where none are given.",
            "examples": [["right", "left"], ["left"]],
            "type": "array",
            "items": {"enum": [side.value for side in Side]},
            "minItems": 1,
            "uniqueItems": True,
        },
        "sets": kinds.number(f"How often {what} is done on each side, 1 to {parser.MOST_SETS}.", parser.MOST_SETS, 2),
        "switch": lead_ins["switch"],
        "rest": lead_ins["rest"],
    }


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _blocks(description: str) -> Schema:
    example = [{"name": "Child's pose", "hold": "60s"}]
    return {"description": description, "examples": [example], "type": "array", "minItems": 1, "items": _ref("block")}
