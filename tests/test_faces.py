"""The full screen's face: which moments change what is shown, and what that costs."""

import io
import shutil
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from plans import PIGEON, WAG, routine

from sciatica_stretch.core.states import Paused, Running
from sciatica_stretch.core.timeline import unroll
from sciatica_stretch.player import view
from sciatica_stretch.player.faces import FullScreen
from sciatica_stretch.player.figure import film, picture
from sciatica_stretch.player.frame import Frame
from sciatica_stretch.player.look import Depth, Look, Theme
from sciatica_stretch.player.moment import Moment
from sciatica_stretch.player.screen import Screen
from sciatica_stretch.player.themes import paint

TIMELINE = unroll(routine(replace(PIGEON, picture="half-pigeon"), replace(WAG, picture="downdog-wag")))
MOVE = 5


class Seen(Screen):
    """A screen that remembers its frames."""

    def __init__(self, columns: int = 80, rows: int = 24) -> None:
        super().__init__(io.StringIO(), lambda: (columns, rows), paint(Theme.DARK, Depth.MANY))
        self.frames: list[Frame] = []

    def paint(self, frame: Frame) -> None:
        self.frames.append(frame)


def at(spent: float, index: int = MOVE) -> Moment:
    length = TIMELINE.intervals[index].seconds
    return Moment(TIMELINE, Running(index, ends_at=length, seen_at=spent), spent)


def changes(face: FullScreen, index: int = MOVE, until: float = 12.0) -> list[float]:
    """Return when the face wants to be woken, as the player's loop does it."""
    instants, now = [0.0], 0.0
    while now < until:
        face.show(at(now, index))
        change = face.next_change_at(at(now, index))
        assert change is not None
        assert change > now
        instants.append(now := change)
    return instants


def test_the_first_picture_keeps_the_figure_s_room_and_the_second_fills_it() -> None:
    screen = Seen()
    face = FullScreen(screen, Look())

    face.show(at(0.0))
    face.show(at(0.01))

    first, second = screen.frames
    assert first.geometry == second.geometry
    assert second == view.render(at(0.01), 80, 24, Look(), picture)
    assert [old == new for old, new in zip(first.regions, second.regions, strict=True)].count(False) == 1


@pytest.fixture
def poses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of films that can be hurt, in the place of the program's own."""
    folder = tmp_path / "poses"
    shutil.copytree(film.FOLDER, folder)
    monkeypatch.setattr(film, "FOLDER", folder)
    film.load.cache_clear()
    yield folder
    film.load.cache_clear()


@pytest.mark.parametrize("left", [None, b"", b'{"name": "downdog-wag"', b'{"name": "\xff"}', b'{"name": "x"}', b"[]"])
def test_without_its_film_a_pose_has_no_figure_and_the_session_goes_on(poses: Path, left: bytes | None) -> None:
    screen = Seen()
    face = FullScreen(screen, Look())
    for spent in (0.0, 0.1):
        face.show(at(spent, index=1))
    path = poses / "downdog-wag.json"
    path.unlink() if left is None else path.write_bytes(left)

    instants = changes(face)

    assert instants == list(range(13))
    assert screen.frames[1] == view.render(at(0.1, index=1), 80, 24, Look(), picture)
    assert screen.frames[-1] == view.render(at(11.0), 80, 24, Look(figure=False))


def test_the_figure_moves_at_most_four_times_a_second_and_the_digits_wait_for_no_figure() -> None:
    instants = changes(FullScreen(Seen(), Look()))

    assert set(range(12)) <= set(instants)
    assert 2 * 12 < len(instants) <= 4 * 12 + 2


@pytest.mark.parametrize("look", [Look(calm=True), Look(figure=False)], ids=str)
def test_calm_and_without_a_figure_nothing_changes_but_the_seconds(look: Look) -> None:
    assert changes(FullScreen(Seen(), look)) == list(range(13))


def test_a_window_without_room_for_the_figure_is_not_woken_for_it() -> None:
    assert changes(FullScreen(Seen(40, 12), Look())) == list(range(13))


def test_a_pause_stands_still() -> None:
    face = FullScreen(Seen(), Look())
    paused = Moment(TIMELINE, Paused(MOVE, left=20.0), 0.0)

    face.show(paused)

    assert face.next_change_at(paused) is None


@pytest.mark.parametrize("look", [Look(), Look(flip=True), Look(calm=True)], ids=str)
def test_what_is_shown_between_the_seconds_is_what_a_whole_drawing_would_show(look: Look) -> None:
    screen = Seen()
    face = FullScreen(screen, look)

    instants = changes(face)[:-1]

    for instant, frame in list(zip(instants, screen.frames, strict=True))[1:]:
        whole = view.render(at(instant), 80, 24, look, lambda *each: picture(*each, calm=look.calm))
        assert frame == whole


def test_between_the_seconds_only_the_figure_s_region_is_made_anew() -> None:
    screen = Seen()

    instants = changes(FullScreen(screen, Look()))[:-1]

    for (before, now), (old, new) in list(zip(pairwise(instants), pairwise(screen.frames), strict=True))[1:]:
        if int(before) == int(now):
            assert [one is other for one, other in zip(old.regions, new.regions, strict=True)].count(False) == 1
