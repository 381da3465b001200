"""A TOML file taken apart into its statements, each with its place, so that one that is wrong takes no other with it.

tomllib reads what each of them means; here is only known where strings, comments and brackets begin and end.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from typing import Any

from sciatica_stretch.core.frozen import frozen

_TOKEN = re.compile(
    r"""
    (?P<long> \"{3} (?: \\. | [^\\] )*? \"{3,5} | '{3} .*? '{3,5} )
    | (?P<text> " (?: \\[^\n] | [^"\\\n] )* " | '[^'\n]*' )
    | (?P<remark> \#[^\r\n]* )
    | (?P<open> [\[{] )
    | (?P<close> [\]}] )
    | (?P<equals> = )
    | (?P<end> \r?\n )
    | (?P<blank> [ \t]+ )
    | (?P<other> [^"'\#\[\]{}=\r\n]+ | . )  # a quote that is never closed is one of them
    """,
    re.DOTALL | re.VERBOSE,
)


@frozen
class Span:
    """A stretch of the file, in characters from its beginning."""

    start: int
    end: int


@frozen
class Statement:
    """One statement: a table's header, or a key with its value. *value* is None where there is no `=`."""

    whole: Span  # without the blanks around it and the remark behind it
    value: Span | None
    texts: tuple[Span, ...]  # the strings in the value
    is_header: bool

    def key(self, text: str) -> str:
        """Return what stands before the `=` in *text*, which it is a statement of; all of it where there is none."""
        end = self.value.start if self.value else self.whole.end
        return text[self.whole.start : end].rstrip(" \t=")


def statements(text: str) -> Iterator[Statement]:
    """Yield the statements of *text*.

    Where a bracket is open until the end of the file, its line is a statement, and the next one is read as another.
    """
    start = 0
    while start < len(text):
        end, tokens = _tokens(text, start)
        if end is None:
            end, tokens = _tokens(text, start, one_line=True)
        if tokens:
            yield _made(text, tokens)
        start = end or len(text)


def _tokens(text: str, start: int, *, one_line: bool = False) -> tuple[int | None, list[re.Match[str]]]:
    """Return where the statement at *start* ends, None if it never does, and what it is made of."""
    depth, tokens = 0, list[re.Match[str]]()
    for token in _TOKEN.finditer(text, start):
        kind = token.lastgroup
        if kind == "end" and (depth <= 0 or one_line):
            return token.end(), tokens
        depth += {"open": 1, "close": -1}.get(kind or "", 0)
        if kind not in {"end", "remark", "blank"}:
            tokens.append(token)
    return (None if depth > 0 and not one_line else len(text)), tokens


def _made(text: str, tokens: Sequence[re.Match[str]]) -> Statement:
    end = tokens[-1].end()
    whole = Span(tokens[0].start(), tokens[-1].start() + len(tokens[-1].group().rstrip()))
    is_header = tokens[0].lastgroup == "open"
    equals = next((at for at, token in enumerate(tokens) if token.lastgroup == "equals"), None)
    if is_header or equals is None:
        return Statement(whole, None, (), is_header)
    behind = tokens[equals].end()
    blanks = len(text[behind:end]) - len(text[behind:end].lstrip())
    texts = [Span(*token.span()) for token in tokens[equals:] if token.lastgroup in {"text", "long"}]
    return Statement(whole, Span(min(behind + blanks, whole.end), whole.end), tuple(texts), is_header)


def meaning(text: str, statement: Statement) -> dict[str, Any]:
    """Return what *statement* says, by itself. Raise ValueError or RecursionError if it makes no sense."""
    return tomllib.loads(text[statement.whole.start : statement.whole.end])
