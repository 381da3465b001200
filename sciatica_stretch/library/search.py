"""Known stretches found by the words a person uses: case, order, plurals and small slips don't matter."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from sciatica_stretch.library.catalogue import Known, known

# Said of any stretch, or of how a sentence is put together: a name is the same with and without them.
_NOISE = frozenset(
    [
        *("a", "an", "the", "it", "its", "my", "your", "one", "and", "or", "then"),
        *("at", "by", "for", "from", "in", "into", "of", "on", "onto", "to", "up", "with", "w", "do"),
        *("hold", "holds", "holding", "pose", "poses", "stretch", "stretches", "stretching", "exercise"),
    ]
)
# Words of names that nobody needs to say.
_USUALLY_LEFT_OUT = frozenset(("single", "spot"))
_SAME = {
    **dict.fromkeys(("strap", "belt", "towel", "rope", "theraband", "bands"), "band"),
    **dict.fromkeys(("lying", "reclined", "reclining", "lie", "laying", "supine"), "supine"),
    **dict.fromkeys(("sitting", "sit", "chair"), "seated"),
    **dict.fromkeys(("stand",), "standing"),
    **dict.fromkeys(("windshield",), "windscreen"),
    **dict.fromkeys(("downdog",), "dog"),
    **dict.fromkeys(("hams", "hammie", "hammy", "hamstrings"), "hamstring"),
    **dict.fromkeys(("other",), "opposite"),
    **dict.fromkeys(("gluteal", "glutes"), "glute"),
    **dict.fromkeys(("marching", "marches"), "march"),
    **dict.fromkeys(("bridging",), "bridge"),
    **dict.fromkeys(("flossing", "flosses"), "floss"),
    **dict.fromkeys(("90", "nineties"), "ninety"),
    **dict.fromkeys(("4",), "four"),
    **dict.fromkeys(("fig",), "figure"),
}
# Said of much that is no stretch, too: how somebody is, how something moves, what is at hand, where it is felt.
_EVERYDAY = frozenset(
    [
        *("supine", "seated", "standing", "sleeping", "resting", "rest", "relax", "position", "place", "variation"),
        *("walk", "walking", "march", "step", "roll", "rock", "fold", "folded", "forward", "bend", "bent", "twist"),
        *("raise", "extend", "flex", "hug", "sway", "slump", "rotation", "tilt", "active", "dynamic", "warm", "call"),
        *("half", "full", "side", "across", "cross", "straight", "opposite", "single", "big", "many", "no", "lower"),
        *("band", "wall", "mat", "spot", "back", "body", "hand", "heel", "knee", "leg", "toe", "chest", "shoulder"),
    ]
)
_TWO_KNEES = re.compile(r"\bknees (?=to (?:the |your )?chest)")  # the plural that is another stretch
_FUZZY_FROM_CHARACTERS = 4
_LIKE = 0.8  # of SequenceMatcher: "pidgeon" is pigeon, "walk" is not wall
_FOUND_FROM = 0.3  # about half of the words
_LIKELY_FROM = 0.65  # a stretch found this well is worth asking about
_MOST_LIKELY = 3
_NAMED, _PREFIX, _SLIP = 1.0, 0.9, 0.8


@dataclass(frozen=True, slots=True)
class Match:
    """A stretch that was found, and how well: 1 and above is one of its names, give or take."""

    known: Known
    score: float


def search(text: str) -> list[Match]:
    """Return the known stretches that *text* may mean, the best first; all of them for a text without words."""
    wanted = _words(text)
    if not wanted:
        return [Match(each, 0.0) for each in known()]
    matches = [Match(each, _score(wanted, each)) for each in known()]
    return sorted((match for match in matches if match.score >= _FOUND_FROM), key=lambda match: -match.score)


def sure(text: str) -> Known | None:
    """Return the one known stretch that *text* is a name of, or None: nothing is guessed."""
    named = [match for match in search(text) if match.score >= _NAMED]
    best = [match.known for match in named if match.score == named[0].score]
    return best[0] if len(best) == 1 else None


def likely(text: str) -> list[Known]:
    """Return the few stretches that *text* is likely to mean, the best first; a single everyday word means none."""
    wanted = _words(text)
    if not wanted or (len(wanted) == 1 and wanted[0] in _EVERYDAY):
        return []
    return [match.known for match in search(text)[:_MOST_LIKELY] if match.score >= _LIKELY_FROM]


def _score(wanted: tuple[str, ...], each: Known) -> float:
    """Return how well *wanted* names a stretch.

    Every word has to be one of the stretch's or of what it stretches, and of one of its names all words that count
    have to be there: then it is that name, and the score is 1 or more. Below 1 it says how much was found.
    """
    vocabulary = frozenset(word for name in (*each.names, *each.step.targets) for word in _words(name))
    hits = [max((_likeness(word, other) for other in vocabulary), default=0.0) for word in wanted]
    share = sum(hits) / len(hits)
    closeness = max(_closeness(wanted, _words(name)) for name in each.names)
    if "".join(wanted) in {"".join(_words(name)) for name in each.names}:
        return 2.0  # written together: "catcow"
    if all(hit >= _SLIP for hit in hits) and closeness >= 1:
        return closeness
    return min(share, 0.99) * 0.6 + min(closeness, 0.99) * 0.39


def _closeness(wanted: tuple[str, ...], name: tuple[str, ...]) -> float:
    """Return the share of the words of *name* that were said; above 1 if all that count were, most if just these."""
    missing = [word for word in name if max((_likeness(said, word) for said in wanted), default=0) < _SLIP]
    missed = [word for word in missing if word not in _USUALLY_LEFT_OUT]
    if missed or not name:
        return 1 - len(missing) / max(1, len(name))
    extra = sum(max(_likeness(said, word) for word in name) < _SLIP for said in wanted)
    slips = sum(said not in name for said in wanted) - extra
    return 2 - 0.2 * extra - 0.1 * len(missing) - 0.01 * slips if extra < 3 else 1.0  # noqa: PLR2004


@cache
def _likeness(said: str, word: str) -> float:
    """Return 1 for the same word, less for the beginning of it or a slip of the pen, 0 for another word."""
    if said == word:
        return _NAMED
    if min(len(said), len(word)) < _FUZZY_FROM_CHARACTERS:
        return _PREFIX if len(said) >= 2 and word.startswith(said) and said.isalpha() else 0.0  # noqa: PLR2004
    if word.startswith(said):
        return _PREFIX
    if said[0] == word[0] and sorted(said) == sorted(word):  # "brigde"
        return _SLIP
    matcher = SequenceMatcher(None, said, word)
    return _SLIP if matcher.real_quick_ratio() > _LIKE and matcher.ratio() > _LIKE else 0.0


@cache
def _words(text: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKD", text[:200]).encode("ascii", "ignore").decode().lower()
    plain = _TWO_KNEES.sub("both knee ", re.sub(r"(?<=[a-z])'s?\b", "", plain))
    return tuple(_same(word) for word in re.findall(r"[a-z]+|\d+", plain) if word not in _NOISE)


def _same(word: str) -> str:
    """Return the word that stands for *word* and for those that mean the same."""
    word = _SAME.get(word, word)
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):  # noqa: PLR2004 - "abs" and "ups" stay
        word = word[:-1]
    return _SAME.get(word, word)


def names(found: Iterable[Match]) -> list[str]:
    """Return what each found stretch is called."""
    return [match.known.step.name for match in found]
