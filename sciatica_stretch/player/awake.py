"""The process that keeps the machine awake: `python -m sciatica_stretch.player.awake`.

Each line on standard input is `keep` or `let go`; `keep` is answered with `kept <by what>` or `not <why>`. To call the
desktop may take seconds, and here it takes none of the session's. When standard input ends, so does the process, and
with it whatever it held: of a D-Bus client that is gone the desktop forgets all wishes, caffeinate ends with its pipe,
and Windows ends what a process asked for with the process.
"""

import os
import sys
from typing import TYPE_CHECKING

from wakepy import keep

if TYPE_CHECKING:
    from wakepy import Mode

_REASON_CHARACTERS = 120


def main() -> None:
    """Do as standard input says until it ends, or until nobody is there to be answered."""
    mode: Mode | None = None
    try:
        for line in sys.stdin:
            if line.strip() == "keep" and mode is None:
                mode, answer = _kept()
                _answer(answer)
            elif line.strip() == "let go" and mode is not None:
                mode.__exit__(None, None, None)
                mode = None
    except BrokenPipeError:
        pass  # the session was killed while it was being answered: its end of input comes next
    finally:
        if mode is not None:
            mode.__exit__(None, None, None)


def _answer(answer: str) -> None:
    """Write *answer* at once, past any buffer, which would be written again at the end."""
    os.write(sys.stdout.fileno(), f"{answer}\n".encode())


def _kept() -> "tuple[Mode | None, str]":
    """Return what keeps machine and screen awake, or at least the machine, and the answer that tells it."""
    reasons: list[str] = []
    for kind in (keep.presenting, keep.running):
        mode = kind(on_fail="pass").__enter__()
        if mode.active:
            return mode, f"kept {mode.method}"
        mode.__exit__(None, None, None)
        reasons += [_reason(each.method_name, each.failure_reason) for each in mode.result.list_methods()]
    return None, f"not {'; '.join(dict.fromkeys(filter(None, reasons))) or 'no way known for this system'}"


def _reason(method: str, reason: str) -> str:
    """Return in one line why *method* failed, "" if it is another system's."""
    said = " ".join((reason or "").split())
    if "is not supported on" in said:
        return ""
    message = said.rpartition("failed with message: ")[2].removesuffix('")')
    return f"{method}: {message.split('! ')[0][:_REASON_CHARACTERS]}"


if __name__ == "__main__":
    main()
