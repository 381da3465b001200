"""`stretch edit`: with editors that are small scripts, and in a real terminal."""
# ruff: noqa: F811 - the fixture is imported and then an argument

import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from terminals import PATIENCE, clean_env, stretch_command
from test_cli import Desk, Run, Tty, desk  # noqa: F401 - a fixture

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the editors are shell scripts")

OLD = b"# mine\r\ntitle: 'Old'\r\n\r\nsteps:\r\n- {name: a, hold: 30s}  # slowly\r\n"
NEW = b"\xef\xbb\xbf# mine\r\ntitle: 'New'\r\n\r\n\r\nsteps:\r\n- {name: a, hold: 40s}  # slowly"
BROKEN = b"title: Broken\nsteps:\n- {name: a, hold: forty, sides: both}\n"


def editor(home: Path, *lines: str) -> str:
    """Make an editor of shell commands for the file "$1", and return its command line."""
    home.mkdir(exist_ok=True)
    path = home / "my editor"
    path.write_text("\n".join(["#!/bin/sh", *lines, ""]), encoding="utf-8")
    path.chmod(0o700)
    return shlex.quote(str(path))


def types(home: Path, *texts: bytes) -> str:
    """Make an editor that types the first text the first time, and so on."""
    home.mkdir(exist_ok=True)
    for number, text in enumerate(texts):
        (home / f"{number}.txt").write_bytes(text)
    (home / "turn").write_text("0", encoding="utf-8")
    turn = f'"{home}/turn"'
    return editor(home, f"n=$(cat {turn})", f'cat "{home}/$n.txt" > "$1"', f"echo $((n + 1)) > {turn}")


def evening(home: Path, content: bytes = OLD) -> Path:
    path = home / "routines" / "evening.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def edit(desk: Desk, visual: str, *words: str, **world: Any) -> Run:
    env = {"STRETCH_HOME": str(desk.home), "PATH": os.environ["PATH"], "TERM": "xterm", "VISUAL": visual}
    return desk.type("edit", *(words or ("evening",)), env=env, **world)


def draft(home: Path) -> Path:
    return home / "routines" / ".drafts" / "evening.yaml"


def test_what_is_typed_is_in_the_file_byte_for_byte(desk: Desk) -> None:
    path = evening(desk.home)

    run = edit(desk, types(desk.home, NEW))

    assert (run.code, run.err) == (0, "")
    assert path.read_bytes() == NEW
    assert run.out == "evening is saved. Total: 0:40 -> 0:50.\n"
    assert not draft(desk.home).exists()


def test_an_edit_is_undone_and_the_undo_too(desk: Desk) -> None:
    path = evening(desk.home)
    edit(desk, types(desk.home, NEW))

    undone = edit(desk, "", "evening", "--undo")
    assert path.read_bytes() == OLD
    assert undone.out.startswith("evening is as it was before. Total: 0:50 -> 0:40.\n")

    edit(desk, "", "evening", "--undo")
    assert path.read_bytes() == NEW


def test_of_a_bundled_routine_a_copy_is_edited_and_it_says_so(desk: Desk) -> None:
    visual = editor(desk.home, "sed -i 's/hold: 60s  /hold: 75s  /' \"$1\"")

    run = edit(desk, visual, "sciatica-13")

    own = desk.home / "routines" / "sciatica-13.yaml"
    assert run.out == (
        "sciatica-13 (bundled) stays as it is: you get a copy of your own, in front of it.\n"
        "sciatica-13 is saved. Total: 13:00 -> 13:30.\n"
        f"It is your own now: {own}\n"
    )
    assert "hold: 75s                       # or one a side" in own.read_text("utf-8")
    assert edit(desk, "", "sciatica-13", "--undo").out.startswith("sciatica-13 is as it was before.")


def test_of_a_bundled_routine_that_is_only_looked_at_there_is_no_copy(desk: Desk) -> None:
    run = edit(desk, "true", "sciatica-13")

    assert "Nothing was changed.\nIf your editor has a window of its own, it has to wait for it" in run.out
    assert not (desk.home / "routines" / "sciatica-13.yaml").exists()


