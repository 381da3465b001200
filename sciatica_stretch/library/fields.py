"""A mapping read key by key: each value as the kind it should be, or else a problem that says what to write."""

import re
from collections.abc import Iterator
from collections.abc import Mapping as Map

from sciatica_stretch.core.duration import parse_duration
from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.core.text import closest, one_line
from sciatica_stretch.library.nodes import Mapping, Node, Scalar, Sequence
from sciatica_stretch.problems import Place, Problems, listed, quote

MOST_CHARACTERS = 500
MOST_SECONDS = 3600.0
LEAST_SECONDS = 0.1
MOST_DIGITS = 9
DURATION_HINT = "Write a duration as 30s, 1m30s, 1:30 or 90."
TRUTHS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}  # YAML's own
ZERO = frozenset({"0", "0s", "0m", "0:00"})
_BLANK = re.compile(r"\{([^{}]*)\}")
_EASY = re.compile(r"[\w ]{1,30}")


@frozen
class Field:
    """One key with its value. Each reading returns None, or an empty value, after noting a problem."""

    key: str
    key_place: Place
    node: Node
    problems: Problems

    def complain(self, message: str, hint: str = "") -> None:
        """Note a problem with the value."""
        self.problems.add(self.node.place, f"{self.key}: {message}", hint)

    def complain_of_key(self, message: str, hint: str = "") -> None:
        """Note a problem with the key's being here at all."""
        self.problems.add(self.key_place, f"{self.key}: {message}", hint)

    def text(self) -> str:
        """Read a text in which nothing is filled in."""
        text = self._words()
        for word in _BLANK.findall(text) if "{" in text else ():
            self.complain(
                f"{quote(f'{{{word}}}')} can't be filled in here", "Write {side} only in setup, switch_setup and cues."
            )
        return text

    def spoken(self, *, sided: bool) -> str:
        """Read a text whose `{side}` will be filled in, if the step is *sided*."""
        text = self._words()
        for word in _BLANK.findall(text) if "{" in text else ():
            if word != "side":
                hint = closest(word, ["side"]) or "Only {side} can: it becomes left or right."
                self.complain(f"{quote(f'{{{word}}}')} can't be filled in", hint)
            elif not sided:
                self.complain("'{side}' in a step without sides", "Add sides: [right, left], or leave {side} out.")
        return text

    def texts(self) -> tuple[str, ...]:
        """Read a list of texts."""
        return tuple(item.text() for item in self.items("[first, second]"))

    def seconds(self, *, zero: bool = False) -> float | None:
        """Read a duration up to an hour; nothing at all (0, 0s) only where *zero* is a length, too."""
        text = self.typed(f"a duration such as {self.key}: 30s")
        if text is None or (zero and text in ZERO):
            return None if text is None else 0.0
        try:
            seconds = parse_duration(text)
        except ValueError:
            no_time = text in ZERO
            hint = "Write a duration above zero, such as 30s." if no_time else DURATION_HINT
            self.complain(f"{quote(text)} is {'no time at all' if no_time else 'not a duration'}", hint)
            return None
        if LEAST_SECONDS <= seconds <= MOST_SECONDS:
            return seconds
        self.complain(f"{quote(text)} is not between 0.1s and 1h", f"Write one that is, such as {self.key}: 30s")
        return None

    def number(self, most: int) -> int | None:
        """Read a whole number from 1 to *most*."""
        text = self.typed(f"a whole number such as {self.key}: 3")
        if text is None:
            return None
        if not (text.isascii() and text.isdigit()):
            self.complain(f"{quote(text)} is not a whole number", f"Write digits only, such as {self.key}: 3")
        elif len(text) > MOST_DIGITS or not 1 <= int(text) <= most:
            self.complain(f"{quote(text)} is not between 1 and {most:,}", f"Write a number from 1 to {most:,}.")
        else:
            return int(text)
        return None

    def flag(self) -> bool:
        """Read a true or false."""
        text = self.typed("true or false")
        if text is not None and text not in TRUTHS:
            self.complain(f"{quote(text)} is neither true nor false", f"Write {self.key}: true, or delete it.")
        return TRUTHS.get(text or "", False)

    def items(self, example: str) -> Iterator["Field"]:
        """Yield the entries of a list; *example* is how such a list is written."""
        if not isinstance(self.node, Sequence):
            typed = self.node.text if isinstance(self.node, Scalar) else ""
            shown = f"[{typed}]" if _EASY.fullmatch(typed) else example
            self.complain(f"there is {_kind(self.node)} where a list belongs", f"Write it as {self.key}: {shown}")
            return
        if not self.node.items:
            self.complain("this list is empty", f"Write it as {self.key}: {example}, or delete it.")
        for item in self.node.items:
            yield Field(self.key, item.place, item, self.problems)

    def entries(self, example: str) -> Iterator["Field"]:
        """Yield the keys and values of a mapping; *example* is how such a one is written."""
        if not isinstance(self.node, Mapping):
            self.complain(f"there is {_kind(self.node)} where keys belong", f"Write it as {self.key}: {example}")
            return
        if not self.node.entries:
            self.complain("there is nothing between { and }", f"Write it as {self.key}: {example}")
        for key, value in self.node.entries:
            yield Field(key.text, key.place, value, self.problems)

    def typed(self, wanted: str) -> str | None:
        """Return the characters of a text as they were typed, or None where there are none."""
        if isinstance(self.node, Scalar) and self.node.text.strip():
            return self.node.text.strip()
        self.complain(f"there is {_kind(self.node)} where {_article(wanted)} belongs", f"Write {wanted}")
        return None

    def _words(self) -> str:
        if not isinstance(self.node, Scalar):
            self.typed(f"a text such as {self.key}: some words")  # complains
            return ""
        text = one_line(self.node.text)
        if not text:
            self.complain("there is no text here", f"Write {self.key}: and some words.")
        elif len(text) > MOST_CHARACTERS:
            self.complain(f"this text is longer than {MOST_CHARACTERS} characters", "Say it in a sentence or two.")
        return text


