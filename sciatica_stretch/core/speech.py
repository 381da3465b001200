"""What there is to say in an interval, and in which ways: a reading of the timeline, as `core.fitting` takes it.

Each wish has its rank, its moment and the ways to say it, the fullest first; docs/voice.md states their order. Seconds
count from the interval's start.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import accumulate, chain, cycle, islice

from sciatica_stretch.core.cues import COUNT_IN_FROM_SECONDS, HALFWAY_FROM_SECONDS, Cue, Tone, opening_tone, schedule
from sciatica_stretch.core.fitting import BREATH_SECONDS, Rank, Way, Wish
from sciatica_stretch.core.session import extension
from sciatica_stretch.core.speakable import number_words, speakable
from sciatica_stretch.core.timeline import Interval, Kind, Timeline

LEADS = {  # seconds from a tone's start until a line may begin: its last strike has sounded by then
    Tone.GET_READY: 1.0,
    Tone.NEXT_STRETCH: 0.7,
    Tone.CHANGE_SIDE: 0.7,
    Tone.REST: 0.9,
    Tone.BEGIN: 0.5,
    Tone.DONE: 1.5,
    Tone.WAIT: 0.9,
    Tone.PAUSE: 0.5,
    Tone.RESUME: 0.5,
    Tone.STOPPED: 1.0,
    Tone.QUESTION: 0.6,
    Tone.EASE: 1.1,
    Tone.EASE_AND_WAIT: 1.7,
    Tone.MOVED: 0.5,
    Tone.MORE: 0.4,
    Tone.HALFWAY: 0.5,
    Tone.LAST_THREE: 0.2,
    Tone.PROMPT: 0.3,
    Tone.PHASE: 0.1,
}
WORDS_A_SECOND = 3.3  # of the voices here at their usual rate, as measured over the bundled routines
END_SECONDS = 0.3  # before the interval's end: a sound server may be so late
LINE_LATE_SECONDS = 2.0  # how late a line of the author's still is at its place
CLOSE_LATE_SECONDS = 0.4  # likewise what says how many seconds are left, or names a phase
COUNTED_SECONDS = 5.0  # before the end "five seconds" is said
_NAMED_WITHIN = 6.0  # seconds into a stretch that has no lead-in
_NAMED_REPS = 2  # after two the rhythm is known
_PARTS = {
    **dict.fromkeys(("leg", "foot", "knee", "ankle", "heel", "thigh", "shin", "calf", "toes"), "leg"),
    **dict.fromkeys(("arm", "hand", "elbow", "wrist", "forearm", "palm"), "arm"),
}
_PART = re.compile(r"\{side\} (\w+)")
_SENTENCE_ENDS = re.compile(r"(?<=[.!?]) +")

PAUSED = "Paused."
GOING_ON = "Going on."
WAITING = "Press any key when you are ready."
EASE = "Ease out of it."
COMPLETE = "Session complete."
STOPPED = "Stopped."
ASIDES = (PAUSED, GOING_ON, WAITING, EASE, STOPPED, COMPLETE)


def wishes(timeline: Timeline, index: int, extended: float = 0.0) -> tuple[Wish, ...]:
    """Return what there is to say in the interval at *index*, *extended* by so many seconds."""
    interval = timeline.intervals[index]
    limits = _Limits(interval, extended)
    if not interval.is_work:
        return (_announcement(timeline, index, limits),)
    found = [*_lines(interval, extended, limits), *_phases(interval, limits)]
    if not index or timeline.intervals[index - 1].is_work:
        found.append(_late_name(interval, limits))
    return tuple(found)


def standing(timeline: Timeline, index: int) -> tuple[str, ...]:
    """Return what is said of the work at *index* while it waits: what it is and how to get into it.

    Nothing where a lead-in has said so.
    """
    lead_in = timeline.untold(index)
    if lead_in is None:
        return ()
    _, full, _ = _names(lead_in, None)
    return full, *_sentences(lead_in.setup)


def texts(timeline: Timeline, begin: int = 0) -> tuple[str, ...]:
    """Return all that may be said in a session from the interval at *begin* on, each once, in the order of need.

    That is what is said there, in every form; then the fullest form of each line to come, then the shorter ones, and at
    last what is said before there: the person may go back.
    """
    count = len(timeline.intervals)
    found = [*texts_of(wishes(timeline, begin)), *map(speakable, ASIDES)]
    found += _from_full_to_brief(timeline, range(begin, count))
    found += [more(seconds) for seconds in sorted({extension(each) for each in timeline.intervals})]
    found += _from_full_to_brief(timeline, range(begin - 1, -1, -1))
    return tuple(dict.fromkeys(found))


def _from_full_to_brief(timeline: Timeline, indices: Iterable[int]) -> list[str]:
    full, rest = list[str](), list[str]()
    for index in indices:
        wanted, ready = wishes(timeline, index), standing(timeline, index)
        full += [*(ready if timeline.intervals[index].waits else ()), *_fullest(wanted)]
        rest += [*texts_of(wanted), *ready]
    return [*full, *rest]


def _fullest(wanted: Iterable[Wish]) -> Iterator[str]:
    return chain.from_iterable(way.texts for wish in wanted for way in wish.ways[:1])


def texts_of(wanted: Iterable[Wish]) -> Iterator[str]:
    """Yield all that may be said for *wanted*."""
    for wish in wanted:
        for way in wish.ways:
            yield from way.texts


def more(seconds: float) -> str:
    """Return what is said of time that the person added."""
    return f"{number_words(str(round(seconds)))} seconds more.".capitalize()


class _Limits:
    """Where lines have to be over: clear of the last three ticks, or before the interval's end."""

    def __init__(self, interval: Interval, extended: float) -> None:
        self.length = interval.seconds + extended
        counted = 3.0 if self.length >= COUNT_IN_FROM_SECONDS else 0.0
        self.end = self.length - END_SECONDS
        self.clear = min(self.length - counted - BREATH_SECONDS, self.end)

    def clear_first(self, *ways: tuple[str, ...]) -> tuple[Way, ...]:
        """Return each of *ways* clear of the ticks, and then each of them over the ticks."""
        return tuple(Way(tuple(filter(None, way)), by) for by in (self.clear, self.end) for way in ways if any(way))