def test_a_file_given_by_its_path_is_edited_in_place(desk: Desk, short_routine: Path) -> None:
    edit(desk, types(desk.home, NEW), str(short_routine))

    assert short_routine.read_bytes() == NEW
    assert [path.name for path in short_routine.parent.iterdir() if path.is_file()] == ["short.yaml"]


def test_an_editor_may_replace_the_file_instead_of_writing_into_it(desk: Desk) -> None:
    path = evening(desk.home)

    edit(desk, editor(desk.home, f'cp "{path}" "$1.new"', 'sed -i s/30s/31s/ "$1.new"', 'mv "$1.new" "$1"'))

    assert path.read_bytes() == OLD.replace(b"30s", b"31s")


def test_where_nobody_can_be_asked_a_text_with_problems_is_kept_as_a_draft(desk: Desk) -> None:
    path = evening(desk.home)

    run = edit(desk, types(desk.home, BROKEN))

    assert run.code == 65
    assert run.err.startswith("Error: evening.yaml:3:19: hold: 'forty' is not a duration\n     3 | ")
    assert "sides: 'both' is not one side" in run.err
    assert run.err.endswith(
        f"What you typed is kept as a draft, {draft(desk.home)}; to go on with it: stretch edit evening\n"
    )
    assert (path.read_bytes(), draft(desk.home).read_bytes()) == (OLD, BROKEN)


def test_where_somebody_can_be_asked_it_is_edited_again(desk: Desk) -> None:
    path = evening(desk.home)

    run = edit(desk, types(desk.home, BROKEN, NEW), tty=True, typed="what?\ne\n")

    assert run.code == 0
    assert "evening.yaml:3:19: hold: 'forty' is not a duration" in run.err
    assert run.out.count("e = edit again, k = keep as draft, t = throw away: ") == 2
    assert path.read_bytes() == NEW


@pytest.mark.parametrize("typed", ["k\n", ""])
def test_or_kept_as_a_draft_which_the_next_edit_offers(desk: Desk, typed: str) -> None:
    path = evening(desk.home)
    kept = edit(desk, types(desk.home, BROKEN), tty=True, typed=typed)
    assert kept.code == 65
    assert f"evening stays as it was. What you typed is kept as a draft,\n{draft(desk.home)};\n" in kept.out

    visual = editor(desk.home, "sed -i 's/forty, sides: both/44s/' \"$1\"")
    run = edit(desk, visual, tty=True, typed="g\n")

    assert run.out.startswith(
        "There is a draft of evening that isn't in the routine yet.\n"
        "g = go on with it, n = begin anew and throw it away, l = leave it: "
    )
    assert path.read_bytes() == BROKEN.replace(b"forty, sides: both", b"44s")


def test_in_a_narrow_window_each_answer_has_a_line(desk: Desk) -> None:
    evening(desk.home)

    run = edit(desk, types(desk.home, BROKEN), tty=True, typed="t\n", size=lambda: (40, 12))

    assert run.out.startswith("e = edit again\nk = keep as draft\nt = throw away\n: ")


def test_or_thrown_away(desk: Desk) -> None:
    path = evening(desk.home)

    run = edit(desk, types(desk.home, BROKEN), tty=True, typed="t\n")

    assert run.code == 0
    assert path.read_bytes() == OLD
    assert not draft(desk.home).exists()


def test_a_draft_can_be_left_or_begun_anew(desk: Desk) -> None:
    path = evening(desk.home)
    edit(desk, types(desk.home, BROKEN))

    edit(desk, types(desk.home, NEW), tty=True, typed="l\n")
    assert (path.read_bytes(), draft(desk.home).read_bytes()) == (OLD, BROKEN)

    edit(desk, editor(desk.home, 'sed -i s/30s/31s/ "$1"'), tty=True, typed="n\n")
    assert path.read_bytes() == OLD.replace(b"30s", b"31s")


