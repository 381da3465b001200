"""The kinds of values that a routine has, as JSON Schema, each with a description and examples."""

from typing import Any

from sciatica_stretch.core import duration as durations
from sciatica_stretch.core.duration import format_duration
from sciatica_stretch.core.routine import Side
from sciatica_stretch.library import cues as moments
from sciatica_stretch.library import dose, fields, ids

Schema = dict[str, Any]

UNFILLED = r"^(?=\s*\S)[^{]*[^}]*$"  # no { with a } after it
FILLED = r"^(?=\s*\S)(?:[^{]|\{side\}|\{(?=[^{}]*(?:\{|$)))*$"  # none, but for {side}
_ZERO = sorted(fields.ZERO)


def keys(properties: Schema, needed: list[str]) -> Schema:
    """Take a mapping with these keys and no others."""
    return {"type": "object", "required": needed, "additionalProperties": False, "properties": properties}


def text(description: str, example: str, pattern: str = UNFILLED) -> Schema:
    """Take a line of text; what YAML 1.2 takes for a number or a truth is one, too."""
    return {
        "description": description,
        "examples": [example],
        "type": ["string", "number", "boolean"],
        "maxLength": fields.MOST_CHARACTERS,
        "pattern": pattern,
        "patternErrorMessage": "Write some words; {side} can be filled in only in setup, switch_setup and cues.",
    }


def texts(description: str, *example: str) -> Schema:
    """Take a list of texts."""
    item = text("One of them.", example[0])
    return {"description": description, "examples": [list(example)], "type": "array", "minItems": 1, "items": item}


def word(description: str, example: str) -> Schema:
    """Take a short name."""
    return {
        "description": f"{description} Lower-case letters, digits and hyphens.",
        "examples": [example],
        "type": ["string", "integer", "boolean"],
        "maxLength": ids.MOST_CHARACTERS,
        "pattern": f"^{ids.ID.pattern}$",
        "patternErrorMessage": f"Use up to {ids.MOST_CHARACTERS} of a to z, 0 to 9 and hyphens.",
        "minimum": 0,
        "maximum": 10**15,
    }


def number(description: str, most: int, example: int) -> Schema:
    """Take a whole number from 1 to *most*."""
    return {
        "description": description,
        "examples": [example],
        "type": ["integer", "string"],
        "minimum": 1,
        "maximum": most,
        "maxLength": fields.MOST_DIGITS,
        "pattern": f"^0*(?:{_up_to(most)})$",
        "patternErrorMessage": f"Write a number from 1 to {most:,}.",
    }


def _up_to(most: int) -> str:
    """Return a pattern of the whole numbers from 1 to *most*, which is a digit and noughts: 50, 1000."""
    first, noughts = int(str(most)[0]), len(str(most)) - 1
    below = f"[1-{first - 1}][0-9]{{{noughts}}}|" if first > 1 else ""
    return f"[1-9][0-9]{{0,{noughts - 1}}}|{below}{most}"


def flag(description: str) -> Schema:
    """Take true or false, as a truth or as a text."""
    return {
        "description": description,
        "examples": [True],
        "default": False,
        "type": ["boolean", "string"],
        "pattern": f"^(?:{'|'.join(fields.TRUTHS)})$",
        "patternErrorMessage": "Write true or false.",
    }


def duration(example: str, description: str = "") -> Schema:
    """Take a duration above zero; of one in a text the pattern sees the form, not the size."""
    return {
        "description": description or "A duration: 30s, 1m30s, 1:30 or 90 (seconds), up to an hour.",
        "examples": [example, "1m30s"],
        "type": ["string", "number"],
        "minimum": fields.LEAST_SECONDS,
        "maximum": fields.MOST_SECONDS,
        "maxLength": durations.MOST_CHARACTERS,
        "pattern": f"^{durations.pattern()}$",
        "patternErrorMessage": fields.DURATION_HINT,  # what editors show in place of the pattern
    }


def lead_in(description: str, default: float) -> Schema:
    """Take the length of a lead-in, which may be none at all; *default* is in seconds."""
    length = format_duration(default)
    return {
        "description": f"{description}. {length} where nothing else is said; may be 0.",
        "examples": [length],
        "default": length,
        "anyOf": [duration(length), {"enum": [0, *_ZERO]}],
    }


def per_side(description: str, one: Schema, example: Schema) -> Schema:
    """Take one value, or one for each side."""
    each = {"description": "One value for each side that is done.", **keys({side.value: one for side in Side}, [])}
    return {
        "description": f"{description} May differ by side.",
        "examples": [*one["examples"], example],
        "anyOf": [one, {**each, "minProperties": 1}],
    }


def tempo() -> Schema:
    """Take the phases of a rep."""
    return {
        "description": f"The parts of one movement and how long each takes; up to {dose.MOST_PHASES} that you name.",
        "examples": [{"up": "2s", "down": "3s"}, {"left": "3s", "right": "3s"}],
        "type": "object",
        "minProperties": 1,
        "maxProperties": dose.MOST_PHASES,
        "propertyNames": {"maxLength": dose.MOST_PHASE_CHARACTERS, "pattern": r"\S"},
        "additionalProperties": duration("3s", "How long this part of the movement takes."),
    }


def cues() -> Schema:
    """Take the cues: moments and what to say then; editors offer the three that are named."""
    said = text("What to say then. {side} becomes right or left.", "Breathe out slowly.", FILLED)
    short = f"(?!.{{{durations.MOST_CHARACTERS + 1}}})"
    moment = f"^-?{short}(?:{'|'.join(_ZERO)}|{durations.pattern()})$"
    return {
        "description": "What to say during the work: 15s or 1:10 from its start, half, or -5s before its end.",
        "examples": [{"0s": "Let the back widen.", "half": "Stay as you are.", "-5s": "Five seconds."}],
        "type": "object",
        "minProperties": 1,
        "maxProperties": moments.MOST_CUES,
        "properties": {
            "0s": {**said, "description": "At the start."},
            "half": {**said, "description": "At halfway. Left out where another cue is within 6 seconds."},
            "-5s": {**said, "description": "Five seconds before the end."},
        },
        "patternProperties": {moment: said},
        "additionalProperties": False,
    }
