"""One page of a PDF as geometry: words, ruled lines, notes, with the page turned so that its text is upright.

    pdfium page -> (form fields drawn in) -> glyphs -> words      paths -> horizontal and vertical rules

pdfium (the engine of Chrome, through `pypdfium2`) is used for everything: measured here, it gives glyphs
and lines of a page in some 10 ms where pdfplumber takes 500 ms. It is not thread-safe: callers hold
`PDFIUM` while they use any of this. Lengths are points (1/72 inch), y counts down from the top.
"""

from __future__ import annotations

import ctypes
import math
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

import pypdfium2
import pypdfium2.raw as pdfium

PDFIUM: Final = threading.Lock()

_STRAIGHT: Final = 1.0  # points that a ruled line may lean
_THIN: Final = 3.0  # a filled box no thicker than this is a line: how Word prints borders
_SHORTEST: Final = 3.0  # points: shorter strokes are bullets, ticks, underlines of one letter
_WHITE: Final = 252  # of 255: paler fills are the paper
_MAX_DEPTH: Final = 8  # forms inside forms
_MAX_GLYPHS: Final = 60_000  # on one page: a full page of 6 pt type has some 12,000
_MAX_PATHS: Final = 20_000  # drawing objects of one page; maps and floor plans have more
_TURN: Final = 0.2  # radians of slant above which text is a watermark or a side note
_HYPHENS: Final = frozenset("\x02\ufffe\u00ad")  # how pdfium gives a hyphen at a line's end


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the page: x to the right, y down."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Word:
    """Letters without a space between them, with their box. `bold` is that of the first letter."""

    text: str
    box: Box
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page as geometry. `across` and `down` are ruled lines, `shades` filled boxes that are not white;
    `slanted` is text at an angle (watermarks)."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    across: tuple[Box, ...] = ()
    down: tuple[Box, ...] = ()
    shades: tuple[Box, ...] = ()
    notes: tuple[tuple[Box, str], ...] = ()
    slanted: str = ""
    pictures: int = 0
    unreadable: int = 0
    cut: bool = False


@dataclass(frozen=True, slots=True)
class _Turn:
    """How the page's own coordinates become those of a reader: the visible box and quarter turns."""

    left: float
    low: float
    right: float
    high: float
    quarters: int

    @property
    def size(self) -> tuple[float, float]:
        width, height = self.right - self.left, self.high - self.low
        return (height, width) if self.quarters % 2 else (width, height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        match self.quarters % 4:
            case 1:
                return y - self.low, x - self.left
            case 2:
                return self.right - x, y - self.low
            case 3:
                return self.high - y, self.right - x
            case _:
                return x - self.left, self.high - y

    def box(self, left: float, low: float, right: float, high: float) -> Box:
        (ax, ay), (bx, by) = self.point(left, low), self.point(right, high)
        return Box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))


@dataclass(frozen=True, slots=True)
class _Glyph:
    text: str
    box: Box
    index: int


def read_page(document: pypdfium2.PdfDocument, index: int) -> Page:
    """The geometry of one page (counted from 0). The caller holds `PDFIUM`."""
    page = document[index]
    try:
        notes = list(_annotations(page))
        if any(drawn for _, _, drawn in notes):
            page.flatten()
            page.close()
            page = document[index]
        return _geometry(page, index, [(corners, text) for corners, text, drawn in notes if text and not drawn])
    finally:
        page.close()


def _geometry(page: Any, index: int, notes: list[tuple[tuple[float, ...], str]]) -> Page:
    textpage = page.get_textpage()
    try:
        count = textpage.count_chars()
        angles = _angles(textpage, min(count, _MAX_GLYPHS))
        left, low, right, high = page.get_bbox()
        turn = _Turn(left, low, right, high, _quarters(angles))
        upright = _main_angle(angles)
        glyphs, slanted, unreadable = _glyphs(textpage, angles, upright, turn)
        words = tuple(_words(textpage, glyphs))
    finally:
        textpage.close()
    drawn = _drawing(page, turn)
    width, height = turn.size
    return Page(
        number=index + 1,
        width=width,
        height=height,
        words=words,
        across=tuple(drawn.across),
        down=tuple(drawn.down),
        shades=tuple(drawn.shades),
        notes=tuple((turn.box(*corners), text) for corners, text in notes),
        slanted=slanted,
        pictures=drawn.pictures,
        unreadable=unreadable,
        cut=count > _MAX_GLYPHS or drawn.paths >= _MAX_PATHS,
    )


# ---------------------------------------------------------------- letters
def _angles(textpage: Any, count: int) -> list[float]:
    return [pdfium.FPDFText_GetCharAngle(textpage, i) for i in range(count)]


