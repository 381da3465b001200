"""`stretch list` as a person types it: groups, filters, where a routine comes from, and what fits on the screen."""
# ruff: noqa: F811 - the desk is a fixture

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from terminals import clean_env
from test_cli import Desk, desk  # noqa: F401 - a fixture

from sciatica_stretch.library import hidden
from sciatica_stretch.library.groups import BY_TAG

SNAPSHOTS = Path(__file__).parent / "snapshots"
LATE = "--tag evening and --max 5m"
STYLES = re.compile(r"\x1b\[[0-9;]*m")
ROUTINE = "title: {}\ntags: [{}]\nequipment: [mat]\nsteps: [{{name: Reach, hold: {}, transition: 0}}]\n"


def put(folder: Path, name: str, title: str = "Mine", *, tags: str = "a", hold: str = "1m") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.yaml").write_text(ROUTINE.format(title, tags, hold), encoding="utf-8")


@pytest.fixture
def own(desk: Desk) -> Path:
    """A folder of a person's own routines."""
    folder = desk.home / "routines"
    folder.mkdir(parents=True)
    return folder


def names(desk: Desk, *args: str, **world: Any) -> list[str]:
    return [entry["name"] for entry in desk.type("list", "--json", *args, **world).json]


def entry(desk: Desk, name: str, *args: str, **world: Any) -> dict[str, Any]:
    (found,) = [entry for entry in desk.type("list", "--json", *args, **world).json if entry["name"] == name]
    assert isinstance(found, dict)
    return found


def sharing(desk: Desk, *folders: Path) -> dict[str, Any]:
    path = os.pathsep.join(map(str, folders))
    return {"env": {"STRETCH_HOME": str(desk.home), "TERM": "xterm", "STRETCH_PATH": path}}


def looks_as_it_did(name: str, shown: str) -> bool:
    kept = SNAPSHOTS / f"{name}.txt"
    if "UPDATE_SNAPSHOTS" in os.environ:
        kept.write_text(shown, encoding="utf-8")
    return shown == kept.read_text(encoding="utf-8")


# --- the groups


def test_each_bundled_routine_stands_where_a_newcomer_looks_for_it(desk: Desk) -> None:
    assert {entry["name"]: entry["group"] for entry in desk.type("list", "--json").json} == {
        "sciatica-13": "An ordinary day",
        "piriformis-6": "An ordinary day",
        "flare-8": "A bad day",
        "desk-3": "At a desk, or no floor",
        "standing-5": "At a desk, or no floor",
        "morning-5": "Morning and evening",
        "evening-10": "Morning and evening",
    }


def test_in_a_pipe_the_groups_are_plain_lines(desk: Desk) -> None:
    run = desk.type("list")

    assert (run.code, run.err) == (0, "")
    assert looks_as_it_did("list-piped", run.out)


