"""What is known of one entry while it passes through the pipeline: filled component by component.

entry  ->  words, clauses  ->  people, agencies  ->  candidates (kind)  ->  assertion  ->  sharing  ->  Event
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.language.patterns import Words
from ingest.language.times import Timex
from ingest.language.tokens import Clause
from model.case import Assertion, Entry
from model.when import When

TYPE_FIELDS = frozenset({"contact_type"})
SILENT_FIELDS = frozenset(
    {"author", "professional", "source", "subject", "agency", "rating", "child_seen", "seq"}
)  # columns that name people and places, and tell of no event
ACTION_FIELDS = frozenset({"action", "outcome"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingContext:
    """What is known of the file and the case before its entries are read.

    `agency` is the agency that wrote (used where an entry does not say), `key` the file's own
    anonymisation key, `subject` what the records call the subject child ("Child K", "Reece"), `names` who the
    names in its words are (see `names.learn_names`), `born` and `due` the child's birth and due date for
    ages and gestations. `title` is the file's name.
    """

    agency: str = "other"
    key: tuple[tuple[str, str], ...] = ()
    subject: str = ""
    names: tuple[tuple[str, str], ...] = ()
    born: When | None = None
    due: When | None = None
    title: str = ""

    @property
    def named_after_subject(self) -> bool:
        """Whether the file bears the subject child's own name: it is that child's record, as it seems."""
        name = self.subject.split()[0].lower() if self.subject.split() else ""
        return len(name) > 2 and name in re.findall(r"[a-z'-]+", self.title.lower())


@dataclass(frozen=True, slots=True)
class Person:
    """Words first..last name a person: role, label as written, the agency a worker works for.

    `sure` is false where the words may mean another person ("the patient"); `named` says that the label has a name,
    initials or a code of the person's own.
    """

    first: int
    last: int
    role: str
    label: str
    group: str
    agency: str | None
    sure: bool = True
    also: str | None = None  # "parents" are the mother and also the father
    implied: bool = False  # not in the words: whom the record is about, who wrote it
    named: bool = False


@dataclass(frozen=True, slots=True)
class AgencyName:
    """Words first..last name an agency."""

    first: int
    last: int
    agency: str


@dataclass(frozen=True, slots=True)
class Party:
    """Words first..last stand for another agency."""

    first: int
    last: int
    agency: str


@dataclass(slots=True, kw_only=True)
class Candidate:
    """An event that may be in the words first..last of a clause, made by the cue at cue_first..cue_last."""

    kind: str
    strength: float
    first: int
    last: int
    cue_first: int
    cue_last: int
    clause: int
    column: str
    reasons: list[str]
    implied: Assertion | None = None
    opened: bool = False
    reach: int = 0  # words before this one may deny or plan the event; later ones were only joined to it
    done: bool = False  # its words say that it was done, whatever date stands beside it ("PPN sub'd 23/07")
    own_denial: bool = False  # a denial is one of the words that made it ("not collected")
    bare: bool = False  # told by words of denial or plan alone
    assertion: Assertion = "happened"
    when: When | None = None
    shared_with: list[str] = field(default_factory=list)
    received_from: list[str] = field(default_factory=list)
    involves: list[str] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    main: bool = False
    joined: list[tuple[int, int]] = field(default_factory=list)  # words elsewhere that tell of it again

    def holds(self, word: int) -> bool:
        """Whether a word stands in its words, or in those that tell of it again."""
        return self.first <= word < self.last or any(first <= word < last for first, last in self.joined)


@dataclass(slots=True, kw_only=True)
class Reading:
    """One entry and all that the components have found in it so far."""

    entry: Entry
    context: ReadingContext
    words: Words
    clauses: list[Clause] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    agencies: list[AgencyName] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    times: list[Timex] = field(default_factory=list)
    places: list[int] = field(default_factory=list)  # for each clause, how many of the record stand before it

    @property
    def agency(self) -> str:
        """The agency that wrote the entry."""
        return self.entry.agency or self.context.agency

    @property
    def age(self) -> int | None:
        """The subject child's age in years on the day of the entry, -1 before birth; None where it is not known."""
        born, when = self.context.born, self.entry.when
        if born is None or when is None or born.middle is None or when.middle is None:
            return None
        return max(-1, (when.middle - born.middle).days * 4 // 1461)

    def text_of(self, first: int, last: int) -> str:
        """The words first..last as they stand in the entry."""
        return self.entry.text[self.words.starts[first] : self.words.ends[last - 1]]


def places_of(clauses: Sequence[Clause]) -> list[int]:
    """For each clause, how many clauses of the record itself (no names, no types) stand before it."""
    places, count = [], 0
    for clause in clauses:
        places.append(count)
        count += clause.field not in SILENT_FIELDS and clause.field not in TYPE_FIELDS
    return places
