"""`stretch set`, `copy`, `rename`, `remove` and `import`, as a person types them."""
# ruff: noqa: F811 - the fixture is imported and then an argument

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from terminals import clean_env
from test_cli import Desk, Tty, desk  # noqa: F401 - a fixture

from sciatica_stretch.library.shelf import bundled_folder

GIFT = b"title: A gift\nsummary: From a friend.\nsteps:\n- name: Fold\n  sides: [right, left]\n  hold: 30s\n"
SCIATICA = (bundled_folder() / "sciatica-13.yaml").read_bytes()


def own(desk: Desk, name: str) -> Path:
    return desk.home / "routines" / f"{name}.yaml"


def evening(desk: Desk, content: bytes = GIFT) -> Path:
    path = own(desk, "evening")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


@pytest.fixture
def gift(tmp_path: Path) -> Path:
    path = tmp_path / "from-a-friend.yaml"
    path.write_bytes(GIFT)
    return path


# set


def test_set_tells_what_changed_and_the_totals_and_how_to_undo_it(desk: Desk) -> None:
    path = evening(desk)

    run = desk.type("set", "evening", "fold.hold=45s", "title=A present", "fold.transition=20s")

    assert (run.code, run.err) == (0, "")
    assert run.out.splitlines() == [
        "fold.hold: 30s -> 45s",
        "title: A gift -> A present",
        "fold.transition: 20s",
        "Total: 1:18 -> 1:58.",
        "To undo it: stretch edit evening --undo",
    ]
    desk.type("edit", "evening", "--undo")
    assert path.read_bytes() == GIFT


def test_a_dry_run_shows_the_difference_and_the_totals_and_writes_nothing(desk: Desk) -> None:
    run = desk.type("set", "sciatica-13", "half-pigeon.hold=75s", "--dry-run")

    bundled = bundled_folder() / "sciatica-13.yaml"
    assert run.out.splitlines() == [
        f"--- {bundled}",
        f"+++ {own(desk, 'sciatica-13')}",
        "@@ -60,3 +60,3 @@",
        "     switch: 10s",
        "-    hold: 60s                       # or one a side: hold: {right: 60s, left: 90s}",
        "+    hold: 75s                       # or one a side: hold: {right: 60s, left: 90s}",
        next(f" {line}" for line in SCIATICA.decode().splitlines() if 'setup: "Put the band down' in line),
        "Total: 13:00 -> 13:30.",
    ]
    assert not own(desk, "sciatica-13").exists()


def test_set_on_a_bundled_routine_makes_a_copy_of_your_own(desk: Desk) -> None:
    run = desk.type("set", "sciatica-13", "half-pigeon.hold.left=90s")

    assert run.out.splitlines()[0] == f"This is a copy of your own now: {own(desk, 'sciatica-13')}"
    assert (
        b"hold: {right: 60s, left: 90s}                       # or one a side" in own(desk, "sciatica-13").read_bytes()
    )
    assert (bundled_folder() / "sciatica-13.yaml").read_bytes() == SCIATICA
    desk.type("edit", "sciatica-13", "--undo")
    assert own(desk, "sciatica-13").read_bytes() == SCIATICA


def test_what_would_not_be_a_routine_is_shown_with_all_its_problems_and_not_written(desk: Desk) -> None:
    path = evening(desk)

    run = desk.type("set", "evening", "fold.hold=long", "fold.sets=0", "title=Fine")

    assert run.code == 65
    assert run.err.startswith(
        "Error: evening, as it would be:6:9: sets: '0' is not between 1 and 50\n     6 |   sets: 0\n"
    )
    assert "evening, as it would be:7:9: hold: 'long' is not a duration\n     7 |   hold: long\n" in run.err
    assert path.read_bytes() == GIFT


def test_a_value_for_one_side_of_a_step_without_sides_says_what_is_missing(desk: Desk) -> None:
    evening(desk, b"title: T\nsteps: [{name: Fold, hold: 30s}]\n")

    run = desk.type("set", "evening", "fold.hold.left=45s")

    assert run.code == 65
    assert "Add sides: [right, left], or write one value." in run.err
    assert desk.type("set", "evening", "fold.sides=right,left", "fold.hold.left=45s").code == 0


