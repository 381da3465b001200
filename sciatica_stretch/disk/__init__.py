"""What files need of the operating system beyond open().

A person's log is health data, and their routines are their own: folders made here are theirs alone (0700), and so
are files (0600). Windows has neither these modes nor a way to fsync a folder; what it keeps private is the profile
folder around them. Every function may raise OSError.
"""

from sciatica_stretch.disk.adding import append, append_to, create, is_gone, rewrite
from sciatica_stretch.disk.reading import MAX_LINE_BYTES, Lines, lines, opened, size
from sciatica_stretch.disk.system import TO_APPEND, lock, make_folder, sync, sync_folder, try_lock, unlock
from sciatica_stretch.disk.whole import move, put, put_new, remove, replace

__all__ = [
    "MAX_LINE_BYTES",
    "TO_APPEND",
    "Lines",
    "append",
    "append_to",
    "create",
    "is_gone",
    "lines",
    "lock",
    "make_folder",
    "move",
    "opened",
    "put",
    "put_new",
    "remove",
    "replace",
    "rewrite",
    "size",
    "sync",
    "sync_folder",
    "try_lock",
    "unlock",
]
