"""How far an event bears on a child's safety: by its kind, what it speaks of, and whether a child is named.

    event  ->  weight of its kind + of its weightiest topics + of a child named  ->  significance (0, 1, 2 ...)

The weights are data (`rules/significance.toml`, and the topics' in `rules/topics.toml`). A case may set
its own in `settings["significance"]`, with the same names as the file: a higher `threshold`, other
`kinds`, `people` or topic `weights`. What counts as significant is for the panel to say; the weights
only choose what is shown first.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from model.case import Event
from model.data import load_toml
from model.view import CaseView


@cache
def settings() -> dict[str, Any]:
    return load_toml("model.rules", "significance.toml")


@cache
def topic_weights() -> dict[str, int]:
    return {topic["id"]: topic["weight"] for topic in load_toml("model.rules", "topics.toml")["topic"]}


def threshold(view: CaseView) -> int:
    """From which significance on an event counts as significant in this case."""
    return int(_own(view).get("threshold", settings()["threshold"]))


def significance(view: CaseView, event: Event) -> int:
    """How far the event bears on a child's safety: its kind, its weightiest topics, a child named."""
    rules, own = settings(), _own(view)
    weighed = topic_weights() | own.get("weights", {}) if own else topic_weights()
    weights = sorted((int(weighed[topic]) for topic in view.topics(event)), reverse=True)
    of_people = _table("people", rules, own)
    people = max((of_people.get(role, 0) for role in view.named(event)), default=0)
    return int(_table("kinds", rules, own).get(event.kind, 0) + sum(weights[: rules["topics"]["most"]]) + people)


def _own(view: CaseView) -> Mapping[str, Any]:
    own = view.case.info.settings.get("significance", {})
    return own if isinstance(own, Mapping) else {}


def _table(name: str, rules: Mapping[str, Any], own: Mapping[str, Any]) -> Mapping[str, int]:
    table: Mapping[str, int] = rules[name] | own[name] if name in own else rules[name]
    return table
