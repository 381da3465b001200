"""Lines just as stretch writes them, as patterns: keys in their order, nothing escaped, no blank between.

To match a pattern takes a fraction of the time that parsing JSON takes. Whatever matches is JSON, provided that each
piece is which the pattern leaves open; and no key can stand in there twice.
"""

import re

_PLAIN = rb'"[^"\\\x00-\x1f]*"'
_TEXT = rb'"([^"\\\x00-\x1f]*)"'  # UTF-8 or not: who takes it decodes it
_WORD = rb'(null|"[a-z]+")'
_FLAG = rb"(true|false)"
_WHOLE = rb"(0|[1-9]\d{0,8})"
_SECONDS = rb"((?:0|[1-9]\d{0,8})\.\d+)"  # below fields.MOST
_ROWS = rb"(\[\]|\[\{[^\[\]]*\}\])"
_BLANKS = rb"[ \t\r\n]*"  # of JSON, and a line's end


def _members(**kinds: bytes) -> bytes:
    return b",".join(b'"%b":%b' % (name.encode(), kind) for name, kind in kinds.items())


_PLAN = _members(device=_PLAIN, routine=_PLAIN, title=_PLAIN, routine_hash=_PLAIN)
_END = _members(outcome=_PLAIN, interrupted=rb"(?:true|false)", options=rb"\{[^{}]*\}")
_ANSWERS = _members(pain=rb"(?:null|\d+)", reach=rb'(?:null|"[a-z]+")', side=rb'(?:null|"[a-z]+")')

SESSION = re.compile(
    rb'\{"format":1,"id":%b,(%b),%b,(%b),"stretches":\[\{'
    % (_TEXT, _PLAN, _members(started_at=_TEXT, ended_at=_TEXT), _END)
)
"""The beginning of a session's line up to its first stretch: id, plan, both times, end."""

BETWEEN = b"},{"  # two stretches

BEHIND = b'}],"pauses":['  # the last stretch

TAIL = re.compile(rb"\}\],%b\}%b" % (_members(pauses=_ROWS, ratings=_ROWS, notes=rb"(\[.*\])", version=_TEXT), _BLANKS))
"""The line from there to its end: pauses, ratings, notes, version."""

STRETCH = re.compile(
    _members(step=_TEXT, name=_TEXT, side=_WORD, set_number=_WHOLE, kind=_WORD)
    + b","
    + _members(planned=_SECONDS, held=_SECONDS, extended=_SECONDS, skipped=_FLAG, hurt=_FLAG)
)

_RATING = rb"%b,(%b)" % (_members(when=_WORD, at=_TEXT), _ANSWERS)
RATING = re.compile(_RATING)
"""What is inside of a rating's braces: moment, time, answers."""

RATED = re.compile(
    rb'\{"format":1,"entry":"rating",%b,%b\}%b' % (_members(id=_TEXT, session=_TEXT, device=_TEXT), _RATING, _BLANKS)
)
"""A line that rates a session later: its id, the session's, the device, and the rating."""
