"""How a Word file that Casethread wrote is known again: a hidden bookmark in each row, and a slip that nobody sees.

    entry or gap id  ->  entry_mark, gap_mark  ->  the name of its row's bookmark
    cell's words     ->  cell_hash             ->  what the slip says of the cell as it was written
    row's XML        ->  own_mark, is_tracked        package  ->  own_slip

A bookmark is named by a hash of the id, and the slip holds hashes of cells: neither says anything that the document
does not. The writer is `dashboard.exports.slip`, the reader `ingest.returned`.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ingest.readers.office import Element, Package

NAMESPACE: Final = "urn:casethread:slip:1"
ENTRY: Final = "_CtE"
GAP: Final = "_CtG"
MARK_DIGITS: Final = 24  # of a hash: with its beginning well below the 40 signs that Word allows
CELL_DIGITS: Final = 8
SLIP: Final = "own_slip"
"""The property of a raw document that holds the slip's XML."""
_MARK: Final = re.compile(rf"(?:{ENTRY}|{GAP})[0-9a-f]{{{MARK_DIGITS}}}")
_TRACKED: Final = frozenset({"ins", "del", "moveFrom", "moveTo"})
MAX_SLIP_BYTES: Final = 5 * 2**20  # a slip of 50,000 rows


def entry_mark(entry: str) -> str:
    """The name by which an entry's row is known."""
    return ENTRY + _digits(entry, MARK_DIGITS)


def gap_mark(gap: str) -> str:
    """The name by which a gap's row is known."""
    return GAP + _digits(gap, MARK_DIGITS)


def cell_hash(text: str) -> str:
    """A short hash of a cell's words, blind to how they are broken into lines."""
    return _digits(" ".join(text.split()), CELL_DIGITS)


def _digits(text: str, number: int) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:number]


def own_mark(row: Element) -> str:
    """The mark in a row of a table, the first where there are several; nothing where there is none."""
    names = (str(n) for e in row.iter("{*}bookmarkStart") for key, n in e.items() if str(key).endswith("}name"))
    return next((name for name in names if _MARK.fullmatch(name)), "")


def is_tracked(row: Element) -> bool:
    """Whether a row holds a change that was tracked and neither accepted nor refused."""
    return any(isinstance(e.tag, str) and e.tag.rpartition("}")[2] in _TRACKED for e in row.iter())


def holds_marks(part: bytes) -> bool:
    """Whether the bytes of a document's main part hold any mark: most files do not, and are read as ever."""
    return ENTRY.encode() in part or GAP.encode() in part


def own_slip(package: Package) -> str:
    """The slip of a Word file, nothing where there is none."""
    for name in sorted(package.names):
        if name.startswith("customXml/") and name.endswith(".xml"):
            data = package.read(name) or b""
            if NAMESPACE.encode() in data and len(data) <= MAX_SLIP_BYTES:
                return data.decode("utf-8", "replace")
    return ""
