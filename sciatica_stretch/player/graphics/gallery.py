"""The smooth pictures of a session: drawn by a child process before they are needed, and hung where the figure is.

Nothing here waits. The terminal is asked what it can, and answers when it likes; a picture is asked for as soon as it
is known that it will be needed, and where it isn't there in time, the one before stays for a moment, or the figure is
drawn in cells.
"""

import os
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from sciatica_stretch.player.children.process import Child, ours
from sciatica_stretch.player.figure.drawing import MIN_COLUMNS, MIN_ROWS
from sciatica_stretch.player.figure.moving import Posture
from sciatica_stretch.player.frame import Picture
from sciatica_stretch.player.graphics.orders import LAST, Order, ordered
from sciatica_stretch.player.graphics.projectors import KittyPictures, Projector, Sixels
from sciatica_stretch.player.graphics.terminal import ABOUT_CELLS, QUESTION, Answers, Cell, Protocol
from sciatica_stretch.player.look import Look

_CHILD = "sciatica_stretch.player.graphics.child"
_FOLDER = "pictures"
_UNDER_WAY = 12  # pictures that the child has been asked for: others may become more urgent
_LATE_PICTURES = 3  # for which the one before may stand: a second of a move
_FAILURES = 3  # and there will be no more pictures
_KEPT = 64  # pictures in memory, some ten thousand bytes each


class Gallery:
    """The pictures for one terminal; *launch* starts the child that draws for its protocol into *folder*.

    *cell* is what the system knows of the size of a cell, for terminals that don't tell it themselves.
    """

    def __init__(self, launch: Callable[[Protocol], Child], folder: Path, cell: Callable[[], Cell | None]) -> None:
        self._launch = launch
        self._folder = folder
        self._cell_by_system = cell
        self._answers = Answers()
        self._failures = 0
        self._child: Child | None = None
        self._projector: Projector | None = None
        self._scene: object = None  # what the orders follow from
        self._orders: list[Order] = []  # still to be handed over
        self._under_way: deque[Order] = deque()
        self._files: dict[Order, str] = {}
        self._numbers: dict[Order, int] = {}
        self._pictures: OrderedDict[Order, Picture] = OrderedDict()
        self._hung: Order | None = None
        self._missing: Order | None = None
        self._late = 0  # how many were missing one after the other

    @property
    def is_closed(self) -> bool:
        """True when there will be no more pictures."""
        return self._failures >= _FAILURES or (self._answers.complete and not self._answers.protocol)

    @property
    def projector(self) -> Projector | None:
        """What gets pictures onto this terminal; None while that isn't known."""
        if not self._projector and (protocol := self._answers.protocol):
            self._projector = KittyPictures(os.getpid() * 1000) if protocol is Protocol.KITTY else Sixels()
        return self._projector

    def question(self) -> str:
        """Return what is to be asked: of a window that has changed only how large its cells are now."""
        if self.is_closed:
            return ""
        asked = self._answers.complete
        self._answers.cell = None
        return ABOUT_CELLS if asked else QUESTION

    def hear(self, answer: str) -> bool:
        """Take in what the terminal says; return whether a picture isn't there that was thought to be."""
        self._answers.hear(answer)
        refused, self._answers.refused = self._answers.refused, None
        if refused is not None:
            self.fail()
        return refused is not None

    def fail(self) -> None:
        """Count a picture that didn't get to the terminal, or wasn't drawn; after some there are no more."""
        self._failures += 1

    def picture(
        self, posture: Posture, columns: int, rows: int, coming: Callable[[], Iterable[Posture]], scene: object
    ) -> Picture | None:
        """Return what covers *columns* by *rows* cells; None where it isn't there.

        As long as *scene* is the same, so is what is *coming*.
        """
        cell = self._answers.cell or (self._cell_by_system() if self._answers.complete else None)
        protocol = self._answers.protocol
        self.attend()
        if self.is_closed or not cell or not protocol or columns < MIN_COLUMNS or rows < MIN_ROWS:
            return None
        order = ordered(posture, columns, rows, cell, protocol)
        if (now := (scene, columns, rows, cell)) != self._scene:
            self._scene = now
            self._orders = [ordered(each, columns, rows, cell, protocol) for each in coming()]
        if order not in self._files and order not in self._under_way and self._orders[:1] != [order]:
            self._orders.insert(0, order)
        self._send(protocol)
        return self._there(order) or self._still_there(order)

    def filenos(self) -> list[int]:
        """Return what becomes readable when a picture is there that was needed and wasn't."""
        number = self._child.fileno() if self._child and self._missing else None
        return [] if number is None else [number]

    def attend(self) -> None:
        """Take in what was drawn. Never waits."""
        if not self._child:
            return
        for line in self._child.lines():
            match line.split(" ", 1):
                case ["ready", file] if self._under_way:
                    self._files[self._under_way.popleft()] = file
                case ["failed", _] if self._under_way:
                    self._under_way.popleft()
                    self.fail()
                case _:
                    pass  # a library's chatter
        if self._child.ended:
            self._failures = _FAILURES
        if self.is_closed:
            self.leave()

    def leave(self) -> None:
        """Let the child go; what it was asked for is asked for again when it is needed."""
        if self._child:
            self._child.let_go()
        self._child, self._scene, self._hung, self._missing = None, None, None, None
        self._under_way.clear()

    def _send(self, protocol: Protocol) -> None:
        """Hand over the next orders."""
        try:
            while self._orders and len(self._under_way) < _UNDER_WAY:
                order = self._orders.pop(0)
                if order in self._files or order in self._under_way:
                    continue
                if not self._child:
                    self._child = self._launch(protocol)
                self._child.send(order.line)
                self._under_way.append(order)
        except OSError:  # it can't be started, is gone, or reads no more
            self._failures = _FAILURES
            self.leave()

    def _there(self, order: Order) -> Picture | None:
        """Return the picture that was ordered, if it is there."""
        if not (picture := self._pictures.get(order)) and not (picture := self._fetched(order)):
            return None
        self._pictures[order] = picture
        self._pictures.move_to_end(order)
        if len(self._pictures) > _KEPT:
            self._pictures.popitem(last=False)
        self._hung, self._missing, self._late = order, None, 0
        return picture

    def _still_there(self, order: Order) -> Picture | None:
        """Return the picture before, for a moment, if it shows the same pose and is as large."""
        self._late += order != self._missing
        before, self._missing = self._hung, order
        if not before or self._late > _LATE_PICTURES or not before.is_like(order):
            self._hung = None
            return None
        return self._pictures.get(before)

    def _fetched(self, order: Order) -> Picture | None:
        """Return a picture from its file, if that is there; who empties the cache has it drawn again."""
        if not (file := self._files.get(order)):
            return None
        try:
            content = (self._folder / file).read_text(encoding="ascii")
        except (OSError, UnicodeDecodeError):
            content = ""
        if not content.endswith(LAST):
            self._files.clear()
            self._scene = None
            self.fail()
            return None
        number = self._numbers.setdefault(order, len(self._numbers) + 1)
        return Picture(number, order.columns, order.rows, content.removesuffix(LAST))


def gallery(cache: Path, look: Look, environ: Mapping[str, str], cell: Callable[[], Cell | None]) -> Gallery:
    """Return the gallery for a session that looks so, its pictures kept in *cache*."""
    folder = cache.absolute() / _FOLDER

    def start(protocol: Protocol) -> Child:
        way = "turned" if look.flip else "upright"
        return ours(_CHILD, protocol, look.theme, way, str(folder), environ=environ)

    return Gallery(start, folder, cell)
