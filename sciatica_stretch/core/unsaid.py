"""Which set-ups a voice has no time for, as far as that can be told before one has read them."""

from collections.abc import Iterator

from sciatica_stretch.core.fitting import fitted
from sciatica_stretch.core.speakable import speakable
from sciatica_stretch.core.speech import WORDS_A_SECOND, texts_of, wishes
from sciatica_stretch.core.timeline import Interval, Timeline


def unsaid(timeline: Timeline) -> Iterator[Interval]:
    """Yield the lead-ins whose set-up would not be said whole, not even briskly."""
    for index, interval in enumerate(timeline.intervals):
        if setup := speakable(interval.setup):
            wanted = wishes(timeline, index)
            lengths = {text: len(text.split()) / WORDS_A_SECOND for text in texts_of(wanted)}
            if setup not in " ".join(spoken.text for spoken in fitted(wanted, lengths)):
                yield interval
