"""Sounds through libpulse, the library of PulseAudio, and so to PipeWire in its place. Runs in the child process only.

It is driven without its threads and callbacks: the thread that plays a sound lets it work, and looks at the states. Its
simple API would start a thread for each sound, and wake up forty times.

Each thread keeps its connection to the server, which is found dead when it is next used; each sound opens a stream of
its own, for a stream held open may go silent without an error.
"""

import sys
import threading
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
_ACK_SECONDS = 0.1  # after a sound's end, where the sink's buffer is short
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
    "pa_mainloop_free": (None, (c_void_p,)),
    "pa_mainloop_get_api": (c_void_p, (c_void_p,)),
    "pa_mainloop_prepare": (c_int, (c_void_p, c_int)),
    "pa_mainloop_poll": (c_int, (c_void_p,)),
    "pa_mainloop_dispatch": (c_int, (c_void_p,)),
    "pa_context_new": (c_void_p, (c_void_p, c_char_p)),
    "pa_context_connect": (c_int, (c_void_p, c_char_p, c_int, c_void_p)),
    "pa_context_get_state": (c_int, (c_void_p,)),
    "pa_context_errno": (c_int, (c_void_p,)),
    "pa_context_is_pending": (c_int, (c_void_p,)),
    "pa_context_disconnect": (None, (c_void_p,)),
    "pa_context_unref": (None, (c_void_p,)),
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


class _Connection:
    """One thread's connection to the sound server."""

    def __init__(self) -> None:
        self._pulse = _library()
        self._loop = self._pulse.pa_mainloop_new()
        self._context = self._pulse.pa_context_new(self._pulse.pa_mainloop_get_api(self._loop), OURS.encode())
        self._until = 0.0

    def open(self, until: float) -> None:
        """Have it stand, by the instant *until* at the latest. Raise PlayError or TimeoutError."""
        self._until = until
        if self._state == _READY:
            return
        if self._pulse.pa_context_connect(self._context, None, 0, None) < 0:
            raise self._error()
        self._work_while(lambda: self._state not in {_READY, _FAILED, _TERMINATED})
        if self._state != _READY:
            raise self._error()

    def look(self) -> bool:
        """Send what waits to be sent and take in what came; return whether the connection still stands. Never waits."""
        while self._work(0):
            pass
        return bool(self._state == _READY)

    def close(self) -> None:
        """Let go of it, and of whatever still plays through it."""
        self._pulse.pa_context_disconnect(self._context)
        self._pulse.pa_context_unref(self._context)
        self._pulse.pa_mainloop_free(self._loop)

    def play(self, sound: _Sound, seconds: float, stop: Stop, until: float) -> None:
        """Play *sound* to its end, or until *stop* is pulled. Raise PlayError or TimeoutError.

        Nobody looks before the *seconds* are over: each look would be a wake-up.
        """
        self._until = until
        with self._stream(sound) as stream:
            if self._pulse.pa_stream_write(stream, sound.samples, len(sound.samples), None, 0, 0) < 0:
                raise self._error()
            self._work_while(lambda: self._pulse.pa_context_is_pending(self._context) > 0)
            with self._drain(stream) as drained:
                self.look()
                if stop.pulled.wait(seconds + _ACK_SECONDS):
                    return
                self._work_while(lambda: self._pulse.pa_operation_get_state(drained) == _RUNNING)
                if self._pulse.pa_operation_get_state(drained) != _DONE or self._errno:
                    raise self._error()

    @contextmanager
    def _drain(self, stream: int) -> Iterator[int]:
        drained = self._pulse.pa_stream_drain(stream, None, None)
        if not drained:
            raise self._error()
        try:
            yield drained
        finally:
            self._pulse.pa_operation_unref(drained)

    @contextmanager
    def _stream(self, sound: _Sound) -> Iterator[int]:
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
            self._work_while(lambda: pulse.pa_stream_get_state(stream) == _CREATING)
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

    def _work_while(self, condition: Callable[[], object]) -> None:
        while condition():
            left = self._until - time.monotonic()
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


class _Kept(threading.local):
    """What a thread keeps from one sound to the next."""

    connection: _Connection | None = None


_kept = _Kept()


def play(path: Path, seconds: float, stop: Stop) -> None:
    """Play the WAV file at *path*, *seconds* long, or until *stop* is pulled. Raise PlayError or TimeoutError."""
    until = time.monotonic() + seconds + GRACE_SECONDS
    with _connection(until) as connection:
        connection.play(_read(path), seconds, stop, until)


@contextmanager
def _connection(until: float) -> Iterator[_Connection]:
    """Have this thread's connection, and keep it if all goes well. Raise PlayError or TimeoutError."""
    connection, _kept.connection = _kept.connection, None
    if connection and not connection.look():
        connection.close()
        connection = None
    connection = connection or _Connection()
    try:
        connection.open(until)
        yield connection
    except BaseException:
        connection.close()
        raise
    _kept.connection = connection


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
