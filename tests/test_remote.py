"""A session led from afar: by real sockets, in the fake world, and as the command is typed."""

import json
import os
import socket
import stat
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from fakes import Theatre
from plans import SHORT, hold, step, timeline
from test_cli import Desk, desk  # noqa: F401 - a fixture

from sciatica_stretch.core.cues import Tone
from sciatica_stretch.core.events import Ended, Ending, Halted, Held, Outcome, Reason
from sciatica_stretch.player.keyboard import Signal
from sciatica_stretch.player.remote import place
from sciatica_stretch.player.remote.caller import ask
from sciatica_stretch.player.remote.calls import Call, Command
from sciatica_stretch.player.remote.door import SocketDoor
from sciatica_stretch.player.remote.server import MOST_BYTES, MOST_CALLERS, Server

sockets = pytest.mark.skipif(sys.platform == "win32", reason="Python has no such sockets there")


# --- what the session makes of it


def answers(theatre: Theatre) -> list[dict[str, Any]]:
    return [json.loads(line) for line in theatre.door.answers]


def held(theatre: Theatre) -> list[Held]:
    return [effect for effect, _ in theatre.noted if isinstance(effect, Held)]


def test_a_session_is_paused_and_goes_on_from_afar() -> None:
    theatre = Theatre(SHORT, [(12.5, Command.PAUSE), (100.0, Command.PAUSE), (200.5, Command.RESUME)])

    result = theatre.play()

    assert result.outcome is Outcome.COMPLETED
    assert theatre.held == [each.seconds for each in SHORT.intervals]
    assert [each["done"] for each in answers(theatre)] == [True, False, True]
    assert [each["paused"] for each in answers(theatre)] == [True, True, False]
    assert "Paused from afar." in theatre.eyes.at(13.0)
    assert "Paused from afar." not in theatre.eyes.at(30.0)


def test_what_was_told_from_afar_goes_with_the_key_that_goes_on() -> None:
    theatre = Theatre(SHORT, [(12.5, Command.PAUSE), (14.0, "space")])

    theatre.play()

    assert "Paused from afar." in theatre.eyes.at(13.0)
    assert "Paused from afar." not in theatre.eyes.at(14.5)


def test_resume_does_nothing_while_it_runs_and_toggle_does_either() -> None:
    theatre = Theatre(SHORT, [(12.5, Command.RESUME), (13.5, Command.TOGGLE), (50.0, Command.TOGGLE)])

    theatre.play()

    assert [(each["done"], each["paused"]) for each in answers(theatre)] == [
        (False, False),
        (True, True),
        (True, False),
    ]


def test_next_back_extend_and_hurts_are_what_their_keys_are() -> None:
    script = [
        (1.5, Command.NEXT),
        (5.5, Command.EXTEND),
        (9.5, Command.BACK),
        (12.5, Command.HURTS),
        (13.0, Command.STOP),
    ]
    theatre = Theatre(SHORT, list(script))

    theatre.play()

    assert held(theatre)[:4] == [
        Held(0, 1.5, 0.0, Ending.SKIPPED),
        Held(1, 8.0, 15.0, Ending.RESTARTED),
        Held(1, 3.0, 0.0, Ending.HURT),
        Held(2, 0.5, 0.0, Ending.STOPPED),
    ]
    assert "More time, as told from afar." in theatre.eyes.at(6.0)
    assert "Stop a stretch if pain is sharp" in theatre.eyes.at(12.9)
    assert (12.5, Tone.EASE) in theatre.ears.heard


def test_stop_ends_it_at_once_without_a_question_and_is_noted_as_by_key() -> None:
    theatre = Theatre(SHORT, [(12.5, Command.STOP)])

    result = theatre.play()

    assert (result.outcome, result.signal) == (Outcome.STOPPED, None)
    assert theatre.noted[-1][0] == Ended(Outcome.STOPPED)
    assert answers(theatre) == [{"done": True, "ended": "stopped"}]


def test_the_answer_to_a_skip_of_the_last_part_is_that_the_session_is_done() -> None:
    theatre = Theatre(timeline(step("Fold", hold(30.0), transition=5.0)), [(10.0, Command.NEXT)])

    theatre.play()

    assert answers(theatre) == [{"done": True, "ended": "completed"}]


