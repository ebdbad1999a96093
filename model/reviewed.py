"""What a reviewer decided, as the findings and the pages need it.

    Case + gaps  ->  with_verdicts  ->  gaps with the status that a reviewer gave them
    Case         ->  confirmed_links  ->  pairs of records that share the day of one event
    Case + Findings  ->  review_of  ->  Review: notes, tags, corrected fields, history, what waits

A gap is found again by its rule and by the event that set it off, so it keeps its verdict when other
evidence comes and goes. A verdict about a gap that is no longer there waits, like any other decision.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from model.asking.answers import left, open_questions
from model.case import Case, Decision, Event, Findings, Gap, Link, Mark
from model.plan import NOT_UNDERSTOOD, Change, plan_of
from model.review import Places, link_verdicts, mark_of
from model.subjects import GAP, NOTE, TAG
from model.trail import in_force

CONFIRMED: Final = "A reviewer confirmed that the two records tell of one event."
MARKS_OF_A_GAP: Final = 12  # of its events that a decision names: enough to find it again


def gap_marks(case: Case, gap: Gap) -> tuple[Mark, ...]:
    """What a gap is known by in decisions: its events, the one that set it off first."""
    events = {event.id: event for event in case.events}
    return tuple(mark_of(case, events[e]) for e in gap.events[:MARKS_OF_A_GAP] if e in events)


class GapFinder:
    """Finds the gap that a decision is about among the gaps of one analysis."""

    def __init__(self, case: Case, gaps: Iterable[Gap]) -> None:
        self._places = Places.of(case)
        self._by_first: dict[tuple[str, str], Gap] = {}
        self._by_agencies: dict[tuple[str, tuple[str, ...]], Gap] = {}
        for gap in gaps:
            if gap.events:
                self._by_first.setdefault((gap.rule, gap.events[0]), gap)
            else:
                self._by_agencies.setdefault((gap.rule, gap.agencies), gap)

    def find(self, decision: Decision) -> Gap | None:
        try:
            rule, agencies = str(decision.value["rule"]), tuple(decision.value["agencies"])
        except NOT_UNDERSTOOD:
            return None
        if not decision.about:
            return self._by_agencies.get((rule, agencies))
        found = (self._places.find(mark) for mark in decision.about)
        first = next(found, None)
        return self._by_first.get((rule, first)) if first else None


def gap_verdicts(case: Case, gaps: Sequence[Gap]) -> dict[str, Decision]:
    """For every gap that a reviewer decided on, by its id, the decision that holds."""
    decisions = [d for d in in_force(case.decisions) if d.subject == GAP]
    if not decisions:
        return {}
    finder = GapFinder(case, gaps)
    found = {gap.id: decision for decision in decisions if (gap := finder.find(decision))}
    return {gap: decision for gap, decision in found.items() if decision.verdict != "proposed"}


def with_verdicts(case: Case, gaps: Sequence[Gap]) -> tuple[Gap, ...]:
    """The gaps with the status that a reviewer gave them; all others keep their own."""
    verdicts = gap_verdicts(case, gaps)
    return tuple(replace(g, status=verdicts[g.id].verdict) if g.id in verdicts else g for g in gaps)


def judged(case: Case, findings: Findings) -> Findings:
    """The findings with a reviewer's verdicts on every gap, in the register or beside it, and the open questions."""
    return replace(
        findings,
        gaps=with_verdicts(case, findings.gaps),
        noticed=with_verdicts(case, findings.noticed),
        answered=with_verdicts(case, findings.answered),
        person_questions=open_questions(case, findings.person_questions),
    )


def every_gap(findings: Findings) -> tuple[Gap, ...]:
    """The gaps of the register and those beside it."""
    return (*findings.gaps, *findings.noticed, *findings.answered)


