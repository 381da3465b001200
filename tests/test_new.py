"""`stretch new`: a routine from another one, from a sheet of paper, or from a few questions."""

import io
import re
import signal
from pathlib import Path
from typing import Any

import pytest
from terminals import Terminal, clean_env, stretch_command
from test_cli import Desk, Run, Tty, desk  # noqa: F401 - desk is a fixture

from sciatica_stretch.core.routine import Hold, PerSide, Routine, Side
from sciatica_stretch.core.timeline import unroll
from sciatica_stretch.library.catalogue import known
from sciatica_stretch.library.names import MADE_OF
from sciatica_stretch.library.parser import parse
from sciatica_stretch.library.shelf import Folder, bundled_folder, find, load

SHEET = """\
Physio, Tuesday

Half pigeon 60s each side
Cat-cow 10 x 4s
Hamstring with strap 2 x 30s right
"""
# ruff: noqa: F811 - desk is the fixture


def mine(desk: Desk, name: str) -> Path:
    return desk.home / "routines" / f"{name}.yaml"


def written(desk: Desk, name: str) -> Routine:
    return parse(mine(desk, name).read_bytes(), name, name)


def talk(desk: Desk, *lines: str, name: str = "evening", **world: Any) -> Run:
    return desk.type("new", name, typed="".join(f"{line}\n" for line in lines), tty=True, **world)


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "sheet.txt"
    path.write_text(SHEET, encoding="utf-8")
    return path


def test_a_copy_keeps_every_line_and_comment_of_the_routine_it_begins_with(desk: Desk) -> None:
    run = desk.type("new", "mine", "--from", "sciatica-13")

    original = (bundled_folder() / "sciatica-13.yaml").read_text("utf-8")
    first, second, rest = mine(desk, "mine").read_text("utf-8").split("\n", 2)
    assert run.code == 0
    assert first == "# yaml-language-server: $schema=.schema.json"
    assert (mine(desk, "mine").parent / ".schema.json").is_file()
    assert second == "# Begun as a copy of sciatica-13."
    assert rest == original
    assert "Total: 13:00, 11 stretches." in run.out


def test_a_copy_of_a_copy_has_one_modeline(desk: Desk) -> None:
    desk.type("new", "one", "--from", "flare-8")
    desk.type("new", "two", "--from", str(mine(desk, "one")))

    assert mine(desk, "two").read_text("utf-8").count("yaml-language-server") == 1


def test_a_copy_of_a_file_in_utf_16_is_utf_8(desk: Desk, short_routine: Path) -> None:
    short_routine.write_bytes(short_routine.read_text("utf-8").encode("utf-16"))

    desk.type("new", "short", "--from", str(short_routine))

    assert written(desk, "short").title == "Three short holds"


def test_a_sheet_of_paper_becomes_a_routine_and_how_it_was_understood_is_shown(desk: Desk, sheet: Path) -> None:
    run = desk.type("new", "physio", "--from-text", str(sheet))

    assert run.code == 0
    assert "Half pigeon, reclined: 1m, right then left" in run.out
    assert "Supine band hamstring hold: 2 sets of 30s, right" in run.out
    assert "Line 5, assumed: rest 10s." in run.out
    assert "Total: 4:38, 5 stretches." in run.out
    assert run.out.endswith(
        "Start it with: stretch start physio\nChange it with: stretch edit physio\n"
        "Changed the sheet? stretch remove physio, and the same again.\n"
    )
    routine = written(desk, "physio")
    assert (routine.title, routine.equipment) == ("Physio, Tuesday", ("mat", "band or towel"))
    assert unroll(routine).seconds == 278.0


def test_the_file_says_at_each_step_what_was_on_the_sheet_and_what_was_assumed(desk: Desk, sheet: Path) -> None:
    desk.type("new", "physio", "--from-text", str(sheet))

    text = mine(desk, "physio").read_text("utf-8")
    assert text.startswith("# yaml-language-server: $schema=")
    assert "  # On the sheet: Hamstring with strap 2 x 30s right\n  - name: Supine band hamstring hold\n" in text
    assert "    rest: 10s                           # assumed: nothing is written\n" in text


