"""The key to a case under pseudonyms, as an encrypted file of its own: who is who, and the shift of dates.

    PseudonymTable, case id, passphrase  ->  write_key  ->  bytes in the age format
    bytes, passphrase                    ->  read_key   ->  PseudonymTable

No export holds it. Kept apart from the exports, it is what leads back from a pseudonym to a person.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from model.errors import SealedError
from model.pseudonyms.table import PseudonymTable
from model.sealed import seal, unseal

WHAT: Final = "casethread pseudonyms"
FORMAT: Final = 1


def write_key(table: PseudonymTable, case_id: str, *, passphrase: str = "", recipients: tuple[str, ...] = ()) -> bytes:
    """The table sealed. Raises `UsageError` for a passphrase that is too short."""
    plain = {"what": WHAT, "format": FORMAT, "case": case_id, "table": table.to_json()}
    return seal(json.dumps(plain, ensure_ascii=False).encode("utf-8"), passphrase=passphrase, recipients=recipients)


def read_key(data: bytes, *, passphrase: str = "", identity: Path | None = None) -> PseudonymTable:
    """The table of a sealed key. Raises `SealedError`, `UsageError`."""
    plain = unseal(data, passphrase=passphrase, identity=identity)
    try:
        found = json.loads(plain)
        known = found["what"] == WHAT and found["format"] == FORMAT
    except (ValueError, KeyError, TypeError):
        known = False
    if not known:
        raise SealedError("This file is sealed, but it is not a key of pseudonyms.", remedy="Choose another file.")
    return PseudonymTable.from_json(found["table"])
