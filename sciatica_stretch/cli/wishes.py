"""What a person wishes of the list: `--tag`, `--max` and `--equipment`, and what to say where nothing has it all."""

from collections.abc import Callable, Sequence

from sciatica_stretch.cli.entries import Entry
from sciatica_stretch.core.duration import clock, parse_duration
from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.core.text import closest, visible
from sciatica_stretch.errors import UsageError

_NOTHING = "none"


@frozen
class Wish:
    """One filter as it was typed, what it lets through, and what to say if that is nothing at all."""

    typed: str
    fits: Callable[[Entry], bool]
    hint: Callable[[Sequence[Entry]], str]


def wishes_from(tags: Sequence[str], most: str, equipment: Sequence[str]) -> list[Wish]:
    """Return the wishes; `--equipment a,b` is as good as `--equipment a --equipment b`.

    Raise UsageError for one that makes no sense.
    """
    wishes = [_tag(tag) for tag in tags]
    if most:
        wishes.append(_most(most))
    if equipment:
        wishes.append(_equipment(equipment))
    return wishes


def fitting(entries: Sequence[Entry], wishes: Sequence[Wish]) -> list[Entry]:
    """Return those that can be started and have all that is wished; without a wish, all there are."""
    if not wishes:
        return list(entries)
    return [entry for entry in entries if not entry.trouble and all(wish.fits(entry) for wish in wishes)]


def nothing_fits(entries: Sequence[Entry], wishes: Sequence[Wish]) -> str:
    """Return why there is nothing to list, and what there would be instead."""
    usable = [entry for entry in entries if not entry.trouble]
    for wish in wishes:
        if not fitting(usable, [wish]):
            return f"No routine fits {wish.typed}. {wish.hint(usable)}"
    said = f"No routine fits {' and '.join(wish.typed for wish in wishes)} together."
    for left_out in reversed(wishes):
        nearly = fitting(usable, [wish for wish in wishes if wish is not left_out])
        if nearly:
            return f"{said} Without {left_out.typed} there is {_in_short(min(nearly, key=_length))}."
    return f"{said} Leave one of them out."


def _tag(wanted: str) -> Wish:
    def hint(entries: Sequence[Entry]) -> str:
        tags = sorted({tag for entry in entries for tag in entry.said.tags})
        return closest(wanted, tags) or f"The tags are: {', '.join(tags)}."

    folded = wanted.strip().casefold()
    return Wish(f"--tag {_quoted(wanted)}", lambda entry: folded in {tag.casefold() for tag in entry.said.tags}, hint)


def _most(typed: str) -> Wish:
    try:
        most = parse_duration(typed.strip())
    except ValueError:
        message = f"--max: {visible(typed)!r} is not a length of time."
        raise UsageError(message, "Write it as 10m, 1m30s or 10:00.") from None

    def hint(entries: Sequence[Entry]) -> str:
        if typed.strip().isdigit():
            return f"That is {typed.strip()} seconds; for minutes write --max {typed.strip()}m."
        return f"The shortest is {_in_short(min(entries, key=_length))}." if entries else ""

    return Wish(f"--max {typed}", lambda entry: entry.said.seconds <= most, hint)


def _equipment(typed: Sequence[str]) -> Wish:
    things = [thing.strip().casefold() for each in typed for thing in each.split(",") if thing.strip()]
    if not things:
        raise UsageError("--equipment names nothing.", "Write what you have, such as --equipment mat,chair, or none.")
    have = {thing for thing in things if thing != _NOTHING}

    def fits(entry: Entry) -> bool:
        return all(_is_at_hand(needed, have) for needed in entry.said.equipment)

    def hint(entries: Sequence[Entry]) -> str:
        known = sorted({each for entry in entries for thing in entry.said.equipment for each in _either(thing)})
        guesses = [closest(thing, known) for thing in sorted(have) if thing not in known]
        guess = next(filter(None, guesses), "")
        if guess or not entries:
            return guess
        nearest = min(entries, key=lambda entry: (len(entry.said.equipment), _length(entry)))
        return f"The one that needs least is {_in_short(nearest)}."

    return Wish(f"--equipment {_quoted(','.join(things))}", fits, hint)


def _is_at_hand(needed: str, have: set[str]) -> bool:
    """Tell whether "mat or bed" can be had: any of the two will do, and a step is a "low step", too."""
    return any(each in have or each.rpartition(" ")[2] in have for each in _either(needed))


def _either(thing: str) -> list[str]:
    return thing.casefold().split(" or ")


def _length(entry: Entry) -> float:
    return entry.said.seconds


def _in_short(entry: Entry) -> str:
    needs = ", ".join(entry.said.equipment)
    return f"{visible(entry.found.name)} ({clock(entry.said.seconds)}, {needs or 'no equipment'})"


def _quoted(text: str) -> str:
    return f'"{visible(text)}"' if " " in text else visible(text)
