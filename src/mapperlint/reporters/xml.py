"""XML as CI services read it: ASCII with references for the rest, so that no encoding can harm it.

XML 1.0 has no way to say most control characters, nor half of a surrogate pair; they are replaced.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, indent, tostring

if TYPE_CHECKING:
    from collections.abc import Mapping

_UNSPEAKABLE = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def element(tag: str, attributes: Mapping[str, object], *children: Element) -> Element:
    """An element with its attributes in the order given."""
    made = Element(tag, {name: _speakable(str(value)) for name, value in attributes.items()})
    made.extend(children)
    return made


def with_text(made: Element, text: str) -> Element:
    """The element, with a text in it."""
    made.text = _speakable(text)
    return made


def document(root: Element) -> str:
    """The text of a document."""
    indent(root, "  ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root).decode("ascii")}\n'


def _speakable(text: str) -> str:
    return _UNSPEAKABLE.sub("\ufffd", text)
