"""Text from outside made safe to show: nothing in it can move the cursor or hide what it says."""

import unicodedata
from collections.abc import Iterable

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})  # controls, bidi and other format marks, lone surrogates, breaks
_JOINERS = "\u200c\u200d"  # Cf too, but Persian, Indic scripts and emoji are spelt with them
_PICTURES = 0x2400  # U+2400 to U+241F are pictures of the C0 controls: ESC shows as "␛"


def visible(text: str) -> str:
    """Return *text* with each character that would act instead of showing replaced by one that shows."""
    if text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def one_line(text: str) -> str:
    """Return *text* visible, on one line, with runs of blanks as one space."""
    return visible(" ".join(text.split()))


def json_shown(text: str) -> str:
    """Return *text*, which is JSON, as JSON of the same value with an escape for each character that would act."""
    lines = text.split("\n")
    return "\n".join(line if line.isprintable() else "".join(map(_escaped, line)) for line in lines)


def _escaped(character: str) -> str:
    if not _acts(character):
        return character
    units = character.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def _acts(character: str) -> bool:
    return unicodedata.category(character) in _HIDDEN and character not in _JOINERS


def _shown(character: str) -> str:
    if not _acts(character):
        return character
    code = ord(character)
    if code < 0x20:  # noqa: PLR2004 - the C0 controls end here
        return chr(_PICTURES + code)
    return "\u2421" if code == 0x7F else "\ufffd"  # noqa: PLR2004 - DEL


def closest(word: str, known: Iterable[str], likeness: float = 0.6) -> str:
    """Return "Did you mean …?" for the known word most like *word*, or an empty text if none has that *likeness*."""
    from difflib import get_close_matches  # noqa: PLC0415 - only a mistake pays for it

    by_folded = {name.casefold(): str(name) for name in known}
    matches = get_close_matches(word.casefold()[:100], by_folded, n=1, cutoff=likeness)
    return f"Did you mean {by_folded[matches[0]]!r}?" if matches else ""
