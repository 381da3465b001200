"""docs/hands-free.md held to the program."""

import re
from pathlib import Path

import pytest

from sciatica_stretch.core.keys import DEFAULT_KEYS
from sciatica_stretch.player.afar import status
from sciatica_stretch.player.key_words import key_rows
from sciatica_stretch.player.keymap import DEFAULT_KEYMAP, shown
from sciatica_stretch.player.remote.calls import Command
from sciatica_stretch.player.remote.server import MOST_CALLERS

DOC = (Path(__file__).parent.parent / "docs" / "hands-free.md").read_text("utf-8")


def test_the_table_of_keys_is_the_one_in_force() -> None:
    rows = re.findall(r"^\| (.*?) \| (.*?) \|$", DOC.split("<!-- keys -->")[1].split("\n\n")[1], re.MULTILINE)

    meanings = [meaning for _, meaning in key_rows(DEFAULT_KEYMAP)]
    keys = [", ".join(map(shown, keys)) for keys in DEFAULT_KEYS.values()]
    assert rows[1:] == list(zip(meanings, keys, strict=True))


def test_the_commands_from_afar_are_those_there_are() -> None:
    (line,) = re.findall(r"^stretch remote (.* \| .*)$", DOC, re.MULTILINE)

    assert line.split(" | ") == [*Command]


def test_every_key_of_the_answer_is_named() -> None:
    from fakes import Theatre  # noqa: PLC0415
    from plans import SHORT  # noqa: PLC0415

    theatre = Theatre(SHORT)
    theatre.play()

    assert all(f"`{key}`" in DOC for key in status(theatre.eyes.moments[0]))


@pytest.mark.parametrize("number", [MOST_CALLERS])
def test_its_figures_are_those_of_the_program(number: int) -> None:
    words = {8: "eight"}

    assert f"{words[number]} are heard at a time" in DOC