def test_status_tells_what_the_screen_shows_and_changes_nothing() -> None:
    theatre = Theatre(SHORT, [(40.5, Command.STATUS)])

    theatre.play()

    assert answers(theatre) == [
        {
            "done": False,
            "routine": "test",
            "title": "A test",
            "kind": "hold",
            "step": "fold",
            "stretch": "Fold",
            "side": "right",
            "set": 1,
            "sets": 1,
            "number": 2,
            "of": 3,
            "seconds_left": 26,
            "session_left": 64,
            "paused": False,
            "waiting": False,
        }
    ]
    assert theatre.clock.time == SHORT.seconds


def test_work_that_waits_begins_from_afar_and_is_told_of_as_waiting() -> None:
    line = timeline(step("Fold", hold(30.0), transition=5.0, wait=True))
    theatre = Theatre(line, [(60.0, Command.STATUS), (61.0, Command.PAUSE), (62.0, Command.RESUME)])

    theatre.play()

    assert [(each["done"], each["waiting"]) for each in answers(theatre)] == [
        (False, True),
        (False, True),
        (True, False),
    ]
    assert theatre.clock.time == 92.0


def test_what_was_asked_before_anyone_could_know_of_a_pause_does_not_end_it() -> None:
    theatre = Theatre(SHORT, [(12.5, "z"), (500.0, Command.TOGGLE), (510.0, Command.TOGGLE)])
    theatre.keyboard.stalls = {12.5: 600.0}

    theatre.play()

    assert [(each["done"], each["paused"]) for each in answers(theatre)] == [(False, True), (True, False)]
    assert [each for each, _ in theatre.noted if isinstance(each, Halted)] == [Halted(1, Reason.GAP)]


@pytest.mark.parametrize("command", [Command.STOP, Command.HURTS, Command.RESUME, Command.NEXT])
def test_what_was_asked_of_a_stopped_process_is_not_done_once_it_goes_on(command: Command) -> None:
    theatre = Theatre(SHORT, [(12.5, Signal.SUSPEND), (700.0, "space")])
    stop = theatre.keyboard.stop_process

    def stop_and_be_called() -> None:
        stop()
        theatre.door.knock(command)

    theatre.keyboard.stopped_for = 600.0
    theatre.keyboard.stop_process = stop_and_be_called  # type: ignore[method-assign]

    result = theatre.play()

    assert result.outcome is Outcome.COMPLETED
    assert theatre.held == [each.seconds for each in SHORT.intervals]
    assert [(each["done"], each["paused"]) for each in answers(theatre)] == [(False, True)]


def test_what_was_asked_of_a_process_that_somebody_else_stopped_is_not_done_either() -> None:
    theatre = Theatre(SHORT, [(500.0, Command.STOP), (510.0, "space")])
    theatre.keyboard.stalls = {12.0: 600.0}

    result = theatre.play()

    assert result.outcome is Outcome.COMPLETED
    assert [each["done"] for each in answers(theatre)] == [False]


def test_callers_that_never_end_do_not_keep_a_stopped_process_from_going_on() -> None:
    theatre = Theatre(SHORT, [(12.5, Signal.SUSPEND), (700.0, "space")])
    theatre.keyboard.stopped_for = 600.0
    one_call = theatre.door.calls

    def always_one_more() -> Sequence[Call]:
        theatre.door.knock(Command.STATUS)
        return one_call()

    theatre.door.calls = always_one_more  # type: ignore[method-assign]

    assert theatre.play().outcome is Outcome.COMPLETED


def test_a_question_on_the_screen_is_not_answered_from_afar() -> None:
    theatre = Theatre(SHORT, [(12.5, "q"), (13.5, Command.PAUSE), (14.5, Command.RESUME)])

    theatre.play()

    assert "Stop here?" in theatre.eyes.at(15.0)


def test_a_session_without_a_keyboard_can_be_paused_from_afar_and_stays_so() -> None:
    theatre = Theatre(SHORT, [(12.5, Command.PAUSE), (500.0, Command.RESUME)])

    theatre.play(keys=False)

    assert theatre.clock.time == SHORT.seconds + 487.5