def _main_angle(angles: list[float]) -> float:
    """The angle of most of the page's letters, in radians."""
    counted = Counter(round(angle, 1) for angle in angles if angle >= 0)
    return counted.most_common(1)[0][0] if counted else 0.0


def _quarters(angles: list[float]) -> int:
    """Quarter turns (clockwise) that bring the text of the page upright.

    Letters know how they stand; the page's own /Rotate only says how a viewer shows it, and on scans that
    were turned by hand it is often wrong. pdfium counts angles clockwise.
    """
    return -round(_main_angle(angles) / (math.pi / 2)) % 4


def _glyphs(textpage: Any, angles: list[float], upright: float, turn: _Turn) -> tuple[list[_Glyph], str, int]:
    glyphs: list[_Glyph] = []
    slanted: list[str] = []
    unreadable = 0
    corners = pdfium.FS_RECTF()
    for index, angle in enumerate(angles):
        code = pdfium.FPDFText_GetUnicode(textpage, index)
        text = _letter(code)
        if code == 0 or 0xE000 <= code <= 0xF8FF:
            unreadable += 1
        if abs(angle - upright) > _TURN and not text.isspace():
            slanted.append(text)
            continue
        pdfium.FPDFText_GetLooseCharBox(textpage, index, corners)
        glyphs.append(_Glyph(text, turn.box(corners.left, corners.bottom, corners.right, corners.top), index))
    return glyphs, "".join(slanted), unreadable


def _letter(code: int) -> str:
    letter = chr(code) if code < 0x110000 and not 0xD800 <= code <= 0xDFFF else "\ufffd"
    if letter in _HYPHENS:
        return "-"
    if 0xF0A0 <= code <= 0xF0FF:  # Symbol and Wingdings bullets
        return "•"
    return " " if letter == "\u00a0" or code < 32 else letter


def _words(textpage: Any, glyphs: list[_Glyph]) -> Iterator[Word]:
    word: list[_Glyph] = []
    for glyph in glyphs:
        if glyph.text.isspace():
            if word:
                yield _word(textpage, word)
            word = []
            continue
        if word and _overprints(textpage, word, glyph):
            continue
        if word and _apart(word[-1], glyph):
            yield _word(textpage, word)
            word = []
        word.append(glyph)
    if word:
        yield _word(textpage, word)


def _overprints(textpage: Any, word: list[_Glyph], glyph: _Glyph) -> bool:
    """Whether a letter is printed again over itself, as some programs make bold type.

    The letters of a ligature ("ff" as one sign) stand on each other too, but are drawn by one text object.
    """
    slack = 0.12 * max(glyph.box.height, 4.0)
    return any(
        g.text == glyph.text
        and abs(g.box.x0 - glyph.box.x0) < slack
        and abs(g.box.top - glyph.box.top) < slack
        and not _of_one_object(textpage, g.index, glyph.index)
        for g in word[-3:]
    )


def _of_one_object(textpage: Any, index: int, other: int) -> bool:
    drawn, again = (pdfium.FPDFText_GetTextObject(textpage, i) for i in (index, other))
    return bool(drawn and again) and ctypes.addressof(drawn.contents) == ctypes.addressof(again.contents)


def _apart(left: _Glyph, right: _Glyph) -> bool:
    height = max(left.box.height, right.box.height, 1.0)
    gap = right.box.x0 - left.box.x1
    return abs(left.box.middle - right.box.middle) > 0.5 * height or gap > 0.6 * height or gap < -0.9 * height


def _word(textpage: Any, glyphs: list[_Glyph]) -> Word:
    boxes = [g.box for g in glyphs]
    left, top = min(b.x0 for b in boxes), min(b.top for b in boxes)
    return Word(
        "".join(g.text for g in glyphs),
        Box(left, top, max(b.x1 for b in boxes), max(b.bottom for b in boxes)),
        _is_bold(textpage, glyphs[0].index),
    )


_NAME: Final = ctypes.create_string_buffer(128)


def _is_bold(textpage: Any, index: int) -> bool:
    flags = ctypes.c_int()
    length = pdfium.FPDFText_GetFontInfo(textpage, index, _NAME, len(_NAME), flags)
    return 0 < length <= len(_NAME) and b"bold" in _NAME.raw[:length].lower()


