"""Bytes from a terminal become names of keys: "n", "space", "right"; a key that has none here is "other".

What a terminal reports of itself or of the mouse is no key; its answers about pictures are kept for who asked.

The kitty keyboard protocol is understood and never asked for: with it Ctrl-C and Ctrl-Z would be keys and no signals
any more, so that nobody could stop a program that hangs.
"""

import re
from codecs import getincrementaldecoder

from sciatica_stretch.core.keys import OTHER

_CHARACTERS = {" ": "space", "\r": "enter", "\n": "enter", "\t": "tab", "\x7f": "backspace", "\x08": "backspace"}
_BY_LETTER = {
    "A": "up",
    "B": "down",
    "C": "right",
    "D": "left",
    "H": "home",
    "F": "end",
    "P": "f1",
    "Q": "f2",
    "S": "f4",
}
_BY_KEYPAD = _BY_LETTER | {"R": "f3", "M": "enter", "k": "+"}  # after ESC O
_BY_NUMBER = {
    1: "home",
    2: "insert",
    3: "delete",
    4: "end",
    5: "pageup",
    6: "pagedown",
    7: "home",
    8: "end",
    **{number: f"f{key}" for key, number in enumerate((11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24), start=1)},
}
_BY_LINUX = dict(zip("ABCDE", ("f1", "f2", "f3", "f4", "f5"), strict=True))  # after ESC [ [
_BY_KITTY = {
    9: "tab",
    13: "enter",
    27: "esc",
    32: "space",
    127: "backspace",
    57414: "enter",
    57413: "+",
    57417: "left",
    57418: "right",
    57419: "up",
    57420: "down",
    57421: "pageup",
    57422: "pagedown",
    57428: "mediaplay",
    57429: "mediapause",
    57430: "mediaplaypause",
    57432: "mediastop",
    57435: "medianext",
    57436: "mediaprevious",
}
_KITTY_SILENT = frozenset({*range(57358, 57364), *range(57438, 57455)})  # locks, volume, modifiers by themselves
_PRIVATE_USE = range(0xE000, 0xF900)
_PASTE = {200, 201}  # the marks around what is pasted
_REPORTS = frozenset("IOMRcmntxy")  # what ends a report: of focus, mouse, cursor, device
_SHIFT, _LOCKS, _RELEASED = 1, 64 | 128, 3  # bits and an event of the kitty protocol

_TOKEN = re.compile(
    r"\x1b\[(?P<linux>\[[A-E])"
    r"|\x1b\[(?P<given>[0-?]*[ -/]*)(?P<final>[@-~])"
    r"|\x1bO(?P<keypad>[ -~])"
    r"|(?P<string>\x1b[PX\]^_][^\x07\x1b]*(?:\x07|\x1b\\))"
    r"|(?P<alt>\x1b(?:\x1b\[(?:\[[A-E]|[0-?]*[ -/]*[@-~])?|\x1bO[ -~]?|[^\x1b\[O]))"
    r"|(?P<character>.)",
    re.DOTALL,
)
_BEGUN = re.compile(r"\x1b(?:\x1b?(?:\[\[?[0-?]*[ -/]*|O)?|[PX\]^_][^\x07\x1b]*\x1b?)\Z")
_ANSWER = re.compile(r"\x1b(?:_G.*|\[\?[0-9;]*c|\[6;[0-9]+;[0-9]+t)", re.DOTALL)  # to graphics/terminal.py's questions
_BEGUN_REPORT = re.compile(r"\x1b(?:_G|\[\?|\[6;[0-9]+;)")  # so no key begins
_NUMBERS = re.compile(r"[0-9:;]*")
_MOST_BEGUN = 256  # characters of a sequence that doesn't end: whatever it is, it is no key


