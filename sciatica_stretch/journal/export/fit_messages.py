"""Messages of a FIT file, made with fit-tool, and the fields of our own that FIT has no words for.

fit-tool has no types, and is imported only here and only when there is a file to make.
"""

import importlib
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from sciatica_stretch import extras
from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.errors import StretchError

Message = Any  # of fit-tool
Value = int | float | str | bytes | list[int]

_MESSAGES = (  # their place in here is the local number that the file knows them by
    "file_id",
    "developer_data_id",
    "field_description",
    "event",
    "record",
    "set",
    "lap",
    "session",
    "activity",
)
_UINT8, _STRING = 2, 7  # base types, as a field description numbers them
_APPLICATION = bytes.fromhex("d1e6a4f72c0b4b6f9e0a7c35b8f21d64")  # a UUID made for these fields, for ever
OWN_FIELDS = ("side", "pain_before", "pain_after", "pain_next_morning")  # their place in here is their number
_TEXTS = frozenset({"side"})


@frozen
class Own:
    """The value of one of our developer fields."""

    name: str
    value: int | str


def file_of(messages: Sequence[Message]) -> bytes:
    """Return the file of *messages*."""
    builder = _module("fit_file_builder").FitFileBuilder()
    builder.add_all(messages)
    file: bytes = builder.build_bytes()
    return file


def descriptions() -> Iterator[Message]:
    """Yield what makes our own fields known to whoever reads the file."""
    yield message("developer_data_id", application_id=_APPLICATION, developer_data_index=0)
    for number, name in enumerate(OWN_FIELDS):
        yield message(
            "field_description",
            developer_data_index=0,
            field_definition_number=number,
            fit_base_type_id=_STRING if name in _TEXTS else _UINT8,
            field_name=name,
            units="" if name in _TEXTS else "0-10",
        )


def message(name: str, *own: Own, **values: Value) -> Message:
    """Return a message of that *name* with our *own* fields and FIT's *values*, and no room for others.

    fit-tool's own classes make all fields that a message can have, a hundred for a record, and so take a second a file.
    """
    kind, known = _kind(name)
    fields = [known[each]() for each in values]
    for field, value in zip(fields, values.values(), strict=True):
        field.set_values(value if isinstance(value, list | bytes) else [value])
    return _module("data_message").DataMessage(
        local_id=_MESSAGES.index(name),
        global_id=kind.ID,
        name=name,
        fields=fields,
        developer_fields=[_developer_field(each) for each in own],
    )


@cache
def _kind(name: str) -> tuple[Any, dict[str, Any]]:
    """Return fit-tool's class of the messages of that *name*, and those of its fields by their names."""
    module = _module(f"profile.messages.{name}_message")
    kind = getattr(module, "".join(map(str.capitalize, name.split("_"))) + "Message")
    return kind, {field.name: type(field) for field in kind().fields}


def _developer_field(own: Own) -> Message:
    types = _module("base_type").BaseType
    field = _module("developer_field").DeveloperField(
        developer_data_index=0,
        field_id=OWN_FIELDS.index(own.name),
        name=own.name,
        base_type=types.STRING if isinstance(own.value, str) else types.UINT8,
        growable=True,
    )
    field.set_value(0, own.value)
    return field


def _module(name: str) -> Message:
    """Return one of fit-tool's modules. Raise StretchError where it is not installed."""
    try:
        return importlib.import_module(f"fit_tool.{name}")
    except ImportError:
        raise StretchError(
            "FIT files are written by the package fit-tool, which is not installed.",
            f"Install it with: {extras.get('fit')}",
        ) from None
