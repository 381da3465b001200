"""Lines of the log, from bytes to what they say.

This is the long way, which has the last word on any line; `line_reader` knows a shorter one for most.
"""

from sciatica_stretch.journal import corrections, fields, record
from sciatica_stretch.journal.corrections import Correction
from sciatica_stretch.journal.record import SessionRecord


def from_line(line: bytes) -> SessionRecord | Correction:
    """Return what a line of the log says. Raise ValueError with the reason where it can't be read."""
    found = fields.parse(text_of(line))
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
