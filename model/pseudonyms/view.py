"""A whole case under pseudonyms: a copy in which no name is left, so that nothing made from it can tell one.

    Case, Findings, Pseudonymiser  ->  hidden  ->  Case, Findings with the same ids, gaps and counts

Every text of every record is rewritten unless its field is listed here as one that the program fills with names of its
own (`_OURS`): a field that is added to a record later is rewritten, not forgotten. Spans follow their words, and
`entry.text[span] == quote` holds on. Ids of actors, which are made of names, become numbers. Dates move where the
pseudonymiser moves them; what was counted from them (gaps, working days) was counted from the true ones.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, Final, TypeVar, cast

from model.case import Actor, Case, CaseInfo, Decision, Entry, Event, Findings, Mark, Mention, Part, Source
from model.people import PERSON
from model.pseudonyms.pseudonymiser import LABEL_CHARS, Pseudonymiser, Rewritten
from model.pseudonyms.recognise import birth_label
from model.review import Places, place_key
from model.when import When

T = TypeVar("T")

_OURS: Final[frozenset[tuple[str, str]]] = frozenset(
    {
        ("Source", "id"), ("Source", "agency"), ("Source", "sha256"), ("Source", "reader"),
        ("Part", "field"), ("Problem", "code"), ("Problem", "entry"),
        ("Entry", "id"), ("Entry", "source"), ("Entry", "agency"),
        ("Event", "id"), ("Event", "entry"), ("Event", "agency"), ("Event", "kind"), ("Event", "assertion"),
        ("Event", "involves"), ("Event", "shared_with"), ("Event", "received_from"), ("Event", "status"),
        ("Mention", "role"), ("Mention", "agency"), ("Agency", "id"), ("Actor", "role"), ("Actor", "agency"),
        ("Actor", "events"), ("Link", "kind"), ("Link", "from_id"), ("Link", "to_id"), ("Link", "status"),
        ("Gap", "id"), ("Gap", "kind"), ("Gap", "rule"), ("Gap", "unit"), ("Gap", "outcome"), ("Gap", "agencies"),
        ("Gap", "events"), ("Gap", "against"), ("Gap", "status"), ("Gap", "certainty"), ("Gap", "asked"),
        ("Gap", "folded"), ("Gap", "cause"), ("GoodPractice", "id"), ("GoodPractice", "rule"),
        ("GoodPractice", "agencies"), ("GoodPractice", "events"), ("Period", "kind"), ("Period", "agency"),
        ("Period", "events"), ("Contradiction", "events"), ("Question", "event"), ("Question", "candidates"),
        ("PersonQuestion", "id"), ("PersonQuestion", "kind"), ("PersonQuestion", "events"), ("PersonQuestion", "about"),
        ("PersonQuestion", "source"),
        ("PersonChoice", "id"), ("PersonChoice", "role"), ("PersonChoice", "events"), ("PersonChoice", "certainty"),
        ("Decision", "subject"), ("Decision", "verdict"), ("Decision", "made"), ("Mark", "file"), ("Mark", "kind"),
    }
)  # fmt: skip
_OURS_IN_VALUES: Final = frozenset(
    {"id", "kind", "assertion", "agency", "rule", "gap", "agencies", "role", "involves", "shared_with", "received_from",
     "granularity", "basis", "start", "end", "offset", "anchor", "of", "start_time", "end_time", "quote_kind"}
)  # fmt: skip
"""Keys of a decision's value that hold names of the program's own."""


def hidden(case: Case, findings: Findings, by: Pseudonymiser) -> tuple[Case, Findings]:
    """The case and what follows from it under pseudonyms. Neither argument is changed."""
    veil = _Veil(case, findings, by)
    return veil.case(case), veil.findings(findings)


class _Veil:
    """One walk over a case, with what it has to remember."""

    def __init__(self, case: Case, findings: Findings, by: Pseudonymiser) -> None:
        self.by = by
        self.people = {
            actor.id: actor.id if actor.id.startswith(PERSON) else f"a-{number}"  # a reviewer's own ids tell nothing
            for number, actor in enumerate(findings.actors, start=1)
        }
        self.authors: dict[str, str] = {}
        self.bases: dict[str, dt.date | None] = {}
        self.texts: dict[str, Rewritten] = {}
        self.usual = _usual(case)
        self.births: dict[str, frozenset[str]] = {}
        self.own_birth = {w.start for w in (case.info.key_dates.get("birth"), findings.key_dates.get("birth")) if w}
        self._done: dict[int, tuple[Any, Any]] = {}  # records that several cases share, kept with what they became
        base = case.as_read or case
        self.known_ids = {e.id for e in (*case.events, *base.events)} | {e.id for e in (*case.entries, *base.entries)}
        self.known_ids |= {s.id for s in case.sources} | {g.id for g in findings.gaps}
        self.places = Places.of(case)

    # -- the case ---------------------------------------------------------------------------------

    def case(self, case: Case) -> Case:
        entries = tuple(self.entry(e) for e in case.entries)
        return replace(
            case,
            info=self.info(case.info),
            sources=tuple(self.source(s) for s in case.sources),
            entries=entries,
            events=tuple(self.event(e) for e in case.events),
            decisions=tuple(self.decision(d) for d in case.decisions),
            as_read=None if case.as_read is None else self.case(case.as_read),
        )

    def info(self, info: CaseInfo) -> CaseInfo:
        return replace(
            info, id="case", title=self.words(info.title), subject=self.words(info.subject),
            key_dates={name: self.when(when) for name, when in info.key_dates.items()},
            settings=cast(Mapping[str, Any], self.value(info.settings, self.usual)),
        )  # fmt: skip

    def source(self, source: Source) -> Source:
        key = tuple((self.words(initials), self.words(who)) for initials, who in source.key)
        columns = tuple((self.words(title), field) for title, field in source.columns)
        problems = tuple(self.record(p, self.bases.get(p.entry or "", self.usual)) for p in source.problems)
        return replace(source, file=self.words(source.file), key=key, columns=columns, problems=problems)

    def entry(self, entry: Entry) -> Entry:
        return self._once(entry, self._entry)

    def _entry(self, entry: Entry) -> Entry:
        base = self.bases[entry.id] = (entry.when.start or entry.when.end) if entry.when else self.usual
        told = self.texts[entry.id] = self.by.rewrite(entry.text, base)
        self.births[entry.id] = self.by.births(entry.text)
        return replace(
            entry,
            locator={name: self.words(v) if isinstance(v, str) else v for name, v in entry.locator.items()},
            when=self.when(entry.when), recorded=self.when(entry.recorded), text=told.text,
            columns=_apart((self.words(h), self.words(cell, base)) for h, cell in entry.columns.items()),
            parts=tuple(self._part(p, told) for p in entry.parts),
            hindsight=tuple(self.words(h) for h in entry.hindsight),
        )  # fmt: skip

    def _part(self, part: Part, told: Rewritten) -> Part:
        start, end = told.span(part.start, part.end)
        return replace(part, header=self.words(part.header), start=start, end=end)

    def event(self, event: Event) -> Event:
        return self._once(event, self._event)

    def _event(self, event: Event) -> Event:
        told, base = self.texts.get(event.entry), self.bases.get(event.entry, self.usual)
        if told is None:
            return replace(event, quote=self.words(event.quote, base), span=(0, 0), mentions=())
        span = told.span(*event.span)
        when = event.when
        if when is not None and when.text in self.births.get(event.entry, ()) and when.start not in self.own_birth:
            when = _as_year(when)  # somebody's date of birth, left out of the words: not told by the timeline either
        return replace(
            event, when=self.when(when), quote=told.text[span[0] : span[1]], span=span,
            mentions=tuple(self._mention(m, told, base) for m in event.mentions),
            cues=tuple(self._cue(c, event.entry, base) for c in event.cues),
        )  # fmt: skip

    def _cue(self, cue: str, entry: str, base: dt.date | None) -> str:
        for born in self.births.get(entry, ()):
            cue = cue.replace(born, birth_label())
        return self.words(cue, base)

    def _mention(self, mention: Mention, told: Rewritten, base: dt.date | None) -> Mention:
        span = None if mention.span is None else told.span(*mention.span)
        return replace(
            mention, label=self.label(mention.label, base), span=span,
            person=self.people.get(mention.person, mention.person),
        )  # fmt: skip

    # -- decisions --------------------------------------------------------------------------------

    def decision(self, decision: Decision) -> Decision:
        author = decision.author and self.authors.setdefault(decision.author, f"Reviewer {len(self.authors) + 1}")
        return replace(
            decision, about=tuple(self.mark(m) for m in decision.about), author=author,
            reason=self.words(decision.reason), value=cast(Mapping[str, Any], self.value(decision.value, self.usual)),
        )  # fmt: skip

    def mark(self, mark: Mark) -> Mark:
        """The mark so that it is found again in the case under pseudonyms."""
        row = self.places.entries.get((mark.file, mark.place))
        base = self.bases.get(row.id, self.usual) if row else self.usual
        quote = self.words(mark.quote, base)
        if row is not None and mark.quote and (at := row.text.find(mark.quote)) >= 0:
            told = self.by.rewrite(row.text, base)
            start, end = told.span(at, at + len(mark.quote))
            quote = told.text[start:end]
            same = [e for e in self.places.at.get((mark.file, mark.place), ()) if e.quote == mark.quote]
            if same:
                event = sorted(same, key=lambda e: e.span)[min(mark.nth, len(same) - 1)]
                start, end = told.span(*event.span)
                quote = told.text[start:end]
        return replace(mark, place=self._place(mark.place), quote=quote)

    def _place(self, place: str) -> str:
        try:
            locator = json.loads(place)
        except ValueError:
            return self.words(place)
        return place_key({name: self.words(v) if isinstance(v, str) else v for name, v in locator.items()})

    # -- findings ---------------------------------------------------------------------------------

    def findings(self, findings: Findings) -> Findings:
        new: dict[str, Any] = {}
        for field in fields(findings):
            value = getattr(findings, field.name)
            if field.name == "dates":
                new[field.name] = {event: self.when(when) for event, when in value.items()}
            elif field.name == "key_dates":
                new[field.name] = {name: self.when(when) for name, when in value.items()}
            else:
                new[field.name] = tuple(self._finding(item) for item in value)
        return Findings(**new)

    def _finding(self, item: Any) -> Any:
        if isinstance(item, str):
            return self.words(item)
        if isinstance(item, Actor):
            return replace(item, id=self.people[item.id], label=self.label(item.label, None))
        when = getattr(item, "when", None) or getattr(item, "first", None)
        return self.record(item, (when.start or when.end if when else None) or self.usual)

    # -- anything ---------------------------------------------------------------------------------

    def record(self, record: T, base: dt.date | None) -> T:
        """A record with all of its texts rewritten, but for the fields that are the program's own."""
        if isinstance(record, When):
            return cast(T, self.when(record))
        assert is_dataclass(record)
        name = type(record).__name__
        new = {f.name: self.value(getattr(record, f.name), base) for f in fields(record) if (name, f.name) not in _OURS}
        return cast(T, replace(cast(Any, record), **new))

    def value(self, value: Any, base: dt.date | None) -> Any:
        """Any value of a record."""
        if isinstance(value, str):
            if value in self.people:
                return self.people[value]
            return value if value in self.known_ids else self.words(value, base)
        if isinstance(value, When) or (is_dataclass(value) and not isinstance(value, type)):
            return self.record(value, base)
        if isinstance(value, Mapping):
            if {"start", "end", "granularity"} <= value.keys():
                return self._when_json(value)
            return {k: v if _ours(k, v) else self.value(v, base) for k, v in value.items()}
        if isinstance(value, (tuple, list)):
            return type(value)(self.value(v, base) for v in value)
        return value

    def _when_json(self, value: Mapping[str, Any]) -> Any:
        return self.when(When.from_json(value)).to_json()

    def words(self, text: str, base: dt.date | None = None) -> str:
        return self.by.text(text, base or self.usual)

    def label(self, text: str, base: dt.date | None) -> str:
        """A label, which may have been cut within a word."""
        return self.by.text(text, base or self.usual, clipped=len(text) >= LABEL_CHARS)

    def when(self, when: T) -> T:
        """A date moved as all are, with its words rewritten; None stays None."""
        if not isinstance(when, When):
            return when
        base = when.start or when.end or self.usual
        moved = when.shifted(self.by.days) if self.by.days else when
        return cast(T, _reworded(moved, lambda text: self.words(text, base)))

    def _once(self, record: T, make: Any) -> T:
        known = self._done.get(id(record))
        if known is None or known[0] is not record:
            known = self._done[id(record)] = (record, make(record))
        return cast(T, known[1])


