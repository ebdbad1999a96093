"""All that follows from a case, in one call.

    Case  ->  refine (all dates together)  ->  CaseView  ->  matching (same event)  ->  knowledge  ->  gaps
                                                         ->  people  ->  questions about them    ->  Findings

Nothing here is stored: the same case and rules give the same findings, whatever the order of the files.
"""

from __future__ import annotations

from collections.abc import Iterable

from model.asking import person_questions
from model.case import Agency, Case, Contradiction, Findings, Gap
from model.differences import differences
from model.gaps.engine import find_gaps
from model.gaps.profiles import RuleBook
from model.knowledge import relate
from model.names import AGENCIES
from model.people import people
from model.periods import periods_of
from model.reviewed import confirmed_links, judged
from model.subjects import BY_HAND
from model.timing import refine
from model.view import CaseView
from model.when import When

DENIED = frozenset({"said-not-received"})  # rules whose gaps set a sending against a denial of it


def analyse(case: Case) -> Findings:
    """The agencies, people, links and gaps of a case. Raises `RuleFileError` if a rule file is wrong."""
    refined = refine(case, links=confirmed_links(case))
    view = CaseView.of(refined.case)
    links, knowledge = relate(view, refined.links)
    found = find_gaps(view, knowledge, RuleBook.for_case(case.info.settings))
    actors = people(view.events)
    findings = Findings(
        agencies=agencies_of(case),
        actors=actors,
        links=tuple(links),
        dates=_changed_dates(case, refined.case),
        strains=refined.strains,
        questions=refined.questions,
        person_questions=person_questions(view, actors),
        gaps=found.gaps,
        contradictions=_each_once(
            (*refined.contradictions, *contradictions_of((*found.gaps, *found.noticed)), *differences(view))
        ),
        key_dates=view.key_dates,
        not_judged=found.not_judged,
        noticed=found.noticed,
        answered=found.answered,
        good_practice=found.good_practice,
        periods=periods_of(view),
    )
    return judged(case, findings)


def _changed_dates(case: Case, refined: Case) -> dict[str, When]:
    pairs = zip(case.events, refined.events, strict=True)
    return {new.id: new.when for old, new in pairs if new.when is not None and new.when is not old.when}


def _each_once(found: Iterable[Contradiction]) -> tuple[Contradiction, ...]:
    """The contradictions without those that set the same records against each other again."""
    seen: dict[frozenset[str], Contradiction] = {}
    for contradiction in found:
        seen.setdefault(frozenset(contradiction.events), contradiction)
    return tuple(seen.values())


def contradictions_of(gaps: Iterable[Gap]) -> tuple[Contradiction, ...]:
    """What cannot all be so: records that differ on a fact, dates in an impossible order, and what one agency
    records as sent and another as never received."""
    kinds = {"conflicting_accounts", "impossible_order"}
    found = [g for g in gaps if g.kind in kinds or (g.rule in DENIED and len(g.agencies) > 1)]
    return tuple(Contradiction(events=g.events, explanation=g.explanation) for g in found)


def agencies_of(case: Case) -> tuple[Agency, ...]:
    """The agencies whose records the case holds, in the order of the contract's list."""
    by_hand = {source.id for source in case.sources if source.reader == BY_HAND}
    held = {entry.agency for entry in case.entries if entry.source not in by_hand}
    known = [agency for agency in AGENCIES if agency in held]
    return tuple(Agency(id=a, label=AGENCIES.get(a, a.replace("_", " "))) for a in [*known, *sorted(held - set(known))])