def test_the_door_opens_behind_the_first_picture_and_is_shut_in_the_end() -> None:
    theatre = Theatre(SHORT, [(5.0, Signal.INTERRUPT)])
    opened_at: list[int] = []
    theatre.door.open = lambda: opened_at.append(len(theatre.eyes.pictures))  # type: ignore[method-assign]
    theatre.door.is_open = True

    theatre.play()

    assert opened_at == [1]
    assert not theatre.door.is_open


def test_that_nobody_can_call_is_said_on_the_screen() -> None:
    theatre = Theatre(SHORT)
    theatre.door.trouble = "stretch remote can't reach this session: Read-only file system"

    theatre.play()

    assert "Read-only file system" in theatre.eyes.at(1.0)
    assert theatre.eyes.told.count(theatre.door.trouble) == 1


# --- by a real socket


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "remote"


@pytest.fixture
def server(folder: Path) -> Iterator[Server]:
    with closing(Server(folder, "1")) as made:
        yield made


def called(server: Server, *, until: float = 2.0) -> list[Call]:
    """Wait as the loop does, and return the calls that come of it."""
    import selectors  # noqa: PLC0415

    deadline = time.monotonic() + until
    while time.monotonic() < deadline:
        with selectors.DefaultSelector() as selector:
            for each in server.filenos():
                selector.register(each, selectors.EVENT_READ)
            if not selector.select(0.05):
                continue
        if calls := [*server.calls()]:
            return calls
    return []


def caller(folder: Path, name: str = "1") -> socket.socket:
    return place.connect(place.path_of(folder, name), 2.0)


def read(caller: socket.socket) -> bytes:
    try:
        return caller.recv(65_536)
    except ConnectionError:
        return b""


@sockets
def test_the_socket_is_for_nobody_else(folder: Path, server: Server) -> None:
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "1.sock").stat().st_mode) == 0o600
    server.close()
    assert list(folder.iterdir()) == []


@sockets
@pytest.mark.parametrize("command", Command)
def test_a_word_comes_in_and_a_line_goes_out(folder: Path, server: Server, command: Command) -> None:
    with caller(folder) as who:
        who.sendall(f"{command}\n".encode())
        (call,) = called(server)
        call.answer('{"done": true}')

        assert call.command is command
        assert read(who) == b'{"done": true}\n'
        assert read(who) == b""
    assert len(server.filenos()) == 1


@sockets
def test_a_word_may_come_in_pieces(folder: Path, server: Server) -> None:
    with caller(folder) as who:
        for piece in ("pa", "u", "se"):
            who.sendall(piece.encode())
            assert called(server, until=0.1) == []
        who.sendall(b"\n")

        assert [call.command for call in called(server)] == [Command.PAUSE]


@sockets
@pytest.mark.parametrize(
    "sent",
    [b"explode\n", b"\n", b"\xff\xfe\n", b"pause" * 100, b"x" * 1_000_000, b"GET / HTTP/1.1\r\n\r\n", b"\0" * 200],
)
def test_what_is_no_command_is_answered_so_and_let_go(folder: Path, server: Server, sent: bytes) -> None:
    with caller(folder) as who:
        who.setblocking(False)  # a whole megabyte isn't taken
        who.send(sent)

        assert called(server, until=0.2) == []
        assert len(server.filenos()) == 1


@sockets
def test_who_says_nothing_or_hangs_up_is_no_trouble(folder: Path, server: Server) -> None:
    with caller(folder) as silent, caller(folder) as gone:
        gone.sendall(b"paus")
        gone.close()
        assert called(server, until=0.1) == []

        with caller(folder) as who:
            who.sendall(b"status\n")
            assert [call.command for call in called(server)] == [Command.STATUS]
        assert silent.fileno() > 0


@sockets
def test_who_never_reads_is_not_waited_for(folder: Path, server: Server) -> None:
    with ExitStack() as stack:
        for _ in range(20):
            who = stack.enter_context(caller(folder))
            who.sendall(b"status\n")
            (call,) = called(server)
            began = time.monotonic()
            call.answer("x" * 1_000_000)
            assert time.monotonic() - began < 1.0
    assert len(server.filenos()) == 1


@sockets
def test_of_many_callers_only_so_many_are_let_in_and_the_newest_are_heard(folder: Path, server: Server) -> None:
    with ExitStack() as stack:
        for _ in range(300):
            stack.enter_context(caller(folder))
            server.calls()
            assert len(server.filenos()) <= 1 + MOST_CALLERS

        who = stack.enter_context(caller(folder))
        who.sendall(b"next\n")
        assert [call.command for call in called(server)] == [Command.NEXT]


