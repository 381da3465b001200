"""What a line of a sheet says of the dose, and which of its words are something else: mostly the stretch's name."""

import re
from dataclasses import dataclass, fields, replace
from typing import Any

from sciatica_stretch.core.side import Side
from sciatica_stretch.library.phrases import NUMBER, NUMBER_WORDS, PATTERNS

SECONDS_A_BREATH = 10.0  # in for four, out for six

# Characters that look like others, each for one: places stay what they are.
_LOOKS_LIKE = str.maketrans(
    {
        **dict.fromkeys("\u00d7\u2715\u2716\u2a2f", "x"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\u2018\u2019\u2032`", "'"),
        **dict.fromkeys("\u201c\u201d\u2033", '"'),
        **dict.fromkeys("\u00a0\u2007\u2009\u202f\t", " "),
    }
)
_UNITS = {"s": 1.0, '"': 1.0, "''": 1.0, "m": 60.0, "'": 60.0, "h": 3600.0, "b": SECONDS_A_BREATH}
_WORD = re.compile(r"[^\W_]+(?:['-][^\W\d_]+)*|.", re.DOTALL)
_RANGE = re.compile(rf"(?P<from>{NUMBER})(?: ?(?:-|to|or) ?(?P<to>{NUMBER}))?")
_TIME = re.compile(rf"{_RANGE.pattern}[ -]?(?P<unit>''|['\"smhb])(?:\D*(?P<more>\d+))?")
_NAME = "name"


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it was written, with where (lines and columns count from 1); of a range the smaller one."""

    value: float
    line: int
    column: int
    length: int
    of_range: str = ""  # as typed
    in_breaths: str = ""  # as typed


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one line says of the dose. What it doesn't say is empty or False."""

    sets: tuple[Number, ...] = ()
    reps: tuple[Number, ...] = ()
    times: tuple[Number, ...] = ()  # sets or reps
    time: tuple[Number, ...] = ()  # seconds
    bare: tuple[Number, ...] = ()  # without a unit
    rest: tuple[Number, ...] = ()  # seconds between sets
    pause: tuple[Number, ...] = ()  # seconds between stretches
    sides: tuple[Side, ...] = ()  # as they come in the line
    each: bool = False  # on each side
    each_alone: bool = False  # only the word "each": maybe each side
    alternating: bool = False
    between: bool = False  # the rest is said to be between something
    hold: bool = False  # the word was used
    a_rep: bool = False  # the seconds are those of one rep
    often: tuple[str, ...] = ()  # how often a day or week
    vague: tuple[Number, ...] = ()  # "the sore side", which nobody can know
    at_will: tuple[Number, ...] = ()  # "as long as possible", likewise

    @property
    def amounts(self) -> tuple[Number, ...]:
        """What is said of how long or how often."""
        return (*self.sets, *self.reps, *self.times, *self.time, *self.bare)

    @property
    def anything(self) -> bool:
        """True where a phrase of a dose was found."""
        return self != Said()

    def __or__(self, other: "Said") -> "Said":
        """Return what both say together."""
        joined: dict[str, Any] = {}
        for name in (each.name for each in fields(self)):
            one, two = getattr(self, name), getattr(other, name)
            joined[name] = one + two if isinstance(one, tuple) else one or two
        return Said(**joined)


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of a line that is no phrase of a dose; *column* counts from 1."""

    text: str
    column: int


def read_phrases(line: str, number: int = 1, before: int = 0) -> tuple[Said, list[Words]]:
    """Return what *line* says of the dose, and the pieces between.

    It is line *number* of the sheet, less *before* characters at its beginning.
    """
    plain = simplify(line)
    said = Said()
    pieces: list[Words] = []
    at = begun = 0
    while at < len(plain):
        match = next((match for pattern in PATTERNS if (match := pattern.match(plain, at))), None)
        if match:
            said |= _meaning(match, line, (number, before + 1))
        if match and _NAME not in match.re.groupindex:
            pieces.append(Words(line[begun:at], before + begun + 1))
            begun = at = match.end()
        else:
            at = (match or _next_word(plain, at)).end()
    pieces.append(Words(line[begun:], before + begun + 1))
    return said, pieces


def simplify(text: str) -> str:
    """Return *text* in lower case, with characters that look like others replaced; it is as long as before."""
    return "".join(low if len(low := each.lower()) == 1 else each for each in text.translate(_LOOKS_LIKE))


def _next_word(plain: str, at: int) -> re.Match[str]:
    match = _WORD.match(plain, at)
    assert match  # noqa: S101 - any character is a word
    return match


def _meaning(match: re.Match[str], line: str, origin: tuple[int, int]) -> Said:
    number, column = origin
    values: dict[str, Any] = {}
    for name, text in ((name, text) for name, text in match.groupdict().items() if text is not None):
        typed = line[match.start(name) : match.end(name)].strip()
        here = Number(0.0, number, column + match.start(name), len(typed))
        if name in {"first", "second"}:
            values["sides"] = (*values.get("sides", ()), _side(text))
        elif name == "often":
            values[name] = (typed,)
        elif name in {"time", "rest", "pause"}:
            values[name] = (_time(text, typed, here),)
        elif name in {"sets", "reps", "times", "bare"}:
            values[name] = (_count(text, typed, here),)
        elif name == _NAME:
            continue
        elif name in {"vague", "at_will"}:
            values[name] = (here,)
        else:
            values[name] = True
    return Said(**values)


def _side(text: str) -> Side:
    return Side.LEFT if text.startswith("l") else Side.RIGHT


def _count(text: str, typed: str, here: Number) -> Number:
    parts = _RANGE.match(text)
    assert parts  # noqa: S101 - the phrase's own pattern found such a number
    return replace(here, value=_figure(parts["from"]), of_range=typed if parts["to"] else "")


def _time(text: str, typed: str, here: Number) -> Number:
    if ":" in text:
        minutes, seconds = text.split(":")
        return replace(here, value=int(minutes) * 60.0 + int(seconds))
    if text.startswith(("half", "1/2", "\u00bd", "a ")):
        return replace(here, value=60.0 if text.startswith("a ") else 30.0)
    parts = _TIME.match(text)
    assert parts  # noqa: S101 - the phrase's own pattern found such a time
    seconds_in = _figure(parts["from"]) * _UNITS[parts["unit"]] + float(parts["more"] or 0)
    return replace(
        here,
        value=seconds_in,
        of_range=typed if parts["to"] else "",
        in_breaths=typed if parts["unit"] == "b" else "",
    )


def _figure(text: str) -> float:
    return float(NUMBER_WORDS[text] if text in NUMBER_WORDS else text.replace(",", "."))
