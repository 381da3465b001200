"""Durations as people write them: "45s", "1m30s", "1:30" or "90", and back."""

import re
from functools import lru_cache

_UNITS = re.compile(r"(?:(?P<h>\d+)h)?(?:(?P<m>\d+)m)?(?:(?P<s>\d+(?:\.\d+)?)s)?")
_CLOCK = re.compile(r"(?:(?P<h>\d+):)?(?P<m>\d+):(?P<s>[0-5]\d)")
_SECONDS = re.compile(r"\d+(?:\.\d+)?")
MOST_CHARACTERS = 16  # far more than an hour needs, and int() on a longer text could take its time


@lru_cache(maxsize=1024)  # the same few come again and again
def parse_duration(text: str) -> float:
    """Return the seconds in *text*: `90`, `30s`, `1m30s` or `1:30`.

    Raise ValueError if it is none of these, or not above zero.
    """
    if len(text) > MOST_CHARACTERS or not text.isascii():
        raise ValueError(text)
    if _SECONDS.fullmatch(text):
        seconds = float(text)
    elif text and (match := _UNITS.fullmatch(text) or _CLOCK.fullmatch(text)):
        hours, minutes, rest = (float(part or 0) for part in match.group("h", "m", "s"))
        seconds = hours * 3600 + minutes * 60 + rest
    else:
        raise ValueError(text)
    if seconds <= 0:
        raise ValueError(text)
    return seconds


def pattern() -> str:
    """Return what `parse_duration` reads as one regular expression without anchors, such as JavaScript knows, too."""
    forms = "|".join(form.pattern for form in (_SECONDS, _CLOCK, _UNITS))
    return rf"(?![0:.hms]*$)(?:{re.sub(r'[?]P<[a-z]>', '?:', forms).replace(chr(92) + 'd', '[0-9]')})"


def format_duration(seconds: float) -> str:
    """Return *seconds* as `parse_duration` reads it: "45s", "1m30s", "2m", "2.5s"."""
    minutes, rest = divmod(round(seconds, 3), 60)
    tail = f"{rest:g}s" if rest or not minutes else ""
    return f"{int(minutes)}m{tail}" if minutes else tail


def clock(seconds: float) -> str:
    """Return *seconds* as a clock shows it, rounded to the nearest: "0:45", "13:00", "1:02:03"."""
    whole = round(seconds)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
