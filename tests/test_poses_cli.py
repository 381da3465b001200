"""`stretch poses` and `stretch show --pictures`, as a person types them."""

import io
import re
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len
from terminals import Terminal, clean_env, stretch_command
from test_cli import Desk, Tty

from sciatica_stretch.cli.smooth import Still, graphics_of, smooth
from sciatica_stretch.cli.world import World
from sciatica_stretch.core.pictures import PICTURES
from sciatica_stretch.player.figure.drawing import Paper, draw
from sciatica_stretch.player.figure.film import Film, load


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "home")


def braille(text: str) -> list[str]:
    return [line for line in text.splitlines() if any("\u2800" < char <= "\u28ff" for char in line)]


def test_all_poses_are_listed_with_the_routines_that_show_them(desk: Desk) -> None:
    run = desk.type("poses")

    rows = {line.split()[0]: line for line in run.out.splitlines() if line and line.split()[0] in PICTURES}
    assert set(rows) == PICTURES
    assert rows["childs-pose"].endswith("evening-10, morning-5, sciatica-13")


def test_one_pose_is_shown_keyframe_by_keyframe_with_its_words_and_its_steps(desk: Desk) -> None:
    run = desk.type("poses", "bridge")

    assert run.out.startswith("Bridge (bridge)\n")
    assert len(braille(run.out)) > 5
    assert ["down", "up"] in [line.split() for line in run.out.splitlines()]
    assert "the hips lift" in run.out
    assert run.out.endswith("In piriformis-6: Bridge.\n")


def test_the_left_side_is_drawn_and_described_when_asked_for(desk: Desk) -> None:
    right, left = (desk.type("poses", "half-pigeon", "--side", side).out for side in ("right", "left"))

    assert braille(right) != braille(left)
    assert "the left ankle on the other thigh" in left


def test_a_misspelt_pose_is_answered_with_the_one_that_was_meant(desk: Desk) -> None:
    run = desk.type("poses", "brigde")

    assert run.code == 66
    assert run.err == "Error: There is no pose called 'brigde'.\nDid you mean 'bridge'?\n"


def test_a_path_is_no_pose(desk: Desk) -> None:
    assert desk.type("poses", "../poses/bridge").code == 66


@pytest.mark.parametrize("size", [(80, 24), (40, 12), (200, 60)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize(
    "command", [["poses", "half-pigeon"], ["show", "sciatica-13", "--pictures"]], ids=lambda c: c[0]
)
def test_figures_fit_the_terminal(desk: Desk, command: list[str], size: tuple[int, int]) -> None:
    run = desk.type(*command, tty=True, size=lambda: size)

    drawn = braille(re.sub(r"\x1b\[[0-9;]*m", "", run.out))
    assert len(drawn) > 5
    assert max(cell_len(line) for line in drawn) <= size[0]


def test_a_routine_is_shown_with_a_figure_for_each_step(desk: Desk) -> None:
    run = desk.type("show", "desk-3", "--pictures")

    for words in ("Seated figure-four", "Seated sciatic slider", "Sit tall on the front of the chair."):
        assert words in run.out
    assert len(braille(run.out)) > 25
    assert run.out.endswith("Total: 3:00, 5 stretches.\n")
    assert "\x1b" not in run.out


def test_who_asked_for_words_gets_words(desk: Desk) -> None:
    env = {"STRETCH_HOME": str(desk.home), "TERM": "xterm", "ACCESSIBLE": "1"}

    shown, pose = desk.type("show", "desk-3", "--pictures", env=env), desk.type("poses", "bridge", env=env)

    assert not braille(shown.out + pose.out)
    assert "Sitting on a chair, the right ankle on the other thigh" in " ".join(shown.out.split())
    assert "the hips lift" in " ".join(pose.out.split())


def test_a_terminal_without_utf8_gets_ascii_and_a_linux_console_half_blocks(desk: Desk) -> None:
    latin = io.TextIOWrapper(io.BytesIO(), encoding="latin-1")
    env = {"STRETCH_HOME": str(desk.home), "TERM": "linux"}

    from sciatica_stretch.cli.figures import ink_for  # noqa: PLC0415

    assert ink_for(World(stdout=latin)) == "ascii"
    assert "▄" in desk.type("poses", "bridge", env=env).out


@pytest.mark.real
def test_a_terminal_that_speaks_sixel_gets_a_smooth_picture(tmp_path: Path) -> None:
    with Terminal(stretch_command("poses", "bridge"), env=clean_env(tmp_path, STRETCH_SMOOTH="on")) as terminal:
        terminal.type("\x1b[?62;4c\x1b[6;20;10t")  # its answers: what it can, and how large a cell is

        assert terminal.finish() == 0

        assert b"\x1bP" in terminal.written
        assert not braille(terminal.written.decode())
        assert b"the hips lift" in terminal.written


@pytest.mark.real
def test_a_terminal_that_answers_nothing_gets_braille(tmp_path: Path) -> None:
    with Terminal(stretch_command("poses", "bridge"), env=clean_env(tmp_path, STRETCH_SMOOTH="on")) as terminal:
        assert terminal.finish() == 0

        assert b"\x1bP" not in terminal.written
        assert len(braille(terminal.written.decode())) > 5


def test_without_the_extra_there_is_braille(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "textual_image", None)
    terminal = Tty()
    monkeypatch.setattr(sys, "__stdout__", terminal)

    assert graphics_of(World(stdin=Tty(), stdout=terminal, env={"TERM": "xterm"})) is None
    assert smooth(Still(bridge(), 0, None), 30, 10).size == (300, 200)


def test_a_smooth_picture_shows_what_the_cells_show() -> None:
    from PIL import Image  # noqa: PLC0415

    film = bridge()
    rows = draw(film, film.held, Paper(40, 14))
    picture = smooth(Still(film, film.held, None), 40, 14).getchannel("A").resize((40, 14), Image.Resampling.BOX)
    alpha = picture.tobytes()

    cells = ["".join(text for text, _ in row) for row in rows]
    full = [(x, y) for y, row in enumerate(cells) for x, char in enumerate(row) if char == "⣿"]
    assert len(full) > 10
    assert all(alpha[y * 40 + x] > 120 for x, y in full)


def bridge() -> Film:
    film = load("bridge")
    assert film
    return film
