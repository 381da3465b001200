"""Smooth pictures: what a terminal answers, how they are drawn and sent, and that nothing of them stays."""

import base64
import io
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from threading import Thread
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from picture_terminal import PictureTerminal, decoded
from PIL import Image, ImageChops
from test_faces import MOVE, TIMELINE, at

from sciatica_stretch.core.states import Paused
from sciatica_stretch.player import view
from sciatica_stretch.player.children.process import Child
from sciatica_stretch.player.faces import FullScreen
from sciatica_stretch.player.figure import Posture, posture, postures
from sciatica_stretch.player.figure.drawing import Paper, draw
from sciatica_stretch.player.figure.film import load
from sciatica_stretch.player.frame import COVERED, Hung, Picture, Row
from sciatica_stretch.player.graphics import reasons
from sciatica_stretch.player.graphics.child import Studio, serve
from sciatica_stretch.player.graphics.gallery import Gallery
from sciatica_stretch.player.graphics.projectors import KittyPictures
from sciatica_stretch.player.graphics.sixel import encoded
from sciatica_stretch.player.graphics.smooth import LEAST_REGISTERS, colour, palette, smooth, with_palette
from sciatica_stretch.player.graphics.terminal import QUESTION, Answers, Cell, Protocol
from sciatica_stretch.player.look import Depth, Look, Theme
from sciatica_stretch.player.moment import Desk, Moment
from sciatica_stretch.player.screen import Screen
from sciatica_stretch.player.themes import paint

CELL = "\x1b[6;17;8t"
SIXEL = [CELL, "\x1b[?62;4;22c"]
KITTY = ["\x1b_Gi=31;OK\x1b\\", CELL, "\x1b[?62c"]
PIGEON = Posture("half-pigeon", 24)


# --- what the terminal says


def heard(answers: Iterable[str]) -> Answers:
    said = Answers()
    for answer in answers:
        said.hear(answer)
    return said


@pytest.mark.parametrize(
    ("answers", "protocol", "cell"),
    [
        (SIXEL, Protocol.SIXEL, Cell(8, 17)),
        (KITTY, Protocol.KITTY, Cell(8, 17)),
        ([KITTY[0], *SIXEL], Protocol.KITTY, Cell(8, 17)),
        (["\x1b_Gi=31;ENOTSUPPORTED\x1b\\", *SIXEL], Protocol.SIXEL, Cell(8, 17)),
        (["\x1b[?62;22c"], None, None),
        (["\x1b[?4;22c"], None, None),  # its class, and no ability
        (["\x1b[?1;2;44c"], None, None),
        (KITTY[:2], None, Cell(8, 17)),  # there may be more to come
        ([], None, None),
        (["\x1b[6;0;0t", "\x1b[?62;4c"], Protocol.SIXEL, None),
        (["\x1b[6;9999;8t", "\x1b[?62;4c"], Protocol.SIXEL, None),
        (["\x1b_Gi=7;OK\x1b\\", "\x1b[?62c"], None, None),  # of a picture that nobody asked about
        (["\x1b_Gnonsense\x1b\\", "\x1b[?;;;c", "\x1b[6;1;t"], None, None),
    ],
)
def test_the_answers_say_which_protocol_and_how_large_a_cell_is(
    answers: list[str], protocol: Protocol | None, cell: Cell | None
) -> None:
    said = heard(answers)

    assert (said.protocol, said.cell) == (protocol, cell)


def test_the_question_is_by_the_book_and_ends_with_what_every_terminal_answers() -> None:
    terminal = PictureTerminal()

    terminal.feed(QUESTION)

    assert terminal.asked == ["16t", "c"]
    assert not terminal.has_pictures


