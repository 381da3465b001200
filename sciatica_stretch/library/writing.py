"""A routine as the text of its file, with comments; the parser reads back exactly the routine that was meant.

Every step is written the same way: what it is, how much of it, what is said, what else is known of it.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sciatica_stretch.core.duration import format_duration
from sciatica_stretch.core.routine import Anchor, Hold, Line, PerSide, Reps, Step
from sciatica_stretch.core.text import one_line
from sciatica_stretch.library.encoding import FOREIGN

# What YAML reads as a text without quotes, whichever of its versions an editor goes by.
_PLAIN = re.compile(r"[^\W\d_](?:[\w ,.;'\u2019()/&+!?%-]*[\w.;'\u2019()/&+!?%-])?")
_NOT_A_TEXT = frozenset(["y", "n", "yes", "no", "on", "off", "true", "false", "null"])
_IN_A_LIST = frozenset(",[]{}")
_COMMENT_COLUMN = 36  # where the comment beside a short value begins


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A step with the comments that go with it: above it, beside the value of a key, and below its dose."""

    step: Step
    above: tuple[str, ...] = ()
    beside: Mapping[str, str] = field(default_factory=dict)
    to_fill_in: tuple[str, ...] = ()  # keys that the person may want, written as comments
    left_out: tuple[Line, ...] = ()  # cues that don't fit the dose, written as comments


def write(title: str, entries: Iterable[Entry], *, head: Iterable[str] = (), equipment: Iterable[str] = ()) -> str:
    """Return the text of a routine of these steps, with the comments *head* at its top.

    Braces in the title become round brackets: nothing could be filled in there.
    """
    title = title.translate({ord("{"): "(", ord("}"): ")"})
    lines = [*map(comment, head), f"title: {scalar(title)}"]
    needed = list(equipment)
    if needed:
        lines.append(f"equipment: {_listed(needed)}")
    lines += ["", "steps:"]
    for number, entry in enumerate(entries):
        if number:
            lines.append("")
        lines += [f"  {line}" for line in write_step(entry)]
    return "\n".join(lines) + "\n"


def write_step(entry: Entry) -> list[str]:
    """Return the lines of one step, the first one beginning its list entry."""
    first, *others = _keys(entry)
    return [*map(comment, entry.above), f"- {first}", *(f"  {line}" for line in others)]


def comment(text: str) -> str:
    """Return *text* as a comment on one line, whatever is in it."""
    return f"# {FOREIGN.sub('�', one_line(text))}".rstrip()


def scalar(text: str, *, in_list: bool = False) -> str:
    """Return *text*, which is one line and visible, as YAML reads it: bare where that is safe, else in quotes."""
    bare = _PLAIN.fullmatch(text) and text.lower() not in _NOT_A_TEXT
    if bare and not (in_list and _IN_A_LIST & set(text)):
        return text
    return FOREIGN.sub(lambda match: f"\\u{ord(match.group()):04X}", json.dumps(text, ensure_ascii=False))


def _keys(entry: Entry) -> Iterator[str]:
    """Yield the lines of a step's keys, each with the comment that is to stand beside it."""
    step = entry.step
    for key, value in (*_naming(step), *_dosing(step)):
        yield _beside(f"{key}: {value}", entry.beside.get(key, ""))
    for line in entry.to_fill_in:
        yield f"# {line}"
    for key, text in (("setup", step.setup), ("switch_setup", step.switch_setup)):
        if text:
            yield _beside(f"{key}: {scalar(text)}", entry.beside.get(key, ""))
    yield from _cues(step.lines, entry.left_out)
    yield from (f"{key}: {value}" for key, value in _knowing(step))


def _naming(step: Step) -> Iterator[tuple[str, str]]:
    yield "name", scalar(step.name)
    yield "id", step.id
    if step.sanskrit:
        yield "sanskrit", scalar(step.sanskrit)
    if step.also_known_as:
        yield "also_known_as", _listed(step.also_known_as)
    if step.picture:
        yield "picture", step.picture


def _dosing(step: Step) -> Iterator[tuple[str, str]]:
    repeats = step.repeats
    if repeats.sides:
        yield "sides", _listed(repeats.sides)
    yield "transition", format_duration(step.transition)
    if step.wait:
        yield "wait", "true"
    if len(repeats.sides) > 1:
        yield "switch", format_duration(repeats.switch)
    if repeats.sets > 1:
        yield "sets", str(repeats.sets)
        yield "rest", format_duration(repeats.rest)
    match step.dose:
        case Hold(seconds):
            yield "hold", _per_side(step, PerSide(format_duration(seconds.left), format_duration(seconds.right)))
        case Reps(count, tempo):
            yield "reps", _per_side(step, PerSide(str(count.left), str(count.right)))
            phases = ", ".join(
                f"{scalar(phase.name, in_list=True)}: {format_duration(phase.seconds)}" for phase in tempo
            )
            yield "tempo", f"{{{phases}}}"


def _knowing(step: Step) -> Iterator[tuple[str, str]]:
    for key, texts in (("targets", step.targets),):
        if texts:
            yield key, _listed(texts)
    for key, text in (("easier", step.easier), ("harder", step.harder)):
        if text:
            yield key, scalar(text)
    for key, texts in (("skip_if", step.skip_if), ("stop_if", step.stop_if)):
        if texts:
            yield key, _listed(texts)


def _cues(lines: Iterable[Line], left_out: Iterable[Line]) -> Iterator[str]:
    said = [f"  {_moment(line)}: {scalar(line.text)}" for line in lines]
    yield from ["cues:", *said] if said else []
    yield from (f"# doesn't fit this dose: {_moment(line)}: {line.text}" for line in left_out)


def _moment(line: Line) -> str:
    match line.anchor:
        case Anchor.START:
            return format_duration(line.seconds)
        case Anchor.HALF:
            return "half"
        case Anchor.END:
            return f"-{format_duration(line.seconds)}"


def _per_side(step: Step, value: PerSide[str]) -> str:
    sides = step.repeats.sides
    if value.left == value.right or len(sides) < 2:  # noqa: PLR2004 - a value for each of two
        return value.on(sides[0] if sides else None)
    return f"{{{', '.join(f'{side}: {value.on(side)}' for side in sides)}}}"


def _listed(texts: Iterable[str]) -> str:
    return f"[{', '.join(scalar(text, in_list=True) for text in texts)}]"


def _beside(line: str, words: str) -> str:
    return (
        f"{line:<{_COMMENT_COLUMN}}{comment(words)}"
        if len(line) < _COMMENT_COLUMN and words
        else (f"{line}  {comment(words)}" if words else line)
    )