def test_a_draft_of_a_routine_that_was_changed_since_says_so_and_undo_has_the_other(desk: Desk) -> None:
    path = evening(desk.home)
    edit(desk, types(desk.home, BROKEN))
    desk.type("set", "evening", "a.hold=50s")

    run = edit(desk, types(desk.home, NEW))

    assert "The routine was changed since." in run.out
    assert path.read_bytes() == NEW
    edit(desk, "", "evening", "--undo")
    assert path.read_bytes() == OLD.replace(b"30s", b"50s")


def test_a_routine_that_is_changed_while_it_is_edited_stays_and_so_does_what_was_typed(desk: Desk) -> None:
    path = evening(desk.home)
    (desk.home / "new.txt").write_bytes(NEW)

    run = edit(desk, editor(desk.home, f'cat "{desk.home}/new.txt" > "$1"', f'echo "# other" >> "{path}"'))

    assert run.code == 74
    assert "evening.yaml was changed by something else meanwhile." in run.err
    assert "to go on with it: stretch edit evening" in run.err
    assert path.read_bytes() == OLD + b"# other\n"
    assert draft(desk.home).read_bytes() == NEW


def test_a_draft_whose_routine_is_gone_becomes_one(desk: Desk) -> None:
    path = evening(desk.home)
    edit(desk, types(desk.home, BROKEN))
    path.unlink()

    run = edit(desk, types(desk.home, NEW))

    assert "The routine is gone. Saving the draft makes it anew." in run.out
    assert path.read_bytes() == NEW


@pytest.mark.parametrize(("last", "code"), [("exit 3", "3"), ("kill -9 $$", "-9")])
def test_an_editor_that_fails_changes_nothing_and_loses_nothing(desk: Desk, last: str, code: str) -> None:
    path = evening(desk.home)
    (desk.home / "new.txt").write_bytes(NEW)

    run = edit(desk, editor(desk.home, f'cat "{desk.home}/new.txt" > "$1"', last))

    assert run.code == 1
    assert run.err.startswith(f"Error: The editor ended with code {code}: evening stays as it was.\n")
    assert (path.read_bytes(), draft(desk.home).read_bytes()) == (OLD, NEW)
    assert edit(desk, "true").code == 0
    assert path.read_bytes() == NEW


def test_an_editor_that_fails_before_anything_is_typed_leaves_no_draft(desk: Desk) -> None:
    evening(desk.home)

    run = edit(desk, "false")

    assert run.err == "Error: The editor ended with code 1, and nothing was changed.\n"
    assert not draft(desk.home).exists()


@pytest.mark.parametrize(
    ("env", "said"),
    [
        ({"VISUAL": "no-such-editor -w"}, "VISUAL is 'no-such-editor -w', and there is no program 'no-such-editor'."),
        ({"EDITOR": "vi 'x"}, 'EDITOR is "vi \'x", in which a quotation mark is missing.'),
        ({}, "There is no editor: VISUAL and EDITOR are not set, and there is no nano or vi or vim."),
    ],
)
def test_without_an_editor_it_says_how_to_name_one(desk: Desk, env: dict[str, str], said: str) -> None:
    evening(desk.home)

    run = desk.type("edit", "evening", env={"STRETCH_HOME": str(desk.home), "PATH": str(desk.home)} | env)

    assert run.code == 2
    assert run.err.startswith(f"Error: {said}\n")
    assert len(run.err.splitlines()) == 2


def test_visual_comes_before_editor_and_both_before_what_is_there(desk: Desk, tmp_path: Path) -> None:
    path = evening(desk.home)
    (tmp_path / "nano").write_text('#!/bin/sh\n/bin/sed -i s/30s/33s/ "$1"\n', encoding="utf-8")
    (tmp_path / "nano").chmod(0o700)
    env = {"STRETCH_HOME": str(desk.home), "PATH": f"{tmp_path}:/usr/bin:/bin"}

    for more, wanted in (
        ({"VISUAL": "sed -i s/30s/31s/", "EDITOR": "sed -i s/30s/32s/"}, b"31s"),
        ({"VISUAL": " ", "EDITOR": "sed -i s/30s/32s/"}, b"32s"),
        ({}, b"33s"),
    ):
        path.write_bytes(OLD)
        desk.type("edit", "evening", env=env | more)
        assert wanted in path.read_bytes()


