"""Odd Word and Excel files, written part by part: what python-docx and openpyxl would not write themselves."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_P = "http://schemas.openxmlformats.org/package/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"

_TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip of parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def relations(pairs: Sequence[tuple[str, str, str]]) -> str:
    """A relations part: (id, kind, target) each."""
    inner = "".join(f'<Relationship Id="{i}" Type="{_R}/{kind}" Target="{target}"/>' for i, kind, target in pairs)
    return f'<?xml version="1.0"?><Relationships xmlns="{_P}">{inner}</Relationships>'


def docx(body: str, *, parts: Mapping[str, str] | None = None, namespace: str = _W, prolog: str = "") -> bytes:
    """A Word file with the given body XML (prefix w:); further parts as "footnotes", "comments", "header", "styles"."""
    space = (
        f'xmlns:w="{namespace}" xmlns:r="{_R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="urn:wps" xmlns:v="urn:v" xmlns:a="urn:a" xmlns:w14="urn:w14"'
    )
    made: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": relations([("r1", "officeDocument", "word/document.xml")]),
        "word/document.xml": f'<?xml version="1.0"?>{prolog}<w:document {space}><w:body>{body}</w:body></w:document>',
    }
    kinds = []
    for number, (kind, content) in enumerate((parts or {}).items()):
        made[f"word/{kind}.xml"] = f'<?xml version="1.0"?><w:{kind} {space}>{content}</w:{kind}>'
        kinds.append((f"p{number}", kind, f"{kind}.xml"))
    made["word/_rels/document.xml.rels"] = relations(kinds)
    return packed(made)


def p(*runs: str, style: str = "") -> str:
    """A paragraph of runs; a plain string is a run of text, markup is taken as it stands."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{''.join(r if r.startswith('<') else run(r) for r in runs)}</w:p>"


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def tc(*content: str, properties: str = "") -> str:
    """A table cell; plain strings become paragraphs."""
    inner = "".join(c if c.startswith("<") else p(c) for c in content) or "<w:p/>"
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A table row; plain strings become cells."""
    inner = "".join(c if c.startswith("<") else tc(c) if c else tc() for c in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"


def tbl(*rows: str) -> str:
    """A table."""
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def xlsx(
    sheets: Mapping[str, str],
    *,
    states: Mapping[str, str] | None = None,
    formats: Sequence[str] = (),
    strings: Sequence[str] = (),
    date1904: bool = False,
    parts: Mapping[str, str] | None = None,
    sheet_relations: Sequence[tuple[str, str, str]] = (),
) -> bytes:
    """An Excel file: the inner XML of each worksheet by its name; `formats` are the codes of styles 1, 2, ..."""
    listed, kinds = "", []
    made: dict[str, str | bytes] = {"[Content_Types].xml": _TYPES}
    for number, (name, inner) in enumerate(sheets.items(), 1):
        state = (states or {}).get(name)
        shown = f' state="{state}"' if state else ""
        listed += f'<sheet name="{name}" sheetId="{number}" r:id="s{number}"{shown}/>'
        kinds.append((f"s{number}", "worksheet", f"worksheets/sheet{number}.xml"))
        made[f"xl/worksheets/sheet{number}.xml"] = f'<?xml version="1.0"?><worksheet xmlns="{_S}">{inner}</worksheet>'
    if sheet_relations:
        made["xl/worksheets/_rels/sheet1.xml.rels"] = relations(sheet_relations)
    custom = "".join(f'<numFmt numFmtId="{164 + i}" formatCode="{code}"/>' for i, code in enumerate(formats))
    cells = '<xf numFmtId="0"/>' + "".join(f'<xf numFmtId="{164 + i}"/>' for i in range(len(formats)))
    made["xl/styles.xml"] = (
        f'<styleSheet xmlns="{_S}"><numFmts>{custom}</numFmts><cellXfs>{cells}</cellXfs></styleSheet>'
    )
    made["xl/sharedStrings.xml"] = f'<sst xmlns="{_S}">{"".join(f"<si>{s}</si>" for s in strings)}</sst>'
    kinds += [("st", "styles", "styles.xml"), ("ss", "sharedStrings", "sharedStrings.xml")]
    settings = '<workbookPr date1904="1"/>' if date1904 else "<workbookPr/>"
    made["xl/workbook.xml"] = f'<workbook xmlns="{_S}" xmlns:r="{_R}">{settings}<sheets>{listed}</sheets></workbook>'
    made["xl/_rels/workbook.xml.rels"] = relations(kinds)
    made["_rels/.rels"] = relations([("r1", "officeDocument", "xl/workbook.xml")])
    made.update(parts or {})
    return packed(made)


def sheet(*rows: Sequence[str | float | None], before: str = "", after: str = "", attributes: str = "") -> str:
    """The inner XML of a worksheet of words and numbers; a string that starts with "<" is a whole cell."""
    made = ""
    for number, row in enumerate(rows, 1):
        cells = "".join(_cell(value, f"{chr(65 + i)}{number}") for i, value in enumerate(row))
        made += f'<row r="{number}"{attributes}>{cells}</row>'
    return f"{before}<sheetData>{made}</sheetData>{after}"


def _cell(value: str | float | None, address: str) -> str:
    if value is None:
        return ""
    if isinstance(value, (int, float)):
        return f'<c r="{address}"><v>{value}</v></c>'
    if value.startswith("<"):
        return value.replace("<c ", f'<c r="{address}" ', 1)
    return f'<c r="{address}" t="inlineStr"><is><t>{value}</t></is></c>'


def ole(stream: str) -> bytes:
    """The head of an old binary file, with the name of one stream in its directory."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + stream.encode("utf-16-le") + b"\0" * 512
