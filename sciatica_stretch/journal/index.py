"""Which lines of the log speak of one session, found without reading what they say.

Nearly every session is one line, and perhaps a rating right behind it. To know that, each line's place is kept under
its session's id in eight bytes: 24 bits of the id's hash beside 12 that choose among lists (two ids that share all of
them only cost a look at both) and 40 of the place. A hundred thousand sessions with a rating each take two megabytes.
"""

import json
from array import array
from bisect import bisect_left

import msgspec

from sciatica_stretch.journal.corrections import Correction, Forgotten
from sciatica_stretch.journal.lines import from_line

_BUCKET_BITS = 12
_BUCKET = (1 << _BUCKET_BITS) - 1
_KEY = (1 << 24) - 1  # beside the place, of the hash
_PLACE_BITS = 40
_PLACE = (1 << _PLACE_BITS) - 1


class _About(msgspec.Struct, gc=False):
    """What of a line says which session it is about."""

    entry: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    id: str | None = None
    session: str | None = None


_about = msgspec.json.Decoder(_About).decode


class Index:
    """The places of the lines, by session; a place is any number below 2**40."""

    def __init__(self) -> None:
        self._buckets = [array("Q") for _ in range(1 << _BUCKET_BITS)]

    def add(self, line: bytes, place: int) -> None:
        """Keep the place of *line*, if it speaks of a session at all."""
        if (session := session_of(line)) is not None:
            code = hash(session)
            self._buckets[code & _BUCKET].append((code >> _BUCKET_BITS & _KEY) << _PLACE_BITS | place)

    def sort(self) -> None:
        """Make ready for `places`, when all is added."""
        for number, bucket in enumerate(self._buckets):
            self._buckets[number] = array("Q", sorted(bucket))

    def places(self, session: bytes) -> list[int]:
        """Return the places of all lines that speak of *session*, lowest first, and perhaps of one of another."""
        code = hash(session)
        bucket, key = self._buckets[code & _BUCKET], code >> _BUCKET_BITS & _KEY
        found = []
        for number in range(bisect_left(bucket, key << _PLACE_BITS), len(bucket)):
            if bucket[number] >> _PLACE_BITS != key:
                break
            found.append(bucket[number] & _PLACE)
        return found


def session_of(line: bytes) -> bytes | None:
    """Return the id of the session that *line* speaks of, as `encoded` has it; None where it can't be one that does."""
    try:
        found = _about(line)
        if not line.isascii():
            line.decode()  # msgspec steps over what is wrong in texts that aren't asked for
    except (ValueError, RecursionError):
        return _parsed(line)
    session = found.id if found.entry is msgspec.UNSET else found.session
    return None if session is None else session.encode()


def names(line: bytes, session: bytes) -> bool:
    """Return whether *line* speaks of *session*, or was cut off or hurt and seems to."""
    if (found := session_of(line)) is not None:
        return found == session
    return b'"%b"' % session in line


def is_forgetting(line: bytes) -> bool:
    """Return whether *line* says that a session is forgotten."""
    try:
        return isinstance(said := from_line(line), Correction) and isinstance(said.what, Forgotten)
    except ValueError:
        return False


def encoded(session: str) -> bytes:
    """Return the id as bytes, half a character in it, too."""
    return session.encode("utf-8", "surrogatepass")


def _parsed(line: bytes) -> bytes | None:
    try:
        found = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None  # whoever reads it names what is wrong
    if not isinstance(found, dict):
        return None
    session = found.get("session" if "entry" in found else "id")
    return encoded(session) if isinstance(session, str) else None
