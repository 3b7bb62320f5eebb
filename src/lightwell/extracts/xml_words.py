"""The sentences in which broken XML is told."""

from __future__ import annotations

import codecs
from xml.parsers import expat

from lightwell.errors import Problem

_CODES = expat.errors.codes
_ENDS = {
    _CODES[words]
    for words in (
        expat.errors.XML_ERROR_NO_ELEMENTS,
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
}
_READ_BY_EXPAT = ("utf-8", "utf-16", "iso8859-1", "ascii")
_AGAIN = "Take the return again from the case system."
_WRITE = "Write the file in UTF-8, or have its first line name the encoding that it is in (often windows-1252)."

_KNOWN = {
    _CODES[expat.errors.XML_ERROR_INVALID_TOKEN]: (
        "a character stands there that may not",
        "An & or a < in a text is written &amp; or &lt;, and control characters are left out.",
    ),
    _CODES[expat.errors.XML_ERROR_TAG_MISMATCH]: ("the tag there closes another element than the one that is open", _AGAIN),
    _CODES[expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT]: (
        "something follows after the end of the return",
        "Give one return in one file, with nothing behind it.",
    ),
    _CODES[expat.errors.XML_ERROR_UNDEFINED_ENTITY]: (
        "an entity is used there that XML does not have",
        "Write the character itself; XML has &amp;, &lt;, &gt;, &quot; and &apos; alone.",
    ),
    _CODES[expat.errors.XML_ERROR_DUPLICATE_ATTRIBUTE]: ("an attribute is given twice", _AGAIN),
}


def say_broken(name: str, error: expat.ExpatError, near: bytes, inside: str, declared: str) -> Problem:
    """Say why XML cannot be read, at which line, and what to do; `near` is the byte at which reading stopped."""
    line = f"line {error.lineno:,}"
    if error.code in _ENDS:
        remedy = f"{_AGAIN[:-1]}; it may have been cut short when it was written or copied."
        what = f"The file ends at {line}{f', inside “{inside}”' if inside else ''}, before it is complete."
        if not inside and error.code == _CODES[expat.errors.XML_ERROR_NO_ELEMENTS]:
            what = "There is nothing in the file."
        return Problem(what, where=name, remedy=remedy)
    if error.code == _CODES[expat.errors.XML_ERROR_INCORRECT_ENCODING]:
        return Problem(f"The file says that it is written in “{declared}”, and it is not.", where=name, remedy=_WRITE)
    if error.code == _CODES[expat.errors.XML_ERROR_INVALID_TOKEN] and near >= b"\x80":
        said = f"“{declared}” as it says" if declared else "UTF-8"
        return Problem(f"A character at {line} is not written in {said} (byte 0x{near.hex().upper()}).", where=name, remedy=_WRITE)
    if not inside and error.code in (_CODES[expat.errors.XML_ERROR_SYNTAX], _CODES[expat.errors.XML_ERROR_INVALID_TOKEN]):
        return Problem(f"This is not XML: it breaks off at {line}.", where=name, remedy="Give the XML file that was made for the return.")
    what, remedy = _KNOWN.get(error.code, (f"the reader says “{expat.ErrorString(error.code)}”", _AGAIN))
    return Problem(f"The XML is broken at {line}, column {error.offset + 1:,}: {what}.", where=name, remedy=remedy)


def say_encoding(name: str, encoding: str) -> Problem | None:
    """Say that an encoding that a file declares cannot be read, or give nothing where it can."""
    try:
        if codecs.lookup(encoding).name in _READ_BY_EXPAT or len(bytes(range(256)).decode(encoding, "replace")) == 256:
            return None
    except (LookupError, ValueError):
        pass
    what = f"The file says that it is written in “{encoding[:40]}”, which is not read."
    return Problem(what, where=name, remedy="Write it in UTF-8, and have its first line say so.")
