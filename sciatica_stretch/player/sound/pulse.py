"""Sounds through libpulse, the library of PulseAudio, and so to PipeWire in its place. Runs in the child process only.

It is driven without its threads and callbacks: whoever plays a sound lets it work, and looks at the states. Its
simple API would start a thread for each sound, and wake up forty times.

The connection to the server is kept, and found dead when it is next used; each sound opens a stream of its own, for a
stream held open may go silent without an error.
"""

import sys
import time
import wave
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import (
    CDLL,
    POINTER,
    PyDLL,
    Structure,
    byref,
    c_char_p,
    c_int,
    c_int64,
    c_size_t,
    c_uint8,
    c_uint32,
    c_void_p,
)
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

from sciatica_stretch.player.sound.played import GRACE_SECONDS, PlayError, Stop
from sciatica_stretch.player.sound.players import LIBPULSE, OURS

_READY, _FAILED, _TERMINATED = 4, 5, 6  # of a connection
_CREATING, _STREAM_READY = 1, 2  # of a stream
_RUNNING, _DONE = 0, 1  # of an operation
_SERVERS_CHOICE = 0xFFFF_FFFF
_MOST_BYTES = 4 << 20  # that a server holds of one stream
_SINK_SECONDS = 2.0  # the deepest buffer of a sink
_LOOK_SECONDS = 0.5  # after a sound's end, where the sink's buffer is short; mostly one look serves several sounds
_LOOK_AGAIN_SECONDS = 0.8
_AT_ONCE_BYTES = 32_768  # that a socket takes
_QUIET_MICROSECONDS = 5_000  # with nothing to do, and all has been sent
_SAMPLE_BYTES = 2


class _Format(Structure):
    _fields_ = (("format", c_int), ("rate", c_uint32), ("channels", c_uint8))


class _Buffer(Structure):
    _fields_ = tuple((name, c_uint32) for name in ("maxlength", "tlength", "prebuf", "minreq", "fragsize"))


class _Sound(NamedTuple):
    samples: bytes
    rate: int
    channels: int


_FUNCTIONS = {  # what each returns and takes
    "pa_mainloop_new": (c_void_p, ()),
    "pa_mainloop_get_api": (c_void_p, (c_void_p,)),
    "pa_mainloop_prepare": (c_int, (c_void_p, c_int)),
    "pa_mainloop_poll": (c_int, (c_void_p,)),
    "pa_mainloop_dispatch": (c_int, (c_void_p,)),
    "pa_context_new": (c_void_p, (c_void_p, c_char_p)),
    "pa_context_connect": (c_int, (c_void_p, c_char_p, c_int, c_void_p)),
    "pa_context_get_state": (c_int, (c_void_p,)),
    "pa_context_errno": (c_int, (c_void_p,)),
    "pa_context_is_pending": (c_int, (c_void_p,)),
    "pa_stream_new": (c_void_p, (c_void_p, c_char_p, POINTER(_Format), c_void_p)),
    "pa_stream_connect_playback": (c_int, (c_void_p, c_char_p, POINTER(_Buffer), c_int, c_void_p, c_void_p)),
    "pa_stream_get_state": (c_int, (c_void_p,)),
    "pa_stream_write": (c_int, (c_void_p, c_char_p, c_size_t, c_void_p, c_int64, c_int)),
    "pa_stream_drain": (c_void_p, (c_void_p, c_void_p, c_void_p)),
    "pa_stream_disconnect": (c_int, (c_void_p,)),
    "pa_stream_unref": (None, (c_void_p,)),
    "pa_operation_get_state": (c_int, (c_void_p,)),
    "pa_operation_unref": (None, (c_void_p,)),
    "pa_strerror": (c_char_p, (c_int,)),
}
_MAY_WAIT = {"pa_context_connect", "pa_mainloop_poll"}  # the first may start a server


class Pulse:
    """Plays through one connection to the sound server, in one thread."""

    def __init__(self) -> None:
        self._connection: _Connection | None = None

    def play(self, path: Path, seconds: float, stop: Stop) -> Iterator[float]:
        """Play the WAV file at *path*, *seconds* long, or until *stop* is pulled. Raise PlayError or TimeoutError.

        Yield when to look after it; nobody need look before, for each look would be a wake-up.
        """
        until = time.monotonic() + seconds + GRACE_SECONDS
        if not self._connection or not self._connection.look():
            self._connection = _Connection(until)  # and sounds that still play through the old one have failed
        yield from self._connection.play(_read(path), seconds, stop, until)


