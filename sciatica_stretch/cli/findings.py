"""What `stretch check` found, in a line for a person, as JSON, or as SARIF 2.1.0 for tools that collect findings."""

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sciatica_stretch import __version__
from sciatica_stretch.core.text import one_line
from sciatica_stretch.library.advice import CODES, Advice
from sciatica_stretch.library.checking import Checked
from sciatica_stretch.problems import Place, Problem

if TYPE_CHECKING:
    from pathlib import Path

_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"
_PROBLEM = "problem"
_LINE_BREAKS = ["\r\n", "\n", "\r", "\x85", "\u2028", "\u2029"]


def summary(checked: Sequence[Checked], *, with_advice: bool) -> str:
    """Return how much was found: "2 routines checked: no problems, no advice."."""
    read = sum(not each.unread for each in checked)
    if checked and not read:
        return "Nothing could be checked."
    problems = sum(len(each.problems) for each in checked)
    pieces = sum(len(each.advice) for each in checked)
    counts = [_count(problems, "problem")]
    if with_advice and (pieces or not problems):  # a file with problems was not looked through for advice
        counts.append(_count(pieces, "piece") + " of advice" if pieces else "no advice")
    unread = f" {len(checked) - read} could not be read." if read < len(checked) else ""
    return f"{_count(read, 'routine')} checked: {', '.join(counts)}.{unread}"


def wrapped(finding: str, columns: int) -> str:
    """Return *finding* with its sentences broken between words; the line of the file stays above its caret."""
    from textwrap import fill

    rows = finding.split("\n")
    return "\n".join(
        row if " | " in row[:9] else fill(row, columns, break_long_words=False, break_on_hyphens=False) for row in rows
    )


def _count(number: int, word: str) -> str:
    return f"{number or 'no'} {word}{'' if number == 1 else 's'}"


def as_json(checked: Sequence[Checked]) -> str:
    """Return the findings of each file; its "error" says why it could not be read."""
    return json.dumps([_file(each) for each in checked], indent=2, ensure_ascii=False)


def _file(checked: Checked) -> dict[str, object]:
    entry: dict[str, object] = {
        "name": checked.found.name,
        "path": str(checked.found.path),
        "problems": [_place(problem) | _words(problem) for problem in checked.problems],
        "advice": [{"code": each.code} | _place(each.place) | _words(each) for each in checked.advice],
    }
    return entry | {"error": checked.unread.message} if checked.unread else entry


def _place(place: Place | Problem) -> dict[str, object]:
    return {"line": place.line, "column": place.column, "length": place.length}


def _words(found: Problem | Advice) -> dict[str, object]:
    return {"message": found.message, "hint": found.hint}


def as_sarif(checked: Sequence[Checked]) -> str:
    """Return the findings as one run in SARIF 2.1.0; its columns count characters, as everywhere here."""
    rules = {_PROBLEM: "The file can't be used as a routine.", **CODES}
    run = {
        "tool": {
            "driver": {
                "name": "stretch",
                "version": __version__,
                "rules": [{"id": code, "shortDescription": {"text": text}} for code, text in rules.items()],
            }
        },
        "columnKind": "unicodeCodePoints",
        "newlineSequences": _LINE_BREAKS,
        "invocations": [
            {
                "executionSuccessful": not any(each.unread for each in checked),
                "toolExecutionNotifications": [
                    {"level": "error", "message": {"text": each.unread.message}} for each in checked if each.unread
                ],
            }
        ],
        "results": [result for each in checked for result in _results(each, list(rules))],
    }
    return json.dumps({"$schema": _SARIF, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False)


def _results(checked: Checked, codes: Sequence[str]) -> Iterator[dict[str, object]]:
    found: list[tuple[str, str, Place | Problem, Problem | Advice]] = [
        *((_PROBLEM, "error", problem, problem) for problem in checked.problems),
        *((advice.code, "note", advice.place, advice) for advice in checked.advice),
    ]
    for code, level, place, words in found:
        region = {
            "startLine": place.line,
            "startColumn": place.column,
            "endColumn": place.column + place.length,
            "snippet": {"text": checked.lines[place.line - 1]},
        }
        yield {
            "ruleId": code,
            "ruleIndex": codes.index(code),
            "level": level,
            "message": {"text": one_line(f"{words.message}. {words.hint}")},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": _uri(checked)}, "region": region}}],
        }


def _uri(checked: Checked) -> str:
    """Return the file as a URI; a relative path stays one, for tools know where they were started."""
    path: Path = checked.found.path
    if path.is_absolute():
        return path.as_uri()
    from urllib.parse import quote

    return quote(path.as_posix())
