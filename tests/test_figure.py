"""The moving figure: what it shows when, and that a person stays one in every frame; pictures in snapshots/figures/."""

import os
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from itertools import pairwise
from math import dist, inf
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plans import LEFT, RIGHT, hold, repeats, reps, routine, step
from rich.cells import cell_len

from sciatica_stretch.core.pictures import PICTURES
from sciatica_stretch.core.routine import PerSide, Phase, Reps
from sciatica_stretch.core.states import Paused, Running
from sciatica_stretch.core.timeline import Kind, Timeline, unroll
from sciatica_stretch.library.catalogue import known
from sciatica_stretch.library.parser import parse
from sciatica_stretch.player.figure import Ink, describe, next_change_at, picture
from sciatica_stretch.player.figure.drawing import MIN_COLUMNS, MIN_ROWS, Paper, draw
from sciatica_stretch.player.figure.film import FOLDER, JOINTS, Film, load
from sciatica_stretch.player.figure.motion import frame_at
from sciatica_stretch.player.frame import Row
from sciatica_stretch.player.moment import Desk, Moment
from sciatica_stretch.player.moment import next_change_at as next_second_at

SNAPSHOTS = Path(__file__).parent / "snapshots" / "figures"
ROUTINES = Path(__file__).parent.parent / "routines"
SWAY = Reps(PerSide(left=2, right=2), (Phase("left", 3.0), Phase("right", 3.0)))
BAND = replace(step("Band", reps(3), repeated=repeats(RIGHT, LEFT)), picture="band-flex-extend")
PIGEON = replace(step("Pigeon", hold(30), repeated=repeats(RIGHT, LEFT)), picture="full-pigeon")
SETS = replace(step("Bridge", reps(2, up=3.0, down=3.0), repeated=repeats(sets=2)), picture="bridge")
WAG = replace(step("Wag", SWAY), picture="downdog-wag")
PLAIN = step("No picture", hold(10))
TIMELINE = unroll(routine(BAND, PIGEON, SETS, WAG, PLAIN))
FILMS = {name: loaded for name in PICTURES if (loaded := load(name))}


def film(name: str) -> Film:
    return FILMS[name]


def text(rows: tuple[Row, ...]) -> str:
    return "\n".join("".join(span for span, _ in row).rstrip() for row in rows) + "\n"


def index(kind: Kind, picture: str, *, side: object = None) -> int:
    return next(
        number
        for number, each in enumerate(TIMELINE.intervals)
        if (each.kind, each.step.picture) == (kind, picture) and side in {None, each.side}
    )


def moment(at: int, spent: float, *, line: Timeline = TIMELINE, desk: Desk | None = None) -> Moment:
    length = line.intervals[at].seconds
    return Moment(line, Running(at, ends_at=100 + length, seen_at=100 + spent), 100 + spent, desk or Desk())


def bones(pose: Film, frame: int) -> dict[str, tuple[float, float, float]]:
    numbers = pose.frames[frame]
    places = list(zip(numbers[0::3], numbers[1::3], numbers[2::3], strict=True))
    return dict(zip(JOINTS, places, strict=False))


# --- when it shows what


@pytest.mark.parametrize(
    ("into", "keyframe"), [(0.0, "flex"), (3.0, "extend"), (6.0, "flex"), (9.0, "extend"), (18.0, "flex")]
)
def test_a_phase_arrives_at_its_keyframe_when_it_ends(into: float, keyframe: str) -> None:
    interval = TIMELINE.intervals[index(Kind.MOVE, "band-flex-extend")]

    assert frame_at(film("band-flex-extend"), interval, into) == film("band-flex-extend").keyframes[keyframe]


def test_a_movement_eases_in_and_out() -> None:
    interval = TIMELINE.intervals[index(Kind.MOVE, "band-flex-extend")]

    frames = [frame_at(film("band-flex-extend"), interval, quarter / 4) for quarter in range(13)]

    steps = [after - before for before, after in pairwise(frames)]
    assert steps[0] < max(steps) > steps[-1]
    assert frames == sorted(frames)


def test_the_first_rep_begins_where_getting_in_ended() -> None:
    for work in (each for each in range(1, len(TIMELINE.intervals)) if TIMELINE.intervals[each].is_work):
        lead, interval = TIMELINE.intervals[work - 1], TIMELINE.intervals[work]
        if pose := load(interval.step.picture):
            assert frame_at(pose, lead, lead.seconds) == frame_at(pose, interval, 0.0)


