"""Lines of the log, from bytes to what they say; what many lines have in common is read once.

Nearly all of a session's line is its stretches, and most of these stand in many lines to the letter: so each is looked
up by its bytes, and a log is read in less time than it takes to parse its JSON. No line is taken on trust for that:
one is taken apart only where its parts together say what the line says, and any other is read the long way.
"""

from json import JSONDecoder

from sciatica_stretch.journal import corrections, fields, quick, record
from sciatica_stretch.journal.corrections import Correction
from sciatica_stretch.journal.fields import Row
from sciatica_stretch.journal.record import SessionRecord, StretchRecord

_STRETCHES = b'"stretches"'
_OPEN, _CLOSE, _BETWEEN = _STRETCHES + b":[{", b'}],"pauses":', b"},{"
_DECODER = JSONDecoder()
_BLANKS = " \t\r\n"  # of JSON
_CORRECTION = b'{"format":1,"entry":'
_MOST_KNOWN = 4096  # stretches, of half a kilobyte each
_MOST_ROWS = 256  # of stretches, of five kilobytes each


class LineReader:
    """Reads one line after another, and remembers the stretches in them: each, and their rows as in whole sessions."""

    def __init__(self) -> None:
        self._known: dict[bytes, StretchRecord] = {}
        self._rows: dict[bytes, tuple[StretchRecord, ...]] = {}

    def __call__(self, line: bytes) -> SessionRecord | Correction:
        """Return what *line* says. Raise ValueError with the reason where it can't be read."""
        try:
            return self._short_way(line)
        except (ValueError, LookupError, RecursionError):
            return from_text(text_of(line))  # which knows whether it can be read all the same, or else why not

    def _short_way(self, line: bytes) -> SessionRecord | Correction:
        """Return what *line* says, or raise an error of any kind where only the long way can tell.

        Let the line be `a + b"{x},{y}" + c`. Where `a + c` is JSON, and so are `{x}` and `{y}`, then the line is what
        `a + c` is with these two in its empty list. That this is the list of stretches is sure where nothing in
        `a + c` is escaped and the key stands there once.
        """
        if line.startswith(_CORRECTION):
            return quick.correction(_parse(line))
        opened, closed = line.find(_OPEN) + len(_OPEN), line.rfind(_CLOSE)
        if not len(_OPEN) <= opened <= closed:
            raise ValueError
        rest = line[: opened - 1] + line[closed + 1 :]
        if b"\\" in rest or rest.count(_STRETCHES) != 1:
            raise ValueError
        return quick.session(_parse(rest), self._stretches(line[opened:closed]))

    def _stretches(self, row: bytes) -> tuple[StretchRecord, ...]:
        if stretches := self._rows.get(row):
            return stretches
        known, parts = self._known, row.split(_BETWEEN)
        try:
            stretches = tuple([known[part] for part in parts])
        except KeyError:
            return tuple([known.get(part) or self._learn(part) for part in parts])
        if len(self._rows) >= _MOST_ROWS:
            self._rows.clear()
        self._rows[row] = stretches
        return stretches

    def _learn(self, part: bytes) -> StretchRecord:
        stretch = quick.stretch(_parse(b"{%b}" % part))
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        self._known[part] = stretch
        return stretch


def _parse(line: bytes) -> Row:
    """Return the JSON object in *line*, as `fields.parse` does; only that it says nothing about what is wrong."""
    text = str(line, "utf-8")
    found, end = _DECODER.raw_decode(text)
    if type(found) is not dict or text[end:].strip(_BLANKS):
        raise ValueError
    return found


def from_text(line: str) -> SessionRecord | Correction:
    """Return what a line of the log says. Raise ValueError with the reason where it can't be read."""
    found = fields.parse(line)
    fields.check_format(found)
    return corrections.from_row(found) if "entry" in found else record.from_row(found)


def text_of(line: bytes) -> str:
    """Return the text in *line*; an editor's byte order mark is no part of it."""
    if b"\0" in line:
        raise ValueError("it holds NUL bytes, as a power cut leaves them")
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("it is not UTF-8 text") from None