def _announcement(timeline: Timeline, index: int, limits: _Limits) -> Wish:
    """Wish for the name, the side and the set-up.

    What to do comes before what it is called: the name is left out before a word of the set-up is, and the side only
    where it is the same as before, or in the set-up. If that doesn't fit, name and side stay, with as much of the
    set-up as there is room for; in the end the side alone. Over the last three ticks rather than with fewer words.
    """
    interval = timeline.intervals[index]
    before = None if interval.is_first else _work_before(timeline, index)
    side = _side(interval)
    name, full, brief = _names(interval, before)
    alone = speakable(f"{side or name}.").capitalize()
    setup = _sentences(interval.setup)
    known = before is not None and before.side is interval.side
    forms = [(speakable(f"{name}."), *setup)] if known else [(alone, *setup)]
    if known or not side or "{side}" in interval.setup_as_written:
        forms.append(setup)
    forms += [(brief, *setup[:count]) for count in range(len(setup) - 1, -1, -1)]
    ways = limits.clear_first((full, *setup), (brief, *setup))
    for form in (*forms, (alone,)):
        ways += limits.clear_first(form)
    return Wish(Rank.NAME, LEADS[opening_tone(interval)], limits.end, tuple(dict.fromkeys(ways)))


def _work_before(timeline: Timeline, index: int) -> Interval | None:
    return next((each for each in reversed(timeline.intervals[:index]) if each.is_work), None)


