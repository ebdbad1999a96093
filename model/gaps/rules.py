"""The rules as data: read, checked and chosen by the date of what sets them off.

    rules/*.toml  ->  load_rules()  ->  RuleBook.for_case(settings)  ->  book.of_type("deadline")

A `Selector` says which events a rule speaks of; a `Rule` says what is expected, within what limit, by
whose authority and in which years. Settings of a case may turn rules off (`rules_off`), change limits
(`limits`: rule id to number) and choose local profiles (`profiles`); everything else is in the files.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Final, Literal

from model.case import Event
from model.data import load_toml
from model.errors import RuleFileError
from model.names import AGENCIES, ASSERTIONS, GAP_KINDS, KINDS, ROLES
from model.view import CaseView, side_of
from model.when import When
from model.words import Phrasebook, topic_labels

FILES: Final = ("timescales.toml", "patterns.toml")
UNITS: Final = ("working_days", "days", "hours", "count")
Scope = Literal["national", "local", "suggested"]


@dataclass(frozen=True, slots=True)
class Selector:
    """Which events are meant: every field that is given must hold.

    `by` are sides that recorded the event or took part in it, `to` sides that were told or received it.
    `cues` and `without` are phrases of the clause, compared by stems.
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
        return self.cues is None or bool(self.cues.find(words))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One expectation with its authority. `more` holds what only rules of its type need."""

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
    profile: str = ""
    checked: bool = True
    weight: int = 1
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

    @property
    def authority(self) -> str:
        """The source as shown with a gap: its scope, and whether the text has been checked."""
        suggested = " (a suggested prompt, no number is set nationally)"
        scope = {"national": "", "local": " (local rule)", "suggested": suggested}
        return self.source + scope[self.scope] + ("" if self.checked else " (check the source)")


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The rules that apply to a case."""

    rules: tuple[Rule, ...]
    not_judged: tuple[str, ...] = ()

    @classmethod
    def for_case(cls, settings: Mapping[str, Any]) -> RuleBook:
        """The shipped rules with the settings of the case applied."""
        off, limits = set(settings.get("rules_off", ())), dict(settings.get("limits", {}))
        profiles = set(settings.get("profiles", ()))
        chosen: list[Rule] = []
        skipped: list[str] = []
        for rule in load_rules():
            if rule.id in off:
                skipped.append(f"{rule.id}: turned off for this case.")
            elif rule.profile and rule.profile not in profiles:
                skipped.append(f"{rule.id}: a local rule ({rule.source}); no local profile was chosen for this case.")
            else:
                chosen.append(replace(rule, limit=int(limits[rule.id])) if rule.id in limits else rule)
        return cls(tuple(chosen), tuple(skipped))

    def of_type(self, name: str) -> list[Rule]:
        return [rule for rule in self.rules if rule.type == name]


@cache
def load_rules() -> tuple[Rule, ...]:
    """Every shipped rule. Raises `RuleFileError` if a file is wrong."""
    rules = [_rule(item, name) for name in FILES for item in load_toml("model.rules", name)["rule"]]
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            raise _wrong(rule.id, "the id is used twice")
        seen.add(rule.id)
    return tuple(rules)


_KNOWN: Final = frozenset(
    {"id", "type", "kind", "title", "explanation", "source", "scope", "trigger", "expects", "limit", "unit"}
    | {"responsible", "valid_from", "valid_to", "profile", "checked", "weight", "more"}
)


def _rule(item: Mapping[str, Any], file: str) -> Rule:
    name = str(item.get("id", "?"))
    try:
        unknown = set(item) - _KNOWN
        if unknown:
            raise _wrong(name, f"unknown words: {', '.join(sorted(unknown))}")
        if item["kind"] not in GAP_KINDS:
            raise _wrong(name, f"“{item['kind']}” is no kind of gap")
        if item.get("unit") is not None and item["unit"] not in UNITS:
            raise _wrong(name, f"“{item['unit']}” is no unit")
        return Rule(
            id=name,
            type=item["type"],
            kind=item["kind"],
            title=item["title"],
            explanation=item["explanation"],
            source=item["source"],
            scope=item["scope"],
            trigger=selector(item["trigger"], name),
            expects=selector(item["expects"], name) if "expects" in item else None,
            limit=item.get("limit"),
            unit=item.get("unit"),
            responsible=_sides(item.get("responsible", ())),
            valid_from=item.get("valid_from"),
            valid_to=item.get("valid_to"),
            profile=item.get("profile", ""),
            checked=item.get("checked", True),
            weight=item.get("weight", 1),
            more=item.get("more", {}),
        )
    except KeyError as missing:
        raise _wrong(name, f"{missing.args[0]} is missing in {file}") from missing


def selector(item: Mapping[str, Any], rule: str) -> Selector:
    """A selector from its TOML table. Raises `RuleFileError` on unknown names."""
    named = {"kinds": KINDS, "assertions": ASSERTIONS, "roles": ROLES, "without_roles": ROLES, "topics": topic_labels()}
    for key, known in named.items():
        wrong = [name for name in item.get(key, ()) if name not in known]
        if wrong:
            raise _wrong(rule, f"unknown {key}: {', '.join(wrong)}")
    for key in ("by", "to", "sent_by"):
        wrong = [name for name in item.get(key, ()) if name not in AGENCIES]
        if wrong:
            raise _wrong(rule, f"unknown agency: {', '.join(wrong)}")
    found: dict[str, Any] = {"kinds": frozenset(), "main": item.get("main")}
    found |= {key: frozenset(item[key]) for key in named if key in item}
    found |= {key: _sides(item[key]) for key in ("by", "to", "sent_by") if key in item}
    found |= {key: Phrasebook({"cue": item[key]}) for key in ("cues", "without") if key in item}
    return Selector(**found)


def _sides(agencies: Iterable[str]) -> frozenset[str]:
    return frozenset(side_of(agency) for agency in agencies)


def _wrong(rule: str, what: str) -> RuleFileError:
    return RuleFileError(
        f"The rule {rule} is wrong: {what}.",
        remedy="Correct the rule file, or install Casethread again.",
    )
