"""How a text can be written in YAML so that it reads back as it is. Which of the ways does, reading back tells."""

import re
from collections.abc import Iterable, Iterator
from textwrap import wrap

from sciatica_stretch.library.problems import split_lines

_NARROWEST = 40  # characters of a line of folded text
_HEADER = re.compile(r"[>|][-+0-9]*")
_SIMPLE = re.compile(r"[^\W_][\w '()/.-]*")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_BREAK = re.compile("[\n\r\x85\u2028\u2029]")
_ACTS = re.compile('[\\\\"\0-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]')


def spellings(text: str, style: str | None = None) -> Iterator[str]:
    """Yield ways to write *text* on one line, the one in *style* (a quotation mark, or None for plain) first."""
    ways = {None: text, '"': double_quoted(text), "'": "'{}'".format(text.replace("'", "''"))}
    yield ways.pop(style if style in ways else None)
    yield from ways.values()


def double_quoted(text: str) -> str:
    """Return *text* in double quotes, in which every text can be written."""
    return f'"{_ACTS.sub(_escaped, text)}"'


def _escaped(match: re.Match[str]) -> str:
    return _ESCAPES.get(match[0]) or f"\\u{ord(match[0]):04X}"


def flow_list(texts: Iterable[str]) -> str:
    """Return a list on one line: `[mat, band or towel]`."""
    return f"[{', '.join(text if _SIMPLE.fullmatch(text) else double_quoted(text) for text in texts)}]"


class Block:
    """The block scalar (`>-` or `|` and the lines below it) that stands between *start* and *end* of a document."""

    def __init__(self, document: str, start: int, end: int, newline: str) -> None:
        header = _HEADER.match(document, start)
        header_end = line_end(document, start)
        self.start = start
        self.end = max(header_end, line_end(document, len(document[:end].rstrip())))  # blank lines after it stay
        self._header = document[start:header_end]
        self._comment = document[header.end() if header else start : header_end]
        self._lines = [line for line in split_lines(document[header_end : self.end]) if line.strip()]
        self._newline = newline

    def spellings(self, text: str) -> Iterator[str]:
        """Yield ways to write *text* in this block's place: wrapped as it was, in one line of it, or in quotes."""
        first = self._lines[0] if self._lines else "  "
        indent = first[: len(first) - len(first.lstrip(" "))]
        width = max(_NARROWEST, *(len(line) - len(indent) for line in self._lines), 0)
        wrapped = wrap(text, width, break_long_words=False, break_on_hyphens=False)
        for lines in (wrapped, [text]) if self._header.startswith(">") else ([text],):
            yield self._header + "".join(f"{self._newline}{indent}{line}" for line in lines)
        yield double_quoted(text) + self._comment


def line_end(document: str, at: int) -> int:
    """Return where the line that *at* is in ends, before its break."""
    match = _BREAK.search(document, at)
    return match.start() if match else len(document)
