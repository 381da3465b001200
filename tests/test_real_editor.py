"""The schema in a real editor's hands: the YAML language server, asked over its standard streams as editors do.

It comes from npm, once, into pytest's cache. Without npm, or without its registry, the test is skipped.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from sciatica_stretch import disk
from sciatica_stretch.library import schema

pytestmark = pytest.mark.real

ROUTINE = """\
title: Tea break
steps:
  - name: Calf stretch
    hold: 30 sec
    transitoin: 15s
    |
  - name: Heel raise
    reps: 90
    tempo: {up: 1:30}
    setup: no
    cues:
      |
""".replace("|", "")  # where the cursor is put


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest) -> Path:
    """The language server's program, installed unless it is there already."""
    npm = shutil.which("npm")
    if not npm:
        pytest.skip("npm is not installed")
    folder = Path(request.config.cache.mkdir("yaml-language-server"))
    program = folder / "node_modules" / ".bin" / "yaml-language-server"
    lock = os.open(folder / "lock", disk.TO_APPEND | os.O_CREAT, 0o600)
    try:
        disk.lock(lock)  # other tests of this run may be at it, too
        if not program.exists():
            command = [npm, "install", "--prefix", str(folder), "--no-audit", "--no-fund", "yaml-language-server@1"]
            run = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
            if run.returncode:
                pytest.skip(f"npm can't install yaml-language-server: {run.stderr.strip()[-200:]}")
    finally:
        os.close(lock)
    return program


class Editor:
    """A client of the language server with one file open."""

    def __init__(self, program: Path, path: Path) -> None:
        self._process = subprocess.Popen([program, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._asked = 0
        self._uri = path.as_uri()
        self.diagnostics: list[dict[str, Any]] | None = None
        self.ask("initialize", processId=None, rootUri=path.parent.as_uri(), capabilities={})
        self._send(method="initialized", params={})
        document = {"uri": self._uri, "languageId": "yaml", "version": 1, "text": path.read_text("utf-8")}
        self._send(method="textDocument/didOpen", params={"textDocument": document})

    def ask(self, method: str, **params: Any) -> Any:
        self._asked += 1
        self._send(id=self._asked, method=method, params=params)
        while (message := self._receive()).get("id") != self._asked or "method" in message:
            pass
        return message["result"]

    def at(self, method: str, line: int, character: int) -> Any:
        position = {"line": line, "character": character}
        return self.ask(f"textDocument/{method}", textDocument={"uri": self._uri}, position=position)

    def wait_for_diagnostics(self) -> list[dict[str, Any]]:
        while not self.diagnostics:
            self._receive()
        return self.diagnostics

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()

    def _send(self, **message: Any) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self._process.stdin.flush()

    def _receive(self) -> dict[str, Any]:
        assert self._process.stdout
        length = 0
        while line := self._process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        message: dict[str, Any] = json.loads(self._process.stdout.read(length))
        if message.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics = message["params"]["diagnostics"]
        elif "method" in message and "id" in message:  # it wants to know our settings, or the like
            self._send(id=message["id"], result=None)
        return message


@pytest.fixture
def editor(server: Path, tmp_path: Path) -> Iterator[Editor]:
    """An editor with `ROUTINE` open, its first line written as `stretch new` writes it."""
    folder = tmp_path / "my routines"
    path = folder / "tea.yaml"
    path.parent.mkdir()
    schema.put_beside(folder)
    path.write_text(f"{schema.FIRST_LINE}\n{ROUTINE}", "utf-8")
    with closing(Editor(server, path)) as editor:
        yield editor


def test_an_editor_marks_mistakes_explains_keys_and_completes_them(editor: Editor) -> None:
    hover = editor.at("hover", 4, 5)["contents"]["value"]
    keys = {item["label"] for item in editor.at("completion", 6, 4)["items"]}
    moments = {item["label"] for item in editor.at("completion", 12, 6)["items"]}
    marked = [(each["range"]["start"]["line"], each["message"]) for each in editor.wait_for_diagnostics()]

    assert "How long to stay." in hover
    assert {"setup", "sides", "cues", "skip_if"} <= keys
    assert {"0s", "half", "-5s"} <= moments
    assert (4, "Write a duration as 30s, 1m30s, 1:30 or 90.") in marked
    assert (5, "Property transitoin is not allowed.") in marked
    assert {line for line, _ in marked} == {4, 5, 11}  # 11: cues without any; none for 90, 1:30 and no
