"""A workbook's bytes without a temporary file: openpyxl would write each sheet, case text, to the system's folder.

Workbook  ->  workbook_bytes  ->  the .xlsx file
"""

from __future__ import annotations

import io
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree
from openpyxl import Workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.constants import ARC_STYLE, SHEET_MAIN_NS

_FONT_ORDER: Final = (
    "b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color", "name", "family",
    "charset", "scheme",
)  # fmt: skip
"""The order in which Office's own schema wants the parts of a font; openpyxl writes them in another."""


class _OrderedZip(ZipFile):
    """A package whose styles are put in the order of the schema as they are written."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *args: Any, **kwargs: Any) -> None:
        if zinfo_or_arcname == ARC_STYLE:
            data = _ordered(data)
        super().writestr(zinfo_or_arcname, data, *args, **kwargs)


def _ordered(styles: bytes | str) -> bytes:
    root = etree.fromstring(styles.encode("utf-8") if isinstance(styles, str) else styles)
    for font in root.iter(f"{{{SHEET_MAIN_NS}}}font"):
        parts = sorted(font, key=lambda part: _FONT_ORDER.index(etree.QName(part).localname))
        for part in parts:
            font.append(part)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


class _InMemoryWriter(ExcelWriter):
    """As openpyxl's own, each sheet in memory."""

    def __init__(self, workbook: Workbook, archive: ZipFile) -> None:
        super().__init__(workbook, archive)
        self.archive = archive

    def write_worksheet(self, ws: Any) -> None:
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts = ws._charts
        ws._drawing.images = ws._images
        writer: Any = WorksheetWriter(ws, out=io.BytesIO())
        writer.write()
        ws._rels = writer._rels
        self.archive.writestr(ws.path[1:], writer.read())
        self.manifest.append(ws)


def workbook_bytes(book: Workbook) -> bytes:
    """The .xlsx file of a workbook."""
    out = io.BytesIO()
    _InMemoryWriter(book, _OrderedZip(out, "w", ZIP_DEFLATED, allowZip64=True)).save()
    return out.getvalue()
