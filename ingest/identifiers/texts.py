"""Every text of a case, with where it stands: the words of records, headings, names of files and sheets, notes.

Case, more texts (saved views ...)  ->  texts_of  ->  Text(words, where, file, column, agency, prose)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from model.case import Case, Entry
from model.places import place_in_words

PEOPLE_FIELDS = frozenset({"author", "professional", "subject"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One text. `people` is true for a cell that holds names of people, `prose` for sentences."""

    words: str
    where: str
    source: str = ""
    agency: str = ""
    people: str = ""  # the column's field, where its cells name people
    prose: bool = True


def texts_of(case: Case, more: Sequence[str] = ()) -> Iterator[Text]:
    """The texts of a case as it was read, of the reviewer's decisions, and `more`."""
    base = case.as_read or case
    files = {source.id: source.file for source in base.sources}
    yield Text(words=base.info.title, where="title of the case", prose=False)
    yield Text(words=base.info.subject, where="name of the subject", prose=False)
    for source in base.sources:
        yield Text(words=source.file.rsplit(".", 1)[0], where="name of a file", source=source.id, prose=False)
        for initials, who in source.key:
            yield Text(words=f"{initials}: {who}", where=f"{source.file}, key", source=source.id, prose=False)
        for problem in source.problems:
            yield Text(words=problem.quote, where=f"{source.file}, a problem", source=source.id, prose=False)
    headings: set[str] = set()
    for entry in base.entries:
        yield from _of_entry(entry, files.get(entry.source, ""), headings)
    for decision in case.decisions:
        told = [decision.reason, *_strings(decision.value), *(mark.quote for mark in decision.about)]
        for words in filter(None, told):
            yield Text(words=words, where="a reviewer's decision or note")
    for words in more:
        yield Text(words=words, where="a saved view")


def _of_entry(entry: Entry, file: str, headings: set[str]) -> Iterator[Text]:
    where = f"{file}, {place_in_words(entry.locator)}"
    at = 0
    for part in sorted(entry.parts, key=lambda p: p.start):
        people = part.field if part.field in PEOPLE_FIELDS else ""
        words = entry.text[part.start : part.end]
        at = max(at, part.end)
        yield Text(words=words, where=where, source=entry.source, agency=entry.agency, people=people, prose=not people)
    if not entry.parts:
        yield Text(words=entry.text, where=where, source=entry.source, agency=entry.agency)
    for header, cell in entry.columns.items():
        if header not in headings:
            headings.add(header)
            yield Text(words=header, where="a heading", source=entry.source, prose=False)
        if cell and cell not in entry.text:
            yield Text(words=cell, where=where, source=entry.source, agency=entry.agency)
    for value in entry.locator.values():
        if isinstance(value, str) and value not in headings:
            headings.add(value)
            yield Text(words=value, where="name of a sheet or part", source=entry.source, prose=False)


def _strings(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [s for v in value.values() for s in _strings(v)]
    if isinstance(value, (list, tuple)):
        return [s for v in value for s in _strings(v)]
    return []
