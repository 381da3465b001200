"""Values set in a routine's text: what is asked for changes, and nothing else does."""
# ruff: noqa: E501 - a table reads best with a case a line

from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sciatica_stretch.errors import UsageError
from sciatica_stretch.library import keys
from sciatica_stretch.library.amend import Change, amend, read_change
from sciatica_stretch.library.encoding import decode, encode
from sciatica_stretch.library.parser import parse
from sciatica_stretch.library.paths import Finder
from sciatica_stretch.library.plain import Plain, at, compose, plain
from sciatica_stretch.library.problems import RoutineError
from sciatica_stretch.library.shelf import bundled_folder
from sciatica_stretch.problems import listed

ROUTINES = {path.stem: path.read_bytes().decode() for path in sorted(bundled_folder().glob("*.yaml"))}
HEAD = "title: T\nsteps:\n"
ONE_STEP = f"{HEAD}  - name: Fold   # the first\n    sides: [right, left]\n    hold: 60s  # slowly\n"


def ids_of(text: str) -> list[str]:
    return [step.id for step in parse(text.encode(), "t", "t").each_step()]


def set_in(text: str, *changes: str) -> str:
    """Return *text* with the changes made; it must be a routine before and after."""
    new, _ = amend(text, [read_change(change) for change in changes], ids_of(text))
    parse(new.encode(), "t", "t")
    return new


def difference(before: str, after: str) -> list[str]:
    """Return the lines that went, with a "-", and those that came, with a "+"."""
    lines = unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in lines if line[0] in "+-" and line[:3] not in {"+++", "---"}]


def fields_of(node: yaml.Node, typed: str = "") -> Iterator[tuple[str, str]]:
    """Yield the path of each text below *node* as a person types it, and how it is spelt: plain, `"`, `>`."""
    if isinstance(node, yaml.ScalarNode):
        yield typed, node.style or ""
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from fields_of(value, f"{typed}.{key.value}".lstrip("."))
    else:
        for number, value in enumerate(node.value, 1):
            yield from fields_of(value, f"{typed}.{number}")


def every_field() -> list[tuple[str, str, str]]:
    found = []
    for name, text in ROUTINES.items():
        root = compose(text)
        assert root
        found += [(name, typed, style) for typed, style in fields_of(root)]
    return found


FIELDS = every_field()
VALUES = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\n\r\x85\u2028\u2029"), min_size=1, max_size=80
).filter(str.strip) | st.sampled_from(
    [
        "75s",
        "1:10",
        "no",
        "~",
        "# x",
        "a # b",
        "a: b",
        "- a",
        "[a",
        "{a}",
        "'a'",
        '"',
        "it's",
        "*a",
        "&a b",
        "!t x",
        "a,b",
        " x ",
    ]
)


@given(st.sampled_from(FIELDS), VALUES)
def test_any_value_of_a_bundled_routine_can_be_any_text_and_nothing_else_changes(
    field: tuple[str, str, str], value: str
) -> None:
    name, typed, style = field
    before = ROUTINES[name]

    after, _ = amend(before, [Change(typed, value)], ids_of(before))

    root, new_root = compose(before), compose(after)
    path = Finder(root, ids_of(before)).find(typed)
    assert plain(at(new_root, path)) == value
    assert without(plain(new_root), path) == without(plain(root), path)
    went = [line for line in difference(before, after) if line[0] == "-"]
    came = [line for line in difference(before, after) if line[0] == "+"]
    if style != ">":
        assert len(went) == len(came) <= 1
    assert comments(after) == comments(before)


def without(document: Plain, path: tuple[str | int, ...]) -> Plain:
    """Return *document* with nothing at *path*."""
    assert not isinstance(document, str)
    first, rest = path[0], path[1:]
    items: list[tuple[str | int, Plain]] = list(document.items() if hasattr(document, "items") else enumerate(document))
    return {str(key): (without(inner, rest) if rest else "") if key == first else inner for key, inner in items}


def comments(text: str) -> list[str]:
    """Return the comments of a text in which no value has a " # " in it."""
    tokens = {token.start_mark.index: token.end_mark.index for token in yaml.scan(text) if token.start_mark}
    covered = {i for start, end in tokens.items() for i in range(start, end)}
    found, index = [], 0
    while (index := text.find("#", index)) >= 0:
        end = text.find("\n", index)
        if index not in covered:
            found.append(text[index:end])
            index = end
        else:
            index += 1
    return found


@given(st.sampled_from([field for field in FIELDS if field[1].rpartition(".")[2] in {"hold", "transition", "switch"}]))
def test_any_length_of_a_bundled_routine_can_be_another_one_and_one_line_differs(field: tuple[str, str, str]) -> None:
    name, typed, _ = field

    after = set_in(ROUTINES[name], f"{typed}=2m5s")  # which none of them is

    assert [line[0] for line in difference(ROUTINES[name], after)] == ["-", "+"]


