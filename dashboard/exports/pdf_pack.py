"""A PDF packed tighter: the typesetter writes each small object as plain text, and a tagged document has very many.

    PDF with a cross-reference table  ->  packed  ->  the same objects in compressed object streams (ISO 32000-1, 7.5.7)

A chronology of 5,000 entries has some 70,000 objects that say how it is tagged; packed, they take a tenth. No object
is changed. What does not look as the typesetter writes it is given back as it came.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Mapping
from typing import Final

EACH: Final = 400  # objects of a stream: few enough that a viewer need not unpack much for one
_START: Final = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
_TABLE: Final = re.compile(rb"xref\s+0 (\d+)\s+")
_TRAILER: Final = re.compile(rb"trailer\s*<<(.*)>>\s*\Z", re.S)
_HEAD: Final = re.compile(rb"(\d+) 0 obj\s*")
_SIZE: Final = re.compile(rb"/Size\s+\d+")


def packed(pdf: bytes) -> bytes:
    """The same document, its small objects in compressed streams."""
    found = _objects(pdf)
    if found is None:
        return pdf
    small, large, trailer, first = found
    out = bytearray(pdf[:first])
    places: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}
    for number, body in large.items():
        places[number] = (1, len(out), 0)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    number = max([*small, *large]) + 1
    waiting = list(small.items())
    for start in range(0, len(waiting), EACH):
        group = waiting[start : start + EACH]
        places |= {held: (2, number, index) for index, (held, _) in enumerate(group)}
        places[number] = (1, len(out), 0)
        out += _object_stream(number, dict(group))
        number += 1
    places[number] = (1, len(out), 0)
    at = len(out)
    out += _cross_reference(number, places, trailer)
    out += b"startxref\n%d\n%%%%EOF\n" % at
    return bytes(out)


def _objects(pdf: bytes) -> tuple[dict[int, bytes], dict[int, bytes], bytes, int] | None:
    """The objects without and with a stream, the trailer's entries, and where the first object begins."""
    end = _START.search(pdf)
    if end is None:
        return None
    at = int(end[1])
    table, trailer = _TABLE.match(pdf, at), _TRAILER.search(pdf[at : end.start()])
    if table is None or trailer is None:
        return None
    lines = (pdf[table.end() + 20 * n : table.end() + 20 * n + 18] for n in range(int(table[1])))
    places = sorted(int(line[:10]) for line in lines if line[17:18] == b"n")
    small: dict[int, bytes] = {}
    large: dict[int, bytes] = {}
    for start, stop in zip(places, [*places[1:], at], strict=True):
        head, body = _HEAD.match(pdf, start), pdf[start:stop].rstrip()
        if head is None or not body.endswith(b"endobj"):
            return None
        body = body[head.end() - start : -len(b"endobj")].rstrip()
        (large if body.endswith(b"endstream") else small)[int(head[1])] = body
    return (small, large, trailer[1], places[0]) if places else None


def _object_stream(number: int, group: Mapping[int, bytes]) -> bytes:
    index, bodies, at = [], [], 0
    for held, body in group.items():
        index.append(b"%d %d" % (held, at))
        bodies.append(body)
        at += len(body) + 1
    head = b" ".join(index) + b"\n"
    content = zlib.compress(head + b"\n".join(bodies), 9)
    return b"%d 0 obj\n<</Type/ObjStm/N %d/First %d/Length %d/Filter/FlateDecode>>\nstream\n%b\nendstream\nendobj\n" % (
        number,
        len(group),
        len(head),
        len(content),
        content,
    )


def _cross_reference(number: int, places: Mapping[int, tuple[int, int, int]], trailer: bytes) -> bytes:
    free = (0, 0, 0)
    rows = b"".join(struct.pack(">BIH", *places.get(n, free)) for n in range(number + 1))
    content = zlib.compress(rows, 9)
    entries = _SIZE.sub(b"", trailer).strip()
    return (
        b"%d 0 obj\n<</Type/XRef/Size %d/W[1 4 2]%b/Length %d/Filter/FlateDecode>>\nstream\n%b\nendstream\nendobj\n"
        % (number, number + 1, entries, len(content), content)
    )
