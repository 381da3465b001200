"""Lines just as stretch writes them, as patterns: keys in their order, no blank between, nothing escaped but quotes.

To match a pattern takes a fraction of the time that parsing JSON takes. Whatever matches is JSON, provided that the
pieces are which a pattern leaves open (the stretches, and the notes); no key can stand in there twice, and each value
is spelt as `record.to_json` would spell it.
"""

import re

_TEXT = rb'"([^"\\\x00-\x1f]*)"'  # UTF-8 or not: who takes it decodes it
_QUOTED = rb'("(?:[^"\\\x00-\x1f]++|\\["\\])*+")'  # a title may well have quotes in it
_TIME = rb'"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?!\.000000)(?:\.\d{6})?(?!-00:00)[-+]\d\d:\d\d)"'
_WORD = rb'(null|"[a-z-]+")'
_FLAG = rb"(true|false)"
_WHOLE = rb"(0|[1-9]\d{0,8})"
_SECONDS = rb"((?:0|[1-9]\d{0,8})\.(?:0|\d{0,2}[1-9]))"  # below fields.MOST, to the millisecond
_ROWS = rb"(\[\]|\[\{[^\[\]]*\}\])"
_BLANKS = rb"[ \t\r\n]*"  # a line's end


def _members(**kinds: bytes) -> bytes:
    return b",".join(b'"%b":%b' % (name.encode(), kind) for name, kind in kinds.items())


def _ungrouped(pattern: bytes) -> bytes:
    return re.sub(rb"(?<!\\)\((?!\?)", b"(?:", pattern)


_PLAN = _ungrouped(_members(device=_TEXT, routine=_TEXT, title=_QUOTED, routine_hash=_TEXT))
_OPTIONS = rb"\{%b\}" % _members(
    first=_WORD, pace=_SECONDS, from_step=_TEXT, only=rb"\[(?:%b(?:,%b)*)?\]" % (_TEXT, _TEXT)
)
_END = _ungrouped(_members(outcome=_WORD, interrupted=_FLAG, options=_OPTIONS))
_ANSWERS = _ungrouped(_members(pain=rb"(?:null|\d|10)", reach=_WORD, side=_WORD))

SESSION = re.compile(
    rb'\{"format":1,"id":%b,(%b),%b,(%b),"stretches":\[\{'
    % (_TEXT, _PLAN, _members(started_at=_TIME, ended_at=_TIME), _END)
)
"""The beginning of a session's line up to its first stretch: id, plan, both times, end."""

BETWEEN = b"},{"  # two objects
BEHIND = b'}],"pauses":['  # the last stretch

TAIL = re.compile(rb"\}\],%b\}%b" % (_members(pauses=_ROWS, ratings=_ROWS, notes=rb"(\[.*\])", version=_TEXT), _BLANKS))
"""The line from there to its end: pauses, ratings, notes, version."""

STRETCH = re.compile(
    _members(step=_TEXT, name=_QUOTED, side=_WORD, set_number=_WHOLE, kind=_WORD)
    + b","
    + _members(planned=_SECONDS, held=_SECONDS, extended=_SECONDS, skipped=_FLAG, hurt=_FLAG)
)

PAUSE = re.compile(_members(stretch=_WHOLE, seconds=_SECONDS, reason=_WORD))

_RATING = rb"%b,(%b)" % (_members(when=_WORD, at=_TIME), _ANSWERS)
RATING = re.compile(_RATING)
"""What is inside of a rating's braces: moment, time, answers."""

RATED = re.compile(
    rb'\{"format":1,"entry":"rating",%b,%b\}%b' % (_members(id=_TEXT, session=_TEXT, device=_TEXT), _RATING, _BLANKS)
)
"""A line that rates a session later: its id, the session's, the device, and the rating."""
