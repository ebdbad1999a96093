"""What a case is made of: frozen records, from the file that was sent to the gap that was found.

    Source (one file of one agency)
      Entry (one row or dated paragraph: what the agency wrote, unaltered)
        Event (what was read in it: kind, assertion, when, quote and span)
          Mention (a person named or implied), Sharing (an agency told or telling)
    Actor (the same person over all mentions), Link (between events), Gap, Contradiction: derived

An entry's `text` is the cells of its row joined by line breaks, in the order of the columns, without
the date and number columns and without the reviewer's hindsight columns; `parts` says which
characters came from which column and cell. Event spans count in that text, and
`entry.text[event.span[0]:event.span[1]] == event.quote` always holds.

The names of kinds, assertions, roles and agencies are those of the export contract (format 1);
`model/rules/names.toml` lists them with their labels for the screen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal

from model.when import When

Assertion = Literal["happened", "did_not_happen", "planned", "recommended", "reported", "uncertain"]
Status = Literal["proposed", "confirmed", "corrected", "rejected", "answered"]
Certainty = Literal["high", "medium", "low"]
Locator = Mapping[str, str | int]
"""Where in the file a person finds something: {"sheet": "Police", "row": 14}, {"page": 3, "row": 2} ..."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something in a file that its reader must tell the user: a row unread, a date in doubt.

    `code` is stable ("W201"), `place` a locator, `text` plain words, `quote` the words it is about,
    `suggestion` what was probably meant (never applied silently). `row_unread` counts towards the law
    rows read + rows warned = rows in the source.
    """

    code: str
    text: str
    place: Locator = field(default_factory=dict)
    quote: str = ""
    suggestion: str = ""
    row_unread: bool = False
    entry: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """An agency or service, by its contract name, with the label shown."""

    id: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowCount:
    """Where every row of a source went: `rows` is the sum of the others, kept by a test per reader.

    For prose a row is a paragraph. `warned` rows could not be read and are named in the problems.
    """

    rows: int = 0
    entries: int = 0
    headers: int = 0
    sections: int = 0
    keys: int = 0
    blank: int = 0
    furniture: int = 0  # titles, openings, signatures, running headers: read, and no entry
    warned: int = 0

    def __add__(self, other: RowCount) -> RowCount:
        return RowCount(**{f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(self)})

    @property
    def balanced(self) -> bool:
        """Whether every row went somewhere: the law that each reader's test keeps."""
        parts: int = sum(getattr(self, f.name) for f in fields(self) if f.name != "rows")
        return self.rows == parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One file as it was sent. `agency` is None only while the user is still to be asked."""

    id: str
    file: str
    agency: str | None
    sha256: str
    reader: str
    size_bytes: int = 0
    count: RowCount = RowCount()
    problems: tuple[Problem, ...] = ()
    key: tuple[tuple[str, str], ...] = ()  # the file's own anonymisation key: (initials, who)
    columns: tuple[tuple[str, str], ...] = ()  # what a person said that columns mean: (title, field)
    named: bool = False  # whether a person said whose file it is


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Which characters of an entry's text came from which column. `field` is a canonical column name."""

    field: str
    header: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of a table, one dated paragraph of prose: what the agency wrote. Never changed.

    `columns` holds every cell by its header, hindsight columns too; `hindsight` names those headers.
    `when` is the date of the row itself; `recorded` the date of its recording, where a column has it.
    `hidden` marks rows that the sender's spreadsheet hid.
    """

    id: str
    source: str
    agency: str
    locator: Locator
    when: When | None
    text: str
    columns: Mapping[str, str]
    parts: tuple[Part, ...] = ()
    hindsight: tuple[str, ...] = ()
    recorded: When | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A person named in an entry: a contract role, the words used, the agency they work for if any.

    `person` is set only where a reviewer said who it is: mentions of one `person` are one actor, that of the same id.
    `sure` is false where the words may mean another person ("nan", "partner"); `who` is the name or number that tells
    people of one role apart, where a case has several (see `model.identity`), and `named` that the label has a name,
    initials or a code of a worker's own.
    """

    role: str
    label: str
    agency: str | None = None
    span: tuple[int, int] | None = None
    person: str = ""
    sure: bool = True
    who: str = ""
    named: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What was read in an entry. `main` is the event that the row itself records.

    `involves` are agencies that took part, `shared_with` those that were told, `received_from` the
    senders where the entry records a receipt. `cues` say in words what made the event what it is.
    """

    id: str
    entry: str
    agency: str
    kind: str
    assertion: Assertion
    when: When | None
    quote: str
    span: tuple[int, int]
    main: bool = False
    mentions: tuple[Mention, ...] = ()
    involves: tuple[str, ...] = ()
    shared_with: tuple[str, ...] = ()
    received_from: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    status: Status = "proposed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """One person over the whole case. `mentions` counts the events that name them."""

    id: str
    role: str
    label: str
    agency: str | None
    mentions: int
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A relation between two events (or an entry and an event), with its evidence in words.

    `conflicts` are the details on which the two records differ; `duplicate` marks a row entered twice in one file.
    """

    kind: Literal["same_event", "informs", "refers_to", "follows_up", "before"]
    from_id: str
    to_id: str
    evidence: str
    certainty: float = 1.0
    status: Status = "proposed"
    conflicts: tuple[str, ...] = ()
    duplicate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A prompt to look, never a finding: what the records supplied do not show.

    `measured` is the smallest and the largest value over every reading of the dates, in `unit`
    ("days", "working_days", "hours", "count"). `outcome` is "exceeded" (in every reading), "depends"
    (on the date: see the explanation) or "no_record". `against` are events that speak against it.
    """

    id: str
    kind: str
    rule: str
    title: str
    explanation: str
    when: When | None
    measured: tuple[int | None, int | None]
    limit: int | None
    unit: str | None
    outcome: Literal["exceeded", "depends", "no_record"]
    agencies: tuple[str, ...]
    events: tuple[str, ...]
    against: tuple[str, ...]
    confidence: str
    source: str
    status: Status = "proposed"
    certainty: Certainty = "medium"
    sought: str = ""
    answer: str = ""
    question: str = ""
    asked: tuple[str, ...] = ()
    folded: tuple[str, ...] = ()
    cause: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodPractice:
    """Work that reviews name as good (domain notes G37), with the rule that found it and the events that show it."""

    id: str
    rule: str
    title: str
    explanation: str
    when: When | None
    agencies: tuple[str, ...]
    events: tuple[str, ...]
    source: str
    times: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A stretch of time that stands behind events: a pregnancy, a stay in hospital, a plan, a worker allocated.

    `last` is None where no record names its end; `agency` is the one whose records it rests on, None for the
    whole case; `basis` says in words how an end of it came about where no event names it.
    """

    kind: str
    label: str
    first: When
    last: When | None
    agency: str | None = None
    events: tuple[str, ...] = ()
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Statements that cannot all hold, in words."""

    events: tuple[str, ...]
    explanation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """An anchor that a person must choose: which of the `candidates` (event ids) the words `phrase` of `event` mean."""

    event: str
    phrase: str
    candidates: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonChoice:
    """One answer to a `PersonQuestion`: who it may be, why, and how sure that is (0..1); `events` name this person
    in the words `labels`."""

    id: str
    actor: str
    role: str
    label: str
    reason: str
    certainty: float
    events: tuple[str, ...]
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonQuestion:
    """Who is meant, or whether two are one: for a person to say; see `model.asking`.

    `kind` is "word" (a word that may mean several people), "pair" (two actors that may be one) or "worker" (one whom a
    file does not name). `asked` is the actor that it is about and `events` those whose mentions an answer settles:
    of one file (`source`), or for a pair all of the actor's. `about` is the class of a word (`[[questions.word]]`),
    `labels` the words by which the records name whom it is about, the most used first.
    """

    id: str
    kind: Literal["word", "pair", "worker"]
    text: str
    why: str
    asked: str
    label: str
    events: tuple[str, ...]
    choices: tuple[PersonChoice, ...]
    source: str | None = None
    about: str = ""
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What a reviewer's decision is about, by what does not change with the reading.

    `file` is the SHA-256 of the file, `place` its locator as canonical JSON, `quote` the words; `nth` tells
    events of one place with the same words and kind apart, from 0 in the order of the text.
    """

    file: str
    place: str
    quote: str
    kind: str = ""
    nth: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision of a reviewer: what it is about, what was decided, why, by whom, when (ISO, UTC).

    `subject` says what is decided ("same_event": whether two records tell of one event) and `value` holds
    what was decided where a verdict alone does not say it, as JSON data; `model.subjects` lists both.
    Decisions are only ever added: the last about the same thing holds, "proposed" takes an earlier one
    back, and `model.trail` says which are undone. `number` is the place in the trail, from 1.
    """

    subject: str
    verdict: Status
    about: tuple[Mark, ...]
    reason: str = ""
    author: str = ""
    made: str = ""
    value: Mapping[str, Any] = field(default_factory=dict)
    number: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedView:
    """A view of a page that someone kept under a name: the query of its address, which holds no case text."""

    id: str
    name: str
    page: str
    query: str
    made: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseInfo:
    """What the user says of a case. `key_dates` by name: "birth", "due", "death", "scope"."""

    id: str
    title: str
    subject: str = ""
    key_dates: Mapping[str, When] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A whole case: what was sent, what was read in it, and the reviewer's decisions.

    Where decisions are laid over it (`model.overlay`), `as_read` is the case without them, and `merged`
    names for every event that was merged into another the one that stands for it. `head` is the hash at the end of
    the chain over the decisions (`model.chain`), as the store holds it; empty for a case that came from no store.
    """

    info: CaseInfo
    sources: tuple[Source, ...] = ()
    entries: tuple[Entry, ...] = ()
    events: tuple[Event, ...] = ()
    decisions: tuple[Decision, ...] = ()
    as_read: Case | None = None
    merged: Mapping[str, str] = field(default_factory=dict)
    head: str = ""

    def entry(self, entry_id: str) -> Entry:
        """The entry of that id. Raises KeyError. For many look-ups build a dict instead."""
        return next(e for e in self.entries if e.id == entry_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """All that follows from a case; computed by `model.analysis.analyse`, never stored.

    `dates` are the dates that all statements of the case together give to events whose own words say less ("11
    days after the birth"), by event id; `strains` hold, but only near the edge of their hedges; `questions` (of
    dates) and `person_questions` are for the reader to settle.
    `gaps` is the register, in the order of triage. `noticed` are prompts too weak or too many for it, and
    `answered` what looks like a gap in one file and is answered in another.
    """

    agencies: tuple[Agency, ...]
    actors: tuple[Actor, ...]
    links: tuple[Link, ...]
    gaps: tuple[Gap, ...]
    contradictions: tuple[Contradiction, ...]
    key_dates: Mapping[str, When]
    not_judged: tuple[str, ...] = ()  # rules that could not run, and why
    dates: Mapping[str, When] = field(default_factory=dict)
    strains: tuple[Contradiction, ...] = ()
    questions: tuple[Question, ...] = ()
    person_questions: tuple[PersonQuestion, ...] = ()
    periods: tuple[Period, ...] = ()

    def dated(self, case: Case) -> Case:
        """The case with the dates that follow from it; its entries and words are what they were."""
        if not self.dates:
            return case
        events = (replace(e, when=self.dates[e.id]) if e.id in self.dates else e for e in case.events)
        return replace(case, events=tuple(events))

    noticed: tuple[Gap, ...] = ()
    answered: tuple[Gap, ...] = ()
    good_practice: tuple[GoodPractice, ...] = ()
