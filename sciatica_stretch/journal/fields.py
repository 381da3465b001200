"""Values taken out of a JSON object with care: each comes out of its own kind, or ValueError says what is wrong.

The file may be of another version, edited by hand or hurt by a failing disk, so nothing in it is taken on trust.
"""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, TypeVar

import msgspec

FORMAT = 1
_NUMBERS = frozenset({int, float})
_MINUTE = timedelta(minutes=1)
MOST = 1e9  # seconds; a number above it is no length of anything here

Seconds = Annotated[float, msgspec.Meta(ge=0, le=MOST)]
Whole = Annotated[int, msgspec.Meta(ge=0, le=int(MOST))]
Instant = Annotated[datetime, msgspec.Meta(tz=True)]  # with its offset from UTC

Row = dict[str, Any]  # what json.loads makes of an object
_encoded = msgspec.json.Encoder().encode
E = TypeVar("E", bound=StrEnum)


def parse(line: str) -> Row:
    """Return the JSON object in *line*."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):  # the latter for thousands of brackets
        raise ValueError("this is not a line of JSON") from None
    return row(found)


def dump(value: object) -> str:
    """Return *value* as JSON on one line, without its newline; values such as records are objects in it."""
    try:
        return _encoded(value).decode()
    except UnicodeEncodeError:  # half a character (from a file name, say), which msgspec doesn't write
        return json.dumps(msgspec.to_builtins(value), ensure_ascii=False, separators=(",", ":"))


def lines_to_bytes(lines: Iterable[str]) -> bytes:
    """Return the bytes of *lines*; half a character (from a file name, say) as its JSON escape, and so kept."""
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace")


def check_format(fields: Row) -> None:
    """Raise ValueError unless *fields* are written in the format that is read here."""
    match fields.get("format"):
        case int(number) if number == FORMAT:
            return
        case int(number) if number > FORMAT:
            raise ValueError(f"it is in format {number}, and this version of stretch reads format {FORMAT}")
        case _:
            raise ValueError("it has no 'format' that is known here")


def row(value: object) -> Row:
    """Return *value*, a JSON object."""
    if not isinstance(value, dict):
        raise ValueError("this is not a JSON object")  # noqa: TRY004 - to the reader all of these are one kind
    return value


def rows(fields: Row, key: str, *, added_later: bool = False) -> list[Row]:
    """Return the list of objects at *key*; none where the key was *added_later* and the line is from before."""
    if added_later and key not in fields:
        return []
    found = fields.get(key)
    if not isinstance(found, list):
        raise _wrong(fields, key, "a list")
    return [row(each) for each in found]


def text(fields: Row, key: str) -> str:
    """Return the text at *key*."""
    found = fields.get(key)
    if not isinstance(found, str):
        raise _wrong(fields, key, "a text")
    return found


def texts(fields: Row, key: str) -> tuple[str, ...]:
    """Return the list of texts at *key*."""
    found = fields.get(key)
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise _wrong(fields, key, "a list of texts")
    return tuple(found)


def number(fields: Row, key: str) -> float:
    """Return the number at *key*: zero or more, and finite."""
    found: Any = fields.get(key)
    if type(found) not in _NUMBERS or not 0 <= found <= MOST:  # True is an int to isinstance; NaN is in no range
        raise _wrong(fields, key, "a number from 0 up")
    return float(found)


def whole(fields: Row, key: str) -> int:
    """Return the whole number at *key*: zero or more."""
    found = fields.get(key)
    if type(found) is not int or not 0 <= found <= MOST:
        raise _wrong(fields, key, "a whole number from 0 up")
    return found


def whole_or_none(fields: Row, key: str, most: int) -> int | None:
    """Return the whole number from 0 to *most* at *key*, or None for null."""
    if _is_null(fields, key):
        return None
    found = whole(fields, key)
    if found > most:
        raise _wrong(fields, key, f"a whole number from 0 to {most}")
    return found


def flag(fields: Row, key: str, *, added_later: bool = False) -> bool:
    """Return the true or false at *key*; false where the key was *added_later* and the line is from before."""
    if added_later and key not in fields:
        return False
    found = fields.get(key)
    if not isinstance(found, bool):
        raise _wrong(fields, key, "true or false")
    return found


def choice(fields: Row, key: str, kind: type[E]) -> E:
    """Return the member of *kind* at *key*."""
    found = fields.get(key)
    member: E | None = _members(kind).get(found) if isinstance(found, str) else None
    if member is None:
        raise _wrong(fields, key, f"one of {', '.join(kind)}")
    return member


def choice_or_none(fields: Row, key: str, kind: type[E]) -> E | None:
    """Return the member of *kind* at *key*, or None for null."""
    return None if _is_null(fields, key) else choice(fields, key, kind)


def instant(fields: Row, key: str) -> datetime:
    """Return the date and time at *key*, which has an offset from UTC."""
    try:
        found = _writable(_instant(text(fields, key)))
    except (ValueError, OverflowError):  # the latter where it is outside of all years in UTC
        raise _wrong(fields, key, "a date and time") from None
    if found.tzinfo is None:
        raise _wrong(fields, key, "a date and time with its offset from UTC")
    return found


def _instant(text: str) -> datetime:
    try:
        return msgspec.convert(text, datetime)
    except msgspec.ValidationError:
        return datetime.fromisoformat(text)  # which knows more of ISO 8601


def _writable(at: datetime) -> datetime:
    """Return *at* with an offset from UTC that can be written, which is of whole minutes, or without any, as it was."""
    offset = at.utcoffset()
    return at.astimezone(UTC) if offset and offset % _MINUTE else at


@cache
def _members(kind: type[E]) -> dict[str, E]:
    """Return the members of *kind* by value; a log has thousands to look up, and an enum takes its time."""
    return {member.value: member for member in kind}


def _is_null(fields: Row, key: str) -> bool:
    return key in fields and fields[key] is None


def _wrong(fields: Row, key: str, wanted: str) -> ValueError:
    if key not in fields:
        return ValueError(f"it has no '{key}'")
    return ValueError(f"{key}: {str(fields[key])[:40]!r} is not {wanted}")