def test_getting_in_leads_from_the_set_up_into_the_pose_and_stays_there() -> None:
    lead = TIMELINE.intervals[index(Kind.TRANSITION, "full-pigeon")]
    pose = film("full-pigeon")

    assert frame_at(pose, lead, 0.0) == pose.keyframes["set-up"]
    assert frame_at(pose, lead, 4.0) == frame_at(pose, lead, 9.9) == pose.keyframes["fold"]


def test_a_hold_breathes_in_for_four_seconds_and_out_for_six() -> None:
    interval = TIMELINE.intervals[index(Kind.HOLD, "full-pigeon")]
    pose = film("full-pigeon")

    frames = {into: frame_at(pose, interval, into) for into in (0.0, 2.0, 4.0, 7.0, 10.0, 14.0)}

    assert frames[0.0] == frames[10.0] == pose.held
    assert frames[4.0] == frames[14.0] == pose.inhaled
    assert len({frames[0.0], frames[2.0], frames[4.0]}) == 3
    assert frames[7.0] not in {pose.held, pose.inhaled}


def test_a_breath_goes_with_the_second_of_the_digits_and_needs_no_waking_of_its_own() -> None:
    held = index(Kind.HOLD, "full-pigeon")

    changes = [next_change_at(moment(held, quarter / 4)) for quarter in range(40)]

    assert {(change % 1) for change in changes if change is not None} == {0.0}


def test_a_rest_stands_still() -> None:
    rest = index(Kind.REST, "bridge")

    assert next_change_at(moment(rest, 0.0)) is None


def test_a_pause_stands_still_in_the_midst_of_a_movement() -> None:
    move = index(Kind.MOVE, "band-flex-extend")
    paused = Moment(TIMELINE, Paused(move, left=18 - 1.5), 500.0)

    assert next_change_at(paused) is None
    assert picture(paused, 40, 14) == picture(moment(move, 1.5), 40, 14)


def test_a_calm_figure_changes_with_the_phase_of_a_move_and_not_at_all_in_a_hold() -> None:
    move, held = index(Kind.MOVE, "band-flex-extend"), index(Kind.HOLD, "full-pigeon")

    assert next_change_at(moment(move, 0.0), calm=True) == 103.0
    assert next_change_at(moment(held, 0.0), calm=True) is None


def test_phases_that_a_pose_has_never_heard_of_take_its_own_in_turn() -> None:
    line = unroll(routine(replace(step("Odd", reps(2, hither=2.0, thither=2.0)), picture="bridge")))
    work, pose = line.intervals[1], film("bridge")

    assert frame_at(pose, work, 2.0) == pose.phases["up"]
    assert frame_at(pose, work, 4.0) == pose.phases["down"]


def test_a_step_without_a_pose_has_no_figure() -> None:
    plain = moment(len(TIMELINE.intervals) - 1, 0.0)

    assert picture(plain, 40, 14) == ()
    assert next_change_at(plain) is None


moments = st.tuples(
    st.integers(0, len(TIMELINE.intervals) - 1), st.floats(0.0, 0.999), st.sampled_from([1.0, 3.0, 60.0])
)


@given(moments, st.floats(0.0, 0.999), st.booleans())
def test_until_it_says_that_it_changes_the_figure_stays_as_it_is(
    which: tuple[int, float, float], later: float, calm: bool
) -> None:
    at, part, speed = which
    length, desk = TIMELINE.intervals[at].seconds, Desk(rehearsal=speed)
    now = moment(at, part * length, desk=desk)
    changes = next_change_at(now, calm=calm)
    end = min(100 + length, inf if changes is None else changes)

    then = now.at + later * (end - now.at)

    assert picture(moment(at, then - 100, desk=desk), 40, 14, calm=calm) == picture(now, 40, 14, calm=calm)


@given(moments)
def test_it_moves_on_when_it_says_so_and_at_most_three_times_a_second(which: tuple[int, float, float]) -> None:
    at, part, speed = which
    desk = Desk(rehearsal=speed)
    now = moment(at, part * TIMELINE.intervals[at].seconds, desk=desk)

    changes: list[float] = []
    while (change := next_change_at(now)) is not None and len(changes) < 5:
        later = moment(at, change - 100, desk=desk)
        assert picture(later, 100, 35) != picture(now, 100, 35)
        changes.append(change)
        now = later

    assert all(after - before >= speed / 3 - 1e-6 for before, after in pairwise(changes))