@pytest.mark.parametrize(
    ("change", "hint"),
    [
        ("half-pigon.hold=75s", "Did you mean 'half-pigeon'?"),
        ("half-pigeon.hodl=75s", "Did you mean 'hold'?"),
        ("half-pigeon.hold", "Write STEP.KEY=VALUE, such as half-pigeon.hold=75s"),
        ("band-hold.switch=5s", "The group around it has: steps.1.switch"),
    ],
)
def test_a_change_of_nothing_is_answered_with_what_may_have_been_meant(
    desk: Desk,
    change: str,
    hint: str,
) -> None:
    run = desk.type("set", "sciatica-13", change)

    assert (run.code, run.out, run.err.splitlines()[1]) == (2, "", hint)
    assert not own(desk, "sciatica-13").exists()


def test_a_value_that_is_set_to_what_it_was_changes_nothing(desk: Desk) -> None:
    path = evening(desk)

    run = desk.type("set", "evening", "fold.hold=30s")

    assert run.out.splitlines() == ["fold.hold: 30s -> 30s", "Total: 1:18, as before."]
    assert path.read_bytes() == GIFT
    assert desk.type("edit", "evening", "--undo").code == 2


@pytest.mark.parametrize(
    ("begun", "offered"),
    [
        ("half", "half-pigeon.hold="),
        ("half-pigeon.hold", "half-pigeon.hold= half-pigeon.hold.left= half-pigeon.hold.right="),
        ("half-pigeon.sw", "half-pigeon.switch_setup= half-pigeon.switch="),
        (
            "downdog-wag.t",
            "downdog-wag.transition= downdog-wag.targets= downdog-wag.tempo.left= downdog-wag.tempo.right=",
        ),
        ("t", "title= tags="),
        ("defaults.t", "defaults.transition="),
    ],
)
def test_the_shell_completes_what_can_be_set_in_the_routine(desk: Desk, begun: str, offered: str) -> None:
    env = clean_env(desk.home, _STRETCH_COMPLETE="complete_bash", COMP_WORDS=f"stretch set sciatica-13 {begun}")
    script = "import sys; sys.argv = ['stretch']; from sciatica_stretch.cli.app import main; main()"

    run = subprocess.run(
        [sys.executable, "-c", script], env=env | {"COMP_CWORD": "3"}, capture_output=True, text=True, check=False
    )

    assert run.stdout.split() == offered.split()


# copy and rename


def test_a_copy_is_the_same_to_the_letter(desk: Desk) -> None:
    run = desk.type("copy", "sciatica-13", "slow-13")

    assert own(desk, "slow-13").read_bytes() == SCIATICA
    assert run.out == (
        f"sciatica-13 is copied to slow-13: {own(desk, 'slow-13')}\nTo change it: stretch edit slow-13\n"
    )


@pytest.mark.parametrize("command", ["copy", "rename"])
@pytest.mark.parametrize("name", ["evening", "night", "flare-8"])
def test_neither_takes_a_name_that_something_has(desk: Desk, command: str, name: str) -> None:
    evening(desk)
    desk.type("copy", "evening", "night")

    run = desk.type(command, "evening", name)

    assert run.code == 2
    assert run.err.startswith(f"Error: There is a routine '{name}' ")
    assert (own(desk, "evening").read_bytes(), own(desk, "night").read_bytes()) == (GIFT, GIFT)
    assert not own(desk, "flare-8").exists()


def test_a_routine_gets_another_name_and_keeps_its_undo(desk: Desk) -> None:
    evening(desk)
    desk.type("set", "evening", "fold.hold=45s")

    run = desk.type("rename", "evening", "night")

    assert run.out == f"evening is called night now: {own(desk, 'night')}\n"
    assert not own(desk, "evening").exists()
    desk.type("edit", "night", "--undo")
    assert own(desk, "night").read_bytes() == GIFT


def test_a_bundled_routine_keeps_its_name(desk: Desk) -> None:
    run = desk.type("rename", "flare-8", "quiet")

    assert run.code == 2
    assert run.err.endswith("A copy with another name: stretch copy flare-8 quiet\n")


# remove


@pytest.mark.parametrize(
    ("typed", "is_there"), [("y\n", False), ("n\n", True), ("\n", True), ("", True), ("yo\n", True)]
)
def test_remove_asks_first(desk: Desk, typed: str, is_there: bool) -> None:
    path = evening(desk)

    run = desk.type("remove", "evening", typed=typed, tty=True)

    assert run.code == 0
    assert run.out.startswith("Remove evening? [y/N] ")
    assert path.exists() == is_there