@pytest.mark.parametrize("size", [(80, 24), (40, 12), (200, 60)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_list_fits_the_terminal(desk: Desk, own: Path, size: tuple[int, int]) -> None:
    put(own, "flare-8", "My own gentle one")
    (own / "broken.yaml").write_text("title: [", encoding="utf-8")
    hidden.write(own, ["standing-5"])

    first = Desk(desk.home / "of a newcomer").type("list", tty=True, size=lambda: size).out
    later = desk.type("list", "--all", tty=True, size=lambda: size).out

    lines = STYLES.sub("", f"{first}\n{later}").splitlines()
    assert max(map(len, lines)) <= size[0]
    assert len(first.splitlines()) < size[1]  # and the prompt
    assert looks_as_it_did(f"list-{size[0]}x{size[1]}", "".join(f"{line.rstrip()}\n" for line in lines))


def test_headings_stand_out_and_notes_do_not(desk: Desk, own: Path) -> None:
    put(own, "desk-3")

    out = desk.type("list", tty=True).out

    assert "\x1b[1mYours\x1b[0m" in out
    assert "\x1b[2m(yours, over the bundled one)" in out


def test_your_own_are_together_whatever_their_tags(desk: Desk, own: Path) -> None:
    put(own, "tea", tags="evening, bad day")

    assert entry(desk, "tea")["group"] == "Yours"
    assert desk.type("list").out.startswith("Yours\n  tea ")


def test_of_two_known_tags_the_first_decides_in_any_case(desk: Desk, tmp_path: Path) -> None:
    put(tmp_path / "team", "one", tags="hips, No Floor, morning")
    put(tmp_path / "team", "none", tags="hips")

    world = sharing(desk, tmp_path / "team")

    assert entry(desk, "one", **world)["group"] == "At a desk, or no floor"
    assert entry(desk, "none", **world)["group"] == "Other routines"


def test_within_a_group_the_quickest_comes_first_and_what_has_problems_last(desk: Desk, own: Path) -> None:
    put(own, "a", hold="3m")
    put(own, "b", hold="2m")
    (own / "bad.yaml").write_text("title: [", encoding="utf-8")

    lines = desk.type("list").out.splitlines()

    assert [line.split()[0] for line in lines[1:4]] == ["b", "a", "bad"]


def test_the_page_on_the_format_names_each_tag_with_its_heading() -> None:
    page = (Path(__file__).parent.parent / "docs" / "routine-format.md").read_text("utf-8")

    rows = dict(re.findall(r"^\| (`[^|]*`) \| ([^|`]*) \|$", page.split("<!-- groups -->")[1], re.MULTILINE))
    assert {tag: rows[key] for key in rows for tag in re.findall("`(.*?)`", key)} == BY_TAG


# --- the filters


def test_a_tag_picks_and_two_tags_pick_what_has_both(desk: Desk) -> None:
    assert names(desk, "--tag", "no floor") == ["desk-3", "standing-5"]
    assert names(desk, "--tag", "No Floor", "--tag", "hamstrings") == ["standing-5"]


def test_max_is_the_longest_that_fits(desk: Desk) -> None:
    assert names(desk, "--max", "5m") == ["desk-3", "morning-5", "standing-5"]
    assert names(desk, "--max", "4:59") == ["desk-3"]


@pytest.mark.parametrize(
    ("have", "fitting"),
    [
        ("mat", ["morning-5", "piriformis-6"]),
        ("bed", ["morning-5"]),
        ("mat, Towel", ["morning-5", "piriformis-6", "sciatica-13"]),
        ("chair,step", ["desk-3", "standing-5"]),
    ],
)
def test_equipment_is_what_one_has(desk: Desk, have: str, fitting: list[str]) -> None:
    assert names(desk, "--equipment", have) == fitting


def test_what_is_optional_need_not_be_there(desk: Desk, own: Path) -> None:
    (own / "tea.yaml").write_text("title: T\noptional: [pillow]\nsteps: [{name: a, hold: 9s}]", encoding="utf-8")

    assert names(desk, "--equipment", "none") == ["tea"]


def test_what_has_problems_fits_no_filter(desk: Desk, own: Path) -> None:
    (own / "bad.yaml").write_text("title: [", encoding="utf-8")

    assert "bad" in names(desk)
    assert "bad" not in names(desk, "--max", "24h")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--tag", "evning"], "No routine fits --tag evning. Did you mean 'evening'?"),
        (["--max", "10"], "No routine fits --max 10. That is 10 seconds; for minutes write --max 10m."),
        (["--max", "1m"], "No routine fits --max 1m. The shortest is desk-3 (3:00, chair)."),
        (
            ["--equipment", "none"],
            "No routine fits --equipment none. The one that needs least is desk-3 (3:00, chair).",
        ),
        (["--equipment", "chiar"], "No routine fits --equipment chiar. Did you mean 'chair'?"),
        (
            ["--tag", "evening", "--max", "5m"],
            f"No routine fits {LATE} together. Without --max 5m there is evening-10 (10:00, mat, wall).",
        ),
        (
            ["--tag", "bad day", "--tag", "no floor", "--tag", "morning"],
            'No routine fits --tag "bad day" and --tag "no floor" and --tag morning together. Leave one of them out.',
        ),
    ],
)
def test_where_nothing_fits_it_says_what_would(desk: Desk, args: list[str], said: str) -> None:
    run = desk.type("list", *args)

    assert (run.code, run.out) == (0, f"{said}\n")
    assert names(desk, *args) == []


def test_a_tag_like_no_other_is_answered_with_all_there_are(desk: Desk) -> None:
    said = desk.type("list", "--tag", "zzz").out

    assert "The tags are: at a desk, bad day, evening, everyday, " in said


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--max", "soon"], "Error: --max: 'soon' is not a length of time.\nWrite it as 10m, 1m30s or 10:00.\n"),
        (
            ["--equipment", " ,"],
            "Error: --equipment names nothing.\nWrite what you have, such as --equipment mat,chair, or none.\n",
        ),
    ],
)
def test_a_filter_that_makes_no_sense_is_refused(desk: Desk, args: list[str], said: str) -> None:
    run = desk.type("list", *args)

    assert (run.code, run.out, run.err) == (2, "", said)


# --- where a routine comes from


def test_your_own_stands_over_the_bundled_one_and_the_list_says_so(desk: Desk, own: Path) -> None:
    put(own, "flare-8", "Mine")

    mine = entry(desk, "flare-8")
    line = next(line for line in desk.type("list").out.splitlines() if line.startswith("  flare-8"))

    assert (mine["title"], mine["from"], mine["shadows"]) == ("Mine", "yours", ["bundled"])
    assert "Mine (yours, over the bundled one)" in line


