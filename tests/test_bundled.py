"""The routines that come with the program, held to their figures."""

import re
from itertools import pairwise

import pytest

from sciatica_stretch.core.cues import schedule
from sciatica_stretch.core.routine import Routine, Side
from sciatica_stretch.core.timeline import Interval, Kind, Timeline, unroll
from sciatica_stretch.library.shelf import Folder, bundled_folder, each, load

BUNDLED = {found.name: found for found in each([Folder(bundled_folder(), "bundled")])}

# Each stretch: first second, last second, id, side.
SCIATICA_13 = [
    (20, 68, "band-flex-extend", Side.RIGHT),
    (74, 124, "band-hold", Side.RIGHT),
    (136, 184, "band-flex-extend", Side.LEFT),
    (190, 240, "band-hold", Side.LEFT),
    (254, 314, "half-pigeon", Side.RIGHT),
    (324, 384, "half-pigeon", Side.LEFT),
    (402, 450, "downdog-wag", None),
    (464, 554, "full-pigeon", Side.RIGHT),
    (570, 660, "full-pigeon", Side.LEFT),
    (672, 708, "downdog-wag-again", None),
    (720, 780, "childs-pose", None),
]
FLARE_8 = [
    (20, 80, "rest-90-90", None),
    (86, 122, "pelvic-tilt", None),
    (126, 174, "knee-rolls", None),
    (182, 222, "supine-slider", Side.RIGHT),
    (228, 268, "supine-slider", Side.LEFT),
    (272, 302, "constructive-rest", None),
    (308, 348, "supine-slider-again", Side.RIGHT),
    (354, 394, "supine-slider-again", Side.LEFT),
    (400, 480, "rest-90-90-again", None),
]
DESK_3 = [
    (10, 50, "seated-figure-four", Side.RIGHT),
    (55, 95, "seated-figure-four", Side.LEFT),
    (100, 124, "seated-slider", Side.RIGHT),
    (128, 152, "seated-slider", Side.LEFT),
    (160, 180, "standing-extension", None),
]
MORNING_5 = [
    (10, 40, "pelvic-tilt", None),
    (44, 74, "knee-to-chest", Side.RIGHT),
    (78, 108, "knee-to-chest", Side.LEFT),
    (112, 136, "knee-rolls", None),
    (146, 186, "half-pigeon", Side.RIGHT),
    (192, 232, "half-pigeon", Side.LEFT),
    (240, 276, "cat-cow", None),
    (280, 300, "childs-pose", None),
]
STANDING_5 = [
    (10, 40, "march", None),
    (48, 88, "standing-hamstring", Side.RIGHT),
    (94, 134, "standing-hamstring", Side.LEFT),
    (144, 184, "standing-figure-four", Side.RIGHT),
    (190, 230, "standing-figure-four", Side.LEFT),
    (236, 256, "standing-hip-flexor", Side.RIGHT),
    (260, 280, "standing-hip-flexor", Side.LEFT),
    (284, 300, "standing-extension", None),
]
EVENING_10 = [
    (20, 140, "legs-up-wall", None),
    (152, 227, "half-pigeon", Side.RIGHT),
    (235, 310, "half-pigeon", Side.LEFT),
    (318, 378, "supine-twist", Side.RIGHT),
    (386, 446, "supine-twist", Side.LEFT),
    (458, 518, "childs-pose", None),
    (530, 600, "constructive-rest", None),
]
PIRIFORMIS_6 = [
    (16, 61, "cross-body-knee", Side.RIGHT),
    (67, 112, "cross-body-knee", Side.LEFT),
    (120, 180, "half-pigeon-cr", Side.RIGHT),
    (188, 248, "half-pigeon-cr", Side.LEFT),
    (254, 290, "bridge", None),
    (296, 326, "cross-body-knee-again", Side.RIGHT),
    (330, 360, "cross-body-knee-again", Side.LEFT),
]
ROWS = {
    "desk-3": DESK_3,
    "evening-10": EVENING_10,
    "flare-8": FLARE_8,
    "morning-5": MORNING_5,
    "piriformis-6": PIRIFORMIS_6,
    "sciatica-13": SCIATICA_13,
    "standing-5": STANDING_5,
}
SECONDS = {
    "desk-3": 180.0,
    "evening-10": 600.0,
    "flare-8": 480.0,
    "morning-5": 300.0,
    "piriformis-6": 360.0,
    "sciatica-13": 780.0,
    "standing-5": 300.0,
}


WORDS_A_SECOND = 2.5  # slow enough to follow with closed eyes


def routine(name: str) -> Routine:
    return load(BUNDLED[name])[0]


def timeline(name: str) -> Timeline:
    return unroll(routine(name))


def row(interval: Interval) -> tuple[float, float, str, Side | None]:
    return interval.start, interval.start + interval.seconds, interval.step.id, interval.side


