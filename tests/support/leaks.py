"""Look for marks in every layer of a file or an answer: zip members, streams, base64, percent and other encodings.

bytes  ->  layers  ->  every layer as it is, unpacked, decoded  ->  leaked(bytes, marks): the marks that are in it
"""

from __future__ import annotations

import base64
import binascii
import html
import io
import json
import re
import urllib.parse
import zipfile
import zlib
from collections.abc import Iterable, Iterator

_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{24,}={0,2}")
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
MAX_DEPTH = 4


def layers(data: bytes, depth: int = 0) -> Iterator[bytes]:
    """The bytes themselves and all that is packed in them."""
    yield data
    if depth >= MAX_DEPTH:
        return
    inner: list[bytes] = []
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            inner += [i.filename.encode() + b"\n" + i.comment + b"\n" + archive.read(i) for i in archive.infolist()]
    if data.startswith(b"%PDF"):
        inner += [_pdf_text(data), *_streams(data)]
    for match in _BASE64.finditer(data[:4_000_000]):
        inner += _decoded(match[0])
    for packed in (data, *inner):
        if packed[:2] in (b"\x1f\x8b", b"\x78\x9c", b"\x78\xda"):
            try:
                inner.append(zlib.decompressobj(47).decompress(packed))
            except zlib.error:
                continue
    for part in inner:
        yield from layers(part, depth + 1)


def _streams(data: bytes) -> list[bytes]:
    out = []
    for match in _STREAM.finditer(data):
        try:
            out.append(zlib.decompressobj().decompress(match[1]))
        except zlib.error:
            continue
    return out


def _pdf_text(data: bytes) -> bytes:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    texts = [json.dumps(document.get_metadata_dict(), ensure_ascii=False)]
    texts += [page.get_textpage().get_text_bounded() for page in document]
    return "\n".join(texts).encode()


def _decoded(text: bytes) -> list[bytes]:
    out = []
    for alphabet in (text, text.translate(bytes.maketrans(b"-_", b"+/"))):
        try:
            out.append(base64.b64decode(alphabet + b"=" * (-len(alphabet) % 4)))
        except (binascii.Error, ValueError):
            continue
    return [
        d
        for d in dict.fromkeys(out)
        if d[:4] in (b"PK\x03\x04", b"%PDF") or d[:2] in (b"\x1f\x8b", b"\x78\x9c") or _is_text(d)
    ]


def _is_text(data: bytes) -> bool:
    try:
        return data.decode("utf-8").isprintable()
    except UnicodeDecodeError:
        return False


def leaked(data: bytes, marks: Iterable[str]) -> set[str]:
    """The marks that are somewhere in the bytes, in any case and encoding."""
    wanted = {mark: mark.casefold() for mark in marks}
    found: set[str] = set()
    for layer in layers(data):
        for text in _readings(layer):
            found |= {mark for mark, plain in wanted.items() if plain in text}
    return found


def _readings(layer: bytes) -> Iterator[str]:
    text = layer.decode("utf-8", "replace")
    yield text.casefold()
    yield re.sub(r"<[^>]+>", "", html.unescape(text)).casefold()  # words that markup cuts apart
    yield urllib.parse.unquote_plus(text).casefold()
    if "\\u" in text:
        yield re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), text).casefold()
    for encoding in ("utf-16-le", "utf-16-be"):
        if b"\x00" in layer:
            yield layer.decode(encoding, "replace").casefold()