@pytest.mark.parametrize("args", [(), ("--from-text", "-")])
def test_a_sheet_can_come_through_a_pipe(desk: Desk, args: tuple[str, ...]) -> None:
    run = desk.type("new", "physio", *args, typed=SHEET)

    assert run.code == 0
    assert "standard input, as it was understood:" in run.out
    assert len(list(written(desk, "physio").each_step())) == 3


def test_no_line_of_a_sheet_is_missing_from_what_was_understood(desk: Desk) -> None:
    run = desk.type("new", "physio", typed="T\n\nBridge x 10\nDo this daily\nCat-cow x 10\n")

    _, _, table = run.out.partition("as it was understood:\n\n")
    rows = [re.split(r"\s{2,}", line.strip()) for line in table.partition("\n\n")[0].splitlines()]
    assert [row[0] for row in rows] == ["Line", "3", "4", "5"]
    assert rows[2] == ["4", "Do this daily", "a remark, no stretch"]


def test_what_makes_no_sense_is_shown_with_its_line_and_nothing_is_written(desk: Desk) -> None:
    run = desk.type("new", "physio", typed="T\nHalf pigeon 60s each side\nPlank 45\n")

    assert run.code == 65
    assert run.err == (
        "Error: standard input:3:7: 45 may be seconds or a count\n"
        "     3 | Plank 45\n"
        "       |       ^^\n"
        "Write 45s for seconds, or x 45 for a count.\n"
        "\nNothing was written.\n"
    )
    assert not mine(desk, "physio").exists()


def test_a_name_in_use_is_refused_before_anything_is_read(desk: Desk, sheet: Path) -> None:
    desk.type("new", "physio", "--from-text", str(sheet))
    before = mine(desk, "physio").read_bytes()

    run = desk.type("new", "physio", "--from", "flare-8")

    assert run.code == 2
    assert "There is a routine 'physio' of your own already" in run.err
    assert mine(desk, "physio").read_bytes() == before


def test_a_bundled_name_is_refused_for_it_would_hide_that_routine(desk: Desk) -> None:
    run = desk.type("new", "flare-8", "--from", "sciatica-13")

    assert run.code == 2
    assert "There is a routine 'flare-8' already (bundled)." in run.err


@pytest.mark.parametrize("name", ["../x", "a/b", "A b", "", ".", "con", "x" * 61, "\u00e9t\u00e9"])
def test_a_name_that_is_no_file_name_is_refused(desk: Desk, name: str) -> None:
    run = desk.type("new", name, "--from", "flare-8")

    assert run.code == 2
    assert not (desk.home / "routines").exists()


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("--from", "flare-9"), 66, "Did you mean 'flare-8'?"),
        (("--from-text", "no-such-sheet.txt"), 66, "There is no file 'no-such-sheet.txt'."),
        (("--from-text", "."), 74, ". can't be read: is a directory."),
        (("--from", "flare-8", "--from-text", "x"), 2, "--from and --from-text don't go together."),
        ((), 2, "There is nobody to ask, and standard input is empty."),
    ],
)
def test_what_can_t_be_begun_with_is_said_plainly(desk: Desk, args: tuple[str, ...], code: int, said: str) -> None:
    run = desk.type("new", "mine", *args)

    assert (run.code, said in run.err) == (code, True)
    assert not mine(desk, "mine").exists()