class Fields:
    """The keys of one mapping; those that nobody asks for are unknown."""

    def __init__(self, mapping: Mapping, problems: Problems) -> None:
        self.problems = problems
        self.place = mapping.entries[0][0].place if mapping.entries else mapping.place
        self._given = {key.text: Field(key.text, key.place, value, problems) for key, value in mapping.entries}
        self._asked: dict[str, None] = {}

    def take(self, key: str) -> Field | None:
        """Return the field of *key* if the author wrote one; from now on the key is known."""
        self._asked[key] = None
        return self._given.get(key)

    def need(self, key: str, what: str, hint: str) -> Field | None:
        """Return the field of *key*; that it is missing is a problem of *what*."""
        field = self.take(key)
        if field is None:
            self.problems.add(self.place, f"{what} needs {_with_article(key)}", hint)
        return field

    def text(self, key: str) -> str:
        """Read the text of *key*, empty where there is none."""
        field = self.take(key)
        return field.text() if field else ""

    def spoken(self, key: str, *, sided: bool) -> str:
        """Read the text of *key* whose `{side}` will be filled in, empty where there is none."""
        field = self.take(key)
        return field.spoken(sided=sided) if field else ""

    def texts(self, key: str) -> tuple[str, ...]:
        """Read the list of texts of *key*, empty where there is none."""
        field = self.take(key)
        return field.texts() if field else ()

    def flag(self, key: str) -> bool:
        """Read the true or false of *key*, false where there is none."""
        field = self.take(key)
        return field.flag() if field else False

    def seconds(self, key: str, default: float) -> float:
        """Read the length of a lead-in, which may be none at all."""
        field = self.take(key)
        seconds = field.seconds(zero=True) if field else default
        return default if seconds is None else seconds

    def close(self, elsewhere: Map[str, str]) -> None:
        """Note each key that nobody has asked for; *elsewhere* has hints for those that belong to other places."""
        for key, field in self._given.items():
            if key not in self._asked:
                hint = (
                    elsewhere.get(key)
                    or closest(key, self._asked)
                    or f"The keys here are {listed(sorted(self._asked))}."
                )
                self.problems.add(field.key_place, f"unknown key {quote(key)}", hint)


def _kind(node: Node) -> str:
    match node:
        case Scalar(text):
            return "a text" if text.strip() else "nothing"
        case Sequence():
            return "a list"
        case Mapping():
            return "a block of keys"


def _article(wanted: str) -> str:
    """Return the "a duration" of "a duration such as hold: 30s"."""
    return wanted.partition(" such as ")[0]


def _with_article(key: str) -> str:
    return key if key.endswith("s") else f"a {key}"
