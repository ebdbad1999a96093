"""The rules as data: read and checked.

    rules/*.toml  ->  read_rules(table, file)  ->  load_rules()  ->  (profiles, settings)  ->  RuleBook

A `Selector` says which events a rule speaks of; a `Rule` says what is expected, within what limit, by
whose authority and in which years. Which rules apply to a case, with which local values, is said by
`model.gaps.profiles`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, Literal, get_args

from model.case import Event
from model.data import load_toml
from model.errors import RuleFileError
from model.gaps.wording import authority
from model.names import AGENCIES, ASSERTIONS, GAP_KINDS, KINDS, ROLES
from model.view import CaseView, side_of
from model.when import When
from model.words import Phrasebook, stems, topic_labels

FILES: Final = (
    "timescales.toml",
    "timescales_more.toml",
    "patterns.toml",
    "patterns_more.toml",
    "patterns_last.toml",
    "patterns_apart.toml",
    "good_practice.toml",
)
UNITS: Final = ("working_days", "days", "hours", "count")
Scope = Literal["national", "local", "suggested"]


@dataclass(frozen=True, slots=True)
class Selector:
    """Which events are meant: every field that is given must hold.

    `by` are sides that recorded the event or took part in it, `to` sides that were told or received it.
    `cues` and `without` are phrases of the clause, `row_cues` and `row_without` of the whole row, compared by stems.
    """

    kinds: frozenset[str]
    assertions: frozenset[str] = frozenset({"happened", "reported"})
    by: frozenset[str] = frozenset()
    to: frozenset[str] = frozenset()
    sent_by: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    without_roles: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    cues: Phrasebook | None = None
    without: Phrasebook | None = None
    row_cues: Phrasebook | None = None
    row_without: Phrasebook | None = None
    main: bool | None = None

    def matches(self, view: CaseView, event: Event) -> bool:
        """Whether the event is one that is meant."""
        if event.kind not in self.kinds or event.assertion not in self.assertions:
            return False
        if self.main is not None and event.main is not self.main:
            return False
        return self._by_people(view, event) and self._by_words(view, event)

    def find(self, view: CaseView) -> list[Event]:
        """All events meant, in time order."""
        found = [e for kind in self.kinds for e in view.by_kind.get(kind, ()) if self.matches(view, e)]
        return sorted(found, key=view.order)

    def _by_people(self, view: CaseView, event: Event) -> bool:
        if self.by and not self.by & view.taking_part(event):
            return False
        if self.to and not self.to & (view.told(event) | ({view.side(event)} if event.received_from else frozenset())):
            return False
        if self.sent_by and not self.sent_by & (view.senders(event) or {view.side(event)}):
            return False
        roles = view.roles(event)
        return not (self.roles and not self.roles & roles) and not self.without_roles & roles

    def _by_words(self, view: CaseView, event: Event) -> bool:
        if self.topics and not self.topics & view.topics(event):
            return False
        words = view.stems(event)
        if self.without is not None and self.without.find(words):
            return False
        if self.cues is not None and not self.cues.find(words):
            return False
        return self._by_row(view, event)

    def _by_row(self, view: CaseView, event: Event) -> bool:
        if self.row_cues is None and self.row_without is None:
            return True
        row = stems(view.entries[event.entry].text)
        if self.row_without is not None and self.row_without.find(row):
            return False
        return self.row_cues is None or bool(self.row_cues.find(row))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One expectation with its authority. `more` holds what only rules of its type need.

    `sought` says what is looked for that would answer it, `question` is what to ask of `ask`: "owner" (the agency
    of the event that set it off), "responsible" or "agencies" (all those of the gap). `guidance` names the
    guidance whose edition in force is shown. `fold` says which gaps of the rule are near-duplicates.
    """

    id: str
    type: str
    kind: str
    title: str
    explanation: str
    source: str
    scope: Scope
    trigger: Selector
    expects: Selector | None = None
    limit: int | None = None
    unit: str | None = None
    responsible: frozenset[str] = frozenset()
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    guidance: str = ""
    profile: str = ""
    checked: bool = True
    weight: int = 1
    sought: str = ""
    question: str = ""
    ask: str = "owner"
    fold: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)

    def in_force(self, when: When | None) -> bool:
        """Whether the edition of the rule was in force on every possible day of its trigger."""
        if when is None:
            return self.valid_from is None and self.valid_to is None
        first, last = when.start or when.end, when.end or when.start
        return not (
            (self.valid_from and (first is None or first < self.valid_from))
            or (self.valid_to and (last is None or last > self.valid_to))
        )

    def authority(self, when: When | None) -> str:
        """The source as shown with a gap: its edition on that day, its scope, whether its text has been checked."""
        text, note = self.source, ""
        if self.guidance and when is None:
            text = authority("in_general", guidance=guidance_name(self.guidance), source=self.source)
        elif self.guidance:
            held = editions_on(self.guidance, when)
            if held:
                form = "in_force" if len(held) == 1 else "two_editions"
                text = authority(form, edition=" or ".join(e.title for e in held), source=self.source)
            unchecked = [e.title for e in held if not e.checked]
            note = authority("edition_unchecked", edition=unchecked[0]) if unchecked else ""
        scope = "" if self.scope == "national" else authority(self.scope)
        return text + scope + note + ("" if self.checked else authority("unchecked"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One edition of guidance and the days on which it was in force."""

    guidance: str
    title: str
    valid_from: dt.date
    valid_to: dt.date | None = None
    checked: bool = True


@cache
def editions() -> tuple[Edition, ...]:
    """The editions of `rules/editions.toml`."""
    return tuple(Edition(**item) for item in load_toml("model.rules", "editions.toml")["edition"])


def guidance_name(guidance: str) -> str:
    """What the guidance is called, whatever its edition."""
    return str(load_toml("model.rules", "editions.toml")["names"][guidance])


def editions_on(guidance: str, when: When | None) -> list[Edition]:
    """The editions of the guidance in force on any possible day of an interval."""
    if when is None or (when.start is None and when.end is None):
        return []
    first, last = when.start or when.end, when.end or when.start
    assert first is not None
    assert last is not None
    held = (e for e in editions() if e.guidance == guidance)
    return [e for e in held if e.valid_from <= last and (e.valid_to is None or e.valid_to >= first)]


@cache
def load_rules() -> tuple[Rule, ...]:
    """Every shipped rule, local profiles apart. Raises `RuleFileError` if a file is wrong."""
    rules = [rule for name in FILES for rule in read_rules(load_toml("model.rules", name), name)]
    unique(rules)
    return tuple(rules)


def read_rules(table: Mapping[str, Any], file: str, profile: str = "") -> list[Rule]:
    """The rules of one TOML table, checked. Raises `RuleFileError` that names the rule and what is wrong in it."""
    return [_rule(item, file, profile) for item in table.get("rule", ())]


def unique(rules: Iterable[Rule]) -> None:
    """Raise `RuleFileError` if two rules have one id."""
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            raise wrong(rule.id, "the id is used twice")
        seen.add(rule.id)


_NEEDED: Final = ("id", "type", "kind", "title", "explanation", "source", "scope", "trigger")
_PLAIN: Final = frozenset(
    {"id", "type", "kind", "title", "explanation", "source", "scope", "limit", "unit", "valid_from", "valid_to"}
    | {"guidance", "checked", "weight", "sought", "question", "ask", "fold", "more"}
)
_KNOWN: Final = _PLAIN | {"trigger", "expects", "responsible"}
_SHAPES: Final[dict[str, type | tuple[type, ...]]] = {
    "title": str, "explanation": str, "source": str, "sought": str, "question": str, "limit": int, "weight": int,
    "valid_from": dt.date, "valid_to": dt.date, "checked": bool, "trigger": dict, "expects": dict, "more": dict,
}  # fmt: skip
_CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "unit": UNITS,
    "scope": get_args(Scope),
    "ask": ("owner", "responsible", "agencies"),
}
_KINDS: Final = frozenset({*GAP_KINDS, "good_practice"})


def _rule(item: Mapping[str, Any], file: str, profile: str) -> Rule:
    name = str(item.get("id", "?"))
    missing = [key for key in _NEEDED if key not in item]
    if missing:
        raise wrong(name, f"{', '.join(missing)} missing in {file}")
    unknown = set(item) - _KNOWN
    if unknown:
        raise wrong(name, f"unknown words: {', '.join(sorted(unknown))}")
    if item["kind"] not in _KINDS:
        raise wrong(name, f"“{item['kind']}” is no kind of gap")
    for key, choices in _CHOICES.items():
        if key in item and item[key] not in choices:
            raise wrong(name, f"{key} is “{item[key]}” and must be one of {', '.join(choices)}")
    for key, shape in _SHAPES.items():
        if key in item and not isinstance(item[key], shape):
            raise wrong(name, f"{key} has a value of the wrong sort")
    return Rule(
        **{key: item[key] for key in _PLAIN if key in item},
        trigger=selector(item["trigger"], name),
        expects=selector(item["expects"], name) if "expects" in item else None,
        responsible=_sides(_agencies(item.get("responsible", ()), name)),
        profile=profile,
    )


_PHRASES: Final = ("cues", "without", "row_cues", "row_without")
_SELECTS: Final = frozenset(
    {"kinds", "assertions", "by", "to", "sent_by", "roles", "without_roles", "topics", "main", *_PHRASES}
)


def selector(item: Mapping[str, Any], rule: str) -> Selector:
    """A selector from its TOML table. Raises `RuleFileError` on unknown names."""
    unknown = set(item) - _SELECTS
    if unknown:
        raise wrong(rule, f"unknown words: {', '.join(sorted(unknown))}")
    named = {"kinds": KINDS, "assertions": ASSERTIONS, "roles": ROLES, "without_roles": ROLES, "topics": topic_labels()}
    for key, known in named.items():
        strange = [name for name in item.get(key, ()) if name not in known]
        if strange:
            raise wrong(rule, f"unknown {key}: {', '.join(strange)}")
    found: dict[str, Any] = {"kinds": frozenset(), "main": item.get("main")}
    found |= {key: frozenset(item[key]) for key in named if key in item}
    found |= {key: _sides(_agencies(item[key], rule)) for key in ("by", "to", "sent_by") if key in item}
    found |= {key: Phrasebook({"cue": item[key]}) for key in _PHRASES if key in item}
    return Selector(**found)


def _agencies(names: Iterable[str], rule: str) -> Iterable[str]:
    strange = [name for name in names if name not in AGENCIES]
    if strange:
        raise wrong(rule, f"unknown agency: {', '.join(strange)}")
    return names


def _sides(agencies: Iterable[str]) -> frozenset[str]:
    return frozenset(side_of(agency) for agency in agencies)


def wrong(rule: str, what: str) -> RuleFileError:
    """The error for a rule that is written wrongly."""
    return RuleFileError(
        f"The rule {rule} is wrong: {what}.",
        remedy="Correct the rule file; `casethread rules --check FILE` says whether it is right.",
    )