class _Connection:
    """A connection that stands, by the instant *until* at the latest. Raise PlayError or TimeoutError."""

    def __init__(self, until: float) -> None:
        self._draining = 0  # sounds whose end the server has been asked to tell
        self._pulse = _library()
        self._loop = self._pulse.pa_mainloop_new()
        self._context = self._pulse.pa_context_new(self._pulse.pa_mainloop_get_api(self._loop), OURS.encode())
        if self._pulse.pa_context_connect(self._context, None, 0, None) < 0:
            raise self._error()
        self._work_while(lambda: self._state not in {_READY, _FAILED, _TERMINATED}, until)
        if self._state != _READY:
            raise self._error()

    def look(self) -> bool:
        """Send what waits to be sent and take in what came; return whether the connection still stands. Never waits."""
        while self._work(0):
            pass
        return bool(self._state == _READY)

    def play(self, sound: _Sound, seconds: float, stop: Stop, until: float) -> Iterator[float]:
        """Play *sound* to its end, as `Pulse.play`."""
        with self._stream(sound, until) as stream:
            if self._pulse.pa_stream_write(stream, sound.samples, len(sound.samples), None, 0, 0) < 0:
                raise self._error()
            self._send_off(len(sound.samples), until)
            with self._drain(stream) as drained:
                self.look()
                look_at = time.monotonic() + seconds + _LOOK_SECONDS
                while not stop.pulled.is_set() and not self._is_over(stream, drained):
                    if (now := time.monotonic()) >= until:
                        raise TimeoutError
                    look_at = look_at if now < look_at else now + _LOOK_AGAIN_SECONDS
                    yield min(look_at, until)

    def _send_off(self, size: int, until: float) -> None:
        """Have the server get the *size* bytes written: where it can't share our memory they go through a socket."""
        if not self._draining:
            self._work_while(lambda: self._pulse.pa_context_is_pending(self._context) > 0, until)
        elif size > _AT_ONCE_BYTES:  # and the connection is pending for the others' sake
            while self._work(_QUIET_MICROSECONDS):
                pass
        else:
            self.look()

    def _is_over(self, stream: int, drained: int) -> bool:
        self.look()
        state = self._pulse.pa_operation_get_state(drained)
        if state == _RUNNING:
            return False
        if state != _DONE or self._pulse.pa_stream_get_state(stream) != _STREAM_READY:
            raise self._error()
        return True

    @contextmanager
    def _drain(self, stream: int) -> Iterator[int]:
        drained = self._pulse.pa_stream_drain(stream, None, None)
        if not drained:
            raise self._error()
        self._draining += 1
        try:
            yield drained
        finally:
            self._draining -= 1
            self._pulse.pa_operation_unref(drained)

    @contextmanager
    def _stream(self, sound: _Sound, until: float) -> Iterator[int]:
        """Have a stream that begins to play when all has been written, and asks for no more.

        Were it to begin at once, a sink with a deep buffer would have taken in all of it before it is asked to drain,
        would say that it has, and what is not heard yet would go with the stream.
        """
        pulse = self._pulse
        stream = pulse.pa_stream_new(self._context, OURS.encode(), byref(_format(sound)), None)
        if not stream:
            raise self._error()
        try:
            if pulse.pa_stream_connect_playback(stream, None, byref(_buffer(sound)), 0, None, None) < 0:
                raise self._error()
            self._work_while(lambda: pulse.pa_stream_get_state(stream) == _CREATING, until)
            if pulse.pa_stream_get_state(stream) != _STREAM_READY:
                raise self._error()
            yield stream
        finally:
            pulse.pa_stream_disconnect(stream)
            pulse.pa_stream_unref(stream)
            self.look()

    @property
    def _state(self) -> int:
        return int(self._pulse.pa_context_get_state(self._context))

    @property
    def _errno(self) -> int:
        return int(self._pulse.pa_context_errno(self._context))

    def _work_while(self, condition: Callable[[], object], until: float) -> None:
        while condition():
            left = until - time.monotonic()
            if left <= 0:
                raise TimeoutError
            self._work(round(left * 1_000_000))

    def _work(self, microseconds: int) -> int:
        """Let the library do what is to be done, after waiting that long for it; return how much it was."""
        if (
            self._pulse.pa_mainloop_prepare(self._loop, microseconds) < 0
            or self._pulse.pa_mainloop_poll(self._loop) < 0
        ):
            raise PlayError("its loop ended")
        return int(self._pulse.pa_mainloop_dispatch(self._loop))

    def _error(self) -> PlayError:
        return PlayError(self._pulse.pa_strerror(self._errno).decode(errors="replace"))


@cache
def _library() -> SimpleNamespace:
    """Return libpulse's functions; only those that may wait let go of the interpreter's lock, for which others wait."""
    try:
        waiting, quick = CDLL(LIBPULSE), PyDLL(LIBPULSE)
    except OSError as error:
        raise PlayError(str(error)) from None
    pulse = SimpleNamespace()
    for name, (returns, takes) in _FUNCTIONS.items():
        function = getattr(waiting if name in _MAY_WAIT else quick, name)
        function.restype, function.argtypes = returns, takes
        setattr(pulse, name, function)
    return pulse


def _read(path: Path) -> _Sound:
    with wave.open(str(path)) as file:
        return _Sound(file.readframes(file.getnframes()), file.getframerate(), file.getnchannels())


def _format(sound: _Sound) -> _Format:
    return _Format(3 if sys.byteorder == "little" else 4, sound.rate, sound.channels)  # 16 bits


def _buffer(sound: _Sound) -> _Buffer:
    """Return the buffer that holds all of *sound*, and leaves the sink's as long as it is: else it wakes up often."""
    most = len(sound.samples)
    target = 2 * most + round(2 * _SINK_SECONDS * sound.rate) * sound.channels * _SAMPLE_BYTES
    return _Buffer(_MOST_BYTES, min(target, _MOST_BYTES), _SERVERS_CHOICE, most, _SERVERS_CHOICE)