def test_a_routine_with_problems_is_not_copied(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("title: [", encoding="utf-8")

    run = desk.type("new", "mine", "--from", str(tmp_path / "bad.yaml"))

    assert run.code == 65
    assert not mine(desk, "mine").exists()


def test_a_picture_of_the_sheet_is_no_sheet(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "sheet.jpg").write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF")

    run = desk.type("new", "mine", "--from-text", str(tmp_path / "sheet.jpg"))

    assert run.code == 65
    assert "Nothing was written." in run.err


def test_with_a_keyboard_but_no_screen_there_is_nobody_to_ask(desk: Desk) -> None:
    run = desk.type("new", "mine", stdin=Tty("bridge\n"), stdout=io.StringIO())

    assert run.code == 2
    assert "stretch new mine --from-text sheet.txt" in run.err


def test_a_few_answers_make_a_routine(desk: Desk) -> None:
    run = talk(desk, "After work", "pigeon", "1", "", "", "cat-cow 10 x 4s", "bridge", "12", "")

    assert run.code == 0
    routine = written(desk, "evening")
    assert routine.title == "After work"
    pigeon, cat_cow, bridge = routine.each_step()
    assert (pigeon.dose, pigeon.repeats.sides) == (Hold(PerSide(60.0, 60.0)), (Side.RIGHT, Side.LEFT))
    assert [step.id for step in (pigeon, cat_cow, bridge)] == ["half-pigeon", "cat-cow", "bridge"]
    assert "  2. Cat-cow: 10 reps (round 2s, arch 2s)" in run.out
    assert "3:18 so far" in run.out


@pytest.mark.parametrize("name", [each.step.name for each in known()])
def test_every_known_stretch_is_reached_with_its_texts_by_name_and_three_enters(desk: Desk, name: str) -> None:
    each = next(each.step for each in known() if each.step.name == name)
    sides = [""] if each.repeats.sides else []

    run = talk(desk, "", name, "", *sides, "")

    assert run.code == 0, run.out
    (step,) = written(desk, "evening").each_step()
    assert (step.name, step.setup, step.lines, step.picture) == (each.name, each.setup, each.lines, each.picture)
    assert (step.dose, step.repeats.sides) == (each.dose, each.repeats.sides)


def test_all_of_them_are_shown_page_by_page_in_a_small_window(desk: Desk) -> None:
    run = talk(desk, "", "all", "", "", "", "25", "", "l", "", size=lambda: (40, 12))

    assert all(name in run.out.replace("\n     ", " ") for name in (each.step.name for each in known()))
    (step,) = written(desk, "evening").each_step()
    assert (step.id, step.repeats.sides) == ("standing-hip-flexor", (Side.LEFT,))


class Typing(io.StringIO):
    """A terminal's input, which shows what is typed."""

    def __init__(self, typed: str, shown: io.StringIO) -> None:
        super().__init__(typed)
        self._shown = shown

    def isatty(self) -> bool:
        return True

    def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override] # as StringIO has it
        line = super().readline(size or -1)
        self._shown.write(line)
        return line


def test_no_line_of_the_dialogue_is_wider_than_a_small_window(desk: Desk) -> None:
    shown = Tty()
    typed = "\npigeon\n2\nwibble\n45\nb\nzzz\ny\n\n\nbridge x 10\nundo\nall\n\n\n3\n\n\n"

    run = desk.type("new", "evening", stdin=Typing(typed, shown), stdout=shown, size=lambda: (40, 12))

    assert run.code == 130
    assert max(len(line) for line in run.out.split("Nothing was written")[0].split("\n")) < 45  # 40, and what is typed


def test_a_stretch_that_nobody_knows_can_be_taken_as_it_is(desk: Desk) -> None:
    talk(desk, "", "Wibble", "y", "x 8", "", "pigeon", "=", "30s", "r", "")

    wibble, pigeon = written(desk, "evening").each_step()
    assert (wibble.name, pigeon.name, pigeon.repeats.sides) == ("Wibble", "pigeon", (Side.RIGHT,))


def test_the_last_one_can_be_taken_back(desk: Desk) -> None:
    run = talk(desk, "", "bridge x 8", "cat-cow x 8", "undo", "")

    assert "Taken back: Cat-cow." in run.out
    assert [step.id for step in written(desk, "evening").each_step()] == ["bridge"]


