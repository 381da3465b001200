"""Rows just as stretch writes them, made into values in a quarter of the time that looking at each field takes.

A row is such a one where each value has the type that stretch gives it; then a few ranges are left to check. Each
function returns what the careful reader of that kind of row would (`record.from_row` and its kin), or raises ValueError
or LookupError: the careful one then knows whether the row can be read all the same, or what is wrong with it.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import product
from operator import itemgetter
from typing import Any

from sciatica_stretch.core.events import Outcome
from sciatica_stretch.core.routine import Side
from sciatica_stretch.core.timeline import AS_WRITTEN, Kind, Options
from sciatica_stretch.journal.corrections import Correction
from sciatica_stretch.journal.fields import FORMAT, MOST, Row, row
from sciatica_stretch.journal.rating import WORST, Legs, Note, Rating, Reach, When, note_from
from sciatica_stretch.journal.record import SessionRecord, StretchRecord, options_from, pause_from


class _Shape:
    """The keys of one kind of row, and the types that each value may have."""

    def __init__(self, **types: type | tuple[type, ...]) -> None:
        self._each = itemgetter(*types)
        self._types = frozenset(product(*(each if isinstance(each, tuple) else (each,) for each in types.values())))

    def values(self, found: Row) -> Sequence[Any]:
        """Return the values in *found* in the order of the shape. Raise ValueError or KeyError where it has another."""
        values: tuple[Any, ...] = self._each(found)
        if tuple(map(type, values)) not in self._types:
            raise ValueError
        return values


_NULL = type(None)
_HEAD = {"format": int, "id": str, "device": str}
_RATING_TYPES: dict[str, type | tuple[type, ...]] = {
    "when": str,
    "at": str,
    "pain": (int, _NULL),
    "reach": (str, _NULL),
    "side": (str, _NULL),
}
_SESSION = _Shape(
    **_HEAD,
    **dict.fromkeys(("routine", "title", "routine_hash", "started_at", "ended_at", "outcome"), str),
    interrupted=bool,
    options=dict,
    **dict.fromkeys(("stretches", "pauses", "ratings", "notes"), list),
    version=str,
)
_STRETCH = _Shape(
    step=str,
    name=str,
    side=(str, _NULL),
    set_number=int,
    kind=str,
    **dict.fromkeys(("planned", "held", "extended"), float),
    **dict.fromkeys(("skipped", "hurt"), bool),
)
_RATING = _Shape(**_RATING_TYPES)
_CORRECTION = {"format": int, "entry": str, "id": str, "session": str, "device": str}
_RATED = _Shape(**_CORRECTION, **_RATING_TYPES)
_NOTED = _Shape(**_CORRECTION, at=str, text=str)
_OPTIONS = _Shape(first=(str, _NULL), pace=float, from_step=str, only=list)

_OUTCOMES = {each.value: each for each in Outcome}
_KINDS = {each.value: each for each in Kind}
_MOMENTS = {each.value: each for each in When}
_SIDES: dict[str | None, Side | None] = {None: None} | {each.value: each for each in Side}
_REACHES: dict[str | None, Reach | None] = {None: None} | {each.value: each for each in Reach}
_LEGS: dict[str | None, Legs | None] = {None: None} | {each.value: each for each in Legs}
_PAINS: dict[int | None, int | None] = {None: None} | {each: each for each in range(WORST + 1)}


def session(found: Row, stretches: tuple[StretchRecord, ...]) -> SessionRecord:
    """Return the session in *found* with *stretches* in place of its own."""
    number, name, device, routine, title, routine_hash, started_at, ended_at, *rest = _SESSION.values(found)
    outcome, interrupted, options, _, pauses, ratings, notes, version = rest
    _check_format(number)
    return SessionRecord(
        id=name,
        device=device,
        routine=routine,
        title=title,
        routine_hash=routine_hash,
        started_at=_instant(started_at),
        ended_at=_instant(ended_at),
        outcome=_OUTCOMES[outcome],
        interrupted=interrupted,
        options=_options(options),
        stretches=stretches,
        pauses=tuple([pause_from(row(each)) for each in pauses]) if pauses else (),
        ratings=tuple([_rating(*_RATING.values(row(each))) for each in ratings]) if ratings else (),
        notes=tuple([note_from(row(each)) for each in notes]) if notes else (),
        version=version,
    )


def stretch(found: Row) -> StretchRecord:
    """Return the stretch in *found*."""
    step, name, side, set_number, kind, planned, held, extended, skipped, hurt = _STRETCH.values(found)
    if not (0 <= planned <= MOST and 0 <= held <= MOST and 0 <= extended <= MOST and 0 <= set_number <= MOST):
        raise ValueError
    return StretchRecord(
        step=step,
        name=name,
        side=_SIDES[side],
        set_number=set_number,
        kind=_KINDS[kind],
        planned=planned,
        held=held,
        extended=extended,
        skipped=skipped,
        hurt=hurt,
    )


def correction(found: Row) -> Correction:
    """Return the rating or note in *found*."""
    what: Rating | Note
    if found.get("entry") == "rating":
        number, _, name, session, device, *answers = _RATED.values(found)
        what = _rating(*answers)
    else:
        number, entry, name, session, device, at, text = _NOTED.values(found)
        if entry != "note":
            raise ValueError
        what = Note(at=_instant(at), text=text)
    _check_format(number)
    return Correction(id=name, session=session, device=device, what=what)


def _rating(when: str, at: str, pain: int | None, reach: str | None, side: str | None) -> Rating:
    return Rating(when=_MOMENTS[when], at=_instant(at), pain=_PAINS[pain], reach=_REACHES[reach], side=_LEGS[side])


def _options(found: Row) -> Options:
    """Return the options in *found*, most often those of a session that was done as its routine is written."""
    first, pace, from_step, only = _OPTIONS.values(found)
    return AS_WRITTEN if pace == 1 and not (first or from_step or only) else options_from(found)


def _instant(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError
    return at


def _check_format(number: int) -> None:
    if number != FORMAT:
        raise ValueError