def test_a_shared_folder_stands_between_your_own_and_the_bundled_ones(desk: Desk, own: Path, tmp_path: Path) -> None:
    put(own, "both", "Mine")
    for folder, title in ((tmp_path / "team", "Team"), (tmp_path / "club", "Club")):
        put(folder, "both", title)
        put(folder, "desk-3", title)
    put(tmp_path / "club", "tea", "Club")
    world = sharing(desk, tmp_path / "team", tmp_path / "club")

    out = desk.type("list", **world).out

    assert "Mine (yours, over the one from team and the one from club)" in out
    assert "Team (from team, over the one from club and the bundled one)" in out
    assert "Club (from club)" in out
    assert entry(desk, "desk-3", **world)["from"] == "team"
    assert desk.type("show", "tea", **world).out.startswith("Club (tea)")


def test_a_shared_folder_that_is_not_there_is_told_of(desk: Desk, tmp_path: Path) -> None:
    run = desk.type("list", **sharing(desk, tmp_path / "gone"))

    assert (run.code, run.err) == (0, f"Warning: STRETCH_PATH: there is no folder {tmp_path / 'gone'}.\n")
    assert "sciatica-13" in run.out


def test_a_hidden_routine_is_listed_only_where_all_are_asked_for(desk: Desk, own: Path) -> None:
    hidden.write(own, ["standing-5"])

    assert "standing-5" not in names(desk)
    assert entry(desk, "standing-5", "--all")["hidden"] is True
    assert (
        "Standing only (hidden; to bring it back: stretch remove --undo standing-5)" in desk.type("list", "--all").out
    )


def test_a_hidden_routine_is_not_started_but_told_of(desk: Desk, own: Path) -> None:
    hidden.write(own, ["standing-5"])

    run = desk.type("show", "standing-5")

    assert run.code == 66
    assert run.err == (
        "Error: The bundled routine 'standing-5' is hidden.\nBring it back with: stretch remove --undo standing-5\n"
    )


def test_where_all_are_hidden_the_list_says_how_to_see_them(desk: Desk, own: Path) -> None:
    hidden.write(own, names(desk))

    assert desk.type("list").out == "There are none. See the hidden ones with: stretch list --all\n"


# --- what is wrong


def test_a_broken_routine_is_listed_with_its_problems_and_does_not_hide_the_others(desk: Desk, own: Path) -> None:
    (own / "broken.yaml").write_text("title: T\nsteps: [{name: a, hold: x, holt: 1s}]", encoding="utf-8")

    run = desk.type("list")

    assert run.code == 0
    assert "broken               has 2 problems; see them with: stretch show broken" in run.out
    assert "sciatica-13" in run.out
    assert entry(desk, "broken")["problem"] == "has 2 problems; see them with: stretch show broken"


def test_what_a_file_says_cannot_move_the_cursor(desk: Desk, own: Path) -> None:
    put(own, "tea\x1b[2J", tags='"\\e[2J"')

    for tty in (False, True):
        assert "\x1b[2J" not in desk.type("list", tty=tty, size=lambda: (200, 60)).out


def test_a_name_longer_than_the_screen_is_shown_whole(desk: Desk, own: Path) -> None:
    put(own, "the-sheet-from-the-physiotherapist-in-november")

    out = STYLES.sub("", desk.type("list", tty=True, size=lambda: (40, 12)).out)

    cells = [line[1:].split(" ")[0] for line in out.splitlines()[1:5]]
    assert "".join(cells).startswith("the-sheet-from-the-physiotherapist-in-november")


# --- what it costs


def test_a_list_that_was_made_before_needs_no_yaml_parser(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom sciatica_stretch.cli.app import main\n"
        "try: main(args=['list', '--json'])\nexcept SystemExit: pass\n"
        "print(sorted({'yaml', 'rich', 'sciatica_stretch.library.parser'} & set(sys.modules)), file=sys.stderr)"
    )
    command = [sys.executable, "-c", code]

    first, second = (
        subprocess.run(command, env=clean_env(tmp_path), capture_output=True, text=True, check=True) for _ in range(2)
    )

    assert json.loads(first.stdout) == json.loads(second.stdout)
    assert first.stderr == "['sciatica_stretch.library.parser', 'yaml']\n"
    assert second.stderr == "[]\n"


def test_the_shell_completes_tags(desk: Desk) -> None:
    env = clean_env(desk.home, _STRETCH_COMPLETE="complete_bash", COMP_WORDS="stretch list --tag ev", COMP_CWORD="3")

    script = "import sys; sys.argv = ['stretch']; from sciatica_stretch.cli.app import main; main()"
    run = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, check=False)

    assert run.stdout.split() == ["evening", "everyday"]
