"""The settings: what is in force and where from, what is wrong with the file, and what a change leaves as it is."""

import os
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciatica_stretch.core.keys import NAMES
from sciatica_stretch.core.side import Side
from sciatica_stretch.errors import StretchError, UsageError
from sciatica_stretch.player.sound import players
from sciatica_stretch.player.sound.speaker import CHOICES
from sciatica_stretch.player.sound.voice import voices
from sciatica_stretch.problems import shown as shown_problems
from sciatica_stretch.settings.force import InForce, Source, in_force
from sciatica_stretch.settings.keys import ACTIONS
from sciatica_stretch.settings.kinds import Choice, Switch, Value, Whole, shown, spelt
from sciatica_stretch.settings.reading import read
from sciatica_stretch.settings.table import BY_NAME, PLAYERS, TABLE, VOICES
from sciatica_stretch.settings.telling import in_full, in_short
from sciatica_stretch.settings.value import Settings, is_nothing_said
from sciatica_stretch.settings.writing import change, template, write


def force(tmp_path: Path, text: str = "", **environ: str) -> InForce:
    path = tmp_path / "settings.toml"
    path.write_text(text, encoding="utf-8")
    return in_force(path, environ)


def problems(text: str) -> str:
    """Return all that is wrong with *text*, as it is shown."""
    contents = read(text.encode())
    return shown_problems(contents.problems, "settings.toml", contents.lines)


# --- what is in force


def test_without_a_file_the_defaults_are_in_force(tmp_path: Path) -> None:
    found = in_force(tmp_path / "settings.toml", {})

    assert {name: each.value for name, each in found.given.items()} == {each.name: each.default for each in TABLE}
    assert {each.source for each in found.given.values()} == {Source.DEFAULT}
    assert found.settings == Settings()
    assert not found.is_hurt


def test_the_environment_counts_more_than_the_file_and_the_file_more_than_the_default(tmp_path: Path) -> None:
    found = force(tmp_path, "volume = 40\n\ncalm = true\n", STRETCH_VOLUME="55", STRETCH_KEYS_SKIP="n right")

    assert found.settings.volume == 55
    assert found.given["volume"].source is Source.ENVIRONMENT
    assert found.settings.calm is True
    assert (found.given["calm"].source, found.given["calm"].line) == (Source.FILE, 3)
    assert found.settings.keys["skip"] == ("n", "right")
    assert found.given["theme"].source is Source.DEFAULT


def test_where_nobody_says_anything_nothing_is_looked_up(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"

    assert is_nothing_said(path, {"STRETCH_HOME": "/x", "STRETCH_PATH": "/y", "HOME": "/"})
    assert not is_nothing_said(path, {"STRETCH_CALM": "on"})
    path.write_text("", encoding="utf-8")
    assert not is_nothing_said(path, {})


def test_an_empty_variable_says_nothing(tmp_path: Path) -> None:
    assert force(tmp_path, "volume = 40", STRETCH_VOLUME=" ").settings.volume == 40


def test_what_the_environment_gets_wrong_is_said_and_passed_over(tmp_path: Path) -> None:
    found = force(tmp_path, "volume = 40", STRETCH_VOLUME="loud\x1b[2J")

    assert found.settings.volume == 40
    said = in_short(found, tmp_path / "settings.toml")
    assert said.startswith("Warning: STRETCH_VOLUME: 'loud␛[2J' is not a whole number. Write a whole number from 0")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("", None),
        ('first = "left"', Side.LEFT),
        ('affected = "right"', None),  # that it is affected doesn't say that it wants to be first
        ('affected = "right"\nfirst = "affected"', Side.RIGHT),
        ('first = "affected"', None),
        ('affected = "right"\nfirst = "left"', Side.LEFT),
    ],
)
def test_the_affected_side_is_first_if_the_person_wants_that(tmp_path: Path, text: str, first: Side | None) -> None:
    assert force(tmp_path, text).settings.first is first