def test_where_nobody_can_be_asked_only_a_yes_beforehand_removes(desk: Desk) -> None:
    path = evening(desk)

    refused = desk.type("remove", "evening")
    assert (refused.code, path.exists()) == (2, True)
    assert refused.err.endswith("Say yes beforehand: --yes\n")

    removed = desk.type("remove", "evening", "--yes")
    assert removed.out == "evening is removed.\nTo bring it back: stretch remove evening --undo\n"
    assert not path.exists()


def test_what_was_removed_comes_back(desk: Desk) -> None:
    path = evening(desk)
    desk.type("remove", "evening", "--yes")

    run = desk.type("remove", "evening", "--undo")

    assert run.out == f"evening is back: {path}\n"
    assert path.read_bytes() == GIFT
    again = desk.type("remove", "evening", "--undo")
    assert (again.code, again.err) == (2, "Error: evening is there already.\nWhat is in it: stretch show evening\n")


def test_behind_a_removed_copy_the_bundled_one_shows_again(desk: Desk) -> None:
    desk.type("set", "flare-8", "title=Mine")

    run = desk.type("remove", "flare-8", "--yes")

    assert run.out.startswith("flare-8 is removed; the bundled one shows again.\n")


def test_a_bundled_routine_is_hidden_and_shown_again(desk: Desk) -> None:
    run = desk.type("remove", "flare-8", typed="y\n", tty=True)

    hidden = desk.home / "routines" / ".hidden"
    assert run.out.startswith("Hide flare-8? [y/N] flare-8 is hidden.\n")
    assert hidden.read_text() == "flare-8\n"
    assert desk.type("remove", "flare-8", "--undo").out == "flare-8 is shown again.\n"
    assert hidden.read_text() == ""
    assert (bundled_folder() / "flare-8.yaml").exists()


@pytest.mark.parametrize("words", [("remove", "nothing", "--yes"), ("remove", "nothing", "--undo")])
def test_what_is_not_there_is_neither_removed_nor_brought_back(desk: Desk, words: tuple[str, ...]) -> None:
    assert desk.type(*words).code == 66


def test_a_file_elsewhere_is_not_removed(desk: Desk, gift: Path) -> None:
    run = desk.type("remove", str(gift), "--yes")

    assert run.code == 2
    assert gift.exists()


# import


def test_a_file_is_shown_before_it_is_taken(desk: Desk, gift: Path) -> None:
    run = desk.type("import", str(gift), typed="y\n", tty=True)

    assert run.code == 0
    shown, _, told = run.out.partition("Take it as from-a-friend? [y/N] ")
    assert shown.startswith("A gift (from-a-friend)\nFrom a friend.\n")
    assert "Fold" in shown
    assert "Total: 1:18, 2 stretches." in shown
    assert told == "from-a-friend is yours. Start it with: stretch start from-a-friend\n"
    assert own(desk, "from-a-friend").read_bytes() == GIFT


def test_it_is_taken_only_after_a_yes(desk: Desk, gift: Path) -> None:
    assert desk.type("import", str(gift), typed="n\n", tty=True).out.endswith("Nothing was changed.\n")
    assert desk.type("import", str(gift)).code == 2
    assert not own(desk, "from-a-friend").exists()
    assert desk.type("import", str(gift), "--yes").code == 0
    assert own(desk, "from-a-friend").exists()


def test_a_file_with_problems_is_shown_with_all_of_them_and_not_taken(desk: Desk, gift: Path) -> None:
    gift.write_bytes(GIFT.replace(b"30s", b"long").replace(b"right", b"rihgt"))

    run = desk.type("import", str(gift), "--yes")

    assert run.code == 65
    assert f"{gift}:6:9: hold: 'long' is not a duration" in run.err
    assert "Did you mean 'right'?" in run.err
    assert not own(desk, "from-a-friend").exists()


def test_it_comes_from_standard_input_under_the_name_it_is_given(desk: Desk) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(b"\xef\xbb\xbf" + GIFT))

    assert desk.type("import", "-", "--yes").code == 2
    assert desk.type("import", "-", "--as", "gift", "--yes", stdin=stdin).code == 0
    assert own(desk, "gift").read_bytes() == b"\xef\xbb\xbf" + GIFT


