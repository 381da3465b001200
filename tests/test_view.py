"""The screen as a person sees it: pictures in snapshots/, looked at before they were kept."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plans import PIGEON, RIGHT, WAG, hold, repeats, routine, step, timeline
from rich.cells import cell_len

from sciatica_stretch.core.events import Reason
from sciatica_stretch.core.states import Paused, Running, Waiting
from sciatica_stretch.core.timeline import Timeline, unroll
from sciatica_stretch.player.frame import Row
from sciatica_stretch.player.look import Look
from sciatica_stretch.player.moment import Desk, Moment, next_change_at
from sciatica_stretch.player.view import render

SNAPSHOTS = Path(__file__).parent / "snapshots"
TIMELINE = unroll(routine(PIGEON, WAG, title="Ten minutes, hips and hamstrings"))
AGAIN = timeline(step("Half pigeon", hold(60.0), repeated=repeats(RIGHT, sets=2, rest=20.0), transition=14.0))
SIZES = [(80, 24), (40, 12), (120, 40), (200, 60), (30, 8), (20, 6)]


def moment(index: int, spent: float, *, line: Timeline = TIMELINE, desk: Desk | None = None) -> Moment:
    length = line.intervals[index].seconds
    return Moment(line, Running(index, ends_at=length, seen_at=spent), spent, desk or Desk())


MOMENTS = {
    "get-ready": moment(0, 3.0),
    "hold-right": moment(1, 13.2),
    "switch-left": moment(2, 0.0),
    "hold-left-last": moment(3, 57.0),
    "move": moment(5, 13.0),
    "next": moment(4, 3.0),
    "rest": moment(2, 4.0, line=AGAIN),
    "paused": Moment(TIMELINE, Paused(1, left=46.8), 0.0, Desk()),
    "paused-gap": Moment(TIMELINE, Paused(1, left=46.8), 0.0, Desk(reason=Reason.GAP)),
    "paused-cut-off": Moment(TIMELINE, Paused(1, left=60.0), 0.0, Desk(reason=Reason.CUT_OFF)),
    "waiting": Moment(TIMELINE, Waiting(1, left=60.0), 0.0, Desk(reason=Reason.WAIT)),
    "it-hurts": moment(2, 0.0, desk=Desk(rule=True)),
    "asking": moment(1, 13.2, desk=Desk(asking=True)),
    "help": moment(1, 13.2, desk=Desk(help=True)),
    "notice": moment(1, 13.2, desk=Desk(notice="sound: paplay failed (Connection refused), using aplay")),
}
EVERY_KIND = {
    name: MOMENTS[name]
    for name in ("get-ready", "next", "hold-right", "switch-left", "rest", "move", "paused", "waiting")
}
LOOKS = [Look(), Look(flip=True), Look(figure=False), Look(figure=False, flip=True)]


def boxed(moment: Moment, columns: int, rows: int) -> tuple[Row, ...]:
    """Draw a box where the figure would be, with something on top that shows which way is up."""
    del moment
    return ((("⠁" * columns, "figure.near"),), *((("⠿" * columns, "figure.far"),) for _ in range(rows - 1)))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", MOMENTS)
def test_the_screen_looks_as_it_did_when_somebody_last_looked(name: str, size: tuple[int, int]) -> None:
    picture = render(MOMENTS[name], *size).as_text()

    kept = SNAPSHOTS / f"{name}-{size[0]}x{size[1]}.txt"
    if "UPDATE_SNAPSHOTS" in os.environ:
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(picture, encoding="utf-8")
    assert picture == kept.read_text(encoding="utf-8")


@given(
    st.integers(1, 60) | st.integers(60, 220),
    st.integers(1, 26) | st.integers(26, 70),
    st.sampled_from(sorted(MOMENTS)),
    st.sampled_from(LOOKS),
)
def test_at_any_size_each_row_fills_the_screen_exactly_and_no_region_hides_another(
    columns: int, rows: int, name: str, look: Look
) -> None:
    frame = render(MOMENTS[name], columns, rows, look, boxed)

    lines = ["".join(text for text, _ in row) for row in frame.whole_rows()]
    assert len(lines) == rows
    assert {cell_len(line) for line in lines} == {columns}
    cells = [
        (region.top + row, region.left + column)
        for region in frame.regions
        for row in range(len(region.rows))
        for column in range(region.width)
    ]
    assert len(cells) == len(set(cells))
    assert all(0 <= row < rows and 0 <= column < columns for row, column in cells)
    assert all(
        sum(cell_len(text) for text, _ in row) == region.width for region in frame.regions for row in region.rows
    )


@pytest.mark.parametrize("size", SIZES[:4], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_nothing_on_the_screen_moves_while_an_interval_counts_down(look: Look, size: tuple[int, int]) -> None:
    for index, interval in enumerate(TIMELINE.intervals):
        geometries = {
            render(moment(index, spent), *size, look, boxed).geometry for spent in range(int(interval.seconds))
        }
        assert len(geometries) == 1


def test_the_digits_never_show_zero_while_there_is_time_left() -> None:
    assert moment(1, 59.999).shown == 1
    assert moment(1, 0.0).shown == 60
    assert moment(1, 0.001).shown == 60
    assert moment(1, 1.0).shown == 59


def test_the_picture_next_changes_on_the_second_and_not_at_all_while_paused() -> None:
    assert next_change_at(moment(1, 13.2)) == 14.0
    assert next_change_at(moment(1, 14.0)) == 15.0
    assert next_change_at(MOMENTS["paused"]) is None


def test_control_characters_and_markup_are_shown_as_text() -> None:
    nasty = step("[bold]x[/bold]\x1b[2J", hold(60.0), lines=PIGEON.lines)
    line = unroll(routine(nasty, title="\x1b]0;title\x07 [red]"))

    picture = render(moment(1, 3.0, line=line), 80, 24).as_text()

    assert "\x1b" not in picture
    assert "\x07" not in picture
    assert "[bold]x[/bold]␛[2J" in picture


def test_wide_characters_do_not_push_anything_out_of_place() -> None:
    line = unroll(routine(replace(PIGEON, name="鳩のポーズ" * 12), title="十三分" * 20))

    frame = render(moment(1, 3.0, line=line), 80, 24)

    assert {cell_len("".join(text for text, _ in row)) for row in frame.whole_rows()} == {80}


def test_more_than_an_hour_fits_too() -> None:
    line = timeline(step("Long", hold(3600.0)))

    pictures = [render(moment(1, spent, line=line), 80, 24) for spent in (0.0, 1.0, 3541.0, 3599.0)]

    assert len({picture.geometry for picture in pictures}) == 1
    assert len({picture.as_text() for picture in pictures}) == 4


def test_hours_in_a_narrow_window_stay_inside_it() -> None:
    line = timeline(step("Long", hold(3600.0 * 200)))

    for columns, rows in ((40, 12), (41, 13), (80, 24)):
        frame = render(moment(1, 0.0, line=line), columns, rows)
        assert all(region.left >= 0 and region.left + region.width <= columns for region in frame.regions)
        assert columns == 80 or "12000:00" in frame.as_text()


def test_before_a_stretch_begins_it_says_how_much_of_it_there_is() -> None:
    assert "Half pigeon · 1m" in render(moment(0, 3.0), 80, 24).as_text()
    assert "Wag the tail · 8 reps" in render(moment(4, 3.0), 80, 24).as_text()


def test_which_rep_and_phase_a_move_is_in_can_be_read() -> None:
    shown = [render(moment(5, spent), 80, 24).as_text() for spent in (0.0, 3.0, 6.0, 47.9)]

    assert [next(line.strip() for line in picture.splitlines() if "· rep" in line) for picture in shown] == [
        "SWAY · rep 1 of 8",
        "BACK · rep 1 of 8",
        "SWAY · rep 2 of 8",
        "BACK · rep 8 of 8",
    ]
