"""What messages and meetings tell of: the links along which news travels from agency to agency.

    informing   a row's message, or meeting, and what the same row tells of
    referring   messages that speak of the child's birth or death, and the record of it
    retelling   later messages, by somebody who knew, that tell an earlier event on in its own words

Each link says in words what it rests on. Whether a receiver is shown to have got the message is not
asked here; `model.knowledge` does.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from model.case import Event, Link
from model.data import load_toml
from model.pairing import rarity_of
from model.significance import significance, threshold, topic_weights
from model.telling_kinds import MEETINGS, MESSAGES, SETTLED, TOLD_OF
from model.view import TELLING, CaseView
from model.words import content, stems


@cache
def settings() -> dict[str, Any]:
    """How alike a message must be to what it tells on (`rules/matching.toml`, [retelling])."""
    table: dict[str, Any] = load_toml("model.rules", "matching.toml")["retelling"]
    return table


def informing(view: CaseView) -> list[Link]:
    """Links from each telling to what the same row tells of: the row's incidents, concerns and disclosures.

    Those who were at a meeting know of what its record says was settled there, too.
    """
    links = []
    for message in view.events:
        if not _tells(view, message):
            continue
        meeting = message.kind in MEETINGS
        for event in view.by_entry[message.entry]:
            told_of = event.kind in TOLD_OF or (meeting and event.kind in SETTLED)
            if event.id != message.id and told_of and event.assertion in TELLING:
                said = "Raised in the record of the meeting" if meeting else "Told in the same row"
                evidence = f"{said}: “{message.quote}”."
                links.append(Link(kind="informs", from_id=message.id, to_id=event.id, evidence=evidence, certainty=0.7))
    return links


def _tells(view: CaseView, message: Event) -> bool:
    if message.kind not in MESSAGES | MEETINGS or message.assertion != "happened":
        return False
    return bool(view.told(message) | view.senders(message)) or (message.kind in MEETINGS and bool(message.involves))


def referring(view: CaseView) -> list[Link]:
    """Links from rows that speak of the child's birth or death to the record of it."""
    links = []
    for kind in ("birth", "death"):
        day = view.key_dates.get(kind)
        told = [e for e in view.by_kind.get(kind, ()) if day and (span := view.span_of(e)) and span.overlaps(day)]
        head = next((e for e in told if e.main), told[0] if told else None)
        if head is None or day is None or day.start is None:
            continue
        rows = {e.entry for e in told}
        for message in (m for name in sorted(MESSAGES) for m in view.from_day(name, day.start)):
            said = kind in view.topics(message) and message.assertion == "happened" and message.entry not in rows
            if said and (view.order(message)[0] - day.start).days <= settings()["spoken_of_days"]:
                evidence = f"Speaks of the {kind}: “{message.quote}”."
                links.append(
                    Link(kind="refers_to", from_id=message.id, to_id=head.id, evidence=evidence, certainty=0.6)
                )
    return links


# -- telling on -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Message:
    """A message with what it needs to be compared: first possible day, tellers, hearers, words of its row."""

    event: Event
    day: dt.date
    tellers: frozenset[str]
    hearers: frozenset[str]
    words: frozenset[str]


def retelling(view: CaseView, links: Iterable[Link]) -> list[Link]:
    """Links from later messages to a significant event that they tell on: school told health, who told the GP.

    The teller must be shown to know of it by then (from its own record, or from a message counted before
    this one), and the message must share a topic and enough rare words with it. One pass over the
    messages of the days after each event.
    """
    rules = settings()
    rarity = rarity_of(view)
    by_topic = _messages_by_topic(view)
    informed: dict[str, list[str]] = defaultdict(list)
    for link in links:
        if link.kind == "informs" and link.status != "rejected":
            informed[link.to_id].append(link.from_id)
    out = []
    for event in view.events:
        if event.kind not in TOLD_OF or event.assertion not in TELLING or significance(view, event) < threshold(view):
            continue
        matter = frozenset(topic for topic in view.topics(event) if topic_weights()[topic] > 0)
        for message in _told_on(view, event, matter, by_topic, rarity, informed, rules):
            evidence = f"Tells on, in words of the record itself: “{message.event.quote}”."
            out.append(Link(kind="informs", from_id=message.event.id, to_id=event.id, evidence=evidence, certainty=0.5))
    return out


def _told_on(
    view: CaseView,
    event: Event,
    matter: frozenset[str],
    by_topic: dict[str, list[_Message]],
    rarity: dict[str, float],
    informed: dict[str, list[str]],
    rules: dict[str, Any],
) -> Iterator[_Message]:
    span = view.span_of(event)
    if span is None or span.start is None or not matter:
        return
    last = (span.end or span.start) + dt.timedelta(days=rules["days"])
    records = view.same(event)
    rows = {record.entry for record in records}
    knowing = {view.side(record) for record in records}
    already = {m for record in records for m in informed.get(record.id, ())}
    words = frozenset(word for record in records for word in view.content(record))
    for teller in (view.by_id[m] for m in already if m in view.by_id):
        knowing |= view.told(teller) | view.senders(teller) | {view.side(teller)}
    for message in _between(by_topic, matter, span.start, last):
        if message.event.entry in rows or message.event.id in already or not message.tellers & knowing:
            continue
        common = words & message.words
        most_of_it = len(common) >= rules["least_words"] and len(common) >= rules["share"] * len(view.content(event))
        if most_of_it or sum(rarity.get(word, 0.0) for word in common) >= rules["rare_words"]:
            knowing |= message.hearers
            yield message


def _between(
    by_topic: dict[str, list[_Message]], topics: frozenset[str], first: dt.date, last: dt.date
) -> list[_Message]:
    """The messages on any of the topics from the first to the last day, in time order, each once."""
    found: dict[str, _Message] = {}
    for topic in sorted(topics):
        messages = by_topic.get(topic, [])
        for at in range(bisect_left(messages, first, key=lambda m: m.day), len(messages)):
            if messages[at].day > last:
                break
            found[messages[at].event.id] = messages[at]
    return sorted(found.values(), key=lambda m: (m.day, m.event.id))


def _messages_by_topic(view: CaseView) -> dict[str, list[_Message]]:
    out: dict[str, list[_Message]] = defaultdict(list)
    for kind in sorted(MESSAGES):
        for event in view.by_kind.get(kind, ()):
            span, told, senders = view.span_of(event), view.told(event), view.senders(event)
            if event.assertion != "happened" or span is None or span.start is None or not (told or senders):
                continue
            row = content(stems(view.entries[event.entry].text))
            own = frozenset({view.side(event)})
            message = _Message(event, span.start, senders or own, told | (own if senders else frozenset()), row)
            for topic in view.topics(event):
                out[topic].append(message)
    for messages in out.values():
        messages.sort(key=lambda m: (m.day, m.event.id))
    return dict(out)
