"""Written lines made speakable: the words a voice is given, with nothing in them that it would spell out.

"2 x 30 s" becomes "two times thirty seconds", and a symbol is never spoken by its name. Sanskrit is not written as
English is, so each name that a stretch may have has a spelling here that an English voice reads right.
"""

import re

_ONES: list[str] = re.findall(
    r"\w+",
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen",
)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_HUNDRED = 100
_UNITS = {
    "h": "hour",
    "hr": "hour",
    "hrs": "hour",
    "m": "minute",
    "min": "minute",
    "mins": "minute",
    "s": "second",
    "sec": "second",
    "secs": "second",
    "cm": "centimetre",
    "mm": "millimetre",
    "kg": "kilogram",
    "°": "degree",
    "%": "percent",
}
_SHORT_WORDS = {
    "nprs": "pain rating, nought to ten,",
    "reps": "reps",
    "e.g.": "for example",
    "i.e.": "that is",
    "vs": "versus",
    "&": "and",
    "+": "plus",
    "=": "equals",
    "w/": "with",
}
SANSKRIT = {  # as an English voice has to see them: the long vowels and the stress come out right
    "adho": "ahd-hoh",
    "ananda": "ah-nunda",
    "anjaneyasana": "unja-nay-ah-sana",
    "ardha": "ard-ha",
    "baddha": "budd-ha",
    "balasana": "bah-lah-sana",
    "bhujangasana": "boojung-ah-sana",
    "bitilasana": "biti-lah-sana",
    "eka": "ay-ka",
    "gomukhasana": "go-mook-ah-sana",
    "hanumanasana": "hunnoo-mah-nah-sana",
    "janu": "jah-noo",
    "kapotasana": "kuh-poh-tah-sana",
    "konasana": "koh-nah-sana",
    "malasana": "mah-lah-sana",
    "marichyasana": "murreech-yah-sana",
    "marjaryasana": "marjar-yah-sana",
    "matsyendrasana": "mutsyen-drah-sana",
    "mukha": "mook-ha",
    "padangusthasana": "pah-dung-goosh-tah-sana",
    "pada": "pah-da",
    "paschimottanasana": "pushy-moh-tah-nah-sana",
    "pavanamuktasana": "puvvana-mook-tah-sana",
    "apanasana": "uppa-nah-sana",
    "prasarita": "pruh-sah-rita",
    "rajakapotasana": "rah-ja-kuh-poh-tah-sana",
    "salabhasana": "shulla-bah-sana",
    "savasana": "shuh-vah-sana",
    "setu": "say-too",
    "sirsasana": "sheer-shah-sana",
    "bandha": "bunn-da",
    "sarvangasana": "sarvung-ah-sana",
    "sucirandhrasana": "soochee-run-drah-sana",
    "supta": "soop-ta",
    "svanasana": "shvah-nah-sana",
    "trikonasana": "tree-koh-nah-sana",
    "upavistha": "oopa-vish-ta",
    "utthita": "oot-tita",
    "utkatasana": "oot-kuh-tah-sana",
    "uttanasana": "oot-tah-nah-sana",
    "uttana": "oot-tah-na",
    "shishosana": "shi-shoh-sana",
    "parsvottanasana": "parsh-voh-tah-nah-sana",
    "viparita": "vippa-reeta",
    "karani": "kurra-nee",
    "virabhadrasana": "veera-buddrah-sana",
}

_CLOCK = re.compile(r"\b(\d{1,2}):([0-5]\d)\b")
_LONG = re.compile(r"\b(\d+)\s*m(?:in)?\s*(\d+)\s*s(?:ec)?\b")
_TIMES = re.compile(r"(?<=\d)\s*[xX*]\s*(?=\d)|\s*\u00d7\s*")
_RANGE = re.compile(r"(?<=\d)\s*[-\u2013\u2014]\s*(?=\d)")
_MEASURE = re.compile(
    rf"(\d+(?:\.\d+)?)\s*({'|'.join(map(re.escape, sorted(_UNITS, key=len, reverse=True)))})(?![a-z])"
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_BREAKS = re.compile(r"\s*[·•|;…]\s*|\s+[-\u2013\u2014/]+\s+|[\u2013\u2014]")
_WORD = re.compile(r"[^\s,.:!?]+(?:\.[a-z]\.)?")
_STRAY_HYPHEN = re.compile(r"(?<!\w)-|-(?!\w)")
_UNSPEAKABLE = re.compile(r"[^\w\s,.:!?'\u2019-]|_")


def speakable(text: str) -> str:
    """Return *text* as it is to be given to a voice: words and the marks that make it pause, and nothing else.

    An empty text means that there is nothing to say.
    """
    text = _CLOCK.sub(lambda found: _minutes(int(found[1]), int(found[2])), text)
    text = _LONG.sub(lambda found: _minutes(int(found[1]), int(found[2])), text)
    text = _RANGE.sub(" to ", _TIMES.sub(" times ", text))
    text = _MEASURE.sub(lambda found: _counted(found[1], _UNITS[found[2]]), text)
    text = _NUMBER.sub(lambda found: number_words(found[0]), text)
    text = _WORD.sub(lambda found: _spelt(found[0]), text)
    text = _UNSPEAKABLE.sub(" ", _BREAKS.sub(", ", text)).replace("\u2019", "'")
    text = _STRAY_HYPHEN.sub(" ", text)
    text = re.sub(r"\s+([,.:!?])", r"\1", " ".join(text.split()))
    text = re.sub(r"[,:]+(?=[,.:!?])|(?<=[.!?])[,:]", "", text).strip(" ,:-")
    return text if any(map(str.isalnum, text)) else ""


def number_words(number: str) -> str:
    """Return "twelve" for "12", "one point five" for "1.5"; from a thousand on digits stay digits."""
    whole, _, fraction = number.partition(".")
    if fraction:
        digits = " ".join(_ONES[int(digit)] for digit in fraction)
        return f"{number_words(whole)} point {digits}"
    value = int(whole)
    if value < len(_ONES):
        return _ONES[value]
    if value < _HUNDRED:
        tens, ones = divmod(value, 10)
        return _TENS[tens] + (f"-{_ONES[ones]}" if ones else "")
    if value < 10 * _HUNDRED:
        hundreds, rest = divmod(value, _HUNDRED)
        return f"{_ONES[hundreds]} hundred" + (f" and {number_words(str(rest))}" if rest else "")
    return whole


def _minutes(minutes: int, seconds: int) -> str:
    parts = [_counted(str(count), unit) for count, unit in ((minutes, "minute"), (seconds, "second")) if count]
    return " ".join(parts)


def _counted(number: str, unit: str) -> str:
    plural = "" if unit == "percent" or float(number) == 1 else "s"
    return f"{number_words(number)} {unit}{plural}"


def _spelt(word: str) -> str:
    if short := _SHORT_WORDS.get(word.lower()):
        return short
    return "-".join(SANSKRIT.get(part.lower(), part) for part in word.split("-"))