def _names(interval: Interval, before: Interval | None) -> tuple[str, str, str]:
    """Return the short name, and how the lead-in announces it: in full and in brief, both with the side."""
    side, written = _side(interval), interval.step.name
    short = written.split(",")[0]
    with_side = f"{short}, {side}." if side else f"{short}."
    again = f"set {interval.set_number} of {interval.sets}"
    match interval.kind:
        case Kind.SWITCH:
            brief = speakable(f"{side}.").capitalize() if side else speakable(with_side)
            known = before is not None and before.step == interval.step
            full = f"Change sides: {side}." if known else f"Change sides: {side}. {short}."
            return short, speakable(full), brief
        case Kind.REST:
            return short, speakable(f"Rest. Then {with_side[:-1]}, {again}."), speakable(f"Rest. Then {again}.")
        case _:
            if not interval.is_first:
                return short, speakable(f"Next: {with_side}"), speakable(with_side)
            full = f"{with_side[:-1]}, {again}." if interval.set_number > 1 else with_side  # it goes on between sets
            return short, speakable(f"Get ready: {full}"), speakable(with_side)


def _late_name(interval: Interval, limits: _Limits) -> Wish:
    """Wish for the name and side of a stretch that nothing leads in to."""
    side, short = _side(interval), interval.step.name.split(",")[0]
    forms = [(speakable(f"{short}, {side}." if side else f"{short}."),), (speakable(f"{side or short}.").capitalize(),)]
    return Wish(Rank.NAME, LEADS[Tone.BEGIN], _NAMED_WITHIN, limits.clear_first(*forms))


def _lines(interval: Interval, extended: float, limits: _Limits) -> Iterator[Wish]:
    cues = schedule(interval, extended)
    lines = [cue for cue in cues if cue.text]
    for cue in lines:
        yield _line(cue, limits)
    for cue in cues:
        if cue.tone is Tone.HALFWAY and not cue.text:
            at = cue.at + LEADS[Tone.HALFWAY]
            yield Wish(Rank.HALFWAY, at, at + LINE_LATE_SECONDS / 2, (Way(("Halfway.",), limits.clear),))
    at = limits.length - COUNTED_SECONDS
    if interval.seconds >= HALFWAY_FROM_SECONDS and not any(cue.at >= at - COUNTED_SECONDS / 2 for cue in lines):
        yield Wish(Rank.COUNT, at, at + CLOSE_LATE_SECONDS, (Way(("Five seconds.",), limits.clear),))


def _line(cue: Cue, limits: _Limits) -> Wish:
    """Wish for a line of the author's: whole, else over the ticks, else without its last sentences."""
    sentences = _sentences(cue.text)
    forms = [sentences[:count] for count in range(len(sentences), 0, -1)]
    at = cue.at + LEADS[cue.tone]
    about_the_end = cue.at >= limits.length - 2 * COUNTED_SECONDS
    latest = at + (CLOSE_LATE_SECONDS if about_the_end else LINE_LATE_SECONDS)
    return Wish(Rank.LINE, at, latest, tuple(way for form in forms for way in limits.clear_first(form)))


def _phases(interval: Interval, limits: _Limits) -> Iterator[Wish]:
    """Yield the names of the first reps' phases, each within its phase."""
    named = islice(cycle(interval.tempo), _NAMED_REPS * len(interval.tempo))
    phases = list(named)
    ends = accumulate(phase.seconds for phase in phases)
    for phase, end in zip(phases, ends, strict=True):
        at = end - phase.seconds + LEADS[Tone.PHASE if end > phase.seconds else Tone.BEGIN]
        if text := speakable(f"{phase.name}."):
            way = Way((text.capitalize(),), min(end, limits.clear))
            yield Wish(Rank.PHASE, at, at + CLOSE_LATE_SECONDS, (way,))


def _side(interval: Interval) -> str:
    """Return "left leg", "left arm" or "left side", as the set-up has it; empty where there is no side."""
    if interval.side is None:
        return ""
    written = f"{interval.step.setup} {interval.step.switch_setup}".lower()
    parts = (_PARTS.get(word, "") for word in _PART.findall(written))
    return f"{interval.side} {next(filter(None, parts), 'side')}"


def _sentences(text: str) -> tuple[str, ...]:
    return tuple(filter(None, (speakable(sentence) for sentence in _SENTENCE_ENDS.split(text) if sentence)))
