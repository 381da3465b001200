"""All settings as one value, for whoever asks no more than what is in force."""

from collections.abc import Mapping

from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.core.side import Side


@frozen(kw_only=True)
class Settings:
    """What is in force; settings/table.py says of each what it does, and which values it may have."""

    sound: str
    volume: int
    voice: str
    voice_rate: int
    primer: str
    lower_others: bool
    first: Side | None  # None: as the routine has it
    affected: Side | None
    wait: bool
    theme: str
    figure: bool
    calm: bool
    flip: bool
    rating: bool
    weekly_goal: int
    awake: bool
    any_key_wakes: bool
    keys: Mapping[str, tuple[str, ...]]  # by action; each key stands once