def test_a_key_that_somebody_wants_elsewhere_leaves_the_action_that_has_it_by_default(tmp_path: Path) -> None:
    keys = force(tmp_path, '[keys]\npause = ["n", "space"]\n', STRETCH_KEYS_STOP="b").settings.keys

    assert keys["pause"] == ("n", "space")
    assert keys["skip"] == tuple(key for key in ACTIONS["skip"] if key != "n")
    assert (keys["stop"], keys["back"]) == (("b",), tuple(key for key in ACTIONS["back"] if key != "b"))


def test_a_letter_is_the_one_that_the_player_makes_of_it(tmp_path: Path) -> None:
    found = force(tmp_path, '[keys]\nskip = ["ß", "µ", "Ä"]\n')

    assert not found.is_hurt
    assert found.settings.keys["skip"] == tuple(each.lower() for each in "ßµÄ")


def test_no_key_ever_has_two_meanings(tmp_path: Path) -> None:
    keys = force(tmp_path, '[keys]\npause = ["n"]\nskip = ["n", "b"]', STRETCH_KEYS_BACK="n q").settings.keys

    every = [key for each in keys.values() for key in each]
    assert len(every) == len(set(every))
    assert keys["back"] == ("n", "q")


# --- what is wrong with the file


def test_every_problem_is_shown_at_once_with_its_line_and_a_caret() -> None:
    text = 'volume = "loud"\ntheme = "drak"\nrateing = true\nvolume = 3\n\n[keys]\npause = ["n", "spce"]\n'

    assert problems(text) == (
        "settings.toml:1:10: volume: 'loud' is not a whole number\n"
        '     1 | volume = "loud"\n'
        "       |          ^^^^^^\n"
        "Write a whole number from 0 to 100.\n\n"
        "settings.toml:2:9: theme: 'drak' is not one of 4 words\n"
        '     2 | theme = "drak"\n'
        "       |         ^^^^^^\n"
        "Did you mean 'dark'? It can be auto or dark or light or contrast.\n\n"
        "settings.toml:3:1: there is no setting 'rateing'\n"
        "     3 | rateing = true\n"
        "       | ^^^^^^^\n"
        "Did you mean 'rating'?\n\n"
        "settings.toml:7:15: keys.pause: 'spce' is not a key\n"
        '     7 | pause = ["n", "spce"]\n'
        "       |               ^^^^^^\n"
        "Did you mean 'space'? Write one character, or a name such as space, right, pagedown or f5."
    )


@pytest.mark.parametrize(
    ("text", "where", "message", "hint"),
    [
        ("voice = off", "1:9", "voice: 'off' can't be read", 'Write: voice = "off"'),
        ("rating = off", "1:10", "rating: 'off' can't be read", "Write: rating = false"),
        ("rating = False", "1:10", "rating: 'False' can't be read", "Write: rating = false"),
        ("theme = 'dark", "1:9", "this quote is never closed", 'Close it with the same mark: theme = "dark"'),
        ('theme = "dark\nvolume = "x"', "1:9", "this quote is never closed", None),
        ("volume 40", "1:1", "there is no '=' after 'volume 40'", None),
        ("volume =", "1:1", "'volume' has no value", "Write it as in: volume = 70"),
        ('[keys]\npause = ["n"', "2:9", "this '[' is never closed", 'Write it as in: pause = ["space", "enter"]'),
        ("[keys\npause = 3", "1:1", "this is no table's name", "Write it in brackets: [keys]"),
        ("[kyes]\npause = 3", "1:1", "there is no setting 'kyes'", "Did you mean 'keys'?"),
        ("volume = 1\nvolume = 2", "2:1", "volume stands here twice", None),
        ("volume = 1.5", "1:10", "volume: '1.5' is not a whole number", None),
        ("volume = true", "1:10", "volume: 'true' is not a whole number", None),
        ("volume = '40'", "1:10", "volume: '40' is in quotes, and so a text", None),
        ("volume = 101", "1:10", "volume: '101' is too large", None),
        ("calm = 'maybe'", "1:8", "calm: 'maybe' is neither true nor false", "Write true or false, without quotes."),
        ("theme = 3", "1:9", "theme: '3' is not a text", None),
        ("voice = ''", "1:9", "voice: '' is not one of 7 words", None),
        ("[keys]\npause = 'n'", "2:9", "keys.pause: 'n' is not a list", None),
        ("keys.pause = [\n 'n',\n 3]", "1:14", "keys.pause: \"[ 'n', 3]\" is not a key", None),
        (
            "[keys]\npause = ['n']\nskip = [\n  'right', # →\n  'n',\n]",
            *("5:3", "keys.skip: 'n' is a key of pause already", "Give each key to one action."),
        ),
        ("[keys]\npause = ['n']\nskip = ['m', 'm', 'n']", "3:19", "keys.skip: 'n' is a key of pause already", None),
        ("# caf\udce9", "1:6", "this character is not UTF-8", "Save the file as UTF-8."),
    ],
)
def test_what_is_wrong_has_its_place_and_what_to_write_instead(
    text: str, where: str, message: str, hint: str | None
) -> None:
    contents = read(text.encode("utf-8", "surrogateescape"))

    first = contents.problems[0]
    assert (f"{first.line}:{first.column}", first.message) == (where, message)
    assert first.hint
    assert hint in {None, first.hint}


