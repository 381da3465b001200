"""What is seen at a glance: the side at its edge, the seconds, what they are for, and the figure beside them."""

from itertools import combinations

import pytest
from plans import hold, step, timeline
from test_view import EVERY_KIND, LOOKS, MOMENTS, TIMELINE, boxed, moment

from sciatica_stretch.core.side import Side
from sciatica_stretch.player import lettering
from sciatica_stretch.player.frame import Frame, Region
from sciatica_stretch.player.glance import Place, planned
from sciatica_stretch.player.look import Look
from sciatica_stretch.player.moment import Desk, Moment
from sciatica_stretch.player.view import render

WINDOWS = [(80, 24), (40, 12), (200, 60)]


def regions(frame: Frame, style: str) -> list[Region]:
    return [
        region
        for region in frame.regions
        if len(region.rows) > 3 and any(style == each for row in region.rows for _, each in row)
    ]


def texts(region: Region) -> list[str]:
    return ["".join(text for text, _ in row) for row in region.rows]


def cells(frame: Frame) -> list[str]:
    return ["".join(text for text, _ in row) for row in frame.whole_rows()]


@pytest.mark.parametrize(("columns", "rows"), WINDOWS)
@pytest.mark.parametrize("drawing", [None, boxed])
def test_left_is_at_the_left_edge_and_right_at_the_right_one(columns: int, rows: int, drawing: object) -> None:
    draw = boxed if drawing else None
    left = render(MOMENTS["switch-left"], columns, rows, drawing=draw)
    right = render(MOMENTS["hold-right"], columns, rows, drawing=draw)

    lefts, rights = regions(left, "side.left"), regions(right, "side.right")
    margin = max(1, columns // 60)
    assert len(lefts) == len(rights) == (1 if rows == 12 else 2)  # the letter, and where there is room the word
    assert {region.left for region in lefts} == {margin}
    assert {region.left + region.width for region in rights} == {columns - margin}
    assert not regions(left, "side.right") + regions(right, "side.left")


@pytest.mark.parametrize(("columns", "rows"), WINDOWS)
def test_the_side_is_a_letter_as_tall_as_the_digits_and_a_word(columns: int, rows: int) -> None:
    frame = render(MOMENTS["hold-right"], columns, rows, drawing=boxed)

    side = regions(frame, "side.right")
    digits = regions(frame, "kind.hold")[0]
    assert texts(side[0]) == list(lettering.lines("R", len(digits.rows)))
    assert all(texts(word) == list(lettering.lines("RIGHT", len(word.rows))) for word in side[1:])


def test_where_there_is_room_the_figure_is_beside_the_digits_on_the_side_that_is_not_meant() -> None:
    for name, is_left in (("hold-right", True), ("switch-left", False)):
        frame = render(MOMENTS[name], 80, 24, drawing=boxed)
        (figure,) = regions(frame, "figure.near")
        middle = figure.left + figure.width / 2
        assert (middle < 40) is is_left
        assert figure.width >= 30
        assert len(figure.rows) >= 14


def test_in_a_small_window_there_is_no_figure_and_the_digits_have_all_there_is() -> None:
    assert not regions(render(MOMENTS["hold-right"], 40, 12, drawing=boxed), "figure.near")
    assert render(MOMENTS["hold-right"], 40, 12, drawing=boxed) == render(MOMENTS["hold-right"], 40, 12)


def test_without_a_figure_the_digits_take_its_room() -> None:
    def tall(look: Look) -> int:
        return len(regions(render(MOMENTS["hold-right"], 200, 60, look, boxed), "kind.hold")[0].rows)

    assert tall(Look(figure=False)) > tall(Look())
    assert tall(Look()) >= 28


def test_a_step_without_a_picture_leaves_no_hole() -> None:
    nothing = render(MOMENTS["move"], 80, 24, drawing=lambda *_: ())

    assert nothing == render(MOMENTS["move"], 80, 24)


def test_each_kind_of_time_has_a_shape_and_a_bar_of_its_own() -> None:
    kinds = [EVERY_KIND[name] for name in ("next", "hold-right", "switch-left", "rest", "move", "paused", "waiting")]
    frames = [render(each, 80, 24, Look(figure=False)) for each in kinds]

    shapes = [tuple(texts(_kind_of(frame))) for frame in frames]
    bars = [next(line[1] for line in cells(frame)[18:] if "░" in line) for frame in frames[:-2]]

    assert len(set(shapes)) == len(shapes)
    assert all(ink(one) and one != other for one, other in combinations(shapes, 2))
    assert len(set(bars) - {"░"}) >= 4


def _kind_of(frame: Frame) -> Region:
    return next(region for region in frame.regions if 3 < len(region.rows) < 8 and region.rows[0][0][1] == "")


def ink(shape: tuple[str, ...]) -> int:
    return sum(len(line) - line.count(" ") for line in shape)


@pytest.mark.parametrize(("columns", "rows"), WINDOWS)
def test_in_the_last_three_seconds_the_digits_are_cut_out_of_a_block(columns: int, rows: int) -> None:
    def digits(spent: float) -> list[str]:
        return texts(regions(render(moment(3, spent), columns, rows), "kind.hold")[0])

    four, three, two = digits(56.0), digits(57.0), digits(58.0)
    of_its_own = timeline(step("Short", hold(3.0)))

    assert ink(tuple(four)) < ink(tuple(three)) / 2
    assert len(four) == len(three) == len(two)
    assert all(line.endswith("█") for line in three[1:-1])
    short = regions(render(moment(1, 0.0, line=of_its_own), columns, rows), "kind.hold")[0]
    assert set(texts(short)[0]) <= set(" ▄▖▗")  # it has no other seconds to stand out from


def test_a_digit_that_stays_is_not_moved_by_one_that_changes() -> None:
    def digits(spent: float) -> list[str]:
        return texts(regions(render(moment(1, spent), 80, 24), "kind.hold")[0])

    shown = {spent: digits(spent) for spent in range(50)}  # from 60 to 11
    half = len(shown[0][0]) // 2
    for spent in range(1, 50):
        if (60 - spent) // 10 == (61 - spent) // 10:
            assert [line[:half] for line in shown[spent]] == [line[:half] for line in shown[spent - 1]]


@pytest.mark.parametrize(("columns", "rows"), WINDOWS)
@pytest.mark.parametrize("name", EVERY_KIND)
def test_flipped_is_turned_by_half_a_turn_and_all_other_text_stays(name: str, columns: int, rows: int) -> None:
    upright = cells(render(MOMENTS[name], columns, rows, Look(), boxed))
    flipped = cells(render(MOMENTS[name], columns, rows, Look(flip=True), boxed))

    changed = [number for number, pair in enumerate(zip(upright, flipped, strict=True)) if pair[0] != pair[1]]
    top, bottom = min(changed), max(changed) + 1
    room = next(
        (start, end)
        for start in range(top + 1)
        for end in range(rows, bottom - 1, -1)
        if [lettering.turned(line) for line in reversed(upright[start:end])] == flipped[start:end]
    )
    assert room[1] - room[0] >= rows / 2 - 1
    assert upright[: room[0]] + upright[room[1] :] == flipped[: room[0]] + flipped[room[1] :]


def test_the_bell_s_light_is_a_sign_and_not_the_digits() -> None:
    dark = render(moment(1, 13.2), 80, 24)
    lit = render(moment(1, 13.2, desk=Desk(flash=True)), 80, 24)

    assert regions(lit, "flash")
    assert regions(dark, "kind.hold")[0] == regions(lit, "kind.hold")[0]
    assert dark.geometry == lit.geometry


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_a_pause_moves_nothing(look: Look) -> None:
    running = moment(1, 13.2)
    paused = Moment(TIMELINE, MOMENTS["paused"].state, 0.0)

    assert render(running, 80, 24, look, boxed).geometry == render(paused, 80, 24, look, boxed).geometry


def test_every_side_and_length_is_laid_out_in_any_room() -> None:
    for columns in range(40, 240, 7):
        for rows in range(5, 60, 3):
            room = Place(3, 0, columns, rows)
            for text in ("0", "00", "0:00", "00:00"):
                for side in (*Side, None):
                    plan = planned(text, side, room, with_figure=False)
                    assert plan.digits or columns < 8 * len(text) + 12
