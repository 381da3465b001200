"""The problems of a routine file as one error, and its lines as YAML counts them."""

import re
from collections.abc import Sequence

from sciatica_stretch.errors import BadRoutineError
from sciatica_stretch.problems import Problem, shown

_LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")  # as YAML breaks lines


class RoutineError(BadRoutineError):
    """A routine file that can't be used; its message shows every problem at its place in the file."""

    def __init__(self, source: str, text: str, problems: Sequence[Problem]) -> None:
        self.source = source
        self.text = text
        self.problems = tuple(problems)
        super().__init__(shown(self.problems, source, split_lines(text)))


def split_lines(text: str) -> list[str]:
    """Return the lines of *text* without their breaks, as YAML counts them; an empty text has one."""
    plain = text.isascii() and "\r" not in text  # and so has one kind of break
    lines = text.split("\n") if plain else _LINE_BREAK.split(text)
    return lines[:-1] if len(lines) > 1 and not lines[-1] else lines
