"""Who is one person and who is not, as a reviewer said: mentions get a `person`, which `model.people` honours.

    events  ->  set apart: the named mentions of an actor become another person, new or known already
            ->  joined: several actors become one, under one id (and role and name, where the reviewer gave them)

Actors have ids made from role, agency and label, so decisions about them hold over a new reading.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from model.case import Event, Mention
from model.people import actor_id
from model.plan import Plan


def with_people(events: Sequence[Event], plan: Plan) -> list[Event]:
    """The events with the persons that reviewers set apart and joined."""
    if not plan.apart and not plan.joined:
        return list(events)
    apart: dict[tuple[str, str], Mapping[str, Any]] = {
        (event_id, value["person"]): value for ids, value in plan.apart for event_id in ids
    }
    groups = joined_groups(plan.joined)

    def settled(event: Event, mention: Mention) -> Mention:
        value = apart.get((event.id, actor_id(mention, event)))
        if value is not None:
            mention = _named(replace(mention, person=value.get("is") or value["id"]), value)
        group = groups.get(actor_id(mention, event))
        return mention if group is None else _named(replace(mention, person=group["id"]), group)

    return [replace(e, mentions=tuple(settled(e, m) for m in e.mentions)) if e.mentions else e for e in events]


def joined_groups(joined: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """For every joined actor the person that it is: groups that share an actor are one, under the smallest id."""
    members: list[tuple[set[str], list[Mapping[str, Any]]]] = []
    for value in joined:
        ids, values = {*value["people"], value["id"]}, [value]
        rest = []
        for other_ids, other_values in members:
            if other_ids & ids:
                ids |= other_ids
                values = [*other_values, *values]
            else:
                rest.append((other_ids, other_values))
        members = [*rest, (ids, values)]
    out: dict[str, Mapping[str, Any]] = {}
    for ids, values in members:
        last: dict[str, Any] = {}
        for value in values:
            last |= {name: value[name] for name in ("role", "label") if value.get(name)}
        person = last | {"id": min(value["id"] for value in values)}
        out |= dict.fromkeys(ids, person)
    return out


def _named(mention: Mention, value: Mapping[str, Any]) -> Mention:
    return replace(mention, role=value.get("role") or mention.role, label=value.get("label") or mention.label)