def test_plain_quoted_and_folded_fields_are_tried() -> None:
    assert {style for _, _, style in FIELDS} >= {"", '"', ">"}
    assert len(FIELDS) > 250


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        (["fold.hold=75s"], ["-    hold: 60s  # slowly", "+    hold: 75s  # slowly"]),
        (["fold.hold.left=90s"], ["-    hold: 60s  # slowly", "+    hold: {right: 60s, left: 90s}  # slowly"]),
        (["fold.hold.left=90s", "fold.hold=45s"], ["-    hold: 60s  # slowly", "+    hold: {right: 45s, left: 45s}  # slowly"]),
        (["fold.setup={side} leg: long"], ['+    setup: "{side} leg: long"']),
        (["fold.transition=0"], ["+    transition: 0"]),
        (["fold.cues.half=Halfway."], ["+    cues:", "+      half: Halfway."]),
        (["fold.cues.-5s=Five.", "fold.cues.0s=Go.", "fold.cues.half=Half."], ["+    cues:", "+      0s: Go.", "+      half: Half.", "+      -5s: Five."]),
        (["fold.targets=hip, back: low"], ['+    targets: [hip, "back: low"]']),
        (["fold.sides=left,right"], ["-    sides: [right, left]", "+    sides: [left, right]"]),
        (["fold.sides.1=left", "fold.sides.2=right"], ["-    sides: [right, left]", "+    sides: [left, right]"]),
        (["fold.name=Fold over"], ["-  - name: Fold   # the first", "+  - name: Fold over   # the first"]),
        (["steps.1.sets=2"], ["+    sets: 2"]),
        (["fold.wait=true"], ["+    wait: true"]),
        (["title=T"], []),
        (["defaults.transition=5s"], ["+defaults: {transition: 5s}"]),
        (["defaults.rest=5s", "defaults.transition=1s"], ["+defaults: {transition: 1s, rest: 5s}"]),
        (["summary=One: two"], ['+summary: "One: two"']),
    ],
)  # fmt: skip
def test_only_the_lines_that_are_asked_for_change(changes: list[str], lines: list[str]) -> None:
    assert difference(ONE_STEP, set_in(ONE_STEP, *changes)) == lines


@pytest.mark.parametrize(
    ("text", "change", "after"),
    [
        (f"{HEAD}  - {{name: Fold, hold: 60s}}\n", "fold.transition=5s", f"{HEAD}  - {{name: Fold, transition: 5s, hold: 60s}}\n"),
        (f"{HEAD}  - name: Fold\n    hold: 60s", "fold.easier=Less", f"{HEAD}  - name: Fold\n    hold: 60s\n    easier: Less"),
        (f"{HEAD}  - hold: 60s\n    name: Fold\n", "fold.id=f", f"{HEAD}  - hold: 60s\n    name: Fold\n    id: f\n"),
        (f"{HEAD}  - name: 'Fold'\n    hold: 60s\n", "fold.name=it's", f"{HEAD}  - name: 'it''s'\n    hold: 60s\n"),
        (f"{HEAD}- name: Fold\n  setup: >\n    Long and\n    longer\n\n  # why\n  hold: 60s\n", "fold.setup=Short", f"{HEAD}- name: Fold\n  setup: >\n    Short\n\n  # why\n  hold: 60s\n"),
        (f"{HEAD}- name: Fold\n  setup: |-  # c\n    Long\n  hold: 60s\n", "fold.setup=a  b", f"{HEAD}- name: Fold\n  setup: |-  # c\n    a  b\n  hold: 60s\n"),
        (f"{HEAD}- name: Fold\n  setup: >-  # c\n    Long\n  hold: 60s\n", "fold.setup= a", f'{HEAD}- name: Fold\n  setup: " a"  # c\n  hold: 60s\n'),
        (f"{HEAD}- name: Fold\n  reps: 8\n  tempo: {{up: 2s}}\n", "fold.tempo.down=3s", f"{HEAD}- name: Fold\n  reps: 8\n  tempo: {{up: 2s, down: 3s}}\n"),
        (f"{HEAD}- name: Fold\n  hold: 60s\n  skip_if: &k [a, b]\n- name: Back\n  hold: 60s\n  skip_if: *k\n", "back.stop_if=c", f"{HEAD}- name: Fold\n  hold: 60s\n  skip_if: &k [a, b]\n- name: Back\n  hold: 60s\n  skip_if: *k\n  stop_if: [c]\n"),
        (f"{HEAD}- steps: [{{name: Fold, hold: 60s}}]\n", "steps.1.sets=2", f"{HEAD}- sets: 2\n  steps: [{{name: Fold, hold: 60s}}]\n"),
        (f"{HEAD}- name: Fold\n  hold: &h 60s\n", "fold.hold=70s", f"{HEAD}- name: Fold\n  hold: &h 70s\n"),
        (ONE_STEP.replace("\n", "\r\n"), "fold.sets=2", ONE_STEP.replace("\n", "\r\n").replace("left]\r\n", "left]\r\n    sets: 2\r\n")),
    ],
)  # fmt: skip
def test_whatever_the_layout_is_it_stays(text: str, change: str, after: str) -> None:
    assert set_in(text, change) == after


