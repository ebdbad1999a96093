"""All questions about people of a case, those that settle most first."""

from __future__ import annotations

from collections.abc import Sequence

from model.asking.named import named_people
from model.asking.pairs import pair_questions
from model.asking.words import word_questions
from model.asking.workers import worker_questions
from model.case import Actor, PersonQuestion
from model.view import CaseView


def person_questions(view: CaseView, actors: Sequence[Actor]) -> tuple[PersonQuestion, ...]:
    """The questions of a case, answered or not; see `open_questions`. Raises `RuleFileError` if the rules are wrong."""
    people = named_people(view, actors)
    found = [*word_questions(view, people), *pair_questions(view, people), *worker_questions(view, people)]
    kinds = ("word", "pair", "worker")
    return tuple(sorted(found, key=lambda q: (-len(q.events), kinds.index(q.kind), q.id)))