def same_substance(one: Case, other: Case) -> bool:
    """Whether the same follows from a case and from a later one.

    They differ at most in notes, tags, acceptance, further verdicts on gaps and further questions left as read. A
    verdict taken back is not among them: the gap's own status has to be worked out again; nor is a question asked anew.
    """
    return (
        one.info == other.info
        and one.sources == other.sources
        and one.entries == other.entries
        and len(one.events) == len(other.events)
        and all(a is b or _but_accepted(a, b) for a, b in zip(one.events, other.events, strict=True))
        and link_verdicts(one) == link_verdicts(other)
        and _judged(one) <= _judged(other)
        and all(a <= b for a, b in zip(left(one.decisions), left(other.decisions), strict=True))
    )


def _judged(case: Case) -> set[tuple[str, tuple[Mark, ...], str]]:
    """The gaps on which a verdict stands, as the decisions name them."""
    last = {
        (str(d.value.get("rule")), d.about[:1], str(d.value.get("agencies"))): d.verdict
        for d in in_force(case.decisions)
        if d.subject == GAP
    }
    return {gap for gap, verdict in last.items() if verdict != "proposed"}


def _but_accepted(one: Event, other: Event) -> bool:
    """Whether two events are the same but for having been accepted."""
    if "rejected" in (one.status, other.status) and one.status != other.status:
        return False
    return one == other or replace(one, status=other.status) == other


def confirmed_links(case: Case) -> tuple[Link, ...]:
    """The pairs of records that a reviewer confirmed as one event: they share its day."""
    pairs = (tuple(sorted(pair)) for pair, verdict in link_verdicts(case).items() if verdict == "confirmed")
    return tuple(
        Link(kind="same_event", from_id=one, to_id=two, evidence=CONFIRMED, status="confirmed")
        for one, two in sorted(pairs)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What the pages show of the trail, by the id of an event or a gap.

    `changes` are the corrected fields of an event with the decision that gave each; `history` all
    decisions in force about it; `waiting` those that found nothing in this reading.
    """

    notes: Mapping[str, tuple[Decision, ...]]
    tags: Mapping[str, tuple[str, ...]]
    changes: Mapping[str, Mapping[str, Change]]
    history: Mapping[str, tuple[Decision, ...]]
    verdicts: Mapping[str, Decision]
    waiting: tuple[Decision, ...]

    def tag_names(self) -> tuple[str, ...]:
        """Every tag of the case, in the order of the alphabet."""
        return tuple(sorted({tag for tags in self.tags.values() for tag in tags}))


def review_of(case: Case, findings: Findings) -> Review:
    """The review of a case that its decisions were laid over."""
    base = case.as_read or case
    plan = plan_of(replace(base, decisions=case.decisions))
    gaps = GapFinder(case, every_gap(findings))
    notes: dict[str, list[Decision]] = defaultdict(list)
    tags: dict[str, dict[str, None]] = defaultdict(dict)
    history: dict[str, list[Decision]] = defaultdict(list)
    waiting = list(plan.waiting)
    for decision in in_force(case.decisions):
        targets = tuple(dict.fromkeys(case.merged.get(e, e) for e in plan.found.get(decision.number, ())))
        if decision.subject == GAP or (decision.subject in (NOTE, TAG) and "rule" in decision.value):
            gap = gaps.find(decision)
            if gap is None:
                waiting.append(decision)
            targets = (gap.id,) if gap else ()
        for target in targets:
            history[target].append(decision)
            if decision.subject == NOTE:
                notes[target].append(decision)
            elif decision.subject == TAG:
                _tag(tags[target], decision)
    changes = {event: dict(fields) for event, fields in plan.fields.items() if fields}
    for event in case.events:
        if event.entry in plan.rows:
            changes.setdefault(event.id, {})["row_when"] = plan.rows[event.entry]
    return Review(
        notes={k: tuple(v) for k, v in notes.items()},
        tags={k: tuple(v) for k, v in tags.items() if v},
        changes=changes,
        history={k: tuple(v) for k, v in history.items()},
        verdicts=gap_verdicts(case, every_gap(findings)),
        waiting=tuple(sorted(waiting, key=lambda d: d.number)),
    )


def _tag(tags: dict[str, None], decision: Decision) -> None:
    name = str(decision.value.get("tag", "")).strip()
    if decision.verdict == "proposed":
        tags.pop(name, None)
    elif name:
        tags[name] = None
