import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciatica_stretch.player.keys import decode


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        (b"n", ["n"]),
        (b" ", ["space"]),
        (b"\r", ["enter"]),
        (b"nb+", ["n", "b", "+"]),
        (b"\x1b[C", ["right"]),
        (b"\x1bOD", ["left"]),
        (b"\x1b[6~", ["pagedown"]),
        (b"\x1b", ["esc"]),
        ("é".encode(), ["é"]),
    ],
)
def test_what_a_terminal_sends_becomes_the_names_of_keys(typed: bytes, keys: list[str]) -> None:
    assert decode(typed) == keys


@pytest.mark.parametrize("typed", [b"\x1b[<35;10;10M", b"\x1b[200~", b"\x1b[I", b"\xff", b"\x00", b"\x01"])
def test_what_is_no_key_is_left_out(typed: bytes) -> None:
    assert decode(typed) == []


@given(st.binary(max_size=64))
def test_no_input_is_an_error(typed: bytes) -> None:
    assert all(decode(typed))