@given(st.integers(0, len(TIMELINE.intervals) - 1), st.floats(0.0, 0.999))
def test_it_changes_with_the_second_or_a_third_of_it_so_that_one_waking_serves_both(at: int, part: float) -> None:
    now = moment(at, part * TIMELINE.intervals[at].seconds)
    second, change = next_second_at(now), next_change_at(now)

    if second is not None and change is not None:
        assert (change - second) * 3 == pytest.approx(round((change - second) * 3), abs=1e-6)


# --- how it looks


@pytest.mark.parametrize("ink", Ink)
@pytest.mark.parametrize("size", [(40, 14), (20, 7), (28, 10)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", ["band-flex-extend", "half-pigeon", "childs-pose", "march"])
def test_a_figure_looks_as_it_did_when_somebody_last_looked(name: str, size: tuple[int, int], ink: Ink) -> None:
    pose = film(name)

    drawn = text(draw(pose, next(iter(pose.phases.values()), pose.held), Paper(*size, ink=ink)))

    kept = SNAPSHOTS / f"{name}-{size[0]}x{size[1]}-{ink}.txt"
    if "UPDATE_SNAPSHOTS" in os.environ:
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(drawn, encoding="utf-8")
    assert drawn == kept.read_text(encoding="utf-8")


def test_no_posture_looks_different_from_when_somebody_last_looked_at_them_all() -> None:
    papers = [Paper(27, 15), Paper(40, 14, flipped=True), Paper(61, 21)]

    drawn = [f"{name} {checksum(name, paper):08x} {paper.columns}x{paper.rows}" for name in FILMS for paper in papers]

    kept = SNAPSHOTS / "checksums.txt"
    if "UPDATE_SNAPSHOTS" in os.environ:
        kept.write_text("\n".join(sorted(drawn)) + "\n", encoding="utf-8")
    assert sorted(drawn) == kept.read_text(encoding="utf-8").splitlines()  # look at the sheets of figures/sheet.py


def checksum(name: str, paper: Paper) -> int:
    return crc32(repr([draw(FILMS[name], frame, paper) for frame in range(len(FILMS[name].frames))]).encode())


@given(st.integers(1, 210), st.integers(1, 64), st.sampled_from(sorted(FILMS)), st.sampled_from(Ink), st.booleans())
def test_a_figure_fills_its_room_exactly_or_there_is_none(
    columns: int, rows: int, name: str, ink: Ink, flipped: bool
) -> None:
    drawn = draw(film(name), film(name).held, Paper(columns, rows, flipped, ink))

    assert len(drawn) == (rows if columns >= MIN_COLUMNS and rows >= MIN_ROWS else 0)
    assert all(sum(cell_len(span) for span, _ in row) == columns for row in drawn)
    assert all(style.startswith("figure.") or not span.strip() for row in drawn for span, style in row)


def dots(rows: tuple[Row, ...]) -> set[tuple[int, int]]:
    """Return the dots of a picture in braille, counted from its upper left corner."""
    order = [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3)]
    return {
        (column * 2 + x, line * 4 + y)
        for line, row in enumerate(rows)
        for column, char in enumerate("".join(span for span, _ in row))
        for bit, (x, y) in enumerate(order)
        if char != " " and ord(char) - 0x2800 >> bit & 1
    }


@pytest.mark.parametrize("name", sorted(FILMS))
def test_the_left_side_is_the_mirror_image_of_the_right_one(name: str) -> None:
    pose = film(name)

    right = dots(draw(pose, pose.held, Paper(41, 15)))
    left = dots(draw(pose, pose.held, Paper(41, 15, flipped=True)))

    assert left == {(81 - x, y) for x, y in right}


@pytest.mark.parametrize("name", sorted(FILMS))
def test_pictures_that_look_the_same_are_the_same_object(name: str) -> None:
    pose = film(name)
    drawn = [draw(pose, frame, Paper(MIN_COLUMNS, MIN_ROWS)) for frame in range(len(pose.frames))]

    assert len({id(rows) for rows in drawn}) == len(set(drawn))


@pytest.mark.parametrize("size", [(40, 40), (120, 12), (60, 20)])
def test_nobody_is_stretched_by_the_shape_of_the_window(size: tuple[int, int]) -> None:
    drawn = draw(film("march"), film("march").keyframes["stand"], Paper(*size))
    head = [(x, y) for x, y in dots(only(drawn, "figure.trunk")) if y < head_rows(drawn)]

    width, height = (max(values) - min(values) + 1 for values in zip(*head, strict=True))

    assert width == pytest.approx(height, rel=0.5)


def only(rows: tuple[Row, ...], style: str) -> tuple[Row, ...]:
    return tuple(tuple((span if style == its else " " * len(span), its) for span, its in row) for row in rows)


def head_rows(rows: tuple[Row, ...]) -> int:
    """Return how many rows of dots the head of somebody who stands takes: a sixth of them."""
    lit = [y for _, y in dots(rows)]
    return min(lit) + (max(lit) - min(lit)) // 7


# --- the poses


def test_a_check_knows_the_figures_that_there_are() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == PICTURES


def test_every_picture_of_the_bundled_routines_and_of_the_catalogue_is_there() -> None:
    wanted = {each.step.picture for each in known()}
    for path in ROUTINES.glob("*.yaml"):
        wanted |= {each.picture for each in parse(path.read_bytes(), str(path), path.stem).each_step()}

    assert wanted <= PICTURES


def each_phase() -> Iterator[tuple[str, tuple[str, ...]]]:
    for path in sorted(ROUTINES.glob("*.yaml")):
        timeline = unroll(parse(path.read_bytes(), str(path), path.stem))
        for interval in timeline.intervals:
            if interval.tempo:
                yield interval.step.picture, tuple(phase.name for phase in interval.tempo)


@pytest.mark.parametrize(("pose", "phases"), sorted(set(each_phase())))
def test_a_pose_knows_the_phases_of_the_bundled_routines(pose: str, phases: tuple[str, ...]) -> None:
    assert set(phases) <= set(film(pose).phases)


def test_the_films_are_those_of_the_source(monkeypatch: pytest.MonkeyPatch) -> None:
    source = Path(__file__).parent.parent / "figures"
    monkeypatch.syspath_prepend(str(source))
    films = import_module("make_films").films

    made = films((source / "poses.yaml").read_text(encoding="utf-8"))

    assert made == {path.stem: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.json")}


LIMBS = [
    *(("chest", "head"), ("hip", "spine"), ("spine", "chest")),
    *((f"{a}_{side}", f"{b}_{side}") for side in "lr" for a, b in pairwise(("hip", "knee", "ankle", "toe"))),
    *((f"{a}_{side}", f"{b}_{side}") for side in "lr" for a, b in pairwise(("shoulder", "elbow", "hand"))),
]


@pytest.mark.parametrize("name", sorted(FILMS))
def test_no_bone_grows_or_shrinks_in_any_frame(name: str) -> None:
    pose = film(name)
    for a, b in LIMBS:
        lengths = [dist(bones(pose, frame)[a], bones(pose, frame)[b]) for frame in range(len(pose.frames))]
        assert max(lengths) - min(lengths) <= 0.02 * max(lengths) + 3, (a, b)  # films count in tenths


@pytest.mark.parametrize("name", sorted(FILMS))
def test_everything_is_inside_the_box(name: str) -> None:
    pose = film(name)
    for numbers in pose.frames:
        assert min(numbers[0::3]) >= 0 <= min(numbers[1::3])
        assert max(numbers[0::3]) <= pose.size[0]
        assert max(numbers[1::3]) <= pose.size[1]


RESTING = {  # what stays where it is, whatever else moves
    "band-flex-extend": ("ankle_l", "head"),
    "band-hold": ("ankle_l", "head"),
    "bridge": ("ankle_l", "ankle_r"),
    "cat-cow": ("hand_l", "hand_r", "ankle_l", "ankle_r"),
    "childs-pose": ("hand_l", "hand_r", "ankle_l", "ankle_r"),
    "knee-rolls": ("hand_l", "hand_r", "ankle_l", "ankle_r"),
    "knee-to-chest": ("ankle_l", "head"),
    "pelvic-tilt": ("hip", "ankle_l", "ankle_r"),
    "downdog-wag": ("hand_l", "hand_r"),
    "seated-slider": ("hip", "ankle_l"),
    "standing-extension": ("ankle_l", "ankle_r"),
    "standing-hamstring": ("ankle_l", "ankle_r", "hip"),
    "supine-slider": ("ankle_l", "head"),
}


@pytest.mark.parametrize("name", RESTING)
def test_hands_and_feet_that_rest_stay_where_they_are(name: str) -> None:
    pose = film(name)
    for joint in RESTING[name]:
        places = [bones(pose, frame)[joint] for frame in range(len(pose.frames))]
        assert max(dist(place, places[0]) for place in places) < 12, joint  # tenths: a centimetre or two


@pytest.mark.parametrize("name", sorted(FILMS))
def test_a_line_of_words_says_what_a_pose_shows(name: str) -> None:
    words = describe(film(name), LEFT)

    assert "\n" not in words
    assert "{" not in words
    assert 40 < len(words) < 220