@pytest.mark.parametrize("name", ["evening", "flare-8"])
def test_it_takes_the_place_of_nothing_unless_it_is_told_to(desk: Desk, gift: Path, name: str) -> None:
    evening(desk, SCIATICA)
    before = own(desk, name).read_bytes() if own(desk, name).exists() else None

    refused = desk.type("import", str(gift), "--as", name, "--yes")
    assert refused.code == 2
    assert refused.err.startswith(f"Error: There is a routine '{name}' already (")
    assert (own(desk, name).read_bytes() if own(desk, name).exists() else None) == before

    forced = desk.type("import", str(gift), "--as", name, "--force", typed="y\n", tty=True)
    where = "in the place of your own" if before else "in front of the bundled one"
    assert f"Take it as {name}, {where}? [y/N] " in forced.out
    assert own(desk, name).read_bytes() == GIFT
    desk.type("edit", name, "--undo")
    assert own(desk, name).read_bytes() == (before or (bundled_folder() / f"{name}.yaml").read_bytes())


def test_what_you_have_already_is_not_taken_again(desk: Desk, gift: Path) -> None:
    path = evening(desk)

    run = desk.type("import", str(gift), "--as", "evening")

    assert (run.code, run.out) == (0, f"You have it already, to the letter: {path}\n")


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "a b", ".evil", "con"])
def test_its_name_cannot_leave_the_folder(desk: Desk, gift: Path, name: str) -> None:
    run = desk.type("import", str(gift), "--as", name, "--yes")

    assert run.code == 2
    assert "can't be the name of a routine." in run.err
    assert list(desk.home.rglob("*.yaml")) == []


def test_a_file_whose_own_name_cannot_be_a_routine_s_is_answered_with_one_that_can(desk: Desk, gift: Path) -> None:
    gift = gift.rename(gift.with_name("My evening (1).yaml"))

    run = desk.type("import", str(gift), "--yes")

    assert run.err.endswith("such as My-evening-1.\n")
    assert desk.type("import", str(gift), "--as", "My-evening-1", "--yes").code == 0


@pytest.mark.parametrize(
    ("content", "code"),
    [(GIFT + b"#" * 300_000, 65), (b"\0\1\2", 65), ("a folder", 66), ("a pipe", 74), ("nothing", 66)],
)
def test_what_is_no_routine_file_is_not_taken(desk: Desk, tmp_path: Path, content: bytes | str, code: int) -> None:
    path = tmp_path / "strange.yaml"
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content == "a folder":
        path.mkdir()
    elif content == "a pipe":
        if os.name != "posix":
            pytest.skip("pipes as POSIX has them")
        os.mkfifo(path)

    run = desk.type("import", str(path), "--yes")

    assert run.code == code
    assert not own(desk, "strange").exists()


def test_escape_codes_in_names_and_texts_reach_no_terminal(desk: Desk, gift: Path) -> None:
    evil = GIFT.replace(b"A gift", b'"A \\e]0;evil\\a gift"').replace(b"Fold", b'"F\\e[2Jold"')
    gift.write_bytes(evil)

    evening(desk).rename(own(desk, "\x1b[2J evening"))

    runs = [
        desk.type("import", str(gift), "--yes", stdout=Tty()),
        desk.type("set", "from-a-friend", "title=\x1b[2J"),
        desk.type("set", "from-a-friend", "title=\x1b[2J", "--dry-run"),
        desk.type("copy", str(gift), "\x1b[2J"),
        desk.type("remove", "\x1b[2J", "--yes"),
        desk.type("remove", "\x1b[2J", "--undo"),
        desk.type("edit", "\x1b[2J"),
        desk.type("set", "\x1b[2J evening", "title=Mine"),
        desk.type("edit", "\x1b[2J evening", "--undo"),
        desk.type("remove", "\x1b[2J evening", "--yes"),
        desk.type("remove", "\x1b[2J evening", "--undo"),
        desk.type("rename", "\x1b[2J evening", "evening"),
    ]

    assert [run.code for run in runs[-5:]] == [0] * 5
    assert runs[-5].out.endswith("To undo it: stretch edit '␛[2J evening' --undo\n")
    assert [run for run in runs if "\x1b[2J" in run.out + run.err or "\x1b]" in run.out + run.err] == []