def test_what_makes_no_sense_is_asked_again(desk: Desk) -> None:
    run = talk(desk, "", "", "30s", "bridge", "soon", "x 5000", "x 5", "half pigeon 20s", "up", "l then r", "")

    assert "Type a stretch, such as bridge." in run.out
    assert "Begin with the stretch's name." in run.out
    assert "Write 45s, 1m30s, x 10" in run.out
    assert "5000 is not a whole number from 1 to 1,000." in run.out
    assert "Write r, l, r then l, or b." in run.out
    bridge, pigeon = written(desk, "evening").each_step()
    assert pigeon.repeats.sides == (Side.LEFT, Side.RIGHT)
    assert unroll(written(desk, "evening")).intervals[1].reps == 5
    del bridge


def test_what_was_accepted_with_enter_is_no_assumption_in_the_file(desk: Desk) -> None:
    talk(desk, "", "half pigeon", "", "", "")

    assert "assumed" not in mine(desk, "evening").read_text("utf-8")


def test_leaving_in_the_middle_writes_nothing_and_loses_nothing(desk: Desk) -> None:
    run = talk(desk, "", "half pigeon 2 x 45s", "l", "bridge 3 sets of 10")

    assert run.code == 130
    assert not mine(desk, "evening").exists()
    said = run.out.split("What you had so far, as a sheet of paper:\n\n")[1]
    lines = said.split("\n\n")[0]
    again = desk.type("new", "evening", typed=lines)
    assert again.code == 0
    assert [step.id for step in written(desk, "evening").each_step()] == ["half-pigeon", "bridge"]


def test_leaving_at_once_says_only_that_nothing_was_written(desk: Desk) -> None:
    run = talk(desk)

    assert (run.code, "Nothing was written." in run.out, "so far" in run.out) == (130, True, False)


def test_a_new_routine_is_found_and_can_be_started(desk: Desk, sheet: Path) -> None:
    desk.type("new", "physio", "--from-text", str(sheet))

    found = find("physio", [Folder(desk.home / "routines", "yours")])

    assert load(found)[0].title == "Physio, Tuesday"
    assert desk.type("start", "physio", "--speed", "20", "--plain").code == 0


@pytest.mark.real
@pytest.mark.parametrize("size", [(40, 12), (80, 24)])
def test_on_a_real_terminal_ctrl_c_leaves_with_130_and_nothing_written(home: Path, size: tuple[int, int]) -> None:
    with Terminal(stretch_command("new", "evening"), env=clean_env(home), columns=size[0], rows=size[1]) as terminal:
        terminal.until("Title")
        terminal.type("\n")
        terminal.until("Stretch 1:")
        terminal.type("cat-cow 10 x 4s\n")
        terminal.until("Stretch 2:")
        terminal.type("\x03")
        terminal.until("Nothing was written.")

        assert terminal.finish() == 128 + signal.SIGINT
    assert not (home / "stretch" / "routines").exists()


@pytest.mark.real
def test_on_a_real_terminal_ctrl_d_leaves_likewise(home: Path) -> None:
    with Terminal(stretch_command("new", "evening"), env=clean_env(home)) as terminal:
        terminal.until("Title")
        terminal.type("\x04")

        assert terminal.finish() == 130


@pytest.mark.real
def test_on_a_real_terminal_a_few_lines_make_a_routine(home: Path) -> None:
    with Terminal(stretch_command("new", "evening"), env=clean_env(home), columns=40, rows=12) as terminal:
        terminal.until("Title")
        terminal.type("\nbridge\n\n\n")

        assert terminal.finish() == 0
    assert (home / "stretch" / "routines" / "evening.yaml").stat().st_mode & 0o777 == 0o600


def test_the_help_and_the_error_have_one_rule_for_names(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.type("new", "--help")

    assert MADE_OF in " ".join(capsys.readouterr().out.split())
    assert MADE_OF in desk.type("new", "a b").err
    assert desk.type("new", "Physio_2", typed="Bridge x 10\n").code == 0
