"""A whole file: its tables and its prose together, whose it is, and the period it covers.

    RawDocument  ->  tables (each with the heading above it)  ->  drafts
                 ->  paragraphs (all of them, in their order)  ->  drafts
                 ->  titles, facts, first lines                ->  agency, scope

Where the chronology is a table, a paragraph beside it is an entry only if it tells a dated fact.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ingest.agency import AgencyGuess, agency_of, agency_of_part, of_its_rows, parts_of_agencies
from ingest.draft import Draft, Scope
from ingest.key_pairs import client_pairs, side_by_side
from ingest.mapping import NOTHING
from ingest.narrative import NarrativeContext, NarrativeReading, narrative_drafts
from ingest.period import made_on, scope_of
from ingest.raw import RawDocument, RawParagraph, RawTable
from ingest.tables import TableContext, TableReading, table_drafts
from model.case import Problem, RowCount
from model.data import load_toml

FIRST_LINES = 25  # paragraphs in which a file says what it is; further down stands the account


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentReading:
    """What a file holds: drafts in order, where every row and paragraph went, and what it says of itself.

    `agency` is None where the file does not say whose it is; a draft has that of its own row first. `whose` says
    from which words it was read.
    """

    drafts: tuple[Draft, ...]
    count: RowCount
    problems: tuple[Problem, ...]
    key: tuple[tuple[str, str], ...]
    agency: str | None
    scope: Scope
    whose: AgencyGuess


@dataclass(slots=True)
class _Tables:
    """The tables read so far, and what they leave to the next one."""

    readings: list[TableReading] = field(default_factory=list)
    context: TableContext = field(default_factory=TableContext)
    columns: Mapping[str, str] = field(default_factory=dict)

    def read(self, table: RawTable, section: str) -> tuple[RawParagraph, ...]:
        reading = table_drafts(table, replace(self.context, section=section, columns=self.columns))
        above = section if agency_of_part(section) else table.name
        drafts = tuple(replace(d, part=d.section if agency_of_part(d.section) else above) for d in reading.drafts)
        self.readings.append(replace(reading, drafts=drafts))
        self.context = reading.context
        return reading.paragraphs

    def drafts(self) -> Iterator[Draft]:
        for reading in self.readings:
            yield from reading.drafts


def read_document(
    raw: RawDocument, name: str, *, agency: str | None, columns: Mapping[str, str] = NOTHING
) -> DocumentReading:
    """Tables and prose of one file as drafts. `agency` and `columns` are what the user says of it, if anything."""
    tables, paragraphs = _walk(raw, columns)
    rows = tuple(tables.drafts())
    prose = narrative_drafts(paragraphs, NarrativeContext(beside_table=bool(rows)))
    drafts = (*rows, *prose.drafts)
    own_words = list(_own_words(raw, tables.readings, paragraphs, prose))
    facts = [fact for reading in tables.readings for fact in reading.facts]
    unknown: tuple[Problem, ...] = ()
    if of_its_rows([d.agency for d in drafts]):
        unknown = tuple(_agencies_unknown(drafts))
        drafts = tuple(replace(d, agency=d.agency or ("other" if d.agency_words else None)) for d in drafts)
    parts = parts_of_agencies(dict.fromkeys(d.part for d in drafts if d.part))
    titles = [line for line in own_words if line not in parts]
    whole = agency_of(agency, facts=facts, titles=titles, file_name=name)
    if parts and whole.agency in (None, "other"):
        drafts = tuple(replace(d, agency=d.agency or parts.get(d.part)) for d in drafts)
    guess = agency_of(agency, column=[d.agency for d in drafts], facts=facts, titles=titles, file_name=name)
    scope = scope_of(own_words)
    about = client_pairs(own_words, load_toml("ingest.vocabulary", "roles.toml")["about"]["said"]["labels"])
    return DocumentReading(
        drafts=tuple(replace(draft, agency=draft.agency or guess.agency) for draft in drafts),
        count=sum((r.count for r in tables.readings), prose.count),
        problems=tuple(p for r in tables.readings for p in r.problems) + prose.problems + unknown,
        key=tuple(dict(side_by_side([*(k for r in tables.readings for k in r.key), *prose.key, *about])).items()),
        agency=guess.agency,
        scope=replace(scope, made=scope.made or made_on(prose.made)),
        whose=guess,
    )


def _agencies_unknown(drafts: Sequence[Draft]) -> Iterator[Problem]:
    """One word for each name in the agency column that is not known: its rows stand under "Other agency"."""
    told: dict[str, Draft] = {}
    for draft in drafts:
        if draft.agency is None and draft.agency_words:
            told.setdefault(draft.agency_words, draft)
    for words, draft in told.items():
        text = "The agency column names somebody who is not known. Rows with these words stand under Other agency."
        yield Problem(code="W155", text=text, place=draft.locator, quote=words)


def _walk(raw: RawDocument, columns: Mapping[str, str]) -> tuple[_Tables, list[RawParagraph]]:
    """Tables with the heading that stands above each; all paragraphs, those of form boxes in their place."""
    tables = _Tables(columns=columns)
    paragraphs: list[RawParagraph] = []
    heading = ""
    for block in raw.blocks:
        if isinstance(block, RawTable):
            paragraphs += tables.read(block, heading)
            heading = ""
        else:
            paragraphs.append(block)
            heading = block.text if block.style == "heading" else heading
    return tables, paragraphs


def _own_words(
    raw: RawDocument, tables: Sequence[TableReading], paragraphs: Sequence[RawParagraph], prose: NarrativeReading
) -> Iterator[str]:
    """The lines in which a file says what it is: properties, titles, facts, first lines that are no entries."""
    entries = {draft.text for draft in prose.drafts}
    yield from raw.properties.values()
    for reading in tables:
        yield from reading.titles
        yield from (f"{label}: {value}" for label, value in reading.facts)
    yield from (p.text for p in paragraphs[:FIRST_LINES] if p.text not in entries)