@sockets
def test_a_caller_gets_through_a_crowd(folder: Path, server: Server) -> None:
    crowd = Thread(target=_crowd, args=(folder,))
    crowd.start()
    heard: list[str | None] = []
    asking = Thread(target=lambda: heard.append(ask(place.path_of(folder, "1"), Command.STATUS, 10.0)))
    asking.start()
    while asking.is_alive():
        for call in called(server, until=0.1):
            call.answer('{"done": false}')
    server.close()
    crowd.join()

    assert heard == ['{"done": false}\n']


def _crowd(folder: Path) -> None:
    for _ in range(2000):
        try:
            place.connect(place.path_of(folder, "1"), 0.01).close()
        except FileNotFoundError:
            return
        except OSError:
            continue


@sockets
def test_a_socket_that_a_killed_session_left_is_recognised_and_taken_away(folder: Path) -> None:
    folder.mkdir()
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(folder / "99.sock"))

    assert [path.name for path in place.newest_first(folder)] == ["99.sock"]
    assert ask(folder / "99.sock", Command.STATUS, 1.0) is None
    assert place.newest_first(folder) == []


@sockets
def test_a_new_session_takes_the_name_of_a_dead_one(folder: Path) -> None:
    folder.mkdir()
    for name in ("7.sock", ".7"):
        with socket.socket(socket.AF_UNIX) as left:
            left.bind(str(folder / name))

    with closing(Server(folder, "7")) as made, caller(folder, "7") as who:
        who.sendall(b"pause\n")
        assert [call.command for call in called(made)] == [Command.PAUSE]


@sockets
def test_a_folder_with_a_path_too_long_for_an_address_will_do(tmp_path: Path) -> None:
    folder = tmp_path / ("a" * 60) / ("b" * 60)
    here = Path.cwd()

    with closing(Server(folder, "1")) as made, caller(folder) as who:
        who.sendall(b"back\n")
        assert [call.command for call in called(made)] == [Command.BACK]
    assert Path.cwd() == here


@sockets
def test_a_session_that_does_not_answer_is_not_waited_for(folder: Path, server: Server) -> None:
    with pytest.raises(TimeoutError):
        ask(place.path_of(folder, "1"), Command.STATUS, 0.2)
    assert server.filenos()


