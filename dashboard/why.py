"""What was considered for an event and set aside, for the event panel: asked of the language part when it is opened.

    case + event  ->  its entry with the entries read beside it  ->  explain_entry  ->  sentences, kept

Nothing where the event was changed by a reviewer since it was read, or its words are read otherwise by this version.
"""

from __future__ import annotations

from typing import Final

from ingest.language.explain import explain_entry
from ingest.read import context_of, language_reader
from model.case import Case, Event

_KEPT_MOST: Final = 256  # events; the panel is drawn again with every filter
_kept: dict[tuple[str, str, str], tuple[str, ...]] = {}


def set_aside(case: Case, event: Event) -> tuple[str, ...]:
    """Sentences on the kinds and assertions that the words also spoke for, and why they were not taken."""
    key = (event.id, event.kind, case.info.subject)
    if key not in _kept:
        if len(_kept) >= _KEPT_MOST:
            _kept.clear()
        _kept[key] = _considered(case, event)
    return _kept[key]


def _considered(case: Case, event: Event) -> tuple[str, ...]:
    entry = next((e for e in case.entries if e.id == event.entry), None)
    source = next((s for s in case.sources if entry is not None and s.id == entry.source), None)
    if entry is None or source is None:
        return ()
    file = [e for e in case.entries if e.source == entry.source]
    explained = explain_entry(language_reader(), entry, context_of(source, case.info), file)
    same = (e for e in explained if e.event.span == event.span and e.event.kind == event.kind)
    return next((e.set_aside for e in same), ())
