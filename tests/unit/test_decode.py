"""From bytes to text, as Python itself decides it."""

from __future__ import annotations

import io
import tokenize

import pytest

from mapperlint.facts.decode import DecodingError, decoded

SOURCES = {
    "plain": b"x = 1\n",
    "utf-8": 'x = "é"\n'.encode(),
    "a mark": b"\xef\xbb\xbfx = 1\n",
    "a mark and a word": b"\xef\xbb\xbf# coding: utf-8\nx = 1\n",
    "latin-1": b'# -*- coding: latin-1 -*-\nx = "\xe9"\n',
    "the second line": b'#!/usr/bin/env python\n# vim: set fileencoding=cp1252 :\nx = "\x80"\n',
    "the third line is too late": b"\n\n# coding: latin-1\nx = 1\n",
    "no comment": b'x = "coding: latin-1"\n',
    "windows": b"x = 1\r\ny = 2\r\n",
    "old mac": b"x = 1\ry = 2\r",
    "nothing": b"",
}


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_the_text_is_that_of_python(source: bytes) -> None:
    encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
    expected = io.TextIOWrapper(io.BytesIO(source), encoding, newline=None).read()
    assert decoded(source) == expected


@pytest.mark.parametrize(
    ("source", "message", "line"),
    [
        (b"x = '\xff'\n", "cannot be decoded as utf-8", 1),
        (b"x = 1\ny = 2\nz = '\xff'\n", "cannot be decoded as utf-8", 3),
        (b"# coding: ascii\nx = '\xe9'\n", "cannot be decoded as ascii", 2),
        (b"# coding: no-such-thing\n", "unknown encoding", 1),
        (b"# coding: rot13\n", "rot13", 1),
        (b"\xff\xfex\x00", "cannot be decoded as utf-8", 1),
    ],
)
def test_what_is_wrong_has_a_place(source: bytes, message: str, line: int) -> None:
    with pytest.raises(DecodingError, match=message) as error:
        decoded(source)
    assert error.value.span.line == line
