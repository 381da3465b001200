"""What is wrong with a statement that is no TOML, in words for the person who wrote it."""

import re

from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.problems import quote
from sciatica_stretch.settings.kinds import NotOneError, Value, spelt
from sciatica_stretch.settings.statements import Span, Statement
from sciatica_stretch.settings.table import BY_NAME

_QUOTES = 'Close it with the same mark: theme = "dark"'
_LINE = "Write each setting on a line of its own, as in: volume = 40"
_STRING = re.compile(r'"(?:\\.|[^"\\])*"|\'[^\']*\'', re.DOTALL)


@frozen
class Slip:
    """What is wrong, and where."""

    span: Span
    message: str
    hint: str


def explain(text: str, statement: Statement, table: str) -> Slip:
    """Return what is wrong with *statement*, which tomllib can't read and which stands in *table* ("" at the top)."""
    whole, value = statement.whole, statement.value
    if statement.is_header:
        return Slip(whole, "this is no table's name", "Write it in brackets: [keys]")
    if value is None:
        said = quote(text[whole.start : whole.end])
        return Slip(whole, f"there is no '=' after {said}", _LINE)
    name = statement.key(text)
    written = text[value.start : value.end]
    if not written:
        return Slip(whole, f"{quote(name)} has no value", _instead(table + name, ""))
    if written[0] in "\"'" and not _STRING.match(written):
        return Slip(Span(value.start, value.start + 1), "this quote is never closed", _QUOTES)
    if written[0] in "[{" and written[-1] not in "]}":
        return Slip(
            Span(value.start, value.start + 1), f"this {written[0]!r} is never closed", _instead(table + name, "")
        )
    return Slip(value, f"{table}{name}: {quote(written)} can't be read", _instead(table + name, written))


def _instead(name: str, written: str) -> str:
    """Return what to write in the place of *written*: the value that it seems to mean, or what there is."""
    setting = BY_NAME.get(name)
    if setting is None:
        return f'{_LINE}; or, for a text: theme = "dark"'
    key = name.rpartition(".")[2]
    try:
        meant: Value = setting.kind.typed(written) if written else setting.example
    except NotOneError as error:
        return error.hint
    return f"Write: {key} = {spelt(meant)}" if written else f"Write it as in: {key} = {spelt(meant)}"
