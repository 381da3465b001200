"""espeak-ng as a library, which the package espeakng-loader brings along.

Its traps: it keeps the path to its voices in a field of 160 characters, and fails without a word where it is longer;
so its folder is given a short name first. `espeak_Initialize` tells of failure by a number that isn't above zero.
"""

import atexit
import ctypes
import os
import shutil
import tempfile
from array import array
from pathlib import Path

from sciatica_stretch.player.sound.voice.voices import Reader, Recorded, VoiceError

_SYNCHRONOUS = 2  # AUDIO_OUTPUT_SYNCHRONOUS: samples come to the callback before a call returns
_DONT_EXIT = 0x8000  # espeakINITIALIZE_DONT_EXIT: an error is for us to tell
_UTF8 = 1
_RATE = 1  # the parameter espeakRATE
_LONGEST_PATH = 120

_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


def reader(words_a_minute: int) -> Reader:
    """Return what reads lines aloud."""
    import espeakng_loader  # noqa: PLC0415 - an extra, and only in this process

    library = ctypes.CDLL(espeakng_loader.get_library_path())
    folder = _short(Path(espeakng_loader.get_data_path()))
    rate = library.espeak_Initialize(_SYNCHRONOUS, 0, os.fsencode(folder), _DONT_EXIT)
    if rate <= 0:
        raise VoiceError("it could not read its own voices")
    samples = array("h")

    def take(came: "ctypes._Pointer[ctypes.c_short]", count: int, _: object) -> int:
        if count:
            samples.extend(came[:count])
        return 0

    callback = _Callback(take)
    library.espeak_SetSynthCallback(callback)
    if library.espeak_SetVoiceByName(b"en-us"):
        raise VoiceError("it has no English voice")
    library.espeak_SetParameter(_RATE, words_a_minute, 0)

    def read(text: str, callback: object = callback) -> Recorded:  # the library keeps no reference to it
        del callback, samples[:]
        content = text.encode() + b"\0"
        if library.espeak_Synth(content, len(content), 0, 0, 0, _UTF8, None, None) or library.espeak_Synchronize():
            raise VoiceError("it did not read the line")
        return Recorded(samples[:], rate)

    return read


def _short(folder: Path) -> Path:
    """Return a path to *folder* that is short enough for the library."""
    if len(os.fsencode(folder)) <= _LONGEST_PATH:
        return folder
    link = Path(tempfile.mkdtemp(prefix="stretch-")) / "espeak-ng-data"
    atexit.register(shutil.rmtree, link.parent, ignore_errors=True)
    link.symlink_to(folder, target_is_directory=True)
    return link
