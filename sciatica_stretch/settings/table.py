"""Every setting there is: its name, what it may be, what it is when nobody says anything, and what it does."""

from sciatica_stretch.core.frozen import frozen
from sciatica_stretch.settings.keys import ACTIONS, KeyList
from sciatica_stretch.settings.kinds import Choice, Kind, Switch, Value, Whole
from sciatica_stretch.settings.value import PREFIX, Settings

PLAYERS = (
    "simpleaudio",
    "pulse",
    "pw-play",
    "paplay",
    "aplay",
    "afplay",
    "winsound",
)  # a test holds them to the player's own
VOICES = ("natural", "say", "sapi", "espeak", "espeak-ng")  # likewise
_DEFAULTS = Settings()
_SWITCH = Switch()
_KEYS = KeyList()
_ACTION_DOES = {
    "pause": "Keys that pause, and go on.",
    "skip": "Keys that skip to the next part.",
    "back": "Keys that go back to the start of a part; twice: to the part before.",
    "extend": "Keys that give more time.",
    "hurts": "Keys that say that it hurts: the stretch ends.",
    "stop": "Keys that stop the session, after a question.",
    "help": "Keys that show the keys.",
}


@frozen
class Setting:
    """One setting; *does* is a sentence for the person."""

    name: str  # in the file: with a dot, what stands before it is a table
    kind: Kind
    does: str

    @property
    def default(self) -> Value:
        """Return what it is while nobody says anything, as a person would say it."""
        table, _, key = self.name.rpartition(".")
        value = getattr(_DEFAULTS, table)[key] if table else getattr(_DEFAULTS, key)
        return "none" if value is None else value

    @property
    def variable(self) -> str:
        """Return what it is called in the environment: `keys.pause` is STRETCH_KEYS_PAUSE."""
        return PREFIX + self.name.upper().replace(".", "_")

    @property
    def example(self) -> Value:
        """Return a value for a hint: the default, and of a list no more than shows how it is written."""
        return self.default[:2] if isinstance(self.default, tuple) else self.default


TABLE = (
    Setting(
        "sound",
        Choice(("auto", *PLAYERS, "bell", "off")),
        "What plays the tones: the first player that works, one of them by its name, the terminal's bell, or nothing.",
    ),
    Setting("volume", Whole(0, 100), "How loud tones and voice are; 0 is silence."),
    Setting(
        "voice",
        Choice(("auto", *VOICES, "off")),
        "Who says what comes next: the best voice there is, one by its name, or nobody.",
    ),
    Setting("voice_rate", Whole(80, 300), "How fast the voice speaks, in words a minute."),
    Setting(
        "primer",
        Choice(("auto", "on", "off")),
        "A short quiet tone that wakes headphones before anything is said; auto: where they are Bluetooth.",
    ),
    Setting("lower_others", _SWITCH, "Lower what else is playing while something is said."),
    Setting(
        "first",
        Choice(("affected", "left", "right", "none")),
        "The side to begin with: the one that is affected, the left or the right one, or as the routine has it (none).",
    ),
    Setting("affected", Choice(("left", "right", "none")), "The side that is affected, if one is."),
    Setting("wait", _SWITCH, "Wait for a key before each stretch."),
    Setting("theme", Choice(("auto", "dark", "light", "contrast")), "The colours of the picture."),
    Setting("figure", _SWITCH, "Draw the figure that shows the pose."),
    Setting("smooth", _SWITCH, "Draw the figure smoothly, where the terminal can and the extra pictures is installed."),
    Setting("calm", _SWITCH, "Move nothing in the picture but the digits."),
    Setting("flip", _SWITCH, "Turn the digits upside down, for somebody hanging in downward dog."),
    Setting("rating", _SWITCH, "Ask before and after a session how it hurts."),
    Setting("weekly_goal", Whole(1, 99), "How many sessions keep a week, in stretch stats."),
    Setting("awake", _SWITCH, "Keep the computer awake while the session runs."),
    Setting("any_key_wakes", _SWITCH, "Go on after a pause on any key, and not only on those that pause."),
    *(Setting(f"keys.{action}", _KEYS, _ACTION_DOES[action]) for action in ACTIONS),
)
BY_NAME = {setting.name: setting for setting in TABLE}
