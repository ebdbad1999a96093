"""What a Word file carries so that it is known again when a person has edited it and brings it back.

    Extract + Report  ->  slip_of  ->  XML: for each row its mark and a short hash of each cell as it was written
    docx + slip       ->  with_slip  ->  docx with the slip as a custom XML part, which nobody sees

The marks and hashes are those of `ingest.own_marks`: the slip says nothing that the document does not, and a
pseudonymised document has the hashes of its pseudonyms.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Final
from xml.sax.saxutils import quoteattr

from dashboard.exports.cells import visible
from dashboard.exports.extract import Extract
from dashboard.exports.report import CellOf, Report, Table
from ingest.own_marks import NAMESPACE, cell_hash

PART: Final = "customXml/item7.xml"  # Word's template has an item1 of its own
RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"


def cell_text(cell: CellOf) -> str:
    """A cell's words as one text, a line a paragraph."""
    return "\n".join(w.lead + w.text for w in cell.words)


def slip_of(report: Report, told: Extract) -> bytes:
    """The slip of a report, of its rows that have a mark."""
    rows = [row for block in report.blocks if isinstance(block, Table) for row in block.rows if row.mark]
    lines = [
        f'<row m="{row.mark}" n={quoteattr(visible(cell_text(row.cells[0])))} '
        f'h="{" ".join(cell_hash(visible(cell_text(c))) for c in row.cells)}"/>'
        for row in rows
    ]
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<slip xmlns="{NAMESPACE}" words="{told.options.words}" '
        f'names="{_names(told)}" notes="{"yes" if told.options.notes else "no"}">{"".join(lines)}</slip>'
    ).encode()


def _names(told: Extract) -> str:
    options = told.options
    return "shifted" if options.shifted else "pseudonyms" if options.pseudonyms else "names"


def with_slip(docx: bytes, slip: bytes) -> bytes:
    """The Word file with the slip as a part of it."""
    with zipfile.ZipFile(io.BytesIO(docx)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    relation = f'<Relationship Id="rIdSlip" Type="{RELATION}" Target="../{PART}"/></Relationships>'.encode()
    rels = "word/_rels/document.xml.rels"
    parts[rels] = parts[rels].replace(b"</Relationships>", relation)
    parts[PART] = slip
    return _zipped(list(parts.items()))


def _zipped(parts: Sequence[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts:
            new.writestr(name, content)
    return out.getvalue()
