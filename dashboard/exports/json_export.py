"""The JSON export: the contract of format 1, to which names are added and never changed.

Case + Findings  ->  export_case  ->  dict  ->  to_bytes  ->  one UTF-8 JSON object
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from model import records
from model.case import Actor, Case, Decision, Entry, Event, Findings, Gap, GoodPractice, Problem, Source
from model.places import place_in_words
from model.reviewed import Review, review_of
from model.trail import numbered, undone
from model.when import When

FORMAT: Final = 1


def export_case(case: Case, findings: Findings) -> dict[str, Any]:
    """The whole case as the contract's object."""
    actors_of = _actors_by_event(findings.actors)
    out = undone(numbered(case.decisions))
    review = review_of(case, findings)
    read = {e.id: e for e in (case.as_read or case).events}
    return {
        "format": FORMAT,
        "case": {
            "id": case.info.id,
            "title": case.info.title,
            "subjects": [a.id for a in findings.actors if a.role == "subject_child"],
            "key_dates": {name: when.to_json() for name, when in findings.key_dates.items()},
        },
        "agencies": [{"id": a.id, "label": a.label} for a in findings.agencies],
        "sources": [_source(s) for s in case.sources],
        "entries": [_entry(e) for e in case.entries],
        "events": [_event(e, actors_of.get(e.id, [])) | _reviewed(e, read.get(e.id), review) for e in case.events],
        "actors": [_actor(a) for a in findings.actors],
        "links": [
            {
                "kind": link.kind,
                "from": link.from_id,
                "to": link.to_id,
                "evidence": link.evidence,
                "certainty": round(link.certainty, 3),
                "status": link.status,
                "conflicts": list(link.conflicts),
                "duplicate": link.duplicate,
            }
            for link in findings.links
        ],
        "gaps": [_gap(g) | _notes(g.id, review) for g in findings.gaps],
        "contradictions": [{"events": list(c.events), "explanation": c.explanation} for c in findings.contradictions],
        "not_judged": list(findings.not_judged),
        "noticed": [_gap(g) | _notes(g.id, review) for g in findings.noticed],
        "answered": [_gap(g) | _notes(g.id, review) for g in findings.answered],
        "good_practice": [_good_practice(g) for g in findings.good_practice],
        "decisions": [_decision(d, d.number in out) for d in numbered(case.decisions)],
    }


def to_bytes(export: Mapping[str, Any]) -> bytes:
    """One UTF-8 JSON object, indented so that a person can read it."""
    return (json.dumps(export, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def problem_in_words(problem: Problem) -> str:
    """A problem as one line: place, text, the words it is about, what to make of it."""
    place = place_in_words(problem.place)
    line = f"{place}: {problem.text}" if place else problem.text
    if problem.quote:
        line += f' ("{problem.quote}")'
    if problem.suggestion:
        line += f" {problem.suggestion.rstrip('.')}."
    return line


def _source(source: Source) -> dict[str, Any]:
    return {
        "id": source.id,
        "file": source.file,
        "agency": source.agency,
        "sha256": source.sha256,
        "reader": source.reader,
        "entries": source.count.entries,
        "problems": [problem_in_words(p) for p in source.problems],
    }


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "source": entry.source,
        "agency": entry.agency,
        "locator": dict(entry.locator),
        "when": _when(entry.when),
        "text": entry.text,
        "columns": dict(entry.columns),
        "hindsight": list(entry.hindsight),
        "recorded": _when(entry.recorded),
        "hidden": entry.hidden,
    }


def _event(event: Event, actors: list[str]) -> dict[str, Any]:
    return {
        "id": event.id,
        "entry": event.entry,
        "agency": event.agency,
        "kind": event.kind,
        "assertion": event.assertion,
        "when": _when(event.when),
        "quote": event.quote,
        "span": list(event.span),
        "actors": actors,
        "involves": list(event.involves),
        "shared_with": list(event.shared_with),
        "status": event.status,
        "main": event.main,
        "received_from": list(event.received_from),
        "cues": list(event.cues),
    }


def _reviewed(event: Event, read: Event | None, review: Review) -> dict[str, Any]:
    """What a reviewer added or changed, with the values as they were read; nothing where nobody did."""
    out = _notes(event.id, review)
    changed = review.changes.get(event.id, {})
    if read is None:
        out["added_by_reviewer"] = True
    elif changed:
        plain_names = {"row_when": "when", "people": "mentions", "words": "quote"}
        out["as_read"] = {name: records.plain(getattr(read, plain_names.get(name, name))) for name in changed}
    return out


def _notes(of: str, review: Review) -> dict[str, Any]:
    notes = [{"text": d.value.get("text", ""), "author": d.author, "made": d.made} for d in review.notes.get(of, ())]
    tags = list(review.tags.get(of, ()))
    return ({"notes": notes} if notes else {}) | ({"tags": tags} if tags else {})


def _decision(decision: Decision, undone_now: bool) -> dict[str, Any]:
    return {
        "number": decision.number,
        "subject": decision.subject,
        "verdict": decision.verdict,
        "about": [{"sha256": m.file, "place": m.place, "quote": m.quote, "kind": m.kind} for m in decision.about],
        "value": dict(decision.value),
        "reason": decision.reason,
        "author": decision.author,
        "made": decision.made,
        "undone": undone_now,
    }


def _actor(actor: Actor) -> dict[str, Any]:
    return {
        "id": actor.id,
        "role": actor.role,
        "label": actor.label,
        "agency": actor.agency,
        "mentions": actor.mentions,
    }


def _gap(gap: Gap) -> dict[str, Any]:
    """`measured` is the value every reading agrees on, else the smallest; `measured_range` holds both."""
    fewest, most = gap.measured
    when = gap.when.to_json() if gap.when else {"start": None, "end": None}
    return {
        "id": gap.id,
        "kind": gap.kind,
        "rule": gap.rule,
        "title": gap.title,
        "explanation": gap.explanation,
        "start": when["start"],
        "end": when["end"],
        "measured": fewest if fewest is not None else most,
        "measured_range": [fewest, most],
        "limit": gap.limit,
        "unit": gap.unit,
        "outcome": gap.outcome,
        "agencies": list(gap.agencies),
        "events": list(gap.events),
        "against": list(gap.against),
        "confidence": gap.confidence,
        "source": gap.source,
        "status": gap.status,
        "certainty": gap.certainty,
        "sought": gap.sought,
        "answer": gap.answer,
        "question": gap.question,
        "asked": list(gap.asked),
        "folded": list(gap.folded),
        "cause": gap.cause,
    }


def _good_practice(found: GoodPractice) -> dict[str, Any]:
    when = found.when.to_json() if found.when else {"start": None, "end": None}
    return {
        "id": found.id,
        "rule": found.rule,
        "title": found.title,
        "explanation": found.explanation,
        "start": when["start"],
        "end": when["end"],
        "agencies": list(found.agencies),
        "events": list(found.events),
        "source": found.source,
        "times": found.times,
    }


def _when(when: When | None) -> dict[str, Any] | None:
    return when.to_json() if when else None


def _actors_by_event(actors: tuple[Actor, ...]) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for actor in actors:
        for event in actor.events:
            out.setdefault(event, []).append(actor.id)
    return out