def test_a_slip_costs_its_own_setting_and_no_other(tmp_path: Path) -> None:
    text = 'volume = 40\nvoice = off\ntheme = "dark\ncalm = true\n[keys]\npause = ["x\nskip = ["k"]\n'

    found = force(tmp_path, text)

    assert (found.settings.volume, found.settings.calm, found.settings.keys["skip"]) == (40, True, ("k",))
    assert (found.settings.voice, found.settings.theme) == ("auto", "auto")
    assert found.contents
    assert [each.line for each in found.contents.problems] == [2, 3, 6]


def test_another_command_says_it_in_one_sentence(tmp_path: Path) -> None:
    found = force(tmp_path, "volume = 40\nvoice = off\nflip = 3\n")

    assert in_short(found, Path("settings.toml")) == (
        "Warning: settings.toml:2:9: voice: 'off' can't be read; that is passed over."
        " There is one more. See: stretch settings"
    )


def test_a_file_of_a_newer_version_is_no_problem(tmp_path: Path) -> None:
    text = "future = 3\nvolume = 40\n[clouds]\nrain = 'x'\n[[lists]]\na = 1\n[keys]\nzoom = ['z']\npause = ['p']\n"

    found = force(tmp_path, text)

    assert not found.is_hurt
    assert (found.settings.volume, found.settings.keys["pause"]) == (40, ("p",))
    assert found.contents
    assert [each.line for each in found.contents.unknown] == [1, 3, 5, 8]