@sockets
def test_where_no_socket_can_be_made_the_door_says_why(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    door = SocketDoor(tmp_path / "file" / "remote", "1")

    door.open()

    assert door.trouble == "stretch remote can't reach this session: Not a directory"
    assert (list(door.filenos()), list(door.calls())) == ([], [])
    door.close()


def test_a_command_fits_well_into_what_is_read_of_a_caller() -> None:
    assert max(map(len, Command)) + 2 < MOST_BYTES


# --- as it is typed


STATUS = {
    "done": True,
    "routine": "sciatica-13",
    "title": "Thirteen minutes",
    "kind": "hold",
    "step": "half-pigeon",
    "stretch": "Half pigeon",
    "side": "right",
    "set": 1,
    "sets": 2,
    "number": 5,
    "of": 11,
    "seconds_left": 42,
    "session_left": 490,
    "paused": False,
    "waiting": False,
}
WHERE = "holding, Half pigeon, right side, set 1 of 2, 42s left"


def serve(server: Server, answer: dict[str, Any], heard: list[Command]) -> None:
    for call in called(server, until=10.0):
        heard.append(call.command)
        call.answer(json.dumps(answer))


@pytest.fixture
def sockets_folder(desk: Desk) -> Path:  # noqa: F811 - the fixture
    return desk.home / "state" / "remote"


def typed(desk: Desk, server: Server, answer: dict[str, Any], *words: str) -> tuple[str, list[Command]]:  # noqa: F811
    heard: list[Command] = []
    serving = Thread(target=serve, args=(server, answer, heard))
    serving.start()
    run = desk.type("remote", *words)
    serving.join()
    assert run.code == 0
    return run.out, heard


@sockets
@pytest.mark.parametrize(
    ("word", "change", "said"),
    [
        ("status", {}, f"sciatica-13, 5 of 11: {WHERE}. 8:10 of the session left."),
        ("pause", {"paused": True}, f"Paused: {WHERE}."),
        ("pause", {"paused": True, "done": False}, f"Nothing changed: paused, {WHERE}."),
        ("toggle", {}, f"Going on: {WHERE}."),
        ("next", {"kind": "switch", "sets": 1}, "On to: changing sides, Half pigeon, right side, 42s left."),
        ("back", {"paused": True, "side": None, "sets": 1}, "Still paused: holding, Half pigeon, 42s left."),
        ("next", {"waiting": True, "sets": 1}, "On to: waiting to begin, Half pigeon, right side, 42s left."),
    ],
)  # fmt: skip
def test_what_became_of_it_is_said_in_a_sentence(
    desk: Desk,  # noqa: F811
    sockets_folder: Path,
    word: str,
    change: dict[str, Any],
    said: str,
) -> None:
    with closing(Server(sockets_folder, "1")) as server:
        assert typed(desk, server, STATUS | change, word) == (f"{said}\n", [Command(word)])


@sockets
def test_the_end_is_said_too(desk: Desk, sockets_folder: Path) -> None:  # noqa: F811
    with closing(Server(sockets_folder, "1")) as server:
        assert typed(desk, server, {"done": True, "ended": "stopped"}, "stop")[0] == "Stopped.\n"
        assert "the session is done" in typed(desk, server, {"done": True, "ended": "completed"}, "next")[0]


@sockets
def test_programs_get_it_as_json(desk: Desk, sockets_folder: Path) -> None:  # noqa: F811
    with closing(Server(sockets_folder, "4711")) as server:
        out, _ = typed(desk, server, STATUS, "status", "--json")

    stands = {key: value for key, value in STATUS.items() if key != "done"}
    assert json.loads(out) == {"session": "4711", **stands, "others": []}


@sockets
def test_of_two_sessions_the_newest_is_meant_unless_one_is_named(desk: Desk, sockets_folder: Path) -> None:  # noqa: F811
    with closing(Server(sockets_folder, "1")) as older, closing(Server(sockets_folder, "2")) as newer:
        os.utime(sockets_folder / "1.sock", (1, 1))

        assert typed(desk, newer, STATUS, "pause")[1] == [Command.PAUSE]
        assert typed(desk, older, STATUS, "pause", "--session", "1")[1] == [Command.PAUSE]


@sockets
def test_a_dead_session_is_passed_over(desk: Desk, sockets_folder: Path) -> None:  # noqa: F811
    with closing(Server(sockets_folder, "1")) as server:
        with socket.socket(socket.AF_UNIX) as left:
            left.bind(str(sockets_folder / "2.sock"))

        assert typed(desk, server, STATUS, "pause")[1] == [Command.PAUSE]
    assert list(sockets_folder.iterdir()) == []


@sockets
def test_where_no_session_runs_it_says_so(desk: Desk) -> None:  # noqa: F811
    run = desk.type("remote", "pause")

    assert (run.code, run.out) == (66, "")
    assert run.err == "Error: No session is running.\nStart one with: stretch start NAME\n"


@sockets
def test_a_session_that_is_not_there_is_answered_with_those_that_are(desk: Desk, sockets_folder: Path) -> None:  # noqa: F811
    heard: list[Command] = []
    with closing(Server(sockets_folder, "1")) as server:
        serving = Thread(target=serve, args=(server, STATUS, heard))
        serving.start()
        run = desk.type("remote", "pause", "--session", "2")
        serving.join()

    assert run.code == 66
    assert run.err == "Error: No session '2' is running.\nThere is: 1.\n"
    assert heard == [Command.STATUS]


@sockets
def test_an_answer_that_makes_no_sense_is_no_traceback(desk: Desk, sockets_folder: Path) -> None:  # noqa: F811
    with closing(Server(sockets_folder, "1")) as server:
        serving = Thread(target=lambda: called(server, until=10.0)[0].answer("[1"))
        serving.start()
        run = desk.type("remote", "pause")
        serving.join()

    assert run.code == 66
    assert "makes no sense" in run.err


@pytest.mark.parametrize("word", ["sto", "st", "STOP", "quit", ""])
def test_only_the_whole_word_stops(desk: Desk, word: str) -> None:  # noqa: F811
    assert desk.type("remote", word).code == 2
