"""How long a routine takes, before and after it was changed, in words."""


def change_of_total(before: bytes, after: bytes) -> str:
    """Return "13:00 -> 13:30", or "13:00, as before"; of a routine with problems there is no total."""
    old, new = _total(before), _total(after)
    if not old:
        return new
    return f"{new}, as before" if old == new else f"{old} -> {new}"


def _total(content: bytes) -> str:
    from sciatica_stretch.core.duration import clock
    from sciatica_stretch.core.timeline import unroll
    from sciatica_stretch.errors import BadRoutineError
    from sciatica_stretch.library.parser import parse

    try:
        return clock(unroll(parse(content, "", "")).seconds)
    except BadRoutineError:
        return ""