def _as_year(when: When) -> When:
    """The year of a date alone, without its words."""
    if when.start is None or when.end is None:
        return replace(when, start=None, end=None, text=birth_label(), alternatives=())
    first, last = dt.date(when.start.year, 1, 1), dt.date(when.end.year, 12, 31)
    return replace(
        when, start=first, end=last, start_time=None, end_time=None, granularity="year", alternatives=(),
        text=birth_label(),
    )  # fmt: skip


def _reworded(when: When, words: Any) -> When:
    phrase = None if when.anchor_phrase is None else words(when.anchor_phrase)
    others = tuple(_reworded(w, words) for w in when.alternatives)
    return replace(when, text=words(when.text), anchor_phrase=phrase, alternatives=others)


def _ours(key: Any, value: Any) -> bool:
    return key in _OURS_IN_VALUES and (isinstance(value, str) or _plain_list(value)) and not _is_text(key, value)


def _plain_list(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and all(isinstance(v, str) for v in value)


@cache
def _names() -> frozenset[str]:
    from model.names import AGENCIES, ASSERTIONS, GAP_KINDS, KINDS, ROLES

    return frozenset({*AGENCIES, *ASSERTIONS, *GAP_KINDS, *KINDS, *ROLES})


def _is_text(key: Any, value: Any) -> bool:
    """Whether what stands under such a key is words after all: a space is never in a name of the program's own."""
    texts = [value] if isinstance(value, str) else value
    return any(" " in t and t not in _names() for t in texts)


def _apart(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Columns by header; headers that became alike are numbered, for no cell may be lost."""
    out: dict[str, str] = {}
    for header, cell in pairs:
        name, number = header, 2
        while name in out:
            name, number = f"{header} ({number})", number + 1
        out[name] = cell
    return out


def _usual(case: Case) -> dt.date | None:
    """The date in the middle of the case: the base for dates without a year that stand by no row."""
    days = sorted(e.when.start for e in case.entries if e.when and e.when.start)
    return days[len(days) // 2] if days else None
