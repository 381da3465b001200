"""Lines of the log, read in a fraction of the time that the long way (`lines`) takes, to the same result.

msgspec takes a line apart in one go, and refuses whatever doesn't fit: a key that is missing or not known here, a value
of another kind or beyond its bounds. What it refuses goes the long way, which has the last word: it may be of a later
version, or JSON that msgspec doesn't take for it.
"""

from typing import Literal

import msgspec

from sciatica_stretch.journal.corrections import Correction
from sciatica_stretch.journal.fields import Instant
from sciatica_stretch.journal.lines import from_line
from sciatica_stretch.journal.rating import Pain, Rating
from sciatica_stretch.journal.record import SessionRecord
from sciatica_stretch.journal.scale import Legs, Reach, When

_SESSION = b'{"format":1,"id":'  # how the lines begin that are read here
_CORRECTION = b'{"format":1,"entry":'


class _Rated(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """A line that rates a session later, which most are that are not of a session."""

    format: Literal[1]
    entry: Literal["rating"]
    id: str
    session: str
    device: str
    when: When
    at: Instant
    pain: Pain | None
    reach: Reach | None
    side: Legs | None


_session = msgspec.json.Decoder(SessionRecord).decode
_rated = msgspec.json.Decoder(_Rated).decode


def read_line(line: bytes) -> SessionRecord | Correction:
    """Return what *line* says. Raise ValueError with the reason where it can't be read."""
    try:
        if line.startswith(_SESSION):
            return _session(line)
        if line.startswith(_CORRECTION):
            return _correction(line)
    except (ValueError, RecursionError):
        pass  # the long way knows whether it can be read all the same, or else why not
    return from_line(line)


def _correction(line: bytes) -> Correction:
    """Return the rating in *line*. Raise an error of either kind where only the long way can tell."""
    found = _rated(line)
    rating = Rating(when=found.when, at=found.at, pain=found.pain, reach=found.reach, side=found.side)
    return Correction(id=found.id, session=found.session, device=found.device, what=rating)
