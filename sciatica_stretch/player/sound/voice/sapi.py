"""Windows's own voice, through PowerShell. Written from its manual, never run: reports are welcome."""

from functools import partial

from sciatica_stretch.player.sound.voice.command import record
from sciatica_stretch.player.sound.voice.voices import Reader

_ITS_OWN_RATE = 180  # words a minute at its rate 0; ten steps are three times as fast
_STEPS_FOR_THREE_TIMES = 10
_SCRIPT = """
Add-Type -AssemblyName System.Speech
[Console]::InputEncoding = [Text.Encoding]::UTF8
$voice = New-Object System.Speech.Synthesis.SpeechSynthesizer
$voice.Rate = {rate}
$format = New-Object System.Speech.AudioFormat.SpeechAudioFormatInfo(22050, 'Sixteen', 'Mono')
$voice.SetOutputToWaveFile('{path}', $format)
$voice.Speak([Console]::In.ReadToEnd())
$voice.Dispose()
"""


def reader(words_a_minute: int) -> Reader:
    """Return what reads lines aloud, with the voice that the person chose for the system."""
    from math import log  # noqa: PLC0415 - a Windows matter

    rate = round(_STEPS_FOR_THREE_TIMES * log(words_a_minute / _ITS_OWN_RATE) / log(3))

    def command(path: str) -> list[str]:
        script = _SCRIPT.format(rate=max(-10, min(10, rate)), path=path.replace("'", "''"))
        return ["powershell", "-NoProfile", "-NonInteractive", "-Command", script]

    return partial(record, command)
