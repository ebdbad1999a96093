"""Pseudonyms: a case shown and sent without the names in it.

    ingest.identifiers.find_identifiers(case)  ->  named(found, table)  ->  PseudonymTable  (kept in the case file)
    Pseudonymiser(table, ...)  ->  hidden(case, findings, pseudonymiser)  ->  a case that holds no name
    write_key / read_key       ->  the table as an encrypted file, kept apart

`recognise` finds what has a form of its own, `match` the names of the table, `pseudonymiser` rewrites a text, `view`
a whole case. Who or what is a name is found in `ingest.identifiers`, for the model knows no language.
"""

from __future__ import annotations

from model.pseudonyms.key import read_key, write_key
from model.pseudonyms.pseudonymiser import Pseudonymiser, Rewritten
from model.pseudonyms.table import Identifier, PseudonymTable, accepted_all, added, edited, kind_title, named
from model.pseudonyms.view import hidden

__all__ = [
    "Identifier",
    "PseudonymTable",
    "Pseudonymiser",
    "Rewritten",
    "accepted_all",
    "added",
    "edited",
    "hidden",
    "kind_title",
    "named",
    "read_key",
    "write_key",
]