@pytest.mark.parametrize(
    ("change", "message", "hint"),
    [
        ("fold.hld=60s", "'fold.hld' names nothing: 'hld' is not a key.", "Did you mean 'hold'?"),
        ("fild.hold=60s", "'fild.hold' names nothing: there is no step 'fild'.", "Did you mean 'fold'?"),
        ("tital=x", "'tital' names nothing: 'tital' is not a key.", "Did you mean 'title'?"),
        ("fold.hold.lft=9s", "'fold.hold.lft' names nothing: 'lft' is not a key.", "Did you mean 'left'?"),
        ("fold.sides.3=left", "'fold.sides.3' names nothing: '3' is not the number of an entry.", "They count from 1 to 2."),
        ("steps.2.hold=9s", "'steps.2.hold' names nothing: '2' is not the number of an entry.", "They count from 1 to 1."),
        ("fold=9s", "fold is a step.", "Say which of its values: fold.hold=75s"),
        ("steps.1=9s", "steps.1 is a step or a group.", "Say which of its values: steps.1.switch=12s"),
        ("title.x=9s", "'title.x' names nothing: title has no parts.", "Write title=…"),
        ("fold.hold", "'fold.hold' is not a change.", "Write STEP.KEY=VALUE, such as half-pigeon.hold=75s"),
        ("fold.hold=", "'fold.hold=' has no value.", "Write one after the =, such as half-pigeon.hold=75s; stretch edit deletes."),
        ("fold.name=\udcff", "'fold.name=�' can't be read as text.", "Type it in a terminal that uses UTF-8."),
        ("steps=x", "'steps' is a list of several lines.", "Set one entry, such as steps.1=…, or change it with: stretch edit"),
    ],
)  # fmt: skip
def test_what_there_cannot_be_is_answered_with_what_may_have_been_meant(change: str, message: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        set_in(ONE_STEP, change)

    assert (caught.value.message, caught.value.hint) == (message, hint)


def test_a_switch_inside_a_group_with_sides_is_the_group_s() -> None:
    text = f"{HEAD}- sides: [right, left]\n  steps:\n  - name: Fold\n    hold: 60s\n"

    with pytest.raises(UsageError) as caught:
        set_in(text, "fold.switch=5s")

    assert caught.value.hint == "The group around it has: steps.1.switch"
    assert difference(text, set_in(text, "steps.1.switch=5s")) == ["+  switch: 5s"]


def test_a_value_that_is_shared_with_another_place_is_left_to_the_editor() -> None:
    text = f"{HEAD}- name: Fold\n  hold: &h 60s\n- name: Back\n  hold: *h\n"

    for change in ("fold.hold=70s", "back.hold=70s"):
        with pytest.raises(UsageError, match="is written in a way that can't be changed from here"):
            set_in(text, change)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"])
def test_a_byte_order_mark_and_the_encoding_stay(mark: bytes) -> None:
    encoding = {b"": "utf-8", b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}[mark]
    content = mark + ONE_STEP.encode(encoding)
    text, _ = decode(content)

    assert encode(set_in(text, "fold.name=Vorwärts"), content) == content.replace(
        "Fold".encode(encoding), "Vorwärts".encode(encoding)
    )


def test_what_was_changed_is_told_with_what_it_was() -> None:
    _, done = amend(ONE_STEP, [read_change("fold.hold.left=90s"), read_change("fold.hold=45s")], ["fold"])

    assert [(each.typed, each.before, each.value) for each in done] == [
        ("fold.hold.left", "", "90s"),
        ("fold.hold", "right 60s, left 90s", "45s"),
    ]


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("zzzzz: x\ntitle: T\nsteps: [{name: a, hold: 5s}]", keys.AT_TOP),
        ("title: T\ndefaults: {zzzzz: x}\nsteps: [{name: a, hold: 5s}]", keys.IN_DEFAULTS),
        ("title: T\nsteps: [{zzzzz: x, name: a, hold: 5s}]", (*keys.IN_STEP, "steps")),  # which makes it a group
        ("title: T\nsteps: [{zzzzz: x, steps: [{name: a, hold: 5s}]}]", keys.IN_GROUP),
    ],
)
def test_the_keys_are_those_that_the_parser_knows(text: str, known: tuple[str, ...]) -> None:
    with pytest.raises(RoutineError) as caught:
        parse(text.encode(), "t", "t")

    (problem,) = caught.value.problems
    assert problem.hint == f"The keys here are {listed(sorted(known))}."


def test_the_python_parser_finds_the_same_places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sciatica_stretch.library.plain._Loader", yaml.BaseLoader)
    text = Path(bundled_folder(), "sciatica-13.yaml").read_text("utf-8")

    changed = set_in(
        text, "half-pigeon.hold.left=90s", "half-pigeon.cues.20s=Ease.", "summary=Ease.", "steps.1.switch=9s"
    )

    assert len(difference(text, changed)) == 2 + 1 + 3 + 2
