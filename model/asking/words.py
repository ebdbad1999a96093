"""Words that may mean one of several people and that no file settles: "nan" where both grandmothers are named.

    mentions that may mean another person  ->  by file and word class (`[[questions.word]]`)
        ->  who of the roles is named for certain in the file, else elsewhere
                ->  one alone, of the role that was read, or nobody: nothing to ask
                ->  else one question for all events of the file

`model.identity` has settled by then what can be settled; what a reviewer said is not asked again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from model.asking.named import Named, in_words, most_used, number_of, opaque, said
from model.case import Event, Mention, PersonChoice, PersonQuestion
from model.labels import questions_data
from model.names import ROLES
from model.people import actor_id
from model.view import CaseView

Group = tuple[str, str, str]  # file, class of words, role as read


def word_questions(view: CaseView, people: Mapping[str, Named]) -> Iterator[PersonQuestion]:
    """A question for each file and class of words that stays open."""
    files = {source.id: source for source in view.case.sources}
    for (source, known, role), found in sorted(_groups(view).items()):
        rule = next(r for r in questions_data()["word"] if r["id"] == known)
        chosen = _choices(rule, role, source, people)
        if not chosen:
            continue
        labels = Counter(mention.label for _, mention in found)
        label = min(labels, key=lambda text: (-labels[text], text))
        events = tuple(dict.fromkeys(event.id for event, _ in found))
        asked = actor_id(found[0][1], found[0][0])
        yield PersonQuestion(
            id=opaque("word", files[source].sha256, known, role),
            kind="word",
            text=_text(rule, label, files[source].file),
            why=_why(rule, labels, len(events), files[source].file, chosen),
            asked=asked,
            label=label,
            events=events,
            choices=tuple(_choice(person, source) for person in chosen),
            source=source,
            about=known,
            labels=most_used(labels),
        )


def _groups(view: CaseView) -> Mapping[Group, Sequence[tuple[Event, Mention]]]:
    """The mentions that stay open, by file, class and role; not where the same event names the person of that role."""
    found: defaultdict[Group, list[tuple[Event, Mention]]] = defaultdict(list)
    for event in view.events:
        plain = {actor_id(m, event) for m in event.mentions if m.sure and m.span is not None}
        for mention in event.mentions:
            rule = _rule_for(mention)
            if rule is not None and actor_id(mention, event) not in plain:
                found[view.entries[event.entry].source, rule["id"], mention.role].append((event, mention))
    return found


def _rule_for(mention: Mention) -> Mapping[str, Any] | None:
    """The class of words that a mention belongs to, where it says neither a name nor who it is."""
    if mention.person or mention.who:
        return None
    words = mention.label.lower().replace("’", "'").split()
    for rule in questions_data()["word"]:
        if mention.role not in rule["read"]:
            continue
        if rule.get("implied"):
            if mention.span is None:
                return dict(rule)
        elif mention.span is not None and not mention.sure and _is_one_of(words, rule["words"]):
            return dict(rule)
    return None


def _is_one_of(words: Sequence[str], wanted: Sequence[str]) -> bool:
    return not wanted or any(" ".join(words[-n:]) in wanted for n in (1, 2))


def _choices(rule: Mapping[str, Any], role: str, source: str, people: Mapping[str, Named]) -> list[Named]:
    """Whom the words may mean: those named in the file first; nobody where that is settled, or nothing to choose."""
    named = [p for p in people.values() if p.actor.role in rule["may_be"] and p.sure]
    here = [p for p in named if source in p.sure]
    if rule.get("implied"):
        return sorted((p for p in here if p.actor.role == role), key=lambda p: (-len(p.sure[source]), p.actor.id))
    if len(here) == 1 and here[0].actor.role == role:
        return []
    chosen = _by_name(here if len(here) > 1 else named)
    if len(chosen) == 1 and chosen[0].actor.role == role:
        return []
    return sorted(chosen, key=lambda p: (source not in p.sure, -p.actor.mentions, p.actor.id))


def _by_name(people: Sequence[Named]) -> list[Named]:
    """Without those of no name, where others of the role have one: to choose them says no more than to leave it."""
    named = {p.actor.role for p in people if p.has_name}
    return [p for p in people if p.has_name or p.actor.role not in named]


def _choice(person: Named, source: str) -> PersonChoice:
    data, actor = questions_data(), person.actor
    inside = source in person.sure
    events = person.sure[source] if inside else [e for found in person.sure.values() for e in found]
    return PersonChoice(
        id=opaque(actor.id),
        actor=actor.id,
        role=actor.role,
        label=person.label,
        reason="Named for certain in the same file."
        if inside
        else "Named in other files, not for certain in this one.",
        certainty=data["here"] if inside else data["elsewhere"],
        events=tuple(events[: data["most_events"]]),
        labels=most_used(person.certain),
    )


def _text(rule: Mapping[str, Any], label: str, file: str) -> str:
    return f"Whom is the file {file} about?" if rule.get("implied") else f"Who is meant by {said(label)} in {file}?"


def _why(rule: Mapping[str, Any], labels: Counter[str], events: int, file: str, chosen: Sequence[Named]) -> str:
    names = in_words(f"{ROLES[p.actor.role].lower()} ({said(p.label)})" for p in chosen)
    many = number_of(events)
    if rule.get("implied"):
        return (
            f"{many} of this file name nobody and are read as of the person whom the file is about. It names {names}."
        )
    words = in_words(said(text) for text in sorted(labels, key=lambda text: (-labels[text], text))[:3])
    only = "Nobody else of whom they may speak is named" if len(chosen) == 1 else "The words do not say which is meant"
    return f"{words} in {many} of this file. The records name {names}. {only}."