def texts(routine: Routine) -> list[str]:
    found = [routine.title, routine.summary]
    for step in routine.each_step():
        found += [step.name, step.setup, step.switch_setup, step.easier, step.harder]
        found += [*step.targets, *step.skip_if, *step.stop_if, *(line.text for line in step.lines)]
    return found


def test_these_routines_come_with_the_program() -> None:
    assert list(BUNDLED) == list(ROWS)


@pytest.mark.parametrize(("name", "seconds"), SECONDS.items())
def test_a_routine_lasts_exactly_as_long_as_its_name_says(name: str, seconds: float) -> None:
    assert timeline(name).seconds == seconds


@pytest.mark.parametrize(("name", "rows"), ROWS.items())
def test_every_stretch_begins_and_ends_on_its_second(name: str, rows: list[object]) -> None:
    assert [row(interval) for interval in timeline(name).intervals if interval.is_work] == rows


@pytest.mark.parametrize("name", sorted(BUNDLED))
def test_left_and_right_get_the_same(name: str) -> None:
    held: dict[str, dict[Side, float]] = {}
    for interval in timeline(name).intervals:
        if interval.is_work and interval.side:
            sides = held.setdefault(interval.step.id, {Side.LEFT: 0.0, Side.RIGHT: 0.0})
            sides[interval.side] += interval.seconds

    assert held
    assert all(sides[Side.LEFT] == sides[Side.RIGHT] > 0 for sides in held.values())


@pytest.mark.parametrize("name", sorted(BUNDLED))
def test_every_lead_in_gives_time_and_tells_what_to_do(name: str) -> None:
    lead_ins = [interval for interval in timeline(name).intervals if not interval.is_work]

    assert all(interval.seconds >= 4 for interval in lead_ins)
    assert all(interval.setup for interval in lead_ins if interval.kind is not Kind.REST)


@pytest.mark.parametrize("name", sorted(BUNDLED))
def test_the_words_of_a_lead_in_can_be_said_in_it(name: str) -> None:
    def words(interval: Interval) -> int:
        return len(f"{interval.step.name} {interval.side or ''} {interval.setup}".split())

    lead_ins = [interval for interval in timeline(name).intervals if not interval.is_work]

    assert [interval for interval in lead_ins if words(interval) > interval.seconds * WORDS_A_SECOND] == []


@pytest.mark.parametrize("name", sorted(BUNDLED))
def test_what_is_said_in_a_stretch_has_room(name: str) -> None:
    for interval in timeline(name).intervals:
        said = [cue.at for cue in schedule(interval) if cue.text]
        assert all(later - earlier >= 6 for earlier, later in pairwise(said))


@pytest.mark.parametrize("name", sorted(BUNDLED))
def test_every_step_has_its_words_and_its_picture(name: str) -> None:
    for step in routine(name).each_step():
        assert step.picture
        assert step.setup
        assert step.lines
        assert step.targets
        assert step.easier or step.id.endswith("-again")


@pytest.mark.parametrize("name", sorted(BUNDLED))
def test_no_routine_needs_another_file_or_an_alias(name: str) -> None:
    text = BUNDLED[name].path.read_text("utf-8")

    assert re.findall(r"(?:^|\s)[&*]\w", text) == []
    assert text.startswith("# ")


@pytest.mark.parametrize("name", sorted(BUNDLED))
def test_no_text_claims_to_be_medicine(name: str) -> None:
    claims = re.compile(r"\b(treat|cure|heal|reliev|relief|prevent|diagnos|remed)", re.IGNORECASE)

    assert [text for text in texts(routine(name)) if claims.search(text)] == []


def test_the_gentle_routine_has_no_pigeon_and_starts_with_time_to_lie_down() -> None:
    gentle = timeline("flare-8")

    assert "pigeon" not in " ".join(interval.step.id for interval in gentle.intervals)
    assert gentle.intervals[0].seconds == 20.0


def test_contract_relax_is_two_reps_of_three_phases() -> None:
    work = [interval for interval in timeline("piriformis-6").intervals if interval.step.id == "half-pigeon-cr"]
    phases = [(phase.name, phase.seconds) for phase in work[1].tempo]

    assert phases == [("contract", 6.0), ("relax", 4.0), ("stretch", 20.0)]
    assert work[1].reps == 2


def test_where_there_is_no_floor_nobody_needs_a_mat() -> None:
    no_floor = [name for name in BUNDLED if "no floor" in routine(name).tags]

    assert no_floor == ["desk-3", "standing-5"]
    assert [name for name in no_floor if "mat" in routine(name).equipment] == []


def test_the_summary_folds_into_one_line() -> None:
    assert routine("flare-8").summary.endswith(
        "between small movements. No pigeon, no long holds, no end range. Start on the easier side."
    )


def test_the_other_side_hears_the_short_words() -> None:
    switch = next(interval for interval in timeline("flare-8").intervals if interval.kind is Kind.SWITCH)

    assert switch.setup == "Left leg."
