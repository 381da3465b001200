"""What people write on paper, and what it is taken for."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciatica_stretch.core.routine import Anchor, Hold, PerSide, Phase, Reps, Side, Step
from sciatica_stretch.library.catalogue import known
from sciatica_stretch.library.drafting import Draft, about_name, draft
from sciatica_stretch.library.paper import MOST_LINES, Aside, Sheet, read_line, read_sheet
from sciatica_stretch.library.parser import parse
from sciatica_stretch.library.search import likely
from sciatica_stretch.library.telling import assumptions, described, paper_line
from sciatica_stretch.library.writing import write
from sciatica_stretch.problems import Enough, Problem, Problems

SHEETS = sorted((Path(__file__).parent / "sheets").glob("*.txt"))
R, L = Side.RIGHT, Side.LEFT


def read(text: str) -> tuple[Sheet, list[Draft], tuple[Problem, ...]]:
    problems = Problems()
    sheet = read_sheet(text, problems)
    return sheet, draft(sheet, problems), problems.in_order()


def one(line: str) -> Draft:
    _, drafts, problems = read(f"A title\n\n{line}\n")
    assert not problems, problems
    (each,) = drafts
    return each


def taken(line: str) -> str:
    each = one(line)
    return f"{each.step.name}: {described(each.step)}"


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("Half pigeon 60s each side", "Half pigeon, reclined: 1m, right then left"),
        ("Cat-cow 10 x 4s", "Cat-cow: 10 reps (round 2s, arch 2s)"),
        ("Hamstring with strap 2 x 30s right", "Supine band hamstring hold: 2 sets of 30s, right"),
        ("Knee to chest 30 sec x 3 both legs", "Single knee to chest: 3 sets of 30s, right then left"),
        ("1. Bridge x10", "Bridge: 10 reps (up 3s, down 3s)"),
        ("Bridges: 3 sets of 10", "Bridge: 3 sets of 10 reps (up 3s, down 3s)"),
        ("Child\u2019s pose \u2013 1 min", "Child's pose: 1m"),
        ("Clamshell 3 \u00d7 10 L & R", "Clamshell: 3 sets of 10 reps (go 3s, return 3s), left then right"),
        ("Calf stretch, hold 45 seconds, repeat 3 times each leg", "Calf stretch: 3 sets of 45s, right then left"),
        ("Quad stretch thirty seconds, two sets, right side", "Quad stretch: 2 sets of 30s, right"),
        ("Half pigeon right 60s, left 90s", "Half pigeon, reclined: 1m right and 1m30s left, right then left"),
        ("Bridge 10 reps, hold 5 sec", "Bridge: 10 reps (up 3s, hold 5s, down 3s)"),
        ("Bridge hold 30s", "Bridge: 30s"),
        ("Knee to chest 10 x 5s L", "Single knee to chest: 10 reps (hold 5s, release 2s), left"),
        ("Cat-cow 1 min", "Cat-cow: 10 reps (round 3s, arch 3s)"),
        ("Cat-cow 3 x 30s", "Cat-cow: 3 sets of 5 reps (round 3s, arch 3s)"),
        ("Plank 45s", "Plank: 45s"),
        ("Plank 1'30\"", "Plank: 1m30s"),
        ("Plank 1:15", "Plank: 1m15s"),
        ("Plank 1 minute and 15 seconds", "Plank: 1m15s"),
        ("Twist on the back 5 breaths each side", "Twist on the back: 50s, right then left"),
        ("Hip lift 8-12 reps", "Hip lift: 8 reps (go 3s, return 3s)"),
        ("Half pigeon x3 each side", "Half pigeon, reclined: 3 sets of 1m, right then left"),
        ("10 bridges", "Bridge: 10 reps (up 3s, down 3s)"),
        ("2 x 30s calf stretch left", "calf stretch: 2 sets of 30s, left"),
        ("Half pigeon 45", "Half pigeon, reclined: 45s, right then left"),
        ("Right leg raise 10x", "leg raise: 10 reps (go 3s, return 3s), right"),
        ("Knee rolls 10 each side", "Knee rolls: 10 reps (left 3s, right 3s)"),
        ("Step ups 20 alternating legs", "Step ups: 20 reps (right 3s, left 3s)"),
        ("90/90 rest 2 mins", "Ninety-ninety rest: 2m"),
        ("Rest 1 min", "Rest: 1m"),
        ("Half pigeon", "Half pigeon, reclined: 1m, right then left"),
        ("Bird dog 10 each side (5 sec holds)", "Bird dog: 10 reps (hold 5s, release 2s), right then left"),
        ("Half pigeon 1 min 30 B/L", "Half pigeon, reclined: 1m30s, right then left"),
        ("Bridge 10 reps x 3", "Bridge: 3 sets of 10 reps (up 3s, down 3s)"),
        ("Dead bug 3 x 8/side", "Dead bug: 3 sets of 8 reps (go 3s, return 3s), right then left"),
        ("3 rounds of: bridge x 10", "Bridge: 3 sets of 10 reps (up 3s, down 3s)"),
        ("Cobra 10 x hold 2s", "Cobra: 10 reps (hold 2s, release 2s)"),
        ("Right half pigeon 60s", "Half pigeon, reclined: 1m, right"),
        ("Half pigeon: 60 seconds right. 60 seconds left.", "Half pigeon, reclined: 1m, right then left"),
        ("Squat 3 x 10 x 5s", "Squat: 3 sets of 10 reps (move 5s)"),
        ("Figure four 30sx2 R", "Half pigeon, reclined: 2 sets of 30s, right"),
    ],
)
def test_a_line_is_taken_as_it_was_meant(line: str, meant: str) -> None:
    assert taken(line) == meant


@pytest.mark.parametrize(
    "bullet", ["- ", "* ", "\u2022 ", "3. ", "3) ", "(3) ", "[ ] ", "\u2610 ", "c) ", "#3 ", "No. 3: ", "\t- "]
)
def test_bullets_and_numbers_in_front_say_nothing(bullet: str) -> None:
    assert taken(f"{bullet}Bridge x 10") == "Bridge: 10 reps (up 3s, down 3s)"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Half pigeon", ["hold 1m, right then left", "both sides, the right one first"]),
        ("Bridge x 10", ["tempo up 3s, down 3s"]),
        ("Half pigeon 2 x 30s each side", ["rest 10s"]),
        ("Plank 20-30s", ["the smaller of 20-30s", "both sides at once (else add sides: [right, left])"]),
        ("Twist lying each side, hold 3 breaths", ["3 breaths, 10 s each"]),
        ("Half pigeon 45 R", ["the number is seconds"]),
        ("Half pigeon 2-3 x 30s R, 5s rest", ["the smaller of 2-3"]),
        ("Cat-cow 20-30s", ["as many as fit into 20s, at 6s each; the smaller of 20-30s"]),
        ("Bridge x 10, hold 5-8s", ["the movement as usual, the hold as written; the smaller of 5-8s"]),
        ("March 60", ["tempo right 1s, left 1s", "the number is a count"]),
        ("Bridge 10 x 3", ["tempo up 3s, down 3s", "10 sets of 3, not the other way round", "rest 10s"]),
        ("Cat-cow 1 min", ["as many as fit into 1m, at 6s each"]),
        ("Half pigeon 60s each side", []),
    ],
)
def test_what_was_assumed_is_said_and_stands_in_the_file(line: str, said: list[str]) -> None:
    each = one(line)

    assert assumptions(each) == said
    text = write("T", [each.entry])
    assert text.count("# assumed") == len(said)


def test_a_known_stretch_brings_its_texts_and_its_picture_along() -> None:
    each = one("Half pigeon 60s each side")

    usual = next(other.step for other in known() if other.step.id == "half-pigeon")
    assert each.step == replace(usual, transition=20.0)


def test_an_unknown_one_has_its_name_its_dose_and_a_setup_to_fill_in() -> None:
    each = one("Calf stretch 30s L")

    assert each.known is None
    assert each.step.picture == each.step.setup == ""
    assert '# setup: "How to get into position' in write("T", [each.entry])


def test_a_name_that_may_mean_several_is_left_as_it_is_and_they_are_named() -> None:
    each = one("Pigeon 60s R")

    assert each.known is None
    assert each.step.name == "Pigeon"
    (sentence,) = about_name(each.written, each.known)
    assert sentence.startswith("'Pigeon' may be 'Half pigeon, reclined', 'Full pigeon, folded on the mat' or")


@pytest.mark.parametrize("line", ["Walk 20 min", "Sit 10 s", "Roll 30s", "fold 30s", "Step 5 times", "Back 30s"])
def test_a_single_everyday_word_is_taken_for_no_slip(line: str) -> None:
    each = one(line)

    (sentence,) = about_name(each.written, each.known)
    assert sentence.endswith("is not among the known stretches: what to say and do is yours to write.")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("pidgeon", "Half pigeon, reclined"),
        ("Sciatic", "Seated sciatic slider"),
        ("hamstring with strap", "Supine band hamstring hold"),
        ("Half pidgeon", "Half pigeon, reclined"),
        ("seated figure", "Seated figure-four"),
    ],
)
def test_what_is_likely_is_found_by_a_telling_word(text: str, name: str) -> None:
    assert name in [each.step.name for each in likely(text)]


def test_a_line_that_is_only_a_remark_is_known_with_its_place() -> None:
    sheet, _, _ = read("T\n\nBridge x 10\nDo this daily\nMORNING\nCat-cow x 10\n# ask about the knee\n")

    assert sheet.asides == (Aside(4, "Do this daily"), Aside(5, "MORNING"), Aside(7, "ask about the knee"))


def test_words_beside_the_dose_are_said_before_the_stretch() -> None:
    assert one("Bridge x 10, squeeze at the top").step.setup.endswith("hip width. Squeeze at the top.")
    assert one("Calf stretch: heel down, 30s R").step.setup == "Heel down."


def test_cues_that_no_longer_fit_stay_as_remarks() -> None:
    each = one("Full pigeon 30s each side")

    assert [line.seconds for line in each.entry.left_out] == [20.0, 70.0]
    assert [line.anchor for line in each.step.lines] == [Anchor.START, Anchor.HALF, Anchor.END]
    assert "# doesn't fit this dose: 1m10s: If it eased" in write("T", [each.entry])


def test_the_cues_of_a_movement_move_with_its_tempo() -> None:
    each = one("Downward dog wag 6 x 4s")

    assert each.step.dose == Reps(PerSide(6, 6), (Phase("left", 2.0), Phase("right", 2.0)))
    assert each.step.lines[-1].seconds == 4.0  # "Last sway."


def test_the_first_step_leaves_time_to_lie_down() -> None:
    _, drafts, _ = read("T\n\nBridge x 10\nBridge x 10\n")

    assert [each.step.transition for each in drafts] == [20.0, 10.0]
    assert [each.step.id for each in drafts] == ["bridge", "bridge-2"]


def test_a_title_headings_and_remarks_are_told_from_stretches() -> None:
    sheet, drafts, problems = read(
        "Physio, Tuesday\n===============\n\nWarm up:\n- Bridge x 10\n\n# slowly\nMAIN PART\n- Half pigeon 60s R\n"
        "Twice a day\n# ask about the knee\n"
    )

    assert not problems
    assert sheet.title == "Physio, Tuesday"
    assert [each.written.above for each in drafts] == [("Warm up",), ("slowly", "MAIN PART")]
    assert (sheet.often, sheet.below) == (("Twice a day",), ("ask about the knee",))


def test_without_a_title_the_first_line_is_a_stretch() -> None:
    sheet, drafts, _ = read("Bridge x 10\n")

    assert (sheet.title, len(drafts)) == ("", 1)


def test_a_dose_below_the_name_belongs_to_it() -> None:
    _, drafts, problems = read("T\n\nCalf stretch\nLean on the wall.\nHold 30 seconds.\nRepeat on the other leg.\n")

    assert not problems
    (each,) = drafts
    assert described(each.step) == "30s, right then left"
    assert each.step.setup == "Lean on the wall."


def test_a_title_right_above_a_name_is_a_title() -> None:
    sheet, (each,), _ = read("For the calves\nCalf stretch\nHold 30 seconds R.\n")

    assert (sheet.title, each.step.name, described(each.step)) == ("For the calves", "Calf stretch", "30s, right")


def test_rests_and_pauses_on_a_line_of_their_own_are_for_all() -> None:
    _, drafts, problems = read(
        "T\n\nHalf pigeon 2 x 30s R\nBridge 2 x 10\n30s rest between sets\n15 s between stretches\n"
    )

    assert not problems
    assert [each.step.repeats.rest for each in drafts] == [30.0, 30.0]
    assert [each.step.transition for each in drafts] == [20.0, 15.0]


def test_a_rest_below_a_stretch_and_indented_is_that_one_s() -> None:
    _, drafts, _ = read("T\n\nHalf pigeon 2 x 30s R\n   30s rest between\nBridge 2 x 10\n")

    assert [each.step.repeats.rest for each in drafts] == [30.0, 10.0]


@pytest.mark.parametrize(
    ("line", "column", "message"),
    [
        ("Clamshell", 1, "there is no dose with 'Clamshell'"),
        ("Plank 45", 7, "45 may be seconds or a count"),
        ("Neck tilt on the sore side 20s", 11, "which side this is can't be known"),
        ("Hold 30s", 1, "there is a dose here, but not of which stretch"),
        ("Cat-cow 10 x 4s x 3", 19, "there is another number before this; which one counts?"),
        ("Bridge x 10 20", 13, "it isn't clear what this number counts"),
        ("Bridge 3x10 30sx", 13, "'30sx' makes no sense here"),
        ("Bridge x 2000", 10, "2000 is not a whole number from 1 to 1,000"),
        ("Wall sit 3 x max", 14, "how much this is can't be known"),
        ("Plank as long as possible", 7, "how much this is can't be known"),
        ("Half pigeon 20s, 3", 18, "it isn't clear what this number counts"),
        ("Half pigeon 60s and full pigeon 90s", 33, "there is another number before this; which one counts?"),
        ("Lunge 45sek", 1, "'45sek' makes no sense here"),
        ("Half pigeon 100 x 30s", 13, "more than 50 sets"),
        ("Cat-cow 10 x 0.1s", 14, "this is too short for one movement"),
        ("Bridge 51 sets of 10", 8, "51 is not a whole number from 1 to 50"),
        ("Plank 2 hours", 7, "this is not between 0.1s and 1h"),
        ("Plank 0s", 7, "this is not between 0.1s and 1h"),
        ("Keep breathing.", 1, "there is no dose with 'Keep breathing.'"),
        ("Half pigeon 2 x 30s R, rest 2 hours", 29, "this is longer than an hour"),
        ("Bridge " + "x" * 300, 1, "this line has more than 300 characters"),
    ],
)
def test_what_makes_no_sense_is_shown_at_its_place(line: str, column: int, message: str) -> None:
    _, _, problems = read(f"T\n\nBridge x 10\n\n{line}\n")

    assert [(problem.line, problem.column, problem.message) for problem in problems] == [(5, column, message)]
    assert all(problem.hint for problem in problems)


def test_all_problems_come_at_once() -> None:
    _, _, problems = read("T\n\nPlank 45\nBridge x 10\nHold 3 x 30sx\nNeck 20s bad side\n")

    assert [problem.line for problem in problems] == [3, 5, 6]


def test_a_sheet_without_a_stretch_is_a_problem() -> None:
    assert [problem.message for problem in read("My title\n")[2]] == ["there is no stretch on this sheet"]


def test_a_book_is_no_sheet() -> None:
    problems = read("Bridge x 10\n" * (MOST_LINES + 1))[2]

    assert [problem.message for problem in problems] == [f"there are more than {MOST_LINES} lines"]


@pytest.mark.parametrize(
    "path", [path for path in SHEETS if not path.stem.endswith(".taken")], ids=lambda path: path.stem
)
def test_a_sheet_is_taken_as_it_was_meant(path: Path) -> None:
    sheet, drafts, problems = read(path.read_text(encoding="utf-8"))

    rows = [f"title: {sheet.title}", *(f"{line}" for line in sheet.often)]
    for each in drafts:
        rows.append(f"{each.written.place.line:>3}  {each.step.name}: {described(each.step)}")
        rows += [f"     assumed {words}" for words in assumptions(each)]
        rows += [f"     says {each.written.note}"] if each.written.note else []
    understood = "\n".join([*rows, ""])
    assert not problems
    snapshot = path.with_suffix(".taken.txt")
    if "UPDATE_SNAPSHOTS" in os.environ:
        snapshot.write_text(understood, encoding="utf-8")
    assert understood == snapshot.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "path", [path for path in SHEETS if not path.stem.endswith(".taken")], ids=lambda path: path.stem
)
def test_what_a_sheet_becomes_is_read_back_as_it_was_shown(path: Path) -> None:
    sheet, drafts, _ = read(path.read_text(encoding="utf-8"))

    text = write(sheet.title or "T", [each.entry for each in drafts])

    assert parse(text.encode(), "mine.yaml", "mine").steps == tuple(each.step for each in drafts)


names = st.one_of(
    st.sampled_from([each.step.name for each in known()]),
    st.text(min_size=1, max_size=20),
    st.sampled_from(
        ["Calf: the wall", 'The "clam"', "It's #1", "\u00c9tirement", "Hamstring (strap)", "{side} bend", "no", "a\tb"]
    ),
)
DOSES = ["30s", "2 x 45s", "x 10", "3 sets of 8", "10 x 4s", "1:30", "5 breaths", "60s right 90s left", ""]
ODD_DOSES = ["100 x 30s", "10 x 0.1s", "2-3 x 30s", "20-30s", "4s each rep", "60s right 90s left x 5", "x 3 r, x 4 l"]
doses = st.sampled_from(DOSES + ODD_DOSES)
ends = st.sampled_from(["", " each side", " L", " R & L", ", 20s rest between", " (slowly)", " alternating"])


@given(st.lists(st.tuples(names, doses, ends), min_size=1, max_size=4))
def test_whatever_is_written_is_a_routine_or_a_problem_with_a_place(lines: list[tuple[str, str, str]]) -> None:
    text = "\n".join(f"{name} {dose}{end}" for name, dose, end in lines)
    problems = Problems()

    sheet = read_sheet(text, problems)
    drafts = draft(sheet, problems)

    if len(problems):
        assert all(1 <= problem.line <= text.count("\n") + 20 for problem in problems.in_order())
        return
    written = write(sheet.title or "T", [each.entry for each in drafts])
    assert parse(written.encode(), "mine.yaml", "mine").steps == tuple(each.step for each in drafts)


@given(st.text(max_size=200))
def test_no_text_at_all_upsets_the_reader(text: str) -> None:
    problems = Problems()
    try:
        draft(read_sheet(text, problems), problems)
    except Enough:
        assert len(problems)


@given(
    st.sampled_from([each.step for each in known()]),
    st.integers(10, 300),
    st.integers(1, 5),
    st.sampled_from([(R,), (L,), (R, L), (L, R)]),
)
def test_a_step_as_a_line_of_paper_is_that_step_again(
    step: Step, amount: int, sets: int, sides: tuple[Side, ...]
) -> None:
    dose = step.dose
    changed = (
        replace(dose, seconds=PerSide(float(amount), float(amount)))
        if isinstance(dose, Hold)
        else replace(dose, count=PerSide(amount, amount))
    )
    step = replace(
        step,
        dose=changed,
        repeats=replace(step.repeats, sets=sets, sides=sides if step.repeats.sides else ()),
    )

    problems = Problems()
    written = read_line(paper_line(step), problems)

    assert written
    (again,) = draft(Sheet(stretches=(written,)), problems)
    assert (again.step.dose, again.step.repeats.sets, again.step.repeats.sides) == (changed, sets, step.repeats.sides)