def test_a_file_that_cannot_be_read_leaves_the_defaults(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").mkdir()

    found = in_force(tmp_path / "settings.toml", {})

    assert found.settings.volume == 70
    assert "can't be read" in "".join(in_full(found, tmp_path / "settings.toml"))


@pytest.mark.skipif(sys.platform == "win32", reason="there such a name is one of no file")
def test_a_file_that_cannot_even_be_looked_for_is_no_silence(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 300) / "settings.toml"

    found = in_force(path, {})

    assert not is_nothing_said(path, {})
    assert "can't be read: file name too long" in in_short(found, path)


def test_a_file_as_large_as_a_film_is_not_read(tmp_path: Path) -> None:
    found = force(tmp_path, "# " + "x" * 70_000)

    assert "is larger than 64 KiB" in in_short(found, Path("settings.toml"))


def test_nothing_in_a_file_reaches_the_terminal_as_it_is() -> None:
    assert "\x1b" not in problems("theme = '\x1b]0;x\x07'\n\x1b[2J = 3\n[\x1b]\nvolume = \x1b\n")


@given(st.text(max_size=200) | st.text("[]{}=\"'#\n\\ ,.akpe1", max_size=80))
def test_no_text_stops_the_reading(text: str) -> None:
    contents = read(text.encode("utf-8", "surrogatepass"))

    assert shown_problems(contents.problems, "x", contents.lines) or not contents.problems


@pytest.mark.parametrize(
    "line",
    [
        b"calm = " + b"[" * 30_000 + b"]" * 30_000,
        b"calm = " + b"{a=" * 10_000 + b"1" + b"}" * 10_000,
        b".".join([b"a"] * 20_000) + b" = 1",
        b"[" + b".".join([b"a"] * 20_000) + b"]\n[keys]",
        b"volume = " + b"9" * 20_000,
        b"volume = 1979-99-99",
        b"a = 1\na.b = 2",
    ],
)
def test_no_depth_and_no_length_stops_the_reading(line: bytes) -> None:
    contents = read(b"flip = true\n" + line + b"\nkeys.pause = ['k']\npause = ['j']\n")

    assert contents.entries["flip"].value is True
    assert {"keys.pause"} <= contents.entries.keys()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
def test_a_pipe_in_the_place_of_the_file_holds_nothing_up(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "settings.toml")

    found = in_force(tmp_path / "settings.toml", {})

    assert found.unreadable == "can't be read: it is not a regular file"


def test_a_file_full_of_brackets_is_read_to_its_hundredth_problem() -> None:
    contents = read(b"a = [\n" * 10_000)

    assert len(contents.problems) == 100


def a_value(setting: Any) -> st.SearchStrategy[Value]:
    match setting.kind:
        case Switch():
            return st.booleans()
        case Whole(least, most):
            return st.integers(least, most)
        case Choice(words):
            return st.sampled_from(words)
        case _:
            return st.lists(st.sampled_from([*NAMES, *"abc+?€\"'\\#]"]), unique=True, max_size=4).map(tuple)


VALUES = st.sampled_from(TABLE).flatmap(lambda each: st.tuples(st.just(each.name), a_value(each)))


@given(
    st.dictionaries(st.sampled_from(TABLE), st.none()).flatmap(
        lambda d: st.tuples(*map(a_value, d)).map(lambda v: list(zip(d, v, strict=True)))
    )
)
def test_what_is_read_statement_by_statement_is_what_toml_means(wanted: list[tuple[Any, Value]]) -> None:
    text = "".join(f"{each.name} = {spelt(value)}  # {each.does}\n" for each, value in wanted)

    said: dict[str, Any] = tomllib.loads(text)

    flat = {name: value for name, value in said.items() if name != "keys"}
    flat |= {f"keys.{action}": tuple(value) for action, value in said.get("keys", {}).items()}
    contents = read(text.encode())
    twice = {each.message.partition(":")[0] for each in contents.problems}
    assert {name: entry.value for name, entry in contents.entries.items() if name not in twice} == {
        name: value for name, value in flat.items() if name not in twice
    }


# --- the table


def test_the_players_are_those_there_are() -> None:
    assert ("auto", *PLAYERS, "bell", "off") == CHOICES
    assert players.NAMES == PLAYERS


def test_the_voices_are_those_there_are() -> None:
    assert ("auto", *VOICES, "off") == voices.CHOICES


@pytest.mark.parametrize("setting", TABLE, ids=lambda each: each.name)
def test_each_default_is_a_value_that_can_be_typed_and_written(setting: Any) -> None:
    said = tomllib.loads(f"x = {spelt(setting.default)}")["x"]

    assert setting.kind.read(said) == setting.default
    assert setting.kind.typed(shown(setting.default)) == setting.default
    assert setting.does.endswith(".")


def test_no_key_has_two_actions_by_default() -> None:
    every = [key for keys in ACTIONS.values() for key in keys]

    assert len(every) == len(set(every))


# --- the file


def test_the_first_file_explains_every_setting_and_sets_none() -> None:
    contents = read(template().encode())

    assert (contents.entries, contents.problems, contents.unknown) == ({}, (), ())
    taken = read(re.sub(r"^# (\w+ = )", r"\1", template(), flags=re.MULTILINE).encode())
    assert {name: entry.value for name, entry in taken.entries.items()} == {each.name: each.default for each in TABLE}


@given(VALUES)
def test_a_change_alters_its_line_and_nothing_else_and_can_be_taken_back(wanted: tuple[str, Value]) -> None:
    name, value = wanted

    changed = change(template(), name, value)

    before, after = template().split("\n"), changed.split("\n")
    assert len(before) == len(after)
    assert [old for old, new in zip(before, after, strict=True) if old != new] == [
        next(line for line in before if line.startswith(f"# {name.rpartition('.')[2]} = "))
    ]
    assert read(changed.encode()).entries[name].value == value
    assert change(changed, name, None) == template()


@pytest.mark.parametrize(
    ("text", "name", "value", "changed"),
    [
        ("", "volume", 3, "volume = 3\n"),
        ("", "keys.skip", ("n",), '[keys]\nskip = ["n"]\n'),
        ("volume = 4", "keys.skip", ("n",), 'volume = 4\n\n[keys]\nskip = ["n"]\n'),
        ('[keys]\npause=["n"]\n', "calm", True, 'calm = true\n[keys]\npause=["n"]\n'),
        ("volume   =  4 # loud\n", "volume", 3, "volume = 3 # loud\n"),
        ("voice = off\r\n# hi\r\n", "voice", "off", 'voice = "off"\r\n# hi\r\n'),
        ("calm = true\r\n", "flip", True, "calm = true\r\nflip = true\r\n"),
        ('[keys]\nskip = [\n  "n",  # next\n]\n# end\n', "keys.skip", ("k",), '[keys]\nskip = ["k"]\n# end\n'),
        ("a = 1\nvolume = 3\n[clouds]\nvolume = 3\n", "volume", 4, "a = 1\nvolume = 4\n[clouds]\nvolume = 3\n"),
        ("flip = true\n# volume = 3, says Ann\n", "volume", 4, "flip = true\nvolume = 4\n"),
        ("calm = true", "volume", None, "calm = true"),
        ('theme = "dark\nvolume = 1\n', "theme", "light", 'theme = "light"\nvolume = 1\n'),
    ],
)
def test_a_change_finds_its_place_in_any_file(text: str, name: str, value: Value | None, changed: str) -> None:
    assert change(text, name, value) == changed


def test_a_key_of_another_action_is_refused_before_anything_is_written() -> None:
    with pytest.raises(UsageError, match=r"keys\.skip: 'n' is a key of pause already"):
        change('[keys]\npause = ["n"]\n', "keys.skip", ("n",))


def test_a_file_of_a_shape_that_cannot_be_changed_is_refused() -> None:
    with pytest.raises(UsageError):
        change('keys = {pause = ["n"]}\n', "keys.pause", ("m",))


def test_a_link_stays_a_link_and_who_may_read_stays_as_it_was(tmp_path: Path) -> None:
    real = tmp_path / "dotfiles.toml"
    real.write_text("volume = 1\n", encoding="utf-8")
    real.chmod(0o644)
    path = tmp_path / "config" / "settings.toml"
    path.parent.mkdir()
    path.symlink_to(real)

    write(path, lambda text: change(text, "volume", 2))

    assert path.is_symlink()
    assert real.read_text(encoding="utf-8") == "volume = 2\n"
    assert real.stat().st_mode & 0o777 == 0o644


def test_a_new_file_is_private(tmp_path: Path) -> None:
    path = tmp_path / "config" / "settings.toml"

    write(path, lambda text: change(text, "volume", 2))

    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert [each.name for each in sorted(path.parent.iterdir())] == [".settings.lock", "settings.toml"]


def test_a_byte_order_mark_stays(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(b"\xef\xbb\xbfvolume = 1\r\n")

    write(path, lambda text: change(text, "volume", 2))

    assert path.read_bytes() == b"\xef\xbb\xbfvolume = 2\r\n"


@pytest.mark.parametrize("content", [b"# caf\xe9\n", b"#" * 70_000])
def test_a_file_that_is_not_understood_is_not_written_over(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(content)

    with pytest.raises(StretchError):
        write(path, lambda text: change(text, "volume", 2))

    assert path.read_bytes() == content


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file, where a folder should be", encoding="utf-8")

    with pytest.raises(StretchError, match="can't be written"):
        write(tmp_path / "config" / "settings.toml", str)


def test_every_name_can_be_looked_up() -> None:
    assert [*BY_NAME] == [each.name for each in TABLE]
    assert len({each.variable for each in TABLE}) == len(TABLE)