@pytest.mark.parametrize(
    ("look", "env", "why"),
    [
        (Look(), {}, ""),
        (Look(smooth=False), {}, "smooth is off"),
        (Look(), {"TMUX": "/tmp/tmux-0/default,1,0"}, "inside tmux"),
        (Look(), {"STY": "1.pts-0.host"}, "inside screen"),
        (Look(), {"TERM": "screen-256color"}, "inside tmux or screen"),
        (Look(), {"NO_COLOR": "1"}, "without colours"),
        (Look(), {"TERM": "xterm"}, "with sixteen colours only"),
        (Look(), {"TERM": "linux"}, "this terminal has no pictures"),
        (Look(), {"TERM_PROGRAM": "Apple_Terminal"}, "this terminal has no pictures"),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="a Windows console is asked nothing")
def test_a_terminal_is_not_asked_where_that_is_of_no_use(look: Look, env: dict[str, str], why: str) -> None:
    assert reasons.why_not(look, {"TERM": "xterm-256color"} | env) == why


@pytest.mark.skipif(os.name == "nt", reason="a Windows console is asked nothing")
def test_without_the_extra_the_terminal_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reasons, "find_spec", lambda _: None)

    assert "sciatica-stretch[pictures]" in reasons.why_not(Look(), {"TERM": "xterm-256color"})


def test_what_is_no_terminal_is_not_asked() -> None:
    with Path(os.devnull).open() as nothing:
        assert not reasons.is_one_terminal(io.StringIO(), nothing)


# --- how it is drawn


def test_a_picture_shows_what_the_cells_show() -> None:
    film = load(PIGEON.pose)
    assert film
    cells = ["".join(text for text, _ in row) for row in draw(film, PIGEON.frame, Paper(40, 14))]

    picture = smooth(PIGEON, 40 * 8, 14 * 16, Theme.DARK).convert("L").resize((40, 14), Image.Resampling.BOX)

    lights = list(zip("".join(cells), picture.tobytes(), strict=True))
    full = [light for cell, light in lights if cell == "⣿"]
    blank = [light for cell, light in lights if cell == " "]
    assert len(full) > 10
    assert min(full) > 80
    assert sum(light < 40 for light in blank) > 0.95 * len(blank)


@pytest.mark.parametrize("size", [(280, 300), (300, 100), (100, 300), (281, 299)])
def test_nobody_is_distorted_by_the_shape_of_the_room(size: tuple[int, int]) -> None:
    film = load(PIGEON.pose)
    assert film
    paper = Image.new("RGB", size, colour("paper", Theme.DARK))

    box = ImageChops.difference(smooth(PIGEON, *size, Theme.DARK), paper).getbbox()

    assert box
    scale = min(size[0] / film.size[0], size[1] / film.size[1])
    whole = Image.new("RGB", film.size, colour("paper", Theme.DARK))
    reference = ImageChops.difference(smooth(PIGEON, *film.size, Theme.DARK), whole).getbbox()
    assert reference
    assert box[2] - box[0] == pytest.approx((reference[2] - reference[0]) * scale, abs=4)
    assert box[3] - box[1] == pytest.approx((reference[3] - reference[1]) * scale, abs=4)


def test_the_left_side_is_the_mirror_image_and_a_flipped_screen_turns_it() -> None:
    right = smooth(PIGEON, 280, 300, Theme.DARK)
    left = smooth(Posture(PIGEON.pose, PIGEON.frame, flipped=True), 280, 300, Theme.DARK)
    turned = smooth(PIGEON, 280, 300, Theme.DARK, turned=True)

    assert left.tobytes() == right.transpose(Image.Transpose.FLIP_LEFT_RIGHT).tobytes()
    assert turned.tobytes() == right.transpose(Image.Transpose.ROTATE_180).tobytes()


@pytest.mark.parametrize("theme", Theme)
def test_the_oldest_terminals_have_registers_for_all_its_colours(theme: Theme) -> None:
    assert len(set(palette(theme))) <= LEAST_REGISTERS
    assert {colour("paper", theme), colour("work", theme)} <= set(palette(theme))


def test_a_picture_s_sixels_show_that_picture() -> None:
    few = with_palette(smooth(PIGEON, 281, 299, Theme.DARK), palette(Theme.DARK))

    shown = decoded(encoded(few.tobytes(), few.width, palette(Theme.DARK))[2:-2])

    difference = ImageChops.difference(shown.convert("RGB"), few.convert("RGB"))
    assert shown.size == (281, 299)
    assert max(difference.tobytes()) <= 2  # colours are counted in percent