def test_an_unknown_routine_is_answered_with_the_one_that_was_meant(desk: Desk) -> None:
    run = edit(desk, "true", "sciatca-13")

    assert (run.code, run.err.splitlines()[1]) == (66, "Did you mean 'sciatica-13'?")


def test_a_bundled_routine_has_nothing_to_undo(desk: Desk) -> None:
    run = edit(desk, "", "flare-8", "--undo")

    assert run.code == 66
    assert run.err.splitlines() == [
        "Error: flare-8 is not your own (bundled): nothing was changed.",
        "To change a copy of your own: stretch edit flare-8",
    ]


def waiting_editor(home: Path) -> str:
    """Make an editor that types, and stays until there is a file called "go"."""
    (home / "new.txt").write_bytes(NEW)
    wait = f'while [ ! -e "{home}/go" ]; do sleep 0.02; done'
    return editor(home, f'cat "{home}/new.txt" > "$1"', f': > "{home}/typed"', wait)


def wait_for(path: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while not path.exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.real
@pytest.mark.parametrize("end", [None, signal.SIGKILL], ids=["while we are there", "when we were killed"])
def test_a_second_editor_is_told_for_as_long_as_the_first_is_open(tmp_path: Path, end: signal.Signals | None) -> None:
    home = tmp_path / "stretch"
    path = evening(home)
    env = clean_env(tmp_path, VISUAL=waiting_editor(home))
    command = stretch_command("edit", "evening")

    with subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as first:
        wait_for(home / "typed")
        if end:
            first.send_signal(end)
            first.wait()
        second = subprocess.run(command, env=env, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
        (home / "go").touch()

    assert second.returncode == 74
    assert second.stderr == (
        "Error: evening is being edited in another window.\n"
        "Close the editor that has it open, or wait until it is closed.\n"
    )
    if end:
        third: subprocess.CompletedProcess[bytes] = subprocess.CompletedProcess(command, 74)
        deadline = time.monotonic() + PATIENCE
        while third.returncode == 74:
            assert time.monotonic() < deadline
            third = subprocess.run(command, env=env, capture_output=True, stdin=subprocess.DEVNULL, check=False)
    assert path.read_bytes() == NEW


@pytest.mark.real
def test_ctrl_c_in_the_editor_is_the_editor_s(tmp_path: Path) -> None:
    from terminals import Terminal  # noqa: PLC0415 - not there on Windows

    home = tmp_path / "stretch"
    path = evening(home)
    home.joinpath("new.txt").write_bytes(NEW)
    visual = editor(
        home,
        f'trap \'cat "{home}/new.txt" > "$f"; exit 0\' INT',
        'f="$1"',
        "stty raw -echo isig; echo ready",
        "while :; do sleep 0.05; done",
    )

    with Terminal(stretch_command("edit", "evening"), env=clean_env(tmp_path, VISUAL=visual)) as terminal:
        modes = terminal.modes()
        terminal.until("ready")
        terminal.type("\x03")
        assert terminal.finish() == 0
        assert terminal.modes() == modes, "the editor left the terminal in its own modes"

    assert terminal.text.splitlines()[-1].strip() == "evening is saved. Total: 0:40 -> 0:50."
    assert path.read_bytes() == NEW


def test_ctrl_c_at_a_question_keeps_the_draft(desk: Desk) -> None:
    def interrupted(_: int | None = -1, /) -> str:
        raise KeyboardInterrupt

    stdin = Tty()
    stdin.readline = interrupted  # type: ignore[method-assign]
    evening(desk.home)

    run = edit(desk, types(desk.home, BROKEN), stdin=stdin, stdout=Tty())

    assert "What you typed is kept as a draft" in run.out
    assert draft(desk.home).read_bytes() == BROKEN
