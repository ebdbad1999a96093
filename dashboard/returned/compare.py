"""Lay a chronology that came back beside the case it was written from.

    Returned + CaseBook  ->  compare  ->  Comparison

A cell that is as it was written is left alone, whatever was decided in the case since. A changed one is read: a date,
an agency, a kind, who was told and the status of a gap become corrections; changed words become a note, since what an
agency wrote is never altered. What can be read as none of these is told, not taken. What the case says already is no
proposal, so that a document can be looked at again after its changes were taken over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from dashboard import words
from dashboard.casebook import CaseBook
from dashboard.exports.cells import visible
from dashboard.exports.chronology import agency_label
from dashboard.exports.chronology_report import TITLES, row_of_item
from dashboard.exports.extract import EntryItem, Extract, GapItem, extract
from dashboard.exports.options import GAP_CHOICES, ExportOptions
from dashboard.exports.slip import cell_text
from dashboard.returned.proposal import Comparison, Proposal, form
from dashboard.returned.read_cells import Names, date_of, date_words, notes_in, told_in, words_of
from ingest.own_marks import cell_hash, entry_mark, gap_mark
from ingest.returned import Returned, ReturnedRow
from model.case import Event
from model.names import ASSERTIONS, KINDS

WHEN, AGENCY, KIND, TEXT, PEOPLE, PLACE = range(1, 7)  # the columns of the chronology after its number
NOT_TAKEN: Final = "This part of the row cannot be changed from Word."
NO_EVENT: Final = "No event was read in this row; add one on the page of its source first."
SUMMARISED: Final = "The document held summaries in place of the agencies' words, so this is no correction of them."
SHIFTED: Final = "The document had its dates shifted, so a date in it is not a date of the case."
CLIPPED: Final = 1_500  # signs of a note made from changed words


@dataclass(frozen=True, slots=True)
class _Row:
    """A row that came back beside the same row of the case."""

    back: ReturnedRow
    now: tuple[str, ...]
    was: tuple[str, ...]  # hashes

    def touched(self, column: int) -> bool:
        """Whether a person changed that cell."""
        return column >= len(self.was) or cell_hash(visible(self.back.cells[column])) != self.was[column]


def compare(book: CaseBook, returned: Returned, name: str) -> Comparison:
    """The changes in a document, in its order; `name` is the file's, for the reason kept with each decision."""
    return _Comparing(book, returned, name).all()