class Decoder:
    """Makes names of keys of what comes in pieces: a sequence or a character may be cut anywhere."""

    def __init__(self) -> None:
        self._characters = getincrementaldecoder("utf-8")("ignore")
        self._begun = ""
        self.answers: list[str] = []  # of the terminal, for whoever wants them

    @property
    def reports(self) -> bool:
        """True while what came last is the beginning of a report, and can't be a key."""
        return bool(_BEGUN_REPORT.match(self._begun))

    @property
    def pending(self) -> bool:
        """True while what came last may be the beginning of more: an Esc, or a key that sends one."""
        return bool(self._begun)

    def feed(self, typed: bytes) -> list[str]:
        """Return the keys that are whole with these bytes."""
        text, self._begun = self._begun + self._characters.decode(typed), ""
        if begun := _BEGUN.search(text):
            text, self._begun = text[: begun.start()], begun.group()
        tokens = [*_TOKEN.finditer(text)]
        self.answers += [token[0] for token in tokens if _ANSWER.fullmatch(token[0])]
        keys = list(filter(None, map(_name, tokens)))
        return keys if len(self._begun) <= _MOST_BEGUN else [*keys, *self.flush()]

    def flush(self) -> list[str]:
        """Return what the last bytes mean, now that nothing has followed on them: Esc, or a key with Alt."""
        reports, begun, self._begun = self.reports, self._begun, ""
        if reports:
            return []
        return [OTHER] if begun.strip("\x1b") else ["esc"] * len(begun)


def decode(typed: bytes) -> list[str]:
    """Return the names of the keys in *typed*, after which nothing follows."""
    decoder = Decoder()
    return [*decoder.feed(typed), *decoder.flush()]


def _name(token: "re.Match[str]") -> str:
    """Return the name of the key that *token* is, empty where it is none."""
    match token.lastgroup:
        case "linux":
            return _BY_LINUX[token["linux"][1]]
        case "final":
            return _of_sequence(token["given"], token["final"])
        case "keypad":
            return _BY_KEYPAD.get(token["keypad"], OTHER)
        case "alt":
            return OTHER
        case "string":
            return ""
        case _:
            return _of_character(token["character"])


def _of_character(character: str) -> str:
    if character == "\x1b":
        return "esc"
    return _CHARACTERS.get(character, character if character.isprintable() else "")


def _of_sequence(given: str, final: str) -> str:
    """Return the key of a sequence with the parameters *given*; with a modifier it is another key."""
    if given[:1] in {"<", "=", ">", "?"} or final in _REPORTS:
        return ""
    if not _NUMBERS.fullmatch(given):
        return OTHER
    fields = [[int(number or 0) for number in field.split(":")] for field in given.split(";")] if given else [[0]]
    if final == "u":
        return _of_kitty(fields)
    if final == "~" and fields[0][0] in _PASTE:
        return ""
    if len(fields) > 1 and not _is_bare(fields[1]):
        return "" if _is_release(fields[1]) else OTHER
    return (_BY_NUMBER.get(fields[0][0], OTHER)) if final == "~" else _BY_LETTER.get(final, OTHER)


def _of_kitty(fields: list[list[int]]) -> str:
    """Return the key of `CSI code ; modifiers : event u`."""
    code, how = fields[0][0], fields[1] if len(fields) > 1 else [1]
    if code in _KITTY_SILENT or _is_release(how):
        return ""
    if not _is_bare(how, but=_SHIFT):
        return OTHER
    if name := _BY_KITTY.get(code):
        return name
    if code in _PRIVATE_USE or code > 0x10FFFF or not chr(code).isprintable():  # noqa: PLR2004 - the last character
        return OTHER
    return chr(code)


def _is_bare(how: list[int], but: int = 0) -> bool:
    """Tell whether no modifier is held; Caps Lock and Num Lock are none, nor is *but*."""
    return not (max(how[0], 1) - 1) & ~(_LOCKS | but)


def _is_release(how: list[int]) -> bool:
    return how[1:] == [_RELEASED]
