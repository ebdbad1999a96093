"""Which questions about people are answered: those that a reviewer left as read are not asked again.

    decisions in force  ->  left  ->  questions by id, and pairs of actors that are two people
    questions           ->  open_questions  ->  together: as they are put, few events of several files at once

The other answers need no memory: a pair that was joined is one actor, and a mention that was named is settled.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from model.case import Case, Decision, PersonQuestion
from model.labels import questions_data
from model.overlay_people import joined_groups
from model.plan import NOT_UNDERSTOOD, joined_people, left_people
from model.subjects import LEFT, ONE_PERSON
from model.trail import in_force


class Left(NamedTuple):
    """What reviewers left as read."""

    questions: frozenset[str]
    pairs: frozenset[frozenset[str]]


def left(decisions: Iterable[Decision]) -> Left:
    """What the decisions in force leave as read: of a pair its actors, of any other question its id."""
    questions: set[str] = set()
    pairs: set[frozenset[str]] = set()
    for decision in in_force(decisions):
        if decision.subject != LEFT:
            continue
        try:
            asked, people = left_people(decision.value)
        except NOT_UNDERSTOOD:
            continue
        if decision.value.get("kind") == "pair":
            pairs |= {frozenset((people[0], other)) for other in people[1:]}
        else:
            questions |= {*asked}
    return Left(frozenset(questions), frozenset(pairs))


def open_questions(case: Case, questions: Iterable[PersonQuestion]) -> tuple[PersonQuestion, ...]:
    """The questions that wait for an answer."""
    known = left(case.decisions)
    if not known.questions and not known.pairs:
        return tuple(questions)
    now = _joined(case.decisions)
    pairs = {frozenset(now.get(person, person) for person in pair) for pair in known.pairs}
    out = []
    for question in questions:
        if question.kind != "pair":
            out += [] if question.id in known.questions else [question]
            continue
        rest = tuple(c for c in question.choices if frozenset((question.asked, c.actor)) not in pairs)
        if rest:
            out.append(question if rest == question.choices else replace(question, choices=rest))
    return tuple(out)


def together(questions: Iterable[PersonQuestion]) -> list[tuple[PersonQuestion, ...]]:
    """The questions as they are put: those of files with few events, of the same words and people, as one."""
    groups: dict[tuple[object, ...], list[PersonQuestion]] = {}
    for question in questions:
        few = question.kind == "word" and len(question.events) < questions_data()["least_in_file"]
        people = tuple(sorted(choice.actor for choice in question.choices))
        key = (question.about, question.asked, people) if few else (question.id,)
        groups.setdefault(key, []).append(question)
    found = [tuple(group) for group in groups.values()]
    return sorted(found, key=lambda group: -sum(len(question.events) for question in group))


def _joined(decisions: Iterable[Decision]) -> dict[str, str]:
    """For every actor that was joined to others, the id of the person that they are."""
    values = []
    for decision in in_force(decisions):
        if decision.subject == ONE_PERSON:
            try:
                values.append(joined_people(decision.value))
            except NOT_UNDERSTOOD:
                continue
    return {actor: str(value["id"]) for actor, value in joined_groups(values).items()}
