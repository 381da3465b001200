"""The lines of a sheet taken apart: what is a bullet, what is a name, what is said of the dose, what else."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sciatica_stretch.core.text import one_line
from sciatica_stretch.library.said import Said, Words, read_phrases, simplify
from sciatica_stretch.library.search import sure
from sciatica_stretch.problems import Place, Problems, quote

MOST_CHARACTERS = 300  # of a line
_BULLET = re.compile(
    r"\s*(?:(?:[-*+\u2022·\u2023\u25aa\u25e6\u25cb\u25cf\u2013\u2014>\u2610\u2611\u2713\u2714]|o(?=\s)|\[[ xX]?\]"
    r"|\(?\d{1,2}[.):]\)?(?!\d)|\d{1,2}\s?[-\u2013](?=\s+[^\W\d])|\(?[a-hA-H][.)](?=\s)|#\d{1,2}[.):]?"
    r"|(?:stretch|exercise|ex|no)\.?\s?#?\d{1,2}\s?[.):-])\s*)*",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"\s*(\d{1,2})\s+(?=[^\W\d_])")
_RULE = re.compile(r"[\s=_*~#.+-]+")
_LETTER = re.compile(r"[^\W\d_]")
_EDGE = " \t\u00a0,;:.-\u2013\u2014/&+|=@*\u2022"
_BEFORE = re.compile(
    r"(?:do|perform|(?:finish|end|start|begin) with|finally|next|then|and|repeat|of|x|for|with|w|but|now)\b[ ,:]*",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"[ ,(]*\b(?:for|with|w|x|of|and|then|hold|holding|at|on|do|repeat|the|in|is|time|times)$", re.IGNORECASE
)
_HEAD = re.compile(r"(?P<head>[^\W\d_][^:;]*?[^\W_])(?:: |; |\. | [-\u2013\u2014] )(?P<tail>.*[^\W_].*)")
_FIGURES = re.compile(r"(?<!\w)\d\w*")
_FIGURES_IN_A_NAME = re.compile(r"90|\d(?:d|way|point)?|\d+(?:st|nd|rd|th|kg|lbs?|cm|mm|in|inch|inches|ft)")
_ENCLOSED = re.compile(r"^\(([^()]*)\)$")
_TITLE = re.compile(r"title\s*[:=]\s*", re.IGNORECASE)
_ABOUT_THE_SHEET = re.compile(
    r"(?:date|name|patient|dob|client|from|physio(?:therapist)?|therapist|clinic|tel|phone|email|review|nhs)\b.*:",
    re.IGNORECASE,
)
DOSE_HINT = "Write a dose as 30s, 2 x 30s, x 10 or 3 sets of 10."


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line taken apart; it has a name if any of its words are no part of a dose."""

    number: int  # from 1
    indent: int  # in characters
    after_blank: bool = False
    text: str  # as typed, without what numbers it
    title: str  # likewise, as a title or a remark
    name: str
    column: int  # of the name, from 1
    said: Said
    note: str  # the words that are neither
    remark: bool
    about_the_sheet: bool  # "Name: ...", "Date: ..."


def take_apart(lines: list[str], problems: Problems) -> Iterator[Line]:
    """Yield the lines that aren't blank, each taken apart; figures that make no sense go to *problems*."""
    numbered = _are_numbered(lines)
    after_blank = True
    for number, raw in enumerate(lines, 1):
        if not raw.strip() or _RULE.fullmatch(raw):
            after_blank = True
        elif len(raw) > MOST_CHARACTERS:
            hint = "Write one stretch a line, with its dose."
            problems.add(Place(number, 1), f"this line has more than {MOST_CHARACTERS} characters", hint)
        else:
            line = take_line(number, raw, _bullet(raw, numbered=numbered), problems)
            yield replace(line, after_blank=after_blank)
            after_blank = False


def take_line(number: int, raw: str, begin: int, problems: Problems) -> Line:
    """Return one line taken apart, less the *begin* characters that only number it."""
    text = raw[begin:]
    said, pieces = read_phrases(text, number, begin)
    words = [trimmed for piece in pieces if _LETTER.search((trimmed := _trim(piece)).text)]
    name, *others = words or [Words("", begin + 1)]
    notes = [other.text for other in others]
    if said.amounts and not sure(name.text) and (parts := _HEAD.fullmatch(name.text)):
        name = replace(name, text=parts["head"])
        notes.insert(0, parts["tail"])
    remark, about_the_sheet = text.startswith(("#", "//")), bool(_ABOUT_THE_SHEET.match(text))
    if said.anything and not (remark or about_the_sheet):
        for piece in pieces:
            _check_figures(number, piece, problems)
    return Line(
        number=number,
        indent=len(raw) - len(raw.lstrip()),
        text=text.strip(),
        title=one_line(_TITLE.sub("", text)),
        name=one_line(name.text.translate({ord("{"): "(", ord("}"): ")"})),
        column=name.column,
        said=said,
        note=sentences(notes),
        remark=remark,
        about_the_sheet=about_the_sheet,
    )


def figures_in(text: str) -> list[re.Match[str]]:
    """Return the figures in *text* that are no part of a name, such as the 30sx of "Bridge 30sx"."""
    return [match for match in _FIGURES.finditer(simplify(text)) if not _FIGURES_IN_A_NAME.fullmatch(match.group())]


def sentences(notes: Iterable[str]) -> str:
    """Return *notes* as sentences."""
    said = [_ENCLOSED.sub(r"\1", one_line(note).strip(" ,;-")) for note in notes]
    begun = [f"{note[0].upper()}{note[1:]}" for note in said if note]
    return " ".join(note if note.endswith((".", "!", "?")) else f"{note}." for note in begun)


def _bullet(raw: str, *, numbered: bool) -> int:
    """Return how many characters at the beginning of a line only number it, or mark it as an entry of a list."""
    if raw.lstrip().startswith(("# ", "##", "//")):
        return len(raw) - len(raw.lstrip())
    match = (_BARE_NUMBER.match(raw) if numbered else None) or _BULLET.match(raw)
    return match.end() if match else 0


def _are_numbered(lines: list[str]) -> bool:
    """Tell whether the lines are numbered by bare figures: "1 Bridge x 10", "2 Cat-cow x 10"."""
    figures = [match[1] for line in lines if (match := _BARE_NUMBER.match(line))]
    return len(figures) > 1 and [int(figure) for figure in figures] == list(range(1, len(figures) + 1))


def _check_figures(number: int, piece: Words, problems: Problems) -> None:
    """Note a problem with a figure that is in no phrase, lest a dose is taken for a part of a name."""
    for figures in figures_in(piece.text):
        place = Place(number, piece.column + figures.start(), len(figures.group()))
        problems.add(place, f"{quote(figures.group())} makes no sense here", DOSE_HINT)


def _trim(piece: Words) -> Words:
    """Return *piece* without the words and marks at its ends that only join it to a dose."""
    text, begin = piece.text, 0
    while True:
        rest = text.lstrip(_EDGE + ")]")
        rest = rest[1:] if rest[:1] in {"(", "["} and not {")", "]"} & set(rest) else rest
        rest = rest[match.end() :] if (match := _BEFORE.match(rest)) else rest
        begin += len(text) - len(rest)
        rest = rest.rstrip(_EDGE + "([")
        rest = rest[:-1] if rest[-1:] in {")", "]"} and not {"(", "["} & set(rest) else rest
        rest = _AFTER.sub("", rest)
        if rest == text:
            return Words(text, piece.column + begin)
        text = rest
