"""The Windows keyboard with a stand-in for the console: it was never run on Windows itself."""

from dataclasses import dataclass, field

from sciatica_stretch.player.keyboard import Key, Signal
from sciatica_stretch.player.keyboard_windows import POLL_SECONDS, WindowsKeyboard


@dataclass
class Console:
    typed: list[str] = field(default_factory=list)
    time: float = 0.0
    later: list[tuple[float, str]] = field(default_factory=list)
    size: tuple[int, int] = (80, 24)

    def kbhit(self) -> bool:
        return bool(self.typed)

    def getwch(self) -> str:
        return self.typed.pop(0)

    def sleep(self, seconds: float) -> None:
        assert 0 < seconds <= POLL_SECONDS
        self.time += seconds
        while self.later and self.later[0][0] <= self.time:
            self.typed.append(self.later.pop(0)[1])


def keyboard(console: Console, *, keys: bool = True) -> WindowsKeyboard:
    return WindowsKeyboard(
        keys=keys, console=console, sleep=console.sleep, monotonic=lambda: console.time, size=lambda: console.size
    )


def test_a_waiting_key_comes_at_once() -> None:
    with keyboard(Console(typed=["n", " "])) as keys:
        assert keys.wait(1.0) == [Key("n"), Key("space")]


def test_arrows_and_page_keys_come_as_two_characters() -> None:
    with keyboard(Console(typed=["\xe0", "M", "\x00", "Q", "\xe0", "~"])) as keys:
        assert keys.wait(1.0) == [Key("right"), Key("pagedown"), Key("other")]


def test_a_key_ends_the_wait() -> None:
    console = Console(later=[(0.5, "n")])

    with keyboard(console) as keys:
        assert keys.wait(10.0) == [Key("n")]
    assert 0.5 <= console.time < 0.5 + 2 * POLL_SECONDS


def test_a_wait_without_a_key_lasts_as_long_as_it_should() -> None:
    console = Console()

    with keyboard(console) as keys:
        assert keys.wait(0.25) == []
    assert 0.25 <= console.time < 0.25 + POLL_SECONDS


def test_a_wait_without_an_end_lasts_until_there_is_a_key() -> None:
    console = Console(later=[(100.0, "n")])

    with keyboard(console) as keys:
        assert keys.wait(None) == [Key("n")]


def test_ctrl_c_typed_into_a_raw_console_is_an_interrupt() -> None:
    with keyboard(Console(typed=["\x03"])) as keys:
        assert keys.wait(1.0) == [Signal.INTERRUPT]


def test_without_keys_nothing_is_read() -> None:
    console = Console(typed=["n"])

    with keyboard(console, keys=False) as keys:
        assert keys.wait(0.1) == []
    assert console.typed == ["n"]


def test_a_letter_that_looks_like_a_prefix_does_not_wait_for_a_second_one() -> None:
    with keyboard(Console(typed=["\xe0"])) as keys:
        assert keys.wait(1.0) == [Key("à")]


def test_a_window_that_changes_its_size_is_noticed() -> None:
    console = Console()

    with keyboard(console) as keys:
        console.size = (40, 12)
        assert keys.wait(None) == [Signal.RESIZED]
        assert keys.wait(0.1) == []
