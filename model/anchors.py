"""Which event a relative expression counts from: "the birth", "this meeting", "the initial referral".

    anchor phrase  ->  kinds (rules/anchors.toml)  ->  events of those kinds  ->  the one meant, and why

Tried in this order: the case's key date (one birth, one death); an event told in the same entry; the
first of its kind where the words say "initial"; the only one in the case; the nearest before the entry
in the same agency's file, then in any file (or after it, where the expression looks ahead). Where two
fit about equally well nothing is chosen: the candidates are kept and the reader is asked.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from model.case import Event
from model.data import load_toml
from model.view import CaseView

KEY_PREFIX = "key:"
"""Nodes of the case's key dates: "key:birth"."""

ANCHORING = frozenset({"happened", "reported"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """The node chosen (an event id or "key:..."; None: not known, or to be asked), why, and what else fits."""

    node: str | None
    reason: str
    candidates: tuple[str, ...] = ()


@cache
def anchor_rules() -> dict[str, Any]:
    return load_toml("model.rules", "anchors.toml")


@cache
def _matchers() -> tuple[tuple[re.Pattern[str], dict[str, Any]], ...]:
    """Every anchor word with its rule, the longest words first."""
    words = [(word, rule) for rule in anchor_rules()["anchor"] for word in rule["words"]]
    words.sort(key=lambda pair: -len(pair[0]))
    return tuple((_whole(word), rule) for word, rule in words)


def _whole(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w&]){re.escape(word)}(?![\w&])")


def rule_for(phrase: str) -> dict[str, Any] | None:
    """The anchor rule whose words stand in the phrase; None where the phrase names no kind of event known."""
    plain = _written_out(phrase)
    return next((rule for pattern, rule in _matchers() if pattern.search(plain)), None)


def _written_out(phrase: str) -> str:
    """A phrase in small letters, its short forms written out ("the Sept CIN mtg": "the sept cin meeting")."""
    short = anchor_rules()["short"]
    plain = phrase.lower().replace("’", "'")
    return re.sub(r"[a-z]+", lambda word: short.get(word[0], word[0]) if word[0] != "source" else word[0], plain)


@cache
def _months() -> dict[str, int]:
    """Names of months, whole and cut to three letters, by number."""
    named = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
    return named | {name[:3]: number for name, number in named.items()} | {"sept": 9}


def month_in(phrase: str) -> int | None:
    """The month that a phrase names ("the Sept CIN meeting": 9); None where it names none.

    >>> month_in("the Sept CIN mtg")
    9
    """
    return next((_months()[word] for word in re.findall(r"[a-z]+", phrase.lower()) if word in _months()), None)


Groups = list[tuple[dt.date, list[Event]]]
"""Events that share their interval (records of several agencies among them), by first day, in time order."""


class AnchorFinder:
    """Finds anchors in one case; what it looks up is kept, so that thousands of expressions stay cheap."""

    def __init__(self, view: CaseView) -> None:
        self._view = view
        self._groups: dict[tuple[str, str | None], Groups] = {}

    def find(self, event: Event, phrase: str, *, ahead: bool = False) -> Anchor:
        """The event meant by `phrase` in `event`; `ahead` where it lies after the entry ("before the birth")."""
        rule = rule_for(phrase)
        if rule is None:
            return Anchor(node=None, reason=f"“{phrase}” names no kind of event that is looked for.")
        key = rule.get("key")
        if key in self._view.key_dates:
            return Anchor(node=KEY_PREFIX + key, reason=f"The case has one {key} of its subject child.")
        words, which = set(re.findall(r"[a-z]+", phrase.lower())), anchor_rules()["which"]
        here = [e for e in self._view.by_entry[event.entry] if e.kind in rule["kinds"] and e.id != event.id]
        if len(here) == 1 and (_may_anchor(here[0]) or words & set(which["here"])):
            return Anchor(node=here[0].id, reason="It is told in the same entry.")
        month = month_in(phrase)
        if month is not None:
            return self._in_month(event, rule, month)
        groups = self._grouped(rule, None)
        ends = _others(groups[:2], event) if len(groups) <= 2 else groups
        if ends and words & set(which["first"]):
            return _chosen(_others(groups[:2], event)[0][1], "It is the first of its kind in the files supplied.")
        if len(ends) == 1:
            return _chosen(ends[0][1], "It is the only one of its kind with a date in the files supplied.")
        return self._nearest(event, rule, ahead=ahead)

    def _in_month(self, event: Event, rule: dict[str, Any], month: int) -> Anchor:
        """The one event of these kinds in the month named, of the year nearest to the entry."""
        groups = [group for group in self._grouped(rule, None) if group[0].month == month]
        row = self._view.written(event)
        base = row.middle if row is not None else None
        years = {day.year for day, _ in groups}
        if base is not None and len(years) > 1:
            near = min(years, key=lambda year: abs((dt.date(year, month, 15) - base).days))
            groups = [group for group in groups if group[0].year == near]
        groups = _others(groups, event)
        if len(groups) == 1:
            return _chosen(groups[0][1], "It is the only one of its kind in the month named.")
        if groups:
            several = tuple(e.id for _, group in groups for e in group)
            return Anchor(node=None, reason="More than one such event lies in the month named.", candidates=several)
        return Anchor(node=None, reason="No such event lies in the month named in the files supplied.")

    def _grouped(self, rule: dict[str, Any], agency: str | None) -> Groups:
        """The dated events of an anchor's kinds, of one agency or of all."""
        known = rule["id"], agency
        if known not in self._groups:
            alike = [e for kind in rule["kinds"] for e in self._view.by_kind.get(kind, ()) if _may_anchor(e)]
            by_day: dict[tuple[Any, Any], list[Event]] = {}
            for e in sorted(alike, key=self._view.order):
                if e.when is not None and agency in (None, e.agency):
                    by_day.setdefault((e.when.start, e.when.end), []).append(e)
            self._groups[known] = sorted(((days[0], group) for days, group in by_day.items()), key=lambda g: g[0])
        return self._groups[known]

    def _nearest(self, event: Event, rule: dict[str, Any], *, ahead: bool) -> Anchor:
        row = self._view.written(event)
        base = row.start or row.end if row is not None else None
        if base is None:
            return Anchor(node=None, reason="The entry has no date to look near.")
        for whose, agency in (("this agency's file", event.agency), ("the files", None)):
            found = _near(self._grouped(rule, agency), base, event, ahead=ahead)
            if len(found) == 1:
                side = "after" if ahead else "before"
                return _chosen(found[0], f"It is the nearest one {side} the entry in {whose}.")
            if found:
                several = tuple(e.id for group in found for e in group)
                return Anchor(node=None, reason="More than one such event lies near.", candidates=several)
        return Anchor(node=None, reason="No such event with a date lies near in the files supplied.")


def _may_anchor(event: Event) -> bool:
    """Whether the event took place, as far as is known, and has a date of its own."""
    when = event.when
    return event.assertion in ANCHORING and when is not None and when.bounded and not when.offset


def _others(groups: Groups, event: Event) -> Groups:
    """The groups without the event itself."""
    rest = ((day, [e for e in group if e.id != event.id]) for day, group in groups)
    return [(day, group) for day, group in rest if group]


def _chosen(group: Sequence[Event], reason: str) -> Anchor:
    best = next((e for e in group if e.main), group[0])
    return Anchor(node=best.id, reason=reason, candidates=tuple(e.id for e in group))


def _near(groups: Groups, base: dt.date, event: Event, *, ahead: bool) -> list[list[Event]]:
    """The nearest group on that side of a day, with those that are nearly as near; empty where none lies near."""
    rules = anchor_rules()["nearness"]
    if ahead:
        side = groups[bisect_left(groups, base, key=lambda g: g[0]) :]
    else:
        side = groups[: bisect_right(groups, base, key=lambda g: g[0])][::-1]
    found: list[list[Event]] = []
    farthest = rules["days"]
    for day, group in side:
        days = abs((day - base).days)
        if days > farthest or (found and days >= farthest):
            break
        rest = [e for e in group if e.id != event.id]
        if rest and not found:
            farthest = days * rules["clearly"]  # others must lie clearly farther away
        if rest:
            found.append(rest)
    return found
