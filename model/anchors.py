"""Which event a relative expression counts from: "the birth", "this meeting", "the initial referral".

    anchor phrase  ->  kinds (rules/anchors.toml)  ->  events of those kinds  ->  the one meant, and why

Tried in this order: the case's key date (one birth, one death); an event told in the same entry; the
first of its kind where the words say "initial"; the only one in the case; the nearest before the entry
in the same agency's file, then in any file (or after it, where the expression looks ahead). Where two
fit about equally well nothing is chosen: the candidates are kept and the reader is asked.
"""

from __future__ import annotations

import datetime as dt
import re
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
    plain = phrase.lower().replace("’", "'")
    return next((rule for pattern, rule in _matchers() if pattern.search(plain)), None)


def find_anchor(view: CaseView, event: Event, phrase: str, *, ahead: bool = False) -> Anchor:
    """The event meant by `phrase` in `event`. `ahead` where the anchor lies after the entry ("before the birth")."""
    rule = rule_for(phrase)
    if rule is None:
        return Anchor(node=None, reason=f"“{phrase}” names no kind of event that is looked for.")
    key = rule.get("key")
    if key in view.key_dates:
        return Anchor(node=KEY_PREFIX + key, reason=f"The case has one {key} of its subject child.")
    alike = [e for kind in rule["kinds"] for e in view.by_kind.get(kind, ()) if e.id != event.id]
    here = [e for e in alike if e.entry == event.entry]
    dated = [
        e for e in alike if e.assertion in ANCHORING and e.when is not None and e.when.bounded and not e.when.offset
    ]
    words = set(re.findall(r"[a-z]+", phrase.lower()))
    if len(here) == 1 and (here[0] in dated or words & set(anchor_rules()["which"]["here"])):
        return Anchor(node=here[0].id, reason="It is told in the same entry.")
    if words & set(anchor_rules()["which"]["first"]) and dated:
        return _chosen(_by_day(view, dated)[0], "It is the first of its kind in the files supplied.")
    days = _by_day(view, dated)
    if len(days) == 1:
        return _chosen(days[0], "It is the only one of its kind with a date in the files supplied.")
    return _nearest(view, event, dated, ahead=ahead)


def _may_anchor(event: Event) -> bool:
    """Whether the event took place, as far as is known, and has a date of its own."""
    when = event.when
    return event.assertion in ANCHORING and when is not None and when.bounded and not when.offset


def _by_day(view: CaseView, events: Sequence[Event]) -> list[list[Event]]:
    """The events in groups that share their interval, in time order: records of several agencies are one group."""
    groups: dict[tuple[Any, Any], list[Event]] = {}
    for event in sorted(events, key=view.order):
        assert event.when is not None
        groups.setdefault((event.when.start, event.when.end), []).append(event)
    return list(groups.values())


def _chosen(group: Sequence[Event], reason: str) -> Anchor:
    best = next((e for e in group if e.main), group[0])
    return Anchor(node=best.id, reason=reason, candidates=tuple(e.id for e in group))


def _nearest(view: CaseView, event: Event, dated: Sequence[Event], *, ahead: bool) -> Anchor:
    row = view.written(event)
    base = row.start or row.end if row is not None else None
    if base is None:
        return Anchor(node=None, reason="The entry has no date to look near.", candidates=tuple(e.id for e in dated))
    for whose, pool in (("this agency's file", [e for e in dated if e.agency == event.agency]), ("the files", dated)):
        found = _near(view, base, pool, ahead=ahead)
        if len(found) == 1:
            side = "after" if ahead else "before"
            return _chosen(found[0], f"It is the nearest one {side} the entry in {whose}.")
        if found:
            several = tuple(e.id for group in found for e in group)
            return Anchor(node=None, reason="More than one such event lies near.", candidates=several)
    return Anchor(node=None, reason="No such event with a date lies near in the files supplied.")


def _near(view: CaseView, base: dt.date, pool: Sequence[Event], *, ahead: bool) -> list[list[Event]]:
    """The nearest group of events, with those that are nearly as near; empty where none lies near."""
    rules = anchor_rules()["nearness"]
    near = []
    for group in _by_day(view, pool):
        when = group[0].when
        assert when is not None
        assert when.start is not None
        days = (when.start - base).days if ahead else (base - when.start).days
        if 0 <= days <= rules["days"]:
            near.append((days, group))
    near.sort(key=lambda pair: pair[0])
    if not near:
        return []
    nearest = near[0][0]
    as_near = max(1, nearest) * rules["clearly"] if nearest else 0
    return [near[0][1], *(group for days, group in near[1:] if days < as_near)]
