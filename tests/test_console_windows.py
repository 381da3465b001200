"""The Windows console's modes with a stand-in for kernel32: never run on Windows itself."""

import ctypes
from dataclasses import dataclass, field
from typing import Any

from sciatica_stretch.player.console_windows import obey_escape_codes, restore_mode


@dataclass
class Kernel32:
    mode: int = 0x3
    is_console: bool = True
    handles: list[int] = field(default_factory=list)

    def GetStdHandle(self, number: int) -> int:  # noqa: N802 - Windows' own name
        self.handles.append(number)
        return 7

    def GetConsoleMode(self, handle: int, pointer: Any) -> int:  # noqa: N802
        assert handle == 7
        ctypes.cast(pointer, ctypes.POINTER(ctypes.c_uint32)).contents.value = self.mode
        return int(self.is_console)

    def SetConsoleMode(self, handle: int, mode: int) -> int:  # noqa: N802
        assert handle == 7
        self.mode = mode
        return 1


def test_a_console_obeys_escape_codes_until_it_is_put_back() -> None:
    console = Kernel32()

    before = obey_escape_codes(console)
    assert console.mode == 0x7

    restore_mode(before, console)
    assert console.mode == 0x3
    assert set(console.handles) == {-11}


def test_output_that_goes_elsewhere_is_left_alone() -> None:
    console = Kernel32(is_console=False)

    restore_mode(obey_escape_codes(console), console)

    assert console.mode == 0x3