class _Comparing:
    def __init__(self, book: CaseBook, returned: Returned, name: str) -> None:
        options = ExportOptions(gaps=tuple(GAP_CHOICES), words="summary" if returned.words == "summary" else "source")
        self.book, self.returned = book, returned
        self.reason = f"Changed in the Word file {name}"
        self.told: Extract = extract(book.case, book.findings, options)
        self.entries = {entry_mark(item.row.entry): item for item in self.told.entries}
        self.gaps = {gap_mark(item.gap.id): item for item in self.told.gaps}
        self.names = Names.of(book, self.told.codes)

    def all(self) -> Comparison:
        found: list[Proposal] = []
        strange = 0
        for row in self.returned.rows:
            if row.mark in self.entries:
                found += self._entry(self.entries[row.mark], row)
            elif row.mark in self.gaps:
                found += self._gap(self.gaps[row.mark], row)
            elif row.mark:
                strange += 1
            else:
                found += self._new(row)
        found += self._gone()
        return Comparison(proposals=tuple(found), said=tuple(self._said(strange)))

    def _said(self, strange: int) -> Iterator[str]:
        yield f"{words.counted(len(self.returned.rows), 'row')} came back, {len(self.returned.written):,} were written."
        if not self.returned.written:
            yield (
                "The hidden part that says how the document was written was lost, so rows that were taken out cannot "
                "be told, and cells are compared with the case as it is now."
            )
        if self.returned.names != "names":
            yield "The document was written under pseudonyms: names in what was changed are pseudonyms."
        if strange:
            yield f"{words.counted(strange, 'row')} of entries or gaps that are no longer in the case: not compared."
        if any(row.tracked for row in self.returned.rows):
            yield "Changes that Word still marks as tracked are read as if they were accepted."

    # ------------------------------------------------------------------ entries
    def _entry(self, item: EntryItem, back: ReturnedRow) -> Iterator[Proposal]:
        row = self._beside(item, back)
        events = self.book.events_of_entry.get(item.row.entry, ())
        event = next((e for e in events if e.main), next(iter(events), None))
        where = f"Row {back.cells[0] or item.number}: {item.row.file}, {item.row.place}"
        for column, read in (
            (WHEN, self._when), (AGENCY, self._agency), (KIND, self._kind), (TEXT, self._text), (PEOPLE, self._people),
        ):  # fmt: skip
            if not row.touched(column):
                continue
            if event is None or (column != TEXT and not event.main):
                yield self._only_told(where, column, row, NO_EVENT)
            else:
                yield from read(where, item, event, row)
        if row.touched(PLACE):
            yield self._only_told(where, PLACE, row, NOT_TAKEN)

    def _beside(self, item: EntryItem | GapItem, back: ReturnedRow) -> _Row:
        now = tuple(cell_text(cell) for cell in row_of_item(item, self.told).cells)
        known = self.returned.written.get(back.mark)
        return _Row(back, now, known.hashes if known else tuple(cell_hash(visible(c)) for c in now))

    def _only_told(self, where: str, column: int, row: _Row, note: str) -> Proposal:
        return Proposal(
            sort="changed", where=where, what=TITLES[column], old=row.now[column], new=row.back.cells[column],
            note=note, tracked=row.back.tracked,
        )  # fmt: skip

    def _change(self, where: str, what: str, old: str, new: str, row: _Row, event: Event, **fields: str | list[str]
                ) -> Proposal:  # fmt: skip
        return Proposal(
            sort="changed", where=where, what=what, old=old, new=new, tracked=row.back.tracked, event=event.id,
            form=form("correct", event.id, reason=self.reason, **fields),
        )  # fmt: skip

    def _when(self, where: str, item: EntryItem, event: Event, row: _Row) -> Iterator[Proposal]:
        new = row.back.cells[WHEN].split("\n")[0].strip()
        if new == item.row.when:
            return
        fields = date_of(new, item.row.first or item.row.last)
        if self.returned.names == "shifted":
            yield self._only_told(where, WHEN, row, SHIFTED)
        elif fields is None:
            yield self._only_told(where, WHEN, row, "This could not be read as a date.")
        elif date_words(fields) != item.row.when:
            yield self._change(where, "Date", item.row.when, f"{date_words(fields)} (written: {new})", row, event,
                               **fields)  # fmt: skip

    def _agency(self, where: str, item: EntryItem, event: Event, row: _Row) -> Iterator[Proposal]:
        named = {self.names.agency(line) for line in row.back.cells[AGENCY].split("\n") if line.strip()}
        new = named - {item.agency}
        if None in named or len(new) > 1:
            yield self._only_told(where, AGENCY, row, "This names no agency, or more than one.")
        elif new:
            agency = str(next(iter(new)))
            yield self._change(where, "Agency", agency_label(item.agency), agency_label(agency), row, event,
                               agency=agency)  # fmt: skip

    def _kind(self, where: str, item: EntryItem, event: Event, row: _Row) -> Iterator[Proposal]:
        lines = [line.strip() for line in row.back.cells[KIND].split("\n") if line.strip()]
        lines = [line for line in lines if line != item.row.review]
        kinds, assertions = (
            [known for line in lines if (known := self.names.of_label(line, table))] for table in (KINDS, ASSERTIONS)
        )
        if len(kinds) != 1 or len(kinds) + len(assertions) != len(lines) or len(assertions) > 1:
            yield self._only_told(where, KIND, row, "This is not one kind of event, perhaps with how it was told.")
            return
        assertion = assertions[0] if assertions else "happened"
        if kinds[0] != event.kind:
            yield self._change(where, "Kind", KINDS[event.kind], KINDS[kinds[0]], row, event, kind=kinds[0])
        if assertion != event.assertion:
            yield self._change(where, "Whether it happened", ASSERTIONS[event.assertion], ASSERTIONS[assertion], row,
                               event, assertion=assertion)  # fmt: skip

    def _text(self, where: str, item: EntryItem, event: Event, row: _Row) -> Iterator[Proposal]:
        old, new = words_of(row.now[TEXT]), words_of(row.back.cells[TEXT])
        held = {n.value.get("text", "") for n in self.book.review.notes.get(event.id, ())}
        if " ".join(old.split()) != " ".join(new.split()):
            note = f"In the edited Word document this row reads: {words.clipped(new, CLIPPED)}"
            if self.returned.words == "summary":
                yield self._only_told(where, TEXT, row, SUMMARISED)
            elif note not in held:
                yield self._note(where, "Words, kept as a note", old, note, new, row, event.id)
        yield from self._new_notes(where, row, TEXT, event.id, held)

    def _new_notes(self, where: str, row: _Row, column: int, on: str, held: set[str]) -> Iterator[Proposal]:
        known = {" ".join(note.split()) for note in notes_in(row.now[column])}
        for note in notes_in(row.back.cells[column]):
            if note and " ".join(note.split()) not in known and note not in held:
                yield self._note(where, "Note", "", note, note, row, on)

    def _note(self, where: str, what: str, old: str, text: str, new: str, row: _Row, on: str) -> Proposal:
        return Proposal(
            sort="changed", where=where, what=what, old=old, new=new, tracked=row.back.tracked, event=on,
            form=form("note", on, text=text, reason=self.reason),
        )  # fmt: skip

    def _people(self, where: str, item: EntryItem, event: Event, row: _Row) -> Iterator[Proposal]:
        named, told = told_in(row.back.cells[PEOPLE])
        if named != item.row.people:
            yield self._only_told(where, PEOPLE, row, "Correct the people of an event on its page.")
        agencies = [self.names.agency(name) for name in told]
        if told and None in agencies:
            yield self._only_told(where, PEOPLE, row, "Who was told names something that is no agency.")
        elif set(agencies) != set(event.shared_with):
            fields: Mapping[str, str | list[str]] = {
                "agencies_asked": "yes", "involves": list(event.involves), "received_from": list(event.received_from),
                "shared_with": [str(a) for a in agencies],
            }  # fmt: skip
            new = ", ".join(agency_label(str(a)) for a in agencies)
            yield self._change(where, "Told", item.row.shared_with, new, row, event, **fields)

    # ------------------------------------------------------------------ gaps
    def _gap(self, item: GapItem, back: ReturnedRow) -> Iterator[Proposal]:
        row = self._beside(item, back)
        where = f"Gap {back.cells[0] or item.number}: {item.gap.title}"
        touched = [column for column in range(1, 7) if row.touched(column)]
        if touched and item.gap.id not in self.book.gap_by_id:
            yield self._only_told(where, touched[0], row, "Only gaps of the register are decided on.")
            return
        for column in touched:
            if column == KIND:
                yield from self._status(where, item, row)
            elif column == TEXT:
                held = {n.value.get("text", "") for n in self.book.review.notes.get(item.gap.id, ())}
                yield from self._new_notes(where, row, TEXT, item.gap.id, held)
                if " ".join(words_of(row.now[TEXT]).split()) != " ".join(words_of(back.cells[TEXT]).split()):
                    yield self._only_told(where, TEXT, row, "A gap is worked out anew each time: write it as a note.")
            else:
                yield self._only_told(where, column, row, "A gap is worked out anew each time: write it as a note.")

    def _status(self, where: str, item: GapItem, row: _Row) -> Iterator[Proposal]:
        lines = [line.strip() for line in row.back.cells[KIND].split("\n")]
        verdict = next((v for line in lines if (v := self.names.verdict(line))), None)
        if verdict is None:
            yield self._only_told(where, KIND, row, "This is no status of a gap.")
        elif verdict != item.gap.status and words.GAP_STATUS_WORDS[verdict] != item.status:
            yield Proposal(
                sort="changed", where=where, what="Status", old=item.status, new=words.GAP_STATUS_WORDS[verdict],
                tracked=row.back.tracked, form=form("gap", item.gap.id, verdict=verdict, reason=self.reason),
            )  # fmt: skip

    # ------------------------------------------------------------------ new rows and those taken out
    def _new(self, back: ReturnedRow) -> Iterator[Proposal]:
        text = words_of(back.cells[TEXT]).strip()
        where = f"In the document: {words.place(back.place)}"
        shown = "\n".join(cell for cell in back.cells if cell)
        if not text:
            yield Proposal(sort="new", where=where, what="Row", old="", new=shown, tracked=back.tracked,
                           note="The row has no words in the column of what the agency wrote.")  # fmt: skip
            return
        if self._held_by_hand(text):
            return
        agency = next((a for line in back.cells[AGENCY].split("\n") if (a := self.names.agency(line))), None)
        kind = self.names.first(back.cells[KIND], KINDS)
        assertion = self.names.first(back.cells[KIND], ASSERTIONS) or "happened"
        line = back.cells[WHEN].split("\n")[0].strip()
        unknown = {"precision": "unknown"}
        fields = unknown if self.returned.names == "shifted" else date_of(line, None) or unknown
        missing = [name for name, value in (("agency", agency), ("kind", kind)) if value is None]
        missing += ["date"] if fields["precision"] == "unknown" else []
        yield Proposal(
            sort="new", where=where, what="Event", old="", new=shown, tracked=back.tracked,
            note=f"Not read in the row: {words.listed(missing)}. Correct the event afterwards." if missing else "",
            form=form("add", words=text, kind=kind or "other", assertion=assertion, agency=agency or "other",
                      reason=self.reason.replace("Changed", "Added"), **fields),
        )  # fmt: skip

    def _held_by_hand(self, text: str) -> bool:
        by_hand = {e.id for e in self.book.case.entries if e.id.endswith("-row")}
        return any(e.entry in by_hand and " ".join(e.quote.split()) == " ".join(text.split())
                   for e in self.book.case.events)  # fmt: skip

    def _gone(self) -> Iterator[Proposal]:
        held = {row.mark for row in self.returned.rows}
        for mark, written in self.returned.written.items():
            if mark in held:
                continue
            if mark in self.gaps:
                item = self.gaps[mark]
                yield Proposal(sort="gone", where=f"Gap {written.number}: {item.gap.title}", what="Row",
                               old=item.status, new="",
                               note="A gap is dismissed with a reason, on the page Gaps.")  # fmt: skip
            elif mark in self.entries:
                yield from self._entry_gone(self.entries[mark], written.number)

    def _entry_gone(self, item: EntryItem, number: str) -> Iterator[Proposal]:
        events = self.book.events_of_entry.get(item.row.entry, ())
        left = [e.id for e in events if e.status != "rejected"]
        where = f"Row {number}: {item.row.file}, {item.row.place}"
        if events and not left:
            return
        yield Proposal(
            sort="gone", where=where, what="Row", old=item.row.text, new="",
            note="Its events are set aside; the row itself stays in the case." if left else NO_EVENT,
            form=form("status", events=left, verdict="rejected", reason=self.reason.replace("Changed", "Taken out"))
            if left else None,
        )  # fmt: skip
