"""The bytes of a routine file as text: UTF-8 with or without a byte order mark, or UTF-16 with one."""

import codecs
import re

from sciatica_stretch.library.problems import split_lines
from sciatica_stretch.problems import Problem

MOST_BYTES = 256 * 1024  # a hundred times sciatica-13; no limit below depends on a person's patience
# To YAML. Listed, not negated: the same characters, and a tenth of the time to compile.
FOREIGN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_SAVE_AS = "Save the file as UTF-8."


def decode(content: bytes) -> tuple[str, Problem | None]:
    """Return *content* as text, and what makes it unreadable if something does; the text then still has that line."""
    if len(content) > MOST_BYTES:
        first = content[:200].decode("utf-8", "replace")
        message = f"the file is larger than {MOST_BYTES // 1024} KiB"
        return first, _problem(first, 0, message, "A routine is a few KiB. Is this the right file?")
    encoding = _encoding(content)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode(encoding, "replace")
        name = "UTF-16" if encoding == "utf-16" else "UTF-8"
        return content.decode(encoding, "replace"), _problem(before, len(before), f"this is not {name}", _SAVE_AS)
    return text, _foreign(text)


def encode(text: str, like: bytes) -> bytes:
    """Return *text* as bytes, in the encoding and with the byte order mark of *like*, which `decode` read."""
    for mark, encoding in _MARKS.items():
        if like.startswith(mark):
            return mark + text.encode(encoding)
    return text.encode()


def _encoding(content: bytes) -> str:
    return "utf-16" if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"


def _foreign(text: str) -> Problem | None:
    """Return the problem with the first character that no YAML file may contain."""
    match = FOREIGN.search(text)
    if match is None:
        return None
    if "\0" in text:
        return _problem(
            text,
            text.index("\0"),
            "this is not a text file",
            "A routine is plain text. If this is one: save the file as UTF-8.",
        )
    message = f"the character U+{ord(match.group()):04X} can't be in a routine"
    return _problem(text, match.start(), message, "Delete it.")


def _problem(text: str, index: int, message: str, hint: str) -> Problem:
    before = split_lines(text[:index] + "x")
    return Problem(len(before), len(before[-1]), 1, message, hint)