@given(st.integers(1, 20), st.lists(st.integers(0, 15), min_size=1, max_size=200))
def test_any_pixels_come_out_of_their_sixels_and_all_are_painted(width: int, numbers: list[int]) -> None:
    pixels = bytes((numbers * width)[: len(numbers) // width * width] or numbers[:1] * width)
    colours = [(number * 17, 255 - number * 17, 0) for number in range(16)]

    shown = decoded(encoded(pixels, width, colours)[2:-2])

    assert shown.tobytes()[3::4] == b"\xff" * len(pixels)
    assert [round(red / 17) for red in shown.tobytes()[::4]] == list(pixels)


# --- how it is sent


def a_picture(number: int, side: int = 8) -> Picture:
    """Return a picture that can't be made smaller, *side* pixels wide and high."""
    file = io.BytesIO()
    Image.frombytes("RGB", (side, side), Random(number).randbytes(side * side * 3)).save(file, "PNG")
    return Picture(number, 5, 2, base64.b64encode(file.getvalue()).decode())


def test_kitty_gets_each_picture_once_and_shows_one_at_a_time() -> None:
    terminal, kitty = PictureTerminal(), KittyPictures(1000)
    hung = [Hung(a_picture(number), 3, 4) for number in (1, 2, 1, 2)]

    said = [kitty.change(before, now, anew=False) for before, now in zip([None, *hung], hung, strict=False)]
    for each in said:
        terminal.feed(each)
        assert len(terminal.placed) == 1

    assert [each.count("a=t") for each in said] == [1, 1, 0, 0]
    assert terminal.placed == {1002: ((3, 4), (5, 2))}
    terminal.feed(kitty.change(hung[-1], None, anew=False))
    assert not terminal.placed
    terminal.feed(kitty.leave())
    assert not terminal.has_pictures


def test_what_kitty_keeps_for_us_is_bounded() -> None:
    terminal, kitty = PictureTerminal(), KittyPictures(0)
    before = None

    for number in range(100):
        now = Hung(a_picture(number), 3, 4)
        terminal.feed(kitty.change(before, now, anew=False))
        before = now

    assert len(terminal.images) <= 64
    assert len(terminal.placed) == 1
    terminal.feed(kitty.leave())
    assert not terminal.has_pictures


@given(st.lists(st.tuples(st.sampled_from([None, 1, 2, 3]), st.booleans(), st.booleans())))
def test_whatever_gets_lost_kitty_shows_what_it_is_to_show_and_keeps_nothing(
    changes: list[tuple[int | None, bool, bool]],
) -> None:
    terminal, kitty = PictureTerminal(), KittyPictures(0)
    before: Hung | None = None

    for number, anew, taken in [*changes, (1, False, True)]:
        now = Hung(a_picture(number), 0, 0) if number else None
        said = kitty.change(before, now, anew=anew or before is None)
        before = now if taken else None
        if taken:
            terminal.feed(said)
            assert [*terminal.placed] == ([number] if number else [])
        else:
            kitty.lost()

    terminal.feed(kitty.leave())
    assert not terminal.has_pictures


# --- the child


def test_the_child_answers_in_order_and_draws_nothing_twice(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    studio = Studio(Protocol.SIXEL, Theme.DARK, tmp_path / "pictures", turned=False)
    requests = ["160 120 half-pigeon 0 right\n", "160 120 no-such-pose 0 left\n", "160 120 half-pigeon 0 right\n"]

    serve(requests, studio)

    first, failed, again = capfd.readouterr().out.splitlines()
    assert first == again
    assert first.startswith("ready ")
    assert failed.startswith("failed ")
    (file,) = (tmp_path / "pictures").iterdir()
    assert decoded(file.read_text(encoding="ascii").strip()[2:-2]).size == (160, 120)


def test_a_file_that_a_power_cut_left_short_is_drawn_anew(tmp_path: Path) -> None:
    studio = Studio(Protocol.KITTY, Theme.LIGHT, tmp_path, turned=True)
    path = studio.take(PIGEON, 160, 120)
    whole = path.read_text(encoding="ascii")
    path.write_text(whole[:100], encoding="ascii")

    assert studio.take(PIGEON, 160, 120) == path
    assert path.read_text(encoding="ascii") == whole


# --- a session's face


@dataclass
class Painter:
    """A child that draws in this process, as soon as it may."""

    folder: Path
    protocol: Protocol
    busy: bool = False
    at_once: int = 99  # pictures
    dead: bool = False
    ended: bool = False
    gone: bool = False
    asked: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def fileno(self) -> int | None:
        return 77

    def send(self, line: str) -> None:
        if self.dead:
            raise BrokenPipeError
        self.asked.append(line)
        self.unread.append(line)

    def lines(self) -> list[str]:
        self.ended = self.dead
        if self.busy or self.dead:
            return []
        lines, self.unread = self.unread[: self.at_once], self.unread[self.at_once :]
        return [f"ready {self._drawn(line)}" for line in lines]

    def let_go(self) -> None:
        self.gone = True

    def _drawn(self, line: str) -> str:
        width, height, pose, frame, side = line.split()
        studio = Studio(self.protocol, Theme.DARK, self.folder, turned=False)
        return studio.take(Posture(pose, int(frame), flipped=side == "left"), int(width), int(height)).name


class Written(Screen):
    """A screen whose every write is kept, and shown on a terminal with pictures."""

    def __init__(self) -> None:
        self.size_now = (80, 24)
        super().__init__(io.StringIO(), lambda: self.size_now, paint(Theme.DARK, Depth.MANY))
        self.terminal = PictureTerminal()
        self.writes: list[str] = []
        self.takes = True

    def _send(self, text: str) -> bool:
        if self.takes:
            self.writes.append(text)
            self.terminal.feed(text)
        return self.takes


@dataclass
class Show:
    """A face with a gallery, and all that is behind it."""

    folder: Path
    cell: Cell | None = None  # as the system has it

    def __post_init__(self) -> None:
        self.screen = Written()
        self.painters: list[Painter] = []
        self.busy, self.at_once = False, 99
        self.gallery = Gallery(self._launch, self.folder, lambda: self.cell)
        self.face = FullScreen(self.screen, Look(), smooth=lambda: self.gallery)
        self.face.enter()

    def _launch(self, protocol: Protocol) -> Child:
        self.painters.append(Painter(self.folder, protocol, busy=self.busy, at_once=self.at_once))
        return cast("Child", self.painters[-1])

    def begin(self, answers: Iterable[str], moment: Moment | None = None) -> None:
        """Show the first picture, ask, and hear the answers."""
        self.face.show(moment or at(0.0))
        self.face.open()
        assert self.face.ask()
        for answer in answers:
            self.face.hear(answer)

    def show(self, *spent: float, index: int = MOVE) -> list[str]:
        """Show these instants, each until nothing is missing; return what was written."""
        before = len(self.screen.writes)
        for each in spent:
            self.face.show(at(each, index))
            if self.face.filenos():
                self.face.show(at(each, index))
        return self.screen.writes[before:]

    def resize(self, columns: int, rows: int) -> None:
        """Change the window's size, and let the face know."""
        self.screen.size_now = columns, rows
        self.terminal.resize(columns, rows)
        self.face.renew()
        self.face.ask()

    @property
    def terminal(self) -> PictureTerminal:
        return self.screen.terminal

    @property
    def is_smooth(self) -> bool:
        return bool(self.terminal.sixels or self.terminal.placed) and not self.has_braille

    @property
    def has_braille(self) -> bool:
        return any("\u2800" < character <= "\u28ff" for character in self.terminal.seen)


@pytest.fixture
def show(tmp_path: Path) -> Show:
    return Show(tmp_path)


PROTOCOLS = pytest.mark.parametrize("answers", [SIXEL, KITTY], ids=["sixel", "kitty"])


@PROTOCOLS
def test_the_figure_s_place_shows_a_picture_of_just_that_size_and_the_rest_stays_text(
    show: Show, answers: list[str]
) -> None:
    show.begin(answers)
    show.show(0.3)

    assert show.is_smooth
    assert "MOVE" in show.terminal.seen
    if answers is SIXEL:
        ((_, picture),) = show.terminal.sixels.items()
        assert picture.width % 8 == 0
        assert picture.height % 17 == 0
        assert picture.getchannel("A").getextrema() == (255, 255)
    else:
        ((_, (columns, rows)),) = show.terminal.placed.values()
        (image,) = show.terminal.images.values()
        assert image.size == (columns * 8, rows * 17)


@PROTOCOLS
def test_each_picture_is_one_write_and_each_posture_of_a_move_is_drawn_once(show: Show, answers: list[str]) -> None:
    show.begin(answers)
    show.show(0.3)

    written = show.show(*(quarter / 4 for quarter in range(2, 72)))

    assert all(each.startswith("\x1b[?2026h") and each.endswith("\x1b[?2026l") for each in written)
    assert len(written) <= 70
    asked = [line for painter in show.painters for line in painter.asked]
    assert len(asked) == len(set(asked))
    if answers is KITTY:
        assert sum("a=t" in each for each in written[48:]) == 0
        assert max(map(len, written[48:])) < 3000


@PROTOCOLS
def test_help_a_small_window_and_the_end_leave_nothing_of_it(show: Show, answers: list[str]) -> None:
    show.begin(answers)
    show.show(0.3)

    helping = Moment(TIMELINE, at(1.0).state, 1.0, Desk(help=True))
    show.face.show(helping)
    assert not show.terminal.sixels
    assert not show.terminal.placed
    show.show(1.3)
    assert show.is_smooth
    show.resize(60, 20)
    show.face.show(at(1.5))
    assert not show.terminal.sixels
    assert not show.terminal.placed
    show.resize(80, 24)
    show.show(1.8)
    assert not show.is_smooth  # cells may have become larger
    for answer in answers[-2:]:
        show.face.hear(answer)
    show.show(2.1)
    assert show.is_smooth
    show.face.leave()

    if answers is KITTY:
        assert not show.terminal.has_pictures
    assert 1049 not in show.terminal.modes
    assert all(painter.gone for painter in show.painters)


@PROTOCOLS
def test_ctrl_z_takes_it_away_and_going_on_brings_it_back(show: Show, answers: list[str]) -> None:
    show.begin(answers)
    show.show(0.3)

    show.face.leave()
    show.face.enter()
    show.face.ask()
    show.show(0.6)
    assert not show.is_smooth  # the cells may have another size now, and it doesn't say so
    for answer in answers[-2:]:
        show.face.hear(answer)
    show.show(0.9)

    assert show.is_smooth


def test_a_cell_of_another_size_makes_pictures_of_another_size(show: Show) -> None:
    show.begin(SIXEL)
    show.show(0.3)
    (before,) = show.terminal.sixels.values()

    show.face.renew()
    assert show.face.ask()
    show.terminal.cell = (16, 34)
    for answer in ("\x1b[6;34;16t", SIXEL[1]):
        show.face.hear(answer)
    show.show(0.6)

    (after,) = show.terminal.sixels.values()
    assert after.size == (before.width * 2, before.height * 2)


def test_a_large_window_gets_a_picture_that_terminals_take_in_the_middle_of_its_place(show: Show) -> None:
    show.screen.size_now = (200, 60)
    show.screen.terminal = PictureTerminal(200, 60, (20, 40))
    show.at_once = 1
    show.begin(["\x1b[6;40;20t", SIXEL[1]])

    show.show(0.3)

    ((_, picture),) = show.terminal.sixels.items()
    assert max(picture.size) <= 1000
    assert show.is_smooth


@pytest.mark.parametrize(
    "answers",
    [[], ["\x1b[?62;22c"], ["\x1b[?62;4c"], [CELL], ["\x1b[6;0;0t", "\x1b[?62;4c"]],
    ids=["none", "neither", "no cell", "no device", "a cell of nothing"],
)  # fmt: skip
def test_without_the_right_answers_there_is_braille_and_nobody_is_set_to_draw(show: Show, answers: list[str]) -> None:
    show.begin(answers)
    show.show(0.3, 0.6, 1.0)

    assert show.has_braille
    assert not show.terminal.has_pictures
    assert not show.painters


def test_what_the_system_knows_of_cells_stands_in_for_the_terminal_s_answer(show: Show) -> None:
    show.cell = Cell(8, 17)
    show.begin(["\x1b[?62;4c"])

    show.show(0.3)

    assert show.is_smooth


def test_until_it_is_ready_there_is_braille_and_then_it_is_looked_for(show: Show) -> None:
    show.busy = True
    show.begin(SIXEL)
    paused = Moment(TIMELINE, Paused(MOVE, left=20.0), 0.0)

    show.face.show(paused)
    assert show.has_braille
    assert show.face.filenos() == [77]
    show.painters[0].busy = False
    show.face.show(paused)

    assert show.is_smooth
    assert not show.face.filenos()


def test_one_that_is_late_leaves_the_one_before_for_a_second_at_most(show: Show) -> None:
    show.begin(SIXEL)
    show.gallery.picture(PIGEON, 30, 15, list, 0)
    show.painters[0].busy = True
    there = show.gallery.picture(PIGEON, 30, 15, list, 0)
    show.painters[0].busy = False
    there = show.gallery.picture(PIGEON, 30, 15, list, 0)
    show.painters[0].busy = True

    late = [show.gallery.picture(Posture(PIGEON.pose, frame), 30, 15, list, 0) for frame in range(6)]

    assert there
    assert late == [there] * 3 + [None] * 3
    assert show.gallery.picture(Posture("bridge", 0), 30, 15, list, 0) is None


def test_who_empties_the_cache_has_pictures_drawn_again(show: Show) -> None:
    show.begin(SIXEL)
    show.show(0.3)

    for each in show.folder.iterdir():
        each.unlink()
    show.show(*(1 + third / 3 for third in range(12)))

    assert show.is_smooth
    assert [*show.folder.iterdir()]


def test_a_painter_that_dies_leaves_braille_and_is_not_started_again(show: Show) -> None:
    show.begin(SIXEL)
    show.show(0.3)

    show.painters[0].dead = True
    show.show(0.6, 0.9)

    assert show.has_braille
    assert not show.terminal.sixels
    assert len(show.painters) == 1
    assert not show.face.filenos()


def test_a_terminal_that_complains_thrice_gets_braille(show: Show) -> None:
    show.begin(KITTY)
    show.show(0.3)

    for number in range(3):
        assert show.is_smooth
        (placed,) = show.terminal.placed
        show.face.hear(f"\x1b_Gi={placed};ENOENT:no such picture\x1b\\")
        show.show(1.3 + number)

    assert show.has_braille
    assert not show.terminal.placed


def test_a_terminal_that_takes_nothing_for_a_while_gets_cells_first_and_pictures_again(show: Show) -> None:
    show.begin(SIXEL)
    show.show(0.3)

    show.screen.takes = False
    show.show(1.1)
    assert show.face.owes
    show.screen.takes = True
    show.show(2.1)
    assert show.has_braille
    assert not show.terminal.sixels
    show.show(3.1)

    assert show.is_smooth


def test_a_rehearsal_of_what_comes_begins_with_now_and_reaches_into_the_next_part() -> None:
    coming = [*postures(at(1.0))]

    assert coming[0] == posture(at(1.0))
    assert len(coming) == len(set(coming)) or len({each.pose for each in coming}) > 1
    assert len(coming) > 5


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
def test_a_large_picture_is_torn_by_nothing_where_the_terminal_stops_reading_for_a_while() -> None:
    import tty  # noqa: PLC0415 - exists on POSIX only

    master, slave = os.openpty()
    tty.setraw(slave)
    read: list[bytes] = []
    terminal, reader = PictureTerminal(), Thread(target=_read_all, args=(master, read))
    pictures = [a_picture(number, side=80) for number in range(3)]
    with os.fdopen(slave, "w") as stream, Screen(stream, lambda: (80, 24), paint(Theme.DARK, Depth.MANY)) as screen:
        screen.projector = KittyPictures(0)
        frames = [view.render(at(number), 80, 24, Look(), covered) for number in range(8)]
        for number, frame in enumerate(frames):
            if number == 4:
                reader.start()  # at last
            screen.paint(frame.hanging(pictures[number % 3]))
            assert screen.stalled or number >= 4
            while screen.stalled and number >= 4:
                screen.paint(frame.hanging(pictures[number % 3]))
        os.write(slave, b"\x04")
    reader.join()
    os.close(master)

    terminal.feed(b"".join(read).decode().partition("\x04")[0])  # half a sequence would be unheard of
    assert [*terminal.placed] == [7 % 3]


def covered(_: Moment, columns: int, rows: int) -> tuple[Row, ...]:
    return (((" " * columns, COVERED),),) * rows


def _read_all(master: int, read: list[bytes]) -> None:
    """Read until the session is over."""
    while not read or b"\x04" not in read[-1]:
        read.append(os.read(master, 1 << 16))
