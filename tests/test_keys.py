import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciatica_stretch.core.keys import DEFAULT_KEYS, NAMES
from sciatica_stretch.player.keymap import DEFAULT_KEYMAP
from sciatica_stretch.player.keys import Decoder, decode


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
        (b"\x1b\x1b", ["esc", "esc"]),
        (b"\x1b[A\x1b[B", ["up", "down"]),
        (b"\x1b[15~", ["f5"]),
        (b"\x1b[[E", ["f5"]),
        (b"\x1bOP", ["f1"]),
        (b"\x1bOM", ["enter"]),
        (b"\x1b[24~", ["f12"]),
        (b"\x1b[1;1C", ["right"]),
        (b"\x1b[1;65C", ["right"]),  # with Caps Lock
        (b"\x1b[57430u", ["mediaplaypause"]),
        (b"\x1b[57428;1:1u", ["mediaplay"]),
        (b"\x1b[57435;;u\x1b[57436u", ["medianext", "mediaprevious"]),
        (b"\x1b[110u", ["n"]),
        (b"\x1b[32u\x1b[27u", ["space", "esc"]),
        ("é".encode(), ["é"]),
    ],
)
def test_what_a_terminal_sends_becomes_the_names_of_keys(typed: bytes, keys: list[str]) -> None:
    assert decode(typed) == keys


@pytest.mark.parametrize("typed", [b"\x1b[<35;10;10M", b"\x1b[200~", b"\x1b[I", b"\xff", b"\x00", b"\x01"])
def test_what_is_no_key_is_left_out(typed: bytes) -> None:
    assert decode(typed) == []


@pytest.mark.parametrize(
    "typed",
    [
        *(b"\x1bn", b"\x1b\r", b"\x1b[1;5C", b"\x1b[5;2~", b"\x1b[25~", b"\x1b[27;5;9~", b"\x1b[Z", b"\x1b[99;5u"),
        *(b"\x1b[57399u", b"\x1b[999999999u", b"\x1bOj", b"\x1b[", b"\x1bO", b"\x1b[12;", b"\x1bP", b"\x1b[2!~"),
        *(b"\x1b\x1b[B", b"\x1b\x1b[6~", b"\x1b\x1b[1;2C", b"\x1b\x1bOD", b"\x1b\x1b[[A"),  # Alt, of rxvt and PuTTY
    ],
)
def test_a_key_without_a_name_is_one_key_that_does_nothing(typed: bytes) -> None:
    assert decode(typed) == ["other"]
    assert DEFAULT_KEYMAP.action("other") is None


@pytest.mark.parametrize(
    "typed",
    [
        *(b"\x1b[?62;22c", b"\x1b[24;80R", b"\x1b[O", b"\x1b[201~", b"\x1b[57430;1:3u", b"\x1b[57441u", b"\x1b[57439u"),
        *(b"\x1b]11;rgb:0000/0000/0000\x1b\\", b"\x1b_Gi=31;OK\x1b\\", b"\x1bP1+r\x1b\\", b"\x1b]0;x\x07"),
    ],
)
def test_what_a_terminal_reports_is_no_key(typed: bytes) -> None:
    assert decode(typed) == []


PIECES = [
    *(
        b"n",
        b" ",
        "é".encode(),
        b"\x1b[C",
        b"\x1b[15~",
        b"\x1bOA",
        b"\x1b[57430u",
        b"\x1bx",
        b"\x1b\x1b[B",
        b"\x1b\x1bOA",
    )
]


@given(st.lists(st.sampled_from(PIECES)))
def test_it_makes_no_difference_where_a_sequence_is_cut(pieces: list[bytes]) -> None:
    typed = b"".join(pieces)
    decoder = Decoder()

    assert [key for byte in typed for key in decoder.feed(bytes([byte]))] == decode(typed)
    assert not decoder.pending


def test_an_escape_key_is_one_once_nothing_has_followed() -> None:
    decoder = Decoder()

    assert decoder.feed(b"n\x1b") == ["n"]
    assert decoder.pending
    assert decoder.flush() == ["esc"]
    assert decoder.flush() == []


def test_a_sequence_without_an_end_is_kept_only_so_far() -> None:
    decoder = Decoder()

    keys = [key for _ in range(100) for key in decoder.feed(b"\x1b]" + b"x" * 1000)]

    assert set(keys) <= {"other"}
    assert len(keys) == 100


def test_every_key_of_the_table_has_a_name_or_is_one_character() -> None:
    keys = [key for keys in DEFAULT_KEYS.values() for key in keys]

    assert len(keys) == len(set(keys))
    assert all(len(key) == 1 or key in NAMES for key in keys)


@given(st.binary(max_size=64))
def test_no_input_is_an_error(typed: bytes) -> None:
    assert all(decode(typed))


ANSWERS = ["\x1b_Gi=31;OK\x1b\\", "\x1b_Gi=12000;ENOENT:no such picture\x1b\\", "\x1b[6;17;8t", "\x1b[?62;4;22c"]


@given(st.lists(st.sampled_from([*PIECES, *(each.encode() for each in ANSWERS)])))
def test_what_the_terminal_answers_is_no_key_wherever_it_is_cut_and_between_any_keys(pieces: list[bytes]) -> None:
    answers = [each.decode() for each in pieces if each.decode("utf-8", "replace") in ANSWERS]
    typed = b"".join(piece for piece in pieces if piece.decode("utf-8", "replace") not in ANSWERS)
    decoder = Decoder()

    keys = [key for piece in pieces for byte in piece for key in decoder.feed(bytes([byte]))]

    assert decoder.answers == answers
    if all(len(piece) > 1 or piece.isalnum() for piece in pieces):  # what begins something is no whole key by itself
        assert keys == decode(typed)


def test_an_answer_without_its_end_is_no_key_either() -> None:
    for begun in (b"\x1b[?62;4", b"\x1b_Gi=31;O", b"\x1b[6;17;"):
        decoder = Decoder()

        assert decoder.feed(begun) == []
        assert decoder.reports
        assert decoder.flush() == []
