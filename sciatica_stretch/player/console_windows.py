"""Escape codes on a Windows console, which has to be told to obey them.

Written from the documentation of SetConsoleMode and unit-tested with a stand-in; never run on Windows.
"""

import ctypes
import sys
from typing import Any

_STD_OUTPUT_HANDLE = -11
_ENABLE_VIRTUAL_TERMINAL_PROCESSING = 0x0004


def obey_escape_codes(kernel32: Any = None) -> int | None:  # noqa: ANN401 - ctypes.windll only exists on Windows
    """Let the console obey escape codes; return the mode it was in, or None if it has none (it is redirected)."""
    kernel32 = kernel32 or _kernel32()
    handle = kernel32.GetStdHandle(_STD_OUTPUT_HANDLE)
    mode = ctypes.c_uint32()
    if not kernel32.GetConsoleMode(handle, ctypes.byref(mode)):
        return None
    kernel32.SetConsoleMode(handle, mode.value | _ENABLE_VIRTUAL_TERMINAL_PROCESSING)
    return mode.value


def restore_mode(mode: int | None, kernel32: Any = None) -> None:  # noqa: ANN401 - likewise
    """Put the console back into the *mode* that `obey_escape_codes` returned."""
    if mode is not None:
        kernel32 = kernel32 or _kernel32()
        kernel32.SetConsoleMode(kernel32.GetStdHandle(_STD_OUTPUT_HANDLE), mode)


def _kernel32() -> Any:  # noqa: ANN401 - likewise
    if sys.platform != "win32":
        raise OSError("only Windows has kernel32")
    return ctypes.windll.kernel32
