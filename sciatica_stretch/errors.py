"""What can go wrong for a person: one sentence, what to do about it, an exit code a kind.

The codes are those of BSD's sysexits.h, so that a script can tell the kinds apart.
"""

USAGE = 2  # the command line, as click has it
BAD_ROUTINE = 65  # EX_DATAERR
NOT_FOUND = 66  # EX_NOINPUT
STORAGE = 74  # EX_IOERR


class StretchError(Exception):
    """A mistake or a mishap that a person can do something about.

    *message* is one sentence without "Error:"; *hint* says what to do, or is empty.
    """

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(StretchError):
    """The words on the command line do not fit the routine they are for."""

    exit_code = USAGE


class UnknownRoutineError(StretchError):
    """No routine has that name, or no file has that path."""

    exit_code = NOT_FOUND


class UnknownSessionError(StretchError):
    """No session in the log has that id, or more than one begins so."""

    exit_code = NOT_FOUND


class NoSessionError(StretchError):
    """No session runs that could be told anything, or it doesn't answer."""

    exit_code = NOT_FOUND


class NothingToResumeError(StretchError):
    """No session was cut off that could go on."""

    exit_code = NOT_FOUND


class BadRoutineError(StretchError):
    """A routine file that can't be used; the message holds all its problems."""

    exit_code = BAD_ROUTINE


class StorageError(StretchError):
    """The disk said no."""

    exit_code = STORAGE


class NotFoundError(StretchError):
    """There is no such file or folder, or nothing of its kind in it."""

    exit_code = NOT_FOUND


class UnreadableError(StretchError):
    """A file from elsewhere of which nothing can be used."""

    exit_code = BAD_ROUTINE