# ---------------------------------------------------------------- lines
_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Final[_Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class _Drawing:
    """What is drawn on a page besides letters, while it is gathered."""

    across: list[Box] = field(default_factory=list)
    down: list[Box] = field(default_factory=list)
    shades: list[Box] = field(default_factory=list)
    pictures: int = 0
    paths: int = 0

    def line(self, line: Box) -> None:
        width, height = line.x1 - line.x0, line.height
        if height <= _STRAIGHT and width >= _SHORTEST:
            self.across.append(line)
        elif width <= _STRAIGHT and height >= _SHORTEST:
            self.down.append(line)


def _drawing(page: Any, turn: _Turn) -> _Drawing:
    drawn = _Drawing()
    top = (pdfium.FPDFPage_GetObject(page, i) for i in range(pdfium.FPDFPage_CountObjects(page)))
    for shape, matrix in _shapes(top, _IDENTITY, 0):
        kind = pdfium.FPDFPageObj_GetType(shape)
        drawn.pictures += kind == pdfium.FPDF_PAGEOBJ_IMAGE
        if kind == pdfium.FPDF_PAGEOBJ_PATH and drawn.paths < _MAX_PATHS:
            drawn.paths += 1
            _draw(drawn, shape, matrix, turn)
    return drawn


def _shapes(objects: Iterator[Any], matrix: _Matrix, depth: int) -> Iterator[tuple[Any, _Matrix]]:
    for shape in objects:
        if pdfium.FPDFPageObj_GetType(shape) == pdfium.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
            inner = (pdfium.FPDFFormObj_GetObject(shape, i) for i in range(pdfium.FPDFFormObj_CountObjects(shape)))
            yield from _shapes(inner, _times(_matrix(shape), matrix), depth + 1)
        else:
            yield shape, matrix


def _matrix(shape: Any) -> _Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(shape, found):
        return _IDENTITY
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def _times(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _draw(drawn: _Drawing, shape: Any, matrix: _Matrix, turn: _Turn) -> None:
    """The straight strokes of a path; a thin filled box is one stroke, a thicker one a shade."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(shape, fill, stroke)
    points = list(_points(shape, _times(_matrix(shape), matrix), turn))
    if not points:
        return
    if stroke.value:
        for (x, y, _), (x_next, y_next, lifted) in pairwise(points):
            if not lifted:
                drawn.line(Box(min(x, x_next), min(y, y_next), max(x, x_next), max(y, y_next)))
    if fill.value:
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        box = Box(min(xs), min(ys), max(xs), max(ys))
        if box.height <= _THIN:
            drawn.line(Box(box.x0, box.middle, box.x1, box.middle))
        elif box.x1 - box.x0 <= _THIN:
            middle = (box.x0 + box.x1) / 2
            drawn.line(Box(middle, box.top, middle, box.bottom))
        elif _coloured(shape):
            drawn.shades.append(box)


def _coloured(shape: Any) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    pdfium.FPDFPageObj_GetFillColor(shape, red, green, blue, alpha)
    return alpha.value > 0 and min(red.value, green.value, blue.value) < _WHITE


def _points(shape: Any, matrix: _Matrix, turn: _Turn) -> Iterator[tuple[float, float, bool]]:
    """The corners of a path; the flag is true where the pen was lifted before it."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    start: tuple[float, float] | None = None
    for index in range(min(pdfium.FPDFPath_CountSegments(shape), 2_000)):
        segment = pdfium.FPDFPath_GetPathSegment(shape, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = turn.point(a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        lifted = kind != pdfium.FPDF_SEGMENT_LINETO
        start = point if kind == pdfium.FPDF_SEGMENT_MOVETO else start
        yield (*point, lifted)
        if pdfium.FPDFPathSegment_GetClose(segment) and start and start != point:
            yield (*start, False)


# ---------------------------------------------------------------- notes and form fields
def _annotations(page: Any) -> Iterator[tuple[tuple[float, ...], str, bool]]:
    """Corners, words, and whether it is drawn on the page (form fields, typed-on text) or only a note."""
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), 5_000)):
        note = pdfium.FPDFPage_GetAnnot(page, index)
        try:
            kind = pdfium.FPDFAnnot_GetSubtype(note)
            if kind in (pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP):
                continue
            corners = pdfium.FS_RECTF()
            pdfium.FPDFAnnot_GetRect(note, corners)
            drawn = kind in (pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT)
            yield (corners.left, corners.bottom, corners.right, corners.top), _contents(note), drawn
        finally:
            pdfium.FPDFPage_CloseAnnot(note)


def _contents(note: Any) -> str:
    length = pdfium.FPDFAnnot_GetStringValue(note, b"Contents", None, 0)
    if not 2 < length <= 200_000:
        return ""
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDFAnnot_GetStringValue(note, b"Contents", ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length)
    return buffer.raw[:length].decode("utf-16-le", errors="replace").rstrip("\x00").strip()
