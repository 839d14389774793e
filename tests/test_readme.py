"""What the README shows is what the command says.

`UPDATE_README=1` writes the present output into it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from mapperlint import cli

README = Path(__file__).parents[1] / "README.md"
SESSION = re.compile(r"```console\n\$ mapperlint (?P<command>.*)\n(?P<output>(?:.*\n)*?)```")
REST = "...\n"
"""Closes a session of which only the first finding is shown."""


def test_sessions(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(README.parent)

    def said(session: re.Match[str]) -> str:
        cli.run(session["command"].split())
        output = capsys.readouterr().out
        if session["output"].endswith(REST):
            output = output.partition("\n\n")[0] + f"\n{REST}"
        return f"```console\n$ mapperlint {session['command']}\n{output}```"

    text = README.read_text(encoding="utf-8")
    assert SESSION.search(text)
    expected = SESSION.sub(said, text)
    if os.environ.get("UPDATE_README"):
        README.write_text(expected, encoding="utf-8")
    else:
        assert text == expected
